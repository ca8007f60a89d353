"""The shipped replication has the instrument of the shipped study, byte for byte, and says what it can't meet of it."""

from __future__ import annotations

import pytest
from multicase import claims
from multicase.study import replication, study, unmet
from small_study import REPOSITORY

ROOT, ORIGINAL = REPOSITORY / "data/gp-leadership-north", REPOSITORY / "data/gp-leadership"


@pytest.fixture(scope="module")
def north():
    return study.load(ROOT)


@pytest.mark.parametrize("name", ["codebook.yaml", "claims.yaml"])
def test_its_instrument_is_the_originals_byte_for_byte(name):
    assert (ROOT / name).read_bytes() == (ORIGINAL / name).read_bytes()


def test_it_is_locked_to_the_shipped_study_and_differs_in_nothing(north):
    assert replication.original(north).name == ORIGINAL.name and north.replication.is_locked
    assert replication.differences(north) == []


def test_every_claim_can_be_judged_by_the_cases_that_it_has(north):
    judged = claims.parse(north.claims, unmet.judged(north))
    assert {claim.criterion.cases for claim in judged} == {len(north.cases)} and len(judged) == 9
    assert all("asks for 4, and this one for 2" in claim.replicates["criterion"] for claim in judged)
    assert not any(claim.negative_cases or claim.quotations for claim in judged)
