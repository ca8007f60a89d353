"""What rereading found left: exact intervals, each place and each word once, and what two readers both missed."""

from __future__ import annotations

import math

import pytest
from multicase import frames
from multicase.anonymise import rereading
from multicase.contracts import CONTRACTS

SHA = "a" * 64
CURRENT = {"s": SHA, "t": SHA}


def read(reader, start, end, words, source="s", shown="x", sha=SHA):
    about = {"reader": reader, "source_id": source, "start": str(start), "end": str(end), "words": str(words)}
    return about | {"text_sha256": sha, "shown": shown, "missed": "", "kind": "", "class": "", "date": ""}


def miss(reader, start, end, cls="direct", **more):
    return read(reader, start, end, 1, **more) | {"missed": "Holt", "kind": "person", "class": cls}


def estimate(*record):
    return rereading.estimate(record, CURRENT).set_index("class")


def counts(*record):
    return estimate(*record)["missed"].to_dict()


# The tables of Garwood (1936), and of every handbook since; 0: -ln(0.025).
@pytest.mark.parametrize(
    ("n", "low", "high"),
    [(0, 0, 3.6889), (1, 0.0253, 5.5716), (2, 0.2422, 7.2247), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904)],
)  # fmt: skip
def test_the_interval_is_garwoods(n, low, high):
    assert rereading.garwood(n) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("n", [1, 3, 40])
def test_as_many_events_or_more_are_as_unlikely_at_one_end_as_so_few_at_the_other(n):
    def at_most(k, mean):
        return sum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(k + 1))

    low, high = rereading.garwood(n)
    assert (1 - at_most(n - 1, low), at_most(n, high)) == pytest.approx((0.025, 0.025))


def test_of_nothing_the_upper_limit_is_the_mean_that_shows_nothing_once_in_forty():
    assert rereading.garwood(0)[1] == pytest.approx(-math.log(0.025))
    assert rereading.garwood(0, 0.9)[1] == pytest.approx(-math.log(0.05))


@pytest.mark.parametrize(("n", "both"), [((9, 7), 3), ((0, 0), 0), ((4, 0), 0), ((5, 5), 5)])
def test_chapmans_estimate(n, both):
    by_hand = {(9, 7): 10 * 8 / 4 - 1, (0, 0): 0, (4, 0): 4, (5, 5): 5}
    assert rereading.chapman(*n, both) == by_hand[n]


def test_nobody_has_read_anything():
    assert rereading.estimate([], CURRENT).empty
    assert list(rereading.estimate([], CURRENT).columns) == list(CONTRACTS["rereading"].columns)


def test_a_passage_without_misses_gives_a_rate_of_nothing_with_an_upper_limit():
    found = estimate(read("a", 0, 900, 200)).loc["all"]
    assert (found["missed"], found["per_10000"], found["low"], found["readers"]) == (0, 0, 0, 1)
    assert found["high"] == pytest.approx(3.688879 * 50, rel=1e-6)
    assert (found["shared_words"], found["estimated"]) == (-1, -1)


def test_misses_are_counted_by_class_and_in_all_per_ten_thousand_words():
    found = estimate(read("a", 0, 900, 250), miss("a", 5, 9), miss("a", 20, 24, "quasi"), miss("a", 30, 34, "quasi"))
    assert found["missed"].to_dict() == {"direct": 1, "quasi": 2, "all": 3}
    assert found["per_10000"].to_dict() == {"direct": 40, "quasi": 80, "all": 120}
    assert (found.loc["quasi", "low"], found.loc["quasi", "high"]) == pytest.approx(
        (0.242209 * 40, 7.224688 * 40), rel=1e-5
    )


def test_words_and_places_count_once_whoever_reads_them():
    found = estimate(
        read("a", 0, 900, 250),
        read("b", 0, 900, 250),
        read("b", 900, 1000, 30),
        miss("a", 5, 9),
        miss("b", 5, 9),
        miss("b", 50, 54),
    )
    assert (found.loc["all", "words"], found.loc["all", "passages"], found.loc["all", "readers"]) == (280, 2, 2)
    assert found.loc["direct", "missed"] == 2


