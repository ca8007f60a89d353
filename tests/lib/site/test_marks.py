"""A text cut into pieces: none of its words is lost or doubled, and each piece says exactly what lies over it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from multicase.site import marks

TEXTS = st.text("ab [], é\n", max_size=30)
SPANS = st.lists(st.tuples(st.integers(-3, 33), st.integers(-3, 33)), max_size=6)


@given(TEXTS, SPANS)
def test_pieces_are_the_text_and_each_says_which_spans_lie_over_it(text, spans):
    found = marks.pieces(text, spans)
    assert "".join(piece.text for piece in found) == text
    at = 0
    for piece in found:
        assert piece.text
        for place in range(at, at + len(piece.text)):
            assert piece.over == tuple(n for n, (start, end) in enumerate(spans) if start <= place < end)
        at += len(piece.text)


@given(TEXTS, SPANS)
def test_each_span_ends_once_where_its_words_end(text, spans):
    ending = [number for piece in marks.pieces(text, spans) for number in piece.ending]
    assert sorted(ending) == [n for n, (start, end) in enumerate(spans) if max(start, 0) < min(end, len(text))]


def test_what_overlaps_is_cut_at_each_end():
    found = marks.pieces("one two three", [(0, 7), (4, 13)])
    assert [(piece.text, piece.over, piece.ending) for piece in found] == [
        ("one ", (0,), ()), ("two", (0, 1), (0,)), (" three", (1,), (1,)),
    ]  # fmt: skip


def test_brackets_are_found_within_a_line():
    assert marks.bracketed("[GP A] left [x\ny] and [laughs]") == [(0, 6), (22, 30)]
