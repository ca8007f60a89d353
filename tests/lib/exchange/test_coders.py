"""What coders handed in, whatever their tool: one row a coding, and no coder's twice."""

from __future__ import annotations

import pandas as pd
import pytest
import small_study
from multicase.cli.check import codings_notes
from multicase.code import manual
from multicase.code.manual import OF_CLOSED
from multicase.contracts import CONTRACTS
from multicase.exchange import coders
from multicase.study import files, study
from multicase.study.problems import StudyError
from other_tools import project

BOOK = files.parse_yaml(small_study.FILES["codebook.yaml"])
TEXT = "It was very slow, and [person] said so."
TEXTS = {"east-i01": TEXT, "west-i01": "Somebody has to decide."}
ROW = "source_id,exact,code\neast-i01,very slow,slow\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "anna.csv").write_text(ROW, encoding="utf-8")
    (tmp_path / "east-i01.qdpx").write_bytes(project(TEXT, [(7, 16), (0, 2)]))
    return tmp_path


def test_tables_and_projects_are_read_alike(folder):
    rows = coders.read(folder.glob("*"), TEXTS, BOOK)
    assert [(row["coder"], row["source_id"], row["exact"], row["code"], row["line"]) for row in rows] == [
        ("anna", "east-i01", "very slow", "slow", "2"),
        ("Ann Other", "east-i01", "It", "slow", "1"),
        ("Ann Other", "east-i01", "very slow", "slow", "2"),
    ]


def test_a_coders_source_in_two_files_is_a_question(folder):
    (folder / "Ann Other.csv").write_text(ROW, encoding="utf-8")
    with pytest.raises(StudyError, match=r"codings of east-i01 by Ann Other, of which .*east-i01.qdpx holds some too"):
        coders.read(folder.glob("*"), TEXTS, BOOK)
    (folder / "Ann Other.csv").write_text("source_id,exact,code\nwest-i01,Somebody,slow\n", encoding="utf-8")
    assert len(coders.read(folder.glob("*"), TEXTS, BOOK)) == 4


@pytest.mark.parametrize("name", ["ann other", "ANN_OTHER"])
def test_a_coder_of_a_project_is_written_as_in_other_files(folder, name):
    (folder / f"{name}.csv").write_text("source_id,exact,code\nwest-i01,Somebody,slow\n", encoding="utf-8")
    with pytest.raises(StudyError, match=f"'Ann Other', and a coder '{name}'"):
        coders.read(folder.glob("*"), TEXTS, BOOK)


def test_a_coder_has_a_name_of_their_own(tmp_path):
    (tmp_path / "dictionary.csv").write_text(ROW, encoding="utf-8")
    with pytest.raises(StudyError, match="a coder called 'dictionary'"):
        coders.read(tmp_path.glob("*"), TEXTS, BOOK)


def test_codings_of_the_texts_before_come_with_the_others_and_their_codes_follow_the_history(folder):
    row = dict.fromkeys(CONTRACTS["handed_in"].columns, "") | {"number": 1, "start": 0, "end": 2}
    handed = [
        row | {"coder": "ben", "line": "2", "source_id": "east-i01", "exact": "It", "code": "old"},
        row | {"coder": "ben", "line": "3", "code": "Nobody's", "waiting": "of no length", "number": 2},
    ]
    history = [{"date": "2020-01-01", "change": "rename", "from": ["old"], "to": ["slow"], "reason": "r"}]
    rows = coders.read([folder / "anna.csv"], TEXTS, BOOK, history, pd.DataFrame(handed))
    assert [(row["coder"], row["code"], row["waiting"]) for row in rows if row["coder"] == "ben"] == [
        ("ben", "slow", ""), ("ben", "Nobody's", "of no length"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "name", "code"),
    [
        ({"change": "rename", "from": ["told_after"], "to": ["slow"]}, "Told after", "slow"),
        ({"change": "merge", "from": ["told_after", "x"], "to": ["slow"]}, "told_after", "slow"),
        ({"change": "split", "from": ["told_after"], "to": ["slow", "directive"], "assign": {"very slow": "directive"}},
         "Told after", "directive"),
        ({"change": "retire", "from": ["told_after"], "to": []}, "Told after", "waits"),  # it may be a new idea
        ({"change": "rename", "from": ["told_after"], "to": ["slow"]}, "Told before", "waits"),
        ({"change": "rename", "from": ["told_after"], "to": ["slow"]}, "Directive", "directive"),
    ],
)  # fmt: skip
def test_a_project_may_call_a_code_as_it_was_called_before(tmp_path, change, name, code):
    (tmp_path / "p.qdpx").write_bytes(project(TEXT, [(7, 16)], called=name))
    history = [change | {"date": "2020-01-01", "reason": "r"}]
    (row,) = coders.read(tmp_path.glob("*"), TEXTS, BOOK, history)
    assert ("waits" if row.get("waiting") else row["code"]) == code


