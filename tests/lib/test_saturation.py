"""Saturation after Guest, Namey and Chen: base, run, threshold, and the order of interviews."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import saturation as saturating
from multicase.saturation import UNJUDGED, saturation

CODES = ["abcd", "ae", "ab", "a", "f", "a", "b"]


def table(codes=CODES, dates=None, **more):
    ids = [f"x-i{n:02d}" for n in range(len(codes))]
    sources = pd.DataFrame(
        {
            "source_id": [*ids, "x-d01"],
            "kind": ["interview"] * len(ids) + ["document"],
            "date": [*(dates or [f"20{n + 14}" for n in range(len(ids))]), "2013"],
            "consent": "",
        }
    )
    evidence = pd.DataFrame(
        [(i, c) for i, given in zip([*ids, "x-d01"], [*codes, "z"], strict=True) for c in given],
        columns=["source_id", "code"],
    )
    settings = {"base": 3, "run": 2, "threshold": 0.0, "permutations": 50, "seed": 1} | more
    return saturation(sources, evidence, **settings)


def test_new_codes_ratios_and_the_run_that_reaches_the_threshold():
    rows, new = table()
    assert list(rows["new_codes"]) == [4, 1, 0, 0, 1, 0, 0]
    assert list(rows["ratio"]) == ["", "", "", "", "0.200", "0.200", "0.000"]
    assert list(rows["reached"]) == [UNJUDGED] * 4 + ["no", "no", "yes"]
    assert list(new[new["source_id"] == "x-i01"]["code"]) == ["e"]


@pytest.mark.parametrize(("codes", "permutations"), [([], 0), ([], 10), (["", ""], 10)])
def test_each_interview_has_a_row_also_where_there_is_none(codes, permutations):
    rows, new = table(codes, permutations=permutations)
    assert (len(rows), len(new)) == (len(codes), 0) and tuple(rows.columns) == saturating.COLUMNS


def test_documents_do_not_count_and_the_seed_fixes_the_band():
    rows, _ = table()
    assert "x-d01" not in set(rows["source"])
    assert rows.equals(table()[0]) and not rows.equals(table(seed=2)[0])
    assert (rows["band_low"] <= rows["band_high"]).all()


@pytest.mark.parametrize(("of", "first", "last_but_one"), [(20, (0, 1), (1, 2)), (50, (0, 0), (2, 2))])
def test_the_band_holds_the_middle_90_percent_of_the_orders(of, first, last_but_one):
    """Two of the interviews have a code of their own, the others none. One of the two stands first in 2 of so many
    orders, and last in as many: with 20 that is 10%, more than the 5% that the band leaves out at either side; with 50
    it is 4%.
    """
    rows, _ = table(["a", "b", *[""] * (of - 2)], permutations=4000)
    bands = list(zip(rows["band_low"].astype(int), rows["band_high"].astype(int), strict=True))
    assert (bands[0], bands[-2], bands[-1]) == (first, last_but_one, (2, 2))


def test_undated_interviews_come_last_and_are_told_apart():
    rows, _ = table(["a", "b", "c", "d"], dates=["", "2015", "", "2014"])
    assert list(rows["source"]) == ["x-i03", "x-i01", "x-i00", "x-i02"]
    assert list(rows["dated"]) == ["yes", "yes", "no", "no"]


def test_what_was_reached_is_lost_with_a_later_run_above_the_threshold_and_may_come_again():
    rows, _ = table(["a", "b", "a", "cd", "a", "b"], base=2, run=1)
    assert list(rows["ratio"]) == ["", "", "0.000", "1.000", "0.000", "0.000"]
    assert list(rows["reached"]) == [UNJUDGED, UNJUDGED, "yes", "no", "yes", "yes"]


@pytest.mark.parametrize("n", [1, 3, 4])
def test_fewer_interviews_than_a_base_and_a_run_cannot_be_judged(n):
    rows, _ = table(CODES[:n])
    assert set(rows["reached"]) == {UNJUDGED} and set(rows["orders_reached"]) == {0}


def test_without_a_code_in_the_base_the_ratio_is_undefined_and_nothing_is_judged():
    rows, _ = table(["", "", "a", "b"], base=2, run=1)
    assert list(rows["ratio"]) == ["", "", "undefined", "undefined"] and set(rows["reached"]) == {UNJUDGED}


def test_without_interviews_there_are_no_rows():
    assert table([])[0].empty


def test_other_orders_reach_it_by_the_interview_at_which_they_have_the_first_run_without_new_codes():
    """Of ab, a and a, with a base and a run of one: two of the three that may stand second bring nothing after ab; after
    an a, the other a brings nothing, and ab brings b, which nothing takes back: then the last brings nothing.
    """
    rows, _ = table(["ab", "a", "a"], base=1, run=1, permutations=3000)
    first, second, third = rows["orders_reached"]
    assert (first, third) == (0, 3000) and abs(second / 3000 - 2 / 3) < 0.04
    assert set(rows["orders"]) == {3000}


def test_an_order_that_never_reaches_it_is_in_no_row():
    assert list(table(["a", "b", "c"], base=1, run=1)[0]["orders_reached"]) == [0, 0, 0]


@given(st.lists(st.text("abcde", max_size=3), min_size=1, max_size=8), st.integers(1, 3), st.integers(1, 3))
def test_interviews_alike_make_all_orders_alike(codes, base, run):
    """Each interview has all the codes, so that every order reaches it with its first run, if it has one."""
    every = "".join(sorted(set("".join(codes)))) or "a"
    rows, _ = table([every] * len(codes), base=base, run=run, permutations=10)
    enough = len(codes) - (base + run) + 1
    reached = ([UNJUDGED] * (base + run - 1) + ["yes"] * enough)[: len(codes)]
    assert list(rows["reached"]) == reached
    assert list(rows["orders_reached"]) == [10 * (state == "yes") for state in reached]


@given(st.lists(st.text("abcdefgh", max_size=3), min_size=1, max_size=8), st.integers(1, 3), st.integers(1, 3))
def test_once_an_order_has_reached_it_it_has(codes, base, run):
    had = list(table(codes, base=base, run=run, permutations=10)[0]["orders_reached"])
    assert had == sorted(had) and had[-1] <= 10 and not any(had[: base + run - 1])


@pytest.mark.parametrize(
    ("dates", "known"),
    [
        (["2020-01-01", "2020-01-02"], "yes yes"),
        (["2020-01-01", "2020-01-01"], "tied tied"),
        (["2020", "2020-02", "2020-02-03", "2021-02-03"], "tied tied tied yes"),
        (["2020-02", "2020-03-03"], "yes yes"),
        (["2020", "2021-05"], "yes yes"),
        (["", ""], "no no"),
    ],
)
def test_a_date_that_another_shares_or_lies_in_gives_no_place(dates, known):
    assert saturating._dated(dates) == known.split()
