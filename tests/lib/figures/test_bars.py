"""Bars: lines of a declared table, with a bar for each value of another column."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from multicase.figures import bars, style
from multicase.figures.labels import Labels

ABOUT = {
    "labels": {"level": {"high": "Strategy; (all of it)"}, "titular": {"yes": "with a post"}},
    "orders": {"level": ["high", "low"], "titular": ["yes", "-", "no"]},
}
LABELS = Labels([ABOUT], {"-": "documents"})
DECLARED = {"rows": "level", "bars": "titular", "counts": ["n_segments", "n_participants"]}
ROWS = pd.DataFrame(
    [("low", "yes", 4, 3), ("high", "yes", 7, 2), ("high", "no", 1, 1), ("low", "-", 2, 0)],
    columns=["level", "titular", "n_segments", "n_participants"],
)
ONE = ROWS.drop_duplicates("level")[["level", "n_segments"]]


def test_alt_says_each_lines_numbers():
    assert bars.alt(ROWS, LABELS, DECLARED) == (
        "Segments. Low: 4 with a post and 2 documents; Strategy; (all of it): 7 with a post and 1 No."
    )
    assert bars.alt(ONE, LABELS, {"rows": "level"}) == "Segments. Low: 4; Strategy; (all of it): 7."


def test_bars_stand_side_by_side_in_the_declared_orders(look):
    seen = look(bars.figure(ROWS, LABELS, DECLARED))
    assert seen.down() == {0: "Strategy; (all of it)", 1: "Low"}
    yes, documents, no = style.THEMES[:3]
    assert {(bar.y, bar.start, bar.length, bar.colour) for bar in seen.bars()} == {
        (-0.26, 0, 7, yes), (0.26, 0, 1, no), (0.74, 0, 4, yes), (1, 0, 2, documents)
    }  # fmt: skip
    assert seen.at() == {
        (7, -0.26): "7 (2)", (0, 0): "0", (1, 0.26): "1 (1)", (4, 0.74): "4 (3)", (2, 1): "2", (0, 1.26): "0"
    }  # fmt: skip
    assert list(seen.legend().items()) == [("with a post", yes), ("documents", documents), ("No", no)]
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]
    assert panel.get_xlabel() == "segments (participants in brackets)"


def test_of_more_values_than_colours_each_looks_otherwise_in_the_bars_and_in_the_legend():
    cases = [f"Case {n}" for n in range(1, 13)]
    rows = pd.DataFrame({"level": "low", "case": cases, "n_segments": range(1, 13)})
    figure = bars.figure(rows, Labels(), {"rows": "level", "bars": "case"})
    looks = [(to_hex(bar.get_facecolor()), bar.get_hatch()) for bar in figure.axes[0].patches if bar.get_width()]
    legend = [(to_hex(bar.get_facecolor()), bar.get_hatch()) for bar in figure.legends[0].legend_handles]
    assert len(set(looks)) == len(cases) and looks == legend


def test_without_a_second_column_there_is_one_bar_a_line(look):
    seen = look(bars.figure(ONE, LABELS, {"rows": "level"}))
    assert [(bar.y, bar.length) for bar in seen.bars()] == [(0, 7), (1, 4)]
    assert seen.figure.legends == []


def test_two_columns_make_a_line(look):
    rows = pd.DataFrame([("low", "b", 3), ("high", "b", 2), ("high", "a", 1)], columns=["level", "case", "n_segments"])
    declaration = {"rows": ["level", "case"]}
    seen = look(bars.figure(rows, LABELS, declaration))
    assert [(bar.y, bar.length) for bar in seen.bars()] == [(0, 2), (1, 1), (2, 3)]
    assert [name.split(" (")[0] for name in seen.down().values()] == ["B", "A", "B"]
    assert (
        bars.alt(rows, LABELS, declaration)
        == "Segments. Low, B: 3; Strategy; (all of it), B: 2; Strategy; (all of it), A: 1."
    )


@pytest.mark.parametrize("first", ["GP partners", "Unit A: north", "Company (3)"])
def test_the_first_of_two_columns_is_named_whole(look, first):
    rows = pd.DataFrame([(first, "b", 3)], columns=["case", "code", "n_segments"])
    assert look(bars.figure(rows, Labels(), {"rows": ["case", "code"]})).down() == {0: f"B ({first})"}


@pytest.mark.parametrize(("n", "sides"), [(1, 1), (1, 4), (6, 4), (40, 1)])
def test_nothing_is_cut_off_and_nothing_overlaps(look, named, n, sides):
    rows = pd.DataFrame(
        [
            (case, f"a side on which nobody stands but {side}", 1000 + x, 12)
            for x, case in enumerate(named(n, "long"))
            for side in range(sides)
        ],
        columns=["case", "side", "n_segments", "n_sources"],
    )
    seen = look(bars.figure(rows, Labels(), {"rows": "case", "bars": "side", "counts": ["n_segments", "n_sources"]}))
    assert list(seen.down().values()) == named(n, "long")
    assert len(seen.legend()) == sides
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
