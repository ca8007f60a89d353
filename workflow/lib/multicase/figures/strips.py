"""Strips in columns: how headed groups of lines are spread over columns of about the same height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

UNEVEN = 1.4  # times the mean height: how tall a column may be for a group to stay whole
STEP = 1.03


@dataclass(frozen=True)
class Part:
    """Lines of a group that stand together in a column: the group's number, and its lines from `start` to `stop`."""

    group: int
    start: int
    stop: int


def packed(groups: Sequence[Sequence[float]], headings: Sequence[float], columns: int) -> list[list[Part]]:
    """The parts of each column, from left to right, of at most so many columns.

    groups: the heights of each group's lines, in inches. headings: what each group's heading takes, above each of its
    parts. A group stays whole unless it is much taller than a column; every line stands in one part, in its order.
    """
    wholes = [heading + fsum(lines) for heading, lines in zip(headings, groups, strict=True)]
    height = fsum(wholes) / columns
    if max(wholes) <= UNEVEN * height:
        height = max(height, *wholes)
    while len(found := _filled(groups, headings, height)) > columns:
        height *= STEP
    return found


def _filled(groups: Sequence[Sequence[float]], headings: Sequence[float], height: float) -> list[list[Part]]:
    """As many columns of a height as are needed."""
    columns: list[list[Part]] = [[]]
    left = height
    for group, (heading, lines) in enumerate(zip(headings, groups, strict=True)):
        whole, start = heading + fsum(lines), 0
        while start < len(lines):
            if columns[-1] and (left < whole <= height or left < heading + lines[start]):
                columns.append([])
                left = height
            stop, taken = start + 1, heading + lines[start]
            while stop < len(lines) and taken + lines[stop] <= left:
                taken += lines[stop]
                stop += 1
            columns[-1].append(Part(group, start, stop))
            left, start, whole = left - taken, stop, heading + fsum(lines[stop:])
    return columns
