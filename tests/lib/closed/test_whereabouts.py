"""The closed files of a study's results are found wherever the study is locked from, and no other study's are taken."""

from __future__ import annotations

import os
import shutil

import pytest
from multicase.cli import lock, place, unlock
from multicase.closed import keys, locking, whereabouts
from multicase.study.problems import StudyError


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "studies/small"
    (path / "raw").mkdir(parents=True)
    (path / "raw/i1.txt").write_text("x")
    return path


def built(root, study=None):
    """Results of a study of that name below a folder, with closed files."""
    results = root / "results/small"
    (results / "private").mkdir(parents=True)
    (results / "private/queue.csv").write_text("text\n")
    if study:
        whereabouts.record(results, study)
    return results


def test_a_build_writes_for_its_owner_alone_which_study_it_is_of(study, tmp_path):
    results = built(tmp_path / "w", study)
    path = results / whereabouts.OF
    assert path.read_text().splitlines() == [str(study), os.path.relpath(study, results)]
    assert path.stat().st_mode & 0o777 == 0o600


def test_results_copied_with_their_study_are_the_copy_s_even_while_the_first_is_there(study, tmp_path):
    root = tmp_path / "w"
    shutil.copytree(study, root / "data/small")
    results = built(root, root / "data/small")
    shutil.copytree(root, tmp_path / "copy")
    copied = tmp_path / "copy/data/small"
    assert whereabouts.closed_results(copied, [tmp_path / "copy"], []) == tmp_path / "copy/results/small"
    assert whereabouts.closed_results(root / "data/small", [root], []) == results
    assert whereabouts.closed_results(root / "data/small", [tmp_path / "copy"], []) is None


def test_results_beside_the_person_or_the_study_are_the_study_s(study, tmp_path):
    results = built(tmp_path / "w")
    assert whereabouts.closed_results(study, [tmp_path / "w"], []) == results
    assert whereabouts.closed_results(study, [tmp_path / "none"], []) is None


def test_results_far_away_count_only_if_they_say_so(study, tmp_path):
    results = built(tmp_path / "w")
    assert whereabouts.closed_results(study, [], [tmp_path / "w"]) is None
    whereabouts.record(results, study)
    assert whereabouts.closed_results(study, [], [tmp_path / "w"]) == results


def test_results_of_another_study_of_the_same_name_are_left_alone(study, tmp_path):
    other = tmp_path / "others/small"
    other.mkdir(parents=True)
    built(tmp_path / "w", other)
    assert whereabouts.closed_results(study, [tmp_path / "w"], [tmp_path / "w"]) is None
    other.rmdir()  # it was moved: results beside are the study's again
    assert whereabouts.closed_results(study, [tmp_path / "w"], []) == tmp_path / "w/results/small"


def test_closed_files_in_two_places_are_both_named_and_neither_left_open_in_silence(study, tmp_path):
    places = [built(tmp_path / name, study) for name in ("w", "v")]
    with pytest.raises(StudyError) as caught:
        whereabouts.closed_results(study, [tmp_path / "w"], [tmp_path / "v"])
    assert {problem.file for problem in caught.value.problems} == set(map(str, places))


@pytest.fixture
def key(tmp_path):
    return tmp_path / "key.txt", keys.keygen(tmp_path / "key.txt")


def test_a_lock_from_another_directory_leaves_no_closed_file_in_the_results(study, tmp_path, key, monkeypatch, capsys):
    results = built(tmp_path / "w", study)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setattr(place, "__file__", str(tmp_path / "w/workflow/lib/multicase/cli/place.py"))
    lock.command([key[1]], study)
    assert not (results / "private").exists() and capsys.readouterr().err == ""
    locking.unlock(study, key[0], results)
    assert (results / "private/queue.csv").is_file()


def test_where_no_results_are_found_it_is_said_and_they_can_be_named(study, tmp_path, key, monkeypatch, capsys):
    results = built(tmp_path / "w")
    monkeypatch.chdir(study.parent)
    monkeypatch.setattr(place, "__file__", str(tmp_path / "other/place.py"))
    lock.command([key[1]], study)
    assert (results / "private").exists() and "name them with --results" in capsys.readouterr().err
    locking.unlock(study, key[0], remove=True)
    lock.command([key[1]], study, results)
    assert not (results / "private").exists() and capsys.readouterr().err == ""


def test_what_was_locked_elsewhere_is_never_opened_where_nothing_of_the_study_lies(
    study, tmp_path, key, monkeypatch, capsys
):
    results = built(tmp_path / "w", study)
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path / "home")
    lock.command([key[1]], study, results)
    assert str(results) in capsys.readouterr().out
    with pytest.raises(StudyError, match="--results"):
        unlock.command(key[0], study)
    assert not (study / "raw").exists() and not list((tmp_path / "home").iterdir())
    unlock.command(key[0], study, results)
    assert (results / "private/queue.csv").is_file() and str(results) in capsys.readouterr().out


def test_what_was_locked_goes_back_to_the_results_that_are_near(study, tmp_path, key, monkeypatch):
    results = built(tmp_path / "w", study)
    (results / "index.html").touch()
    monkeypatch.chdir(tmp_path / "w")
    lock.command([key[1]], study)
    assert not (results / "private").exists()
    unlock.command(key[0], study)
    assert (results / "private/queue.csv").is_file()


def test_a_build_refuses_results_of_another_study_of_the_same_name_and_names_both(study, tmp_path):
    other = tmp_path / "others/small"
    other.mkdir(parents=True)
    results = built(tmp_path / "w", other)
    with pytest.raises(StudyError) as caught:
        whereabouts.refuse_another_s(results, study)
    assert str(other) in str(caught.value) and str(study) in str(caught.value)
    other.rmdir()  # it was moved, or is gone
    whereabouts.refuse_another_s(results, study)
    whereabouts.refuse_another_s(tmp_path / "w/results/none", study)


def test_results_of_a_locked_study_are_refused_to_another_of_the_same_name_and_tell_no_path(study, tmp_path, key):
    other = tmp_path / "others/small"
    (other / "raw").mkdir(parents=True)
    (other / "raw/a.txt").write_text("x")
    results = built(tmp_path / "w", study)
    locking.lock(study, [key[1]], results)
    assert str(tmp_path) not in (results / locking.LOCKED).read_text()
    for _ in range(2):  # unlocked, then locked itself
        with pytest.raises(StudyError, match="a study that is locked"):
            whereabouts.refuse_another_s(results, other)
        if (other / "raw").is_dir():
            locking.lock(other, [key[1]])
    whereabouts.refuse_another_s(results, study)
    moved = study.rename(tmp_path / "moved")
    whereabouts.refuse_another_s(results, moved)
    (tmp_path / "shared").mkdir()  # without its closed zone
    whereabouts.refuse_another_s(results, tmp_path / "shared")
    locking.unlock(moved, key[0], results)
    assert not (results / locking.LOCKED).exists()
    whereabouts.refuse_another_s(results, moved)


@pytest.mark.parametrize("damaged", [b"", b"\n", b"\xff\xfe\n"])
def test_a_mark_that_says_nothing_is_as_one_that_is_not_there(tmp_path, damaged):
    results, study = tmp_path / "results/study", tmp_path / "study"
    study.mkdir()
    (results / "private").mkdir(parents=True)
    (results / whereabouts.OF).write_bytes(damaged)
    assert whereabouts.is_of(results, study, True) and not whereabouts.is_of(results, study, False)
    whereabouts.refuse_another_s(results, study)
    whereabouts.record(results, study)
    assert whereabouts.is_of(results, study, False)
