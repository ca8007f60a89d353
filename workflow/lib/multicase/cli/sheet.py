"""Sheets: a table that is written for people to fill in, as .csv or .xlsx, and read back."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from multicase.cli import place
from multicase.closed.locking import write_private
from multicase.office import FORMULA, put_text, speakable, workbook
from multicase.study import files
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTH = 16


def write(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    choices: Mapping[str, Sequence[str]],
    widths: Mapping[str, int],
    beside: Mapping[str, Sequence[Sequence[str]]] = MappingProxyType({}),
) -> int:
    """Write a sheet that is its owner's alone (mode 600); returns the number of rows.

    choices: column -> the values that may be chosen in it. widths: column -> its width in characters. beside: further
    sheets of a workbook to look things up in, by title, their headers first; .csv has no room for them. Raises
    StudyError for another kind of file, and where a file is there already, which may be half filled in.
    """
    kind = _kind(path)
    place.refuse_existing([path], "Import it, or name another file.")
    lines = [[speakable(str(value)) for value in row] for row in rows]
    content = _as_csv(header, lines) if kind == ".csv" else _as_xlsx(header, lines, choices, widths, path.stem, beside)
    try:
        write_private(path, content)
    except OSError as error:
        found = f"a place that can't be written ({error.strerror})"
        raise StudyError([Problem(str(path), "", found, "a folder", "Name another file.")]) from None
    return len(lines)


def read(path: Path, known: Sequence[str], needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a sheet with their numbers, as a spreadsheet counts them; all known columns, empty where it has none.

    Raises StudyError if it can't be read, lacks a needed column or has one twice.
    """
    lines = _read_csv(path) if _kind(path) == ".csv" else _read_xlsx(path)
    header = [value.strip() for value in lines[0]] if lines else []
    problems = [
        Problem(str(path), "row 1", f"no column '{column}'", f"the column '{column}'", "Export it again.")
        for column in needed
        if column not in header
    ]
    problems += [
        Problem(str(path), "row 1", f"the column '{name}' twice", "it once", "Remove one of them.")
        for name in sorted(set(header) & set(known))
        if header.count(name) > 1
    ]
    if problems:
        raise StudyError(problems)
    rows = []
    for number, values in enumerate(lines[1:], 2):
        filled = [*values, *[""] * (len(header) - len(values))]
        row = dict.fromkeys(known, "") | {name: value for name, value in zip(header, filled, strict=False) if name}
        if any(value.strip() for value in values):
            rows.append((number, row))
    return rows


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in {".csv", ".xlsx"}:
        found = f"a file of the kind '{kind}'"
        raise StudyError([Problem(str(path), "", found, "a name that ends in .csv or .xlsx", "Name such a file.")])
    return kind


def _as_csv(header: Sequence[str], rows: list[list[str]]) -> bytes:
    """With the signature by which spreadsheets know UTF-8; an apostrophe keeps them from reckoning a text out."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([f"'{value}" if FORMULA.match(value) else value for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _as_xlsx(
    header: Sequence[str],
    rows: list[list[str]],
    choices: Mapping[str, Sequence[str]],
    widths: Mapping[str, int],
    title: str,
    beside: Mapping[str, Sequence[Sequence[str]]],
) -> bytes:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "sheet"
    _fill(sheet, [header, *rows], widths)
    for name, lines in beside.items():
        _fill(book.create_sheet(name), lines, widths)
    for name, values in choices.items():
        choice = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
        letter = get_column_letter(list(header).index(name) + 1)
        choice.add(f"{letter}2:{letter}{len(rows) + 1 if rows else 2}")
        sheet.add_data_validation(choice)
    return workbook(book)


def _fill(sheet: Worksheet, lines: Sequence[Sequence[str]], widths: Mapping[str, int]) -> None:
    """Every cell is text, so that no program makes a date or a formula of it. lines: the header first."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "B2"
    for number, values in enumerate(lines, 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(number, column)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if value:
                put_text(cell, value)
    for column, name in enumerate(lines[0], 1):
        sheet.column_dimensions[get_column_letter(column)].width = widths.get(name, WIDTH)


def _read_csv(path: Path) -> list[list[str]]:
    problems: list[Problem] = []
    text = files.read_text(path, str(path), problems)
    if text is None:
        raise StudyError(problems)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter))
    except csv.Error as error:
        found = f"broken CSV ({error})"
        raise StudyError([Problem(str(path), "", found, "CSV", "Save the sheet as CSV again.")]) from None
    return [[value.removeprefix("'") if FORMULA.match(value) else value for value in line] for line in lines]


def _read_xlsx(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        lines = list(book.worksheets[0].iter_rows(values_only=True))
    except (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile, InvalidFileException):
        todo = "Save the sheet as .xlsx again."
        raise StudyError([Problem(str(path), "", "a file that can't be read", "a sheet", todo)]) from None
    return [["" if value is None else _as_text(value) for value in line] for line in lines]


def _as_text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
