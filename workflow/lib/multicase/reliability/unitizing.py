"""Krippendorff's alpha for unitizing: do coders cut the same passages out of a continuum and give them the same code?

Source: Krippendorff (2004), Content Analysis, 2nd ed., section 11.6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True)
class Continuum:
    """What coders who read the same texts marked in them: coder -> code -> spans, from `begin` to `end` (exclusive).

    A coder who marked nothing is named too. Spans of a code that overlap or touch within a coder are one unit.
    """

    units: Mapping[str, Mapping[str, Sequence[Span]]]
    begin: int
    end: int


@dataclass(frozen=True)
class Section:
    """A stretch of the continuum: a unit that a coder marked, or a gap between units."""

    start: int
    length: int
    is_unit: bool


def unitizing_alpha(continua: Sequence[Continuum]) -> tuple[float | None, dict[str, float | None]]:
    """Alpha over all codes, and of each code; None where nobody marked anything or it isn't defined.

    Krippendorff describes one continuum that all coders read. Where texts have different readers, each set of readers
    has a continuum of its own, and observed and expected disagreement are summed over the continua before they are
    compared. A disagreement is a sum over the continuum, of squared differences, over the square of its length; it is
    taken times that square, so that a long continuum speaks for its length, and times the number of its coders, which
    is how alpha for coded units weighs a unit. With one continuum the weights cancel out, and alpha is Krippendorff's.
    Raises ValueError for a continuum of fewer than two coders.
    """
    if any(len(continuum.units) < 2 for continuum in continua):
        raise ValueError("agreement needs two coders")
    codes = sorted({code for continuum in continua for marked in continuum.units.values() for code in marked})
    parts = {code: [_weighed(continuum, code) for continuum in continua] for code in codes}
    return _alpha([part for of_code in parts.values() for part in of_code]), {
        code: _alpha(of_code) for code, of_code in parts.items()
    }


def _weighed(continuum: Continuum, code: str) -> tuple[float, float]:
    """Observed and expected disagreement on a code, as they add up over continua."""
    length = continuum.end - continuum.begin
    units = [continuum.units[coder].get(code, ()) for coder in sorted(continuum.units)]
    cut = [sections(spans, continuum.begin, continuum.end) for spans in units]
    weight = len(cut) * length**2
    return weight * observed(cut, length), weight * expected(cut, length)


def _alpha(parts: Sequence[tuple[float, float]]) -> float | None:
    found, chance = (math.fsum(part[side] for part in parts) for side in (0, 1))
    return 1 - found / chance if chance else None


def sections(spans: Sequence[Span], begin: int, end: int) -> list[Section]:
    """A coder's units of one code with the gaps around them."""
    merged: list[list[int]] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], stop)
        elif stop > start:
            merged.append([start, stop])
    cut, place = [], begin
    for start, stop in merged:
        if start > place:
            cut.append(Section(place, start - place, False))
        cut.append(Section(start, stop - start, True))
        place = stop
    if place < end:
        cut.append(Section(place, end - place, False))
    return cut


def observed(cut: Sequence[Sequence[Section]], length: int) -> float:
    """Observed disagreement on one code: squared differences of units that meet, squares of units that meet none."""
    total = 0
    for number, mine in enumerate(cut):
        for other, theirs in enumerate(cut):
            if number != other:
                total += sum(_difference(a, b) for a in mine for b in theirs)
    coders = len(cut)
    return total / (coders * (coders - 1) * length**2)


def _difference(a: Section, b: Section) -> int:
    if a.is_unit and b.is_unit:
        meet = a.start < b.start + b.length and b.start < a.start + a.length
        ends = a.start + a.length - b.start - b.length
        return (a.start - b.start) ** 2 + ends**2 if meet else 0
    unit, gap = (a, b) if a.is_unit else (b, a)
    within = unit.is_unit and gap.start <= unit.start and unit.start + unit.length <= gap.start + gap.length
    return unit.length**2 if within else 0


def expected(cut: Sequence[Sequence[Section]], length: int) -> float:
    """Expected disagreement on one code, had the coders' units been placed by chance."""
    everything = [section for coder in cut for section in coder]
    units = [section for section in everything if section.is_unit]
    gaps = [section for section in everything if not section.is_unit]
    total = 0.0
    for unit in units:
        size = unit.length
        overlapping = (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        apart = size**2 * sum(gap.length - size + 1 for gap in gaps if gap.length >= size)
        total += overlapping + apart
    places = len(cut) * length
    pairs = places * (places - 1) - sum(unit.length * (unit.length - 1) for unit in units)
    return 2 / length * total / pairs if pairs else 0.0
