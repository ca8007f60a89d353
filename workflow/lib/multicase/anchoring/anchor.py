"""Anchoring: finding the words that somebody coded, also after the text around them has changed.

A selection is kept as W3C's Web Annotation data model has it: an offset (TextPositionSelector) and a quote with what
stands before and after it (TextQuoteSelector). A replaced pseudonym moves offsets; the quote finds its place again.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from multicase.anchoring.spans import REPLACED

PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})
MASK = "\ufffc"  # stands for a whole replacement where what it says doesn't count
SHORTENED = re.compile(r"\s\s+")  # what is one character of a form and more of the text
SHORTENED_MASKED = re.compile(rf"{REPLACED.pattern}|{SHORTENED.pattern}")
CONTEXT = 32  # characters of context that are compared
UNCHANGED = 95  # rapidfuzz ratio from which surroundings count as unchanged
AGREES = 60  # ... and from which they speak for a place
CLEARLY = 10  # how much better than the next they must agree to decide
ALIKE = 90  # rapidfuzz ratio from which a passage counts as the quote, slightly changed
FEWEST_SAME = 3  # words of a quote that must be there
HIDDEN = 10  # words that a replacement may stand for
TOKEN = re.compile(rf"(?:{REPLACED.pattern})\.?|\w+|[^\w\s]")
MARGIN = 3  # how much better than any other it must be
NOT_FOUND = "not found"
ELSEWHERE = "elsewhere: the words stand in other surroundings only"


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


class Form:
    """A text as it is compared: white space as one blank, typographic marks as plain ones; and where each part stood.

    masked: every bracketed replacement counts as one character, whatever it says.
    """

    def __init__(self, text: str, masked: bool = False):
        self._original, self._masked = text, masked
        self.text = compared(text, masked)

    @cached_property
    def starts(self) -> list[int]:
        """Where each character stood; and, last, where the text ends."""
        found, at = [], 0
        for piece in (SHORTENED_MASKED if self._masked else SHORTENED).finditer(self._original):
            found += range(at, piece.start() + 1)
            at = piece.end()
        return [*found, *range(at, len(self._original) + 1)]

    def places(self, wanted: str) -> list[int]:
        """Where a quote of this form stands, preferably as whole words."""
        found, place = [], self.text.find(wanted)
        while place >= 0:
            found.append(place)
            place = self.text.find(wanted, place + 1)
        whole = [place for place in found if _on_boundaries(self.text, place, place + len(wanted))]
        return whole or found

    def span(self, place: int, length: int) -> tuple[int, int]:
        """The span in the text of a stretch of this form."""
        return self.starts[place], self.starts[place + length]


def compared(text: str, masked: bool = False) -> str:
    """What a Form has as its text."""
    return re.sub(r"\s+", " ", REPLACED.sub(MASK, text) if masked else text).translate(PLAIN)


class Text:
    """A text in which quotes are looked for."""

    def __init__(self, text: str):
        self.text = text

    @cached_property
    def plain(self) -> Form:
        """The text as it stands."""
        return Form(self.text)

    @cached_property
    def masked(self) -> Form:
        """The text without what its replacements say."""
        return Form(self.text, masked=True)

    @cached_property
    def tokens(self) -> list[tuple[str, int, int]]:
        """Its words, signs and replacements (MASK), each with where it stands."""
        return _tokens(self.text)

    def with_others_replaced(self, exact: str) -> list[tuple[int, int]]:
        """Where a quote stands if more, or less, of it is replaced now: `£900 a year`, now `[quantity] a year`.

        A replacement stands for one to HIDDEN words of the other side; most of the quote must be there word for word.
        """
        wanted = [token for token, _, _ in _tokens(exact)]
        found = []
        for first, (_, start, _) in enumerate(self.tokens):
            same, last = _alike(wanted, self.tokens, first)
            if last > first:
                found.append((-same, start, self.tokens[last - 1][2]))
        spans: list[tuple[int, int]] = []
        for _, start, end in sorted(found):
            if all(end <= other[0] or other[1] <= start for other in spans):
                spans.append((start, end))
        return sorted(spans)


def anchor(quotes: Sequence[Quote], text: Text) -> list[Anchor | str]:
    """Each quote's place in the text, or why it can't be told: NOT_FOUND, ELSEWHERE or `ambiguous: n places`.

    In turn: the offset, if the words stand there; the only place where the words stand, or, if they are nowhere, the
    same words with other replacements in them (`[person]`, now `[teacher A]`), or with more or fewer of them replaced;
    of several places, the one whose surroundings agree best with prefix and suffix, then the one that keeps the order
    of the quotes anchored so far; last, a passage that is at least 90% alike and clearly more so than any other. Words
    fewer than the surroundings that are compared (`Yes, it did`) are not taken from where all around them is another.
    """
    found = [_places(quote, text) for quote in quotes]
    order = sorted(
        (quote.start, places[0].start)
        for quote, places in zip(quotes, found, strict=True)
        if len(places) == 1 and quote.start >= 0
    )
    return [_settled(quote, places, order, text) for quote, places in zip(quotes, found, strict=True)]


def _places(quote: Quote, text: Text) -> list[Anchor]:
    """The places where the words stand and that their surroundings don't rule out."""
    at_offset = _at_offset(quote, text)
    if at_offset and _agreement(quote, text, at_offset.start, at_offset.end) >= UNCHANGED:
        return [at_offset]
    spans = [as_quoted(quote.exact, text.text, *span) for span in _candidates(quote, text)]
    if at_offset:
        spans = [(at_offset.start, at_offset.end), *(span for span in spans if not _within(span, at_offset))]
    agreeing = _by_context(quote, spans, text)
    if at_offset and agreeing[0] == spans[0]:
        return [at_offset]
    return [Anchor(start, end, "quote") for start, end in agreeing]


