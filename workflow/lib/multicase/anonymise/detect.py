"""Detection: everything in a text that may point to somebody. The union of the layers; the surest one wins the kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from multicase.anonymise import cues, fuzzy, names, patterns, propagate, register, structure
from multicase.anonymise.capitals import capitals
from multicase.anonymise.lexicon import Lexicon
from multicase.anonymise.locale import Locale
from multicase.anonymise.register import Register
from multicase.anonymise.span import Span, resolved
from multicase.anonymise.structure import Label

NAMES = frozenset({"person", "other"})


@dataclass(frozen=True)
class Settings:
    """What config.yaml says of anonymisation; see workflow/schemas/config.yaml."""

    locale: str = "en_GB"
    allow_register_only: bool = False
    fuzzy_ratio: float = 80
    dates: str = "season"
    ages: str = "band"
    quantities: str = "keep"


def detect(
    text: str,
    *,
    labels: Sequence[Label] = (),
    label_names: Iterable[str] = (),
    known: Register,
    lexicon: Lexicon,
    locale: Locale,
    settings: Settings,
) -> list[Span]:
    """The identifiers of one canonical text: spans in order that don't overlap and don't leave their line.

    labels: where speaker labels stand. label_names: labels that are names, looked for in the text too.
    """
    reader = names.Reader(text, capitals(text), lexicon, locale)
    found = [*structure.find(labels), *register.find(text, known, lexicon, locale), *patterns.find(text, locale)]
    found += names.find(reader)
    found += propagate.find(reader, found, label_names)
    found += fuzzy.find(reader, known, settings.fuzzy_ratio)
    spans = resolved([part for span in found for part in _within_lines(text, span)])
    spans = _rest(text, found, spans)
    return resolved([*_joined(text, spans), *cues.find(text, locale)])


def _within_lines(text: str, span: Span) -> list[Span]:
    if "\n" not in text[span.start : span.end]:
        return [span]
    parts, place = [], span.start
    for line in text[span.start : span.end].split("\n"):
        if line.strip():
            start = place + len(line) - len(line.lstrip())
            parts.append(Span(start, place + len(line.rstrip()), span.kind, span.layer, span.rule_id, span.entity))
        place += len(line) + 1
    return parts


def _rest(text: str, found: Iterable[Span], kept: Sequence[Span]) -> list[Span]:
    """What a surer span leaves of a longer one: `Holt` is registered, `Sarah Holt` was found."""
    starts = {span.start for span in kept}
    rest = [_cut(text, span, kept) for span in found if span.start not in starts]
    return resolved([*kept, *(span for span in rest if "\n" not in text[span.start : span.end])])


def _cut(text: str, span: Span, kept: Sequence[Span]) -> Span:
    """The part of a span before the first surer one inside it, without the blanks between them."""
    inside = [other.start for other in kept if span.start < other.start < span.end]
    if not inside:
        return span
    end = span.start + len(text[span.start : min(inside)].rstrip(" \u00a0.-"))
    return Span(span.start, end, span.kind, span.layer, span.rule_id)


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Touching parts of one name made one span: an unregistered first name goes with the registered surname."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        gap = text[last.end : span.start] if last else ""
        if last and gap in {" ", "\u00a0", ". "} and _go_together(last, span):
            surer = last if last.entity else span
            merged[-1] = Span(last.start, span.end, "person", surer.layer, surer.rule_id, surer.entity)
        else:
            merged.append(span)
    return merged


def _go_together(a: Span, b: Span) -> bool:
    if "structure" in {a.layer, b.layer} or not {a.kind, b.kind} <= NAMES or a.kind == b.kind == "other":
        return False
    return not (a.entity and b.entity and a.entity != b.entity)
