"""Each rule by which quotations are chosen decides where those before it don't, and only there."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import claims
from multicase.claims import quotes
from multicase.contracts import CONTRACTS

CLAIM = {"claim": "C1", "statement": "S.", "supports": ["yes", "also"], "contradicts": ["no"]}
ELSEWHERE = {"case_id": "b", "role_group": "nurse", "kind": "document"}  # an evidence row has "a", "gp", "interview"


def said(name, words=30, coders=1, **more):
    """Codings of a passage, one of each coder. name: its segment, which is also what comes first by name."""
    row = dict.fromkeys(CONTRACTS["evidence"].columns, "") | {
        "segment_id": name, "source_id": name, "case_id": "a", "role_group": "gp", "kind": "interview", "code": "yes",
        "consent": "quote", "start": 0, "exact": " ".join(["word"] * words),
    }  # fmt: skip
    return [row | {"coder": f"coder_{n}"} | more for n in range(coders)]


def chosen(*passages, side="for", **more):
    """Segments in the order in which they are chosen."""
    rows = [row for passage in passages for row in passage]
    table = quotes.choose(claims.parse({"claims": [CLAIM | more]}), pd.DataFrame(rows))
    return "".join(table.loc[table["side"] == side, "segment_id"])


# Spread: over cases, then roles, then kinds of source; before anything else.


@pytest.mark.parametrize("name", ELSEWHERE)
def test_the_second_quotation_is_from_another_case_role_or_kind_though_the_next_passage_is_not(name):
    assert chosen(said("1"), said("2"), said("3", **{name: ELSEWHERE[name]})) == "132"


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_third_quotation_is_from_a_third_case_role_or_kind(name):
    second, third = said("3", **{name: "second"}), said("4", **{name: "third"})
    assert chosen(said("1"), said("2"), second, third) == "134"


@pytest.mark.parametrize(("first", "then"), [("case_id", "role_group"), ("case_id", "kind"), ("role_group", "kind")])
def test_cases_come_before_roles_and_roles_before_kinds(first, then):
    told = said("2", **{then: ELSEWHERE[then]}), said("3", **{first: ELSEWHERE[first]})
    assert chosen(said("1"), *told) == "132"


def test_another_case_comes_before_another_role_and_another_kind_together():
    both = said("2", role_group="nurse", kind="document")
    assert chosen(said("1"), both, said("3", case_id="b")) == "132"


@pytest.mark.parametrize("name", ELSEWHERE)
def test_spread_comes_before_how_many_coders_gave_a_code(name):
    assert chosen(said("1", coders=2), said("2", coders=2), said("3", **{name: ELSEWHERE[name]})) == "132"


@pytest.mark.parametrize("name", ELSEWHERE)
def test_spread_comes_before_length(name):
    assert chosen(said("1"), said("2"), said("3", words=90, **{name: ELSEWHERE[name]})) == "132"


def test_the_two_sides_of_a_claim_are_spread_each_on_its_own():
    against = said("2", code="no"), said("3", code="no", case_id="b")
    assert chosen(said("1"), *against, side="against") == "23"


# Coders, then length, then order.


def test_what_more_coders_gave_comes_first():
    assert chosen(said("1", coders=1), said("2", coders=3), said("3", coders=2)) == "231"


def test_how_many_coders_gave_a_code_comes_before_length():
    assert chosen(said("1", words=30), said("2", words=90, coders=2)) == "21"


def test_a_coder_who_gave_a_code_twice_is_one_coder():
    assert chosen(said("1"), said("2") + said("2", start=5)) == "12"


def test_who_gave_the_passage_another_code_speaks_for_this_one_no_more():
    assert chosen(said("1"), said("2") + said("2", code="also", coder="coder_5")) == "12"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((90, 31, 8), "231"),
        ((29, 30), "21"),
        ((31, 30), "21"),
        ((35, 26), "21"),
        ((25, 34), "21"),
        ((10, 45), "21"),
        ((52, 9), "21"),
    ],
)
def test_a_length_nearer_to_thirty_words_comes_first(words, expected):
    assert chosen(*(said(str(number), n) for number, n in enumerate(words, 1))) == expected


@pytest.mark.parametrize("words", [(29, 31), (31, 29), (30, 30)])
def test_of_equals_the_first_is_chosen_whatever_the_order_of_the_evidence(words):
    first, second = said("1", words[0]), said("2", words[1])
    assert chosen(first, second) == chosen(second, first) == "12"


def test_the_first_of_a_source_is_the_first_in_its_text_not_by_name():
    assert chosen(said("1", source_id="i", start=1000), said("9", source_id="i", start=200)) == "91"


# Passages under eight words.


@pytest.mark.parametrize(("words", "expected"), [(1, "2"), (7, "2"), (8, "12")])
def test_passages_under_eight_words_are_left_out_where_there_are_others(words, expected):
    assert chosen(said("1", words), said("2", 8)) == expected


@pytest.mark.parametrize("more", [{"case_id": "b"}, {"role_group": "nurse"}, {"kind": "document"}, {"coders": 3}])
def test_nothing_makes_up_for_being_under_eight_words(more):
    assert chosen(said("1", 7, **more), said("2", 90), said("3", 90)) == "23"


def test_passages_under_eight_words_are_quoted_where_there_is_no_other():
    assert chosen(said("1", 1), said("2", 7), said("3", 4)) == "231"


def test_one_side_of_a_claim_is_quoted_in_short_though_the_other_has_longer_passages():
    told = said("1", 30), said("2", 3, code="no")
    assert (chosen(*told), chosen(*told, side="against")) == ("1", "2")


def test_a_passage_that_may_not_be_quoted_leaves_no_short_one_out():
    assert chosen(said("1", 30, consent="aggregate"), said("2", 3)) == "2"


# How many, and none twice.


def test_three_are_quoted_for_a_claim_and_two_against_it():
    told = [said(str(n)) for n in range(1, 5)] + [said(str(n), code="no") for n in range(5, 9)]
    assert (chosen(*told), chosen(*told, side="against")) == ("123", "56")


def test_a_passage_with_two_codes_is_quoted_once():
    assert chosen(said("1") + said("1", code="also"), said("2")) == "12"


def test_a_passage_that_speaks_for_and_against_is_quoted_once():
    told = said("1") + said("1", code="no"), said("2", code="no")
    assert (chosen(*told), chosen(*told, side="against")) == ("1", "2")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_the_rule_goes_on_from_what_a_person_chose(name):
    told = said("1"), said("2"), said("3", **{name: ELSEWHERE[name]})
    assert chosen(*told, quotations=[{"segment": "1", "code": "yes", "reason": "plainest"}]) == "132"