def _candidates(quote: Quote, text: Text) -> list[tuple[int, int]]:
    """Where the words stand as they are; else with other replacements in them; else with more or less of them replaced.

    Words that stand in surroundings unlike the quote's give way to the same ones with another replacement, if what is
    around these has not changed: pseudonyms that changed places are found where their passages are.
    """
    plain, masked = compared(quote.exact).strip(), _masked(quote.exact).strip()
    spans = [text.plain.span(place, len(plain)) for place in text.plain.places(plain)] if plain.strip(MASK) else []
    if any(_agreement(quote, text, *span) >= AGREES for span in spans):
        return spans
    is_like = MASK in masked and masked.strip(MASK + " ")
    like = [text.masked.span(place, len(masked)) for place in text.masked.places(masked)] if is_like else []
    if spans:
        return [span for span in like if _agreement(quote, text, *span) >= UNCHANGED] or spans
    if like:
        return like
    lines = quote.exact.strip().count("\n")
    return [span for span in text.with_others_replaced(quote.exact) if _lines(text.text, *span) <= lines]


def _at_offset(quote: Quote, text: Text) -> Anchor | None:
    """The span that the offset names, if the words stand there."""
    end = quote.end if quote.end >= 0 else quote.start + len(quote.exact)
    if quote.start < 0 or not quote.exact.strip() or compared(text.text[quote.start : end]) != compared(quote.exact):
        return None
    return Anchor(quote.start, end, "offset")


def as_quoted(exact: str, text: str, start: int, end: int) -> tuple[int, int]:
    """A span of a text with the white space that the quote has at its ends, and its last full stop, if they are there.

    Words are compared without either: a full stop after a replacement may have been part of what it replaces.
    """
    if exact.rstrip().endswith(".") and text[end - 1] != "." and text[end : end + 1] == ".":
        end += 1
    for blank in exact[len(exact.rstrip()) :]:
        if not same_blank(blank, text[end : end + 1]):
            break
        end += 1
    for blank in reversed(exact[: len(exact) - len(exact.lstrip())]):
        if not start or not same_blank(blank, text[start - 1]):
            break
        start -= 1
    return start, end


