"""The verdict step by step: the sentences hold the numbers that the criterion compares, and end with the verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.claims import INSUFFICIENT, MIXED_COUNTS_AS, VERDICTS, judge
from multicase.claims.units import Tally
from multicase.site import reckoned
from spoken import names, parsed, study

TALLIES = st.builds(Tally, *[st.integers(0, 5)] * 5)
CRITERIA = st.fixed_dictionaries({
    "minimum": st.integers(2, 4), "tolerance": st.sampled_from([0, 0.1, 0.25, 0.5]), "mixed": st.sampled_from(MIXED_COUNTS_AS),
    "cases": st.integers(1, 3), "most": st.sampled_from([0.51, 0.6, 1]),
})  # fmt: skip


def told(tally, lacking=(), **more):
    (claim,) = parsed(**more)
    return reckoned.of_case(claim, tally, judge.of_case(claim, tally, lacking))


def sentences(tally, lacking=(), **more):
    return [step["sentence"] for step in told(tally, lacking, **more)]


def last_word(steps):
    """The verdict that the steps leave: the last that is told."""
    return [step["so_far"] for step in steps if step["so_far"]][-1]


@given(TALLIES, CRITERIA, st.sampled_from([(), ("the ward",)]))
def test_the_last_verdict_that_is_told_of_a_case_is_its_verdict(tally, criterion, lacking):
    (claim,) = parsed(criterion=criterion, each_of=[["also"]] if lacking else [])
    verdict = judge.of_case(claim, tally, lacking)
    assert last_word(reckoned.of_case(claim, tally, verdict)) == verdict.verdict


@given(
    st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=6),
    CRITERIA,
    st.sampled_from([[], ["interview"], ["document"]]),
)
def test_the_last_verdict_that_is_told_over_all_is_the_verdict(verdicts, criterion, kinds):
    (claim,) = parsed(criterion=criterion, kinds=kinds)
    verdict = judge.over_all(claim, verdicts, ["interview"])
    assert last_word(reckoned.over_all(claim, verdict, verdicts)) == verdict.verdict


def test_the_numbers_are_put_in():
    assert sentences(Tally(4, 2, 2, 2, 0), criterion={"minimum": 3}) == [
        "10 sources speak on it; at least 3 must.",
        "4 for it and 0 against it: those for it are ahead by 4. It must be more than 2.5 (25% of 10).",
        "0 of the 4 that take a side are on the other side; at most 1 (25%) may be.",
        "6 of 10 are mixed; at most 2.5 (25%) may be.",
        "4 stand on its side; at least 2 must, so that no single source decides.",
    ]
    assert [step["holds"] for step in told(Tally(4, 2, 2, 2, 0))] == [True, True, True, False, True]


def test_with_too_few_nothing_else_is_asked():
    (step,) = told(Tally(1), unit="participant", criterion={"minimum": 3})
    assert step == {"sentence": "1 participant speaks on it; at least 3 must.", "holds": False, "so_far": INSUFFICIENT}


@pytest.mark.parametrize(
    ("mixed", "part"),
    [
        ("half", "3 for it and 1 against it (the 2 mixed counted half on each side): those for it are ahead by 2."),
        ("own side", "4 for it and 0 against it (the 2 mixed counted on the side of which it has more segments)"),
        ("against", "those for it are ahead by 2, less the 2 mixed, which stand in the way of either side: 0."),
        ("neither", "2 for it and 0 against it: those for it are ahead by 2."),
    ],
)
def test_what_a_mixed_unit_counts_as_is_reckoned_in(mixed, part):
    assert part in sentences(Tally(2, 2, 0, 0, 0), criterion={"mixed": mixed})[1]


def test_where_no_side_is_ahead_it_says_so():
    assert "1 for it and 1 against it: neither side is ahead. It must" in sentences(Tally(n_for=1, n_against=1))[1]


def test_what_must_be_spoken_of_and_is_not_is_named():
    assert (
        sentences(Tally(3), ["the ward", "the shop"], each_of=[["also"]])[-1]
        == "Nothing is said on the ward or the shop."
    )
    assert sentences(Tally(3), each_of=[["also"]])[-1] == "All that must be spoken of is spoken of."


def test_over_all_cases_are_weighed():
    (claim,) = parsed(kinds=["observation"], criterion={"cases": 2})
    of_cases, (_, whole) = judge.of_all(claim, study("fff", "fff", "ffa", "aa"), names(4))
    verdicts = [verdict.verdict for _, verdict in of_cases]
    assert [step["sentence"] for step in reckoned.over_all(claim, whole, verdicts)] == [
        "4 of 4 cases can be judged; at least 2 must.",
        "3 cases for it, clearly or leaning, and 1 against it: those for it are ahead by 2. It must be more than 1 (25% of 4).",
        "2 of 4 are clearly on its side; at least 2.4 (60%) must be.",
        "1 of 4 are on the other side; at most 1 (25%) may be.",
        "No observation speaks for it.",
    ]


@pytest.mark.parametrize(
    ("most", "limit"), [(0.667, "2.001 (66.7%)"), (0.66667, "2.00001 (66.667%)"), (0.6, "1.8 (60%)")]
)
def test_a_limit_is_told_so_exactly_that_the_answer_follows_from_it(most, limit):
    claim = parsed(criterion={"cases": 1, "most": most})[0]
    verdicts = ["supported", "supported", "divided"]
    found = judge.over_all(claim, verdicts, [])
    (step,) = (told for told in reckoned.over_all(claim, found, verdicts) if "clearly on its side" in told["sentence"])
    assert step["sentence"] == f"2 of 3 are clearly on its side; at least {limit} must be."
    assert step["holds"] == (float(limit.partition(" ")[0]) <= 2)


def test_numbers_have_two_places_at_most():
    assert [reckoned.number(n) for n in (3.0, 2.75, 1 / 3, 12345)] == ["3", "2.75", "0.33", "12,345"]
