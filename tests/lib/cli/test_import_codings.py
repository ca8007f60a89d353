"""A table of raters is written as codings and readings, whole or not at all."""

from __future__ import annotations

import csv

import pytest
from multicase import frames, segment
from multicase.cli import import_codings
from multicase.cli.place import Place
from multicase.contracts import CONTRACTS
from multicase.exchange.raters import Layout
from multicase.study.problems import StudyError

TEXT = "It was very slow.\nSomebody has to decide."
LINES = [(0, 17), (18, len(TEXT))]
TABLE = "source,unit,coder,code\n" + "".join(
    f"east-i01,{unit},{coder},{code}\n"
    for unit, coder, code in [(1, "Ann", "Slow"), (2, "Ann", ""), (1, "Bob", "slow"), (2, "Bob", "directive")]
)


@pytest.fixture
def where(small_study, tmp_path):
    """A small study of which one source stands among the results, in two turns."""
    results = tmp_path / "results"
    frames.write_texts({"east-i01": TEXT}, results / "anonymised/east-0")
    empty = {name: "" if kind == "string" else 0 for name, kind in CONTRACTS["anonymised"].columns.items()}
    turns = [
        empty | {"source_id": "east-i01", "case_id": "east", "turn": n, "layer": "speech", "is_interviewer": False}
        | {"start": start, "end": end, "text": TEXT[start:end]}
        for n, (start, end) in enumerate(LINES, 1)
    ]  # fmt: skip
    (results / "segments").mkdir()
    cut = segment.cut(frames.conform(turns, "anonymised").to_pandas(), "turn")
    frames.write(cut, results / "segments/east-0.parquet", "segments")
    return Place(small_study, results, tmp_path)


def bring(where, text, write=True, **more):
    file = where.study.parent / "raters.csv"
    file.write_text(text, encoding="utf-8")
    arguments = {"layout": Layout(), "kind": "", "none": (), "missing": ""} | more
    return import_codings.import_ratings(file, where, write=write, **arguments)


def files_of(where):
    found = [*sorted((where.study / "codings").glob("*")), where.study / "readings.csv"]
    return {path.name: path.read_text() for path in found if path.is_file()}


def test_codings_and_readings_are_shown_first_and_written_when_asked(where):
    told = bring(where, TABLE, write=False)
    assert "east-i01: units rated by Ann 2 and Bob 2" in told and files_of(where) == {}
    bring(where, TABLE)
    written = files_of(where)
    assert written["readings.csv"] == "coder,source_id\nAnn,east-i01\nBob,east-i01\n"
    rows = list(csv.DictReader(written["Bob.csv"].splitlines()))
    assert [(row["exact"], row["start"], row["code"]) for row in rows] == [
        ("It was very slow.", "0", "slow"), ("Somebody has to decide.", "18", "directive"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace("Slow", "Slwo"),
        TABLE + "east-i01,1,Ann,slow\n",
        TABLE + "east-i01,3,Ann,slow\n",
        TABLE.replace("east-i01,2,Bob,directive\n", ""),
    ],
    ids=["unknown code", "unit twice", "unknown unit", "row that lacks"],
)
def test_nothing_is_written_while_something_is_wrong_or_must_be_asked(where, text):
    with pytest.raises(StudyError):
        bring(where, text)
    assert files_of(where) == {}


def test_what_is_there_stays(where):
    (where.study / "readings.csv").write_text("coder,source_id,round\nCleo,west-i01,first\n")
    bring(where, TABLE.replace("east-i01,2,Bob,directive\n", ""), missing="unread")
    assert files_of(where)["readings.csv"] == (
        "coder,source_id,unread,round\nCleo,west-i01,,first\nAnn,east-i01,,\nBob,east-i01,east-i01:2.1,\n"
    )
    before = files_of(where)
    with pytest.raises(StudyError, match="a file that is there"):
        bring(where, TABLE.replace("Bob", "Dan"))
    assert files_of(where) == before


def test_a_kind_of_unit_that_there_is_not_is_told(where):
    with pytest.raises(StudyError, match="turn, row or column:NAME"):
        bring(where, TABLE, kind="line")


def test_words_of_the_table_go_nowhere(where):
    """A table may hold the raw text: what is quoted is the anonymised one."""
    with_text = TABLE.replace("code\n", "code,text\n").replace(",Slow\n", ",Slow,Dr Holt\n")
    lines = [line if line.count(",") == 4 else line + "," for line in with_text.splitlines()]
    told = bring(where, "\n".join(lines))
    assert "Holt" not in told + "".join(files_of(where).values())
