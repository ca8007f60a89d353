"""A replication's claims: what the original asks for is said with the criterion, and its words on its cases are gone."""

from __future__ import annotations

import json

import pandas as pd
import replicating
from multicase import claims
from multicase.audit import listing
from multicase.claims import judge
from multicase.site import reckoned
from multicase.study.files import parse_yaml

CONTENT = parse_yaml(replicating.CLAIMS)
TOLD = "The study replicated, first, asks for 2, and this one for 1: There is but one."
JUDGED = {
    "C1": {"cases": 1, "kinds": ["interview"], "criterion": TOLD, "conditions": "None here.", "negative_cases": [0]},
    "C2": {"added": True, "quotations": [0]},
}


def test_what_holds_here_is_judged_and_what_was_asked_is_said():
    first, second = claims.parse(CONTENT, JUDGED)
    assert (first.criterion.cases, first.kinds, first.negative_cases) == (1, ("interview",), ())
    assert f"The study needs 1 case that can be judged. {TOLD}" in judge.criterion(first)
    assert judge.conditions(first).endswith("None here.")
    assert second.statement == "Change is slow. (added)" and second.quotations == ()
    told = reckoned.over_all(first, judge.over_all(first, ["supported"], ["interview"]), ["supported"])
    assert f"at least 1 must. {TOLD}" in str(told)


def test_what_the_original_considered_of_a_rival_is_said_to_be_its_consideration():
    first, _ = claims.parse(CONTENT, {"C1": {"rivals": [0], "original": "first"}})
    assert [dict(rival) for rival in first.rivals] == [
        {"rival": "They only say so.", "considered": "As first has it: Documents say so too."}
    ]


def test_without_a_replication_nothing_is_otherwise():
    assert claims.parse(CONTENT) == claims.parse(CONTENT, {}) and claims.parse(CONTENT)[0].criterion.cases == 2


def test_it_stands_in_the_claims_laid_open_and_only_in_a_replication(tmp_path):
    path = tmp_path / "claims.json"
    for judged, there in ((JUDGED, [True, False]), ({}, [False, False])):
        parsed = claims.parse(CONTENT, judged)
        listing.write(
            {"cases": pd.DataFrame({"a": [1]})}, parsed, {"cases": str(tmp_path / "c.csv"), "claims": str(path)}
        )
        told = json.loads(path.read_text())
        assert ["replicates" in claim for claim in told] == there
        assert judge.criterion(claims.laid_open(told[0])) == judge.criterion(parsed[0])
