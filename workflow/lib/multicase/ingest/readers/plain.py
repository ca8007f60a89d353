"""Plain text, Markdown and reStructuredText: the canonical text is the file's own, line by line.

What Markdown and reStructuredText add (bold labels, headings, events in italics) is told by the lines themselves, so
that every offset is an offset into the file. Only what a printer added is left out: page footers that count up to a
constant total, and line numbers down the margin.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from multicase.ingest.blocks import HEADING, TEXT, Block
from multicase.ingest.formats import decode

FOOTER = re.compile(r"\s*(?:page\s+)?(\d{1,4})\s*(?:/|of)\s*(\d{1,4})\s*", re.I)
NUMBERED = re.compile(r"\s{0,4}(\d{1,2})(?:\s{2,}|\t|$)")
UNDERLINE = re.compile(r"([=\-^~\"'#*+.])\1{2,}\s*")
ATX = re.compile(r"#{1,6}\s+(?=\S)")
LABEL_LINES_NEEDED = 0.8  # the share of lines that must bear a margin number


def read(data: bytes, format: str, name: str) -> list[Block]:
    """One block per line, numbered as in the file."""
    lines = decode(data, name).split("\n")
    dropped = _footers(lines)
    margins = _margins(lines)
    blocks = []
    for number, line in enumerate(lines):
        if number in dropped:
            continue
        text = line[margins[number] :] if margins else line
        blocks.append(Block(text, f"line {number + 1}", role=_role(lines, number, format)))
    return blocks


def _role(lines: list[str], number: int, format: str) -> str:
    """In Markdown `# ` opens a heading; in both markups an underlined line is one, and so is its underline."""
    if format == "txt" or not lines[number].strip():
        return TEXT
    if format == "md" and ATX.match(lines[number]):
        return HEADING
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if UNDERLINE.fullmatch(below) and len(below.rstrip()) >= min(len(lines[number].rstrip()), 3):
        return HEADING if _opens_block(lines, number) else TEXT
    above = lines[number - 1] if number else ""
    if UNDERLINE.fullmatch(lines[number]) and above.strip() and _opens_block(lines, number - 1):
        return HEADING
    return TEXT


def _opens_block(lines: list[str], number: int) -> bool:
    return number == 0 or not lines[number - 1].strip() or bool(UNDERLINE.fullmatch(lines[number - 1]))


def _footers(lines: list[str]) -> set[int]:
    """Lines such as `3/5` or `Page 3 of 5` that recur with the same total, counting up."""
    by_total: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, line in enumerate(lines):
        if found := FOOTER.fullmatch(line):
            by_total[found[2]].append((number, int(found[1])))
    dropped: set[int] = set()
    for total, found in by_total.items():
        pages = [page for _, page in found]
        if len(pages) >= 2 and pages == sorted(set(pages)) and pages[-1] <= int(total):
            dropped |= {number for number, _ in found}
    return dropped


def _margins(lines: list[str]) -> list[int] | None:
    """How many characters of margin number each line has, if the lines are numbered 1 to 25 (or so) page by page."""
    found = [NUMBERED.match(line) for line in lines]
    filled = [number for number, line in enumerate(lines) if line.strip()]
    numbers = [int(found[number][1]) for number in filled if found[number]]
    if len(numbers) < 10 or len(numbers) < LABEL_LINES_NEEDED * len(filled):
        return None
    steps = sum(after in {before + 1, 1} for before, after in pairwise(numbers))
    return [match.end() if match else 0 for match in found] if steps >= 0.9 * (len(numbers) - 1) else None