def test_of_a_passage_that_overlaps_another_only_what_is_new_counts():
    assert (
        rereading.words_read(
            [read("a", 0, 100, 20), read("b", 50, 150, 20), read("b", 60, 90, 6), read("b", 0, 100, 9, "t")]
        )
        == 39
    )


def test_spans_that_overlap_are_one_place_direct_if_anybody_called_it_so():
    (place,) = rereading.merged([miss("b", 4, 8, "quasi"), miss("a", 0, 5, "direct"), miss("b", 7, 9, "quasi")])
    assert (place.start, place.end, place.cls, place.readers) == (0, 9, "direct", {"a", "b"})
    assert len(rereading.merged([miss("a", 0, 5), miss("a", 5, 9), miss("a", 0, 5, source="t")])) == 3


def test_what_was_found_in_a_passage_that_its_reader_has_not_finished_waits():
    assert counts(read("a", 0, 900, 250), miss("a", 950, 954), miss("b", 5, 9), miss("a", 898, 902)) == {
        "direct": 0,
        "quasi": 0,
        "all": 0,
    }
    assert counts(read("a", 0, 900, 250), miss("a", 896, 900))["all"] == 1


def test_what_was_read_of_a_text_that_has_changed_or_is_closed_now_does_not_count():
    old, gone = read("b", 0, 50, 9, sha="b" * 64), read("c", 0, 50, 9, source="gone")
    found = estimate(read("a", 0, 900, 250), old, gone, miss("b", 5, 9, sha="b" * 64), miss("c", 5, 9, source="gone"))
    assert found.loc["all", ["readers", "passages", "words", "missed", "outdated"]].tolist() == [1, 1, 250, 0, 2]
    assert rereading.estimate([old, gone], CURRENT).empty


def test_of_what_two_read_it_says_what_each_found_what_both_and_what_neither_saw():
    both = [read(reader, start, start + 100, 50) for reader in "ab" for start in (0, 100)]
    alone = [read("a", 200, 300, 50), miss("a", 210, 214)]  # b hasn't read it
    misses = [miss("a", place, place + 4) for place in (0, 10, 20, 30)] + [
        miss("b", place, place + 4) for place in (0, 10, 120)
    ]
    found = estimate(*both, *alone, *misses)
    assert found.loc["direct", ["first", "second", "both", "shared_words"]].tolist() == [4, 3, 2, 100]
    assert found.loc["direct", "estimated"] == pytest.approx(5 * 4 / 3 - 1)  # by hand
    assert found.loc["direct", "unseen"] == pytest.approx(5 * 4 / 3 - 1 - 5)
    assert found.loc["quasi", ["first", "second", "both", "estimated", "unseen"]].tolist() == [0, 0, 0, 0, 0]


def test_a_passage_that_one_read_after_more_was_masked_is_not_shared():
    found = estimate(read("a", 0, 100, 50), read("b", 0, 100, 50, shown="y"), miss("a", 0, 4))
    assert found.loc["all", ["shared_words", "first", "words"]].tolist() == [-1, -1, 50]


def test_of_three_readers_the_two_who_share_most_are_compared():
    rows = [
        read("a", 0, 100, 50),
        read("b", 0, 100, 50),
        read("b", 100, 200, 60),
        read("c", 100, 200, 60),
        miss("c", 110, 114),
    ]
    assert estimate(*rows).loc["all", ["shared_words", "first", "second", "both"]].tolist() == [60, 0, 1, 0]


def test_the_counts_keep_their_contract_and_hold_no_word(tmp_path):
    found = rereading.estimate([read("anna", 0, 900, 250), miss("anna", 5, 9)], CURRENT)
    frames.write(found, tmp_path / "r.parquet", "rereading")
    back = frames.read(tmp_path / "r.parquet", "rereading")
    assert back["class"].tolist() == ["all", "direct", "quasi"]
    assert b"Holt" not in (tmp_path / "r.parquet").read_bytes() and b"anna" not in (tmp_path / "r.parquet").read_bytes()
