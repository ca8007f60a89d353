"""Small limits that hold people apart, or codings: who is shown, whose interviews count, which codings are one."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.anchoring.spans import WORD
from multicase.code import manual
from multicase.contracts import CONTRACTS
from multicase.saturation import saturation
from multicase.study import disclosure

# What may stand beside a participant's words.


def told(cases, k, role="officer", group="", profession="manager"):
    """What is told of the first participant of each case. cases: name -> how many with that role are in it.

    Every case has k nurses too, who have another role and another profession.
    """
    rows = [
        (f"{case}{number:02d}", case, role, group, profession) for case, n in cases.items() for number in range(n)
    ] + [(f"{case}n{number}", case, "nurse", "", "clinician") for case in cases for number in range(k)]
    people = pd.DataFrame(rows, columns=["participant_id", "case_id", "role", "role_group", "profession"])
    shown = disclosure.roles_by_case(people, k, "profession")
    return {case: shown[f"{case}00"] for case in cases}


@pytest.mark.parametrize(
    ("cases", "k"),
    [({"a": 1, "b": 1, "c": 1}, 3), ({"a": 2, "b": 2}, 3), ({"a": 1, "b": 1}, 2), ({"a": 4, "b": 4}, 5)],
)
def test_a_role_that_k_of_the_study_share_but_fewer_of_the_case_is_made_vaguer(cases, k):
    assert set(told(cases, k).values()) == {disclosure.PARTICIPANT}


def test_a_role_is_made_vaguer_only_in_the_cases_where_fewer_than_k_share_it():
    assert told({"a": 3, "b": 1, "c": 4}, 3) == {"a": "officer", "b": disclosure.PARTICIPANT, "c": "officer"}


@pytest.mark.parametrize(("n", "expected"), [(2, disclosure.PARTICIPANT), (3, "officer")])
def test_exactly_k_of_a_case_are_enough(n, expected):
    assert told({"a": n}, 3) == {"a": expected}


@pytest.mark.parametrize(("n", "expected"), [(1, disclosure.PARTICIPANT), (3, "officers")])
def test_a_group_of_roles_is_counted_within_the_case_too(n, expected):
    assert set(told({"a": n, "b": n, "c": n}, 3, group="officers").values()) == {expected}


def test_a_profession_that_k_of_the_study_share_but_fewer_of_the_case_is_made_vaguer_too():
    rows = [
        (f"{case}{n}", case, f"role {n}", "", "manager") for case, size in (("a", 2), ("b", 3)) for n in range(size)
    ]
    people = pd.DataFrame(rows, columns=["participant_id", "case_id", "role", "role_group", "profession"])
    shown = disclosure.roles_by_case(people, 3, "profession")
    assert {shown[f"a{n}"] for n in range(2)} == {disclosure.PARTICIPANT}
    assert {shown[f"b{n}"] for n in range(3)} == {"manager"}


def test_where_no_attribute_stands_for_a_role_there_is_nothing_vaguer_than_a_participant():
    rows = [(f"b{n}", "b", f"role {n}", "", "manager") for n in range(3)]
    people = pd.DataFrame(rows, columns=["participant_id", "case_id", "role", "role_group", "profession"])
    assert set(disclosure.roles_by_case(people, 3).values()) == {disclosure.PARTICIPANT}


# Saturation: whose interviews count.


def saturated(consents, codes):
    """Saturation of interviews with these consents and codes, in the order of their dates."""
    ids = [f"i{n}" for n in range(len(codes))]
    sources = pd.DataFrame({"source_id": ids, "kind": "interview", "date": [f"2014-0{n + 1}" for n in range(len(ids))]})
    if consents is not None:
        sources["consent"] = consents
    evidence = pd.DataFrame(
        [(source, code) for source, given in zip(ids, codes, strict=True) for code in given],
        columns=["source_id", "code"],
    )
    return saturation(sources, evidence, base=1, run=1, threshold=0.0, permutations=5, seed=1)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_closed_interview_is_no_interview_of_saturation(place):
    consents = ["closed" if n == place else "quote" for n in range(3)]
    rows, _ = saturated(consents, ["ab", "bc", "cd"])
    assert list(rows["source"]) == [f"i{n}" for n in range(3) if n != place]


def test_a_closed_interview_makes_no_run_that_brings_nothing_new():
    rows, _ = saturated(["quote", "closed", "quote"], ["a", "", "b"])
    assert list(rows["reached"]) == ["cannot be judged", "no"]


def test_a_code_of_a_closed_interview_is_still_new_in_the_next():
    _, new = saturated(["quote", "closed", "quote"], ["a", "b", "b"])
    assert list(zip(new["source_id"], new["code"], strict=True)) == [("i0", "a"), ("i2", "b")]


@pytest.mark.parametrize("consents", [None, ["", "", ""], ["quote", "aggregate", "quote"]])
def test_interviews_that_are_not_closed_all_count(consents):
    rows, _ = saturated(consents, ["a", "b", "c"])
    assert list(rows["source"]) == ["i0", "i1", "i2"]


# Codings: the same words at two places.

TEXT = "It was slow and we said so, it was slow then."
FIRST, SECOND = TEXT.index("was slow"), TEXT.rindex("was slow")
END = len("was slow")


def codings(*rows):
    """Spans, codes and coders as they are laid over the one segment of a text."""
    segment = {
        "segment_id": "a-i01:1.1", "source_id": "a-i01", "case_id": "a", "kind": "interview", "turn": 1, "part": 1,
        "layer": "speech", "participant_id": "", "is_interviewer": False, "left_out": "", "start": 0, "end": len(TEXT), "text": TEXT,
        "words": len(WORD.findall(TEXT)), "locator": "", "text_sha256": "", "raw_sha256": "",
    }  # fmt: skip
    segments = pd.DataFrame([segment], columns=list(CONTRACTS["segments"].columns))
    laid, unplaced = manual.code(rows, {"a-i01": TEXT}, segments, ["slow", "asking"])
    assert unplaced.empty
    return list(zip(laid["start"], laid["end"], laid["memo"], strict=True))


def coding(first, last, memo="", **more):
    row = {
        "source_id": "a-i01",
        "start": str(first),
        "end": str(last),
        "exact": TEXT[first:last],
        "prefix": "",
        "suffix": "",
    }
    return row | {"code": "slow", "memo": memo, "file": "coder_1.csv", "line": 2, "coder": "coder_1"} | more


def test_the_same_words_coded_alike_at_two_places_are_two_codings_with_a_memo_each():
    rows = codings(coding(FIRST, FIRST + END, "x"), coding(SECOND, SECOND + END, "y"))
    assert rows == [(FIRST, FIRST + END, "x"), (SECOND, SECOND + END, "y")]


def test_the_same_words_told_apart_by_what_stands_before_them_are_two_codings():
    unplaced = {"start": "", "end": ""}
    rows = codings(
        coding(FIRST, FIRST + END, prefix="It ", suffix=" and we said", **unplaced),
        coding(SECOND, SECOND + END, prefix="said so, it ", suffix=" then.", **unplaced),
    )
    assert [row[:2] for row in rows] == [(FIRST, FIRST + END), (SECOND, SECOND + END)]


@pytest.mark.parametrize("span", [(FIRST, FIRST + END + 4), (FIRST - 3, FIRST + END), (FIRST + 4, FIRST + END)])
def test_passages_that_share_only_one_end_are_two_codings(span):
    assert len(codings(coding(FIRST, FIRST + END), coding(*span))) == 2


@pytest.mark.parametrize("more", [{"code": "asking"}, {"coder": "coder_2"}])
def test_the_same_place_with_another_code_or_by_another_coder_is_another_coding(more):
    assert len(codings(coding(FIRST, FIRST + END), coding(FIRST, FIRST + END, **more))) == 2


def test_only_the_place_that_is_coded_twice_is_made_one():
    rows = codings(coding(FIRST, FIRST + END, "x"), coding(SECOND, SECOND + END, "y"), coding(FIRST, FIRST + END, "z"))
    assert rows == [(FIRST, FIRST + END, "x | z"), (SECOND, SECOND + END, "y")]
