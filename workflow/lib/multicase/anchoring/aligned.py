"""Two versions of a text laid along one another, so that a place in one is told in the other by position.

Coders' tools keep a text with time stamps, labels or names that ours has lost, or replaced. Where the words are the
same they are the same place, however often they occur; what stands between is told by its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from multicase.anchoring.anchor import MASK, PLAIN, same_blank
from multicase.anchoring.spans import REPLACED

TOKEN = re.compile(rf"{REPLACED.pattern}|\w+|[^\w\s]")
TOGETHER = 3  # tokens in a row that tell a place if they stand in either text once
MOST = 4_000_000  # pairs of tokens that are compared one by one


class Aligned:
    """A text of another tool and one of ours. share: of their words, how many stand in ours, in order (0 to 1)."""

    def __init__(self, theirs: str, ours: str):
        self.theirs, self.ours = theirs, ours
        self._from, self._to = _tokens(theirs), _tokens(ours)
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
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
        if first > last:
            return None
        begins, ends = self._begins(first, start, last), self._ends_at(last, end, first)
        return (begins, ends) if begins is not None and ends is not None and begins < ends else None

    def _begins(self, token: int, start: int, last: int) -> int | None:
        at = bisect_left(self._known, token)
        if at < len(self._pairs) and self._known[at] == token:
            return self._into(token, start, self._to[self._pairs[at][1]])
        low, high, theirs, until = self._run(at)
        if high > low:  # what stands there in ours instead
            if high - low == until - theirs:
                return self._to[low + token - theirs][1]
            if until <= last:  # the words go on after it: nothing of another line than theirs
                low = self._on_line(low, high)
            return self._to[low][1]
        return self._to[high][1] if until <= last and high < len(self._to) else None

    def _ends_at(self, token: int, end: int, first: int) -> int | None:
        at = bisect_left(self._known, token)
        if at < len(self._pairs) and self._known[at] == token:
            return self._out_of(token, end, self._to[self._pairs[at][1]])
        low, high, theirs, until = self._run(at)
        if high > low:
            if high - low == until - theirs:
                return self._to[low + token - theirs][2]
            if theirs > first:
                high = self._up_to_line(low, high)
            return self._to[high - 1][2]
        return self._to[low - 1][2] if theirs > first and low else None

    def _run(self, at: int) -> tuple[int, int, int, int]:
        """The tokens between two pairs that are the same: of ours from, to; of theirs from, to."""
        theirs, low = (self._pairs[at - 1][0] + 1, self._pairs[at - 1][1] + 1) if at else (0, 0)
        until, high = self._pairs[at] if at < len(self._pairs) else (len(self._from), len(self._to))
        return low, high, theirs, until

    def _on_line(self, low: int, high: int) -> int:
        """The first token from `low` after which no line ends before `high`; that one if there is none."""
        if high == len(self._to):
            return low
        line = self.ours.rfind("\n", 0, self._to[high][1])
        return next((n for n in range(low, high) if self._to[n][1] > line), high)

    def _up_to_line(self, low: int, high: int) -> int:
        """One past the last token before `high` that stands on the line of the one before `low`."""
        if not low:
            return high
        line = self.ours.find("\n", self._to[low - 1][2])
        kept = [n for n in range(low, high) if line < 0 or self._to[n][2] <= line]
        return kept[-1] + 1 if kept else low

    def _into(self, token: int, place: int, ours: tuple[str, int, int]) -> int:
        """A start inside a token of theirs, or before it in white space."""
        (word, start, end), by = ours, place - self._starts[token]
        if by > 0:
            return start if word == MASK else min(start + by, end - 1)
        for blank in reversed(self.theirs[place : self._starts[token]]):
            if not start or not same_blank(blank, self.ours[start - 1]):
                break
            start -= 1
        return start

    def _out_of(self, token: int, place: int, ours: tuple[str, int, int]) -> int:
        (word, start, end), by = ours, place - self._ends[token]
        if by < 0:
            return end if word == MASK else max(end + by, start + 1)
        for blank in self.theirs[self._ends[token] : place]:
            if not same_blank(blank, self.ours[end : end + 1]):
                break
            end += 1
        return end


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Words, signs and replacements (MASK), each with where it stands."""
    return [
        (MASK if len(found[0]) > 1 and found[0][0] == "[" else found[0].translate(PLAIN), found.start(), found.end())
        for found in TOKEN.finditer(text)
    ]


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