def same_blank(one: str, other: str) -> bool:
    """Whether two characters are blanks alike; a blank is no line end."""
    return other.isspace() and (one in "\r\n") == (other in "\r\n")


def _lines(text: str, start: int, end: int) -> int:
    """Line ends between the first and the last word of a span."""
    return text[start:end].strip().count("\n")


def _within(span: tuple[int, int], anchor: Anchor) -> bool:
    return anchor.start <= span[0] and span[1] <= anchor.end


def _by_context(quote: Quote, spans: list[tuple[int, int]], text: Text) -> list[tuple[int, int]]:
    """The spans whose surroundings agree best with prefix and suffix; all of them if that tells nothing."""
    if len(spans) < 2 or not (quote.prefix.strip() or quote.suffix.strip()):
        return spans
    scores = [_agreement(quote, text, *span) for span in spans]
    best = max(scores)
    if best < AGREES:
        return spans
    return [span for span, score in zip(spans, scores, strict=True) if score > best - CLEARLY]


def _agreement(quote: Quote, text: Text, start: int, end: int) -> float:
    """How well (0 to 100) the surroundings of a span agree with the quote's prefix and suffix; 100 if it has none."""
    sides = _sides(quote, text, start, end)
    return fsum(sides) / len(sides) if sides else 100.0


def _sides(quote: Quote, text: Text, start: int, end: int) -> list[float]:
    """How well (0 to 100) what stands before a span agrees with the prefix, and what is after it with the suffix."""
    before, after = _masked(quote.prefix)[-CONTEXT:], _masked(quote.suffix)[:CONTEXT]
    # A replacement may be much longer than the one character that it counts as.
    head = _masked(text.text[max(0, start - 4 * CONTEXT) : start])[-len(before) :]
    tail = _masked(text.text[end : end + 4 * CONTEXT])[: len(after)]
    return [fuzz.ratio(*pair) for pair in ((before, head), (after, tail)) if pair[0].strip()]


