"""What a page says beside its text, in smaller letters: footnotes below it, comments in its margin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from multicase.ingest.blocks import COMMENT, Reading
from multicase.ingest.readers.pdf.parts import Row, Sheet, text_of, usual_style

SMALLER = 0.92  # of the size of most letters
# A footnote opens with its number or sign, a comment of a word processor with its author's initials and number.
MARK = re.compile(r"[\[(]?\d{1,3}[\])]?[.:]?\s*[^\W\d]|[\[(]?\d{1,3}[\])]?[.:]?\s+\S|[*†‡§¶]{1,3}\s*\w")
COMMENTED = re.compile(r"\w+ ?\[[^\[\]\d]{0,12}\d{1,4}\](?:R\d+)?:")


def note_footnotes(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Notes pages that end in smaller letters from a row on that opens with a number or sign.

    They stay as text: what somebody says may stand so as well, and only people can tell.
    """
    size, pages = _size(sheets), []
    for sheet in sheets:
        start = len(sheet.rows)
        while start and all(cell.size <= SMALLER * size for cell in sheet.rows[start - 1]):
            start -= 1
        if start and any(MARK.match(text_of(row)) for row in sheet.rows[start:]):  # else all of it is small print
            pages.append(str(sheet.number))
    if pages:
        told = "small print at the foot that opens with a number, which is read as text: is it a footnote?"
        reading.notes.append(f"{'page' if len(pages) == 1 else 'pages'} {', '.join(pages)}: {told}")


def leave_comments(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Smaller letters at the right of all the text, where one of them opens as comments do; else they are noted."""
    size = _size(sheets)
    beside = {sheet.number: rows for sheet in sheets if (rows := _beside(sheet, size))}
    if not any(COMMENTED.match(row[0].text) for rows in beside.values() for row in rows):
        pages = ", ".join(map(str, beside))
        if beside:
            told = "smaller words in the right margin, which are read as text: are they comments?"
            reading.notes.append(f"{'page' if len(beside) == 1 else 'pages'} {pages}: {told}")
        return
    for sheet in sheets:
        rows = beside.get(sheet.number, [])
        _leave(rows, sheet, COMMENT, reading)
        gone = {id(cell) for row in rows for cell in row}
        kept = ([cell for cell in row if id(cell) not in gone] for row in sheet.rows)
        sheet.rows = [row for row in kept if row]


def _beside(sheet: Sheet, size: float) -> list[Row]:
    """The parts of rows that stand in smaller letters at the right of all others."""
    edge = max((cell.x1 for row in sheet.rows for cell in row if cell.size > SMALLER * size), default=float("inf"))
    return [right for row in sheet.rows if (right := [cell for cell in row if cell.x0 > edge])]


def _size(sheets: Sequence[Sheet]) -> float:
    return usual_style(cell for sheet in sheets for row in sheet.rows for cell in row)[0]


def _leave(rows: Sequence[Row], sheet: Sheet, reason: str, reading: Reading) -> None:
    reading.leave(" ".join(map(text_of, rows)), f"page {sheet.number}", reason)
