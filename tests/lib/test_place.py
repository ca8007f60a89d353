"""A command finds the study and its results from wherever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from multicase.cli import place
from multicase.study.problems import StudyError


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository that names data/small, whose results are built; commands run in it."""
    root = tmp_path / "repository"
    for name in ("data/small", "data/other", "results/small", "docs/pages"):
        (root / name).mkdir(parents=True)
    (root / "Snakefile").write_text("")
    (root / "config.yaml").write_text("study: data/small\nseed: 1\n")
    monkeypatch.chdir(root)
    return root


def absolute(found):
    return found.study.resolve(), found.results.resolve(), found.published.resolve()


def expected(study, root):
    return study, root / "results" / study.name, root / "results/published" / study.name


def test_the_study_that_config_names_is_taken_where_none_is_given(repository):
    assert absolute(place.of()) == expected(repository / "data/small", repository)


def test_a_study_that_is_given_is_taken_whatever_config_names(repository):
    assert absolute(place.of(Path("data/other"))) == expected(repository / "data/other", repository)


def test_a_study_is_called_as_it_was_given(repository):
    assert place.of(Path("data/other")).study == Path("data/other")
    assert str(place.of().study) == "data/small" and str(place.of().results) == "results/small"


@pytest.mark.parametrize("below", ["docs", "docs/pages", "data/small", "results/small"])
def test_from_below_the_repository_the_same_study_and_results_are_found(repository, monkeypatch, below):
    monkeypatch.chdir(repository / below)
    assert absolute(place.of()) == expected(repository / "data/small", repository)


def test_from_below_the_repository_a_study_is_given_from_there(repository, monkeypatch):
    monkeypatch.chdir(repository / "docs")
    assert absolute(place.of(Path("../data/small"))) == expected(repository / "data/small", repository)


def test_the_study_itself_can_be_called_a_dot(repository, monkeypatch):
    monkeypatch.chdir(repository / "data/small")
    assert absolute(place.of(Path())) == expected(repository / "data/small", repository)


@pytest.mark.parametrize("study", ["small", "other"])
def test_from_another_directory_results_are_found_above_the_study(repository, tmp_path, monkeypatch, study):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    given = repository / "data" / study
    assert absolute(place.of(given)) == expected(given, repository)


def test_a_study_outside_has_its_results_in_the_repository_that_the_command_runs_in(repository, tmp_path):
    outside = tmp_path / "studies/mine"
    outside.mkdir(parents=True)
    assert absolute(place.of(outside)) == expected(outside, repository)


def test_a_study_outside_that_config_names_absolutely_is_found(repository, tmp_path):
    outside = tmp_path / "studies/mine"
    outside.mkdir(parents=True)
    (repository / "config.yaml").write_text(f"study: {outside}\n")
    assert absolute(place.of()) == expected(outside, repository)


def test_built_results_are_preferred_to_where_they_would_be_put(repository, tmp_path, monkeypatch):
    outside = tmp_path / "studies/mine"
    outside.mkdir(parents=True)
    (tmp_path / "results/mine").mkdir(parents=True)
    assert place.of(outside).results.resolve() == tmp_path / "results/mine"
    (repository / "results/mine").mkdir()
    assert place.of(outside).results.resolve() == repository / "results/mine"


def test_a_study_of_no_repository_has_its_results_here(tmp_path, monkeypatch):
    (tmp_path / "studies/mine").mkdir(parents=True)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert absolute(place.of(Path("../studies/mine"))) == expected(tmp_path / "studies/mine", tmp_path / "here")


@pytest.mark.parametrize("there", [(), ("config.yaml",), ("Snakefile",)])
def test_where_there_is_nothing_to_go_by_it_is_said_what_to_do(tmp_path, monkeypatch, there):
    for name in there:  # another project's config.yaml, or Snakefile, is not ours
        (tmp_path / name).write_text("study: data/small\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StudyError) as caught:
        place.of()
    (told,) = caught.value.problems
    assert told.file == "config.yaml" and "Name the study's directory" in told.todo


@pytest.mark.parametrize(
    "config", ["", "seed: 1\n", "study:\n", "study: [\n", "study: 007\n", "study: 2024_01\n", "- study\n"]
)
def test_a_configuration_that_names_no_study_is_told_as_such(repository, config):
    (repository / "config.yaml").write_text(config)
    with pytest.raises(StudyError):
        place.of()


def test_a_locked_study_is_refused_where_its_closed_zone_is_needed(repository):
    assert place.unlocked(Path("data/small")).study == Path("data/small")
    (repository / "data/small/closed.age").write_text("")
    with pytest.raises(StudyError, match="multicase unlock"):
        place.unlocked(Path("data/small"))
