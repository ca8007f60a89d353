"""A find: a span of a text that may point to somebody, and which layer and rule found it."""

from __future__ import annotations

from dataclasses import dataclass

# Layers from the surest to the least sure; an earlier one wins the kind where spans meet.
WHOLE = frozenset({"email", "url", "phone", "nhs_number"})
MEASURED = frozenset({"date", "age", "quantity"})
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
    """Spans that don't overlap: of those that do, the one of the surest layer, then the longest, then the first.

    An address or a number is whole: a registered name inside it doesn't break it up, nor a month that people decided
    about a date of that month.
    """
    rank = {layer: place for place, layer in enumerate(LAYERS)}
    whole, part = rank["register"] - 0.5, rank["pattern"] + 0.5
    kept: list[Span] = []
    taken: dict[int, list[Span]] = {}
    for span in sorted(
        set(spans),
        key=lambda s: (
            whole
            if s.kind in WHOLE and s.layer == "pattern"
            else part
            if s.kind in MEASURED and s.layer == "register"
            else rank[s.layer],
            s.start - s.end,
            s.start,
            s.kind,
            s.rule_id,
            s.entity,
        ),
    ):
        blocks = range(span.start >> 7, (span.end >> 7) + 1)
        if all(
            span.end <= other.start or other.end <= span.start for block in blocks for other in taken.get(block, ())
        ):
            kept.append(span)
            for block in blocks:
                taken.setdefault(block, []).append(span)
    return sorted(kept, key=lambda span: span.start)
