"""How much more one group speaks of something than the others: by words, drawn over sources, undefined without words."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from multicase.themes.rates import Rates

WE, THEY = "we", "they"


def compared(*rows, replicates=200, seed=7, doubled=False):
    """rows: source, who, words, in how many segments they speak of the matter. doubled: each coded by two people."""
    spoken = pd.DataFrame(
        [(source, who, words) for source, who, words, _ in rows], columns=["source_id", "who", "words"]
    )
    coded = pd.DataFrame(
        [(f"{n}.{part}", source, who) for n, (source, who, _, many) in enumerate(rows) for part in range(many)],
        columns=["segment_id", "source_id", "who"],
    )
    coded = pd.concat([coded, coded], ignore_index=True) if doubled else coded
    rates = Rates.of(spoken.astype({"words": "int64"}), spoken["who"] == WE, replicates=replicates, seed=seed)
    return dict(rates.compare(coded, coded["who"] == WE))


def swapped(rows):
    return [(source, THEY if who == WE else WE, words, many) for source, who, words, many in rows]


def numbers(interval):
    return [float(end) for end in interval.split(" to ")]


SPOKEN = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from([WE, THEY]), st.integers(0, 400), st.integers(0, 4)), max_size=12
)  # fmt: skip


def test_rates_are_segments_per_thousand_words_of_those_who_say_them():
    told = compared(("a", WE, 300, 2), ("b", WE, 200, 1), ("a", THEY, 2000, 3), ("b", THEY, 1000, 0))
    assert (told["words"], told["per_1000_words"], told["others_per_1000"]) == ("500", "6.000", "1.000")
    assert told["difference"] == "+5.000"


def test_a_segment_that_two_people_coded_counts_once():
    rows = ("a", WE, 300, 2), ("b", WE, 200, 1), ("a", THEY, 2000, 3)
    assert compared(*rows, doubled=True) == compared(*rows)


@given(SPOKEN)
def test_the_two_groups_changed_mirror_the_difference_and_its_interval(rows):
    told, mirrored = compared(*rows), compared(*swapped(rows))
    assert (told["per_1000_words"], told["others_per_1000"]) == (
        mirrored["others_per_1000"],
        mirrored["per_1000_words"],
    )
    for name in ("difference", "interval"):
        assert (told[name] == "undefined") == (mirrored[name] == "undefined")
    if told["difference"] != "undefined":
        assert float(told["difference"]) == pytest.approx(-float(mirrored["difference"]), abs=0.0011)
    if told["interval"] != "undefined":
        low, high = numbers(mirrored["interval"])
        assert numbers(told["interval"]) == pytest.approx([-high, -low], abs=0.0011)


@given(st.data(), SPOKEN)
def test_the_order_of_rows_changes_nothing(data, rows):
    assert compared(*data.draw(st.permutations(rows))) == compared(*rows)


@given(SPOKEN, st.integers(0, 99))
def test_the_same_seed_draws_the_same(rows, seed):
    assert compared(*rows, seed=seed) == compared(*rows, seed=seed)


def test_another_seed_draws_other_sources():
    rows = [(source, who, 100, n) for n, source in enumerate("abcdef") for who in (WE, THEY) if who == WE or n % 2]
    assert compared(*rows, seed=1)["interval"] != compared(*rows, seed=2)["interval"]


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 4)), min_size=2, max_size=8))
def test_who_speaks_like_the_others_in_every_source_differs_by_nothing(said):
    rows = [(f"s{n}", WE, words, many) for n, (words, many) in enumerate(said)]
    twice = [(source, THEY, 2 * words, 2 * many) for source, _, words, many in rows]
    told = compared(*rows, *twice)
    assert (told["difference"], told["interval"]) == ("+0.000", "undefined")


def test_where_sources_differ_both_ways_the_interval_lies_around_zero():
    rows = [(f"s{n}", who, 100, 2 * ((n % 2 == 0) == (who == WE))) for n in range(8) for who in (WE, THEY)]
    told = compared(*rows)
    low, high = numbers(told["interval"])
    assert told["difference"] == "+0.000" and low < 0 < high


@pytest.mark.parametrize(("mine", "sign"), [(4, 1), (0, -1)])
def test_where_all_sources_differ_one_way_the_interval_lies_on_that_side(mine, sign):
    rows = [(f"s{n}", who, 100 + n, mine if who == WE else 2) for n in range(8) for who in (WE, THEY)]
    low, high = numbers(compared(*rows)["interval"])
    assert low * sign > 0 and high * sign > 0 and low < high


def test_where_all_sources_are_alike_there_is_a_difference_and_no_interval():
    rows = [(f"s{n}", who, 100, 4 if who == WE else 2) for n in range(8) for who in (WE, THEY)]
    assert (compared(*rows)["difference"], compared(*rows)["interval"]) == ("+20.000", "undefined")


def test_one_loud_source_tells_nothing_of_the_others():
    rows = [
        ("a", WE, 100, 30),
        *((f"s{n}", WE, 100, 0) for n in range(9)),
        *((f"s{n}", THEY, 100, 0) for n in range(9)),
    ]
    assert float(compared(*rows)["difference"]) > 0 and numbers(compared(*rows)["interval"])[0] == 0


def test_no_difference_is_no_minus():
    rows = [(name, who, 10_000_000 + n, 1) for n, name in enumerate("abc") for who in (WE, THEY, THEY)]
    told = compared(*rows)
    assert told["difference"] == "+0.000" and "-0.000" not in told["interval"]


# What is undefined


@pytest.mark.parametrize(
    ("rows", "rates"),
    [
        ([], ("0", "undefined", "undefined")),
        ([("a", THEY, 100, 1), ("b", THEY, 100, 1)], ("0", "undefined", "10.000")),
        ([("a", WE, 100, 1), ("b", WE, 100, 1)], ("200", "10.000", "undefined")),
        ([("a", WE, 0, 0), ("b", THEY, 100, 0)], ("0", "undefined", "0.000")),
    ],
)
def test_without_words_of_both_there_is_no_rate_and_no_difference(rows, rates):
    told = compared(*rows)
    assert (told["words"], told["per_1000_words"], told["others_per_1000"]) == rates
    assert told["difference"] == told["interval"] == "undefined"


def test_one_source_has_a_difference_and_no_interval():
    told = compared(("a", WE, 100, 2), ("a", THEY, 100, 1))
    assert (told["difference"], told["interval"]) == ("+10.000", "undefined")


@pytest.mark.parametrize(("n", "defined"), [(1, False), (2, False), (5, True), (10, True)])
def test_who_speaks_in_too_few_sources_to_be_drawn_has_no_interval(n, defined):
    rows = [
        *((f"s{number}", THEY, 100 + number, 1) for number in range(10)),
        *((f"s{number}", WE, 100 + 2 * number, 1) for number in range(n)),
    ]
    told = compared(*rows)
    assert told["difference"] != "undefined" and (told["interval"] != "undefined") == defined


# What counts nowhere


@given(SPOKEN)
def test_what_is_coded_in_sources_without_words_in_the_count_is_left_out(rows):
    assume(rows)
    spoken = pd.DataFrame([row[:3] for row in rows], columns=["source_id", "who", "words"])
    rates = Rates.of(spoken, spoken["who"] == WE, replicates=50, seed=1)
    coded = pd.DataFrame({"segment_id": ["1", "2"], "source_id": "elsewhere", "who": [WE, THEY]})
    assert rates.compare(coded, coded["who"] == WE) == rates.compare(coded[:0], coded["who"][:0] == WE)
