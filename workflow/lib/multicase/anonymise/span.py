"""A find: a span of a text that may point to somebody, and which layer and rule found it."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = frozenset({"email", "url", "phone", "nhs_number"})
MEASURED = frozenset({"date", "age", "quantity"})
BROKEN = "broken_age"  # the rule of either half of an age that the end of a line breaks: by itself it tells another
# From the surest to the least sure; an earlier one wins the kind where spans meet.
LAYERS = ("structure", "register", "pattern", "context", "truecase", "fuzzy", "cue", "wide", "learned")


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
    kept: list[Span] = []
    taken: dict[int, list[Span]] = {}
    for span in sorted(set(spans), key=_order):
        blocks = range(span.start >> 7, (span.end >> 7) + 1)
        if all(
            span.end <= other.start or other.end <= span.start for block in blocks for other in taken.get(block, ())
        ):
            kept.append(span)
            for block in blocks:
                taken.setdefault(block, []).append(span)
    return sorted(kept, key=lambda span: span.start)


def _order(span: Span) -> tuple[float, int, int, str, str, str]:
    """Where a span comes among others, the surest first.

    An address or a number is whole: a registered name inside it doesn't break it up, nor a month that people decided
    about a date of that month.
    """
    rank: float = LAYERS.index(span.layer)
    if span.layer == "pattern" and span.kind in WHOLE:
        rank = LAYERS.index("register") - 0.5
    elif span.layer == "register" and span.kind in MEASURED:
        rank = LAYERS.index("pattern") + 0.5
    return rank, span.start - span.end, span.start, span.kind, span.rule_id, span.entity
