"""Agreement is measured on what two people read, code by code; what can't be measured is said to be undefined."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.contracts import CONTRACTS
from multicase.reliability import agreement, measures, status
from multicase.reliability import coefficients as co
from raters import EXAMPLES

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
        | {"start": 10 * turn, "end": 10 * turn + 10, "passage_start": 10 * turn, "passage_end": 10 * turn + 10}
        for coder, source, turn, code in rows
    ]
    return pd.DataFrame(found, columns=names)


READ_BY_BOTH = pd.DataFrame(
    [(c, s) for c in ("coder_1", "coder_2") for s in ("s1", "s2", "s3")], columns=["coder", "source_id"]
)
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
    assert rows.loc["slow", "agreement"] == "0.900"
    assert rows.loc["slow", "status"] == "not established: estimate tentative, interval reaches below 0.667"
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


def test_a_passage_is_one_unit_however_many_segments_it_reaches():
    """One coder draws one passage over turns 2 to 5, the other one over each of them: they agree on the words alone."""
    turns = [(coder, "s1", turn, "slow") for coder in ("coder_1", "coder_2") for turn in (2, 3, 4, 5)]
    cut = codings(*turns, *(turn for turn in turns if turn[0] == "coder_2"))  # and gives the fourth twice
    whole = cut.assign(passage_start=cut["passage_start"].where(cut["coder"] == "coder_2", 20))
    whole["passage_end"] = whole["passage_end"].where(whole["coder"] == "coder_2", 60)
    rows = agreement.ratings(cut, segments(["s1"]), CODES)
    one, other = (
        agreement.table(rows, found, {"s1": 80}, CODES, {}, replicates=9, seed=1)
        .set_index("code")
        .loc[agreement.UNITIZING]
        for found in (whole.assign(end=whole["end"] - 1), whole)
    )
    assert one["units"] == other["units"] == 5
    assert one["alpha"] == other["alpha"]
    both_whole = whole.assign(passage_start=20, passage_end=60)
    found = agreement.table(rows, both_whole, {"s1": 80}, CODES, {}, replicates=9, seed=1).set_index("code")
    assert found.loc[agreement.UNITIZING, ["units", "alpha"]].tolist() == [2, "1.000"]


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


def test_an_interval_is_undefined_where_many_replicates_have_no_alpha():
    """One of three sources has the code, which coders differ on, and 30% of the replicates do without it."""
    both = [(coder, "s1", turn, "fast") for coder in ("coder_1", "coder_2") for turn in (2, 3, 4)]
    given_codings = codings(*both, ("coder_1", "s1", 5, "fast"))
    rows = agreement.ratings(given_codings, segments(["s1", "s2", "s3"]), CODES, READ_BY_BOTH)
    told = table(rows=rows).loc["fast"]
    assert told["interval"] == "undefined" and told["alpha"] == "0.820"
    assert told["status"].startswith("not established: estimate good, interval undefined")


@pytest.mark.parametrize(
    ("n", "positive", "low", "told"),
    [(6, 2, 0.13, "not established"), (40, 20, 0.826, "good"), (40, 3, 0.565, "not established"), (500, 25, 0.927, "good")],
)  # fmt: skip
def test_who_never_disagree_have_the_interval_that_so_few_units_allow(n, positive, low, told):
    """The share of units on which they might disagree has the exact interval of none of n; here with two sources."""
    values = np.array([[1, 1]] * positive + [[0, 0]] * (n - positive))
    sources = np.arange(n) % 2
    found = measures.measured(values, sources, 1 - np.eye(2), replicates=50, seed=1)
    disagreed = 1 - 0.025 ** (1 / n)
    share = positive / n * (1 - disagreed) + disagreed / 2
    expected = 1 - disagreed / (2 * share * (1 - share) * 2 * n / (2 * n - 1))
    assert (
        found.alpha == 1 and found.interval == (pytest.approx(expected), 1) and expected == pytest.approx(low, abs=0.02)
    )
    assert status.of(found.alpha, found.interval[0]).startswith(told)
    wider = np.abs(np.subtract.outer(np.arange(11.0), np.arange(11.0))) ** 2  # other values, which nobody gave
    assert measures.measured(values + 5, sources, wider, replicates=50, seed=1).interval[0] == pytest.approx(expected)
    alone = measures.measured(values, np.zeros(n), 1 - np.eye(2), replicates=50, seed=1)
    assert alone.interval is None  # one source is no sample, however long


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


def test_a_coder_has_read_what_readings_csv_names_though_they_coded_nothing_in_it():
    """Krippendorff's example A, its units spread over two sources, in the second of which coder_1 gave nothing."""
    first, second = "0100000010", "1110010000"
    given_codings = codings(
        *(("coder_1", "s1", turn, "slow") for turn, value in enumerate(first, 2) if value == "1"),
        *(("coder_2", "s1" if turn in (2, 3, 10) else "s2", turn, "slow") for turn, value in enumerate(second, 2) if value == "1"),
    )  # fmt: skip
    both = segments(["s1", "s2"], turns=11)
    turns = both["segment_id"].str.extract(r":(\d+)\.")[0].astype(int)
    in_first = turns.isin([3, 10, 2])
    kept = both[(turns > 1) & (in_first == (both["source_id"] == "s1"))]
    read = pd.DataFrame([(c, s) for c in ("coder_1", "coder_2") for s in ("s1", "s2")], columns=["coder", "source_id"])

    def alpha(readings):
        rows = agreement.ratings(given_codings, kept, ["slow"], readings)
        found = agreement.table(
            rows, given_codings, {"s1": 200, "s2": 200}, ["slow"], {}, replicates=100, seed=1
        ).set_index("code")
        return found.loc["slow", ["units", "alpha"]].tolist()

    assert alpha(None)[0] == 3  # without readings.csv coder_1 hasn't read s2
    assert alpha(read) == [10, "0.095"]


