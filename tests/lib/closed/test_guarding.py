"""The guard: no file of a closed zone gets into git, unless the study was invented."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from multicase.closed import guarding
from multicase.study.problems import StudyError

REAL = pytest.mark.skipif(not shutil.which("git"), reason="git isn't installed")


@pytest.fixture
def top(tmp_path):
    for name, synthetic in {"data/real": "false", "data/made": "true"}.items():
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "sources.csv").write_text("source_id\n")
        (tmp_path / name / "study.yaml").write_text(f"title: x\nsynthetic: {synthetic}\n")
    return tmp_path


def staging(top, *paths):
    """A git that has these paths staged."""
    return lambda folder, arguments: [f"{top}\n"] if arguments[0] == "rev-parse" else list(paths)


@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("data/real/raw/i1.txt", True),
        ("data/real/raw/deep/er/i1.txt", True),
        ("data/real/private/register.csv", True),
        ("data/real/Private/register.csv", True),
        ("data/real/RAW/deep/i1.txt", True),
        ("data/made/Raw/i1.txt", False),
        ("Results/real/Private/queue.csv", True),
        ("data/real/closed.age", False),
        ("data/real/codebook.yaml", False),
        ("data/real/raw", False),
        ("data/made/raw/i1.txt", False),
        ("data/none/raw/i1.txt", False),
        ("docs/private/x.md", False),
        ("results/real/private/queue.csv", True),
        ("results/real/tables/T01.csv", False),
    ],
)
def test_a_staged_file_is_closed_in_raw_or_private_of_a_study_that_was_not_invented(top, path, closed):
    assert guarding.staged_closed_files(top, staging(top, path)) == ([path] if closed else [])


def test_a_study_that_is_only_staged_counts_too(top):
    paths = ["new/raw/i.txt", "new/sources.csv"]
    assert guarding.staged_closed_files(top, staging(top, *paths)) == ["new/raw/i.txt"]


@pytest.mark.parametrize("text", ["", "synthetic: 'true'\n", ": [", "- synthetic\n", "synthetic: true: x"])
def test_a_study_yaml_that_does_not_plainly_say_so_is_not_synthetic(top, text):
    (top / "data/made/study.yaml").write_text(text)
    assert not guarding.is_synthetic(top / "data/made")
    assert guarding.staged_closed_files(top, staging(top, "data/made/raw/a")) == ["data/made/raw/a"]


def test_the_guard_names_every_file_and_is_silent_without_one(top):
    with pytest.raises(StudyError, match="2 problems") as error:
        guarding.guard(top, staging(top, "data/real/raw/a", "data/real/private/b", "README.md"))
    assert "git restore --staged" in str(error.value)
    guarding.guard(top, staging(top, "README.md"))
    guarding.guard(top, lambda *_: None)


def test_tracked_files_of_a_synthetic_study_and_without_a_repository_are_none(top):
    def run(folder, arguments):
        return ["raw/a"]

    assert guarding.tracked_closed_files(top / "data/made", run=run) == []
    assert guarding.tracked_closed_files(top / "data/real", run=run) == [top / "data/real/raw/a"]
    assert guarding.tracked_closed_files(top / "data/real", run=lambda *_: None) == []


@pytest.fixture
def repository(top, monkeypatch):
    """A repository of its own, whatever repository or hook these tests are started from."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    for study in ("real", "made"):
        for part in ("raw", "private"):
            (top / "data" / study / part).mkdir()
            (top / "data" / study / part / "é.txt").write_text("x")
    return top


@REAL
def test_real_git_takes_what_is_tracked_and_what_nothing_ignores(repository):
    real = repository / "data/real"
    assert guarding.tracked_closed_files(real) == [real / "private/é.txt", real / "raw/é.txt"]
    (repository / ".gitignore").write_text("data/real/raw/\n")
    assert guarding.tracked_closed_files(real) == [real / "private/é.txt"]
    subprocess.run(["git", "-C", str(repository), "add", "-f", "data/real/raw"], check=True)
    assert guarding.tracked_closed_files(real) == [real / "private/é.txt", real / "raw/é.txt"]
    (real / "Private").mkdir()
    (real / "Private/register.csv").write_text("x")
    assert real / "Private/register.csv" in guarding.tracked_closed_files(real)


@REAL
def test_real_git_staged_files_are_told_from_a_folder_below_the_top_too(repository):
    subprocess.run(["git", "-C", str(repository), "add", "-A"], check=True)
    expected = ["data/real/private/é.txt", "data/real/raw/é.txt"]
    assert guarding.staged_closed_files(repository) == expected
    assert guarding.staged_closed_files(repository / "data") == expected


@REAL
def test_real_git_outside_a_repository_is_no_mistake(top, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(top.parent))
    assert guarding.tracked_closed_files(top / "data/real") == []
    assert guarding.staged_closed_files(top) == []


@REAL
def test_a_commit_is_named_only_if_all_files_stand_in_it_as_they_are(repository):
    def run(*arguments):
        name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "-C", str(repository), *name, *arguments], check=True, capture_output=True)

    one, other = repository / "one.yaml", repository / "other.yaml"
    for path in (one, other):
        path.write_text("a: 1\n")
    assert guarding.commit_of([one]) == ""
    run("add", "one.yaml")
    assert guarding.commit_of([one]) == ""  # staged, and in no commit
    run("commit", "-qm", "One", "--no-verify")
    assert len(guarding.commit_of([one])) == 40 and guarding.commit_of([one, other]) == ""
    (repository / ".gitignore").write_text("other.yaml\n")
    assert guarding.commit_of([one, other]) == ""  # of what git ignores it says nothing
    one.write_text("a: 2\n")
    assert guarding.commit_of([one]) == ""


@REAL
def test_outside_a_repository_there_is_no_commit(top, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(top.parent))
    assert guarding.commit_of([next(path for path in top.rglob("*") if path.is_file())]) == ""
