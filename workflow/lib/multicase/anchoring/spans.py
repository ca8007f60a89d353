"""Spans of text that are no speech: what is blanked before words are counted or matched."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

# Marks that belong to the letter before them: accents, and the vowel signs and points of many scripts.
MARKS = (
    "".join(chr(place) for place in range(0x300, 0x1F000) if unicodedata.category(chr(place)).startswith("M"))
    + "\u200c\u200d"
)
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
REPLACED = re.compile(r"\[[^\[\]\n]{1,120}\]")
NESTED_LAYERS = ("event", "label")
SPOKEN_LAYERS = ("speech", "verbatim", "inference")  # the layers of turns; the others are no speech


def blanked(text: str, spans: Iterable[tuple[int, int]], blank: str = " ") -> str:
    """The text with blanks (one character each) in place of the spans, so that offsets stay as they are."""
    pieces, place = [], 0
    for start, end in sorted(spans):
        if end > place:
            pieces += [text[place : max(start, place)], blank * (end - max(start, place))]
            place = end
    return "".join(pieces) + text[place:]


def count_words(text: str) -> int:
    """How many words a text has: runs of letters and digits, joined by apostrophes, hyphens or points."""
    return sum(1 for _ in WORD.finditer(text))


class Nested:
    """The events and labels of turns (contract `anonymised`), to be asked which of them lie within a span."""

    def __init__(self, anonymised: pd.DataFrame):
        rows = anonymised[anonymised["layer"].isin(NESTED_LAYERS)]
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for source, start, end in zip(rows["source_id"], rows["start"], rows["end"], strict=True):
            spans[source].append((start, end))
        self._spans = {source: sorted(found) for source, found in spans.items()}

    def within(self, source_id: str, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of one source that lie within start and end, counted from start."""
        spans = self._spans.get(source_id, [])
        found = []
        for place in range(bisect_left(spans, (start, start)), len(spans)):
            first, last = spans[place]
            if first >= end:
                break
            if last <= end:
                found.append((first - start, last - start))
        return found
