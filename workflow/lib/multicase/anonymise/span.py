"""A find: a span of a text that may point to somebody, and which layer and rule found it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

WHOLE = frozenset({"email", "url", "phone", "nhs_number"})
MEASURED = frozenset({"date", "age", "quantity"})
BROKEN = "broken_age"  # the rule of either half of an age that the end of a line breaks: by itself it tells another
# From the surest to the least sure; an earlier one wins the kind where spans meet.
LAYERS = ("structure", "register", "pattern", "context", "truecase", "fuzzy", "cue", "wide", "learned")
RANK = {layer: rank for rank, layer in enumerate(LAYERS)}


@dataclass(frozen=True)
class Span:
    """start, end: code points, end exclusive. entity: the registered entity or, for a label, the participant."""

    start: int
    end: int
    kind: str
    layer: str
    rule_id: str
    entity: str = ""


def resolved(spans: list[Span]) -> list[Span]:
    """Spans that don't overlap: of those that do, the one of the surest layer, then the longest, then the first."""
    kept: list[Span] = []  # in order
    starts: list[int] = []
    for span in sorted(set(spans), key=_order):
        place = bisect_right(starts, span.start)
        beside = kept[max(0, place - 1) : place + 1]  # nothing else can meet it, for these meet no other
        if all(span.end <= other.start or other.end <= span.start for other in beside):
            kept.insert(place, span)
            starts.insert(place, span.start)
    return kept


def meeting(spans: Iterable[Span]) -> Callable[[int, int], bool]:
    """Tells whether one of some spans, of which none lies in another, meets what lies between two places."""
    edges = sorted((span.start, span.end) for span in spans)
    starts = [start for start, _ in edges]

    def meets(start: int, end: int) -> bool:
        place = bisect_left(starts, end)
        return place > 0 and start < edges[place - 1][1]

    return meets


def _order(span: Span) -> tuple[float, int, int, str, str, str]:
    """Where a span comes among others, the surest first.

    An address or a number is whole: a registered name inside it doesn't break it up, nor a month that people decided
    about a date of that month.
    """
    rank: float = RANK[span.layer]
    if span.layer == "pattern" and span.kind in WHOLE:
        rank = RANK["register"] - 0.5
    elif span.layer == "register" and span.kind in MEASURED:
        rank = RANK["pattern"] + 0.5
    return rank, span.start - span.end, span.start, span.kind, span.rule_id, span.entity
