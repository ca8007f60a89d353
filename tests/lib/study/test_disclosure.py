"""Nobody can be told from what is shown of participants."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.study import attributes, disclosure

ATTRIBUTES = ("organisation_type", "level", "titular", "profession", "role")  # the first is given up first
DECLARED = attributes.declared({"attributes": {"participants": dict.fromkeys(ATTRIBUTES[:-1])}})
PERSON = st.tuples(*[st.sampled_from("abc") for _ in ATTRIBUTES])


@given(st.lists(PERSON, min_size=1, max_size=40), st.integers(1, 5))
def test_every_combination_that_is_shown_is_shared_by_k_or_says_nothing(people, k):
    frame = pd.DataFrame(people, columns=list(ATTRIBUTES))
    shown = disclosure.generalised(frame, ATTRIBUTES, k)
    for combination, n in shown.value_counts().items():
        assert n >= k or set(combination) == {disclosure.GIVEN_UP}


@given(st.lists(st.tuples(st.sampled_from("xy"), PERSON), min_size=1, max_size=40), st.integers(1, 5))
def test_every_combination_that_is_shown_within_a_case_is_shared_by_k_of_it_or_says_nothing(people, k):
    frame = pd.DataFrame([(case, *person) for case, person in people], columns=["case_id", *ATTRIBUTES])
    shown = disclosure.generalised(frame, ATTRIBUTES, k, within=["case_id"])
    assert list(shown["case_id"]) == list(frame["case_id"])
    for (_, *combination), n in shown.value_counts().items():
        assert n >= k or set(combination) == {disclosure.GIVEN_UP}


def test_what_comes_first_in_the_order_is_given_up_first_and_only_where_it_must():
    people = pd.DataFrame({"level": list("xxyz"), "role": ["gp", "gp", "nurse", "nurse"]})
    shown = disclosure.generalised(people, ["level", "role"], 2).to_numpy().tolist()
    assert shown == [["x", "gp"], ["x", "gp"], [disclosure.GIVEN_UP, "nurse"], [disclosure.GIVEN_UP, "nurse"]]


def test_what_stands_with_a_case_is_shared_within_the_case():
    role = {
        "role_group": "",
        "profession": "clinician",
        "titular": "no",
        "organisation_type": "ccg",
        "level": "strategy",
    }
    officers = [
        role | {"participant_id": f"{case}{n}", "case_id": case, "role": "officer" if n == 0 else "gp"}
        for case in "abc"
        for n in range(4)
    ]
    roles = disclosure.shown(pd.DataFrame(officers), DECLARED, 3).set_index("participant_id")["role"]
    assert roles["a1"] == "gp"
    assert roles["a0"] == roles["b0"] == disclosure.GIVEN_UP  # three in the study, one in each case


def test_a_role_that_one_person_of_a_case_has_is_shown_as_a_vaguer_one():
    people = pd.DataFrame(
        {
            "participant_id": [f"p{n}" for n in range(7)],
            "case_id": ["a"] * 7,
            "role": "in words",
            "role_group": ["gp"] * 3 + ["nurse", "manager", "manager", "manager"],
            "profession": ["clinician"] * 4 + ["manager"] * 3,
        }
    )
    shown = disclosure.roles_by_case(people, 3, "profession")
    assert shown["p0"] == "gp"
    assert shown["p3"] == "participant"  # the fourth clinician would be told by exclusion


def test_within_the_team_participants_are_shown_as_they_are_and_else_by_what_k_share():
    rows = [
        {"participant_id": f"p{n}", "case_id": "a", "role": role, "role_group": "", "profession": "clinician",
         "titular": "no", "organisation_type": "ccg", "level": "frontline"}
        for n, role in enumerate(["gp", "gp", "gp", "the only psychiatrist"])
    ]  # fmt: skip
    people = pd.DataFrame(rows)
    pd.testing.assert_frame_equal(disclosure.shown(people, DECLARED, 1), people)
    shown = disclosure.shown(people, DECLARED, 3).set_index("participant_id")
    assert shown.loc["p0", ["role", "role_group"]].tolist() == ["gp", "gp"]
    assert set(shown.loc["p3", ["role_group", *ATTRIBUTES]]) == {disclosure.GIVEN_UP}


@pytest.mark.parametrize(
    ("people", "shown"),
    [  # (role, role_group) as they are, and as they are shown
        ([("nurse", "nursing")] * 2 + [("matron", "nursing")], [("withheld", "nursing")] * 3),
        ([("nurse", "")] * 3, [("nurse", "nurse")] * 3),
        ([("nurse", "")] * 2 + [("sister", "nurse")], [("withheld", "nurse")] * 3),  # one word, a role and a group
        ([("nurse", "nursing")] * 2, [("withheld", "withheld")] * 2),
    ],
)
def test_a_role_for_which_its_group_stands_is_withheld_and_no_other_word_of_its_own(people, shown):
    frame = pd.DataFrame(people, columns=["role", "role_group"]).assign(participant_id="p", case_id="a")
    found = disclosure.shown(frame, DECLARED, 3)
    assert list(zip(found["role"], found["role_group"], strict=True)) == shown
    assert list(disclosure.grouped_roles(found)) == [group for _, group in shown]


NURSES = [("a", "nurse", "nursing")] * 3 + [("a", "cook", "")] * 3
ROLE_OF_OTHERS = [("a", "gp", "")] * 5 + [("a", "partner", "gp")]  # a role that is the word of somebody else's group
BY_CASE = [("a", "gp", "clinician"), *[("b", "gp", "")] * 6]
FEW = [("a", "gp", ""), *[("a", "nurse", "nursing")] * 3]  # of whom nothing is told, group or not


@pytest.mark.parametrize(
    ("people", "population", "told", "counting", "remedy"),
    [
        (NURSES, {"speakers": {"role": ["nurse"]}}, "speakers asks for the role nurse", ": 0 of 3 participants count", "(nursing)"),
        (NURSES, {"narrower": {"role": ["cook", "nurse"]}}, "narrower asks for the role nurse", ": 3 of 6 participants count", "(cook or nursing)"),
        (NURSES, {"speakers": {"role": ["cook"]}}, "", "", ""),
        (NURSES, {"speakers": {"role_group": ["nursing"]}}, "", "", ""),
        (NURSES, {"about": "role: nurse"}, "", "", ""),
        (ROLE_OF_OTHERS, {"speakers": {"role": ["gp"]}}, "speakers asks for the role gp", ": 0 of 5 participants count", "(gp)"),
        (BY_CASE, {"speakers": {"role": ["gp"]}}, "speakers asks for the role gp", ": 6 of 7 participants count", "(gp)"),
        (BY_CASE[:1], {"speakers": {"role": ["gp"]}}, "speakers asks for the role gp", ": 0 of 1 participant count", "No group is shown"),
        (FEW, {"speakers": {"role": ["gp"]}}, "", "", ""),
        ([], {"speakers": {"role": ["gp"]}}, "", "", ""),
    ],
)  # fmt: skip
def test_claims_on_roles_that_are_shown_by_their_group_are_told_with_how_many_count(
    people, population, told, counting, remedy
):
    frame = pd.DataFrame(people, columns=["case_id", "role", "role_group"]).assign(participant_id="p")
    content = {"claims": [{"claim": "C1", "population": population}, {"claim": "C2"}]}
    notes = list(disclosure.asked_by_role(content, frame, DECLARED, 3))
    assert [note.partition(",")[0] for note in notes] == ([f"C1.population.{told}"] if told else [])
    assert all(counting in note and remedy in note for note in notes)
    assert not list(disclosure.asked_by_role(None, frame, DECLARED, 3))


def test_an_attribute_that_nobody_declared_is_no_ground_to_tell_people_apart_and_one_without_a_column_says_nothing():
    people = pd.DataFrame(
        {"participant_id": list("abc"), "case_id": "x", "role": "gp", "role_group": "", "level": "top"}
    )
    shown = disclosure.shown(people, DECLARED, 3)
    assert set(shown["level"]) == {"top"} and set(shown["titular"]) == {""} and set(shown["role"]) == {"gp"}
