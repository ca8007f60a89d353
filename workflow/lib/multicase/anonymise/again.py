"""Reading again: what is left of a text, once its finds are gone, is read as if nobody had read it before.

A name that stands where the first reading saw none is seen now that its neighbours are masked, or the other way round.
The replacement masks it; the leak scan reads the anonymised text in the same way, so that the two can't disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from multicase.anchoring.spans import REPLACED
from multicase.anonymise import names, patterns, plain, propagate, register
from multicase.anonymise.capitals import capitals
from multicase.anonymise.decide import Decisions
from multicase.anonymise.find import row_of
from multicase.anonymise.lexicon import Lexicon
from multicase.anonymise.locale import Locale
from multicase.anonymise.register import Register
from multicase.anonymise.replace import Change, Replaced
from multicase.anonymise.span import Span, resolved

# The rules whose finds are no matter of opinion.
SURE = frozenset({"title", "given_name", "initial", "propagated", "email", "phone", "nhs_number", "iban", "card"})
GAP = "   "  # what stands in the place of a find while the rest is read


def sure(text: str, known: Register, lexicon: Lexicon, locale: Locale, scopes: frozenset[str]) -> list[Span]:
    """The finds of the sure rules in a text from which the finds are gone."""
    view = plain.read(text)
    reader = names.Reader(view.text, capitals(view.text), lexicon, locale)
    found = [
        *register.find(reader, known, scopes),
        *patterns.find(view.text, locale),
        *names.find(reader),
        *propagate.find(reader, propagate.words(reader)),
    ]
    told = [span for span in found if span.layer == "register" or span.rule_id in SURE]
    return [view.to_old(span) for span in resolved(told) if "\n" not in view.text[span.start : span.end]]


def emptied(text: str) -> str:
    """An anonymised text with a gap in the place of each replacement."""
    return REPLACED.sub(GAP, text)


@dataclass(frozen=True)
class Reading:
    """What a second reading needs."""

    known: Register
    lexicon: Lexicon
    locale: Locale
    decided: Decisions

    def left(self, source: Mapping[str, str], finds: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
        """The finds (rows of the contract `identifiers`, without a verdict) that the ones given have left in a source.

        source: a row of the contract `texts`. What people or a rule keep is none.
        """
        scopes = frozenset({"study", f"case:{source['case_id']}", f"source:{source['source_id']}"})
        kept = [(int(find["start"]), int(find["end"])) for find in finds if find["action"] == "keep"]
        gone = [(int(find["start"]), int(find["end"])) for find in finds if find["action"] != "keep"]
        fresh: list[dict[str, object]] = []
        while True:  # each round takes something away, and a text comes to an end
            rest = Replaced(source["text"], [Change(start, end, GAP) for start, end in sorted(gone)])
            spans = sure(rest.text, self.known, self.lexicon, self.locale, scopes)
            places = [(rest.to_old(span.start), rest.to_old(span.end, after=True), span) for span in spans]
            more = [
                (start, end, span)
                for start, end, span in places
                if not _meets(gone, start, end) and not _meets(kept, start, end)
            ]
            if not more:
                return fresh
            gone += [(start, end) for start, end, _ in more]
            fresh += [
                row_of(source, Span(start, end, span.kind, span.layer, span.rule_id, span.entity))
                for start, end, span in more
            ]


def _meets(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < b and a < end for a, b in spans)
