"""Disagreements as they are told: people's alone, in the order of the text, with all that was given there."""

from __future__ import annotations

import pandas as pd
from multicase.contracts import CONTRACTS
from multicase.reliability import agreement, disagreements
from multicase.reliability.disagreements import Given, Said

TYPES = {"int32": 0, "float64": -1.0, "bool": False, "string": ""}
CODES = ["warm", "cold", "slow"]


def rows(contract, *given):
    """Rows of a contract, empty where nothing is given."""
    empty = {name: TYPES[kind] for name, kind in CONTRACTS[contract].columns.items()}
    return pd.DataFrame([empty | row for row in given], columns=list(empty))


def segment(source, turn, text="words", **more):
    where = {"segment_id": f"{source}:{turn}.1", "source_id": source, "turn": turn, "part": 1, "layer": "speech"}
    return where | {"text": text, "kind": "group_interview", "locator": f"line {turn}", "participant_id": "p1"} | more


def coding(coder, segment_id, code, **more):
    row = {"coder": coder, "segment_id": segment_id, "code": code, "source_id": segment_id.partition(":")[0]}
    return row | {"origin": "manual", "exact": "words"} | more


SEGMENTS = rows(
    "segments",
    segment("s1", 2, "Well, slowly."),
    segment("s1", 1, "How?", is_interviewer=True, participant_id="", left_out="interviewer"),
    segment("s1", 10, "It was warm in there."),
    segment("s2", 1, "Minutes", layer="heading", participant_id="", left_out="no speech"),
    segment("s2", 2, "Cold."),
)
CODINGS = rows(
    "codings",
    coding("c1", "s1:10.1", "warm", exact="warm", memo="Said twice.", start=7),
    coding("c1", "s1:10.1", "cold"),
    coding("c2", "s1:10.1", "slow", memo="Why not?"),
    coding("c1", "s1:10.1", "slow"),
    coding("c1", "s1:2.1", "slow"),
    coding("c2", "s2:2.1", "cold"),
    coding("c1", "s2:2.1", "warm"),
)


def differing(codings=CODINGS, readings=None):
    return agreement.disagreements(agreement.ratings(codings, SEGMENTS, CODES, readings))


def told(codings=CODINGS, table=None, **how):
    return disagreements.told(differing() if table is None else table, codings, SEGMENTS, CODES, **how)


def test_they_come_in_the_order_of_the_texts_and_of_the_codebook():
    found, gone = told()
    assert [one.pair for one in found] == [
        ("s1:2.1", "slow"), ("s1:10.1", "warm"), ("s1:10.1", "cold"), ("s2:2.1", "warm"), ("s2:2.1", "cold"),
    ]  # fmt: skip
    assert gone == 0


def test_each_has_its_words_what_stands_around_them_who_gave_it_and_what_else_was_given():
    one = told()[0][1]
    assert (one.source_id, one.place) == ("s1", "group interview, line 10")
    assert (one.before, one.said, one.after) == (Said("p1", "Well, slowly."), Said("p1", "It was warm in there."), None)
    assert one.given == (Given("c1", "warm", "Said twice."),) and one.not_given == ("c2",)
    assert one.others == {
        "cold": (Given("c1", "words", ""),), "slow": (Given("c1", "words", ""), Given("c2", "words", "Why not?")),
    }  # fmt: skip
    assert one.differing == ("cold",)


def test_who_speaks_is_a_participant_the_interviewer_or_what_no_one_says_and_no_other_source_is_near():
    found = {one.segment_id: one for one in told()[0]}
    assert found["s1:2.1"].before == Said("interviewer", "How?")
    assert found["s2:2.1"].before == Said("heading", "Minutes") and found["s2:2.1"].after is None


def test_a_coder_who_has_not_read_the_source_is_on_no_side():
    readings = pd.DataFrame(
        [("c1", "s1"), ("c2", "s1"), ("c3", "s2"), ("c1", "s2"), ("c2", "s2")], columns=["coder", "source_id"]
    )
    found = {one.pair: one.not_given for one in told(table=differing(readings=readings))[0]}
    assert found["s1:2.1", "slow"] == ("c2",) and found["s2:2.1", "warm"] == ("c2", "c3")


def test_what_programs_coded_or_left_is_no_matter_of_adjudication():
    program = rows(
        "codings", coding("bot", "s1:2.1", "warm", origin="program"), coding("bot", "s2:2.1", "warm", origin="program")
    )
    both = pd.concat([CODINGS, program], ignore_index=True)
    found, gone = told(both, differing(both))
    assert [one.pair for one in found] == [one.pair for one in told()[0]] and gone == 0
    assert not any("bot" in one.not_given or "bot" in {each.coder for each in one.given} for one in found)
    assert "warm" not in found[0].others


def test_what_holds_no_more_is_left_out_and_counted():
    table = differing()
    pairs = {one.pair for one in told()[0]}

    def left(codings=CODINGS, codes=CODES, segments=SEGMENTS, **how):
        found, gone = disagreements.told(table, codings, segments, codes, **how)
        assert gone == len(pairs) - len(found)
        return pairs - {one.pair for one in found}

    assert left() == set()
    assert left(CODINGS[CODINGS["segment_id"] != "s1:2.1"]) == {("s1:2.1", "slow")}
    agreed = pd.concat([CODINGS, rows("codings", coding("c2", "s1:2.1", "slow"))], ignore_index=True)
    assert left(agreed) == {("s1:2.1", "slow")}
    assert left(codes=["cold", "slow"]) == {("s1:10.1", "warm"), ("s2:2.1", "warm")}
    assert left(segments=SEGMENTS[SEGMENTS["segment_id"] != "s1:10.1"]) == {("s1:10.1", "warm"), ("s1:10.1", "cold")}
    assert left(closed={"s2"}) == {("s2:2.1", "warm"), ("s2:2.1", "cold")}


def test_where_nobody_differs_there_is_nothing():
    assert told(CODINGS[:0], differing()[:0]) == ([], 0)


def test_decisions_are_unfounded_where_nobody_of_any_origin_gave_the_code():
    decided = [
        {"segment_id": "s1:2.1", "code": "slow"}, {"segment_id": "s1:2.1", "code": "warm"}, {"segment_id": "s9:1.1", "code": "slow"},
    ]  # fmt: skip
    assert disagreements.unfounded(decided, [CODINGS]) == decided[1:]
    found = rows("codings", coding("dictionary", "s1:2.1", "warm", origin="dictionary"))
    assert disagreements.unfounded(decided, [CODINGS, found]) == decided[2:]
