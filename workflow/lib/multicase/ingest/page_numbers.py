"""Numbers alone in lines: of pages, paragraphs or captions, where they can be these; else somebody says them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from multicase.ingest.blocks import TEXT, Block
from multicase.ingest.labels import is_label_alone

ALONE = re.compile(r"\W*?(?P<page>page\s+)?(?P<value>\d{1,4})(?:\s*(?:/|of)\s*(?P<total>\d{1,4}))?\W*", re.I)
DASHED = re.compile(r"[-–—\s]+\d{1,4}[-–—\s]+")
LONGEST = 16
FEWEST, FEWEST_MARKED = 3, 2  # numbers that count up; those that are written as pages are
YEARS = range(1800, 2101)
PAGE = 400  # the fewest characters of a page, but for the last


@dataclass(frozen=True)
class _Number:
    """A number alone in a line: the line, the number, its total, whether it is written as a page's, or an answer."""

    line: int
    value: int
    total: int | None
    is_marked: bool
    is_answer: bool


def lines_of(blocks: Sequence[Block]) -> set[int]:
    """The places of the blocks that hold nothing but a number which counts pages, paragraphs or captions.

    Each is one more than the one before, with words between. Of those with a total (`2/6`) each is more than the one
    before, and they run through to it, or are written as a page's (`Page 2 of 6`), or stand a page apart. Years aren't,
    nor is what a speaker is named for, whether the format or a label alone above does.
    """
    filled = [number for number, block in enumerate(blocks) if block.text.strip()]
    series: dict[int | None, list[_Number]] = defaultdict(list)
    for above, line in zip([None, *filled], filled, strict=False):
        is_answer = bool(blocks[line].speaker) or (above is not None and is_label_alone(blocks[above].text))
        if number := _alone(blocks[line], line, is_answer):
            series[number.total].append(number)
    counted = [number for total, numbers in series.items() if _count(numbers, total, blocks) for number in numbers]
    return {number.line for number in counted if not number.is_answer}


def _alone(block: Block, line: int, is_answer: bool) -> _Number | None:
    if block.role != TEXT or len(block.text) >= LONGEST or not (found := ALONE.fullmatch(block.text.strip())):
        return None
    total = int(found["total"]) if found["total"] else None
    is_marked = bool(found["page"] or " of " in block.text or DASHED.fullmatch(block.text))
    return _Number(line, int(found["value"]), total, is_marked, is_answer)


def _count(numbers: Sequence[_Number], total: int | None, blocks: Sequence[Block]) -> bool:
    """Whether the numbers of one total, or of none, count up."""
    values = [number.value for number in numbers]
    is_marked = all(number.is_marked for number in numbers)
    apart = [
        sum(len(block.text.strip()) for block in blocks[before.line + 1 : after.line])
        for before, after in pairwise(numbers)
    ]
    if not any(apart):
        return False
    if total is None:
        is_rising = all(after == before + 1 for before, after in pairwise(values))
        return is_rising and len(values) >= (FEWEST_MARKED if is_marked else FEWEST) and values[0] not in YEARS
    is_rising = all(after > before for before, after in pairwise(values)) and values[-1] <= total
    is_whole = values[0] <= 2 and values[-1] >= total - 1
    return is_rising and (is_marked or is_whole or median(apart) >= PAGE)
