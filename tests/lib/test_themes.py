"""Which codings are analysed is chosen, said, and never pooled silently."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import frames, themes
from multicase.contracts import CONTRACTS
from multicase.study.problems import StudyError


def codings(origin, *rows):
    base = {
        "source_id": "a-i01",
        "case_id": "a",
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


def test_auto_takes_manual_codings_where_there_are_any():
    chosen, about = themes.analysed(BOTH, None, "auto")
    assert (
        set(chosen["origin"]) == {"manual"}
        and about["sentence"] == "Analysed: 3 manual codings by coder_1 and coder_2."
    )
    chosen, about = themes.analysed(NONE, None, "auto")
    assert set(chosen["origin"]) == {"dictionary"} and about["sentence"] == "Analysed: 1 dictionary codings."


def test_pooled_origins_are_named():
    _, about = themes.analysed(BOTH, None, ["manual", "dictionary"])
    assert about["sentence"] == ("Analysed: 3 manual codings by coder_1 and coder_2, pooled with 1 dictionary codings.")


def test_codings_whose_words_were_only_found_by_likeness_are_told():
    moved = BOTH | {"manual": BOTH["manual"].assign(anchored=["offset", "fuzzy", "quote"])}
    _, about = themes.analysed(moved, None, "auto")
    assert about["sentence"].endswith("; 1 of them lies on words that are only like those coded.")


def test_an_adjudication_takes_a_code_away_whoever_gave_it():
    chosen, about = themes.analysed(
        BOTH, [{"segment_id": "s:1.1", "code": "slow", "decision": "remove", "reason": "x"}], "auto"
    )
    assert list(chosen["code"]) == ["fast"]
    assert about["n_adjudicated"] == 1


def test_a_decision_about_what_nobody_coded_is_refused():
    with pytest.raises(StudyError, match=r"segment s:9\.1, code slow"):
        themes.analysed(BOTH, [{"segment_id": "s:9.1", "code": "slow", "decision": "keep", "reason": "x"}], "auto")


@pytest.mark.parametrize(
    "rows", [[("keep", "s:1.1"), ("remove", "s:1.1")], [("remove", "s:1.1"), ("keep", "s:1.1"), ("keep", "s:2.1")]]
)
def test_decisions_that_contradict_one_another_are_refused(rows):
    decided = [
        {"segment_id": segment, "code": "slow", "decision": decision, "reason": ""} for decision, segment in rows
    ]
    with pytest.raises(StudyError, match="both keep and remove"):
        themes.analysed(BOTH, decided, "auto")


def test_a_decision_holds_for_every_origin_and_is_counted_where_it_bears():
    remove = [
        {"segment_id": "s:1.1", "code": "slow", "decision": "remove", "reason": "x"},
        {"segment_id": "s:2.1", "code": "fast", "decision": "keep", "reason": "x"},
    ]
    chosen, about = themes.analysed(BOTH, remove, ["dictionary"])
    assert len(chosen) == 0 and about["n_adjudicated"] == 1
    assert about["sentence"] == "Analysed: 0 dictionary codings, 1 adjudicated."


def test_an_origin_without_codings_to_choose_from_is_refused():
    with pytest.raises(StudyError, match="'imported'; expected some of dictionary, manual"):
        themes.analysed(BOTH, None, ["manual", "imported"])


def test_no_codings_at_all_is_no_error():
    chosen, about = themes.analysed({"dictionary": codings("dictionary"), "manual": codings("manual")}, None, "auto")
    assert chosen.empty and about["coders"] == [] and about["sentence"] == "Analysed: 0 dictionary codings."


SOURCES = [{"source_id": "a-i01", "date": "2014", "consent": ""}, {"source_id": "a-i02", "consent": "closed"}]
PARTICIPANTS = [{"participant_id": "p1", "role": "GP", "titular": "yes"}]
CODES = pd.DataFrame(
    {"theme": "t", "subtheme": "st", "code": ["slow", "fast"], "polarity": ["supports", "contradicts"]}
)


def segments(*rows):
    base = {
        "case_id": "a", "kind": "interview", "turn": 1, "part": 1, "layer": "speech", "start": 0, "end": 9, "text": "slow, yes",
        "words": 2, "locator": "line 1", "text_sha256": "", "raw_sha256": "",
    }  # fmt: skip
    names = ("segment_id", "source_id", "participant_id", "is_interviewer")
    return pd.DataFrame(
        [base | dict(zip(names, row, strict=True)) for row in rows], columns=list(CONTRACTS["segments"].columns)
    )


SEGMENTS = segments(
    ("s:1.1", "a-i01", "p1", False), ("s:2.1", "a-i01", "interviewer", True), ("s:3.1", "a-i01", "", False)
)


def test_evidence_joins_all_that_is_known_and_leaves_the_interviewer_out():
    rows = themes.evidence(BOTH["manual"], SEGMENTS, SOURCES, PARTICIPANTS, CODES)
    frames.conform(rows, "evidence")
    assert list(rows["coder"]) == ["coder_1", "coder_2"]
    row = rows.iloc[0]
    assert (row["role"], row["titular"], row["level"], row["consent"], row["polarity"], row["date"]) == (
        "GP", "yes", "", "quote", "supports", "2014",
    )  # fmt: skip


def test_without_participants_their_columns_are_empty():
    rows = themes.evidence(BOTH["dictionary"], SEGMENTS, SOURCES, None, CODES)
    assert list(rows["role"]) == [""] and list(rows["titular"]) == [""]


def test_closed_sources_are_left_out():
    closed = BOTH["dictionary"].assign(source_id="a-i02")
    assert themes.evidence(closed, SEGMENTS.assign(source_id="a-i02"), SOURCES, None, CODES).empty


@pytest.mark.parametrize("column", ["segment_id", "source_id", "code"])
def test_no_coding_goes_missing_in_the_join(column):
    with pytest.raises(ValueError, match=f"unknown {column}: stray"):
        themes.evidence(BOTH["manual"].assign(**{column: "stray"}), SEGMENTS, SOURCES, None, CODES)