def _masked(text: str) -> str:
    """A passage as it is compared without what replacements say, also one that it begins or ends in."""
    return re.sub(r"^[^\[\]]*\]|\[[^\[\]]*$", MASK, compared(text, masked=True))


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Words, signs and replacements (MASK), each with where it stands.

    A full stop after a replacement may have been part of what it replaces: it tells nothing.
    """
    return [
        (MASK, found.start(), found.end() - found[0].endswith("."))
        if len(found[0]) > 1 and found[0][0] == "["
        else (found[0].translate(PLAIN), found.start(), found.end())
        for found in TOKEN.finditer(text)
    ]


def _alike(wanted: Sequence[str], tokens: Sequence[tuple[str, int, int]], first: int) -> tuple[int, int]:
    """How many words of the quote stand from a token on, with more or less of it replaced, and where they end.

    (0, first) if they don't, or too few do.
    """
    if not wanted or (MASK not in (wanted[0], tokens[first][0]) and wanted[0] != tokens[first][0]):
        return 0, first
    # For each number of tokens of the quote that are matched: where the text is then, and how many are the same words.
    reached: list[dict[int, int]] = [{} for _ in range(len(wanted) + 1)]
    reached[0][first] = 0

    def go(mine: int, theirs: int, same: int) -> None:
        if mine <= len(wanted) and theirs <= len(tokens):
            reached[mine][theirs] = max(same, reached[mine].get(theirs, 0))

    for mine, word in enumerate(wanted):
        for theirs, same in reached[mine].items():
            other = tokens[theirs][0] if theirs < len(tokens) else ""
            if word == other:
                go(mine + 1, theirs + 1, same + word[0].isalnum())
            elif other == MASK:
                for n in range(1, HIDDEN + 1):
                    go(mine + n, theirs + 1, same)
            elif word == MASK:
                for n in range(1, HIDDEN + 1):
                    go(mine + 1, theirs + n, same)
    enough = max(FEWEST_SAME, sum(word[0].isalnum() for word in wanted) / 2)
    ends = [(same, -theirs) for theirs, same in reached[-1].items() if same >= enough]
    same, last = max(ends, default=(0, -first))
    return same, -last


def _settled(quote: Quote, places: list[Anchor], order: list[tuple[int, int]], text: Text) -> Anchor | str:
    if not places:
        found = _fuzzy(_masked(quote.exact).strip(), text.masked)
        if isinstance(found, Anchor) and _lines(text.text, found.start, found.end) > quote.exact.strip().count("\n"):
            return NOT_FOUND  # what goes over the end of a line is like the quote by accident
        return found
    if len(places) == 1 and _is_another(quote, places[0], text):
        return ELSEWHERE
    if len(places) > 1 and quote.start >= 0:
        places = _in_order(quote, places, order, text.text) or places
    return places[0] if len(places) == 1 else f"ambiguous: {len(places)} places"


def _is_another(quote: Quote, place: Anchor, text: Text) -> bool:
    """Whether it is other words that happen to be the same: W3C's prefix and suffix are there to tell.

    What was said at length is said once; a few words are said often, and those meant may be gone.
    """
    if place.how != "quote" or len(_masked(quote.exact).strip()) >= CONTEXT:
        return False
    return max(_sides(quote, text, place.start, place.end), default=100.0) < AGREES  # one side may have been edited


def _in_order(quote: Quote, places: list[Anchor], order: list[tuple[int, int]], text: str) -> list[Anchor]:
    """The places that keep the order of the quotes anchored before and after; replacing names turns none round.

    If both neighbours moved by the same length, so did what stands between them.
    """
    starts = [old for old, _ in order]
    last, first = bisect_right(starts, quote.start) - 1, bisect_left(starts, quote.start)
    before = order[last] if last >= 0 else None
    after = order[first] if first < len(order) else None
    low, high = before[1] if before else 0, after[1] if after else len(text)
    kept = [place for place in places if low <= place.start <= high]
    if len(kept) > 1 and before and after:
        moved = {new - old for old, new in (before, after)}
        kept = [place for place in kept if {place.start - quote.start} == moved] or kept
    return kept


def _fuzzy(wanted: str, form: Form) -> Anchor | str:
    if not wanted or len(wanted) > len(form.text):
        return NOT_FOUND
    best = fuzz.partial_ratio_alignment(wanted, form.text, score_cutoff=ALIKE)
    if best is None or best.dest_end == best.dest_start:
        return NOT_FOUND
    rest = form.text[: best.dest_start] + "\x00" * (best.dest_end - best.dest_start) + form.text[best.dest_end :]
    second = fuzz.partial_ratio_alignment(wanted, rest, score_cutoff=max(best.score - MARGIN, 0))
    if second is not None and second.score > best.score - MARGIN:
        return "ambiguous: 2 places, and none the same"
    start, end = _whole_words(form.text, *_aligned(wanted, form.text, best.dest_start, best.dest_end))
    return Anchor(*form.span(start, end - start), "fuzzy")


def _aligned(wanted: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The ends of a passage that is like the quote, put to where the quote's own first and last letters stand in it."""
    equal = [block for block in Levenshtein.opcodes(wanted, text[start:end]) if block.tag == "equal"]
    first, last = equal[0], equal[-1]
    head = start + first.dest_start - first.src_start
    tail = start + last.dest_end + len(wanted) - last.src_end
    return max(head, 0), min(tail, len(text))


def _on_boundaries(text: str, start: int, end: int) -> bool:
    """Whether a span cuts no word in two."""
    opens = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    closes = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return opens and closes


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
