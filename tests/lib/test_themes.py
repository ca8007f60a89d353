"""Which codings are analysed is chosen, said, and never pooled silently."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import frames
from multicase.contracts import CONTRACTS
from multicase.study import attributes, files
from multicase.study.problems import StudyError
from multicase.themes import chosen, evidence, gather, omissions


def codings(origin, *rows):
    base = {
        "source_id": "a-i01",
        "case_id": "a",
        "passage_start": 0,
        "passage_end": 4,
        "start": 0,
        "end": 4,
        "exact": "slow",
        "rule_id": "",
        "probability": -1.0,
        "anchored": "",
        "memo": "",
    }
    return pd.DataFrame(
        [
            base | {"segment_id": segment, "code": code, "coder": coder, "origin": origin}
            for segment, code, coder in rows
        ],
        columns=list(CONTRACTS["codings"].columns),
    )


BOTH = {
    "dictionary": codings("dictionary", ("s:1.1", "slow", "dictionary")),
    "manual": codings(
        "manual", ("s:1.1", "slow", "coder_1"), ("s:1.1", "slow", "coder_2"), ("s:2.1", "fast", "coder_1")
    ),
}
NONE = {"dictionary": BOTH["dictionary"], "manual": codings("manual")}
UNPLACED = pd.DataFrame(columns=list(CONTRACTS["unplaced"].columns))


def analysed(by_origin, adjudication, origins, layers=("speech",)):
    """The analysed codings, and what captions say of them. layers: of the segments that they lie on, in turn."""
    picked, named, n_decided = chosen.choose(by_origin, adjudication or [], origins)
    kept = picked[picked["left_out"] == ""]
    told = kept.assign(layer=[layers[n % len(layers)] for n in range(len(kept))])
    about = chosen.describe(told, named, n_decided, omissions.of_codings(picked, UNPLACED), "codings")
    return kept.drop(columns="left_out"), about


def test_auto_takes_manual_codings_where_there_are_any():
    picked, about = analysed(BOTH, None, "auto")
    assert (
        set(picked["origin"]) == {"manual"}
        and about["sentence"] == "Analysed: 3 manual codings by coder_1 and coder_2."
    )
    picked, about = analysed(NONE, None, "auto")
    assert set(picked["origin"]) == {"dictionary"} and about["sentence"] == "Analysed: 1 dictionary coding."


def test_pooled_origins_are_named():
    _, about = analysed(BOTH, None, ["manual", "dictionary"])
    assert about["sentence"] == ("Analysed: 3 manual codings by coder_1 and coder_2, pooled with 1 dictionary coding.")


def test_codings_whose_words_were_only_found_by_likeness_are_told():
    moved = BOTH | {"manual": BOTH["manual"].assign(anchored=["offset", "fuzzy", "quote"])}
    _, about = analysed(moved, None, "auto")
    assert about["sentence"].endswith("; 1 of them lies on words that are only like those coded.")


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        (["speech", "verbatim", "verbatim"], ""),
        (["speech", "inference", "verbatim"], "; 1 of them is of an observer's comments, which nobody said"),
        (["inference"], "; 3 of them are of an observer's comments, which nobody said"),
    ],
)
def test_codings_of_what_an_observer_thinks_are_told(layers, told):
    _, about = analysed(BOTH, None, "auto", layers)
    assert about["sentence"] == f"Analysed: 3 manual codings by coder_1 and coder_2{told}."


def test_an_adjudication_takes_a_code_away_whoever_gave_it():
    picked, about = analysed(
        BOTH, [{"segment_id": "s:1.1", "code": "slow", "decision": "remove", "reason": "x"}], "auto"
    )
    assert list(picked["code"]) == ["fast"]
    assert about["n_adjudicated"] == 1 and about["n_codings"] == 1 and about["omitted"] == {chosen.REMOVED: 2}
    assert about["sentence"] == (
        "Analysed: 1 manual coding by coder_1, 1 adjudicated; not analysed: 2 removed by adjudication (T31)."
    )


def test_a_decision_about_what_nobody_coded_is_refused():
    with pytest.raises(StudyError, match=r"segment s:9\.1, code slow"):
        analysed(BOTH, [{"segment_id": "s:9.1", "code": "slow", "decision": "keep", "reason": "x"}], "auto")


@pytest.mark.parametrize(
    "rows", [[("keep", "s:1.1"), ("remove", "s:1.1")], [("remove", "s:1.1"), ("keep", "s:1.1"), ("keep", "s:2.1")]]
)
def test_decisions_that_contradict_one_another_are_refused(rows):
    decided = [
        {"segment_id": segment, "code": "slow", "decision": decision, "reason": ""} for decision, segment in rows
    ]
    with pytest.raises(StudyError, match="both keep and remove"):
        analysed(BOTH, decided, "auto")


def test_a_decision_holds_for_every_origin_and_is_counted_where_it_bears():
    remove = [
        {"segment_id": "s:1.1", "code": "slow", "decision": "remove", "reason": "x"},
        {"segment_id": "s:2.1", "code": "fast", "decision": "keep", "reason": "x"},
    ]
    picked, about = analysed(BOTH, remove, ["dictionary"])
    assert len(picked) == 0 and about["n_adjudicated"] == 1
    assert about["sentence"] == ("Analysed: no coding, 1 adjudicated; not analysed: 1 removed by adjudication (T31).")


def test_an_origin_without_codings_to_choose_from_is_refused():
    with pytest.raises(StudyError, match="'imported'; expected some of dictionary, manual"):
        analysed(BOTH, None, ["manual", "imported"])


NOTHING = {"dictionary": codings("dictionary"), "manual": codings("manual")}


def test_no_codings_at_all_is_no_error():
    picked, about = analysed(NOTHING, None, "auto")
    assert picked.empty and about["coders"] == [] and about["origins"] == ["dictionary"]
    assert about["sentence"] == "Analysed: nothing, for nothing is coded."
    found = gathered(NOTHING)
    assert found.evidence.empty and found.about["n_codings"] == 0 and found.about["omitted"] == {}


def test_a_passage_that_touches_several_segments_is_one_coding():
    long = codings("manual", ("s:1.1", "slow", "coder_1"), ("s:2.1", "slow", "coder_1")).assign(
        passage_end=14, start=[0, 10], end=[4, 14]
    )
    _, about = analysed({"manual": long, "dictionary": codings("dictionary")}, None, "auto")
    assert about["n_codings"] == 1 and about["sentence"] == "Analysed: 1 manual coding by coder_1."
    remove = [{"segment_id": "s:2.1", "code": "slow", "decision": "remove", "reason": "x"}]
    picked, about = analysed({"manual": long, "dictionary": codings("dictionary")}, remove, "auto")
    assert list(picked["segment_id"]) == ["s:1.1"]
    assert about["n_codings"] == 1 and about["omitted"] == {}  # a part of it is analysed


def complete(name, *rows):
    """A study's file as `files.frame` reads it."""
    empty = dict.fromkeys(files.schema(name)["properties"], "")
    found = [empty | row for row in rows]
    return pd.DataFrame(found, columns=list(dict.fromkeys(column for row in [empty, *found] for column in row)))


