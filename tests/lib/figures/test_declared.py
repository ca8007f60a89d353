"""Declared figures count distinct segments anew where they show fewer columns than their table; labels; the catalogue."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import frames
from multicase.contracts import CONTRACTS
from multicase.figures import declared
from multicase.figures.declared import Declared
from multicase.study import crosstables

# One segment of north stands in two rows, for its two triggers; so does one of ward.
ROWS = [
    ("stp", "fear", "Unit A: north", ["s1", "s2"]), ("stp", "hope", "Ward 2; old wing", ["s4"]),
    ("election", "fear", "Unit A: north", ["s1", "s3"]), ("election", "hope", "Ward 2; old wing", ["s4", "s5"]),
]  # fmt: skip
# segment -> source, speaker, case
WHO = {
    "s1": ("i1", "p1", "a"),
    "s2": ("i1", "p1", "a"),
    "s3": ("i2", "p2", "a"),
    "s4": ("d1", "", "b"),
    "s5": ("d2", "", "b"),
}
KEYS = ["trigger", "effect", "case"]


def key(*values):
    return ";".join(f"{column}={value}" for column, value in zip(KEYS, values, strict=True))


@pytest.fixture
def table(tmp_path):
    """The table read from files as a figure reads it."""
    path = tmp_path / "T15.csv"
    frame = pd.DataFrame([row[:3] for row in ROWS], columns=KEYS)
    frame.assign(n_segments=[len(row[3]) for row in ROWS], n_sources=9).to_csv(path, index=False)
    behind = [{"row": key(*row[:3]), "column": "counts", "segment_id": segment} for row in ROWS for segment in row[3]]
    frames.write(behind, path.with_suffix(".evidence.parquet"), "table_evidence")
    # two codings of each segment
    evidence = pd.DataFrame(
        [{"segment_id": name, "source_id": source, "participant_id": who, "case_id": case, "code": code} for name, (source, who, case) in WHO.items() for code in "xy"]
    )  # fmt: skip
    return Declared.read(path, evidence, KEYS)


def test_all_columns_give_the_tables_own_counts(table):
    assert table.counted(KEYS, ["n_segments", "n_sources", "n_participants", "n_cases"]).values.tolist() == [
        ["stp", "fear", "Unit A: north", 2, 1, 1, 1], ["stp", "hope", "Ward 2; old wing", 1, 1, 0, 1],
        ["election", "fear", "Unit A: north", 2, 2, 2, 1], ["election", "hope", "Ward 2; old wing", 2, 2, 0, 1],
    ]  # fmt: skip


def test_a_segment_in_two_rows_counts_once_where_a_column_is_left_out(table):
    assert table.counted(["case"], ["n_segments", "n_sources"]).values.tolist() == [
        ["Unit A: north", 3, 2], ["Ward 2; old wing", 2, 2]
    ]  # fmt: skip
    assert table.counted(["effect", "case"], ["n_segments"])["n_segments"].tolist() == [3, 2]
    assert table.counted(["trigger"], ["n_segments", "n_cases"]).values.tolist() == [["stp", 3, 2], ["election", 4, 2]]


def test_lines_come_in_the_tables_order_not_the_alphabets(table):
    assert table.counted(["trigger"], ["n_segments"])["trigger"].tolist() == ["stp", "election"]


def test_rows_have_the_columns_as_declared_and_the_counts_asked_for(table):
    declaration = {
        "of": "T15",
        "draw": "matrix",
        "across": "case",
        "rows": ["trigger"],
        "counts": ["n_sources", "n_segments"],
    }
    rows = declared.rows(table, declaration)
    assert list(rows.columns) == ["case", "trigger", "n_sources", "n_segments"]
    assert rows.values.tolist() == [
        ["Unit A: north", "stp", 1, 2], ["Ward 2; old wing", "stp", 1, 1], ["Unit A: north", "election", 2, 2], ["Ward 2; old wing", "election", 2, 2]
    ]  # fmt: skip
    assert list(declared.rows(table, {"rows": "trigger"}).columns) == ["trigger", "n_segments"]


def test_values_are_text_as_they_stand_in_the_file(tmp_path):
    path = tmp_path / "T15.csv"
    path.write_text("period,n_segments\n007,1\nNA,1\n", encoding="utf-8")
    frames.write([{"row": "period=007", "column": "counts", "segment_id": "s1"}, {"row": "period=NA", "column": "counts", "segment_id": "s2"}],
                 path.with_suffix(".evidence.parquet"), "table_evidence")  # fmt: skip
    evidence = pd.DataFrame({"segment_id": ["s1", "s2"], "source_id": "i", "participant_id": "", "case_id": "a"})
    assert Declared.read(path, evidence, ["period"]).counted(["period"], ["n_segments"]).values.tolist() == [
        ["007", 1],
        ["NA", 1],
    ]


def test_what_a_declaration_says_of_lines_and_counts():
    assert (declared.lines({"rows": "case"}), declared.lines({"rows": ["case", "code"]})) == (
        ["case"],
        ["case", "code"],
    )
    told = {"counts": ["n_sources", "n_cases"]}
    assert (crosstables.drawn(told), declared.beside(told)) == ("n_sources", "n_cases")
    assert (crosstables.drawn({}), declared.beside({})) == ("n_segments", "")
    assert (crosstables.drawn({"counts": ["n_cases"]}), declared.beside({"counts": ["n_cases"]})) == ("n_cases", "")
    assert [declared.noun(f"n_{what}s") for what in ("segment", "case")] == ["segment", "case"]


def test_the_evidence_has_what_the_counts_need():
    assert {"segment_id", "source_id", "participant_id", "case_id"} <= set(CONTRACTS["evidence"].columns)
