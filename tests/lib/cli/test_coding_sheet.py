"""A coder's sheet is made of a build, for them alone, and nothing is ever written over."""

from __future__ import annotations

import io
import stat
import unicodedata

import pytest
from multicase import frames, segment
from multicase.cli import COMMANDS, coding_sheet
from multicase.cli.import_codings import projects
from multicase.cli.place import Place
from multicase.contracts import CONTRACTS
from multicase.exchange.filled_sheets import read
from multicase.study.problems import StudyError
from openpyxl import load_workbook
from other_tools import project

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


HEADER = "source_id,start,end,exact,prefix,suffix,code,memo\n"
CARRIED = dict.fromkeys(CONTRACTS["handed_in"].columns, "") | {
    "number": 1, "line": "2", "source_id": "west-i01", "start": 0, "end": 23, "exact": TEXTS["west-i01"],
    "code": "directive",
}  # fmt: skip


def coded(where, rows, name="codings/anna.csv"):
    (where.study / name).parent.mkdir(parents=True, exist_ok=True)
    (where.study / name).write_text(HEADER + rows)


def carried(where, *names):
    """Codings of these on the text of west before anonymisation, as a build has carried them over."""
    for name in names:
        coded(where, "west-i01,0,23,Dr Holt has to decide.,,,directive,\n", f"private/codings/{name}.csv")
    (where.results / "codings").mkdir(exist_ok=True)
    rows = [CARRIED | {"coder": name} for name in names]
    frames.write(rows, where.results / "codings/handed_in.parquet", "handed_in")


def test_what_stands_in_files_that_no_sheet_comes_back_into_stays_out_and_is_told(where):
    coded(where, "east-i01,7,16,very slow,,,slow,\n")
    carried(where, "anna", "bob")
    to, told = make(where)
    assert codings(to) == [("very slow", "Slow")] and "Somebody has to decide." not in words(to)[2:]
    assert "Not in the sheet: private/codings/anna.csv: found codings of west-i01 by anna" in told
    with pytest.raises(StudyError, match="codings of west-i01 by anna, which a sheet would bring in a second time"):
        make(where, "west.csv", sources=["west-i01"])
    assert codings(make(where, "cleo.csv", coder="cleo")[0]) == []


def test_a_sheet_is_made_where_a_split_names_codings_of_other_coders_and_sources(where):
    coded(where, "east-i01,7,16,very slow,,,old,\n")
    coded(where, "west-i01,0,8,Somebody,,,old,\n", "codings/bob.csv")
    (where.study / "migrations.yaml").write_text(
        "migrations:\n  - {date: '2020-01-01', change: split, from: [old], to: [slow, directive], reason: r, "
        "assign: {'east-i01:1.1': slow, 'west-i01:1.1': directive}}\n"
    )
    assert codings(make(where)[0]) == [("very slow", "Slow")]
    assert codings(make(where, "bob.xlsx", coder="bob", sources=["west-i01"])[0]) == [("Somebody", "Directive")]


def test_what_others_have_to_decide_of_a_split_hinders_no_sheet(where):
    coded(where, "east-i01,7,16,very slow,,,old,\n")
    coded(where, "west-i01,0,8,Somebody,,,old,\n", "codings/bob.csv")
    split = "migrations:\n  - {date: '2020-01-01', change: split, from: [old], to: [slow, directive], reason: r, "
    (where.study / "migrations.yaml").write_text(split + "assign: {'east-i01:1.1': slow}}\n")
    assert codings(make(where)[0]) == [("very slow", "Slow")]
    with pytest.raises(StudyError, match=r"the coding of west-i01:1\.1 by bob, which no line of assign names"):
        make(where, "bob.xlsx", coder="bob")
    assert codings(make(where, "east.xlsx", coder="bob", sources=["east-i01"])[0]) == []


@pytest.mark.parametrize(
    "change",
    [
        "rename, from: [old], to: [slow]",
        "merge, from: [old, older], to: [slow]",
        "split, from: [old], to: [slow, directive], assign: {Somebody: slow, 'east-i01:1.1': slow}",
    ],
)
def test_what_comes_back_with_todays_codes_is_known_by_them_and_nothing_stands_twice(where, change):
    before = "east-i01,7,16,very slow,,,old,\neast-i01,18,26,Somebody,,,old,\nwest-i01,0,8,Somebody,,,old,\n"
    coded(where, before)
    (where.study / "migrations.yaml").write_text(
        f"migrations:\n  - {{date: '2020-01-01', change: {change}, reason: r}}\n"
        "  - {date: '2020-01-02', change: retire, from: [gone], to: [], reason: r}\n"
    )
    to, _ = make(where, "sheet.csv")
    assert "anna: nothing new; 3 as they were" in projects.bring(to, where, "", False, None)
    projects.bring(to, where, "", True, None)
    assert (where.study / "codings/anna.csv").read_text() == HEADER + before
    given = before + "west-i01,9,12,has,,,gone,\n"
    coded(where, given)
    to.write_text(to.read_text().replace("Somebody has to decide.,Slow", "Somebody has to decide.,", 1))
    assert "anna: 1 gone; 3 as they were" in projects.bring(to, where, "", False, None)
    projects.bring(to, where, "", True, None)
    assert (where.study / "codings/anna.csv").read_text() == HEADER + given.replace(
        "east-i01,18,26,Somebody,,,old,\n", ""
    )


