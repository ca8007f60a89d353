"""A table of raters is written as codings and readings, whole or not at all."""

from __future__ import annotations

import csv

import pandas as pd
import pytest
from multicase import frames, segment
from multicase.cli.import_codings import projects, ratings
from multicase.cli.place import Place
from multicase.contracts import CONTRACTS
from multicase.exchange import importing
from multicase.exchange.imported import Coding, Imported, Source
from multicase.exchange.raters import Layout
from multicase.segment import INTERVIEWER, NO_SPEECH
from multicase.study.problems import StudyError
from multicase.study.study import load
from multicase.themes.omissions import SEGMENTS
from other_tools import zipped

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
    return ratings.import_ratings(file, where, write=write, **arguments)


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


CODEBOOK = '<CodeBook><Codes><Code guid="c1" name="Slow"/><Code guid="c2" name="New idea"/></Codes></CodeBook>'


def project_of(where, text, spans, name="east-i01", user="Ann"):
    """A file with a project of one source: its text, and (start, end, code guid) of each coding."""
    selections = "".join(
        f'<PlainTextSelection guid="s{n}" startPosition="{start}" endPosition="{end}"><Coding guid="k{n}" creatingUser="u">'
        f'<CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
        for n, (start, end, code) in enumerate(spans)
    )
    qde = (
        f'<Project xmlns="urn:QDA-XML:project:1.0"><Users><User guid="u" name="{user}"/></Users>{CODEBOOK}<Sources>'
        f'<TextSource guid="t" name="{name}"><PlainTextContent>{text}</PlainTextContent>{selections}</TextSource></Sources></Project>'
    )
    file = where.study.parent / "study.qdpx"
    file.write_bytes(zipped([("project.qde", qde)]))
    return file


def codings(where, name="codings/Ann.csv"):
    with (where.study / name).open(encoding="utf-8", newline="") as file:
        return [(row["exact"], row["code"], row.get("waiting") or "") for row in csv.DictReader(file)]


def yes(question):
    return True


def test_a_project_on_the_anonymised_texts_goes_to_the_open_zone(where):
    file = project_of(where, TEXT, [(7, 16, "c1")])
    assert not (where.study / "codings/Ann.csv").exists()
    told = projects.bring(file, where, "", False, None)
    assert "Ann: 1 coding" in told and not (where.study / "codings/Ann.csv").exists()
    projects.bring(file, where, "", True, None)
    assert codings(where) == [("very slow", "slow", "")]
    assert load(where.study).codings["Ann"]


def test_what_cannot_be_told_waits_and_is_asked_in_the_mapping_which_is_used_again(where):
    file = project_of(where, TEXT, [(7, 16, "c1"), (18, 26, "c2")])
    projects.bring(file, where, "", True, None)
    assert codings(where) == [("very slow", "slow", ""), ("", "New idea", "of a code that nobody has told yet")]
    mapping = where.study / "private/mapping.csv"
    assert mapping.read_text() == "what,name,id,why\ncode,New idea,,no code of the codebook\n"
    mapping.write_text("what,name,id,why\ncode,New idea,directive,\n")
    projects.bring(file, where, "", True, None)
    assert codings(where) == [("very slow", "slow", ""), ("Somebody", "directive", "")]
    mapping.write_text("what,name,id\ncode,New idea,drective\n")
    with pytest.raises(StudyError, match="nearest: 'directive'"):
        projects.bring(file, where, "", True, None)


@pytest.mark.parametrize(
    "change", ["change: split, from: [old], to: [slow, directive]", "change: retire, from: [old], to: []"]
)
def test_what_was_coded_before_a_code_was_changed_is_handed_in_under_its_former_id(where, change):
    (where.study / "migrations.yaml").write_text(f"migrations:\n  - {{date: '2020-01-01', {change}, reason: r}}\n")
    (where.study / "private/mapping.csv").write_text("what,name,id\ncode,New idea,old\n")
    projects.bring(project_of(where, TEXT, [(7, 16, "c1"), (18, 26, "c2")]), where, "", True, None)
    assert codings(where) == [("very slow", "slow", ""), ("Somebody", "old", "")]
    assert load(where.study).codings["Ann"]
    (where.study / "migrations.yaml").unlink()
    (where.study / "codings/Ann.csv").unlink()
    with pytest.raises(StudyError, match="'old', which no code has"):
        projects.bring(project_of(where, TEXT, [(18, 26, "c2")]), where, "", True, None)