CASES = complete("cases", {"case_id": "a", "label": "Case 1", "region": "coastal"})
SOURCES = complete("sources", {"source_id": "a-i01", "case_id": "a", "kind": "interview", "date": "2014", "tone": "calm"},
                   {"source_id": "a-i02", "case_id": "a", "kind": "interview", "consent": "closed", "tone": ""})  # fmt: skip
PARTICIPANTS = complete(
    "participants", {"participant_id": "p1", "case_id": "a", "role": "GP", "titular": "yes", "level": ""}
)
NOBODY = complete("participants")
CODES = pd.DataFrame(
    {"theme": "t", "subtheme": "st", "code": ["slow", "fast"], "polarity": ["supports", "contradicts"]}
)


def segments(*rows):
    base = {
        "case_id": "a", "kind": "interview", "turn": 1, "part": 1, "layer": "speech", "start": 0, "end": 9, "text": "slow, yes",
        "words": 2, "locator": "line 1", "text_sha256": "", "raw_sha256": "",
    }  # fmt: skip
    names = ("segment_id", "source_id", "participant_id", "is_interviewer", "left_out")
    return pd.DataFrame(
        [base | dict(zip(names, row, strict=True)) for row in rows], columns=list(CONTRACTS["segments"].columns)
    )


SEGMENTS = segments(
    ("s:1.1", "a-i01", "p1", False, ""), ("s:2.1", "a-i01", "interviewer", True, "interviewer"), ("s:3.1", "a-i01", "", False, "")
)  # fmt: skip


def joined(rows, segments=SEGMENTS, sources=SOURCES, participants=PARTICIPANTS):
    return evidence.join(rows.assign(left_out=""), segments, sources, participants, CASES, CODES)


def gathered(
    by_origin=BOTH, unplaced=UNPLACED, segments=SEGMENTS, k=1, declared=None, sought=None, origins="auto", **people
):
    files_ = {name: complete(name) for name in ("adjudication", "readings")}
    files_ |= {"cases": CASES, "sources": SOURCES, "participants": PARTICIPANTS}
    declared = attributes.declared(
        {"attributes": {"participants": {"titular": None, "level": None}}} | (declared or {})
    )
    return gather.gather(
        by_origin,
        unplaced,
        segments,
        pd.DataFrame(columns=list(CONTRACTS["balance"].columns)),
        files_ | people,
        CODES,
        declared,
        sought=set(CODES["code"]) if sought is None else sought,
        origins=origins,
        k=k,
        k_beside_words=k,
    )


