"""Words are shortened at either end: between words, outside placeholders, and never to nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.audit.shortened import beginning, ending
from multicase.study.disclosure import WITHHELD

MOST = 60


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("short", "short"),
        ("word " * 20, "word " * 11 + "word …"),
        ("x" * 90, "x" * 60 + " …"),
        ("我们等了很久" * 20, ("我们等了很久" * 20)[:60] + " …"),
        ("it was in the very same year and the same month when [the second village hall] burnt", "it was in the very same year and the same month when …"),
        ("[" + "name " * 20 + "]", "[" + "name " * 11 + "…"),
        (WITHHELD, WITHHELD),
    ],
)  # fmt: skip
def test_the_beginning_is_cut_between_words_and_not_within_what_stands_for_a_name(words, expected):
    assert beginning(words, MOST) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("short", "short"),
        ("word " * 19 + "word", "… " + "word " * 11 + "word"),
        ("x" * 90, "… " + "x" * 60),
        ("我们等了很久" * 20, "… " + ("我们等了很久" * 20)[-60:]),
        ("it burnt when [the second village hall of the town] was in the very same year and month", "… was in the very same year and month"),
        ("[" + "name " * 20 + "]", "… " + "name " * 11 + "]"),
        (WITHHELD, WITHHELD),
    ],
)  # fmt: skip
def test_so_is_the_end(words, expected):
    assert ending(words, MOST) == expected


@given(st.text(max_size=200), st.integers(1, 80))
def test_what_is_left_is_of_the_words_and_not_empty(words, most):
    for kept, whole in ((beginning(words, most), words), (ending(words, most), words)):
        left = kept.removesuffix(" …").removeprefix("… ")
        assert left in whole and len(left) <= max(most, len(WITHHELD))
        assert left.strip() or not whole[:most].strip() or not whole[-most:].strip() or kept == whole
