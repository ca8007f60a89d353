"""PDF, through pdfplumber: from places of letters to lines, columns, paragraphs; furniture and line numbers left out.

A page is read in four steps. Letters on one baseline, up to a gap wider than a blank, are a cell; cells side by side
are a row. What recurs at the edges of pages leaves the rows, and so do line numbers. A page's rows, split at the
gutters between its columns, are its lines. Lines go on to paragraphs by their spacing, their indents and their ends.
Lengths are points, heights count from the head of a page; "em" is the size of a line's font.
"""

from __future__ import annotations

from multicase.ingest.blocks import ASIDE, Block, Reading
from multicase.ingest.limits import Budget
from multicase.ingest.readers.pdf.columns import Columns
from multicase.ingest.readers.pdf.furniture import leave_furniture, leave_line_numbers, leave_stamps
from multicase.ingest.readers.pdf.letters import Pages, opened, unpacking_within
from multicase.ingest.readers.pdf.notes import leave_comments, note_footnotes
from multicase.ingest.readers.pdf.paragraphs import Paragraphs
from multicase.ingest.readers.pdf.pictures import note_unread


def read(data: bytes, format: str, name: str, budget: Budget) -> Reading:
    """One block per paragraph or heading; its locator is the page where it begins.

    Left out, with the reason: page furniture, line numbers, what lies outside the page, comments. Raises
    StudyError for a file with a password, one whose letters can't be told, and one past a limit.
    """
    reading = Reading()
    with unpacking_within(budget), opened(data, name) as pdf:
        budget.pages(len(pdf.pages))
        sheets = Pages(pdf, name, budget, reading).sheets()
    leave_line_numbers(sheets, reading)
    leave_furniture(sheets, reading)
    note_unread(sheets, reading)
    leave_stamps(sheets, reading)
    leave_comments(sheets, reading)
    note_footnotes(sheets, reading)
    blocks = Paragraphs(Columns(sheets).lines(), reading.notes).blocks()
    for sheet in sheets:
        blocks += [(sheet.number, Block(text, f"page {sheet.number}")) for text in sheet.sideways]
        blocks += [(sheet.number, Block(text, f"page {sheet.number}, field")) for text in sheet.fields]
        blocks += [(sheet.number, Block(text, f"page {sheet.number}, text box", role=ASIDE)) for text in sheet.typed]
    reading.blocks = [block for _, block in sorted(blocks, key=lambda found: found[0])]
    return reading
