"""Spans of text that are no speech: what is blanked before words are counted or matched."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from operator import itemgetter

import pandas as pd

# Marks that belong to the letter before them: accents, and the vowel signs and points of many scripts.
MARKS = (
    "".join(chr(place) for place in range(0x300, 0x10000) if unicodedata.category(chr(place)).startswith("M"))
    + "\u200c\u200d\uff9e\uff9f"
)
# Signs of scripts without blanks of which each counts as a word: Chinese and Japanese ones, no marks among them (`・`).
KANA = (*range(0x3040, 0x3100), *range(0x31F0, 0x3200), *range(0xFF66, 0xFF9E))
SIGNS = (
    "".join(chr(place) for place in KANA if unicodedata.category(chr(place)).startswith(("L", "N")))
    + "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
LETTERS = rf"[^\W_{SIGNS}]+(?:[{MARKS}]+[^\W_{SIGNS}]*)*"
WORD = re.compile(rf"{LETTERS}(?:['’.-]{LETTERS})*|[{SIGNS}][{MARKS}]*")
REPLACED = re.compile(r"\[[^\[\]\n]{1,120}\]")
NESTED_LAYERS = ("event", "label")
INFERENCE = "inference"  # what an observer thinks of what they see
SPOKEN_LAYERS = ("speech", "verbatim", INFERENCE)  # the layers of turns; the others are no speech


def blanked(text: str, spans: Iterable[tuple[int, int]], blank: str = " ") -> str:
    """The text with blanks (one character each) in place of the spans, so that offsets stay as they are."""
    pieces, place = [], 0
    for start, end in sorted(spans):
        if end > place:
            pieces += [text[place : max(start, place)], blank * (end - max(start, place))]
            place = end
    return "".join(pieces) + text[place:]


def count_words(text: str) -> int:
    """How many words a text has: runs of letters and digits, joined by apostrophes, hyphens or points; of Chinese and
    Japanese how many signs.
    """
    return sum(1 for _ in WORD.finditer(text))


class Nested:
    """The events and labels of turns (contract `anonymised`), to be asked what of a span belongs to them."""

    def __init__(self, anonymised: pd.DataFrame):
        rows = anonymised[anonymised["layer"].isin(NESTED_LAYERS)]
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for source, start, end in zip(rows["source_id"], rows["start"], rows["end"], strict=True):
            spans[source].append((start, end))
        self._spans = {source: _united(found) for source, found in spans.items()}

    def within(self, source_id: str, start: int, end: int) -> list[tuple[int, int]]:
        """What of one source's text between start and end is theirs, as spans counted from start."""
        spans = self._spans.get(source_id, [])
        found = []
        for place in range(bisect_right(spans, start, key=itemgetter(1)), len(spans)):
            first, last = spans[place]
            if first >= end:
                break
            found.append((max(first, start) - start, min(last, end) - start))
        return found


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap made one, in order."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            before = united.pop()
            start, end = before[0], max(before[1], end)
        united.append((start, end))
    return united
