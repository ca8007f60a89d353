"""Terms and texts are compared in one form, however a text is written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.leaks import terms

MANY = "".join(map(chr, range(0xC0, 0x17F)))  # more than are exchanged one by one


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Zoë", "zoe"), ("Zoe\u0308", "zoe"), ("SOREN\u00a0 O’Brien", "soren o'brien"), ("ﬁona", "fiona"),
        ("Ａｎｎ", "ann"), ("Pre\u00adwett", "prewett"), ("김민지", unicodedata.normalize("NFD", "김민지")), (" \n", ""),
    ],
)  # fmt: skip
def test_writings_of_a_name_are_one(written, plain):
    assert terms.folded(written) == plain


@given(st.text() | st.text().map(lambda text: MANY + text))
def test_no_text_is_folded_otherwise_than_letter_by_letter_and_once_is_enough(text):
    parts = unicodedata.normalize("NFKD", terms.INVISIBLE.sub("", terms.fold(text)))
    plain = " ".join("".join(part for part in parts if not unicodedata.combining(part)).split())
    assert terms.folded(text) == plain
    assert terms.exchanged(text, lambda char: "x") == "".join(char if char.isascii() else "x" for char in text)
