"""Replacing loses nothing: every offset is carried there and back, and the old text can be put together again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.anonymise.replace import Change, Replaced


@st.composite
def texts_with_changes(draw):
    text = draw(st.text(min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Change(a, b, draw(st.sampled_from(["[x]", "[GP chair]", "[é]"]))) for a, b in pairs]


@given(texts_with_changes())
def test_putting_the_originals_back_restores_the_text(case):
    text, changes = case
    replaced = Replaced(text, changes)
    back = Replaced(
        replaced.text, [Change(a, b, text[c.start : c.end]) for c, (a, b) in zip(changes, replaced.spans, strict=True)]
    )
    assert back.text == text


@given(texts_with_changes())
def test_offsets_outside_replacements_are_carried_there_and_back(case):
    text, changes = case
    replaced = Replaced(text, changes)
    for offset in range(len(text) + 1):
        if not any(change.start < offset < change.end for change in changes):
            assert replaced.to_old(replaced.to_new(offset)) == offset
        if offset < len(text) and not any(change.start <= offset < change.end for change in changes):
            assert replaced.text[replaced.to_new(offset)] == text[offset]


@given(texts_with_changes())
def test_a_span_keeps_what_it_holds(case):
    text, changes = case
    replaced = Replaced(text, changes)
    for change, (start, end) in zip(changes, replaced.spans, strict=True):
        assert replaced.text[start:end] == change.replacement
        assert (replaced.to_new(change.start), replaced.to_new(change.end, after=True)) == (start, end)


@pytest.mark.parametrize(
    "changes", [[Change(2, 4, "x"), Change(3, 5, "y")], [Change(3, 3, "x")], [Change(4, 5, "x"), Change(1, 2, "y")]]
)
def test_changes_that_overlap_or_are_not_sorted_are_refused(changes):
    with pytest.raises(ValueError, match="changes"):
        Replaced("abcdefgh", changes)
