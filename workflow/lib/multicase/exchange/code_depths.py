"""How deep a row of a codebook stands, as people write it: 2, 1.2, Level 2, Sub-theme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

LEVEL = re.compile(r"(?:level|code|ebene|l|tier|category|code level|theme level) ?([1-9])")
WHOLE = re.compile(r"(\d{1,3})(?:[.,]0+)?")  # spreadsheets write 1 as 1.0
OUTLINE = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")
TOP = re.compile(r"(?:\.0+)*\.?$")  # what tells nothing at the end of an outline's number: 1.0, 1.

Form = Callable[[str], int]  # the depth that a cell tells, 0 for none


def depths(cells: Iterable[str], plain: Callable[[str], str], ranks: Mapping[str, int]) -> dict[str, int]:
    """Cell -> the depth that it tells, in the form that most of the cells have; those in no such form aren't in it.

    plain: a name as it is compared. ranks: what a row may be called (`theme`) -> how deep that stands; of several words
    for one depth the first in the table counts, since which of them stands under which can't be told.
    """
    told = list(dict.fromkeys(cells))
    words: dict[int, str] = {}
    for word in map(plain, told):
        if word in ranks:
            words.setdefault(ranks[word], word)
    rank_of = {word: rank for rank, word in words.items()}
    forms: tuple[Form, ...] = (
        lambda cell: int(match[1]) + 1 if (match := WHOLE.fullmatch(cell)) else 0,  # some begin at 0
        lambda cell: TOP.sub("", cell).count(".") + 1 if OUTLINE.fullmatch(cell) else 0,
        lambda cell: int(match[1]) if (match := LEVEL.fullmatch(plain(cell))) else 0,
        lambda cell: rank_of.get(plain(cell), 0),
    )
    found = [{cell: depth for cell in told if (depth := form(cell))} for form in forms]
    return max(found, key=len)
