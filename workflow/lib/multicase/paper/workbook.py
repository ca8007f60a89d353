"""All tables as one workbook: a sheet with the list of them, then a sheet for each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from multicase import office
from multicase.paper.shown import Column, Shown

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CONTENTS = "Contents"
HEADER = 2  # the row with the headings; above them stands the title
NARROW, WIDE = 8, 60  # characters
LINE, HIGHEST = 15, 400  # points
LONGEST = 32_000  # characters; a cell holds 32,767
CUT = " (cut here: the whole text stands in the CSV of the table)"
GREY = "F3F6F8"
ABOUT = (
    "Values and headings are in words; the CSV files in tables/ hold the ids and names to reckon with. Dates are "
    "texts, year first, for some are of a month or a span. T27, the manifest, lists this file too, and so stands in "
    "tables/T27.csv alone."
)


def made(tables: Sequence[Shown], title: str) -> bytes:
    """The workbook as .xlsx. Numbers are numbers; every other cell is a text, and none a formula."""
    from openpyxl import Workbook
    from openpyxl.worksheet.hyperlink import Hyperlink

    book = Workbook()
    book.properties.title = office.speakable(title)
    contents = book.active
    contents.title = CONTENTS
    _fill(contents, f"{title}: tables", _contents(tables), ABOUT)
    for number, table in enumerate(tables, HEADER + 1):
        _fill(book.create_sheet(table.id), f"{table.id} {table.title}", table.columns, table.caption, table.missing)
        for cell in contents[number][:2]:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{table.id}'!A1")
            cell.style = "Hyperlink"
            cell.alignment = _alignment()
    return office.workbook(book)


def _contents(tables: Sequence[Shown]) -> list[Column]:
    return [
        Column("table", tuple(table.id for table in tables)),
        Column("title", tuple(table.title for table in tables)),
        Column.of("rows", [str(table.n_rows) for table in tables]),
        Column("what it shows", tuple(" ".join(filter(None, [table.missing, table.caption])) for table in tables)),
    ]


def _fill(sheet: Worksheet, title: str, columns: Sequence[Column], below: str, missing: str = "") -> None:
    """Title, headings and rows; what stands below them has no part in the filter."""
    from openpyxl.styles import Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    office.put_text(sheet["A1"], title)
    sheet["A1"].font = Font(bold=True, size=13)
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(column)
        head = sheet.cell(HEADER, place)
        office.put_text(head, column.heading)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor=GREY)
        head.alignment, head.border = _alignment(), Border(bottom=Side("thin"))
        _rows(sheet, place, column)
    last = HEADER + (len(columns[0].words) if columns else 0)
    if missing:
        office.put_text(sheet.cell(last + 1, 1), missing)
    elif columns:
        sheet.auto_filter.ref = f"A{HEADER}:{get_column_letter(len(columns))}{last}"
    sheet.freeze_panes = f"B{HEADER + 1}"
    _below(sheet, last + (3 if missing else 2), below, columns)
    _on_paper(sheet)


def _rows(sheet: Worksheet, place: int, column: Column) -> None:
    numbers = column.numbers or (None,) * len(column.words)
    right = "right" if column.numbers else None
    for row, (word, value) in enumerate(zip(column.words, numbers, strict=True), HEADER + 1):
        cell = sheet.cell(row, place)
        if value is not None:
            cell.value, cell.number_format = value, column.number_format
        elif word:
            office.put_text(cell, word if len(word) <= LONGEST else word[:LONGEST] + CUT)
        cell.alignment = _alignment(right)


def _alignment(horizontal: str | None = None):
    from openpyxl.styles import Alignment

    return Alignment(horizontal=horizontal, vertical="top", wrap_text=True)


def _width(column: Column) -> int:
    """Room for the longest line, within reason, and for the longest word of the heading beside the filter's arrow."""
    lines = [len(line) for text in column.texts() for line in text.split("\n")]
    heading = max(map(len, column.heading.split()), default=0) + 3
    return max(NARROW, heading, min(WIDE, max(lines, default=0) + 2))


def _below(sheet: Worksheet, row: int, text: str, columns: Sequence[Column]) -> None:
    """A text over the whole width: programs fit no height to merged cells, so that it is reckoned out here."""
    width = sum(map(_width, columns[:8]))
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=max(1, min(8, len(columns))))
    office.put_text(sheet.cell(row, 1), text)
    sheet.cell(row, 1).alignment = _alignment()
    sheet.row_dimensions[row].height = min(HIGHEST, LINE * math.ceil(1.1 * len(text) / max(NARROW, width) + 1))


def _on_paper(sheet: Worksheet) -> None:
    """Printed across the paper, as wide as it is, the headings on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = f"1:{HEADER}"
