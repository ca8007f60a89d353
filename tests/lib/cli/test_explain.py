"""`multicase explain` prints of a claim all that is known of it, and what is said of several segments at once once."""

from __future__ import annotations

from multicase.cli.explain import render

TOLD = {
    "study": "small", "target": "C1", "statement": "It is slow.", "note": "Analysed: 3 codings.", "made": {},
    "verdict": "divided", "why": "1 of 2 cases supports it", "by_case": {"Case 1": "supported (2 for)", "Case 2": "insufficient (none)"},
    "changed_by": {"a case left out: Case 2": "supported", "a threshold: minimum 3": "insufficient"},
    "criterion": "Sources are counted.", "conditions": "Interviews must speak for it.", "rivals": "",
    "evidence_against": [], "withheld": 0, "speaking": [], "segments_for": [], "segments_mixed": [], "segments_against": [],
}  # fmt: skip
SEGMENT = {
    "segment": "a-i1:1.1", "kind": "group_interview", "date": "2014", "locator": "line 3", "role": "GP", "participant_id": "",
    "text": "Well, it took years.", "text_sha256": "t", "raw_sha256": "r", "after": None,
    "before": {"segment": "a-i1:0.1", "role": "interviewer", "text": "How long?"},
    "codings": [{"code": "slow", "side": "for", "memo": "", "coder": "coder_1", "origin": "manual", "rule": "", "words": "it took years"}],
}  # fmt: skip


def lines(**more):
    return [line.strip() for line in render(TOLD | more).split("\n")]


def against(segment, side="against", case="Case 1", disposition="open"):
    return {"claim": "C1", "side": side, "segment": segment, "case": case, "disposition": disposition}


def test_of_a_claim_verdict_cases_changes_criterion_and_conditions_are_printed():
    assert lines()[:6] == [
        "C1  It is slow.  (study small)", "Analysed: 3 codings.", "verdict: divided (1 of 2 cases supports it)",
        "by case: Case 1: supported (2 for); Case 2: insufficient (none)",
        "changed by: a case left out: Case 2: supported; a threshold: minimum 3: insufficient",
        "criterion: Sources are counted. Interviews must speak for it.",
    ]  # fmt: skip


def test_where_nothing_changes_a_verdict_and_no_rival_is_named_nothing_is_printed_of_them():
    assert not [line for line in lines(changed_by={}) if line.startswith(("changed by", "rivals"))]
    assert "rivals: Money. Considered: no." in lines(rivals="Money. Considered: no.")


def test_segments_of_which_the_same_is_said_stand_in_one_line():
    rows = [
        against("a-i1:1.1"), against("b-i1:1.1", case="Case 2"), against("a-i1:2.1"), against("a-i1:3.1", disposition="a slip"),
        against("a-i1:4.1", side="for"),
    ]  # fmt: skip
    told = lines(evidence_against=rows)
    assert told[6:10] == [
        "against it, Case 1: a-i1:1.1, a-i1:2.1. open", "against it, Case 2: b-i1:1.1. open",
        "against it, Case 1: a-i1:3.1. a slip", "for it, Case 1: a-i1:4.1. open",
    ]  # fmt: skip


def test_segments_are_printed_by_the_side_of_those_who_speak_with_their_words():
    told = lines(segments_for=[SEGMENT], segments_mixed=[SEGMENT, SEGMENT])
    assert [line for line in told if line.endswith(":") and "segment" in line] == [
        "1 segment for it:", "2 segments of those that speak on both sides:", "0 segments against it:",
    ]  # fmt: skip
    assert told.count("= slow (for, coder_1, manual): it took years") == 3
    assert told.count("- a-i1:1.1  GP; group interview of 2014, line 3") == 3


def test_a_segment_is_printed_with_its_words_and_what_stands_around_them():
    told = lines(segments_for=[SEGMENT])
    at = told.index("before: interviewer: How long?")
    assert told[at + 1] == "Well, it took years." and not [line for line in told if line.startswith("after")]


def test_a_memo_is_printed_beside_its_coding():
    coded = SEGMENT["codings"][0] | {"memo": "So they say."}
    told = lines(segments_for=[SEGMENT | {"codings": [coded]}])
    assert "= slow (for, coder_1, manual): it took years [memo: So they say.]" in told


def test_who_speaks_how_is_printed_by_side_and_case():
    units = [("a-i1", "Case 1", "for"), ("b-i1", "Case 2", "for"), ("a-i2", "Case 1", "mixed")]
    told = lines(speaking=[{"id": name, "case": case, "speaks": side, "n_segments": 1} for name, case, side in units])
    at = told.index("2 for it:")
    assert told[at : at + 5] == ["2 for it:", "Case 1: a-i1", "Case 2: b-i1", "1 on both sides:", "Case 1: a-i2"]


def test_what_is_counted_is_printed_and_how_much_is_withheld():
    told = lines(listed={"sources": [{"id": "a-i1", "is": "interview", "n_segments": 2}]}, withheld=3)
    assert "1 source: a-i1 (interview, 2)" in told
    assert "The words of 3 segments are withheld: their sources may be counted and not quoted." in told
