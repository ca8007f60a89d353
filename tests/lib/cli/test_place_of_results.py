"""Where the results lie that a command audits: of the last build, published, or a directory of them anywhere."""

from __future__ import annotations

import pytest
from multicase.cli import place
from multicase.closed import whereabouts


def results(root, name):
    path = root / name
    (path / "audit").mkdir(parents=True, exist_ok=True)
    (path / "audit/evidence.csv").write_text("segment_id\n", encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path):
    study = tmp_path / "repository/data/small"
    study.mkdir(parents=True)
    for name in ("config.yaml", "Snakefile"):
        (tmp_path / "repository" / name).touch()
    return tmp_path / "repository"


def test_a_directory_of_results_is_taken_as_it_is_wherever_it_lies(root, tmp_path, monkeypatch):
    copy = results(tmp_path, "elsewhere/copy")
    monkeypatch.chdir(tmp_path)
    assert place.results_of(copy) == copy


def test_of_a_study_the_build_is_taken_and_the_version_of_record_where_nothing_is_built(root, tmp_path, monkeypatch):
    published = results(root, "results/published/small")
    monkeypatch.chdir(tmp_path)
    assert place.results_of(root / "data/small").resolve() == published.resolve()
    (root / "results/small/private").mkdir(parents=True)  # a build that isn't finished
    assert place.results_of(root / "data/small").resolve() == published.resolve()
    built = results(root, "results/small")
    assert place.results_of(root / "data/small").resolve() == built.resolve()


def test_without_any_results_those_of_the_build_are_named(root, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert place.results_of(root / "data/small").resolve() == (root / "results/small").resolve()


def test_results_that_are_of_another_study_of_the_same_name_are_nobody_elses(root, tmp_path, monkeypatch):
    built = results(root, "results/small")
    results(root, "results/published/small")
    whereabouts.record(built, root / "data/small")
    other = tmp_path / "elsewhere/small"
    other.mkdir(parents=True)
    for here in (root, tmp_path, other):
        monkeypatch.chdir(here)
        assert place.of(root / "data/small").results.resolve() == built.resolve()
        where = place.of(other)
        assert not where.results.exists() and not where.published.exists()
        assert not place.results_of(other).exists()
    own = results(tmp_path, "elsewhere/results/small")
    monkeypatch.chdir(root)
    assert place.of(other).results.resolve() == own.resolve()


def test_results_of_the_workflow_are_found_from_anywhere_if_they_say_whose_they_are(root, tmp_path, monkeypatch):
    built = results(root, "results/small")
    study, other = tmp_path / "work/small", tmp_path / "more/small"
    for folder in (study, other, tmp_path / "nothing"):
        folder.mkdir(parents=True)
    monkeypatch.setattr(place, "__file__", str(root / "workflow/lib/multicase/cli/place.py"))
    for here in (tmp_path, tmp_path / "work", tmp_path / "nothing"):
        monkeypatch.chdir(here)
        assert not place.of(study).results.exists()  # results that don't say whose they are
    whereabouts.record(built, study)
    for here in (tmp_path, tmp_path / "work", tmp_path / "nothing"):
        monkeypatch.chdir(here)
        assert place.of(study).results.resolve() == place.results_of(study).resolve() == built.resolve()
        assert not place.of(other).results.exists()
    near = results(tmp_path, "work/results/small")
    assert place.of(study).results.resolve() == near.resolve()  # near results go before
