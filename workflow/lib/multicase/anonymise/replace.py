"""Replacement: spans of a text give way to their replacements, and offsets are carried over, there and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """Words that give way: their span in the old text, and what stands in their place."""

    start: int
    end: int
    replacement: str


class Replaced:
    """A text after its replacements.

    text: the new text. spans: where each replacement stands in it, in the order of the changes given, which must not
    overlap and must be sorted by start (else ValueError).
    """

    def __init__(self, old: str, changes: Sequence[Change]):
        pieces, self.spans, place, length = [], [], 0, 0
        self._old: list[int] = []  # starts of changes in the old text
        self._new: list[int] = []  # starts of their replacements in the new one
        self._changes = list(changes)
        for change in self._changes:
            if change.start < place or change.end <= change.start:
                raise ValueError("changes overlap, are empty or are not sorted")
            kept = old[place : change.start]
            pieces += [kept, change.replacement]
            length += len(kept)
            self._old.append(change.start)
            self._new.append(length)
            self.spans.append((length, length + len(change.replacement)))
            length += len(change.replacement)
            place = change.end
        pieces.append(old[place:])
        self.text = "".join(pieces)

    def to_new(self, offset: int, after: bool = False) -> int:
        """Where an old offset stands in the new text; inside a replaced span its start or, with `after`, its end."""
        number = bisect_right(self._old, offset) - 1
        if number < 0:
            return offset
        change, (start, end) = self._changes[number], self.spans[number]
        if offset >= change.end:
            return end + offset - change.end
        return start if offset == change.start or not after else end

    def to_old(self, offset: int, after: bool = False) -> int:
        """Where a new offset stood in the old text; inside a replacement the old span's start or, with `after`, end."""
        number = bisect_right(self._new, offset) - 1
        if number < 0:
            return offset
        change, (start, end) = self._changes[number], self.spans[number]
        if offset >= end:
            return change.end + offset - end
        return change.start if offset == start or not after else change.end
