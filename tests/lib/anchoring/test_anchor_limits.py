"""How much must agree: what changed counts as changed, what is nearly as good decides nothing, a bare frame is no quote."""

from __future__ import annotations

import pytest
from multicase.anchoring.anchor import Anchor, Quote, Text, anchor

BEFORE = "when she came back "  # 19 characters: each that differs takes about 5 of the 100
GONE = "#"


def changed(n):
    """What stands before the quote, with its last n letters changed."""
    letters = [place for place, char in enumerate(BEFORE) if char.isalpha()][-n:] if n else []
    return "".join(GONE if place in letters else char for place, char in enumerate(BEFORE))


def place_of(quote, text):
    (found,) = anchor([quote], Text(text))
    return found


def two_places(first, second):
    """A text in which `yes` stands twice, after what these numbers of changed letters leave, and where it does."""
    text = f"{changed(first)}yes; {changed(second)}yes"
    return text, text.index("yes"), text.rindex("yes")


# The surroundings at the offset: unchanged or not.


@pytest.mark.parametrize("letters", [2, 3, 4, 5, 6, 7])
def test_words_at_the_offset_give_way_to_a_better_place_if_what_stands_before_them_changed(letters):
    text, here, there = two_places(letters, 0)
    assert place_of(Quote("yes", BEFORE, "", here, here + 3), text) == Anchor(there, there + 3, "quote")


@pytest.mark.parametrize("letters", [2, 3, 4, 5, 6])
def test_words_at_the_offset_give_way_to_a_better_place_if_what_stands_after_them_changed(letters):
    after = BEFORE.rstrip()
    text = f"yes {changed(letters).rstrip()} / yes {after}"
    there = text.rindex("yes")
    assert place_of(Quote("yes", "", f" {after}", 0, 3), text) == Anchor(there, there + 3, "quote")


def test_words_at_the_offset_give_way_if_one_side_of_them_is_as_it_was_and_the_other_is_not():
    text = "and so: yes, qqqqqqqq. And so: yes, we did so."
    assert place_of(Quote("yes", "nd so: ", ", we did so", 8, 11), text) == Anchor(31, 34, "quote")


@pytest.mark.parametrize("letters", [0, 1])
def test_words_at_the_offset_stay_if_nearly_nothing_around_them_changed(letters):
    text, here, _ = two_places(letters, 0)
    assert place_of(Quote("yes", BEFORE, "", here, here + 3), text) == Anchor(here, here + 3, "offset")


def test_words_at_the_offset_stay_though_all_around_them_changed_if_they_stand_nowhere_else():
    text = f"{changed(6)}yes; no, no, no"
    assert place_of(Quote("yes", BEFORE, "", 19, 22), text) == Anchor(19, 22, "offset")


# Two places: clearly the better one, or neither.


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0), (1, 2), (2, 1), (3, 4)])
def test_no_place_is_chosen_where_another_agrees_almost_as_well(first, second):
    text, _, _ = two_places(first, second)
    assert place_of(Quote("yes", BEFORE), text) == "ambiguous: 2 places"


def test_no_place_is_chosen_where_another_agrees_just_as_well():
    text, _, _ = two_places(0, 0)
    assert place_of(Quote("yes", BEFORE), text) == "ambiguous: 2 places"


@pytest.mark.parametrize(("first", "second"), [(0, 3), (3, 0), (1, 4), (4, 1)])
def test_the_place_that_clearly_agrees_better_is_chosen(first, second):
    text, here, there = two_places(first, second)
    start = here if first < second else there
    assert place_of(Quote("yes", BEFORE), text) == Anchor(start, start + 3, "quote")


def test_of_three_places_only_those_that_agree_almost_as_well_as_the_best_are_counted():
    text = f"{changed(0)}yes; {changed(1)}yes; {changed(6)}yes"
    assert place_of(Quote("yes", BEFORE), text) == "ambiguous: 2 places"


@pytest.mark.parametrize("there", [0, 1])
def test_another_place_that_agrees_only_a_little_better_does_not_outweigh_the_offset(there):
    text, here, _ = two_places(there + 1, there)
    assert place_of(Quote("yes", BEFORE, "", here, here + 3), text) == Anchor(here, here + 3, "offset")


# How many words of a quote must be there if the rest is replaced now.


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        ("asked Ann", "So we all [person] then."),
        ("asked Ann", "So we asked [person] then."),
        ("Ann left", "So [person] left then."),
        ("Ann", "So [person] then."),
        ("we asked Ann Bell", "So we asked [person] then."),
        ("Ann and Bob and", "So [person] and [person] and then."),
        ("[person] left", "So Ann left then."),
        ("we asked [person] [person]", "So we asked Ann Bell then."),
    ],
)
def test_a_quote_of_which_less_than_three_words_are_left_is_not_placed(exact, text):
    assert place_of(Quote(exact), text) == "not found"


@pytest.mark.parametrize(
    ("exact", "text", "expected"),
    [
        ("then we asked Ann", "So then we asked [person] it.", "then we asked [person]"),
        ("Ann came to us", "So [person] came to us, then.", "[person] came to us"),
        ("we asked Ann again", "So we asked [person] again then.", "we asked [person] again"),
        ("we asked [person] again", "So we asked Ann Bell again then.", "we asked Ann Bell again"),
    ],
)
def test_a_quote_of_which_three_words_are_left_is_placed(exact, text, expected):
    found = place_of(Quote(exact), text)
    assert isinstance(found, Anchor) and found.how == "quote" and text[found.start : found.end] == expected


@pytest.mark.parametrize(
    ("exact", "text"), [("“Ann”?", "and “[person]”? So"), ("Ann (Bob).", "He asked [GP] ([nurse]). Then")]
)
def test_signs_are_no_words_that_are_left(exact, text):
    assert place_of(Quote(exact), text) == "not found"
