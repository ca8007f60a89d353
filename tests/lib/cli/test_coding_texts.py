"""Texts to be coded: a document for each open source, with what its coder has done, and none is ever overwritten."""

from __future__ import annotations

import pytest
from multicase import frames
from multicase.cli import coding_texts
from multicase.cli.import_codings import projects
from multicase.cli.place import Place
from multicase.contracts import CONTRACTS
from multicase.exchange import commented
from multicase.study.problems import StudyError
from other_tools import project

TEXTS = {"east-i01": "[interviewer]: How?\nVery slow.", "east-d01": "A paper.", "west-i01": "Somebody has to decide."}


def row(contract, **values):
    empty = {name: "" if kind == "string" else 0 for name, kind in CONTRACTS[contract].columns.items()}
    return empty | values


@pytest.fixture
def where(small_study, tmp_path):
    """A small study, anonymised, of which one source is closed."""
    sources = small_study / "sources.csv"
    sources.write_text(
        sources.read_text()
        .replace("west-p01,2,quote", "west-p01,2,closed")
        .replace("east-p01,1,quote", "east-p01,1,aggregate")
    )
    results = tmp_path / "results"
    frames.write_texts(TEXTS, results / "anonymised/east-0")
    told = {"turn": 1, "layer": "speech", "is_interviewer": False, "participant_id": "east-p01"}
    starts = {name: text.rfind("\n") + 1 for name, text in TEXTS.items()}
    turns = [
        row("anonymised", **told, source_id=name, start=starts[name], end=len(text), text=text[starts[name] :])
        for name, text in TEXTS.items()
    ]
    frames.write(turns, results / "anonymised/east-0.parquet", "anonymised")
    for coder in ("anna", "bob"):
        coded(small_study, coder, "east-i01,20,29,Very slow,slow,so")
    return Place(small_study, results, tmp_path)


def coded(study, coder, *rows):
    (study / "codings").mkdir(exist_ok=True)
    lines = ["source_id,start,end,exact,code,memo", *rows]
    (study / f"codings/{coder}.csv").write_text("\n".join(lines) + "\n")


def write(where, coder="anna", sources=()):
    return coding_texts.write(where, coder, sources, where.published / "to")


def written(where):
    return {
        path.name: commented.read(path.read_bytes(), path.name) for path in sorted((where.published / "to").glob("*"))
    }


def test_each_open_source_is_a_document_with_what_the_coder_has_coded(where):
    assert write(where) == f"2 documents in {where.published / 'to'}, with 1 coding of anna"
    found = written(where)
    assert {name: one.sources[0].text for name, one in found.items()} == {
        "east-d01.docx": "A paper.", "east-i01.docx": TEXTS["east-i01"],
    }  # fmt: skip
    codings = [(c.exact, c.code, c.memo, c.coder) for c in found["east-i01.docx"].codings]
    assert codings == [("Very slow", "Slow", "so", "anna")]


def test_whose_consent_is_closed_is_left_out_even_when_asked_for(where):
    with pytest.raises(StudyError, match="consent is closed"):
        write(where, sources=["west-i01", "east-d01"])
    with pytest.raises(StudyError, match="'nowhere'"):
        write(where, sources=["nowhere"])
    assert written(where) == {}


def test_only_the_sources_asked_for_are_written_and_none_is_overwritten(where):
    write(where, sources=["east-d01"])
    assert list(written(where)) == ["east-d01.docx"]
    with pytest.raises(StudyError, match="there already"):
        write(where)
    assert list(written(where)) == ["east-d01.docx"]


def test_documents_are_their_owners_alone(where):
    write(where)
    assert {path.stat().st_mode & 0o777 for path in (where.published / "to").glob("*")} == {0o600}


def test_without_a_build_nothing_is_written(where, tmp_path):
    with pytest.raises(StudyError, match="finished build"):
        write(Place(where.study, tmp_path / "nothing", where.published))


def test_someone_who_has_coded_nothing_gets_texts_without_comments(where):
    assert write(where, coder="cleo").endswith("with 0 codings of cleo")
    assert not any(one.codings for one in written(where).values())


def test_a_coder_is_written_as_in_the_build(where):
    with pytest.raises(StudyError, match="Write anna"):
        write(where, coder="Anna")
    assert written(where) == {}


def test_what_was_coded_since_the_last_build_stands_in_the_documents_and_comes_back(where):
    coded(
        where.study, "anna", "east-i01,20,29,Very slow,slow,so", "east-i01,20,24,Very,directive,", "east-i01,25,29,slow,slow,"
    )  # fmt: skip
    assert "with 3 codings of anna" in write(where)
    told = projects.bring(where.published / "to", where, "", False, None)
    assert "anna: nothing new; 3 as they were" in told, told


@pytest.mark.parametrize(("label", "mapping"), [("Slow", ""), ("Late", "what,name,id\ncode,Late,slow\n")])
def test_what_was_called_by_a_code_that_has_changed_since_comes_back(where, label, mapping):
    book = where.study / "codebook.yaml"
    book.write_text(book.read_text().replace("label: Slow", f"label: {label}"))
    write(where)
    book.write_text(book.read_text().replace(f"label: {label}", "label: Steady").replace("code: slow", "code: steady"))
    (where.study / "migrations.yaml").write_text(
        "migrations:\n  - {date: '2020-01-01', change: rename, from: [slow], to: [steady], reason: r}\n"
    )
    (where.study / "private/mapping.csv").write_text(mapping or "what,name,id\n")
    projects.bring(where.published / "to", where, "cleo", True, None)
    assert "Very slow" in (found := (where.study / "codings/cleo.csv").read_text()) and ",slow,so" in found
    told = projects.bring(where.published / "to", where, "anna", False, None)
    assert "anna: nothing new; 1 as they were" in told
    former = "the code 'Slow' is taken for slow, a former code: if it is another, say so in private/mapping.csv"
    assert (former in told) == (not mapping)


def test_what_has_no_place_in_the_texts_is_told_and_stays(where):
    lost = "east-i01,5,9,Gone,slow,", "east-d01,90,99,also gone,slow,"
    coded(where.study, "anna", "east-i01,20,29,Very slow,slow,so", *lost)
    assert "\n2 codings of anna wait, or lie in no segment: not in the documents, and kept." in write(where)
    told = "\n".join(projects.bring(where.published / "to", where, "", False, None))
    assert "1 as they were" in told and "2 codings of this coder not in this file: kept" in told, told


def test_what_stands_in_a_file_that_no_document_comes_back_into_stays_out_and_is_told(where):
    (where.study / "codings/east.qdpx").write_bytes(project(TEXTS["east-i01"], [(20, 29)]))
    told = write(where, coder="Ann Other")
    assert list(written(where)) == ["east-d01.docx"] and "Not among them" in told and "import-codings" in told
    with pytest.raises(StudyError, match="which documents would bring in a second time"):
        coding_texts.write(where, "Ann Other", ["east-i01"], where.published / "other")
