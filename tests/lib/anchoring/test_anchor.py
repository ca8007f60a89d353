"""Coded words are found again after the text around them has changed; what can't be told apart is said, not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.anchoring.anchor import ELSEWHERE, Anchor, Quote, Text, anchor

TEXT = "It was slow. We asked [P01] twice. It was slow, “very slow”, and then we stopped. A low art, the start."


def one(quote, text=TEXT):
    (found,) = anchor([quote], Text(text))
    return found


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        (Quote("It was slow", start=0, end=11), Anchor(0, 11, "offset")),
        (Quote("It was slow", start=35, end=46), Anchor(35, 46, "offset")),
        (Quote("low", start=8, end=11), Anchor(8, 11, "offset")),
        (Quote("asked [P01] twice", start=3, end=20), Anchor(16, 33, "quote")),
        (Quote('"very slow"'), Anchor(48, 59, "quote")),
        (Quote("asked [P01]\n twice"), Anchor(16, 33, "quote")),
        (Quote("art"), Anchor(88, 91, "quote")),
        (Quote("It was slow", suffix=", “very"), Anchor(35, 46, "quote")),
        (Quote("It was slow", prefix="twice. "), Anchor(35, 46, "quote")),
        (Quote("We askd [P01] twic"), Anchor(13, 33, "fuzzy")),
    ],
)
def test_anchoring(quote, found):
    assert one(quote) == found


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        (Quote("It was slow"), "ambiguous: 2 places"),
        (Quote("It was slow", prefix="something else", suffix="quite other"), "ambiguous: 2 places"),
        (Quote("It was slow", start=33, end=44), "ambiguous: 2 places"),
        (Quote("Nobody ever said this at all"), "not found"),
        (Quote("twice " * 60), "not found"),
        (Quote(" "), "not found"),
    ],
)
def test_what_cannot_be_told_is_said(quote, why):
    assert one(quote) == why


def test_two_passages_that_are_both_like_the_quote_are_ambiguous():
    assert one(Quote("we all went up the hill"), "so we al went up the hill, and we al went up the hill").startswith(
        "ambiguous"
    )


def test_the_surroundings_outweigh_words_that_stand_at_the_offset_by_chance():
    new = "They say yes. Somebody asked him, and he said yes, at last."
    quote = Quote("yes", "and he said ", ", at last", 9, 12)
    assert one(quote, new) == Anchor(46, 49, "quote")


def test_the_offset_holds_where_the_surroundings_have_changed_everywhere():
    new = "She went: yes. Then somebody else came, yes"
    assert one(Quote("yes", "and he said ", "; quite so", 10, 13), new) == Anchor(10, 13, "offset")


def test_a_replacement_that_says_something_else_is_passed_over():
    new = "We asked [GP partner of practice A] twice, and [somebody else] too."
    assert one(Quote("asked [person] twice"), new) == Anchor(3, 41, "quote")
    assert one(Quote("on] twice"), new) == Anchor(9, 41, "quote")
    twice = "[GP partner A] left. Then [GP partner B] left."
    assert one(Quote("left", prefix="Then [person] "), twice) == Anchor(41, 45, "quote")


def test_a_quote_in_several_places_keeps_its_order_among_those_found():
    old = "Yes. One thing. Yes. Another thing. Yes."
    new = "[P1]: Yes. One thing. Yes. Another thing. Yes."
    quotes = [
        Quote("Yes", start=16, end=19),
        Quote("One thing", start=5, end=14),
        Quote("Another thing", start=21, end=34),
    ]
    assert all(old[quote.start : quote.end] == quote.exact for quote in quotes)
    found = anchor(quotes, Text(new))
    assert found[0] == Anchor(22, 25, "quote")
    assert anchor(quotes[:2], Text(new))[0] == "ambiguous: 2 places"


@given(st.text(alphabet="ab cd.", max_size=30), st.text(alphabet="ab cd.", max_size=30), st.integers(0, 40))
def test_a_longer_replacement_before_it_loses_no_quote(before, after, longer):
    quote = "the one and only coded passage"
    old = f"{before}[P01] said {quote}{after}"
    start = old.index(quote)
    new = old.replace("[P01]", "[" + "P" * longer + "]")
    found = one(Quote(quote, old[:start][-20:], after[:20], start, start + len(quote)), new)
    assert new[found.start : found.end] == quote


@given(
    st.lists(st.sampled_from(["yes", "no", "[P1]", "[P2]", "well.", "\n", "so it was"]), min_size=3, max_size=30),
    st.integers(0, 200),
    st.integers(1, 12),
)
def test_what_is_anchored_after_a_renaming_is_the_same_place(words, start, length):
    old = " ".join(words)
    new = old.replace("[P1]", "[GP of practice A]").replace("[P2]", "[]")
    start = min(start, len(old) - 1)
    end = min(start + length, len(old))
    quote = Quote(old[start:end], old[max(0, start - 20) : start], old[end : end + 20], start, end)
    if "[" in quote.exact or "]" in quote.exact or "P" in quote.exact:
        return
    found = one(quote, new)
    if isinstance(found, Anchor) and found.how != "fuzzy":
        assert new[found.start : found.end].split() == quote.exact.split()
    same = one(quote, old)
    assert same == "not found" if not quote.exact.strip() else same == Anchor(start, end, "offset")


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("It cost £900 a year, all told", "It cost [quantity] a year, all told.", "It cost [quantity] a year, all told"),
        ("Of the ten of us who went there, two wrote a letter. [winter] I know, I drafted it.", "Of the ten of us who went there, two wrote a letter. [winter]. I know, I drafted it. So.", "Of the ten of us who went there, two wrote a letter. [winter]. I know, I drafted it."),
        ("It cost [quantity] a year, all told", "It cost £900 a year, all told.", "It cost £900 a year, all told"),
        ("900 a year, and nobody asked [person]", "So [quantity] a year, and nobody asked Ann.", "[quantity] a year, and nobody asked Ann"),
    ],
)  # fmt: skip
def test_a_quote_of_which_more_or_less_is_replaced_now_is_found(quote, text, expected):
    (place,) = anchor([Quote(quote)], Text(text))
    assert text[place.start : place.end] == expected and place.how == "quote"


def test_replacements_alone_are_no_place():
    assert anchor([Quote("nobody said any of this here")], Text("[a] [b] [c] [d] [e].")) == ["not found"]


def test_of_pseudonyms_that_changed_places_the_surroundings_tell_which_is_meant():
    before = "We were many. I trust [teacher A] and the team, she listens. Then came spring. I trust [teacher B] and the team, but he shouts."
    after = before.replace("[teacher A]", "[x]").replace("[teacher B]", "[teacher A]").replace("[x]", "[teacher B]")
    for name in ("[teacher A]", "[teacher B]"):
        exact = f"I trust {name} and the team"
        start = before.index(exact)
        quote = Quote(exact, before[:start][-30:], before[start + len(exact) :][:30], start, start + len(exact))
        assert one(quote, after) == Anchor(start, start + len(exact), "quote")


ALIEN = {"prefix": "Nothing like it here. ", "suffix": " neither here nor there."}


def test_where_the_surroundings_are_unlike_everywhere_the_words_themselves_count():
    text = "He said it. I trust [teacher A] and the team, and that is all."
    assert one(Quote("I trust [teacher A] and the team, and that is all", **ALIEN), text).how == "quote"


@pytest.mark.parametrize(
    "exact", ["Yes, it did", "I trust [teacher A] and that", "the [person] left", "he was too much"]
)
def test_a_few_words_in_other_surroundings_are_others(exact):
    text = f"Did you ever shout at the patients? {exact}. Then I went home, and slept."
    start = text.index(exact)
    assert one(Quote(exact, **ALIEN), text) == ELSEWHERE
    assert one(Quote(exact, **ALIEN, start=3, end=3 + len(exact)), text) == ELSEWHERE
    assert one(Quote(exact, "the patients? ", ". Then she sang"), text) == Anchor(start, start + len(exact), "quote")
    assert one(Quote(exact), text) == Anchor(start, start + len(exact), "quote")
    for side in ({"prefix": "the patients? "}, {"suffix": ". Then I went home"}):  # the other side was edited
        assert one(Quote(exact, **ALIEN | side), text) == Anchor(start, start + len(exact), "quote")


@pytest.mark.parametrize("n", [31, 32])
def test_words_as_many_as_the_surroundings_that_are_compared_are_believed(n):
    exact = "we had been there before, and so on"[:n]
    found = one(Quote(exact, **ALIEN), f"She came. {exact} [...] he went.")
    assert found == (ELSEWHERE if n < 32 else Anchor(10, 10 + n, "quote"))


def test_unchanged_surroundings_with_another_replacement_outweigh_the_words_at_the_offset_among_others():
    before = "Then came spring, and all of us were glad: [teacher A] left. It was a pity, we thought."
    exact = "[teacher A] left"
    start = before.index(exact)
    quote = Quote(exact, before[:start][-30:], before[start + len(exact) :][:30], start, start + len(exact))
    head = "x" * (start - 2) + ", "
    after = f"{head}{exact}: no, not at all, she is here. " + before.replace("[teacher A]", "[teacher B]")
    found = one(quote, after)
    assert after[found.start : found.end] == "[teacher B] left"
