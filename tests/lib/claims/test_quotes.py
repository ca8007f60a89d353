"""Quotations are drawn by lot from strata: nobody picks them, who coded a passage has no part in it, growth moves none."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.claims import quotes
from multicase.study.problems import StudyError
from spoken import WORDS, case, coding, evidence, frame, parsed, study


def chosen(rows, seed=1, **more):
    return quotes.choose(parsed(**more), frame(rows) if isinstance(rows, list) else rows, seed)


def ids(rows, side="for", **more):
    table = chosen(rows, **more)
    return list(table.loc[table["side"] == side, "segment_id"])


def said(segment, words=10, **more):
    exact = " ".join(["word"] * words)
    return coding("a", segment, more.pop("code", "yes"), segment, exact=exact, text=exact, **more)


# Spread: over cases, then roles, then kinds of source.


@settings(max_examples=50)
@given(st.lists(st.tuples(*[st.sampled_from("ab")] * 3), min_size=1, max_size=12), st.integers(0, 99))
def test_each_next_one_is_from_the_case_quoted_least_then_the_role_then_the_kind(strata, seed):
    rows = [said(n, case_id=c, role_group=r, kind=k) for n, (c, r, k) in enumerate(strata)]
    table = chosen(rows, seed)
    used = {name: Counter() for name in quotes.STRATA}
    left = [dict(zip(quotes.STRATA, one, strict=True)) for one in strata]
    for picked in table.to_dict("records"):
        mine = {name: picked[name] for name in quotes.STRATA}
        rank = [tuple(used[name][one[name]] for name in quotes.STRATA) for one in left]
        assert tuple(used[name][mine[name]] for name in quotes.STRATA) == min(rank)
        left.remove(mine)
        for name in quotes.STRATA:
            used[name][mine[name]] += 1
    assert len(table) == min(3, len(strata))


# Who may be quoted, and for which side.


def test_what_may_not_be_quoted_never_is():
    rows = pd.concat([study("ff"), evidence(*case("z", "ffff"), consent="aggregate")])
    assert set(chosen(rows)["case_id"]) == {"k1"}


def test_a_source_is_quoted_for_the_side_on_which_it_is_counted_and_mixed_ones_only_where_no_other_is_there():
    table = chosen(evidence(*case("a", "fffmmmma")))
    assert table.groupby(["side", "voice"]).size().to_dict() == {
        ("against", "against"): 1,
        ("against", "mixed"): 1,
        ("for", "for"): 3,
    }


# The lot.


def test_the_lot_hangs_on_the_seed_and_on_nothing_that_was_written_first():
    rows = [said(n) for n in range(30)]
    draws = {tuple(ids(rows, seed=seed)) for seed in range(20)}
    assert len(draws) > 15 and ids(rows) == ids(rows[::-1])
    assert {segment for draw in draws for segment in draw} != {f"a-i{n:02d}:{n}.1" for n in range(3)}


@settings(max_examples=25)
@given(st.integers(0, 50))
def test_how_many_coded_a_passage_and_who_has_no_part_in_it(seed):
    rows = [said(n) for n in range(8)]
    doubly = (
        rows + [said(n, coder="coder_2") for n in range(3)] + [said(n, coder="coder_3", code="also") for n in range(2)]
    )
    assert ids(rows, seed=seed) == ids(doubly, seed=seed)


@settings(max_examples=40)
@given(st.integers(0, 50), st.integers(1, 5))
def test_growth_moves_nothing_but_what_the_newcomers_win(seed, n):
    rows = [said(number) for number in range(6)]
    grown = rows + [said(10 + number) for number in range(n)]
    new = {f"a-i{10 + number:02d}:{10 + number}.1" for number in range(n)}
    before, after = ids(rows, seed=seed), ids(grown, seed=seed)
    kept = [segment for segment in after if segment not in new]
    assert kept == before[: len(kept)]


def test_an_id_is_the_claim_and_the_segment():
    table = chosen([said(1), said(2, code="no")])
    assert list(table["quote_id"]) == ["C1.a-i01:1.1", "C1.a-i02:2.1"]


# Length.


@pytest.mark.parametrize("words", [11, 61])
def test_passages_out_of_bounds_come_only_where_there_is_no_other(words):
    others = [said(n, words) for n in range(20)]
    assert set(ids([*others, said(30, 12), said(31, 60)], seed=3)[:2]) == {"a-i30:30.1", "a-i31:31.1"}
    assert len(ids(others)) == 3


def test_what_an_observer_makes_of_things_is_never_quoted():
    rows = [said(1, layer="inference"), said(2, layer="verbatim"), said(3, layer="inference")]
    assert ids(rows) == ["a-i02:2.1"]


def test_of_the_passages_of_a_segment_one_of_quotable_length_is_taken():
    for seed in range(10):
        rows = [said(1, 3, start=1), said(1, 20, start=2), said(1, 90, start=3)]
        assert len(chosen(rows, seed)["text"].iloc[0].split()) == 20


def test_there_are_three_for_and_two_against():
    assert chosen(evidence(*case("a", "fffff"), *case("b", "aaaaa"))).groupby("side").size().to_dict() == {
        "for": 3,
        "against": 2,
    }


# People.


def test_a_person_can_choose_a_quotation_with_a_reason_but_none_that_is_not_there():
    rows = study("ff")
    entry = {"segment": rows["segment_id"].iloc[1], "code": "yes", "reason": "plainest"}
    table = chosen(rows, quotations=[entry])
    assert table["chosen_by"].tolist() == ["override: plainest", "lot"] and table["segment_id"].is_unique
    with pytest.raises(StudyError, match="may be quoted"):
        chosen(rows, quotations=[entry | {"segment": "x"}])


def test_a_segment_is_chosen_once_in_a_claim_for_quotations_are_named_by_it():
    rows = evidence(*case("a", "f"))
    both = pd.concat([rows, rows.assign(code="also"), rows.assign(code="no")])
    entries = [{"segment": "a-i01:1.1", "code": code, "reason": "r"} for code in ("yes", "also", "no")]
    with pytest.raises(StudyError) as caught:
        chosen(both, quotations=entries)
    assert [problem.found for problem in caught.value.problems] == ["a-i01:1.1, also", "a-i01:1.1, no"]
    assert all("chosen already" in problem.expected for problem in caught.value.problems)


def test_what_a_person_chose_counts_as_quoted():
    rows = evidence(*case("a", "fff"), *case("b", "f"))
    entry = {"segment": "a-i01:1.1", "code": "yes", "reason": "plainest"}
    assert list(chosen(rows, quotations=[entry])["case_id"])[:2] == ["a", "b"]


def test_words_that_are_not_the_text_s_stop_the_build():
    with pytest.raises(ValueError, match="a-i01:1"):
        chosen([coding("a", 1, "yes", 1, exact=WORDS, text="these are other words and they are said")])