def test_check_says_what_to_do_with_a_project_whose_names_only_people_can_tell(small_study, tmp_path):
    results = tmp_path / "results"
    (results / "anonymised/east-0").mkdir(parents=True)
    (results / "anonymised/east-0/east-i01.txt").write_text(TEXT)
    (small_study / "codings").mkdir(exist_ok=True)
    path = small_study / "codings/p.qdpx"
    for name, told in (("Slow", ""), ("New idea", f"{path}: 2 codings wait, of codes or sources that nobody has told")):
        path.write_bytes(project(TEXT, [(7, 16), (0, 2)], called=name))
        notes, problems = codings_notes(study.load(small_study), results)
        assert [note[: len(told)] for note in notes] == [told] * bool(told) and not problems
    assert f"multicase import-codings {path}" in notes[0]


@pytest.mark.parametrize(("called", "told"), [("Told after", True), ("told_after", True), ("Slow", False)])
def test_check_says_which_codes_of_a_project_are_taken_for_former_ones(small_study, tmp_path, called, told):
    results = tmp_path / "results"
    (results / "anonymised/east-0").mkdir(parents=True)
    (results / "anonymised/east-0/east-i01.txt").write_text(TEXT)
    (small_study / "codings").mkdir(exist_ok=True)
    path = small_study / "codings/p.qdpx"
    path.write_bytes(project(TEXT, [(7, 16), (0, 2)], called=called))
    (small_study / "codings/Bob.csv").write_text(ROW.replace(",slow", ",told_after"))  # as it was written
    (small_study / "migrations.yaml").write_text(
        "migrations:\n  - {date: '2020-01-01', change: rename, from: [told_after], to: [slow], reason: r}\n"
    )
    notes, problems = codings_notes(study.load(small_study), results)
    said = f"{path}: 2 codings of a code called like told_after, which a change ended, are taken for codings of it."
    assert [note[: len(said)] for note in notes] == [said] * told and not problems


def test_nobody_is_asked_which_code_of_a_split_a_coding_of_a_closed_source_has(tmp_path):
    (tmp_path / "anna.csv").write_text("source_id,exact,code\neast-i01,very slow,old\nwest-i01,Somebody,old\n")
    split = {"date": "2020-01-01", "change": "split", "from": ["old"], "to": ["slow", "directive"], "reason": "r"}
    history = [split | {"assign": {"very slow": "slow"}}]
    with pytest.raises(StudyError, match="the coding of west-i01"):
        coders.read(tmp_path.glob("*"), TEXTS, BOOK, history)
    rows = coders.read(tmp_path.glob("*"), TEXTS, BOOK, history, closed=["west-i01"])
    assert [(row["source_id"], row["code"]) for row in rows] == [("east-i01", "slow"), ("west-i01", "old")]
    segments = pd.DataFrame(columns=list(CONTRACTS["segments"].columns))
    _, beside = manual.code(rows, TEXTS, segments, ["slow", "directive"], closed=["west-i01"])
    assert OF_CLOSED in list(beside["reason"])


@pytest.mark.parametrize("line", ["Somebody  has", "west-i01:1.1"])
def test_a_line_of_a_split_about_a_source_that_was_closed_since_may_stay(tmp_path, line):
    rows = "source_id,exact,code\neast-i01,very slow,old\nwest-i01,Somebody has,older\n"
    (tmp_path / "anna.csv").write_text(rows)
    split = {"date": "2020-01-02", "change": "split", "from": ["old"], "to": ["slow", "directive"], "reason": "r"}
    rename = {"date": "2020-01-01", "change": "rename", "from": ["older"], "to": ["old"], "reason": "r"}
    history = [rename, split | {"assign": {"very slow": "slow", line: "directive"}}]
    texts = {"east-i01": TEXT}  # of a closed source there is none
    rows = coders.read(tmp_path.glob("*"), texts, BOOK, history, closed=["west-i01"])
    assert [(row["source_id"], row["code"]) for row in rows] == [("east-i01", "slow"), ("west-i01", "older")]
    history[1]["assign"]["west-i02:1.1"] = "slow"
    with pytest.raises(StudyError, match="line 3: found a segment or quote that no coding of the code has"):
        coders.read(tmp_path.glob("*"), texts, BOOK, history, closed=["west-i01"])


