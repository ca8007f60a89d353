"""What tells of a life is found where somebody is spoken of, and kept or masked as the profile says."""

from __future__ import annotations

import pytest
from multicase.anonymise import lexicon, register
from multicase.anonymise.decide import Decisions, decide
from multicase.anonymise.detect import Settings, detect
from ruled import GB

NONE = register.build(None, None, None, GB)


def wide(text):
    spans = detect(text, known=NONE, lexicon=lexicon.of_texts([text], GB), locale=GB, settings=Settings())
    return [(text[span.start : span.end], span.kind) for span in spans if span.layer == "wide"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My mam had a stroke then.", ("had a stroke", "demographic")),
        ("He has COPD and a cough.", ("COPD", "demographic")),
        ("She has severe asthma now.", ("severe asthma", "demographic")),
        ("He was divorced by then.", ("divorced", "demographic")),
        ("There were three dependent children.", ("three dependent children", "demographic")),
        ("We asked Sarah Holt (head gardener) about it.", ("head gardener", "job")),
        ("They sent the HR adviser, Ms Bryony Grace, along.", ("HR adviser", "job")),
        ("I was the activities lad there.", ("activities lad", "job")),
        ("The caretaker said no.", ("caretaker", "job")),
        ("She works as a district nurse.", ("district nurse", "job")),
        ("He is an ex-miner, you know.", ("ex-miner", "job")),
        ("It has 140 employees.", ("140 employees", "quantity")),
    ],
)
def test_it_is_found_of_somebody(text, found):
    assert found in wide(text)


@pytest.mark.parametrize(
    "text",
    [
        "The stroke services were moved.", "Diabetes clinics are full.", "Dementia care costs more.", "A lad came by.",
        "The drivers were late.", "Any nurse can do that.",
    ],
)  # fmt: skip
def test_of_a_service_or_of_nobody_it_is_not(text):
    assert [item for item in wide(text) if item[1] in {"demographic", "job"}] == []


@pytest.mark.parametrize(
    ("kind", "rule", "text", "internal", "deposit", "publication"),
    [
        ("place", "country", "Ghana", "", "", "[country]"),
        ("demographic", "demonym", "Polish", "", "", "[nationality or faith]"),
        ("job", "occupation", "miner", "", "", "[occupation]"),
        ("job", "post", "Chief Officer", "", "[post]", "[post]"),
        ("demographic", "attribute", "stroke", "", "[personal detail]", "[personal detail]"),
        ("organisation", "institution", "Court of Appeal", "", "", "[organisation]"),
        ("quantity", "duration", "nine years", "", "", "[duration]"),
        ("date", "years", "1998", "", "", "[date]"),
        ("date", "time_of_day", "09.50", "", "", ""),
    ],
)
def test_the_profile_says_what_is_kept_of_what_many_share(kind, rule, text, internal, deposit, publication):
    find = {
        "kind": kind,
        "text": text,
        "entity": "",
        "layer": "wide",
        "rule_id": rule,
        "source_id": "s",
        "case_id": "c",
    }
    shown = [
        decide(find, Decisions(None), NONE, Settings(profile=profile)).replacement
        for profile in ("internal", "deposit", "publication")
    ]
    assert shown == [internal, deposit, publication]
