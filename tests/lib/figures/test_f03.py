"""F03: themes, their subthemes and their codes, each code with a bar of its segments."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.figures import f03, style
from multicase.figures.labels import Labels

LABELS = Labels([{"labels": {"theme": {"pace": "Pace of change"}, "subtheme": {"slow": "Slow; with pauses"}, "code": {"wait": "Waiting (for others)"}}}])
T05 = pd.DataFrame(
    [("pace", "slow", "wait", 3), ("pace", "slow", "stall", 0), ("pace", "fast", "rush", 6), ("trust", "kept", "faith", 1)],
    columns=["theme", "subtheme", "code", "n_segments"],
).assign(rationale="", n_codings=99, n_sources=50)


def many(n, label="code_{}"):
    """n codes, three to a subtheme, two subthemes to a theme."""
    return pd.DataFrame(
        [(f"theme_{x // 6}", f"subtheme_{x // 3}", label.format(x), x) for x in range(n)], columns=["theme", "subtheme", "code", "n_segments"]
    )


def test_rows_keep_the_codebooks_order_and_count_segments():
    assert f03.rows({"T05": T05}).to_dict("list") == {
        "theme": ["pace", "pace", "pace", "trust"], "subtheme": ["slow", "slow", "fast", "kept"],
        "code": ["wait", "stall", "rush", "faith"], "n_segments": [3, 0, 6, 1],
    }  # fmt: skip


def test_alt_counts_what_each_theme_is_made_of():
    assert f03.alt(f03.rows({"T05": T05}), LABELS) == (
        "2 themes: Pace of change (2 subthemes, 3 codes) and Trust (1 subtheme, 1 code). Most segments: Rush, 6."
    )


def test_codes_stand_in_order_with_their_numbers_and_bars(look):
    seen = look(f03.figure(f03.rows({"T05": T05}), LABELS))
    at = seen.at()
    assert [at[0.62, y] for y in range(4)] == ["Waiting (for others)", "Stall", "Rush", "Faith"]
    assert [(at[0.3, 0.5]), at[0.3, 2.0], at[0.3, 3.0]] == ["Slow; with pauses", "Fast", "Kept"]
    assert (at[0.0, 1.0], at[0.0, 3.0]) == ("Pace of change", "Trust")
    bars = {bar.y: bar for bar in seen.bars()}
    assert {y: (bar.start, bar.length) for y, bar in bars.items()} == {0: (0.86, 0.06), 2: (0.86, 0.12), 3: (0.86, 0.02)}
    numbers = {y: (x, text) for (x, y), text in at.items() if x > 0.8}
    assert numbers == {0: (0.925, "3"), 1: (0.865, "0"), 2: (0.985, "6"), 3: (0.885, "1")}
    assert [bars[y].colour for y in (0, 2, 3)] == [style.THEMES[0], style.THEMES[0], style.THEMES[1]]


def test_lines_join_each_code_to_its_subtheme_and_that_to_its_theme(look):
    seen = look(f03.figure(f03.rows({"T05": T05}), LABELS))
    ends = sorted((y[0], y[-1], x[0] > 0.4, colour) for x, y, colour in seen.lines())
    first, second = style.THEMES[:2]
    assert ends == sorted(
        [(1.0, 0.5, False, first), (0.5, 0.0, True, first), (0.5, 1.0, True, first), (1.0, 2.0, False, first),
         (2.0, 2.0, True, first), (3.0, 3.0, False, second), (3.0, 3.0, True, second)]
    )  # fmt: skip


def test_no_code_has_a_segment(look):
    seen = look(f03.figure(f03.rows({"T05": T05.assign(n_segments=0)}), LABELS))
    assert seen.bars() == []
    assert [text for (x, _), text in seen.at().items() if x > 0.8] == ["0"] * 4


@pytest.mark.parametrize("n", [1, 6, 45])
def test_nothing_is_cut_off_and_nothing_overlaps(look, n):
    seen = look(f03.figure(many(n), Labels()))
    assert len([text for text in seen.texts if text.startswith("Code ")]) == n
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


LONG = pytest.mark.xfail(strict=True, reason="names of codes are not wrapped: from about 30 characters on they run over their bar")


@pytest.mark.parametrize("length", [20, pytest.param(34, marks=LONG), pytest.param(50, marks=LONG)])
def test_a_long_name_of_a_code_stays_out_of_its_bar(look, length):
    name = ("Leaders who are asked but whom nobody follows at all")[:length].strip()
    seen = look(f03.figure(many(6), Labels([{"labels": {"code": {"code_5": name}}}])))
    _, text = max((text.get_position()[1], text) for text in seen.drawn if text.get_position()[0] == 0.62)
    assert " ".join(text.get_text().split()) == name
    assert seen.box(text).x1 <= seen.axes[0].transData.transform((0.86, 0))[0]


@pytest.mark.parametrize("column", ["theme", "subtheme"])
def test_long_names_of_themes_and_subthemes_stay_in_their_column(look, column):
    name = "Trust between those who lead and those who are led, year after year"
    labels = Labels([{"labels": {column: {f"{column}_0": name, f"{column}_1": name}}}])
    seen = look(f03.figure(many(12), labels))
    ends = {"theme": 0.3, "subtheme": 0.62}[column]
    found = [text for text, told in zip(seen.drawn, seen.texts, strict=True) if told == name]
    assert len(found) == 2
    assert max(seen.box(text).x1 for text in found) <= seen.axes[0].transData.transform((ends, 0))[0]
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
