"""Agreement is measured on what two people read, code by code; what can't be measured is said to be undefined."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.contracts import CONTRACTS
from multicase.reliability import agreement
from multicase.reliability import coefficients as co

CODES = ["slow", "fast", "never"]


def segments(sources, turns=6):
    names = list(CONTRACTS["segments"].columns)
    rows = [
        dict.fromkeys(names, "")
        | {"segment_id": f"{source}:{turn}.1", "source_id": source, "left_out": "interviewer" if turn == 1 else ""}
        for source in sources
        for turn in range(1, turns + 1)
    ]
    return pd.DataFrame(rows, columns=names)


def codings(*rows):
    """rows: coder, source, turn, code; the words are the turn's ten characters."""
    names = list(CONTRACTS["codings"].columns)
    found = [
        dict.fromkeys(names, "")
        | {"coder": coder, "source_id": source, "segment_id": f"{source}:{turn}.1", "code": code}
        | {"start": 10 * turn, "end": 10 * turn + 10}
        for coder, source, turn, code in rows
    ]
    return pd.DataFrame(found, columns=names)


# In s1 both gave slow to turn 2 and differ on turn 3; in s2 they agree on all; s3 has one coder.
GIVEN = codings(
    ("coder_1", "s1", 2, "slow"), ("coder_2", "s1", 2, "slow"), ("coder_1", "s1", 3, "slow"),
    ("coder_1", "s2", 4, "slow"), ("coder_2", "s2", 4, "slow"), ("coder_1", "s2", 5, "fast"), ("coder_2", "s2", 5, "fast"),
    ("coder_1", "s3", 2, "slow"),
)  # fmt: skip


def ratings(codes=CODES, given_codings=GIVEN):
    return agreement.ratings(given_codings, segments(["s1", "s2", "s3"]), codes)


def table(rounds=None, rows=None):
    rows = ratings() if rows is None else rows
    lengths = dict.fromkeys(["s1", "s2", "s3"], 80)
    found = agreement.table(rows, GIVEN, lengths, CODES, rounds or {}, replicates=200, seed=1)
    return found.set_index("code")


def test_only_what_two_people_read_is_rated_and_no_turn_of_an_interviewer():
    rows = ratings()
    assert set(rows["source_id"]) == {"s1", "s2"}
    assert len(rows) == 2 * 5 * len(CODES) and "s1:1.1" not in set(rows["segment_id"])
    slow = rows[rows["code"] == "slow"].set_index("segment_id")[["coder_1", "coder_2"]]
    assert slow.loc["s1:2.1"].tolist() == [1, 1] and slow.loc["s1:3.1"].tolist() == [1, 0]


def test_a_source_that_a_coder_did_not_read_is_missing_and_not_a_no():
    third = pd.concat([GIVEN, codings(("coder_3", "s2", 4, "slow"))])
    rows = ratings(given_codings=third).set_index(["segment_id", "code"])["coder_3"]
    assert rows["s1:2.1", "slow"] == -1 and rows["s2:4.1", "slow"] == 1 and rows["s2:5.1", "slow"] == 0


def test_each_code_has_its_counts_and_its_status():
    rows = table()
    assert rows.loc["slow", ["units", "coders", "given_by_all", "given_by_some"]].tolist() == [10, 2, 2, 1]
    assert rows.loc["slow", "agreement"] == "0.900" and rows.loc["slow", "status"] == "tentative"
    assert rows.loc["fast", ["kappa", "alpha", "ac1"]].tolist() == ["1.000"] * 3
    assert rows.loc["never", ["kappa", "alpha", "interval"]].tolist() == ["undefined"] * 3
    assert rows.loc["never", "status"] == "undefined: nobody gave it"


def test_over_all_codes_a_unit_is_a_segment_with_a_code():
    assert table().loc[agreement.ALL, ["units", "given_by_all", "given_by_some"]].tolist() == [30, 3, 1]


def test_a_round_of_double_coding_is_measured_by_itself():
    rows = table({"round 1": ["s1"], "round 2": ["s2"]})
    assert rows.loc["(all codes, round 1)", "given_by_some"] == 1
    assert rows.loc["(all codes, round 2)", ["kappa", "given_by_some"]].tolist() == ["1.000", 0]


