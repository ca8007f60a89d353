"""F06: whether the kinds of source agree on each theme."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.figures import f06, style
from multicase.figures.labels import Labels
from multicase.themes import balance

LABELS = Labels([{"labels": {"theme": {"pace": "Pace of change"}}}])
COLUMNS = ["theme", "kind", "n_sources", "n_segments", "convergence"]
T08 = pd.DataFrame(
    [
        ("pace", "interview", 8, 20, "converge"), ("pace", "group_interview", 2, 3, "dissonant"),
        ("pace", "observation", 0, 0, "silent"), ("pace", "document", 0, 0, "not read"),
        ("trust", "interview", 4, 5, "dissonant"), ("trust", "group_interview", 1, 1, "converge"),
        ("trust", "observation", 0, 0, "no sources"), ("trust", "document", 2, 3, "one kind"),
        ("mood", "interview", 4, 4, "no side"), ("mood", "group_interview", 2, 2, "undecided"),
        ("mood", "observation", 0, 0, "no sources"), ("mood", "document", 0, 0, "silent"),
    ],
    columns=COLUMNS,
).assign(n_participants=44, n_for=1, interval="undefined")  # fmt: skip
THEMES = ["pace", "trust", "mood"]
DRAWN = {
    "converge": ("o", style.BLUE), "dissonant": ("D", style.ORANGE), "undecided": ("o", style.GREY),
    "no other kind": ("s", style.GREY), "neutral codes alone": ("s", style.SKY), "silent": ("x", style.SOFT), "nobody has read one": ("_", style.SOFT),
    "no sources of this kind": ("_", style.LINE),
}  # fmt: skip


def test_rows_are_the_tables():
    assert f06.rows({"T08": T08}).equals(T08[COLUMNS])


def test_alt_names_what_does_not_agree():
    assert f06.alt(f06.rows({"T08": T08}), LABELS) == (
        "Themes by kind of source: 2 of 12 converge; dissonant: Pace of change in group interviews and Trust in interviews; "
        "silent: Pace of change in observations and Mood in documents."
    )
    same = T08.assign(convergence="converge")
    assert (
        f06.alt(f06.rows({"T08": same}), LABELS)
        == "Themes by kind of source: 12 of 12 converge; none dissonant or silent."
    )


def test_each_cell_has_the_mark_of_its_verdict(look):
    seen = look(f06.figure(f06.rows({"T08": T08}), LABELS))
    marks = {(mark.x, mark.y): (mark.marker, mark.colour) for mark in seen.marks()}
    by_id = {
        "not read": "nobody has read one",
        "no sources": "no sources of this kind",
        "no side": "neutral codes alone",
        "one kind": "no other kind",
    }
    kinds = ["interview", "group_interview", "observation", "document"]
    assert marks == {
        (kinds.index(row.kind), THEMES.index(row.theme)): DRAWN[by_id.get(row.convergence, row.convergence)]
        for row in T08.itertuples()
    }
    assert seen.legend() == DRAWN


def test_a_mark_grows_with_its_sources_and_its_numbers_stand_beside_it(look):
    seen = look(f06.figure(f06.rows({"T08": T08}), LABELS))
    size = {(mark.x, mark.y): mark.size for mark in seen.marks() if mark.y < 2}
    assert size == {
        (0, 0): 400,
        (1, 0): 145,
        (2, 0): 60,
        (3, 0): 60,
        (0, 1): 230,
        (1, 1): 102.5,
        (2, 1): 60,
        (3, 1): 145,
    }
    assert seen.at() == {
        (0.16, 0): "8 (20)", (1.16, 0): "2 (3)", (0.16, 1): "4 (5)", (1.16, 1): "1 (1)", (0.16, 2): "4 (4)", (1.16, 2): "2 (2)", (3.16, 1): "2 (3)",
    }  # fmt: skip


def test_names_of_rows_and_columns(look):
    seen = look(f06.figure(f06.rows({"T08": T08}), LABELS))
    assert seen.across() == {0: "Interviews", 1: "Group interviews", 2: "Observations", 3: "Documents"}
    assert seen.down() == {0: "Pace of change", 1: "Trust", 2: "Mood"}
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0))[1] > panel.transData.transform((0, 1))[1]


def test_every_verdict_of_the_table_has_a_mark_of_its_own():
    told = [balance.CONVERGE, balance.DISSONANT, balance.UNDECIDED, balance.NO_SIDE, balance.SILENT, balance.NOT_READ]
    assert set(f06.MARKS) == {*told, balance.NO_SOURCES, balance.ONE_KIND}
    assert len({(mark, colour) for mark, colour, _ in f06.MARKS.values()}) == len(f06.MARKS)


def test_the_legend_shows_only_what_occurs(look):
    seen = look(f06.figure(f06.rows({"T08": T08.assign(convergence="converge")}), LABELS))
    assert seen.legend() == {"converge": DRAWN["converge"]}


@pytest.mark.parametrize("n", [1, 6, 20])
def test_nothing_is_cut_off_and_nothing_overlaps(look, n):
    themes = [f"Trust between those who lead and those who are led {x}" for x in range(n)]
    verdicts = list(f06.MARKS)
    rows = pd.DataFrame(
        [
            (theme, kind, 40 * (x % 2), 1234, verdicts[(x + 4 * y) % len(verdicts)])
            for y, theme in enumerate(themes)
            for x, kind in enumerate(T08["kind"][:4])
        ],
        columns=COLUMNS,
    )
    seen = look(f06.figure(rows, LABELS))
    assert list(seen.down().values()) == themes
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