def test_nobody_is_hidden_among_those_who_speak_in_closed_sources_alone():
    people = complete("participants", *({"participant_id": p, "case_id": "a", "role": "GP"} for p in ("p1", "p2")))
    roles = {
        agreed: set(gathered(k=2, participants=people, sources=SOURCES.assign(
            participants=["p1", "p2"], consent=["quote", agreed])).evidence["role"])
        for agreed in ("closed", "aggregate")
    }  # fmt: skip
    assert roles == {"closed": {"withheld"}, "aggregate": {"GP"}}


def test_a_decision_about_a_source_whose_consent_was_taken_back_rests_and_any_other_without_a_coding_is_told():
    def about(segment):
        row = {"segment_id": segment, "code": "slow", "decision": "remove", "reason": "x"}
        return gathered(adjudication=complete("adjudication", row)).about

    assert about("a-i02:1.1")["n_adjudicated"] == 0 and "adjudicated" not in about("a-i02:1.1")["sentence"]
    with pytest.raises(StudyError, match="a code that nobody gave to this segment"):
        about("a-i01:9.1")


def test_evidence_joins_all_that_is_known_and_leaves_the_interviewer_out():
    whole = joined(BOTH["manual"])
    assert dict(zip(whole["segment_id"], whole["left_out"], strict=True)) == {
        "s:1.1": "",
        "s:2.1": "on an interviewer's turns",
    }
    rows = gathered().evidence
    frames.conform(rows, "evidence")
    assert list(rows["coder"]) == ["coder_1", "coder_2"]
    row = rows.iloc[0]
    assert (row["role"], row["speaker.titular"], row["speaker.level"], row["consent"], row["polarity"], row["date"]) == (
        "GP", "yes", "", "quote", "supports", "2014",
    )  # fmt: skip
    assert (row["case.region"], row["source.tone"]) == ("coastal", "calm")
    assert {name for name in rows if "." in name} == {"speaker.titular", "speaker.level", "case.region", "source.tone"}


def test_the_wave_of_sources_is_a_column_of_the_evidence_once_it_is_declared():
    sources = SOURCES.assign(wave=["2", "1"])
    assert "source.wave" not in gathered(sources=sources).evidence
    declared = {"attributes": {"sources": {"wave": None}}}
    found = gathered(sources=sources, declared=declared)
    assert set(found.evidence["source.wave"]) == {"2"} and "source.wave" in found.sources


def test_without_participants_their_columns_are_empty():
    rows = gathered(NONE, participants=NOBODY).evidence
    frames.conform(rows, "evidence")
    assert list(rows["role"]) == [""] and list(rows["role_group"]) == [""]
    assert not any(name.startswith("speaker.") for name in rows)


def test_a_turn_of_nobody_in_particular_has_empty_attributes():
    (row,) = joined(codings("manual", ("s:3.1", "slow", "coder_1"))).to_dict("records")
    assert (row["role"], row["role_group"], row["speaker.titular"]) == ("", "", "")


def test_closed_sources_are_left_out():
    closed = NONE | {"dictionary": BOTH["dictionary"].assign(source_id="a-i02")}
    assert gathered(closed, segments=SEGMENTS.assign(source_id="a-i02")).evidence.empty


def test_closed_sources_are_among_those_left_out_and_not_among_those_read():
    unplaced = pd.DataFrame(
        [{"source_id": "a-i02", "code": "slow", "coder": "coder_1", "start": -1, "reason": "in closed sources"}]
    )
    found = gathered(unplaced=unplaced)
    assert list(found.sources["source_id"]) == ["a-i01"] and found.about["omitted"]["in closed sources"] == 1
    told = {(row["stage"], row["reason"]): row["n"] for row in found.omissions.to_dict("records")}
    assert told["sources", "consent: closed, they appear nowhere"] == 1 and told["codings", "in closed sources"] == 1


@pytest.mark.parametrize("column", ["segment_id", "source_id", "code"])
def test_no_coding_goes_missing_in_the_join(column):
    with pytest.raises(ValueError, match=f"unknown {column}: stray"):
        joined(BOTH["manual"].assign(**{column: "stray"}))


def test_no_coding_of_an_unknown_case_goes_missing_in_the_join():
    with pytest.raises(ValueError, match="unknown case_id: stray"):
        joined(BOTH["manual"].assign(case_id="stray"))


