"""F04: a panel per case; segments against a theme to the left, for it to the right."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.figures import f04, style
from multicase.figures.labels import Labels
from multicase.tables import t06

LABELS = Labels([{"labels": {"theme": {"pace": "Pace of change"}}}])
COLUMNS = ["theme", "case", "polarity", "n_segments", "n_sources"]
T06 = pd.DataFrame(
    [
        ("pace", "Unit A: north", "supports", 5, 2), ("pace", "Unit A: north", "neutral", 2, 1), ("pace", "Unit A: north", "contradicts", 3, 3),
        ("pace", "Company (3)", "supports", 0, 0), ("pace", "Company (3)", "neutral", 1, 1), ("pace", "Company (3)", "contradicts", 0, 0),
        ("trust", "Unit A: north", "supports", 1, 1), ("trust", "Unit A: north", "contradicts", 4, 4),
        ("trust", "Company (3)", "supports", 7, 1), ("trust", "Company (3)", "contradicts", 0, 0),
    ],
    columns=COLUMNS,
).assign(n_participants=77, n_cases=1)  # fmt: skip


def panels(seen):
    return {panel.get_title(loc="left"): number for number, panel in enumerate(seen.axes) if panel.axison}


def test_rows_are_the_tables():
    assert f04.rows({"T06": T06}).equals(T06[COLUMNS])


def test_alt_tells_the_theme_that_each_case_has_most_of():
    assert f04.alt(f04.rows({"T06": T06}), LABELS) == (
        "Segments by theme and case. Unit A: north: most on Pace of change (3 against, 2 neutral and 5 for); "
        "Company (3): most on Trust (7 for)."
    )


def test_alt_counts_a_segment_of_two_themes_once():
    codebook = pd.DataFrame({"theme": ["pace", "trust"], "polarity": "supports"})
    cases = pd.DataFrame({"case_id": ["a"], "label": ["Unit A: north"]})
    coded = pd.DataFrame({"theme": ["pace", "trust"], "polarity": "supports"})
    coded = coded.assign(segment_id="s1", source_id="i1", participant_id="p", case_id="a")
    read = pd.DataFrame({"source_id": ["i1"], "case_id": "a", "read": True, "words": 9})
    table = t06.build({"cases": cases, "codebook": codebook, "evidence": coded, "read_sources": read}).frame
    assert f04.alt(f04.rows({"T06": table}), LABELS) == (
        "Segments by theme and case. Unit A: north: most on Pace of change (1 for)."
    )


def test_against_is_left_for_is_right_and_neutral_beyond_it(look):
    seen = look(f04.figure(f04.rows({"T06": T06}), LABELS))
    left, right, grey = style.ORANGE, style.BLUE, style.GREY
    of = panels(seen)
    assert list(of) == ["Unit A: north", "Company (3)"]
    first, second = (sorted((bar.y, bar.start, bar.length, bar.colour) for bar in seen.bars(of[case])) for case in of)
    assert first == sorted([(0, 0, -3, left), (0, 0, 5, right), (0, 5, 2, grey), (1, 0, -4, left), (1, 0, 1, right)])
    assert second == sorted([(0, 0, 1, grey), (1, 0, 7, right)])
    assert seen.at(of["Unit A: north"]) == {(-3, 0): "3", (7, 0): "5 + 2", (-4, 1): "4", (1, 1): "1"}
    assert seen.at(of["Company (3)"]) == {(1, 0): "0 + 1", (7, 1): "7"}
    assert seen.legend() == {"against": left, "neutral": grey, "for": right}


def test_themes_stand_from_the_top_in_the_codebooks_order(look):
    seen = look(f04.figure(f04.rows({"T06": T06}), LABELS))
    assert seen.down() == {0: "Pace of change", 1: "Trust"}
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]
    low, high = panel.get_xlim()
    assert low == -high and high > 7
    assert not any("-" in text or "\N{MINUS SIGN}" in text for text in seen.texts)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_segments_are_counted_in_whole_numbers(look, n):
    seen = look(f04.figure(f04.rows({"T06": T06[T06["polarity"] != "neutral"].assign(n_segments=n)}), LABELS))
    low, high = seen.axes[0].get_xlim()
    assert all(float(at).is_integer() for at in seen.across() if low <= at <= high)


def many(cases, themes):
    return pd.DataFrame(
        [
            (theme, case, side, 10 + n, 1)
            for n, case in enumerate(cases)
            for theme in themes
            for side in ("supports", "neutral", "contradicts")
        ],
        columns=COLUMNS,
    )


@pytest.mark.parametrize(("n", "how"), [(1, "short"), (1, "long"), (5, "short"), (6, "long"), (40, "short")])
def test_nothing_is_cut_off_and_nothing_overlaps(look, named, n, how):
    cases = named(n, how)
    seen = look(f04.figure(many(cases, ["pace", "trust_between_professions_and_those_who_lead_them"]), LABELS))
    assert [case for case in seen.texts if case in cases or case.startswith(("Case", "Unit"))] == cases
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
