"""Whose words count for a claim on some speakers, and what disclosure control takes away from it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import claims
from multicase.claims import units
from multicase.study import attributes, disclosure
from spoken import CLAIM, study

NURSES = CLAIM | {"population": {"about": "nurses", "speakers": {"role_group": ["nurse"]}}}


def claim(told):
    (parsed,) = claims.parse({"claims": [told]})
    return parsed


def said(**roles):
    """Evidence in which the participants of some cases have a role; the others are GPs."""
    rows = study("ff", "aa", "fa")
    return rows.assign(role_group=rows["case_id"].map(roles).fillna("gp"))


@pytest.mark.parametrize(
    ("roles", "told", "n"),
    [
        ({"k1": "nurse"}, NURSES, 0),
        ({"k1": "nurse", "k2": "withheld"}, NURSES, 2),
        ({"k1": "withheld", "k2": "withheld", "k3": "withheld"}, NURSES, 6),
        ({"k1": "withheld"}, CLAIM, 0),  # everybody's words count
    ],
)
def test_who_may_be_of_the_population_and_does_not_count_is_counted(roles, told, n):
    rows = said(**roles)
    assert units.n_withheld(claim(told), rows) == n
    assert units.n_withheld(claim(told), rows.iloc[:0]) == 0


def test_of_segments_in_which_nothing_counts_and_something_is_withheld_results_say_nothing():
    rows = said(k1="withheld", k2="nurse")
    both = pd.concat([rows, rows[rows["case_id"] == "k2"].head(1).assign(role_group="withheld")])
    mine = set(rows.loc[rows["case_id"] == "k1", "segment_id"])
    assert units.held_back([claim(NURSES)], both) == {"C1": mine}
    assert units.held_back([claim(CLAIM)], both) == {"C1": set()} and units.held_back([], both) == {}
    assert units.held_back([claim(NURSES)], both.iloc[:0]) == {"C1": set()}


def test_who_is_of_another_group_anyway_is_not_withheld():
    both = NURSES | {"population": {"about": "n", "speakers": {"role_group": ["nurse"], "role": ["matron"]}}}
    rows = pd.concat([said(k1="withheld").assign(role="matron"), said(k1="withheld").assign(role="porter")])
    assert units.n_withheld(claim(both), rows) == 2
    assert units.n_withheld(claim(both), rows[rows["role"] == "porter"]) == 0


def test_a_source_that_stands_for_an_unknown_voice_is_no_participant_of_the_same_id():
    rows = study("fa").assign(source_id="p01", participant_id=["p01", ""])
    told = claim(CLAIM | {"unit": "participant"})
    assert sorted(units.speaking(told, rows)["voice"]) == ["against", "for"]
    voices = units.Voices(units.sides(told, rows), "participant", ["k1"])
    (tally,) = voices.tallies(voices.is_for | True)
    assert (tally.n_for, tally.n_mixed, tally.n_against) == (1, 0, 1)


DECLARED = attributes.declared({"attributes": {"participants": {"level": {}}}})
PERSON = st.tuples(
    st.sampled_from("ab"), st.sampled_from(["nurse", "matron", "cook"]), st.sampled_from(["", "nursing"]),
    st.sampled_from(["front", "top"]),
)  # fmt: skip
ASKED = st.dictionaries(st.sampled_from(["role", "role_group", "level"]), st.integers(0, 1), min_size=1)
VALUES = {"role": ["nurse", "cook"], "role_group": ["nursing", "nursing"], "level": ["front", "top"]}


@given(st.lists(PERSON, min_size=1, max_size=16), ASKED, st.integers(2, 4))
def test_whoever_counts_within_the_team_counts_outside_it_or_is_told_to_be_withheld(people, asked, k):
    speakers = {name: [VALUES[name][number]] for name, number in asked.items()}
    told = claim(CLAIM | {"population": {"about": "some", "speakers": speakers}})
    frame = pd.DataFrame(people, columns=["case_id", "role", "role_group", "level"])
    frame = frame.assign(participant_id=[f"p{n}" for n in frame.index])
    inside, outside = (
        rows.assign(code=CLAIM["supports"][0], segment_id="s:1.1").rename(columns={"level": "speaker.level"})
        for rows in (disclosure.shown(frame, DECLARED, 1), disclosure.shown(frame, DECLARED, k))
    )
    before, after = (set(units.sides(told, rows)["participant_id"]) for rows in (inside, outside))
    assert after <= before
    assert len(before - after) <= units.n_withheld(told, outside)