def test_passages_are_compared_on_the_continuum():
    row = table().loc[agreement.UNITIZING]
    assert 0 < float(row["alpha"]) < 1 and row["units"] == 7


def test_the_interval_is_seeded_and_holds_the_value():
    first, second = table().loc["slow"], table().loc["slow"]
    low, high = map(float, first["interval"].split(" to "))
    assert first["interval"] == second["interval"] and low <= float(first["alpha"]) <= high


@pytest.mark.parametrize(("n", "reaches_one"), [(15, True), (6, False)])
def test_the_interval_holds_the_middle_95_percent(n, reaches_one):
    """Coders differ in three of n sources. Alpha is 1 where none of the three is drawn, which is to be expected in
    ((n - 3) / n) ** n of the replicates: 3.5% with n of 15, and 1.6% with 6. The upper limit leaves 2.5% above it.
    """
    sources = [f"s{number}" for number in range(n)]
    both = [(coder, source, 2, "slow") for coder in ("coder_1", "coder_2") for source in sources]
    given_codings = codings(*both, *(("coder_1", source, 3, "slow") for source in sources[:3]))
    found = agreement.table(
        agreement.ratings(given_codings, segments(sources), CODES),
        given_codings, dict.fromkeys(sources, 80), CODES, {}, replicates=20_000, seed=1,
    ).set_index("code")  # fmt: skip
    assert (found.loc["slow", "interval"].split(" to ")[1] == "1.000") is reaches_one


def test_with_one_coder_there_is_nothing_to_measure():
    alone = GIVEN[GIVEN["coder"] == "coder_1"]
    rows = ratings(given_codings=alone)
    assert rows.empty and agreement.table(rows, alone, {}, CODES, {}, replicates=9, seed=1).empty


def test_what_coders_disagree_on_is_listed_and_whether_it_is_decided():
    decided = [{"segment_id": "s1:3.1", "code": "slow"}]
    (row,) = agreement.disagreements(ratings(), decided).to_dict("records")
    assert (row["segment_id"], row["given_by"], row["not_given_by"], row["decided"]) == (
        "s1:3.1",
        "coder_1",
        "coder_2",
        True,
    )


def is_shown(told, value):
    """Whether a coefficient is the one shown, but for how a tie is rounded."""
    return told == agreement.UNDEFINED if value is None else float(told) == pytest.approx(value, abs=0.00051)


@settings(max_examples=80)
@given(
    st.integers(2, 4), st.lists(st.lists(st.sampled_from([-1, 0, 1]), min_size=4, max_size=4), min_size=2, max_size=30)
)
def test_the_quick_forms_are_the_coefficients(coders, drawn):
    names = [f"c{number}" for number in range(coders)]
    rows = pd.DataFrame([row[:coders] for row in drawn], columns=names)
    rows = rows.assign(source_id="s", segment_id=[f"s:{number}.1" for number in range(len(rows))], code="x")
    paired = rows[(rows[names] >= 0).sum(axis=1) >= 2]
    if paired.empty:
        return
    told = agreement._row("x", rows, names, None)
    values = np.where(paired[names] < 0, np.nan, paired[names]).tolist()
    assert is_shown(told["agreement"], co.agreement(values))
    assert is_shown(told["alpha"], co.krippendorff_alpha(values))
    assert is_shown(told["ac1"], co.gwet_ac1(values, [0, 1])[0])
    used = [number for number in range(coders) if any(row[number] == row[number] for row in values)]
    if len(used) == 2:
        assert is_shown(told["kappa"], co.cohen_kappa([[row[n] for n in used] for row in values])[0])


@pytest.mark.parametrize(
    ("alpha", "share", "given_times", "told"),
    [
        (0.9, 0.5, 9, "good"),
        (0.7, 0.5, 9, "tentative"),
        (0.2, 0.5, 9, "low"),
        (0.9, 0.01, 9, "good, but rare: kappa and alpha are unsteady"),
        (None, 1.0, 9, "undefined: given to every unit"),
    ],
)
def test_status_follows_krippendorffs_limits(alpha, share, given_times, told):
    assert agreement._status(alpha, share, given_times) == told
