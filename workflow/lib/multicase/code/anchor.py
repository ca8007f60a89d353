"""Anchoring: finding the words that somebody coded, also after the text around them has changed.

A selection is kept as W3C's Web Annotation data model has it: an offset (TextPositionSelector) and a quote with what
stands before and after it (TextQuoteSelector). A replaced pseudonym moves offsets; the quote finds its place again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
CONTEXT = 32  # characters of context that are compared
ALIKE = 90  # rapidfuzz ratio from which a passage counts as the quote, slightly changed
MARGIN = 3  # how much better than any other it must be


@dataclass(frozen=True)
class Quote:
    """A selection: start and end are -1 if unknown."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    end: int = -1


@dataclass(frozen=True)
class Anchor:
    """Where a quote stands in a text, and how that was found: `offset`, `quote` or `fuzzy`."""

    start: int
    end: int
    how: str


class Text:
    """A text in which quotes are looked for: white space counts as one blank, typographic marks as plain ones."""

    def __init__(self, text: str):
        self.text = text
        pieces, self.places = [], []
        for found in re.finditer(r"\s+|\S", text):
            pieces.append(" " if found[0].isspace() else found[0].translate(PLAIN))
            self.places.append(found.start())
        self.places.append(len(text))
        self.plain = "".join(pieces)

    def span(self, start: int, length: int) -> tuple[int, int]:
        """The span in the text of a span of the plain text."""
        last = self.places[start + length - 1]
        return self.places[start], last + 1


def plain(text: str) -> str:
    """A quote in the form in which it is compared."""
    return re.sub(r"\s+", " ", text).translate(PLAIN)


def anchor(quote: Quote, text: Text) -> Anchor | str:
    """The quote's place in the text, or why it can't be told: `not found` or `ambiguous: n places`.

    In turn: the offset, if the words stand there; the only place where the words stand; of several places, the one
    whose surroundings agree with prefix and suffix, and, if that doesn't tell, the only one nearest to the offset;
    a passage that is at least 90% alike and clearly more so than any other.
    """
    if quote.start >= 0 and plain(text.text[quote.start : quote.end]) == plain(quote.exact):
        return Anchor(quote.start, quote.end, "offset")
    wanted = plain(quote.exact).strip()
    if not wanted:
        return "not found"
    found = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", text.plain)]
    if not found:
        return _fuzzy(wanted, text)
    if len(found) > 1:
        found = _by_context(quote, wanted, found, text)
    if len(found) > 1 and quote.start >= 0:
        distance = {place: abs(text.places[place] - quote.start) for place in found}
        found = [place for place in found if distance[place] == min(distance.values())]
    if len(found) > 1:
        return f"ambiguous: {len(found)} places"
    return Anchor(*text.span(found[0], len(wanted)), "quote")


def _by_context(quote: Quote, wanted: str, found: list[int], text: Text) -> list[int]:
    before, after = plain(quote.prefix)[-CONTEXT:], plain(quote.suffix)[:CONTEXT]
    scores = {}
    for place in found:
        head = text.plain[max(0, place - len(before)) : place]
        tail = text.plain[place + len(wanted) :][: len(after)]
        scores[place] = fuzz.ratio(before, head) * bool(before) + fuzz.ratio(after, tail) * bool(after)
    return [place for place in found if scores[place] == max(scores.values())]


def _fuzzy(wanted: str, text: Text) -> Anchor | str:
    best = fuzz.partial_ratio_alignment(wanted, text.plain, score_cutoff=ALIKE)
    if best is None or best.dest_end == best.dest_start:
        return "not found"
    rest = text.plain[: best.dest_start] + "\x00" * (best.dest_end - best.dest_start) + text.plain[best.dest_end :]
    second = fuzz.partial_ratio_alignment(wanted, rest, score_cutoff=max(best.score - MARGIN, 0))
    if second is not None and len(wanted) > 0 and second.score > best.score - MARGIN:
        return "ambiguous: 2 places, and none the same"
    start, end = _whole_words(text.plain, best.dest_start, best.dest_end)
    return Anchor(*text.span(start, end - start), "fuzzy")


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A span grown, or shrunk by a blank, to where words begin and end."""
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end