def test_a_project_that_comes_back_updates_its_coder_and_doubles_nothing(where):
    projects.bring(project_of(where, TEXT, [(0, 2, "c1"), (7, 16, "c1"), (18, 26, "c1")]), where, "", True, None)
    again = project_of(where, TEXT, [(0, 2, "c1"), (7, 16, "c1"), (12, 16, "c1")])
    told = projects.bring(again, where, "", False, None)
    assert "Ann: 1 added, 1 gone; 2 as they were" in told
    assert "  + east-i01, slow: “slow”" in told and "  - east-i01, slow: “Somebody”" in told
    with pytest.raises(StudyError, match="nobody who said yes"):
        projects.bring(again, where, "", True, lambda question: False)
    assert len(codings(where)) == 3 and ("Somebody", "slow", "") in codings(where)
    projects.bring(again, where, "", True, yes)
    assert sorted(codings(where)) == [("It", "slow", ""), ("slow", "slow", ""), ("very slow", "slow", "")]
    before = (where.study / "codings/Ann.csv").read_bytes()
    projects.bring(again, where, "", True, None)
    assert (where.study / "codings/Ann.csv").read_bytes() == before


def test_a_file_of_a_few_codings_takes_none_away(where):
    projects.bring(project_of(where, TEXT, [(0, 2, "c1"), (3, 6, "c1"), (7, 11, "c1")]), where, "", True, None)
    told = projects.bring(project_of(where, TEXT, [(12, 16, "c1")]), where, "", True, None)
    assert len(codings(where)) == 4, told


def test_a_project_on_texts_before_anonymisation_stays_in_the_closed_zone(where):
    raw = TEXT.replace("Somebody", "Dr Sarah Holt")
    texts = {
        "source_id": "east-i01",
        "case_id": "east",
        "kind": "interview",
        "text": raw,
        "text_sha256": "",
        "raw_sha256": "",
    }
    (where.results / "private/texts").mkdir(parents=True)
    frames.write(pd.DataFrame([texts]), where.results / "private/texts/east-0.parquet", "texts")
    file = project_of(where, raw, [(18, 31, "c1")], name="Interview Holt.docx")
    told = projects.bring(file, where, "coder_1", True, None)
    assert not (where.study / "codings").exists()
    path = where.study / "private/codings/coder_1.csv"
    assert codings(where, "private/codings/coder_1.csv") == [("Dr Sarah Holt", "slow", "")]
    assert path.stat().st_mode & 0o077 == 0, told
    (where.study / "codings").mkdir()
    (where.study / "codings/coder_1.csv").write_text("source_id,exact,code\neast-i01,slow,slow\n")
    with pytest.raises(StudyError, match="holds codings too"):
        load(where.study)
    with pytest.raises(StudyError, match="in one file"):
        projects.bring(file, where, "coder_1", True, None)


def test_a_decision_about_a_coding_that_goes_is_named(where):
    projects.bring(project_of(where, TEXT, [(0, 2, "c1"), (7, 16, "c1"), (18, 26, "c1")]), where, "", True, None)
    (where.study / "adjudication.csv").write_text(
        "segment_id,code,decision,reason\neast-i01:1.1,slow,keep,so\neast-i01:2.1,slow,keep,so\n"
    )
    told = projects.bring(project_of(where, TEXT, [(0, 2, "c1"), (7, 16, "c1")]), where, "", False, None)
    assert [line for line in told if "adjudication.csv" in line] == [
        "line 3 of adjudication.csv decides about it: where nobody gives the code there any more, take the line out"
    ]


def test_a_decision_about_a_coding_that_goes_is_named_by_todays_code(where):
    (where.study / "codings").mkdir()
    rows = [f"east-i01,{start},{end},{TEXT[start:end]},old,\n" for start, end in ((0, 2), (7, 16), (18, 26))]
    (where.study / "codings/Ann.csv").write_text("".join(["source_id,start,end,exact,code,memo\n", *rows]))
    (where.study / "migrations.yaml").write_text(
        "migrations:\n  - {date: '2020-01-01', change: rename, from: [old], to: [slow], reason: r}\n"
    )
    (where.study / "adjudication.csv").write_text("segment_id,code,decision,reason\neast-i01:2.1,slow,keep,so\n")
    told = projects.bring(project_of(where, TEXT, [(0, 2, "c1"), (7, 16, "c1")]), where, "", False, None)
    assert "Ann: 1 gone; 2 as they were" in told
    assert [line[:7] for line in told if "adjudication.csv decides" in line] == ["line 2 "]


@pytest.mark.parametrize("code", ["slow", "old"])
def test_codings_of_nobody_that_are_a_known_coders_are_asked_about_also_under_todays_code(where, code):
    (where.study / "codings").mkdir()
    (where.study / "codings/Ann.csv").write_text(f"source_id,exact,code\neast-i01,very slow,{code}\n")
    (where.study / "migrations.yaml").write_text(
        "migrations:\n  - {date: '2020-01-01', change: rename, from: [old], to: [slow], reason: r}\n"
    )
    file = where.study.parent / "all.csv"
    file.write_text("source,words,code\neast-i01,very slow,Slow\n")
    with pytest.raises(StudyError, match="most of which are Ann's"):
        projects.bring(file, where, "", True, None)


