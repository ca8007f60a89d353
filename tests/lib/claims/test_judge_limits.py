"""Where verdicts turn: exactly at a share, one case below it; and what is one unit where nobody is known to speak."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import claims
from multicase.claims import judge
from multicase.contracts import CONTRACTS

CLAIM = {"claim": "C1", "statement": "S.", "supports": ["yes"], "contradicts": ["no"]}
PATTERNS = {"s": ("yes", "yes"), "c": ("no", "no"), "q": ("yes", "no")}  # a case that supports, contradicts, qualifies


def evidence(*rows):
    """rows: case, source number, participant, code; each a segment of its own."""
    found = [
        dict.fromkeys(CONTRACTS["evidence"].columns, "")
        | {
            "segment_id": f"{case}-i{source:02d}:{number}.1", "source_id": f"{case}-i{source:02d}", "case_id": case,
            "kind": "interview", "code": code, "consent": "quote", "participant_id": participant, "start": number,
            "coder": "coder_1", "exact": "these are eight words and they are said",
        }
        for number, (case, source, participant, code) in enumerate(rows, 1)
    ]  # fmt: skip
    return pd.DataFrame(found, columns=list(CONTRACTS["evidence"].columns))


def table(rows, cases, **more):
    verdicts = judge.judge(claims.parse({"claims": [CLAIM | more]}), rows, list(cases))
    return judge.on_everything(verdicts).set_index("case_id")


def of_study(pattern, **criterion):
    """The verdict on a study of cases that support (s), contradict (c) or qualify (q) the claim."""
    names = [f"k{number:02d}" for number in range(len(pattern))]
    rows = [
        (name, number, "", code)
        for name, letter in zip(names, pattern, strict=True)
        for number, code in enumerate(PATTERNS[letter], 1)
    ]
    return table(evidence(*rows), names, criterion=criterion).loc[judge.OVER_ALL, "verdict"]


# The study: the share of cases that must support.


@pytest.mark.parametrize(
    ("pattern", "most"),
    [("sssqq", 0.6), ("sssqc", 0.6), ("sssqqsssqq", 0.6), ("sssq", 0.75), ("ssssq", 0.8), ("sssssssqqq", 0.7), ("sss", 1)],
)  # fmt: skip
def test_a_study_of_whose_cases_exactly_the_share_supports_is_supported(pattern, most):
    assert of_study(pattern, most=most) == "supported"


@pytest.mark.parametrize(
    ("pattern", "most"), [("ssqqq", 0.6), ("ssqqc", 0.6), ("ssqq", 0.75), ("sssqq", 0.8), ("ssq", 1), ("sssqq", 0.61)]
)
def test_a_study_of_whose_cases_a_smaller_share_supports_is_qualified(pattern, most):
    assert of_study(pattern, most=most) == "qualified"


def test_the_share_is_one_of_the_cases_that_are_not_insufficient():
    assert of_study("sssqq", most=0.6) == "supported"
    rows = [(f"k{n}", source, "", "yes" if n < 3 or source == 1 else "no") for n in range(5) for source in (1, 2)]
    alone = [("k5", 1, "", "no"), ("k6", 1, "", "no")]  # one source each: too few to tell anything
    verdicts = table(evidence(*rows, *alone), [f"k{n}" for n in range(7)], criterion={"most": 0.6})["verdict"]
    assert list(verdicts[["k5", "k6", judge.OVER_ALL]]) == ["insufficient", "insufficient", "supported"]


@pytest.mark.parametrize(("pattern", "most"), [("sscccc", 0.6), ("ssccc", 0.6), ("sccc", 0.75), ("ccc", 1)])
def test_a_study_of_whose_cases_at_most_the_rest_supports_is_contradicted_if_more_contradict(pattern, most):
    assert of_study(pattern, most=most) == "contradicted"


@pytest.mark.parametrize(("pattern", "most"), [("ssccc", 0.7), ("sccc", 0.8), ("sccqqc", 0.9)])
def test_a_study_of_whose_cases_more_than_the_rest_supports_is_not_contradicted(pattern, most):
    assert of_study(pattern, most=most) == "qualified"


def test_as_many_cases_against_as_for_contradict_nothing():
    assert of_study("scqqq", most=0.6) == "qualified"


@pytest.mark.parametrize(("pattern", "most"), [("scccc", 0.8), ("s" + 9 * "c", 0.9), ("ss" + 8 * "c", 0.8)])
def test_exactly_the_rest_is_at_most_the_rest(pattern, most):
    assert of_study(pattern, most=most) == "contradicted"


def test_exactly_the_share_is_enough_however_it_is_reckoned():
    assert of_study(14 * "s" + 11 * "q", most=0.56) == "supported"


@pytest.mark.parametrize(("cases", "expected"), [(3, "supported"), (4, "insufficient")])
def test_just_as_many_cases_as_there_must_be_are_enough(cases, expected):
    assert of_study("sss", cases=cases) == expected


# A case: units, and the share of them that may speak otherwise.


@pytest.mark.parametrize(
    ("n_for", "n_against", "tolerance", "expected"),
    [
        (3, 1, 0.25, "supported"),
        (3, 1, 0.24, "qualified"),
        (9, 1, 0.1, "supported"),
        (1, 3, 0.25, "contradicted"),
        (1, 3, 0.24, "qualified"),
        (2, 0, 0, "supported"),
        (0, 2, 0, "contradicted"),
    ],
)
def test_a_case_in_which_exactly_the_tolerated_share_speaks_otherwise_is_clear(n_for, n_against, tolerance, expected):
    codes = n_for * ["yes"] + n_against * ["no"]
    rows = evidence(*(("a", number, "", code) for number, code in enumerate(codes, 1)))
    assert table(rows, "a", criterion={"tolerance": tolerance}).loc["a", "verdict"] == expected


# Units where no participant is known.


def counts(rows, case="a", unit="participant", cases="abc"):
    row = table(rows, cases, unit=unit).loc[case]
    return row["n_for"], row["n_against"]


def test_turns_without_a_participant_are_as_many_units_as_they_have_sources():
    assert counts(evidence(("a", 1, "", "yes"), ("a", 2, "", "yes"), ("a", 3, "", "yes"))) == (3, 0)


def test_turns_without_a_participant_are_one_unit_within_their_source():
    assert counts(evidence(("a", 1, "", "yes"), ("a", 1, "", "yes"), ("a", 2, "", "yes"))) == (2, 0)


def test_turns_without_a_participant_of_several_cases_are_several_units_of_the_study():
    rows = evidence(("a", 1, "", "yes"), ("b", 1, "", "yes"), ("c", 1, "", "yes"))
    assert counts(rows, case=judge.OVER_ALL) == (3, 0)


def test_sources_without_participants_speak_each_on_its_own_side():
    rows = evidence(("a", 1, "", "yes"), ("a", 1, "", "yes"), ("a", 2, "", "no"))
    assert counts(rows) == (1, 1)


def test_what_is_said_in_one_case_outvotes_nothing_in_another_where_no_participant_is_known():
    rows = evidence(("a", 1, "", "no"), ("a", 2, "", "no"), *(("b", number, "", "yes") for number in range(1, 6)))
    verdicts = table(rows, "ab", unit="participant")["verdict"]
    assert (verdicts["a"], verdicts["b"]) == ("contradicted", "supported")


def test_in_a_source_whoever_is_not_known_is_a_unit_beside_those_who_are():
    assert counts(evidence(("a", 1, "a-p01", "yes"), ("a", 1, "a-p02", "yes"), ("a", 1, "", "no"))) == (2, 1)


def test_a_participant_of_several_sources_is_one_unit():
    assert counts(evidence(("a", 1, "a-p01", "yes"), ("a", 2, "a-p01", "yes"))) == (1, 0)


@pytest.mark.parametrize(("unit", "expected"), [("participant", 3), ("source", 2), ("segment", 4)])
def test_the_unit_of_a_claim_says_what_is_counted(unit, expected):
    rows = evidence(("a", 1, "a-p01", "yes"), ("a", 1, "a-p02", "yes"), ("a", 2, "", "yes"), ("a", 2, "", "yes"))
    assert counts(rows, unit=unit) == (expected, 0)
