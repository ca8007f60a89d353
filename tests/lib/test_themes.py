"""Which codings are analysed is chosen, said, and never pooled silently."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import themes
from multicase.contracts import CONTRACTS
from multicase.errors import StudyError


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
    assert about["sentence"] == "Analysed: 4 manual and dictionary codings by coder_1 and coder_2."


def test_an_adjudication_takes_a_code_away_whoever_gave_it():
    chosen, about = themes.analysed(
        BOTH, [{"segment_id": "s:1.1", "code": "slow", "decision": "remove", "reason": "x"}], "auto"
    )
    assert list(chosen["code"]) == ["fast"]
    assert about["n_adjudicated"] == 1


def test_a_decision_about_what_nobody_coded_is_refused():
    with pytest.raises(StudyError, match=r"segment s:9\.1, code slow"):
        themes.analysed(BOTH, [{"segment_id": "s:9.1", "code": "slow", "decision": "keep", "reason": "x"}], "auto")
