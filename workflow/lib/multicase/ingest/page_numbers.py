"""Numbers alone in lines: of pages, paragraphs or captions, where they can be these; else somebody says them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from multicase.ingest.blocks import TEXT, Block
from multicase.ingest.labels import is_label_alone
from multicase.ingest.stamps import SPAN

ALONE = re.compile(r"\W*?(?P<page>page\s+)?(?P<value>\d{1,4})(?:\s*(?:/|of)\s*(?P<total>\d{1,4}))?\W*", re.I)
DASHED = re.compile(r"[-–—\s]+\d{1,4}[-–—\s]+")
LONGEST = 16
FEWEST, FEWEST_MARKED = 3, 2  # numbers that count up; those that are written as pages are
YEARS = range(1800, 2101)
PAGE = 400  # the fewest characters of a page


@dataclass(frozen=True)
class _Number:
    """A number alone in a line: the line's place, the number, its total, whether it is written as a page's."""

    line: int
    value: int
    total: int | None
    is_marked: bool


def lines_of(blocks: Sequence[Block]) -> set[int]:
    """The places of the blocks that hold nothing but a number which counts pages, paragraphs or captions.

    Each is one more than the one before, and words stand between the two: those of a page at least, unless the numbers
    are written as a page's are (`- 2 -`, `Page 2`), run through to their total (`1/2`, `2/2`), open the file, or stand
    above times. What a speaker is named for is an answer, whether the format or a label alone in the line above does.
    """
    filled = [number for number, block in enumerate(blocks) if block.text.strip()]
    series: dict[int | None, list[_Number]] = defaultdict(list)
    for above, line in zip([None, *filled], filled, strict=False):
        is_answer = blocks[line].speaker or (above is not None and is_label_alone(blocks[above].text))
        if not is_answer and (number := _alone(blocks[line], line)):
            series[number.total].append(number)
    return {number.line for numbers in series.values() if _count(numbers, blocks, filled) for number in numbers}


def _alone(block: Block, line: int) -> _Number | None:
    text = block.text.strip()
    if block.role != TEXT or len(block.text) >= LONGEST or not (found := ALONE.fullmatch(text)):
        return None
    total = int(found["total"]) if found["total"] else None
    return _Number(line, int(found["value"]), total, bool(found["page"] or DASHED.fullmatch(block.text)))


def _count(numbers: Sequence[_Number], blocks: Sequence[Block], filled: Sequence[int]) -> bool:
    """Whether the numbers of one total, or of none, count the pages, paragraphs or captions of a file."""
    values = [number.value for number in numbers]
    total = numbers[0].total
    is_marked = all(number.is_marked for number in numbers)
    if len(numbers) < (FEWEST if total is None and not is_marked else FEWEST_MARKED):
        return False
    if any(after != before + 1 for before, after in pairwise(values)) or values[-1] > (total or values[-1]):
        return False
    if total is None and any(value in YEARS for value in values):
        return False
    is_whole = total is not None and values == list(range(1, total + 1))
    is_above_times = all(_is_above_a_time(number.line, blocks, filled) for number in numbers)
    is_told = is_marked or is_whole or is_above_times or (total is None and numbers[0].line == filled[0])
    return min(_letters_between(numbers, blocks)) >= (1 if is_told else PAGE)


def _is_above_a_time(line: int, blocks: Sequence[Block], filled: Sequence[int]) -> bool:
    below = bisect_right(filled, line)
    return below < len(filled) and bool(SPAN.match(blocks[filled[below]].text))


def _letters_between(numbers: Sequence[_Number], blocks: Sequence[Block]) -> list[int]:
    """How many characters stand between each two numbers."""
    return [
        sum(len(block.text.strip()) for block in blocks[before.line + 1 : after.line])
        for before, after in pairwise(numbers)
    ]