@pytest.mark.parametrize("change", ["", "rename, from: [old], to: [slow]"])
def test_blanks_in_a_coders_file_make_no_other_codes_and_sources(where, change):
    old = "old" if change else "slow"
    coded(where, f"east-i01 ,7,16,very slow,,,{old} ,\neast-i01,18,26,Somebody,,, slow, so \n,,,,,,,\n")
    if change:
        history = f"migrations:\n  - {{date: '2020-01-01', change: {change}, reason: r}}\n"
        (where.study / "migrations.yaml").write_text(history)
    to, _ = make(where, "sheet.csv")
    assert "anna: nothing new; 2 as they were" in projects.bring(to, where, "", False, None)
    projects.bring(to, where, "", True, None)
    rows = f"east-i01,7,16,very slow,,,{old},\neast-i01,18,26,Somebody,,,slow,so\n"
    assert (where.study / "codings/anna.csv").read_text() == HEADER + rows


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_coders_own_file_is_theirs_however_a_system_writes_their_name(where, form):
    own = f"codings/{unicodedata.normalize(form, 'Zoë')}.csv"
    coded(where, "east-i01,7,16,very slow,,,slow,\n", own)
    to, told = make(where, coder="Zoë")
    assert codings(to) == [("very slow", "Slow")] and "Not in the sheet" not in told
    before = (where.study / own).read_text()
    projects.bring(to, where, "", True, lambda question: True)
    assert [path.name for path in (where.study / "codings").iterdir()] == [(where.study / own).name]
    assert (where.study / own).read_text() == before


def test_a_sheet_beside_a_project_of_the_coder_comes_back_and_the_study_holds(where):
    coded(where, "west-i01,0,8,Somebody,,,directive,\n", "codings/Ann Other.csv")
    (where.study / "codings/east.qdpx").write_bytes(project(TEXTS["east-i01"], [(7, 16)]))
    to, told = make(where, "first.csv", coder="Ann Other")
    assert codings(to) == [("Somebody", "Directive")]
    assert "east.qdpx: found codings of east-i01 by Ann Other" in told and "multicase import-codings" in told
    projects.bring(to, where, "", True, lambda question: True)
    assert codings(make(where, "again.csv", coder="Ann Other")[0]) == [("Somebody", "Directive")]
    projects.bring(where.study / "codings/east.qdpx", where, "", True, lambda question: True)  # as the note says
    (where.study / "codings/east.qdpx").unlink()
    assert codings(make(where, "all.csv", coder="Ann Other")[0]) == [("very slow", "Slow"), ("Somebody", "Directive")]


def test_a_coder_all_of_whose_sources_lie_elsewhere_gets_no_sheet(where):
    (where.study / "codings").mkdir()
    for source in TEXTS:
        text = TEXTS[source]
        (where.study / f"codings/{source}.qdpx").write_bytes(project(text, [(0, 8)]))
    with pytest.raises(StudyError) as caught:
        make(where, coder="Ann Other")
    assert all("Ann Other" in problem.found for problem in caught.value.problems)


def test_codings_on_the_texts_before_wait_for_a_build(where):
    coded(where, "west-i01,0,23,Dr Holt has to decide.,,,directive,\n", "private/codings/anna.csv")
    with pytest.raises(StudyError, match="Run make first"):
        make(where)
    assert make(where, coder="bob")


@pytest.mark.parametrize("coder", ["Anna", "ann other", "Cleo", "manual"])
def test_a_coder_is_written_as_in_their_other_files(where, coder):
    coded(where, "")
    (where.study / "codings/east.qdpx").write_bytes(project(TEXTS["east-i01"], [(7, 16)]))
    (where.study / "readings.csv").write_text("coder,source_id\ncleo,east-i01\n")
    with pytest.raises(StudyError) as caught:
        make(where, coder=coder)
    (problem,) = caught.value.problems
    assert problem.file == "--coder" and ("Write " in problem.todo) == (coder != "manual")


def test_what_no_sheet_can_hold_is_told_and_stays_when_the_sheet_comes_back(where):
    lost = "east-i01,,,words that were cut since,,,directive,an hour of thought\n"
    coded(where, "east-i01,7,16,very slow,,,slow,\n" + lost)
    to, told = make(where, "sheet.csv")
    assert "1 code given before" in told and "1 coding of anna waits, or lies in no segment: not in" in told
    projects.bring(to, where, "", True, lambda question: True)
    assert lost in (where.study / "codings/anna.csv").read_text()
    assert "no segment" not in make(where, "west.csv", sources=["west-i01"])[1]


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
