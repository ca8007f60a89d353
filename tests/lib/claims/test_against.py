"""Every segment against a claim is listed, in every case, and waits until somebody says what becomes of it."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.claims import against, judge
from multicase.study.disclosure import WITHHELD
from spoken import WORDS, names, parsed, study


def found(rows, n, **more):
    claim = parsed(**more)
    return against.find(claim, rows, judge.judge(claim, rows, names(n)))


def test_every_segment_against_stands_there_also_in_cases_that_support_the_claim():
    rows = study("fffa", "ffm", "ff")
    table = found(rows, 3)
    assert table[["case_id", "side", "voice"]].values.tolist() == [
        ["k1", "against", "against"],
        ["k2", "against", "mixed"],
    ]
    assert set(table["words"]) == {WORDS} and set(table["disposition"]) == {against.OPEN}
    assert set(table["segment_id"]) == set(rows.loc[rows["code"] == "no", "segment_id"])


def test_where_the_verdict_is_against_the_claim_what_speaks_for_it_stands_there_too():
    table = found(study("aaa", "aaf", "aaa"), 3)
    assert table.groupby("side").size().to_dict() == {"against": 8, "for": 1}
    assert set(found(study("fff", "fa", "aa"), 3)["side"]) == {"against"}


def test_cases_stand_in_their_order_and_a_segment_of_two_coders_once():
    rows = study("fa", "fa", "fa").iloc[::-1]
    twice = pd.concat([rows, rows.assign(coder="coder_2", exact="other words")])
    table = found(twice, 3)
    assert list(table["case_id"]) == ["k1", "k2", "k3"] and set(table["words"]) == {f"{WORDS} | other words"}


TEXT = "So it was slow. It took four months. No, more."


@pytest.mark.parametrize(
    ("passages", "shown"),
    [
        (["It took four months", "It took four months."], "It took four months."),
        ([TEXT, "It took four months.", "No, more."], TEXT),
        (["four", TEXT], TEXT),
        (["So it was slow. It took", "It took four months."], "So it was slow. It took | It took four months."),
        (["So it was slow.", "No, more."], "So it was slow. | No, more."),
    ],
)
def test_words_that_lie_within_a_longer_passage_are_told_with_it(passages, shown):
    rows = study("aa")
    starts = [TEXT.index(words) for words in passages]
    coded = [
        rows.assign(coder=f"coder_{n}", exact=words, start=at, end=at + len(words))
        for n, (words, at) in enumerate(zip(passages, starts, strict=True))
    ]
    assert set(found(pd.concat(coded), 1)["words"]) == {shown}


def test_words_that_may_not_be_quoted_are_withheld():
    assert set(found(study("aa").assign(consent="aggregate"), 1)["words"]) == {WITHHELD}


def test_people_speak_of_a_case_or_of_one_segment_which_goes_before():
    rows = study("aa", "a")
    one = rows["segment_id"].iloc[1]
    told = [
        {"case": "k1", "disposition": "limits the claim", "reason": "it is new"},
        {"case": "k1", "segment": one, "disposition": "coding doubtful", "reason": "a joke"},
    ]
    table = found(rows, 2, negative_cases=told)
    assert list(table["disposition"]) == ["limits the claim: it is new", "coding doubtful: a joke", against.OPEN]


def test_that_a_case_speaks_against_a_claim_settles_nothing_that_speaks_for_it():
    rows = study("aaf", "aaa", "aaa")
    told = [{"case": "k1", "disposition": "speaks against the claim", "reason": "all dropped it"}]
    table = found(rows, 3, negative_cases=told)
    of_k1 = table[table["case_id"] == "k1"]
    assert set(of_k1.loc[of_k1["side"] == "against", "disposition"]) == {"speaks against the claim: all dropped it"}
    assert list(of_k1.loc[of_k1["side"] == "for", "disposition"]) == [against.OPEN]
    told[0]["disposition"] = "coding doubtful"
    assert set(found(rows, 3, negative_cases=told).query("case_id == 'k1'")["disposition"]) == {
        "coding doubtful: all dropped it"
    }


def test_an_entry_whose_segment_is_of_another_case_is_used_nowhere_and_told():
    rows = study("aa", "a")
    told = [{"case": "k2", "segment": rows["segment_id"].iloc[0], "disposition": "coding doubtful", "reason": "a joke"}]
    claim = parsed(negative_cases=told)
    table = against.find(claim, rows, judge.judge(claim, rows, names(2)))
    assert set(table["disposition"]) == {against.OPEN}
    (problem,) = against.unused(claim, table, rows)
    assert problem.place.endswith("negative_cases")
