"""How a tool counts the characters of a text: found out, source by source, from what it says stands where.

Tools count code points, UTF-16 units or UTF-8 bytes, CR LF as one or two, a byte order mark or none, and rarely say so.
Every way is tried on all selections of a source: first, do their names quote what stands there; then, do they begin
and end where words do. What that leaves open, or tells by a single end, is counted as the standard has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

UNITS = ("code points", "UTF-16 units", "UTF-8 bytes")
LINES = ("as written", "CR LF as one", "CR LF as two")
BOM = "\ufeff"
CUT = re.compile(r"\s*(?:…|\.\.\.)\s*\Z")
MARGIN = 4  # two ends at words' ends instead of inside them: a single one may be a mouse let go too early
TELLING = 8  # characters of a quote that was cut short without saying so, from which it counts as one


@dataclass(frozen=True)
class Selection:
    """A passage as a tool gives it: positions in its own units, and the quote, label or nothing that it calls it."""

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True)
class Counted:
    """Selections as spans of code points (None where the tool's position is none), and how they were counted.

    quoted: how many selections' names are what stands there.
    """

    spans: tuple[tuple[int, int] | None, ...]
    how: str
    quoted: int


@dataclass(frozen=True)
class Written:
    """A text with LF line ends and no mark; marked and pairs say how it was written (pairs: which LF were CR LF)."""

    text: str
    marked: bool
    pairs: frozenset[int]


def written(raw: str) -> Written:
    """A text as it stands in a file, with what was taken from it noted."""
    marked = raw.startswith(BOM)
    raw = raw[1:] if marked else raw
    pairs = {found.start() - number for number, found in enumerate(re.finditer("\r\n", raw))}
    return Written(raw.replace("\r\n", "\n").replace("\r", "\n"), marked, frozenset(pairs))


def count(text: Written, selections: Sequence[Selection], units: Sequence[str] = UNITS) -> Counted:
    """The selections' spans in the text, counted in the way that fits them best. units: those to try."""
    ways: dict[tuple, str] = {}
    for bom, unit, lines in product((False, True) if text.marked else (False,), units, LINES):
        spans = _spans(text, _positions(text, unit, lines, bom), selections)
        ways.setdefault(spans, ", ".join([unit, f"line ends {lines}", *(["byte order mark counted"] * bom)]))
    scores = {spans: _score(text.text, spans, selections) for spans in ways}
    best = max(ways, key=lambda spans: scores[spans])  # the first of equals: the standard's way comes first
    standard = next(iter(ways))
    if scores[best][:2] == scores[standard][:2] and scores[best][2] < scores[standard][2] + MARGIN:
        best = standard
    others = [scores[spans] for spans in ways if spans is not best]
    quoted = sum(1 for span, sel in zip(best, selections, strict=True) if agreement(sel.name, _words(text.text, span)))
    return Counted(best, f"{ways[best]} ({_reason(scores[best], others)})", quoted)


def _reason(best: tuple[int, int, int], others: list[tuple[int, int, int]]) -> str:
    if not others:
        return "every way of counting gives the same places"
    second = max(others)
    if best[0] > second[0]:
        return "told by their quotes"
    if best > second:
        return "told by where words begin and end"
    return "nothing tells it: the standard's way is taken; check some passages"


def _positions(text: Written, unit: str, lines: str, bom: bool) -> np.ndarray:
    """The tool's position of each code point, and of the end."""
    points = np.frombuffer(text.text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    width = np.ones(len(points), dtype=np.int64)
    if unit == "UTF-16 units":
        width += points > 0xFFFF
    elif unit == "UTF-8 bytes":
        width += (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    if lines == "CR LF as two":
        width[points == 0x0A] += 1
    elif lines == "as written" and text.pairs:
        width[sorted(text.pairs)] += 1
    first = {"code points": 1, "UTF-16 units": 1, "UTF-8 bytes": 3}[unit] if bom else 0
    return first + np.concatenate([[0], np.cumsum(width)])


def _spans(text: Written, positions: np.ndarray, selections: Sequence[Selection]) -> tuple[tuple[int, int] | None, ...]:
    wanted = np.array([[sel.start, sel.end] for sel in selections], dtype=np.int64).reshape(-1, 2)
    found = np.searchsorted(positions, wanted, side="right") - 1
    spans: list[tuple[int, int] | None] = []
    for (start, end), (first, last) in zip(wanted.tolist(), found.tolist(), strict=True):
        sound = start <= end and _at(text.text, positions, start, first) and _at(text.text, positions, end, last)
        spans.append((first, last) if sound else None)
    return tuple(spans)


def _at(text: str, positions: np.ndarray, value: int, place: int) -> bool:
    """Whether a position is that of a code point, or the middle of a line end, which is as good as its beginning."""
    if place < 0:
        return False
    return int(positions[place]) == value or (place < len(text) and text[place] == "\n")


def _words(text: str, span: tuple[int, int] | None) -> str:
    return text[slice(*span)] if span else ""


def agreement(name: str, words: str) -> int:
    """How well a selection's name quotes the words: 3 to the letter, 2 but for white space, 1 their beginning, 0 not.

    Tools cut names short, with or without an ellipsis, leave them empty, or write something else altogether.
    """
    if not name.strip() or not words:
        return 0
    if name.replace("\r\n", "\n").replace("\r", "\n") == words:
        return 3
    quote, found = " ".join(name.split()), " ".join(words.split())
    if quote == found:
        return 2
    cut = CUT.sub("", quote)
    return int(found.startswith(cut) and bool(cut) and (cut != quote or len(cut) >= TELLING))


def _score(text: str, spans: Sequence[tuple[int, int] | None], selections: Sequence[Selection]) -> tuple[int, int, int]:
    """Agreement with the names; how many spans there are; how many of their ends cut no word and hold no blank."""
    agreed = sum(agreement(sel.name, _words(text, span)) for span, sel in zip(spans, selections, strict=True))
    there = [span for span in spans if span]
    return agreed, len(there), sum(_cleanly(text, *span) for span in there)


def _cleanly(text: str, start: int, end: int) -> int:
    """0 to 4: for each end, 0 inside a word, 1 at a blank, 2 where a word or a mark begins or ends."""
    if start >= end:
        return 0
    return _clean(text[start - 1 : start], text[start]) + _clean(text[end : end + 1], text[end - 1])


def _clean(outer: str, inner: str) -> int:
    if outer.isalnum() and inner.isalnum():
        return 0
    return 1 if inner.isspace() else 2
