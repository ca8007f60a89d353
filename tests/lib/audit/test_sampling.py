"""Audits by sample: what is drawn by a seed stays drawn, and what a report says of wrong ones is exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.audit import report, sampling
from multicase.audit.sampling import CODINGS, NUMBERS, QUOTATIONS, SHARES, VERDICTS, ZEROS, Item

SIZES = st.fixed_dictionaries({kind: st.integers(0, 60) for kind in SHARES})


def population(sizes, prefix=""):
    return [Item(f"{prefix}{kind} {number}", kind) for kind, size in sizes.items() for number in range(size)]


def ids(items):
    return [item.id for item in items]


# The draw


@given(sizes=SIZES, n=st.integers(1, 200), seed=st.integers(-5, 10**9))
def test_as_many_are_drawn_as_asked_for_each_once_and_all_where_there_are_fewer(sizes, n, seed):
    there = population(sizes)
    drawn = sampling.draw(there, n, seed)
    assert len(drawn) == len({*ids(drawn)}) == min(n, len(there)) and {*ids(drawn)} <= {*ids(there)}


@given(sizes=SIZES, n=st.integers(1, 80), seed=st.integers(0, 99), order=st.randoms())
def test_the_same_seed_draws_the_same_in_whatever_order_items_come(sizes, n, seed, order):
    there = population(sizes)
    shuffled = order.sample(there, len(there))
    assert ids(sampling.draw(shuffled, n, seed)) == ids(sampling.draw(there, n, seed))


def test_another_seed_draws_others():
    there = population(dict.fromkeys(SHARES, 100))
    assert len({*ids(sampling.draw(there, 60, 1))} & {*ids(sampling.draw(there, 60, 2))}) < 40


@given(sizes=SIZES, more=SIZES, seed=st.integers(0, 99))
def test_of_results_that_grow_nothing_old_is_drawn_that_was_not_drawn_before(sizes, more, seed):
    """As long as the size of the draw of each kind stays, a new item can only take an old one's place."""
    old, new = population({kind: size + 30 for kind, size in sizes.items()}), population(more, "new ")
    before, after = {*ids(sampling.draw(old, 60, seed))}, {*ids(sampling.draw(old + new, 60, seed))}
    assert {name for name in after if not name.startswith("new ")} <= before
    assert len(before - after) == sum(name.startswith("new ") for name in after)


def test_kinds_are_drawn_by_their_shares():
    assert sum(SHARES.values()) == pytest.approx(1)
    assert sampling.allotted(dict.fromkeys(SHARES, 999), 60) == {
        NUMBERS: 24, ZEROS: 6, QUOTATIONS: 9, VERDICTS: 9, CODINGS: 12,
    }  # fmt: skip


def test_of_a_kind_of_which_there_are_too_few_all_are_drawn_and_more_of_the_others():
    given_ = sampling.allotted({NUMBERS: 999, ZEROS: 999, QUOTATIONS: 2, VERDICTS: 0, CODINGS: 999}, 60)
    assert given_[QUOTATIONS] == 2 and given_[VERDICTS] == 0 and sum(given_.values()) == 60
    assert given_[NUMBERS] > 24 and given_[CODINGS] > 12


# The bound


@given(n=st.integers(1, 3000))
def test_with_none_wrong_the_bound_has_a_closed_form_and_is_close_to_the_rule_of_three(n):
    bound = report.upper_bound(0, n)
    assert bound == pytest.approx(1 - 0.05 ** (1 / n), rel=1e-9)
    assert bound <= report.rule_of_three(n) + 1e-12
    assert n < 60 or report.rule_of_three(n) - bound < 0.002


@given(n=st.integers(1, 400), wrong=st.integers(0, 400))
def test_the_bound_is_a_share_above_the_one_found_and_grows_with_each_wrong_one(n, wrong):
    wrong = min(wrong, n)
    bound = report.upper_bound(wrong, n)
    assert 0 < bound <= 1 and bound >= wrong / n
    assert wrong == n or bound < report.upper_bound(wrong + 1, n)
    assert wrong == n or report.upper_bound(wrong, n + 1) < bound


@given(n=st.integers(1, 120), wrong=st.integers(0, 120))
def test_with_as_many_wrong_as_the_bound_says_so_good_a_sample_has_a_chance_of_5_percent(n, wrong):
    from scipy.stats import binom

    wrong = min(wrong, n - 1)
    assert binom.cdf(wrong, n, report.upper_bound(wrong, n)) == pytest.approx(0.05, rel=1e-6)


def test_where_nothing_is_checked_anything_can_be_wrong():
    assert report.upper_bound(0, 0) == 1


# The report


def audit(*verdicts, kind=NUMBERS):
    items = [{"item": f"i{n}", "kind": kind, "verdict": verdict, "note": ""} for n, verdict in enumerate(verdicts)]
    return {"study": "s", "build": "b" * 64, "version": "1", "seed": 1, "n": 9, "auditors": ["Ann"], "items": items}


def test_what_was_not_checked_is_in_no_bound_and_doubtful_ones_count_as_wrong_in_one():
    whole, numbers = report.tallies(audit("confirmed", "doubtful", "wrong", ""))
    assert (whole.drawn, whole.checked, whole.confirmed, whole.doubtful, whole.wrong) == (4, 3, 1, 1, 1)
    assert whole.bound == report.upper_bound(1, 3) and whole.strict_bound == report.upper_bound(2, 3)
    assert numbers.kind == NUMBERS and numbers.drawn == 4


def test_a_report_says_who_audited_which_build_and_the_rule_of_three_where_none_is_wrong():
    text = report.told(audit(*["confirmed"] * 59))
    assert "by Ann. Build bbbbbbbbbbbb" in text and "59 of 59 items checked: 59 confirmed, 0 doubtful, 0 wrong" in text
    assert "at most 5.0% of such items are wrong" in text and "The rule of three says 5.1%" in text
    assert "rule of three" not in report.told(audit("wrong", "confirmed"))
