"""`multicase export` copies the exports, or writes a project to code in where nobody takes it for a result."""

from __future__ import annotations

import pytest
from multicase import frames
from multicase.cli import export
from multicase.cli.place import Place
from multicase.exchange import for_coding, refi
from multicase.study import study
from multicase.study.problems import StudyError


@pytest.fixture
def where(small_study, tmp_path):
    """A small study whose texts are anonymised."""
    results = tmp_path / "results/small"
    texts = {row["source_id"]: "It was very slow." for row in study.load(small_study).open_sources}
    frames.write_texts(texts, results / "anonymised/all-0")
    return Place(small_study, results, tmp_path / "results/published/small")


def test_without_a_tool_the_exports_are_copied_and_their_losses_told(tmp_path):
    (tmp_path / "results/exports").mkdir(parents=True)
    (tmp_path / "results/exports/losses.csv").write_text("format,what,n,why\nSQLite,anchored,2,no place\n")
    (tmp_path / "results/exports/study.sqlite3").write_bytes(b"base")
    told = export.export(tmp_path / "results", tmp_path / "out")
    assert told.splitlines()[1:] == ["SQLite: anchored (2): no place"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["losses.csv", "study.sqlite3"]


def test_every_tool_that_can_be_named_can_be_written_for():
    assert [tool.value for tool in export.Tool] == list(for_coding.NAMES)


def test_a_project_to_code_in_is_written_and_told_of(where, tmp_path):
    to = tmp_path / "team/coding.qdpx"
    told = export.for_coding(where, to, "qualcoder")
    assert told.startswith(f"{to}:\n") and "stays inside the study's team" in told
    read = refi.read(to.read_bytes(), "coding.qdpx")
    assert {source.name for source in read.sources} == {
        row["source_id"] for row in study.load(where.study).open_sources
    }


@pytest.mark.parametrize("folder", ["study", "results", "published"])
def test_it_is_not_written_where_files_are_published_or_read(where, folder):
    to = getattr(where, folder) / "codings/coding.qdpx"
    with pytest.raises(StudyError, match="a place inside"):
        export.for_coding(where, to, "nvivo")
    assert not to.exists()


def test_a_file_that_the_tool_would_not_open_is_refused(where, tmp_path):
    for name, tool in (("coding.zip", "atlasti"), ("coding.qdpx", "taguette")):
        with pytest.raises(StudyError, match="another ending"):
            export.for_coding(where, tmp_path / name, tool)


def test_no_file_of_people_is_overwritten(where, tmp_path):
    (where.results / "exports").mkdir(parents=True)
    (where.results / "exports/losses.csv").write_text("format,what,n,why\n")
    (where.results / "exports/codings.csv").write_text("ours")
    to = tmp_path / "team"
    to.mkdir()
    for name, write in {
        "codings.csv": lambda: export.export(where.results, to),
        "coding.qdpx": lambda: export.for_coding(where, to / "coding.qdpx", "qualcoder"),
    }.items():
        (to / name).write_text("theirs")
        with pytest.raises(StudyError, match="there already"):
            write()
        assert (to / name).read_text() == "theirs"
    assert not (to / "losses.csv").exists()
