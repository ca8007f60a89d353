"""What a comment says: codes, separated, each with its memo; and which of its words are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.exchange.comment_codes import Given, Said, said, written

NAMES = {"slow", "pace", "slow: at first", "a; b", "style"}


def read(text, names=None):
    return [(one.code, one.memo) for one in said(text.split("\n"), names).given]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("slow", [("slow", "")]),
        (" slow ;  pace;", [("slow", ""), ("pace", "")]),
        ("slow\npace", [("slow", ""), ("pace", "")]),
        ("slow; pace: I think so; or not: who knows", [("slow", ""), ("pace", "I think so; or not: who knows")]),
        ("slow: one\npace: two", [("slow", "one"), ("pace", "two")]),
        ("slow: one\nslow: two", [("slow", "one two")]),
        ("slow： wide", [("slow", "wide")]),
        (" ; : ", []),
    ],
)
def test_codes_stand_before_the_colon_and_a_memo_behind_it(text, codes):
    assert read(text) == codes
    assert [one for one in read(text, NAMES.__contains__) if one] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("slow: at first", [("slow: at first", "")]),
        ("slow: at first: it was", [("slow: at first", "it was")]),
        ("slow: at last", [("slow", "at last")]),
        ("a; b; pace", [("a; b", ""), ("pace", "")]),
        ("pace; a; b: both", [("pace", ""), ("a; b", "both")]),
    ],
)
def test_of_names_with_colons_and_semicolons_the_longest_wins(text, codes):
    assert read(text, NAMES.__contains__) == codes


def test_a_line_that_opens_with_no_code_goes_on_with_the_memo_of_the_one_before():
    assert read("slow; pace\nthey say so: all of them\nagain\nstyle", NAMES.__contains__) == [
        ("slow", ""), ("pace", "they say so: all of them again"), ("style", ""),
    ]  # fmt: skip


def test_what_is_no_code_is_counted_and_never_repeated():
    assert said(["I doubt this: really"], NAMES.__contains__) == Said((), 1)
    assert said(["slow; Mrs Marsh; pace"], NAMES.__contains__) == Said((Given("slow"), Given("pace")), 1)


WORDS = st.lists(st.sampled_from(["slow", "pace", "at first", "x", ":", ";", "a; b", "style:"]), max_size=6).map(
    " ".join
)


@given(st.sampled_from(sorted(NAMES)), WORDS)
def test_what_is_written_is_read_back_by_one_of_the_codes_names(name, memo):
    ids = {code: f"code_{number}" for number, code in enumerate(sorted(NAMES))}
    text = written((name, ids[name]), memo, {*NAMES, *ids.values()}.__contains__)
    ((code, noted),) = read(text, {*NAMES, *ids.values()}.__contains__)
    assert code in (name, ids[name]) and noted == " ".join(memo.split())


def test_where_a_name_and_a_memo_look_like_another_name_the_code_is_called_by_its_id():
    known = {*NAMES, "code_1"}.__contains__
    assert written(("slow", "code_1"), "at first", known) == "code_1: at first"
    assert written(("slow", "code_1"), "at last", known) == "slow: at last"
