"""Which segments are units of a code: those of its set's speakers, or those that are analysed; and who has read them."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.contracts import CONTRACTS
from multicase.reliability import agreement, units
from multicase.study.problems import StudyError

PEOPLE = pd.DataFrame(
    [("p1", "client", "first"), ("p2", "nurse", "first")], columns=["participant_id", "role", "visit"]
)
# turn: who speaks, whether an interviewer does, the layer
TURNS = {1: ("", True, "speech"), 2: ("p1", False, "speech"), 3: ("p2", False, "speech"), 4: ("", False, "event")}
STANCE = {"set": "stance", "codes": ["yes", "no"]}


def segments():
    names = list(CONTRACTS["segments"].columns)
    rows = [
        dict.fromkeys(names, "")
        | {"segment_id": f"s1:{turn}.1", "source_id": "s1", "participant_id": who, "is_interviewer": asks, "layer": layer}
        | {"left_out": "interviewer" if asks else "no speech" if layer == "event" else ""}
        for turn, (who, asks, layer) in TURNS.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def codings(*rows):
    names = list(CONTRACTS["codings"].columns)
    found = [
        dict.fromkeys(names, "")
        | {
            "coder": coder,
            "source_id": "s1",
            "segment_id": f"s1:{turn}.1",
            "code": code,
            "start": turn,
            "end": turn + 1,
            "passage_start": turn,
            "passage_end": turn + 1,
        }
        for coder, turn, code in rows
    ]
    return pd.DataFrame(found, columns=names)


def turns_of(speakers, kind="participants"):
    """code -> the turns that are units of it; `loud` is in no set."""
    one = STANCE if speakers is None else STANCE | {"speakers": speakers}
    rows = units.by_code(segments(), ["yes", "no", "loud"], kind, [one], PEOPLE)
    found = {code: [int(one.split(":")[1][0]) for one in of["segment_id"]] for code, of in rows.groupby("code")}
    assert found["yes"] == found["no"]
    return found["yes"], found["loud"]


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        (None, [2, 3]),
        ("participants", [2, 3]),
        ("interviewers", [1]),
        ("all", [1, 2, 3, 4]),
        ({"role": ["client"]}, [2]),
        ({"role": ["client", "nurse"]}, [2, 3]),
        ({"role": ["client", "nurse"], "visit": ["first"]}, [2, 3]),
        ({"role": ["client"], "visit": ["second"]}, []),
    ],
)
def test_codes_of_a_set_have_the_segments_of_its_speakers_and_other_codes_those_that_are_analysed(speakers, expected):
    if expected:
        assert turns_of(speakers) == (expected, [2, 3])
    else:
        assert not units.said_by(segments(), speakers, PEOPLE).any()


@pytest.mark.parametrize("speakers", ["interviewers", {"role": ["client"]}])
def test_a_set_of_some_speakers_is_not_widened_by_the_units_of_the_others(speakers):
    assert turns_of(speakers, "all")[0] == turns_of(speakers)[0]
    assert turns_of(speakers, "all")[1] == [1, 2, 3, 4]


GIVEN = codings(("a", 1, "yes"), ("b", 1, "yes"), ("a", 2, "no"), ("b", 2, "no"), ("a", 3, "yes"), ("b", 3, "no"))


def row_of_set(speakers, given=GIVEN, readings=None):
    one = STANCE | ({"speakers": speakers} if speakers else {})
    rows = agreement.ratings(given, segments(), ["yes", "no"], readings, "participants", [one], PEOPLE)
    found = agreement.table(rows, given, {"s1": 9}, ["yes", "no"], {}, exclusive=[one], replicates=100, seed=1)
    return found.set_index("code").loc["(one of stance)"]


def test_interviewers_turns_are_units_of_a_set_of_theirs_though_they_are_not_analysed():
    assert row_of_set("interviewers")[["units", "given_by_all", "agreement"]].tolist() == [1, 1, "1.000"]
    assert row_of_set(None)[["units", "given_by_some", "agreement"]].tolist() == [2, 1, "0.500"]


def test_sets_of_different_speakers_have_units_of_their_own_and_may_have_none():
    asked = {"set": "asked", "codes": ["open", "closed"], "speakers": "interviewers"}
    nobodys = {"set": "nobodys", "codes": ["x", "y"], "speakers": {"role": ["porter"]}}
    given = pd.concat([GIVEN, codings(("a", 1, "open"), ("b", 1, "closed"))])
    codes, exclusive = ["yes", "no", "open", "closed", "x", "y"], [STANCE, asked, nobodys]
    rows = agreement.ratings(given, segments(), codes, None, "participants", exclusive, PEOPLE)
    found = agreement.table(rows, given, {"s1": 9}, codes, {}, exclusive=exclusive, replicates=100, seed=1)
    told = found.set_index("code")
    assert told.loc[["(one of stance)", "(one of asked)", "(one of nobodys)", "yes", "open", "x"], "units"].tolist() == [
        2, 1, 0, 2, 1, 0,
    ]  # fmt: skip
    assert told.loc["(one of nobodys)", ["alpha", "status"]].tolist() == [
        "undefined", "undefined: no unit was read by two coders",
    ]  # fmt: skip
    assert told.loc[agreement.ANY, "units"] == 3 and told.loc[agreement.ALL, "units"] == 2 * 2 + 2


def test_codings_of_a_set_on_segments_of_other_speakers_are_counted_and_no_units():
    told = row_of_set({"role": ["client"]})
    assert told["units"] == 1 and told["status"].endswith("; 4 codings left out, on segments of other speakers")
    assert "left out" not in row_of_set("all")["status"]


def test_a_coding_on_several_segments_of_other_speakers_is_one_that_is_left_out():
    over_two = codings(("a", 1, "yes"), ("a", 3, "yes")).assign(passage_start=1, passage_end=4)
    told = row_of_set({"role": ["client"]}, pd.concat([codings(("a", 2, "yes"), ("b", 2, "yes")), over_two]))
    assert told["status"].endswith("; 1 coding left out, on segments of other speakers")


def test_counting_others_turns_as_none_would_raise_alpha():
    """Why sets are kept to speakers: a turn to which nobody can give a code of the set is agreement for nothing."""
    given = codings(("a", 2, "yes"), ("b", 2, "no"), ("a", 3, "yes"), ("b", 3, "yes"))
    of_their_own, of_everybody = (row_of_set(who, given) for who in ({"role": ["client", "nurse"]}, "all"))
    assert (of_their_own["units"], of_everybody["units"]) == (2, 4)
    assert float(of_their_own["alpha"]) < 0.1 < 0.5 < float(of_everybody["alpha"])


def read(*rows):
    return pd.DataFrame(rows, columns=["coder", "source_id", "unread"])


def test_a_segment_that_a_coder_has_not_read_is_missing_and_not_a_none():
    given = codings(("a", 2, "yes"), ("b", 2, "yes"), ("a", 3, "no"))
    readings = read(("a", "s1", ""), ("b", "s1", "s1:3.1"))
    assert row_of_set(None, given, readings)[["units", "agreement"]].tolist() == [1, "1.000"]
    assert row_of_set(None, given)[["units", "agreement"]].tolist() == [2, "0.500"]


def test_passages_are_compared_between_those_who_read_the_whole_source():
    readings = read(("a", "s1", ""), ("b", "s1", "s1:3.1"), ("c", "s1", ""))
    given = codings(("a", 2, "yes"), ("b", 2, "no"), ("c", 2, "yes"))
    rows = agreement.ratings(given, segments(), ["yes", "no"], readings)
    told = agreement.table(rows, given, {"s1": 9}, ["yes", "no"], {}, replicates=100, seed=1).set_index("code")
    assert told.loc[agreement.UNITIZING, ["units", "coders", "alpha"]].tolist() == [2, 2, "1.000"]
    pair = given[given["coder"] != "c"]
    rows = agreement.ratings(pair, segments(), ["yes", "no"], readings[:2])
    told = agreement.table(rows, pair, {"s1": 9}, ["yes", "no"], {}, replicates=100, seed=1).set_index("code")
    assert told.loc[agreement.UNITIZING, ["units", "coders", "alpha"]].tolist() == [0, 0, "undefined"]


def test_what_somebody_read_is_told_of_sources_with_a_reading_or_a_coding():
    given = codings(("a", 2, "yes"))
    everything = set(segments().loc[segments()["source_id"] == "s1", "segment_id"])
    assert units.read(None, segments(), given) == everything
    assert units.read(None, segments(), given.iloc[:0]) == frozenset()
    assert units.read(read(("a", "s1", "")), segments(), given.iloc[:0]) == everything
    assert units.read(read(("a", "s1", "s1:3.1")), segments(), given) == everything - {"s1:3.1"}
    assert units.read(read(("a", "s1", "s1:3.1"), ("b", "s1", "")), segments(), given) == everything
    assert units.read(read(("a", "s1", "s1:3.1"), ("b", "s1", "s1:3.1")), segments(), given) == everything - {"s1:3.1"}


def test_unread_segments_that_cannot_be_are_told_all_at_once():
    readings = read(("a", "s1", "s1:9.1;s1:2.1"), ("b", "s9", "s9:1.1"))
    with pytest.raises(StudyError) as caught:
        units.unread(readings, segments(), GIVEN)
    assert [problem.found for problem in caught.value.problems] == [
        "'s1:2.1', in which a coded something", "'s1:9.1', which isn't there",
    ]  # fmt: skip
