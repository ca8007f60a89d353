"""Passages to read again: a draw overlaps nowhere, is fair to its strata, and no decision and no growth moves it."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.anchoring.spans import count_words
from multicase.anonymise import passages
from multicase.anonymise.passages import Passage, Text
from multicase.anonymise.replace import Change
from multicase.contracts import CONTRACTS

WORD = st.sampled_from(["we", "rang", "Holt", "it's", "late.", "ten", "why?", "—", "north-east", "so!"])
SPEECH = st.lists(WORD, max_size=60).map(" ".join)


def turn(source_id, number, start, text, label="", **more):
    """A row of the contract `turns`; its label, if it has one, stands before it."""
    about = dict.fromkeys(CONTRACTS["turns"].columns, "") | {
        "source_id": source_id,
        "case_id": "a",
        "kind": "interview",
    }
    label_start = start - len(label) if label else -1
    spans = {"label_start": label_start, "label_end": start if label else -1, "start": start, "end": start + len(text)}
    return about | {"turn": number, "text": text, "locator": f"line {number}", "layer": "speech"} | spans | more


def source(name, texts, label="P: ", **more):
    """The canonical text of a source with these turns, and the turns."""
    canonical, rows = "", []
    for number, text in enumerate(texts, 1):
        canonical += label
        rows.append(turn(name, number, len(canonical), text, label, **more))
        canonical += text + "\n\n"
    return canonical, pd.DataFrame(rows, columns=list(CONTRACTS["turns"].columns))


def spans(found):
    return [(passage.start, passage.end, passage.words) for passage in found]


def test_whole_turns_with_their_labels_make_a_passage_up_to_its_length():
    text, turns = source("s", ["one two three", "four five", "six seven eight nine", "ten"])
    found = passages.cut(turns, 5)
    assert [text[passage.start : passage.end] for passage in found] == [
        "P: one two three\n\nP: four five",
        "P: six seven eight nine\n\nP: ten",
    ]
    assert [(passage.words, passage.locator) for passage in found] == [(5, "line 1"), (5, "line 3")]
    assert found[0].name == f"s:0-{found[0].end}" and found[0].stratum == ("a", "interview")


def test_a_long_turn_is_cut_after_a_sentence_or_else_between_words():
    text, turns = source("s", ["One two. Three four five six seven eight nine ten."])
    assert [text[start:end] for start, end, _ in spans(passages.cut(turns, 4, 4))] == [
        "P: One two. ", "Three four five six ", "seven eight nine ten.",
    ]  # fmt: skip


def test_a_turn_that_is_longer_than_a_passage_stands_whole_and_alone():
    _, turns = source("s", ["one", "one two three four five six. Seven", "one", "two"])
    assert [words for _, _, words in spans(passages.cut(turns, 4, 7))] == [1, 7, 2]


def test_what_lies_inside_a_turn_and_what_has_no_words_makes_no_passage():
    rows = [
        turn("s", 1, 0, "I (laughs) left", layer="speech"),
        turn("s", 2, 2, "(laughs)", layer="event"),
        turn("s", 3, 20, "—"),
    ]
    assert spans(passages.cut(pd.DataFrame(rows))) == [(0, 21, 3)]
    assert passages.cut(pd.DataFrame(rows[2:])) == []


@settings(max_examples=60)
@given(st.lists(SPEECH, min_size=1, max_size=12), st.integers(1, 30), st.integers(1, 30))
def test_passages_overlap_nowhere_keep_to_their_length_and_hold_every_word_of_the_turns(texts, length, longest):
    _, turns = source("s", texts)
    found = passages.cut(turns, length, longest)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 < passage.words <= max(length, longest) for passage in found)
    assert sum(passage.words for passage in found) == sum(map(count_words, texts))


PASSAGES = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["interview", "document"]), st.integers(1, 300)),
    min_size=1, max_size=40,
).map(lambda rows: [Passage(f"{case}-{kind[0]}", case, kind, n * 10, n * 10 + 9, words, "line 1") for n, (case, kind, words) in enumerate(rows)])  # fmt: skip


@settings(max_examples=80)
@given(PASSAGES, st.integers(0, 99), st.integers(1, 4000), st.randoms())
def test_a_draw_is_the_same_for_everybody_begins_a_longer_one_and_exceeds_nothing(all_, seed, words, shuffle):
    drawn = passages.draw(all_, seed, words)
    assert len(set(drawn)) == len(drawn) and set(drawn) <= set(all_)
    mixed = list(all_)
    shuffle.shuffle(mixed)
    assert passages.draw(mixed, seed, words) == drawn
    assert passages.draw(all_, seed, words + 700)[: len(drawn)] == drawn
    strata = {passage.stratum for passage in all_}
    assert {passage.stratum for passage in drawn[: len(strata)]} == strata  # each gives one first
    n = sum(passage.words for passage in drawn)
    assert n >= words or len(drawn) == len(all_)
    assert len(drawn) == len(strata) or n - drawn[-1].words < words  # none too many


@settings(max_examples=60)
@given(PASSAGES, st.integers(0, 99), st.integers(1, 4000))
def test_every_stratum_gives_its_share_to_within_a_passage(all_, seed, words):
    whole, given_ = defaultdict(int), defaultdict(int)
    for passage in all_:
        whole[passage.stratum] += passage.words
    drawn = passages.draw(all_, seed, words)
    for passage in drawn:
        given_[passage.stratum] += passage.words
    share = sum(given_.values()) / sum(whole.values())
    most = max(passage.words for passage in all_)
    for stratum in whole:
        first = next(passage.words for passage in drawn if passage.stratum == stratum)
        assert given_[stratum] <= max(first, share * whole[stratum] + most)


def test_kinds_of_source_are_read_in_proportion_to_their_words():
    cases = [(case, kind, n) for case in "abc" for kind, n in (("document", 12), ("interview", 60)) for n in range(n)]
    all_ = [Passage(f"{case}-{kind}", case, kind, n, n + 1, 90 + n % 30, "") for case, kind, n in cases]
    drawn = passages.draw(all_, 5, 3000)
    words = sum(passage.words for passage in drawn if passage.kind == "interview")
    assert words / sum(passage.words for passage in drawn) == pytest.approx(60 / 72, abs=0.05)


def test_the_next_passage_is_of_the_stratum_that_it_brings_nearest_to_its_share():
    all_ = [
        Passage(case, case, "interview", n, n + 1, 100, "") for case, size in (("a", 10), ("b", 3)) for n in range(size)
    ]
    assert [passage.case_id for passage in passages.draw(all_, 1, 800)] == list("abaaaaba")


def test_another_seed_draws_others_and_a_study_that_grows_keeps_the_order():
    all_ = [Passage("s", "a", "interview", n, n + 1, 100, "") for n in range(50)]
    assert passages.draw(all_, 1, 1000) != passages.draw(all_, 2, 1000)
    more = [Passage("t", "a", "interview", n, n + 1, 100, "") for n in range(50)]
    grown = passages.draw([*all_, *more], 1, 10_000)
    assert [passage for passage in grown if passage.source_id == "s"] == passages.draw(all_, 1, 5000)


def test_the_order_of_a_draw_is_fair():
    """Over many seeds each of four passages comes first about equally often."""
    all_ = [Passage("s", "a", "interview", n, n + 1, 1, "") for n in range(4)]
    first = [passages.draw(all_, seed, 1)[0].start for seed in range(2000)]
    assert all(420 < first.count(n) < 580 for n in range(4))


# What is shown, and where words stand.

RAW = "P: Ann Holt rang the bishop of Ely. The bishop's men, Bishop said,\nrang Holt’s  twin-sister."
WHOLE = Passage("s", "a", "interview", 0, len(RAW), 0, "")
HOLT = RAW.index("Holt")
SHOWN = Text(RAW, [Change(3, HOLT + 4, "[person]")])


def found(words, passage=WHOLE, text=SHOWN, **more):
    return [text.raw[start:end] for start, end in text.places(passage, words, **more)]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("bishop", ["bishop", "bishop"]), ("Bishop", ["Bishop"]), ("BISHOP", ["bishop", "bishop", "Bishop"]),
        ("Holt's twin-sister", ["Holt’s  twin-sister"]), ("said, rang", ["said,\nrang"]), ("Ely", ["Ely"]),
        ("sister", []), ("bish", []), ("twin", ["twin"]), ("Ann", []), ("Ann Holt rang", []), ("[person]", []), (" ", []), ("zz", []),
    ],
)  # fmt: skip
def test_words_stand_where_they_are_whole_and_nothing_of_them_is_replaced(words, there):
    assert found(words) == there


def test_words_are_looked_for_in_the_passage_alone_and_where_they_have_been_masked_since_if_wanted():
    assert found("bishop", Passage("s", "a", "interview", 0, 30, 0, "")) == ["bishop"]
    assert found("Ann Holt", masked=True) == ["Ann Holt"]


CHANGES = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 6), st.text("[]abc", max_size=9)), max_size=8)


@settings(max_examples=100)
@given(st.text("ab \n.", min_size=1, max_size=80), CHANGES, st.data())
def test_a_passage_is_found_back_from_the_anonymised_text(raw, pieces, data):
    changes, place = [], 0
    for gap, length, new in pieces:
        if place + gap + length <= len(raw):
            changes.append(Change(place + gap, place + gap + length, new))
            place += gap + length
    free = [n for n in range(len(raw) + 1) if not any(change.start < n < change.end for change in changes)]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(free), st.sampled_from(free))))
    text = Text(raw, changes)
    inside = [
        Change(c.start - start, c.end - start, c.replacement) for c in changes if start <= c.start and c.end <= end
    ]
    assert text.shown(Passage("s", "a", "i", start, end, 0, "")) == Text(raw[start:end], inside).replaced.text


def test_texts_take_what_was_replaced_and_leave_what_was_kept():
    frame = pd.DataFrame({"source_id": ["s", "t"], "text": ["Ann rang Bo.", "Nothing."]})
    rows = [("s", 9, 11, "mask", "[person]"), ("s", 0, 3, "redact", "[person]"), ("s", 4, 8, "keep", "")]
    identifiers = pd.DataFrame(rows, columns=["source_id", "start", "end", "action", "replacement"])
    assert {name: text.replaced.text for name, text in passages.texts(frame, identifiers).items()} == {
        "s": "[person] rang [person].", "t": "Nothing.",
    }  # fmt: skip
