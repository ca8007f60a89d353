"""A matrix: two columns of a declared table against each other."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from multicase.figures import matrix, style
from multicase.figures.labels import Labels

ODD = ("Unit A: north", "Ward 2; old wing", "Company (3)")
LABELS = Labels([{"labels": {"role": {"gp": "GP (partner)"}}, "orders": {"role": ["nurse", "gp"], "case": list(ODD)}}])
DECLARED = {"rows": "role", "across": "case"}
ROWS = pd.DataFrame(
    [("gp", ODD[2], 8, 3), ("gp", ODD[0], 2, 1), ("nurse", ODD[1], 4, 2), ("nurse", ODD[2], 1, 1)],
    columns=["role", "case", "n_segments", "n_sources"],
)


def test_alt_tells_each_line():
    assert matrix.alt(ROWS, LABELS, DECLARED) == (
        "Segments. GP (partner): 8 in Company (3) and 2 in Unit A: north; Nurse: 4 in Ward 2; old wing and 1 in Company (3)."
    )


def test_each_cell_stands_in_its_line_and_column(look):
    seen = look(matrix.figure(ROWS, LABELS, DECLARED))
    assert seen.across() == dict(enumerate(ODD))
    assert seen.down() == {0: "Nurse", 1: "GP (partner)"}
    assert seen.at() == {(2, 1): "8", (0, 1): "2", (1, 0): "4", (2, 0): "1"}
    cells = {(round(bar.start + bar.length / 2, 6), bar.y): bar.colour for bar in seen.bars()}
    assert cells == {at: to_hex(style.SHADES(n / 8)) for at, n in [((2, 1), 8), ((0, 1), 2), ((1, 0), 4), ((2, 0), 1)]}
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]
    assert panel.get_xlabel() == "segments"


def test_what_is_written_can_be_read_on_its_cell(look):
    seen = look(matrix.figure(ROWS, LABELS, DECLARED))
    assert {text.get_text(): text.get_color() for text in seen.axes[0].texts} == {
        "8": "white",
        "2": style.INK,
        "4": "white",
        "1": style.INK,
    }


def test_a_second_count_stands_in_brackets_and_the_first_is_drawn(look):
    seen = look(matrix.figure(ROWS, LABELS, DECLARED | {"counts": ["n_sources", "n_segments"]}))
    assert seen.at() == {(2, 1): "3 (8)", (0, 1): "1 (2)", (1, 0): "2 (4)", (2, 0): "1 (1)"}
    assert seen.axes[0].get_xlabel() == "sources (segments in brackets)"
    assert matrix.alt(ROWS, LABELS, DECLARED | {"counts": ["n_sources", "n_segments"]}).startswith(
        "Sources. GP (partner): 3 in Company (3)"
    )


def test_two_columns_make_a_line(look):
    rows = pd.DataFrame(
        [("gp", "b", "x", 1), ("nurse", "b", "x", 2), ("gp", "a", "y", 3)],
        columns=["role", "level", "case", "n_segments"],
    )
    seen = look(matrix.figure(rows, LABELS, {"rows": ["role", "level"], "across": "case"}))
    assert seen.down() == {0: "Nurse, B", 1: "GP (partner), B", 2: "GP (partner), A"}
    assert seen.at() == {(0, 0): "2", (0, 1): "1", (1, 2): "3"}


@pytest.mark.parametrize(
    ("n", "name"),
    [
        (1, "Case {}"),
        (6, "Administrators {}"),
        (17, "Ward {}; old wing"),
        (40, "Ward {}; old wing"),
        (17, "Administrators {}"),
    ],
)
def test_nothing_is_cut_off_and_nothing_overlaps(look, n, name):
    names = [name.format(x) for x in range(1, n + 1)]
    rows = pd.DataFrame(
        [
            (f"a role that has a very long name indeed {y}", case, 100 + x, 3)
            for x, case in enumerate(names)
            for y in range(6)
        ],
        columns=ROWS.columns,
    )
    seen = look(matrix.figure(rows, Labels(), DECLARED | {"counts": ["n_segments", "n_sources"]}))
    assert list(seen.across().values()) == names
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


def test_many_lines(look, named):
    rows = pd.DataFrame([(name, "x", 1, 1) for name in named(45, "long")], columns=ROWS.columns)
    seen = look(matrix.figure(rows, Labels(), DECLARED))
    assert list(seen.down().values()) == named(45, "long")
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