def test_a_coder_who_gave_nothing_anywhere_is_a_coder_where_they_read():
    read = pd.DataFrame([("coder_9", "s1")], columns=["coder", "source_id"])
    rows = agreement.ratings(GIVEN, segments(["s1", "s2", "s3"]), CODES, read)
    assert set(rows.loc[rows["source_id"] == "s1", "coder_9"]) == {0}
    assert set(rows.loc[rows["source_id"] == "s2", "coder_9"]) == {-1}


def test_a_source_that_two_people_read_is_rated_though_one_of_them_coded_it():
    read = pd.DataFrame([("coder_2", "s3")], columns=["coder", "source_id"])
    rows = agreement.ratings(GIVEN, segments(["s1", "s2", "s3"]), CODES, read)
    assert "s3" in set(rows["source_id"])


def test_units_are_what_is_analysed_or_everything():
    interviewers = codings(("coder_1", "s1", 1, "slow"), ("coder_2", "s1", 1, "slow"))
    rows = agreement.ratings(interviewers, segments(["s1"]), ["slow"], units="all")
    assert len(rows) == 6 and rows.set_index("segment_id").loc["s1:1.1", "coder_1"] == 1
    assert len(agreement.ratings(interviewers, segments(["s1"]), ["slow"])) == 5


def of_matrix(strings, missing="*"):
    """Codings and readings of a table of values: one string per coder, one source per unit, codes `v_<value>`."""
    coded, read = [], []
    for number, row in enumerate(strings):
        for unit, value in enumerate(row):
            if value not in missing:
                read.append((f"coder_{number}", f"s{unit}"))
                coded.append((f"coder_{number}", f"s{unit}", 2, f"v_{value}"))
    return codings(*coded), pd.DataFrame(read, columns=["coder", "source_id"]), sorted({row[3] for row in coded})


def of_set(given_codings, readings, codes, exclusive=None, turns=2):
    sources = sorted(set(readings["source_id"]))
    rows = agreement.ratings(given_codings, segments(sources, turns), codes, readings)
    exclusive = [{"set": "x", "codes": codes}] if exclusive is None else exclusive
    lengths = dict.fromkeys(sources, 100)
    found = agreement.table(rows, given_codings, lengths, codes, {}, exclusive=exclusive, replicates=100, seed=1)
    return found.set_index("code")


@pytest.mark.parametrize(("raters", "expected"), EXAMPLES.values(), ids=EXAMPLES)
def test_codes_that_exclude_each_other_are_measured_as_published(raters, expected):
    row = of_set(*of_matrix(raters)).loc["(one of x)"]
    assert {name: row[name] if name == "kappa_by" else float(row[name]) for name in expected} == {
        name: value if name == "kappa_by" else pytest.approx(value, abs=6e-4) for name, value in expected.items()
    }


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.sampled_from("ab*"), min_size=5, max_size=5), min_size=10, max_size=10))
def test_ten_raters_have_the_alpha_and_kappa_of_the_same_matrix(drawn):
    strings = ["".join(row) for row in drawn]
    read = [unit for unit in zip(*strings, strict=True) if sum(value != "*" for value in unit) >= 2]
    if not read or len({value for row in strings for value in row} - {"*"}) < 2:
        return
    values = [[None if value == "*" else value for value in unit] for unit in read]
    row = of_set(*of_matrix(strings)).loc["(one of x)"]
    assert is_shown(row["alpha"], co.krippendorff_alpha(values))
    if row["kappa_by"] == "Fleiss":
        assert is_shown(row["kappa"], co.fleiss_kappa(values))


READ = pd.DataFrame([(c, s) for c in ("coder_1", "coder_2") for s in ("s1", "s2")], columns=["coder", "source_id"])


