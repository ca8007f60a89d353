"""F03: themes, their subthemes and their codes, each code with a bar of its segments."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.figures import f03, style
from multicase.figures.labels import Labels

LABELS = Labels(
    [
        {
            "labels": {
                "theme": {"pace": "Pace of change"},
                "subtheme": {"slow": "Slow; with pauses"},
                "code": {"wait": "Waiting (for others)"},
            }
        }
    ]
)
T05 = pd.DataFrame(
    [
        ("pace", "slow", "wait", 3),
        ("pace", "slow", "stall", 0),
        ("pace", "fast", "rush", 6),
        ("trust", "kept", "faith", 1),
    ],
    columns=["theme", "subtheme", "code", "n_segments"],
).assign(rationale="", n_codings=99, n_sources=50)


def many(n, label="code_{}"):
    """n codes, three to a subtheme, two subthemes to a theme."""
    return pd.DataFrame(
        [(f"theme_{x // 6}", f"subtheme_{x // 3}", label.format(x), x) for x in range(n)],
        columns=["theme", "subtheme", "code", "n_segments"],
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


def places(seen):
    """What is written in the columns of themes, subthemes and codes, and at the bars: text -> (x, y)."""
    columns = sorted({x for (x, y), text in seen.at().items() if not text.isdigit()})
    found = [
        {flat: y for (x, y), text in seen.at().items() if x == column for flat in [" ".join(text.split("\n"))]}
        for column in columns
    ]
    return *found, {y: text for (_, y), text in seen.at().items() if text.isdigit()}


def test_codes_stand_in_order_with_their_numbers_and_bars(look):
    seen = look(f03.figure(f03.rows({"T05": T05}), LABELS))
    themes, subthemes, codes, numbers = places(seen)
    assert themes == {"Pace of change": 1, "Trust": 3}
    assert subthemes == {"Slow; with pauses": 0.5, "Fast": 2, "Kept": 3}
    assert codes == {"Waiting (for others)": 0, "Stall": 1, "Rush": 2, "Faith": 3}
    assert numbers == {0: "3", 1: "0", 2: "6", 3: "1"}
    bars = {bar.y: bar for bar in seen.bars()}
    assert {y: bar.length / bars[3].length for y, bar in bars.items()} == pytest.approx({0: 3, 2: 6, 3: 1}, abs=1e-3)
    assert len({bar.start for bar in bars.values()}) == 1
    assert [bars[y].colour for y in (0, 2, 3)] == [style.THEMES[0], style.THEMES[0], style.THEMES[1]]
    ends = {y: x for (x, y), text in seen.at().items() if text.isdigit()}
    for y, bar in bars.items():
        assert 0 < ends[y] - (bar.start + bar.length) < 0.1
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 3))[1]


def test_lines_join_each_code_to_its_subtheme_and_that_to_its_theme(look):
    seen = look(f03.figure(f03.rows({"T05": T05}), LABELS))
    _, second, third = sorted({x for (x, _), text in seen.at().items() if not text.isdigit()})
    assert all(x[-1] < second or second < x[0] < x[-1] < third for x, _, _ in seen.lines())
    ends = sorted((y[0], y[-1], x[0] > second, colour) for x, y, colour in seen.lines())
    pace, trust = style.THEMES[:2]
    assert ends == sorted(
        [(1.0, 0.5, False, pace), (0.5, 0.0, True, pace), (0.5, 1.0, True, pace), (1.0, 2.0, False, pace),
         (2.0, 2.0, True, pace), (3.0, 3.0, False, trust), (3.0, 3.0, True, trust)]
    )  # fmt: skip


def test_no_code_has_a_segment(look):
    seen = look(f03.figure(f03.rows({"T05": T05.assign(n_segments=0)}), LABELS))
    assert seen.bars() == []
    assert places(seen)[3] == dict.fromkeys(range(4), "0")


@pytest.mark.parametrize("n", [1, 6, 45])
def test_nothing_is_cut_off_and_nothing_overlaps(look, n):
    seen = look(f03.figure(many(n), Labels()))
    assert len([text for text in seen.texts if text.startswith("Code ")]) == n
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("length", [20, 34, 50])
def test_a_long_name_of_a_code_stays_out_of_its_bar(look, length):
    name = ("Leaders who are asked but whom nobody follows at all")[:length].strip()
    seen = look(f03.figure(many(6), Labels([{"labels": {"code": {"code_5": name}}}])))
    (text,) = [text for text, told in zip(seen.drawn, seen.texts, strict=True) if told == name]
    (bar,) = [bar for bar in seen.bars() if bar.y == 5]
    assert seen.box(text).x1 <= seen.axes[0].transData.transform((bar.start, 0))[0]
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("column", ["theme", "subtheme"])
def test_long_names_of_themes_and_subthemes_stay_in_their_column(look, column):
    name = "Trust between those who lead and those who are led, year after year"
    labels = Labels([{"labels": {column: {f"{column}_0": name, f"{column}_1": name}}}])
    seen = look(f03.figure(many(12), labels))
    columns = sorted({x for (x, _), text in seen.at().items() if not text.isdigit()})
    ends = columns[{"theme": 1, "subtheme": 2}[column]]
    found = [text for text, told in zip(seen.drawn, seen.texts, strict=True) if told == name]
    assert len(found) == 2
    assert max(seen.box(text).x1 for text in found) <= seen.axes[0].transData.transform((ends, 0))[0]
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


def test_long_names_in_all_columns(look):
    name = "Trust between those who lead and those who are led, year after year {}"
    long = {column: {f"{column}_{x}": name.format(x) for x in range(9)} for column in ("theme", "subtheme", "code")}
    seen = look(f03.figure(many(9), Labels([{"labels": long}])))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
    edge = seen.axes[0].transData.transform((max(bar.start + bar.length for bar in seen.bars()), 0))[0]
    assert edge < seen.figure.bbox.x1


@pytest.mark.parametrize("length", [60, 110, 300])
@pytest.mark.parametrize("codes", [1, 2, 3])
def test_names_as_long_as_a_codebook_allows_run_into_no_other(look, words, codes, length):
    rows = pd.DataFrame(
        [(f"t{x // codes}", f"s{x // codes}", f"c{x}", x) for x in range(3 * codes)],
        columns=["theme", "subtheme", "code", "n_segments"],
    )
    labels = {name: {f"{name[0]}{x}": words(length) for x in range(3)} for name in ("theme", "subtheme")}
    seen = look(f03.figure(rows, Labels([{"labels": labels}])))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
