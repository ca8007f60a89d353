"""What is read of a study's results; results of another form are refused, whole and clearly; where the original lies."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest
from multicase.comparing import outcome
from multicase.comparing.original import results_of
from multicase.comparing.outcome import Outcome
from multicase.study.problems import StudyError
from replicated import write
from small_study import REPOSITORY

SHIPPED = REPOSITORY / "results/published/gp-leadership"


def test_published_results_hold_all_that_a_comparison_needs():
    study = Outcome.read(SHIPPED)
    assert len(study.claims) == 9 and len(study.of_cases("C1")) == len(study.cases) == 6
    assert study.kinds_for("C1") >= {"interview", "observation"} and study.agreement["alpha"]
    assert len(study.published_as) == 16


def test_what_a_job_is_given_without_a_manifest_is_a_build_under_way_whatever_an_earlier_one_left_there():
    given = [path for path in outcome.paths(SHIPPED) if not path.endswith("T27.csv")]
    assert Outcome.of(given).published_as == "" and Outcome.of(given).root == SHIPPED
    assert Outcome.of(outcome.paths(SHIPPED)).published_as == Outcome.read(SHIPPED).published_as


def refused(root):
    with pytest.raises(StudyError) as error:
        Outcome.read(root)
    return str(error.value)


def test_a_folder_without_results_is_refused(tmp_path):
    assert "no results" in refused(tmp_path)


def test_results_of_an_older_form_are_refused_with_all_that_they_lack(tmp_path):
    write(tmp_path, ["fff"])
    table = pd.read_csv(tmp_path / "tables/T23.csv").drop(columns=["n_mixed", "unit"])
    table.to_csv(tmp_path / "tables/T23.csv", index=False)
    (tmp_path / "audit/settings.csv").unlink()
    told = refused(tmp_path)
    assert (
        "no column n_mixed, unit" in told and "settings.csv" in told and "form 1" in told and "Build that study" in told
    )


@pytest.mark.parametrize("change", ["newer", "older"])
def test_claims_of_another_form_are_refused(tmp_path, change):
    write(tmp_path, ["fff"])
    path = tmp_path / "audit/claims.json"
    (claim,) = json.loads(path.read_text())
    if change == "newer":
        claim["weight"] = 2
    else:
        del claim["criterion"]["mixed"]
    path.write_text(json.dumps([claim]))
    assert ("weight" if change == "newer" else "mixed") in refused(tmp_path)


def test_the_files_that_are_read_lead_back_to_their_folder(tmp_path):
    write(tmp_path, ["fff"])
    named = outcome.paths(tmp_path)
    assert Outcome.of(named).root == tmp_path and not any(path.endswith("T27.csv") for path in named)
    assert {"audit/evidence.csv", "audit/claims.json", "tables/T23.csv"} <= {
        path.removeprefix(f"{tmp_path}/") for path in named
    }


def test_a_study_without_claims_is_read(tmp_path):
    study = write(tmp_path, ["fff"], register=())
    assert study.claims == {} and study.over_all("C1") == {}


@pytest.mark.parametrize(
    ("there", "place", "found"),
    [
        (["results/published/first", "results/first"], "data/first", "results/published/first"),
        (["results/first"], "data/first", "results/first"),
        (["elsewhere/first", "results/first"], "elsewhere/first", "elsewhere/first"),
    ],
)
def test_the_originals_results_are_those_that_were_found_or_else_published_or_built(tmp_path, there, place, found):
    write(tmp_path / "made", ["fff"])
    for folder in there:
        shutil.copytree(tmp_path / "made", tmp_path / folder)
    (tmp_path / "data/first").mkdir(parents=True)
    assert results_of(tmp_path / place, tmp_path) == tmp_path / found


def test_an_original_without_results_is_told_with_what_to_do(tmp_path):
    with pytest.raises(StudyError, match="results/published/first"):
        results_of(tmp_path / "data/first", tmp_path)
