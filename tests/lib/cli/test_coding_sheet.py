"""A coder's sheet is made of a build, for them alone, and nothing is ever written over."""

from __future__ import annotations

import io
import stat

import pytest
from multicase import frames, segment
from multicase.cli import COMMANDS, coding_sheet
from multicase.cli.place import Place
from multicase.contracts import CONTRACTS
from multicase.exchange.filled_sheets import read
from multicase.study.problems import StudyError
from openpyxl import load_workbook

TEXTS = {"east-i01": "It was very slow.\nSomebody has to decide.", "west-i01": "Somebody has to decide."}


@pytest.fixture
def where(small_study, tmp_path):
    """A small study of which two sources stand among the results, a turn a line."""
    results = tmp_path / "results"
    (results / "segments").mkdir(parents=True)
    empty = {name: "" if kind == "string" else 0 for name, kind in CONTRACTS["anonymised"].columns.items()}
    for source, text in TEXTS.items():
        frames.write_texts({source: text}, results / f"anonymised/{source[:4]}-0")
        turns, start = [], 0
        for number, line in enumerate(text.split("\n"), 1):
            told = {"source_id": source, "case_id": source[:4], "turn": number, "layer": "speech"}
            place = {"start": start, "end": start + len(line), "text": line, "is_interviewer": False}
            turns.append(empty | told | place | {"participant_id": f"{source[:4]}-p01"})
            start += len(line) + 1
        cut = segment.cut(frames.conform(turns, "anonymised").to_pandas(), "turn")
        frames.write(cut, results / f"segments/{source[:4]}-0.parquet", "segments")
    return Place(small_study, results, tmp_path)


def make(where, name="sheet.xlsx", **more):
    to = where.published / name
    told = coding_sheet.coding_sheet(where, more.pop("coder", "anna"), to, **more)
    return to, told


def edit(where, old, new):
    path = where.study / "sources.csv"
    path.write_text(path.read_text().replace(old, new))


def words(to):
    return [row[4] for row in load_workbook(io.BytesIO(to.read_bytes()))["coding"].values][1:]


def codings(to):
    return [(coding.exact, coding.code) for coding in read(to.read_bytes(), to.name).codings]


def test_a_sheet_holds_the_segments_of_all_open_sources_or_of_those_named(where):
    to, told = make(where)
    assert words(to) == ["It was very slow.", "Somebody has to decide.", "Somebody has to decide."]
    assert "3 rows of 2 sources for anna, 3 of them to code; 0 codes given before" in told
    assert "no segments of east-d01" in told
    assert stat.S_IMODE(to.stat().st_mode) == 0o600 and "may not be quoted" not in told
    assert words(make(where, "west.xlsx", sources=["west-i01"])[0]) == ["Somebody has to decide."]


def test_closed_sources_stay_out_and_what_may_not_be_quoted_is_said(where):
    edit(where, "west-p01,2,quote", "west-p01,2,closed")
    edit(where, "east-p01,1,quote", "east-p01,1,aggregate")
    to, told = make(where)
    assert len(words(to)) == 2 and "words of 1 source that may not be quoted" in told
    with pytest.raises(StudyError, match="'west-i01', a source whose consent is closed"):
        make(where, "west.xlsx", sources=["west-i01"])


def test_what_the_coder_coded_stands_in_it_from_their_file_or_else_from_the_build(where):
    built = dict.fromkeys(CONTRACTS["codings"].columns, "") | {
        "segment_id": "west-i01:1.1", "source_id": "west-i01", "case_id": "west", "code": "directive", "coder": "anna",
        "origin": "manual", "passage_start": 0, "passage_end": 23, "start": 0, "end": 23, "exact": TEXTS["west-i01"],
        "probability": -1.0,
    }  # fmt: skip
    (where.results / "codings").mkdir()
    rows = [built, built | {"coder": "bob", "code": "slow"}]
    frames.write(rows, where.results / "codings/manual.parquet", "codings")
    assert codings(make(where)[0]) == [("Somebody has to decide.", "Directive")]
    (where.study / "codings").mkdir()
    file = where.study / "codings/anna.csv"
    file.write_text("source_id,start,end,exact,prefix,suffix,code,memo\neast-i01,7,16,very slow,,,slow,\n")
    assert codings(make(where, "again.csv")[0]) == [("very slow", "Slow")]
    assert codings(make(where, "west.csv", sources=["west-i01"])[0]) == []
    assert codings(make(where, "bob.csv", coder="bob")[0]) == [("Somebody has to decide.", "Slow")]


def test_without_a_build_one_is_asked_for(where):
    for path in (where.results / "segments").glob("*"):
        path.unlink()
    with pytest.raises(StudyError, match="Run make first"):
        make(where)


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written_over(where):
    to, _ = make(where)
    before = to.read_bytes()
    with pytest.raises(StudyError) as error:
        make(where, sources=["west-i1", "nix"], coder="?")
    assert [problem.found for problem in error.value.problems] == [
        "no name", "the unknown source 'nix'", "the unknown source 'west-i1'", "a file that is there already",
    ]  # fmt: skip
    assert "west-i01" in str(error.value) and to.read_bytes() == before
    with pytest.raises(StudyError, match=r"a name that ends in \.xlsx or \.csv"):
        make(where, "sheet.ods")
    with pytest.raises(StudyError, match="a place that can't be written"):
        make(where, "nowhere/sheet.xlsx")


def test_it_is_a_command():
    assert coding_sheet in COMMANDS
