"""Spans of text that are no speech: what is blanked before words are counted or matched."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
REPLACED = re.compile(r"\[[^\[\]\n]{1,120}\]")


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks in place of the spans, so that offsets stay as they are."""
    pieces, place = [], 0
    for start, end in sorted(spans):
        if end > place:
            pieces += [text[place : max(start, place)], " " * (end - max(start, place))]
            place = end
    return "".join(pieces) + text[place:]


def count_words(text: str) -> int:
    """How many words a text has: runs of letters and digits, joined by apostrophes, hyphens or points."""
    return sum(1 for _ in WORD.finditer(text))
