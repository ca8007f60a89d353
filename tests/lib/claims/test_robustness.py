"""The multiverse: each decision is taken otherwise, one at a time, and nothing else changes."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase import frames
from multicase.claims import judge, robustness
from spoken import case, coding, evidence, frame, names, parsed, study


def again(rows, cases, removed=None, **more):
    table = robustness.judge_again(parsed(**more), rows, rows.iloc[:0] if removed is None else removed, cases)
    frames.conform(table, "verdicts")
    return table


def verdicts(table, group):
    return table[table["group"] == group].set_index("variation")["verdict"].to_dict()


def test_each_case_is_left_out_and_stands_in_no_sentence():
    rows = study("ff", "ff", "aa", "aa")
    table = again(rows, names(4), criterion={"cases": 2})
    assert verdicts(table, robustness.CASES) == {
        "k1": "leaning against",
        "k2": "leaning against",
        "k3": "leaning for",
        "k4": "leaning for",
    }
    why = table[table["variation"] == "k1"]["why"].iloc[0]
    assert why == "1 of 3 cases supports it and 2 contradict it"


def test_each_kind_is_left_out_and_then_need_not_speak():
    rows = pd.concat([study("ff", "ff"), evidence(*case("k1", "ff")).assign(kind="document", source_id="k1-d01")])
    claim = {"kinds": ["document"], "criterion": {"cases": 2}}
    assert verdicts(again(rows, names(2), **claim), robustness.KINDS) == {
        "document": "supported",
        "interview": "insufficient",
    }


def test_each_coder_is_heard_alone_and_each_source_is_left_out():
    rows = frame(
        [
            coding("k1", n, code, n, coder=who)
            for n, (code, who) in enumerate([("yes", "x"), ("yes", "x"), ("no", "y"), ("no", "y")])
        ]
    )
    table = again(rows, ["k1"], criterion={"cases": 1})
    assert verdicts(table, robustness.CODERS) == {"x": "supported", "y": "contradicted"}
    assert verdicts(table, robustness.SOURCES) == {
        "k1-i00": "leaning against", "k1-i01": "leaning against", "k1-i02": "leaning for", "k1-i03": "leaning for",
    }  # fmt: skip


def test_other_units_are_counted():
    rows = frame(
        [
            coding("k1", 1, "yes", 1, participant_id="p"),
            coding("k1", 2, "yes", 2, participant_id="p"),
            coding("k1", 3, "no", 3),
            coding("k1", 3, "no", 4),
        ]
    )
    table = again(rows, ["k1"], criterion={"cases": 1})
    assert verdicts(table, robustness.UNIT) == {"participant": "divided", "segment": "divided"}
    assert judge.judge(parsed(criterion={"cases": 1}), rows, ["k1"])["verdict"].iloc[0] == "leaning for"


def test_mixed_units_count_otherwise_and_thresholds_move_one_step():
    table = again(study("fffmm"), names(1), criterion={"cases": 1, "tolerance": 0.25, "minimum": 5})
    assert verdicts(table, robustness.MIXED) == {"against": "divided", "half": "supported", "own side": "supported"}
    assert verdicts(table, robustness.THRESHOLDS) == {
        "minimum 4": "leaning for", "minimum 6": "insufficient", "tolerance 0.2": "leaning for", "tolerance 0.3": "leaning for",
        "most 0.5": "leaning for", "most 0.7": "leaning for",
    }  # fmt: skip


@pytest.mark.parametrize(("criterion", "expected"), [
    ({"minimum": 2, "tolerance": 0, "cases": 1, "most": 1}, {"minimum 3", "tolerance 0.05", "most 0.9"}),
    ({"tolerance": 0.5, "cases": 3, "most": 0.6}, {"minimum 3", "tolerance 0.45", "most 0.5", "most 0.7"}),
])  # fmt: skip
def test_no_threshold_leaves_its_bounds(criterion, expected):
    assert set(verdicts(again(study("ff"), names(1), criterion=criterion), robustness.THRESHOLDS)) == expected


def test_what_adjudication_removed_counts_again_and_only_then():
    rows, removed = study("ff", "ff", "ff"), study("", "aaa", "aaa")
    table = again(rows, names(3), removed)
    assert verdicts(table, robustness.ADJUDICATION) == {robustness.UNADJUDICATED: "leaning against"}
    rest = table[table["group"] != robustness.ADJUDICATION]
    assert rest.reset_index(drop=True).equals(again(rows, names(3))) is True


def test_nothing_is_varied_that_is_there_but_once():
    groups = set(again(study("ff"), names(1))["group"])
    assert groups == {robustness.SOURCES, robustness.UNIT, robustness.MIXED, robustness.THRESHOLDS}


def test_a_variation_keeps_the_verdict_or_changes_it_or_leaves_too_little():
    assert robustness.outcome("divided", "divided") == robustness.KEPT
    assert robustness.outcome("divided", "supported") == robustness.CHANGED
    assert robustness.outcome("insufficient", "supported") == robustness.TOO_LITTLE
    assert robustness.outcome("insufficient", "insufficient") == robustness.KEPT


def test_all_single_sources_together_are_one_variation():
    def rows(*sources, others=("",)):
        told = [(robustness.SOURCES, changed) for changed in sources] + [
            (robustness.CASES, changed) for changed in others
        ]
        return pd.DataFrame(told, columns=["decision", "changed"])

    assert robustness.tally(rows("", "", "")) == (2, 2, 0)
    assert robustness.tally(rows("", "yes", "too little left")) == (2, 1, 0)
    assert robustness.tally(rows("", "too little left", others=("yes", ""))) == (3, 1, 1)
    assert robustness.tally(rows(others=("", "yes"))) == (2, 1, 0)


def test_where_everybody_s_words_count_those_of_narrower_speakers_are_weighed_alone():
    rows = pd.concat([study("ff", "ff"), study("", "aaaa").assign(role_group="cook", source_id="k2-o01")])
    claim = {"population": {"about": "nurses", "narrower": {"role_group": ["gp"]}}, "criterion": {"cases": 2}}
    assert verdicts(again(rows, names(2), **claim), robustness.SPEAKERS) == {"role_group: gp": "supported"}
    assert not verdicts(again(rows, names(2), criterion={"cases": 2}), robustness.SPEAKERS)


def test_as_many_cases_are_asked_for_as_there_are_at_most():
    found = set(verdicts(again(study("ff", "ff", "ff"), names(3), criterion={"cases": 3}), robustness.THRESHOLDS))
    assert "cases 2" in found and "cases 4" not in found


def test_all_verdicts_are_those_on_everything_and_of_each_variation():
    rows, claim = study("ff", "aa"), parsed(criterion={"cases": 2})
    both = robustness.judge_all(claim, rows, rows.iloc[:0], names(2))
    whole = judge.on_everything(both)
    assert whole.equals(judge.judge(claim, rows, names(2))) and len(both) - len(whole) == len(
        again(rows, names(2), criterion={"cases": 2})
    )