def test_what_is_left_out_is_counted_by_its_reason():
    headed = segments(("s:4.1", "a-i01", "", False, "no speech"))
    manual = pd.concat([BOTH["manual"], codings("manual", ("s:4.1", "slow", "coder_1"))], ignore_index=True)
    remove = complete("adjudication", {"segment_id": "s:1.1", "code": "slow", "decision": "remove", "reason": "x"})
    found = gathered(BOTH | {"manual": manual}, segments=pd.concat([SEGMENTS, headed]), adjudication=remove)
    frames.conform(found.omissions, "omissions")
    assert found.about["omitted"] == {
        "on an interviewer's turns": 1, "on headings or events": 1, "removed by adjudication": 2,
    }  # fmt: skip
    assert found.evidence.empty and found.about["sentence"] == (
        "Analysed: no coding, 1 adjudicated; not analysed: 1 on an interviewer's turns, 1 on headings or events and "
        "2 removed by adjudication (T31)."
    )
    told = {(row["stage"], row["reason"], row["unit"]): row["n"] for row in found.omissions.to_dict("records")}
    assert told["segments", "an interviewer's turns", "segments"] == 1
    assert told["segments", "headings and events", "words"] == 2
    assert told["codings", "of the origin dictionary, which is not analysed", "codings"] == 1


def test_a_source_that_is_marked_as_not_analysed_is_in_no_count():
    found = gathered(sources=SOURCES.assign(analysed=["no", ""]))
    assert found.evidence.empty and found.about["omitted"]["in sources marked as not analysed"] == 2
    assert list(found.sources["read"]) == [False]


def test_who_read_what_is_known_from_readings_or_from_codings():
    sources = complete(
        "sources", *({"source_id": name, "case_id": "a", "kind": "interview"} for name in ("a-i01", "a-i03"))
    )
    found = gathered(sources=sources)
    frames.conform(found.sources, "read_sources")
    assert found.sources[["read", "coders"]].to_numpy().tolist() == [[True, "coder_1;coder_2"], [False, ""]]
    assert found.about["readings"] == "codings" and found.sources["segments"].tolist() == [2, 0]
    assert found.about["sentence"].endswith("(T31); nobody has read 1 of 2 sources.")
    readings = complete("readings", *({"coder": "coder_1", "source_id": name} for name in ("a-i01", "a-i03")))
    found = gathered(sources=sources, readings=readings)
    # coder_2 coded a-i01, and so has read it though readings.csv doesn't say so.
    assert found.sources[["read", "coders"]].to_numpy().tolist() == [[True, "coder_1;coder_2"], [True, "coder_1"]]
    assert found.about["readings"] == "readings.csv"
    assert list(gathered(NONE, sources=sources).sources["read"]) == [True, True]  # a program reads all


def test_attributes_that_fewer_than_k_of_a_case_share_are_not_in_the_evidence():
    rows = gathered(k=2).evidence
    assert set(rows["role"]) == set(rows["speaker.titular"]) == {"withheld"}


WITH_PROGRAM = BOTH | {"program": codings("program", ("s:3.1", "slow", "eyes"), ("s:1.1", "slow", "eyes"))}


def test_codings_of_a_program_are_analysed_only_where_a_list_names_them():
    for origins in ("auto", ["manual", "dictionary"]):
        assert "program" not in set(analysed(WITH_PROGRAM, None, origins)[0]["origin"])
    picked, about = analysed(WITH_PROGRAM, None, ["manual", "program"])
    assert set(picked["origin"]) == {"manual", "program"}
    assert "pooled with 1 program coding by eyes" in about["sentence"]
    with pytest.raises(StudyError, match=r"themes\.origins"):
        analysed(BOTH, None, ["manual", "program"])


def test_nobody_adjudicates_what_only_a_program_coded_and_a_code_removed_is_removed_whoever_gave_it():
    decision = {"code": "slow", "decision": "remove", "reason": "r"}
    with pytest.raises(StudyError, match="nobody gave"):
        analysed(WITH_PROGRAM, [decision | {"segment_id": "s:3.1"}], ["manual", "program"])
    picked, _ = analysed(WITH_PROGRAM, [decision | {"segment_id": "s:1.1"}], ["manual", "program"])
    assert list(picked.loc[picked["origin"] == "program", "segment_id"]) == ["s:3.1"]


def test_captions_tell_of_codes_that_the_dictionary_beside_people_does_not_look_for():
    mixed = ["manual", "dictionary"]
    told = gathered(origins=mixed, sought=[CODES["code"].iloc[0]]).about["sentence"]
    assert f"the dictionary reads every source and looks for 1 of {len(CODES)} codes" in told
    assert "reads every source" not in gathered(origins=mixed).about["sentence"]
    assert "reads every source" not in gathered(origins=["manual"], sought=[CODES["code"].iloc[0]]).about["sentence"]
