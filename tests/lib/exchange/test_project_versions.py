"""A project that comes again, changed, updates what its coders did: nothing is doubled, lost or taken for another."""

from __future__ import annotations

import io
import shutil
import zipfile
from copy import deepcopy
from dataclasses import replace

import foreign_checks as checks
import foreign_projects as foreign
import in_process
import pytest
from lxml import etree
from multicase import frames
from multicase.cli import new_study
from multicase.cli.import_codings import projects
from multicase.cli.place import Place
from multicase.exchange import writing
from multicase.exchange.parts import Parts
from multicase.study import study as studies
from multicase.study.problems import StudyError

TOLD = foreign.material()[1:]
GIVEN = [replace(item, user="Ann Lee", memo="") for item in foreign.given(TOLD)]


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A study made of a project's first version, and its texts."""
    root = tmp_path_factory.mktemp("first")
    project = foreign.refi("atlas", TOLD, GIVEN)
    (root / "first.qdpx").write_bytes(project.data)
    new_study.make(root / "first.qdpx", root / "study")
    in_process.written(in_process.anonymised(root / "study"), root / "results")
    return root


@pytest.fixture
def where(first, tmp_path):
    shutil.copytree(first / "study", tmp_path / "study")
    return Place(tmp_path / "study", first / "results", tmp_path)


def bring(where, told, given, ask=None, kind="atlas", name="second.qdpx", coder="", write=True, **change):
    file = where.study.parent / name
    file.write_bytes(foreign.refi(kind, told, given, **change).data)
    return projects.bring(file, where, coder, write, ask)


def codings(where, name="Ann Lee"):
    """(source, start, end, code, memo, waiting) of a coder's rows, sorted."""
    found = checks.rows(where.study / f"private/codings/{name}.csv")
    names = ("source_id", "start", "end", "code", "memo", "waiting")
    return sorted(tuple(row.get(key, "") for key in names) for row in found)


def yes(question):
    return True


@pytest.mark.parametrize("kind", [name for name in foreign.TOOLS if name != "qc"])
def test_the_same_project_again_changes_nothing_whatever_program_wrote_it(kind, where):
    quiet = {"picture": False, "whole": False, "representation": False}
    before = codings(where)
    told = bring(where, TOLD, GIVEN, kind=kind, **quiet)
    assert codings(where) == before and sorted(where.study.glob("private/codings/*")) == [
        where.study / "private/codings/Ann Lee.csv"
    ]
    assert told[-1].startswith("written") and not any("to be told" in line for line in told)


def test_what_was_added_deleted_recoded_and_noted_is_shown_and_taken_over(where):
    before = codings(where)
    words = [item for item in GIVEN if TOLD[0].text[item.start : item.end].strip() and item.source == TOLD[0].name]
    gone, recoded, noted = words[3], words[5], words[6]
    used = {(item.start, item.end, item.path) for item in GIVEN}
    path = next(path for path in foreign.TREE if (recoded.start, recoded.end, path) not in used)
    added = foreign.Given(TOLD[0].name, 13, 16, ("Work", "Rotas"), "Ann Lee")
    changed = {recoded: replace(recoded, path=path), noted: replace(noted, memo="look again")}
    later = [changed.get(item, item) for item in GIVEN if item != gone] + [added]
    told = bring(where, TOLD, later, write=False)
    assert codings(where) == before
    assert any("Ann Lee: 2 added, 1 with another memo, 2 gone" in line for line in told), told
    assert [line.split()[0] for line in told if line.startswith(("  +", "  ~", "  -"))] == ["+", "+", "~", "-", "-"]
    with pytest.raises(StudyError, match="nobody who said yes"):
        bring(where, TOLD, later, ask=lambda question: False)
    assert codings(where) == before
    bring(where, TOLD, later, ask=yes)
    now = codings(where)
    assert len(now) == len(before) and len(set(now) - set(before)) == 3 and len(set(before) - set(now)) == 3
    assert [memo for *_, memo, _ in now if memo] == ["look again"]
    bring(where, TOLD, later, ask=lambda question: pytest.fail("nothing is left to be asked"))
    assert codings(where) == now


def test_a_code_under_a_new_name_is_asked_about_and_takes_no_coding_away(where):
    before = codings(where)
    later = [replace(item, path=("Work", "Shifts")) if item.path == ("Work", "Rotas") else item for item in GIVEN]
    said = bring(where, TOLD, later, ask=lambda question: pytest.fail("nothing is to be removed"))
    assert any("1 name to be told" in line for line in said)
    placed = [row for row in codings(where) if not row[-1]]
    assert placed == [row for row in before if not row[-1]]
    ledger = where.study / "private/mapping.csv"
    ledger.write_text(ledger.read_text().replace("code,Work/Shifts,,", "code,Work/Shifts,work_rotas,"))
    bring(where, TOLD, later, ask=lambda question: pytest.fail("nothing is to be removed"))
    assert codings(where) == before


