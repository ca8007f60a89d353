"""Plain text, Markdown and reStructuredText: the canonical text is the file's own, line by line.

What Markdown and reStructuredText add (bold labels, headings, events in italics) is told by the lines themselves, so
that every offset is an offset into the file. Only what a printer added is left out: line numbers down the margin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from multicase.ingest import characters
from multicase.ingest.blocks import HEADING, LINE_NUMBER, TEXT, Block, Reading
from multicase.ingest.formats import decode
from multicase.ingest.limits import Budget

# What ends a line beside LF: vertical tab, form feed, separators, next line, line and paragraph separator.
LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
NUMBERED = re.compile(r"\s{0,6}(\d{1,4})[.)]?(?:\s+|$)")
AT_RIGHT = re.compile(r"(?<=\s\s)(\d{1,4})\s*$")
FEWEST_NUMBERED, EVERY = 5, 5
UNDERLINE = re.compile(r"([=\-^~\"'#*+.])\1{2,}\s*")
ATX = re.compile(r"#{1,6}\s+(?=\S)")
LABEL_LINES_NEEDED = 0.8  # the share of lines that must bear a margin number


def read(data: bytes, format: str, name: str, budget: Budget) -> Reading:
    """One block per line, numbered as in the file."""
    budget.bytes(len(data))
    decoded, notes = decode(data, name)
    (text,), told = characters.read_as_windows([decoded])  # before U+0085, which may be one of them, ends a line
    reading = Reading(notes=[*notes, *told])
    lines = LINE_ENDS.sub("\n", text).split("\n")
    margins = line_numbers(lines)
    for number, line in enumerate(lines):
        place = f"line {number + 1}"
        start, end = margins.get(number, (0, len(line)))
        reading.leave(line[:start] + line[end:], place, LINE_NUMBER)
        reading.blocks.append(Block(line[start:end], place, role=_role(lines, number, format)))
    return reading


def _role(lines: list[str], number: int, format: str) -> str:
    """In Markdown `# ` opens a heading; in both markups an underlined line is one, and so is its underline."""
    if not lines[number].strip():
        return TEXT
    if ATX.match(lines[number]) and (format == "md" or (format == "txt" and _stands_alone(lines, number))):
        return HEADING
    if format == "txt":
        return TEXT
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if UNDERLINE.fullmatch(below) and len(below.rstrip()) >= min(len(lines[number].rstrip()), 3):
        return HEADING if _opens_block(lines, number) else TEXT
    above = lines[number - 1] if number else ""
    if UNDERLINE.fullmatch(lines[number]) and above.strip() and _opens_block(lines, number - 1):
        return HEADING
    return TEXT


def _stands_alone(lines: list[str], number: int) -> bool:
    """Whether a line stands between blank ones."""
    return not any(lines[near].strip() for near in (number - 1, number + 1) if 0 <= near < len(lines))


def _opens_block(lines: list[str], number: int) -> bool:
    return number == 0 or not lines[number - 1].strip() or bool(UNDERLINE.fullmatch(lines[number - 1]))


def line_numbers(lines: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Line -> where its words lie between margin numbers, if lines are numbered throughout, at their head or their end.

    Numbers go up by one, and may begin again on each page; or every fifth line has that of its place in the file.
    """
    filled = [number for number, line in enumerate(lines) if line.strip()]
    heads = {number: found for number in filled if (found := NUMBERED.match(lines[number]))}
    if _count([int(found[1]) for found in heads.values()], len(filled)):
        return {number: (found.end(), len(lines[number])) for number, found in heads.items()}
    ends = {number: found for number in filled if (found := AT_RIGHT.search(lines[number]))}
    if _count([int(found[1]) for found in ends.values()], len(filled)):
        return {number: (0, len(lines[number][: found.start()].rstrip())) for number, found in ends.items()}
    places = {number: place for place, number in enumerate(filled, 1)}
    fifths = {number: found for number, found in heads.items() if places[number] % EVERY == 0}
    if (
        len(fifths) > 1
        and len(fifths) == len(filled) // EVERY
        and all(int(f[1]) == places[n] for n, f in fifths.items())
    ):
        return {number: (found.end(), len(lines[number])) for number, found in fifths.items()}
    return {}


def _count(numbers: list[int], filled: int) -> bool:
    """Whether numbers count the lines of a page or a file, of which there are `filled` with words."""
    if len(numbers) < FEWEST_NUMBERED or len(numbers) < LABEL_LINES_NEEDED * filled:
        return False
    return sum(after in {before + 1, 1} for before, after in pairwise(numbers)) >= 0.9 * (len(numbers) - 1)