def test_a_coder_who_gave_no_code_of_the_set_has_the_value_none_and_the_unit_counts():
    told = of_set(GIVEN, READ, CODES, [{"set": "pace", "codes": ["slow", "fast"]}], turns=6).loc["(one of pace)"]
    assert told[["units", "given_by_all", "given_by_some"]].tolist() == [10, 3, 1]
    values = [["slow", "slow"], ["slow", "-"], ["slow", "slow"], ["fast", "fast"], *[["-", "-"]] * 6]
    assert is_shown(told["alpha"], co.krippendorff_alpha(values)) and is_shown(told["ac1"], co.gwet_ac1(values)[0])


def test_two_codes_of_a_set_for_one_unit_are_a_missing_value_and_are_told():
    twice = pd.concat([GIVEN, codings(("coder_2", "s1", 2, "fast"))])
    told = of_set(twice, READ, CODES, [{"set": "pace", "codes": ["slow", "fast"]}], turns=6).loc["(one of pace)"]
    assert told["units"] == 9
    assert told["status"].endswith("; 1 missing, where a coder gave two codes of the set")


def test_sets_of_codes_are_compared_by_masi():
    """By hand: in five units the coders gave {slow} and {slow}; {slow} and {slow, fast}; else nothing."""
    given_codings = codings(
        ("coder_1", "s1", 2, "slow"), ("coder_2", "s1", 2, "slow"),
        ("coder_1", "s1", 3, "slow"), ("coder_2", "s1", 3, "slow"), ("coder_2", "s1", 3, "fast"),
    )  # fmt: skip
    told = of_set(given_codings, READ[READ["source_id"] == "s1"], CODES, [], turns=6)
    whole = told.loc[agreement.WHOLE]
    # Observed: one unit of 2/3 (half of it counts twice); expected: 3 slow, 1 both, 6 nothing, of 10 values.
    chance = 2 * (3 * 1 * 2 / 3 + 3 * 6 * 1 + 1 * 6 * 1)
    assert whole["alpha"] == agreement.shown(1 - (10 - 1) * 2 * (2 / 3) / chance)
    assert whole[["units", "given_by_all", "given_by_some", "agreement"]].tolist() == [5, 1, 1, "0.800"]
    assert whole[["kappa", "ac1"]].tolist() == ["", ""]
    assert told.loc[agreement.ANY, ["alpha", "given_by_all", "given_by_some"]].tolist() == ["1.000", 2, 0]


def test_any_code_is_whether_a_unit_was_given_one():
    told = table().loc[agreement.ANY]
    values = [[1, 1], [1, 0], [1, 1], [1, 1], *[[0, 0]] * 6]
    assert is_shown(told["alpha"], co.krippendorff_alpha(values)) and is_shown(told["kappa"], co.cohen_kappa(values)[0])


def test_coders_in_pairs_who_agree_wholly_agree_on_passages_too():
    pairs = {"s1": (1, 2), "s2": (2, 3), "s3": (1, 3)}
    given_codings = codings(
        *((f"coder_{n}", source, turn, code) for source, who in pairs.items() for n in who for turn, code in ((2, "slow"), (5, "fast")))
    )  # fmt: skip
    rows = ratings(given_codings=given_codings)
    found = agreement.table(rows, given_codings, dict.fromkeys(pairs, 80), CODES, {}, replicates=100, seed=1)
    assert found.set_index("code").loc[agreement.UNITIZING, ["alpha", "coders"]].tolist() == ["1.000", 3]


def test_passages_of_a_coder_who_read_and_marked_nothing_are_missed():
    read = pd.DataFrame([("coder_2", "s3")], columns=["coder", "source_id"])
    rows = agreement.ratings(GIVEN, segments(["s1", "s2", "s3"]), CODES, read)
    assert float(table(rows=rows).loc[agreement.UNITIZING, "alpha"]) < float(table().loc[agreement.UNITIZING, "alpha"])


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
    found = measures.measured(
        rows[names].to_numpy(), rows["source_id"].to_numpy(), 1 - np.eye(2), replicates=10, seed=1
    )
    told = agreement.row_of("x", found)
    values = np.where(paired[names] < 0, np.nan, paired[names]).tolist()
    assert is_shown(told["agreement"], co.agreement(values))
    assert is_shown(told["alpha"], co.krippendorff_alpha(values))
    assert is_shown(told["ac1"], co.gwet_ac1(values, [0, 1])[0])
    used = [number for number in range(coders) if any(row[number] == row[number] for row in values)]
    if len(used) == 2:
        assert is_shown(told["kappa"], co.cohen_kappa([[row[n] for n in used] for row in values])[0])


def test_a_rare_code_is_told_and_over_all_codes_nothing_is_rare():
    sources = [f"s{number}" for number in range(5)]
    given_codings = codings(*(("coder_1", source, 2, "slow") for source in sources), ("coder_2", "s0", 2, "slow"))
    read = pd.DataFrame([(c, s) for c in ("coder_1", "coder_2") for s in sources], columns=["coder", "source_id"])
    told = of_set(given_codings, read, CODES, [], turns=101)["status"]
    assert told["slow"] == "low; rare: kappa and alpha are unsteady"
    assert told[agreement.ALL] == "low"
