"""A raw file that is changed while the study is built is noticed, and read anew by the next run."""

from __future__ import annotations

import pytest
from multicase import frames, ingest
from multicase.closed import still
from multicase.study.problems import StudyError

SOURCES = [
    {"source_id": name, "case_id": "east", "kind": "document", "path": f"raw/{name}.txt", "format": "txt"}
    for name in ("east-d01", "east-d02")
]


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "raw").mkdir()
    for source in SOURCES:
        (tmp_path / source["path"]).write_text("It was very slow.\n")
    frames.write(ingest.ingest(SOURCES, None, tmp_path).texts, tmp_path / "east-0.parquet", "texts")
    return {tmp_path / "east-0.parquet": SOURCES, tmp_path / "none-0.parquet": SOURCES}


def test_files_that_are_as_they_were_read_are_no_problem(texts, tmp_path):
    (tmp_path / SOURCES[0]["path"]).touch()
    still.refuse_changed(texts, tmp_path)
    assert next(iter(texts)).is_file()


def test_a_file_that_was_changed_is_named_by_its_source_and_its_batch_is_read_anew(texts, tmp_path):
    (tmp_path / SOURCES[1]["path"]).write_text("It was very quick.\n")
    with pytest.raises(StudyError) as caught:
        still.refuse_changed(texts, tmp_path)
    (told,) = caught.value.problems
    assert told.file == "east-d02" and "Run make again" in told.todo and "quick" not in str(told)
    assert not next(iter(texts)).exists()


def test_a_file_that_is_away_is_the_workflow_s_business(texts, tmp_path):
    (tmp_path / SOURCES[1]["path"]).unlink()
    still.refuse_changed(texts, tmp_path)
