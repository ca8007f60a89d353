"""What a replication can't meet of its original's criteria is asked about, said, and judged accordingly."""

from __future__ import annotations

import pytest
import replicating
from multicase.study import study, unmet
from multicase.study.problems import StudyError
from replicating import edit
from small_study import FILES


@pytest.fixture
def again(tmp_path):
    """A sound replication."""
    replicating.original(tmp_path)
    return replicating.replication(tmp_path)


def told(root):
    with pytest.raises(StudyError) as caught:
        study.load(root)
    return [(problem.place, problem.found, problem.expected, problem.todo) for problem in caught.value.problems]


def fewer(root, said=""):
    """A replication with the first case alone, and without documents."""
    edit(root, "cases.csv", FILES["cases.csv"].splitlines()[2] + "\n", "")
    for name in ("sources.csv", "participants.csv"):
        kept = [line for line in FILES[name].splitlines(keepends=True) if not line.startswith(("west", "east-d01"))]
        (root / name).write_text("".join(kept))
    edit(root, "private/speakers.csv", "west-i01,P,west-p01,participant\n", "")
    edit(root, "study.yaml", "instrument: locked", f"instrument: locked{said}")


def test_criteria_that_cannot_be_met_are_asked_about_at_the_start(again):
    fewer(again)
    asked = told(again)
    assert [problem[0] for problem in asked] == ["criterion.cases of C1, C2", "kinds of C1"]
    assert "replicates: {cases: 1, reason: ...}" in asked[0][3]
    assert "replicates: {without_kinds: [document], reason: ...}" in asked[1][3]


def test_a_kind_that_several_claims_ask_for_is_asked_about_once(again):
    for root in (again, again.parent / "original"):
        edit(root, "claims.yaml", "supports: [slow]", "supports: [slow]\n    kinds: [document, interview]")
    fewer(again)
    assert [problem[0] for problem in told(again)] == ["criterion.cases of C1, C2", "kinds of C1, C2"]


def test_what_is_said_of_them_is_enough_and_stands_with_the_criterion(again):
    fewer(again, ", cases: 1, without_kinds: [document], reason: There is but one.")
    judged = unmet.judged(study.load(again))
    assert judged["C1"]["cases"] == 1 and judged["C1"]["kinds"] == ["interview"]
    assert (
        judged["C1"]["criterion"] == "The study replicated, original, asks for 2, and this one for 1: There is but one."
    )
    assert "documents speak for it too, and here are none: There is but one." in judged["C1"]["conditions"]
    assert "conditions" not in judged["C2"] and judged["C2"]["cases"] == 1


def test_the_originals_words_on_its_own_cases_are_not_ours(again):
    fewer(again, ", cases: 1, without_kinds: [document], reason: There is but one.")
    assert unmet.judged(study.load(again))["C1"]["negative_cases"] == [0]
    edit(again, "claims.yaml", "One person's way.", "Mine.")
    assert "C1.negative_cases" in [problem[0] for problem in told(again)]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        (", cases: 1, without_kinds: [document]", "replicates"),
        (", cases: 2, without_kinds: [document], reason: Why.", "replicates.cases"),
        (", cases: 1, without_kinds: [document, observation], reason: Why.", "replicates.without_kinds"),
        (", cases: 1, without_kinds: [document, interview], reason: Why.", "replicates.without_kinds"),
        (", cases: 1, without_kinds: [document], untestable: {C9: No.}, reason: Why.", "replicates.untestable.C9"),
    ],
)  # fmt: skip
def test_what_is_said_without_need_or_reason_is_refused(again, said, place):
    fewer(again, said)
    assert place in [problem[0] for problem in told(again)]


def test_fewer_cases_than_there_need_be_are_refused(again):
    edit(again, "study.yaml", "instrument: locked", "instrument: locked, cases: 1, reason: It is easier.")
    assert [problem[0] for problem in told(again)] == ["replicates.cases"]


def test_a_claim_on_which_nobody_speaks_is_asked_about(again):
    edit(again, "participants.csv", ",gp,", ",,")
    study.load(again)  # managers are left, whose words count
    edit(again, "participants.csv", ",manager,manager,no", ",,manager,no")
    ((place, _, _, todo),) = told(again)
    assert place == "C1.population.speakers.role_group" and "untestable: {C1: why}" in todo
    edit(again, "study.yaml", "instrument: locked", "instrument: locked, untestable: {C1: Nobody was asked.}")
    conditions = unmet.judged(study.load(again))["C1"]["conditions"]
    assert conditions == "It can't be tested here: Nobody was asked."


def test_a_claim_that_asks_for_more_of_a_case_than_there_is_is_told_of_until_it_is_said(again):
    told = [note.partition(":")[0] for note in unmet.short_of_material(study.load(again))]
    assert told == [f"{claim} asks for 2 sources of a case, and west has 1" for claim in ("C1", "C2")]
    edit(again, "study.yaml", "instrument: locked", "instrument: locked, untestable: {C1: There is but one.}")
    assert [note[:2] for note in unmet.short_of_material(study.load(again))] == ["C2"]


def counted_sources(per_case, unit="source", asked=2, said=None):
    content = {
        "cases": [{"case_id": case} for case in per_case],
        "sources": [{"case_id": case, "analysed": "yes"} for case, n in per_case.items() for _ in range(n)]
        + [{"case_id": case, "analysed": "no"} for case in per_case],
        "participants": [{"case_id": "a"}],
    }
    claim = {"claim": "C1", "unit": unit, "criterion": {"minimum": 2}}
    return unmet.short_of_units(claim, {"criterion": {"minimum": 9, "cases": asked}}, said or {}, content)


def test_so_many_cases_must_have_enough_as_must_be_judged():
    assert counted_sources({"a": 2, "b": 2, "c": 1}) is None
    assert counted_sources({"a": 2, "b": 1, "c": 0}) == (2, "source", {"b": 1, "c": 0})
    assert counted_sources({"a": 2, "b": 1}, said={"cases": 1}) is None
    assert counted_sources({"a": 2, "b": 2}, asked=4) is None  # that there are too few cases is asked for itself
    assert counted_sources({"a": 2, "b": 2}, unit="participant") == (2, "participant", {"a": 1, "b": 0})
    assert counted_sources({"a": 1, "b": 1}, unit="segment") is None


def test_a_claim_that_can_be_tested_is_not_untestable(again):
    for root in (again, again.parent / "original"):
        edit(root, "claims.yaml", "cases: 2}", "cases: 1}")
    edit(again, "study.yaml", "instrument: locked", "instrument: locked, untestable: {C1: No.}")
    assert [problem[0] for problem in told(again)] == ["replicates.untestable.C1"]


def test_of_rivals_that_stand_as_in_the_original_it_is_said_whose_consideration_it_is(again):
    assert unmet.judged(study.load(again))["C1"]["rivals"] == [0]
    edit(again, "claims.yaml", "Documents say so too.", "Ours say so too.")
    assert "C1" not in unmet.judged(study.load(again))
