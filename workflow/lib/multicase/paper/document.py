"""The tables that fit a page as a document of Word's: real tables with captions, their headings again on each page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from multicase import office
from multicase.paper.shown import Column, Shown
from multicase.wording import counted

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

ROWS, COLUMNS = 120, 10  # a larger table stands in the workbook alone
WIDTH, HEIGHT, MARGIN = 297, 210, 18  # millimetres: A4, turned
FONT, SIZE = "Calibri", 8  # points
LETTER, BESIDE = 1.5, 4.0  # millimetres: a letter of this size, and what stands beside the text of a cell
LONG, WORD = 160, 22  # characters: of the longest text that counts, of a word that isn't broken
KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Caption", "Heading1"}  # styles
INTRODUCTION = (
    f"Tables of at most {counted(ROWS, 'row')} and {counted(COLUMNS, 'column')}, by their numbers in the study. "
    "All tables are in the workbook tables.xlsx."
)


def made(tables: Sequence[Shown], title: str) -> bytes:
    """The document as .docx: a page for each table that `left_out` doesn't name, and the list of those it does."""
    file = _blank(title)
    file.add_paragraph(f"{office.speakable(title)}: tables", style="Heading 1")
    file.add_paragraph(INTRODUCTION)
    apart = {table.id: left_out(table) for table in tables}
    if any(apart.values()):
        file.add_paragraph("Not in this document:")
    for table in tables:
        if apart[table.id]:
            file.add_paragraph(office.speakable(f"{_named(table)} {apart[table.id]}"))
    for table in tables:
        if not apart[table.id]:
            _add(file, table)
    return office.document(file)


def left_out(table: Shown) -> str:
    """Why a table is not in the document; empty if it is."""
    if table.missing:
        return table.missing
    large = [
        counted(n, noun)
        for n, noun, most in ((table.n_rows, "row", ROWS), (len(table.columns), "column", COLUMNS))
        if n > most
    ]
    return f"In the workbook alone: {' and '.join(large)}." if large else ""


def _named(table: Shown) -> str:
    return f"Table {table.id.lstrip('T').lstrip('0')}. {table.title}."


def _add(file: Document, table: Shown) -> None:
    caption = file.add_paragraph(office.speakable(_named(table)), style="Caption")
    caption.paragraph_format.page_break_before = True
    caption.paragraph_format.keep_with_next = True
    made = file.add_table(rows=1 + table.n_rows, cols=len(table.columns))
    _lay_out(made, widths(table.columns))
    lines = zip(*(column.texts() for column in table.columns), strict=True)
    for number, (row, texts) in enumerate(zip(made.rows, [[c.heading for c in table.columns], *lines], strict=True)):
        for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
            _put(cell.paragraphs[0], text, bold=number == 0, right=bool(column.numbers))
    file.add_paragraph(office.speakable(table.caption))


def _put(paragraph: Any, text: str, *, bold: bool, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.add_run(office.speakable(text)).bold = bold or None
    paragraph.paragraph_format.space_after = 0
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def widths(columns: Sequence[Column]) -> list[float]:
    """The columns' widths in millimetres, together no wider than the page: each has the room for its longest word, and
    of what is left the more, the longer its texts are.
    """
    room = WIDTH - 2 * MARGIN
    texts = [[column.heading, *column.texts()] for column in columns]
    least = [BESIDE + LETTER * min(WORD, _longest(" ".join(those).split())) for those in texts]
    wanted = [max(low, BESIDE + LETTER * min(LONG, _longest(those))) for low, those in zip(least, texts, strict=True)]
    taken = math.fsum(least)
    more, left = math.fsum(wanted) - taken, room - taken
    if left <= 0:
        return [low * room / taken for low in least]
    share = min(1.0, left / more) if more else 0
    return [low + share * (high - low) for low, high in zip(least, wanted, strict=True)]


def _longest(texts: Sequence[str]) -> int:
    return max(map(len, texts), default=0)


def _lay_out(table: Table, columns: Sequence[float]) -> None:
    """Lines above and below, a thin one between rows; the headings on every page, no row over two."""
    from docx.shared import Mm

    table.autofit = False
    lines = office.element("tblBorders")
    for side, size, colour in (("top", 8, "000000"), ("bottom", 8, "000000"), ("insideH", 4, "BBBBBB")):
        lines.append(office.element(side, val="single", sz=size, space=0, color=colour))
    table._tbl.tblPr.insert_element_before(lines, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    for number, row in enumerate(table.rows):
        about = row._tr.get_or_add_trPr()
        about.append(office.element("cantSplit"))
        if number == 0:
            about.append(office.element("tblHeader"))
        for cell, width in zip(row.cells, columns, strict=True):
            cell.width = Mm(width)


def _blank(title: str) -> Document:
    """An empty document across A4 with three styles."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt, RGBColor

    file = office.blank(title, KEPT)
    section = file.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    for name, size, bold in (("Normal", SIZE, None), ("Caption", SIZE + 1, True), ("Heading 1", 14, True)):
        font = file.styles[name].font
        font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), bold, RGBColor(0, 0, 0)
        file.styles[name].paragraph_format.space_after = Pt(4)
        file.styles[name].paragraph_format.line_spacing = 1
    return file
