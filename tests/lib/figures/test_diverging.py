"""Diverging bars: one value to the left, another to the right."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from multicase.figures import diverging, style
from multicase.figures.declared import Declared
from multicase.figures.labels import Labels

ODD = ("Unit A: north", "Ward 2; old wing", "Company (3)")
ABOUT = {
    "labels": {
        "direction": {"barrier": "in the way", "enabler": "a help"},
        "domain": {"org": "Organisation"},
        "factor": {"time": "Time (to lead)"},
    },
    "orders": {"factor": ["money", "time", "trust"], "domain": ["person", "org"], "case": list(ODD)},
}
LABELS = Labels([ABOUT])
SIDES = {"left": {"direction": "barrier"}, "right": {"direction": "enabler"}}
F08 = {"rows": "factor", "by": "domain", **SIDES, "counts": ["n_segments", "n_cases"]}
COLUMNS = ["domain", "factor", "direction", "n_segments", "n_cases"]
ROWS = pd.DataFrame(
    [
        ("org", "money", "barrier", 2, 1),
        ("org", "time", "barrier", 9, 3),
        ("org", "time", "enabler", 4, 2),
        ("person", "trust", "enabler", 5, 1),
    ],
    columns=COLUMNS,
)
FIRST, SECOND = style.THEMES[:2]


def lengths(seen, axes=0):
    """What each line has to the left and to the right: line -> {its length with its sign}."""
    names = seen.down()
    return sorted((names[bar.y], bar.length) for bar in seen.bars(axes))


def test_rows_are_those_of_the_two_sides_only():
    shown = pd.DataFrame(
        [("org", "time", side, 1, 1) for side in ("barrier", "both", "enabler", "not said")], columns=COLUMNS
    )
    asked = []
    table = SimpleNamespace(counted=lambda columns, counts: asked.append((columns, counts)) or shown)
    rows = diverging.rows(table, F08, ())
    assert rows["direction"].tolist() == ["barrier", "enabler"] and list(rows.index) == [0, 1]
    assert asked[0] == (["factor", "domain", "direction"], ["n_segments", "n_cases"])


def test_alt_names_each_side_with_the_most_frequent_first():
    assert (
        diverging.alt(ROWS, LABELS, F08)
        == "Segments. in the way: Time (to lead) (9) and Money (2); a help: Trust (5) and Time (to lead) (4)."
    )
    assert diverging.alt(ROWS[ROWS["direction"] == "barrier"], LABELS, F08).endswith("a help: none.")


def test_alt_counts_a_segment_in_two_lines_once():
    frame = pd.DataFrame([("time", "a", "barrier"), ("time", "b", "barrier")], columns=["factor", "code", "direction"])
    behind = frame.assign(segment_id="s1", source_id="i1", participant_id="p", case_id="c")
    declaration = {"panels": "factor", **SIDES, "rows": "code"}
    rows = diverging.rows(Declared(frame, behind), declaration, ())
    assert diverging.alt(rows, LABELS, declaration) == "Segments. in the way: Time (to lead) (1); a help: none."


def test_left_is_left_and_right_is_right(look):
    seen = look(diverging.figure(ROWS, LABELS, {"rows": "factor", **SIDES}))
    assert seen.down() == {0: "Money", 1: "Time (to lead)", 2: "Trust"}
    assert {(bar.y, bar.start, bar.length, bar.colour) for bar in seen.bars()} == {
        (0, 0, -2, FIRST), (1, 0, -9, FIRST), (1, 0, 4, SECOND), (2, 0, 5, SECOND)
    }  # fmt: skip
    assert seen.at() == {(-2, 0): "2", (-9, 1): "9", (4, 1): "4", (5, 2): "5"}
    assert seen.legend() == {"in the way": FIRST, "a help": SECOND}
    assert "segments: in the way to the left, a help to the right" in seen.texts
    panel = seen.axes[0]
    left, right = panel.transData.transform((-1, 0)), panel.transData.transform((1, 0))
    assert left[0] < right[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]
    swapped = look(diverging.figure(ROWS, LABELS, {"rows": "factor", "left": SIDES["right"], "right": SIDES["left"]}))
    assert lengths(swapped) == sorted((name, -length) for name, length in lengths(seen))


@pytest.mark.parametrize("n", [1, 2, 7])
def test_what_is_drawn_is_counted_in_whole_numbers_without_signs(look, n):
    seen = look(diverging.figure(ROWS.assign(n_segments=n), LABELS, F08))
    low, high = seen.axes[0].get_xlim()
    assert low == -high
    shown = {at: text for at, text in seen.across().items() if low <= at <= high}
    assert {at: str(abs(int(at))) for at in shown} == shown


def test_texts_stand_beyond_the_ends_of_their_bars(look):
    seen = look(diverging.figure(ROWS, LABELS, {"rows": "factor", **SIDES}))
    for text in seen.axes[0].texts:
        end = seen.axes[0].transData.transform(text.get_position())[0]
        box = seen.box(text)
        assert (box.x1 <= end + 1) if text.get_position()[0] < 0 else (box.x0 >= end - 1)


def test_colours_group_the_lines_in_the_declared_order_then_by_frequency(look):
    seen = look(diverging.figure(ROWS, LABELS, F08))
    assert seen.down() == {0: "Trust", 1: "Time (to lead)", 2: "Money"}
    assert {(bar.y, bar.length, bar.colour) for bar in seen.bars()} == {
        (0, 5, FIRST),
        (1, -9, SECOND),
        (1, 4, SECOND),
        (2, -2, SECOND),
    }
    assert list(seen.legend().items()) == [("Person", FIRST), ("Organisation", SECOND)]
    assert seen.at() == {(5, 0): "5 in 1 case", (-9, 1): "9 in 3 cases", (4, 1): "4 in 2 cases", (-2, 2): "2 in 1 case"}


def test_a_panel_shows_its_own_values_and_lines_are_named_whole(look):
    rows = pd.DataFrame(
        [
            ("money", ODD[2], "barrier", 1),
            ("time", ODD[0], "barrier", 2),
            ("time", ODD[2], "enabler", 3),
            ("money", ODD[1], "enabler", 4),
        ],
        columns=["factor", "case", "direction", "n_segments"],
    )
    declaration = {"panels": "factor", **SIDES, "rows": "case"}
    seen = look(diverging.figure(rows, LABELS, declaration))
    assert [panel.get_title(loc="left") for panel in seen.axes] == ["Money", "Time (to lead)"]
    assert seen.down() == dict(enumerate(ODD))
    assert [sorted((bar.y, bar.length) for bar in seen.bars(panel)) for panel in (0, 1)] == [
        [(1, 4), (2, -1)],
        [(0, -2), (2, 3)],
    ]
    assert set(ODD) <= set(seen.texts)
    assert (
        diverging.alt(rows, LABELS, declaration)
        == "Segments. in the way: Time (to lead) (2) and Money (1); a help: Money (4) and Time (to lead) (3)."
    )


def test_what_stands_beside_the_number_is_shown_whatever_it_counts(look):
    rows = ROWS.rename(columns={"n_cases": "n_participants"})
    seen = look(diverging.figure(rows, LABELS, F08 | {"counts": ["n_segments", "n_participants"]}))
    assert "9 in 3 cases" not in seen.at().values()
    assert any("3" in text for text in seen.at().values() if text.startswith("9"))


def test_a_line_in_two_colours_shows_both(look):
    rows = pd.DataFrame([("org", "time", "barrier", 5, 1), ("person", "time", "barrier", 3, 1)], columns=COLUMNS)
    seen = look(diverging.figure(rows, LABELS, F08))
    a, b = seen.bars()
    assert (
        a.y != b.y
        or max(a.start, a.start + a.length) <= min(b.start, b.start + b.length)
        or max(b.start, b.start + b.length) <= min(a.start, a.start + a.length)
    )
    assert seen.overlapping() == []


@pytest.mark.parametrize(("n", "most"), [(1, 9), (6, 9), (40, 9), (6, 1000)])
def test_nothing_is_cut_off_and_nothing_overlaps(look, named, n, most):
    rows = pd.DataFrame(
        [("org", case, side, most, 12) for case in named(n, "long") for side in ("barrier", "enabler")], columns=COLUMNS
    )
    seen = look(diverging.figure(rows, LABELS, F08))
    assert sorted(seen.down().values()) == sorted(named(n, "long"))
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("n", [1, 3, 4, 6])
def test_panels_are_not_cut_off_and_do_not_overlap(look, odd, n):
    values = [f"A facet of working together {x}" for x in range(n)]
    rows = pd.DataFrame(
        [(value, case, side, 20) for value in values for case in odd for side in ("barrier", "enabler")],
        columns=["facet", "case", "direction", "n_segments"],
    )
    seen = look(diverging.figure(rows, LABELS, {"panels": "facet", "rows": "case", **SIDES}))
    assert [" ".join(panel.get_title(loc="left").split()) for panel in seen.axes] == values
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
