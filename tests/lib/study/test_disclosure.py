"""Nobody can be told from what is shown of participants."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.study import disclosure

ATTRIBUTES = ("role", "profession", "titular", "organisation_type", "level")
PERSON = st.tuples(*[st.sampled_from("abc") for _ in ATTRIBUTES])


@given(st.lists(PERSON, min_size=1, max_size=40), st.integers(1, 5))
def test_every_combination_that_is_shown_is_shared_by_k_or_says_nothing(people, k):
    frame = pd.DataFrame(people, columns=list(ATTRIBUTES))
    shown = disclosure.generalised(frame, ATTRIBUTES, k)
    for combination, n in shown.value_counts().items():
        assert n >= k or set(combination) == {disclosure.ANY}


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
    roles = {row["participant_id"]: row["role"] for row in disclosure.generalised_rows(officers, 3)}
    assert roles["a1"] == "gp" and roles["a0"] == roles["b0"] == disclosure.ANY  # three in the study, one in each case


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
    assert disclosure.roles_by_case(people, 3)["p0"] == "gp"
    assert disclosure.roles_by_case(people, 3)["p3"] == "participant"  # the fourth clinician would be told by exclusion


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([1, 5, 9], ["<3", "suppressed", "9"]),
        ([1, 2, 9], ["<3", "<3", "9"]),
        ([3, 5, 9], ["3", "5", "9"]),
        ([0, 5], ["0", "5"]),
    ],
)
def test_small_counts_are_suppressed_and_cannot_be_had_back_from_the_total(counts, shown):
    frame = pd.DataFrame({"case": "a", "n": counts})
    assert list(disclosure.suppressed(frame, "n", 3, [["case"]])["n"]) == shown


def test_within_the_team_participants_are_shown_as_they_are_and_else_by_what_k_share():
    people = [
        {"participant_id": f"p{n}", "case_id": "a", "role": role, "role_group": "", "profession": "clinician",
         "titular": "no", "organisation_type": "ccg", "level": "frontline"}
        for n, role in enumerate(["gp", "gp", "gp", "the only psychiatrist"])
    ]  # fmt: skip
    assert disclosure.shown(people, 1) == people
    roles = {row["participant_id"]: row["role_group"] for row in disclosure.shown(people, 3)}
    assert roles["p0"] == "gp" and roles["p3"] == disclosure.ANY
