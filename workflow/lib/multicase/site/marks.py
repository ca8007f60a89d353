"""A text cut into pieces, so that what overlaps in it can be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from multicase.anchoring.spans import REPLACED

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """Words under the same spans: `over` has the spans' numbers, `ending` of those the ones that go no further."""

    text: str
    over: tuple[int, ...]
    ending: tuple[int, ...]


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """A text cut wherever a span begins or ends; together the pieces are the text.

    spans: start and end, in any order, from which what lies outside the text is left out.
    """
    within = [(max(start, 0), min(end, len(text))) for start, end in spans]
    cuts = sorted({0, len(text), *(place for span in within if span[0] < span[1] for place in span)})
    found = []
    for start, end in pairwise(cuts):
        over = tuple(number for number, span in enumerate(within) if span[0] <= start and end <= span[1])
        found.append(Piece(text[start:end], over, tuple(number for number in over if within[number][1] == end)))
    return found


def bracketed(text: str) -> list[Span]:
    """Where square brackets stand: for what was replaced, or around what a transcriber noted."""
    return [found.span() for found in REPLACED.finditer(text)]