def test_a_line_of_a_split_about_what_was_coded_before_anonymisation_in_a_source_closed_since_may_stay():
    given = {"coder": "anna", "number": 1, "line": "2", "source_id": "west-i01", "start": -1, "end": -1, "code": "old"}
    carried = pd.DataFrame([dict.fromkeys(CONTRACTS["handed_in"].columns, "") | given])  # without its words
    split = {"date": "2020-01-02", "change": "split", "from": ["old"], "to": ["slow", "directive"], "reason": "r"}
    history = [split | {"assign": {"Somebody has": "slow", "so: somebody": "slow"}}]
    (row,) = coders.read([], {}, BOOK, history, carried, closed=["west-i01"])
    assert row["code"] == "old"


def test_records_of_programs_alone_are_no_reason_to_ask_whose_coding_a_line_of_a_split_is(tmp_path, monkeypatch):
    program = {"source_id": "east-i01", "segment_id": "east-i01:1.1", "exact": "very slow", "code": "old", "coder": "p"}
    monkeypatch.setattr(coders.programs, "rows", lambda path: [dict(program)])
    split = {"date": "2020-01-01", "change": "split", "from": ["old"], "to": ["slow", "directive"], "reason": "r"}
    history = [split | {"assign": {"Somebody": "directive", "east-i01:1.1": "slow"}}]
    (row,) = coders.read([tmp_path / "p.jsonl"], TEXTS, BOOK, history)
    assert row["code"] == "slow"
    nobody = pd.DataFrame(columns=list(CONTRACTS["handed_in"].columns))
    with pytest.raises(StudyError, match="line 1: found a segment or quote that no coding of the code has"):
        coders.read([], TEXTS, BOOK, history, nobody)


@pytest.mark.parametrize(("raw", "wrong"), [(TEXT, False), (TEXT.replace("[person]", "Sarah Holt"), True)])
def test_a_project_of_texts_before_anonymisation_among_the_open_files_is_refused(tmp_path, raw, wrong):
    path = tmp_path / "p.qdpx"
    path.write_bytes(project(raw, [(7, 16)]))
    before = {"east-i01": TEXT.replace("[person]", "Sarah Holt")}
    found = list(coders.of_texts_before([path], TEXTS, before, BOOK))
    assert [problem.found for problem in found] == ["a project of the texts before anonymisation"] * wrong
    assert "Holt" not in str(found)


def test_check_says_how_many_codings_wait_and_what_is_twice(small_study, tmp_path):
    results = tmp_path / "results"
    (results / "codings").mkdir(parents=True)
    (results / "codings/waiting.csv").write_text("coder,file\nanna,a\nben,b\n")
    (results / "anonymised/east-0").mkdir(parents=True)
    (results / "anonymised/east-0/east-i01.txt").write_text(TEXT)
    (small_study / "codings").mkdir(exist_ok=True)
    (small_study / "codings/Ann Other.csv").write_text(ROW)
    (small_study / "codings/p.qdpx").write_bytes(project(TEXT, [(7, 16)]))
    notes, problems = codings_notes(study.load(small_study), results)
    assert "2 codings without a place at the last build" in notes[0]
    assert "p.qdpx holds some too" in problems[0].found


def test_a_split_names_the_codings_of_people_by_their_segments(tmp_path):
    rows = "source_id,exact,code\neast-i01,very slow,old\neast-i01,said so,old\nwest-i01,Somebody has,old\n"
    (tmp_path / "anna.csv").write_text(rows, encoding="utf-8")
    parts = [
        ("east-i01:1.1", "east-i01", 0, 16),
        ("east-i01:1.2", "east-i01", 18, 39),
        ("west-i01:1.1", "west-i01", 0, 23),
    ]
    segments = pd.DataFrame(parts, columns=["segment_id", "source_id", "start", "end"]).reindex(
        columns=CONTRACTS["segments"].columns, fill_value=""
    )
    segments["text"] = [TEXTS[source][start:end] for _, source, start, end in parts]
    assign = {"east-i01:1.1": "slow", "east-i01:1.2": "directive", "west-i01:1.1": "slow"}
    history = [
        {"date": "2020-01-01", "change": "split", "from": ["old"], "to": ["slow", "directive"], "assign": assign}
    ]
    found = coders.read(tmp_path.glob("*"), TEXTS, BOOK, history, segments=segments)
    assert [row["code"] for row in found] == ["slow", "directive", "slow"] and "segments" not in found[0]
    del assign["west-i01:1.1"]
    with pytest.raises(StudyError, match=r"the coding of west-i01:1\.1 by anna, which no line of assign names"):
        coders.read(tmp_path.glob("*"), TEXTS, BOOK, history, segments=segments)
    del history[0]["assign"]  # as everybody writes a split at first: what to copy is told
    with pytest.raises(StudyError) as caught:
        coders.read(tmp_path.glob("*"), TEXTS, BOOK, history, segments=segments)
    named = [problem.found.split()[3] for problem in caught.value.problems]
    assert named == ["east-i01:1.1", "east-i01:1.2", "west-i01:1.1"]
