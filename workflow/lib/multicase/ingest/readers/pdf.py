"""PDF, through pypdf: lines by their height on the page, furniture left out, wrapped lines joined to paragraphs."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdf

from multicase.ingest.blocks import Block, squeezed
from multicase.ingest.refusal import refuse

LINE_NUMBER = re.compile(r"\s*(\d{1,2})(?:\s+|$)")
SENTENCE_END = re.compile(r"[.!?:…\"”’)\]]\s*$")


@dataclass(frozen=True)
class Row:
    """A line of a page: its height in points from the foot of the page, and its words."""

    page: int
    y: float
    text: str


def read(data: bytes, format: str, name: str) -> list[Block]:
    """One block per paragraph; its locator is the page where it begins."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [_lines(page, number) for number, page in enumerate(reader.pages, 1)]
    except Exception:  # pypdf raises whatever it stumbles over; what it says may quote the text
        todo = "Open it in a PDF viewer, and print it to a new PDF."
        raise refuse(name, "a broken PDF", "a PDF that can be opened", todo) from None
    if locked:
        raise refuse(name, "an encrypted PDF", "a PDF without a password", "Remove its password.")
    pages = [_without_numbers(page) for page in _without_furniture(pages)]
    return [Block(text, f"page {page}") for page, text in _paragraphs([row for page in pages for row in page])]


def _lines(page: pypdf.PageObject, number: int) -> list[Row]:
    pieces: list[tuple[float, str]] = []

    def visit(text, _matrix, place, _font, _size):
        if text.strip():
            pieces.append((round(place[5] * _matrix[3] + _matrix[5], 1), text.strip("\n")))

    page.extract_text(visitor_text=visit)
    rows: list[Row] = []
    for y, text in pieces:
        for line in text.split("\n"):
            if rows and abs(rows[-1].y - y) < 2:
                rows[-1] = Row(number, rows[-1].y, rows[-1].text + line)
            else:
                rows.append(Row(number, y, line))
    return rows


def _without_furniture(pages: list[list[Row]]) -> list[list[Row]]:
    """Pages without lines that recur, but for their numbers, at the head or foot of most pages."""
    if len(pages) < 2:
        return pages
    shapes = Counter(shape for page in pages for shape in {_shape(row) for row in _edges(page)})
    recurring = {shape for shape, n in shapes.items() if n >= max(2, 0.6 * len(pages))}
    return [[row for row in page if not (row in _edges(page) and _shape(row) in recurring)] for page in pages]


def _edges(page: list[Row]) -> list[Row]:
    ordered = sorted(page, key=lambda row: -row.y)
    return [*ordered[:2], *ordered[-2:]]


def _shape(row: Row) -> str:
    return re.sub(r"\d+", "#", squeezed(row.text))


def _without_numbers(page: list[Row]) -> list[Row]:
    """A page without the numbers 1, 2, 3 ... down its margin."""
    numbers = [int(found[1]) for row in page if (found := LINE_NUMBER.match(row.text))]
    if len(numbers) < 5 or numbers != list(range(1, len(numbers) + 1)):
        return page
    return [Row(row.page, row.y, LINE_NUMBER.sub("", row.text, count=1)) for row in page]


def _paragraphs(rows: list[Row]) -> list[tuple[int, str]]:
    """Page and text of each paragraph: lines go on until the gap to the next is larger than usual.

    Over a page's end a paragraph goes on unless its last line ends a sentence. A hyphen at a line's end is taken out
    before a small letter.
    """
    gaps = [a.y - b.y for a, b in pairwise(rows) if a.page == b.page and a.y > b.y]
    usual = median(gaps) if gaps else 0
    if gaps:  # in a text of short paragraphs the larger gaps may be the more frequent ones
        usual = min(usual, sorted(gaps)[len(gaps) // 4])
    found: list[tuple[int, str]] = []
    last: Row | None = None
    for row in rows:
        text = squeezed(row.text)
        if not text:
            continue
        goes_on = last is not None and (
            0 < last.y - row.y <= 1.3 * usual if last.page == row.page else not SENTENCE_END.search(found[-1][1])
        )
        if goes_on:
            page, before = found[-1]
            hyphened = before.endswith("-") and text[:1].islower()
            found[-1] = (page, before[:-1] + text if hyphened else f"{before} {text}")
        else:
            found.append((row.page, text))
        last = row
    return found
