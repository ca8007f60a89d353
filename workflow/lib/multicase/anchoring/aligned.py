"""Two versions of a text laid along one another, so that a place in one is told in the other by position.

Coders' tools keep a text with time stamps, labels or names that ours has lost, or replaced. Where the words are the
same they are the same place, however often they occur; what stands between is told by its neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from multicase.anchoring.anchor import HIDDEN, MASK, PLAIN, same_blank
from multicase.anchoring.spans import REPLACED

# Marks that stand above a letter, and signs that can't be seen: part of a word, however a tool writes it.
MARKS, UNSEEN = "\u0300-\u036f", "\xad\u200b\u200e\u200f\u2060\ufeff"
WORD = re.compile(rf"[\w{MARKS}{UNSEEN}]+|[^\w\s]")
TOKEN = re.compile(f"{REPLACED.pattern}|{WORD.pattern}")
HIDING = re.compile(f"[{UNSEEN}]")
TOGETHER = 3  # tokens in a row that tell a place if they stand in either text once
MOST = 4_000_000  # pairs of tokens that are compared one by one


class Aligned:
    """A text of another tool and one of ours. share: of their words, how many stand in ours, in order (0 to 1)."""

    def __init__(self, theirs: str, ours: str):
        self.theirs, self.ours = theirs, ours
        # What either text has in brackets is a word like any other; what ours alone has so may stand for anything.
        same = frozenset(REPLACED.findall(theirs)) & frozenset(REPLACED.findall(ours))
        self._from, self._to = list(_tokens(theirs, same)), list(_tokens(ours, same, is_ours=True))
        words = [[word for word, _, _ in side] for side in (self._from, self._to)]
        self._pairs = list(_pairs(*words, 0, 0))  # tokens that are the same, by number, rising on both sides
        self._known = [mine for mine, _ in self._pairs]
        self._starts = [start for _, start, _ in self._from]
        self._ends = [end for _, _, end in self._from]
        alike = sum(words[0][mine][0].isalnum() for mine, _ in self._pairs)
        self.share = alike / max(1, sum(word[0].isalnum() for word in words[0]))

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a span of theirs stands in ours; None if nothing of it does.

        An end inside something replaced lies at that replacement's end; what ours hasn't got is left out. White space
        at the ends stays, as far as ours has it.
        """
        first, last = self._reached(start, end)
        if first > last:
            return None
        begins, ends = self._begins(first, start, last), self._ends_at(last, end, first)
        return (begins, ends) if begins is not None and ends is not None and begins < ends else None

    def is_kept(self, start: int, end: int) -> bool:
        """Whether a span of theirs stands in ours word by word but for replacements, each for HIDDEN words at most."""
        first, last = self._reached(start, end)
        low, high = bisect_left(self._known, first), bisect_right(self._known, last)
        runs = (self._run(at) for at in range(low, high + 1))
        return first <= last and all(
            (low == high) == (theirs == until)
            and all(word == MASK for word, _, _ in self._to[low:high])
            and until - theirs <= HIDDEN * (high - low)
            for low, high, theirs, until in runs
            if theirs <= last and until > first
        )

    def _reached(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last token of theirs of which a span holds something."""
        return bisect_right(self._ends, start), bisect_left(self._starts, end) - 1

    def _begins(self, token: int, start: int, last: int) -> int | None:
        at = bisect_left(self._known, token)
        blanks = self.theirs[start : self._starts[token]]
        if at < len(self._pairs) and self._known[at] == token:
            mine = self._pairs[at][1]
            inside = start > self._starts[token]
            return self._inside(token, start, mine) if inside else self._with_blanks(self._to[mine][1], blanks)
        low, high, theirs, until = self._run(at)
        if high > low:  # what stands there in ours instead
            if high - low == until - theirs:
                return self._with_blanks(self._to[low + token - theirs][1], blanks)
            if until <= last:  # the words go on after it: nothing of another line than theirs
                low = self._on_line(low, high, self.theirs.count("\n", self._starts[token], self._starts[until]))
            return self._with_blanks(self._to[low][1], blanks if token == theirs else "")
        return self._to[high][1] if until <= last and high < len(self._to) else None

    def _ends_at(self, token: int, end: int, first: int) -> int | None:
        at = bisect_left(self._known, token)
        blanks = self.theirs[self._ends[token] : end]
        if at < len(self._pairs) and self._known[at] == token:
            mine = self._pairs[at][1]
            inside = end < self._ends[token]
            return self._inside(token, end, mine, True) if inside else self._and_blanks(self._to[mine][2], blanks)
        low, high, theirs, until = self._run(at)
        if high > low:
            if high - low == until - theirs:
                return self._and_blanks(self._to[low + token - theirs][2], blanks)
            if theirs > first:
                high = self._up_to_line(low, high, self.theirs.count("\n", self._ends[theirs - 1], self._ends[token]))
            return self._and_blanks(self._to[high - 1][2], blanks if token == until - 1 else "")
        return self._to[low - 1][2] if theirs > first and low else None

    def _run(self, at: int) -> tuple[int, int, int, int]:
        """The tokens between two pairs that are the same: of ours from, to; of theirs from, to."""
        theirs, low = (self._pairs[at - 1][0] + 1, self._pairs[at - 1][1] + 1) if at else (0, 0)
        until, high = self._pairs[at] if at < len(self._pairs) else (len(self._from), len(self._to))
        return low, high, theirs, until

    def _on_line(self, low: int, high: int, lines: int) -> int:
        """The first token from `low` after which no more than some lines end before `high`; that one if none is."""
        until = self._to[high][1] if high < len(self._to) else self._to[-1][2]
        return next((n for n in range(low, high) if self.ours.count("\n", self._to[n][1], until) <= lines), high)

    def _up_to_line(self, low: int, high: int, lines: int) -> int:
        """One past the last token before `high` up to which no more than some lines end after the one before `low`."""
        if not low:
            return high
        last = self._to[low - 1][2]
        kept = [n for n in range(low, high) if self.ours.count("\n", last, self._to[n][1]) <= lines]
        return kept[-1] + 1 if kept else low

    def _inside(self, token: int, place: int, mine: int, is_end: bool = False) -> int:
        """A place inside a token of theirs; inside a replacement that isn't ours to the letter, that one's end."""
        (word, start, end), before = self._to[mine], self.theirs[self._starts[token] : place]
        if self.ours[start:end] == self.theirs[self._starts[token] : self._ends[token]]:
            return start + len(before)
        if word == MASK:
            return end if is_end else start
        return max(start + len(_form(before)), start + 1) if is_end else min(start + len(_form(before)), end - 1)

    def _with_blanks(self, start: int, blanks: str) -> int:
        """A start with the white space before it that theirs has."""
        for blank in reversed(blanks):
            if not start or not same_blank(blank, self.ours[start - 1]):
                break
            start -= 1
        return start

    def _and_blanks(self, end: int, blanks: str) -> int:
        for blank in blanks:
            if not same_blank(blank, self.ours[end : end + 1]):
                break
            end += 1
        return end


def _tokens(text: str, same: frozenset[str], is_ours: bool = False) -> Iterator[tuple[str, int, int]]:
    """Words, signs and replacements (MASK), each with where it stands; without what can't be seen."""
    for found in TOKEN.finditer(text):
        if len(found[0]) > 1 and found[0][0] == "[":
            if found[0] in same or is_ours:
                yield found[0] if found[0] in same else MASK, *found.span()
            else:
                inside = WORD.finditer(text, *found.span())
                yield from ((_form(word[0]), *word.span()) for word in inside if _form(word[0]))
        elif word := _form(found[0]):
            yield word, *found.span()


def _form(word: str) -> str:
    """A word as it is compared: letters and their marks in one, typographic signs as plain ones."""
    return word if word.isascii() else unicodedata.normalize("NFC", HIDING.sub("", word)).translate(PLAIN)


def _pairs(theirs: Sequence[str], ours: Sequence[str], mine: int, yours: int) -> Iterator[tuple[int, int]]:
    """The pairs of tokens that are the same in order, by number; mine, yours: the numbers of the first ones."""
    head = 0
    while head < min(len(theirs), len(ours)) and theirs[head] == ours[head]:
        yield mine + head, yours + head
        head += 1
    theirs, ours, mine, yours = theirs[head:], ours[head:], mine + head, yours + head
    tail = 0
    while tail < min(len(theirs), len(ours)) and theirs[-1 - tail] == ours[-1 - tail]:
        tail += 1
    ending = [(mine + len(theirs) - n, yours + len(ours) - n) for n in range(tail, 0, -1)]
    theirs, ours = theirs[: len(theirs) - tail], ours[: len(ours) - tail]
    if theirs and ours:
        if len(theirs) * len(ours) > MOST and (fixed := _telling(theirs, ours)):
            yield from _between(theirs, ours, mine, yours, fixed)
        elif len(theirs) * len(ours) <= 100 * MOST:
            for block in Levenshtein.opcodes(theirs, ours):
                if block.tag == "equal":
                    for n in range(block.src_end - block.src_start):
                        yield mine + block.src_start + n, yours + block.dest_start + n
    yield from ending


def _between(
    theirs: Sequence[str], ours: Sequence[str], mine: int, yours: int, fixed: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    place = (0, 0)
    for a, b in fixed:
        yield from _pairs(theirs[place[0] : a], ours[place[1] : b], mine + place[0], yours + place[1])
        yield mine + a, yours + b
        place = (a + 1, b + 1)
    yield from _pairs(theirs[place[0] :], ours[place[1] :], mine + place[0], yours + place[1])


def _telling(theirs: Sequence[str], ours: Sequence[str]) -> list[tuple[int, int]]:
    """Places that TOGETHER tokens tell which stand once in either text, as far as they are in the same order.

    The longest rising sequence of them (patience sorting), since sentences that were moved would turn it round.
    """
    grams = [[tuple(side[n : n + TOGETHER]) for n in range(len(side) - TOGETHER + 1)] for side in (theirs, ours)]
    often = [Counter(side) for side in grams]
    where = {gram: n for n, gram in enumerate(grams[1]) if often[1][gram] == 1}
    pairs = [(n, where[gram]) for n, gram in enumerate(grams[0]) if often[0][gram] == 1 and gram in where]
    tops: list[int] = []  # the smallest last place of a rising sequence of each length
    last: list[int] = []  # ... and which pair that is
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(tops, place)
        before.append(last[length - 1] if length else -1)
        tops[length : length + 1] = [place]
        last[length : length + 1] = [number]
    chain, number = [], last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
