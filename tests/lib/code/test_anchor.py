"""Coded words are found again after the text around them has changed; what can't be told apart is said, not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.code.anchor import Anchor, Quote, Text, anchor

TEXT = Text("It was slow. We asked [P01] twice. It was slow, “very slow”, and then we stopped.")


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        (Quote("It was slow", start=0, end=11), Anchor(0, 11, "offset")),
        (Quote("asked [P01] twice", start=3, end=20), Anchor(16, 33, "quote")),
        (Quote('"very slow"'), Anchor(48, 59, "quote")),
        (Quote("asked [P01]\n twice"), Anchor(16, 33, "quote")),
        (Quote("It was slow", suffix=", “very"), Anchor(35, 46, "quote")),
        (Quote("It was slow", prefix="twice. "), Anchor(35, 46, "quote")),
        (Quote("It was slow", start=33, end=44), Anchor(35, 46, "quote")),
        (Quote("We askd [P01] twic"), Anchor(13, 33, "fuzzy")),
    ],
)
def test_anchoring(quote, found):
    assert anchor(quote, TEXT) == found


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        (Quote("It was slow"), "ambiguous: 2 places"),
        (Quote("Nobody ever said this at all"), "not found"),
        (Quote(" "), "not found"),
    ],
)
def test_what_cannot_be_told_is_said(quote, why):
    assert anchor(quote, TEXT) == why


@given(st.text(alphabet="ab cd.", max_size=30), st.text(alphabet="ab cd.", max_size=30), st.integers(0, 40))
def test_a_longer_replacement_before_it_loses_no_quote(before, after, longer):
    quote = "the one and only coded passage"
    old = f"{before}[P01] said {quote}{after}"
    start = old.index(quote)
    new = Text(old.replace("[P01]", "[" + "P" * longer + "]"))
    found = anchor(Quote(quote, old[:start][-20:], after[:20], start, start + len(quote)), new)
    assert new.text[found.start : found.end] == quote
