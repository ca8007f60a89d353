"""Outputs that are there are made again where they were altered, or where an input holds something else than it did."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from multicase import altered, doubtful
from multicase.digest import file_sha256
from multicase.study.problems import StudyError

OLD = (1_000_000_000, 1_000_000_000)


class File(str):
    """A path as Snakemake has it."""

    is_ancient = False


class Ancient(File):
    is_ancient = True


@dataclass
class Job:
    input: list = field(default_factory=list)
    output: list = field(default_factory=list)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A study's files, and results of two jobs, one after the other; what each file held when it was read."""
    monkeypatch.chdir(tmp_path)
    for name in ("study/codebook.yaml", "study/raw/i01.txt", "study/speakers.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    first = Job(
        [File("study/raw/i01.txt"), Ancient("study/speakers.csv")], [File("results/turns"), File("results/texts")]
    )
    second = Job([File("study/codebook.yaml"), *first.output], [File("results/codes")])
    for name in ("turns", "texts", "codes"):
        folder = tmp_path / "results" / name
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(name)
        log = tmp_path / f"results/logs/{name}.log"
        altered.record(log, [folder], tmp_path / "results")
    return tmp_path, [first, second]


def reading(jobs):
    then = {str(file): f"sha256:{file_sha256(file)}" for job in jobs for file in job.input if Path(file).is_file()}
    return lambda job, file: {then.get(file)}


def replaced(jobs, read, place="digests.json"):
    digests = doubtful.Digests(Path(place))
    found = doubtful.of_replaced(jobs, read, digests)
    digests.keep()
    return sorted(found)


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("study/raw/i01.txt", ["results/texts", "results/turns"]),
        ("study/codebook.yaml", ["results/codes"]),
        ("study/speakers.csv", []),  # its jobs have a digest of it
    ],
)
@pytest.mark.parametrize("date", [OLD, None])
@pytest.mark.parametrize("is_remembered", [True, False])
def test_a_file_that_was_replaced_counts_whatever_its_date_and_one_put_back_is_as_before(
    here, name, again, date, is_remembered
):
    root, jobs = here
    read, before = reading(jobs), (root / name).read_text()
    if is_remembered:
        assert replaced(jobs, read) == []
    (root / name).write_text("else"[: len(before)].ljust(len(before)))
    os.utime(root / name, date)
    assert replaced(jobs, read) == again == replaced(jobs, read)
    (root / name).write_text(before)
    os.utime(root / name, OLD)
    assert replaced(jobs, read) == []


def test_where_nobody_knows_what_was_read_the_date_is_all_that_counts(here):
    root, jobs = here
    (root / "study/codebook.yaml").write_text("else")
    assert replaced(jobs, lambda *_: {None}) == replaced(jobs, lambda *_: set()) == []


def test_what_is_missing_and_what_a_job_makes_is_no_replaced_input(here):
    root, jobs = here
    read = reading(jobs)
    (root / "study/codebook.yaml").unlink()
    (root / "results/texts/a.txt").write_text("else")
    assert replaced(jobs, read) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', '{"study/codebook.yaml": [[1, 2], 3]}'])
def test_digests_that_cannot_be_read_are_reckoned_anew(here, content):
    root, jobs = here
    (root / "digests.json").write_text(content)
    assert replaced(jobs, reading(jobs)) == []
    assert json.loads((root / "digests.json").read_text()).keys() == {"study/codebook.yaml", "study/raw/i01.txt"}


def test_a_file_is_read_once_as_long_as_it_stays(here, monkeypatch):
    _, jobs = here
    read = reading(jobs)
    replaced(jobs, read)
    monkeypatch.setattr(doubtful, "file_sha256", lambda path: pytest.fail(f"{path} was read"))
    assert replaced(jobs, read) == []


def alter(path):
    path.write_text("else")
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 60))


def test_the_outputs_in_which_a_file_was_altered_are_made_again_and_the_file_is_told(here):
    root, jobs = here
    assert doubtful.of_altered(jobs, Path("results")) == ([], [])
    alter(root / "results/turns/a.txt")
    again, places = doubtful.of_altered(jobs, Path("results"))
    assert (again, [str(place) for place in places]) == (["results/turns"], ["results/turns/a.txt"])


def test_an_altered_file_that_is_read_and_that_no_job_makes_is_refused_and_another_left(here):
    root, jobs = here
    alter(root / "results/texts/a.txt")
    with pytest.raises(
        StudyError, match=r"results/texts/a.txt: found a file that was altered .* unlock the study first"
    ):
        doubtful.of_altered(jobs[1:], Path("results"))
    assert doubtful.of_altered([], Path("results")) == ([], [])