def test_a_source_that_was_added_waits_and_is_asked_about(where, capsys):
    before = codings(where)
    more = foreign.Told(
        "Interview 9", "Interviewer: New?\n\nP9: Quite another conversation it is, and nobody has read it.\n"
    )
    later = [*GIVEN, foreign.Given("Interview 9", 0, 17, ("Home",), "Ann Lee")]
    bring(where, [*TOLD, more], later)
    assert "the source 'Interview 9' (no source of the study)" in capsys.readouterr().out
    assert len(codings(where)) == len(before) + 1
    assert [row[-1] for row in codings(where) if row[0] == ""] == ["of a source that nobody has told yet"]
    ledger = where.study / "private/mapping.csv"
    ledger.write_text(ledger.read_text().replace("source,Interview 9,,", "source,Interview 9,-,"))
    bring(where, [*TOLD, more], later)
    assert [row[-1] for row in codings(where) if row[0] == ""] == ["left out on purpose"]
    assert len(codings(where)) == len(before) + 1


def test_a_code_renamed_in_the_study_is_known_by_what_the_tool_calls_it(where):
    before = codings(where)
    book = where.study / "codebook.yaml"
    book.write_text(book.read_text().replace("label: Nights\n", "label: Working at night\n"))
    bring(where, TOLD, GIVEN)
    assert codings(where) == before


def test_a_second_coder_of_the_project_gets_a_file_of_their_own(where):
    before = codings(where)
    also = [replace(item, user="Bo") for item in GIVEN[::3]]
    bring(where, TOLD, [*GIVEN, *also])
    assert codings(where) == before and len(codings(where, "Bo")) == len(also)


def test_codings_of_nobody_named_are_not_given_to_a_new_coder_where_they_are_somebodys_already(where):
    """The same project from a tool that names nobody, under another file name, would double all of it."""
    before = codings(where)
    with pytest.raises(StudyError, match="most of which are Ann Lee's") as error:
        bring(where, TOLD, [replace(item, user="") for item in GIVEN])
    assert "--coder 'Ann Lee'" in str(error.value)
    bring(where, TOLD, [replace(item, user="") for item in GIVEN], coder="Ann Lee")
    assert codings(where) == before
    fresh = [foreign.Given(TOLD[0].name, n, n + 4, ("Home",), "") for n in (13, 18, 20)]
    bring(where, TOLD, fresh, name="bo.qdpx")
    assert len(codings(where, "bo")) == 3 and codings(where) == before


@pytest.fixture
def coded(first, where):
    """The study with a coder of the anonymised texts, and the project that it exports."""
    where = replace(where, results=shutil.copytree(first / "results", where.study.parent / "results"))
    texts = in_process.anonymised(where.study)
    told = [foreign.Told(source, text) for source, text in sorted(texts.anonymised.items())]
    given = [replace(item, user="Cleo", memo="hm" if n == 4 else "") for n, item in enumerate(foreign.given(told))]
    bring(where, told, given, kind="qualcoder", picture=False)
    laid = in_process.laid(where.study, texts, where.study.parent)
    (where.results / "codings").mkdir()
    frames.write(laid.unplaced, where.results / "codings/unplaced.parquet", "unplaced")
    study = studies.load(where.study)
    mine = laid.codings[laid.codings["coder"] == "Cleo"]
    parts = Parts("study", texts.anonymised, mine, study.codebook, study.participants, study.sources)
    return where, writing.qdpx(parts)


def open_codings(where):
    found = checks.rows(where.study / "codings/Cleo.csv")
    return sorted((row["source_id"], row["start"], row["end"], row["code"], row["memo"]) for row in found if not row.get("waiting"))  # fmt: skip


def with_xml(data, change):
    """A project whose XML was changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    root = etree.fromstring(dict(members)["project.qde"])
    change(root)
    return foreign.zipped([(name, etree.tostring(root) if name == "project.qde" else body) for name, body in members])


def back(where, data, ask=None, name="our export.qdpx", write=True):
    file = where.study.parent / name
    file.write_bytes(data)
    return projects.bring(file, where, "", write, ask)


def test_our_own_export_comes_back_and_changes_nothing(coded):
    where, data = coded
    before = open_codings(where)
    assert len(before) > 20 and checks.in_xml(data) >= len(before) - 6  # but for labels, which no segment holds
    told = back(where, data, ask=lambda question: pytest.fail(question), write=False)
    assert not any(line.startswith(("to be looked at", "waits", "to be said")) for line in told)
    back(where, data, ask=lambda question: pytest.fail(question))
    assert open_codings(where) == before


def test_our_own_export_changed_elsewhere_changes_its_coder(coded):
    where, data = coded
    before = open_codings(where)

    def change(root):
        selections = list(root.iter("{*}PlainTextSelection"))
        selections[0].getparent().remove(selections[0])
        note = etree.SubElement(selections[3], selections[3].tag.replace("PlainTextSelection", "Description"))
        note.text = "quite new"
        copy = deepcopy(selections[5])
        copy.set("startPosition", str(int(copy.get("startPosition")) + 1))
        copy.set("guid", "11111111-2222-4333-8444-555555555555")
        selections[5].addnext(copy)

    changed = with_xml(data, change)
    told = back(where, changed, write=False)
    line = next(line for line in told if line.startswith("Cleo:"))
    assert "1 added" in line and "1 with another memo" in line and " gone" in line
    back(where, changed, ask=yes)
    now = open_codings(where)
    assert "quite new" in {memo for *_, memo in now} and len(set(now) - set(before)) == 2
    assert not (where.study / "private/codings/Cleo.csv").exists()
    back(where, changed, ask=lambda question: pytest.fail(question))
    assert open_codings(where) == now
