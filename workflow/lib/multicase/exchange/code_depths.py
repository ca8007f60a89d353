"""How deep a row of a codebook stands, as people write it: 2, 1.2, Level 2, Sub-theme."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

LEVEL = re.compile(r"(?:level|code|ebene|l|tier|category|code level|theme level) ?([1-9])")
WHOLE = re.compile(r"(\d{1,3})(?:[.,]0+)?")  # spreadsheets write 1 as 1.0
OUTLINE = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")
TOP = re.compile(r"(?:\.0+)*\.?$")  # what tells nothing at the end of an outline's number: 1.0, 1.

Form = Callable[[str], int]  # the depth that a cell tells, 0 for none


def depths(cells: Sequence[str], plain: Callable[[str], str], ranks: Mapping[str, int]) -> dict[str, int]:
    """Cell -> the depth that it tells, in the form that most of the rows have; those in no such form aren't in it.

    cells: one a row. plain: a name as it is compared. ranks: what a row may be called (`theme`) -> how deep that
    stands; of several words for one depth the first in the table counts, since which of them stands under which can't
    be told. Rows numbered 1, 1.1, 1.2, 2 are told from depths of which one is dotted by `_numbered`.
    """
    rank_of = _ranks(cells, plain, ranks)
    forms: tuple[Form, ...] = (
        lambda cell: _outline(cell).count(".") + 1 if OUTLINE.fullmatch(cell) else 0,
        lambda cell: int(match[1]) + 1 if (match := WHOLE.fullmatch(cell)) else 0,  # some begin at 0
        lambda cell: int(match[1]) if (match := LEVEL.fullmatch(plain(cell))) else 0,
        lambda cell: rank_of.get(word(plain(cell)), 0),
    )
    outline, *others = ({cell: depth for cell in cells if (depth := form(cell))} for form in forms)
    rows = [sum(cell in found for cell in cells) for found in others]
    return max([(_numbered(cells), outline), *zip(rows, others, strict=True)], key=lambda pair: pair[0])[1]


def word(name: str) -> str:
    """What a row is called, for comparing: `sub theme` and `subthemes` are one word."""
    return name.replace(" ", "").removesuffix("s")


def _ranks(cells: Sequence[str], plain: Callable[[str], str], ranks: Mapping[str, int]) -> dict[str, int]:
    """The words that the rows are called by -> how deep they stand, one word for each depth.

    None where they aren't all such words, nor most of them with two depths at least: a `group` among individuals and
    organisations is none.
    """
    rank_of = {word(name): rank for name, rank in ranks.items()}
    called = [word(plain(cell)) for cell in cells]
    first: dict[int, str] = {}
    for name in called:
        if name in rank_of:
            first.setdefault(rank_of[name], name)
    found = {name: rank for rank, name in first.items()}
    told = sum(name in found for name in called)
    return found if told == len(called) or (len(found) > 1 and 2 * told > len(called)) else {}


def gaps(cells: Sequence[str]) -> list[str]:
    """The numbers of an outline that stand behind a missing one of their level: 1.3 where there are 1.1 and no 1.2."""
    there = dict.fromkeys(map(_outline, cells))
    return [number for number in there if "." in number and not _has_elder(number, there)]


def _numbered(cells: Sequence[str]) -> int:
    """How many rows an outline's numbers stand in, none where no number has a point.

    Plain numbers count as an outline's only where each number stands once, and each dotted one but the first of its
    level after the one before it, or several of them, all in their order, with gaps: depths stand in many rows, and
    have none of both.
    """
    numbers = [(_outline(cell), cell) for cell in cells if OUTLINE.fullmatch(cell)]
    dotted = [number for number, cell in numbers if "." in number or cell.endswith(".")]
    there = {number for number, _ in numbers}
    is_in_order = len(dotted) > 1 and all(_parts(one) < _parts(other) for (one, _), (other, _) in pairwise(numbers))
    is_whole = len(there) == len(numbers) and (is_in_order or all(_has_elder(number, there) for number in dotted))
    return len(numbers if dotted and is_whole else dotted)


def _has_elder(number: str, there: Collection[str]) -> bool:
    above, _, last = number.rpartition(".")
    return not above or int(last) < 2 or f"{above}.{int(last) - 1}" in there


def _parts(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _outline(cell: str) -> str:
    return TOP.sub("", cell)