@pytest.mark.parametrize(("layer", "reason"), [("speech", INTERVIEWER), ("heading", NO_SPEECH)])
def test_codings_on_what_is_not_coded_are_told_when_they_come(where, layer, reason):
    path = where.results / "segments/east-0.parquet"
    cut = frames.read(path, "segments")
    cut.loc[1, ["layer", "left_out"]] = [layer, reason]
    frames.write(cut, path, "segments")
    file = project_of(where, TEXT, [(7, 16, "c1"), (18, 26, "c1"), (12, 26, "c1")])
    told = projects.bring(file, where, "", False, None)
    expected = f"not analysed: east-i01, slow: “Somebody” (in {SEGMENTS[reason]})"
    assert [line for line in told if "analysed" in line] == [expected]
    assert "Ann: 3 codings" in told
    projects.bring(file, where, "", True, None)
    assert "analysed" not in "".join(projects.bring(file, where, "", False, None))


def test_documents_of_a_folder_are_taken_in_together(where, monkeypatch):
    folder = where.study.parent / "for-ann"
    folder.mkdir()
    for name in ("b.docx", "a.docx", "~$a.docx", "notes.txt"):
        (folder / name).write_text(name)
    assert [path.name for path in projects.documents(folder)] == ["a.docx", "b.docx"]
    source, coding = Source("s", "east-i01", TEXT), Coding("s", 7, 16, "very slow", "", "", "Slow", "Slow", "Ann")
    other = Coding("s", 0, 2, "It", "", "", "Slow", "Slow", "Ann")
    both = importing.joined([Imported((), (source,), (one,), ()) for one in (coding, other)])
    assert len({item.guid for item in both.sources}) == 2
    assert [item.source for item in both.codings] == [item.guid for item in both.sources]


@pytest.mark.parametrize(("name", "told"), [("", "a folder without"), ("none.qdpx", "no such file")])
def test_what_is_no_file_is_told(where, name, told):
    with pytest.raises(StudyError, match=told):
        projects.bring(where.study / name, where, "", False, None)


def test_a_coder_whom_the_study_spells_otherwise_is_told_before_anything_is_written(where):
    (where.study / "codings").mkdir(exist_ok=True)
    (where.study / "codings/ann.csv").write_text("source_id,start,end,exact,prefix,suffix,code,memo\n")
    file = project_of(where, TEXT, [(0, 2, "c1")])
    with pytest.raises(StudyError, match=r"Say --coder ann, or add a line to .*mapping\.csv: coder,Ann,ann; two"):
        projects.bring(file, where, "", False, None)
    with pytest.raises(StudyError, match="a coder called 'code'"):
        projects.bring(file, where, "code", False, None)
    with pytest.raises(StudyError, match=r"'Ann', and a coder 'ann'.* Write ann in the table"):
        bring(where, TABLE)
    projects.bring(file, where, "ann", True, None)
    assert codings(where, "codings/ann.csv") == [("It", "slow", "")]
    (where.study / "private/mapping.csv").write_text("what,name,id\ncoder,Ann,ann\n")
    assert "ann: nothing new; 1 as they were" in projects.bring(file, where, "", False, None)


def test_a_coder_who_may_be_here_under_the_id_of_an_earlier_version_is_asked_about(where):
    (where.study / "codings").mkdir(exist_ok=True)
    (where.study / "codings/Ann_O_Lee.csv").write_text("source_id,start,end,exact,prefix,suffix,code,memo\n")
    study = load(where.study)
    with pytest.raises(StudyError, match="coder,Ann O'Lee,Ann_O_Lee") as caught:
        projects._refuse_earlier({"Ann O'Lee": "Ann O'Lee"}, set(), study)
    assert caught.value.problems[0].file.endswith("mapping.csv")
    projects._refuse_earlier({"Ann O'Lee": "Ann O'Lee"}, {"Ann O'Lee"}, study)  # people said
    projects._refuse_earlier({"Ann_O_Lee": "Ann_O_Lee", "Bob": "Bob"}, set(), study)


def test_a_coder_may_be_left_out_and_is_called_what_a_file_can_be(where):
    file, mapping = project_of(where, TEXT, [(0, 2, "c1")]), where.study / "private/mapping.csv"
    mapping.write_text("what,name,id\ncoder,Ann,-\n")
    told = "\n".join(projects.bring(file, where, "", False, None))
    projects.bring(file, where, "", True, None)
    assert "1 left out" in told and not list((where.study / "codings").glob("*.csv"))
    for name in ("../ann", "a/b", "{ann}", "-ann"):
        mapping.write_text(f"what,name,id\ncoder,Ann,{name}\n")
        with pytest.raises(StudyError, match=r"line 2, column id: .*a coder's name"):
            projects.bring(file, where, "", True, None)
    mapping.write_text("what,name,id\ncoder,Ann,Zoë B.\n")
    projects.bring(file, where, "", True, None)
    assert [path.name for path in (where.study / "codings").glob("*.csv")] == ["Zoë B..csv"]
