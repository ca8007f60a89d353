"""Places told by position in another version of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.anchoring import aligned
from multicase.anchoring.aligned import Aligned

THEIRS = (
    "[00:01] Anna: I met Dr Sarah Holt in Leeds. It was slow and slow.\nBen: Yes, Sarah said so. \n[00:09] Anna: Right."
)
OURS = (
    "Anna: I met [chair A] in [town B]. It was slow and slow.\n"
    "Ben: Yes, [chair A] said so.\nAnna: Right."
)  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("I met Dr Sarah Holt in Leeds.", "I met [chair A] in [town B]."),  # a mask at an end loses nothing, nor a stop
        ("Sarah Holt", "[chair A]"),
        ("Holt in Leeds", "[chair A] in [town B]"),
        ("low and", "low and"),  # in the middle of a word
        ("and slow.\nBen: Yes", "and slow.\nBen: Yes"),
        (" said so", " said so"),
        ("Ben: Yes, Sarah said so. ", "Ben: Yes, [chair A] said so."),  # a blank is no line end
        ("[00:09] Anna", "Anna"),  # what ours has lost is left out
        ("It was", "It was"),
    ],
)
def test_words_are_found_by_their_place(theirs, ours):
    start = THEIRS.index(theirs)
    span = Aligned(THEIRS, OURS).span(start, start + len(theirs))
    assert OURS[slice(*span)] == ours


@pytest.mark.parametrize(("theirs", "ours"), [("ai\u0308ve", "aïve"), ("so\xadft", "soft"), ("o\xadf", "of")])
def test_marks_and_signs_that_cannot_be_seen_move_nothing(theirs, ours):
    text, mine = "We were nai\u0308ve and so\xadft, it went.", "We were naïve and soft, it went."
    start = text.index(theirs)
    assert mine[slice(*Aligned(text, mine).span(start, start + len(theirs)))] == ours


def test_a_replacement_stands_for_a_few_words_and_not_for_a_lost_paragraph():
    lost = " ".join(f"word{n}" for n in range(30))
    for theirs, kept in (("Sarah Holt", True), (lost, False)):
        text = f"We asked {theirs} about it."
        assert Aligned(text, "We asked [chair A] about it.").is_kept(9, 9 + len(theirs)) == kept


def test_the_second_of_two_like_words_stays_the_second():
    start = THEIRS.rindex("slow")
    assert Aligned(THEIRS, OURS).span(start, start + 4) == (OURS.rindex("slow"), OURS.rindex("slow") + 4)


def test_what_ours_has_lost_has_no_place():
    assert Aligned(THEIRS, OURS).span(1, 6) is None


def test_nothing_grows_over_another_line():
    laid = Aligned("one two three gone here", "one two\nsix seven eight nine ten\nhere")
    start, end = laid.span(4, 13)  # "two three", of which ours has lost the second
    assert "one two\nsix seven eight nine ten\nhere"[start:end] == "two"


def test_the_share_says_how_much_of_theirs_stands_in_ours():
    assert Aligned("one two three four", "one two").share == 0.5
    assert Aligned("one two", "one two three four").share == 1.0


@given(
    st.lists(st.sampled_from(["slow", "and", "we", "said", "so.", "\n", "[x]", "😀", "naïve"]), max_size=40),
    st.data(),
)
def test_in_the_same_text_every_place_is_its_own(words, data):
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = Aligned(text, text).span(start, end)
    if span is None:
        assert not text[start:end].strip()
    else:
        grown = text[slice(*span)]
        assert text[start:end].strip() in grown
        assert span == (start, end) or "[" in grown  # a replacement is taken whole


@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=300), st.integers(1, 5), st.data())
def test_long_texts_are_laid_along_one_another_piece_by_piece(words, every, data):
    theirs = [f"{word}{n // 7}" for n, word in enumerate(words)]
    ours = [word for n, word in enumerate(theirs) if n % (every + 1) or not n]

    kept, aligned.MOST = aligned.MOST, 10
    try:
        laid = Aligned(" ".join(theirs), " ".join(ours))
    finally:
        aligned.MOST = kept
    place = data.draw(st.integers(0, len(theirs) - 1))
    start = len(" ".join(theirs[:place])) + bool(place)
    span = laid.span(start, start + len(theirs[place]))
    if span:
        assert " ".join(ours)[slice(*span)]
