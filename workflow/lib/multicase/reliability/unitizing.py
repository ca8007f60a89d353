"""Krippendorff's alpha for unitizing: do coders cut the same passages out of a continuum and give them the same code?

Source: Krippendorff (2004), Content Analysis, 2nd ed., section 11.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True)
class Section:
    """A stretch of the continuum: a unit that a coder marked, or a gap between units."""

    start: int
    length: int
    is_unit: bool


def unitizing_alpha(
    units: Mapping[str, Mapping[str, Sequence[Span]]], begin: int, end: int
) -> tuple[float | None, dict[str, float | None]]:
    """Alpha over all codes, and of each code; None where nobody marked anything or it isn't defined.

    units: coder -> code -> spans in the continuum from `begin` to `end` (end exclusive). Spans of a code that overlap
    or touch within a coder are one unit. Raises ValueError for fewer than two coders.
    """
    coders = sorted(units)
    if len(coders) < 2:
        raise ValueError("agreement needs two coders")
    codes = sorted({code for coder in coders for code in units[coder]})
    parts = {}
    for code in codes:
        cut = [sections(units[coder].get(code, ()), begin, end) for coder in coders]
        parts[code] = (observed(cut, end - begin), expected(cut, end - begin))
    over_all = _alpha(sum(part[0] for part in parts.values()), sum(part[1] for part in parts.values()))
    return over_all, {code: _alpha(*part) for code, part in parts.items()}


def _alpha(found: float, chance: float) -> float | None:
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
    total = 0.0
    for number, mine in enumerate(cut):
        for other, theirs in enumerate(cut):
            if number != other:
                total += sum(_difference(a, b) for a in mine for b in theirs)
    coders = len(cut)
    return total / (coders * (coders - 1) * length**2)


def _difference(a: Section, b: Section) -> float:
    if a.is_unit and b.is_unit:
        meet = a.start < b.start + b.length and b.start < a.start + a.length
        ends = a.start + a.length - b.start - b.length
        return float((a.start - b.start) ** 2 + ends**2) if meet else 0.0
    unit, gap = (a, b) if a.is_unit else (b, a)
    within = unit.is_unit and gap.start <= unit.start and unit.start + unit.length <= gap.start + gap.length
    return float(unit.length**2) if within else 0.0


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
