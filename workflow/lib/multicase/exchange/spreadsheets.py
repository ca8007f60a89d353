"""Tables that people filled in or another tool wrote, as text with any delimiter or as a workbook, read without trust.

Hidden and filtered rows are read too: a filter hides what was coded, and nobody means to take it back by that.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from multicase.exchange.archive import refusal
from multicase.exchange.imported import Note
from multicase.ingest import formats
from multicase.ingest.blocks import squeezed
from multicase.ingest.limits import Budget
from multicase.ingest.readers import delimited, rows
from multicase.ingest.readers.tabular import Table
from multicase.study.problems import Problem, StudyError

TITLES = 10  # rows that may stand above a header: tools write the project's name there
LISTED = 20  # columns that a note names
WORKBOOK = "xlsx"
BETWEEN = re.compile(r"[;\n]")

Fits = Callable[[Sequence[str]], bool]


def is_one(data: bytes, file: str, fits: Fits) -> bool:
    """Whether a file has a table whose header fits; of a broken text, its header alone tells.

    Raises StudyError for a workbook that can't be read.
    """
    kind = formats.content_format(data)
    if kind == "text":
        return any(map(fits, _first_rows(data, file)))
    return kind == WORKBOOK and bool(_fitting(data, file, kind, fits))


def tables(data: bytes, file: str, fits: Fits) -> list[Table]:
    """Every table of a file whose header fits, from that header on: a workbook may hold one in each of its sheets.

    Raises StudyError for a file that can't be read, without such a table, and for formulas without a value in them.
    """
    kind = formats.content_format(data)
    found = _fitting(data, file, kind, fits) if kind in {"text", WORKBOOK} else []
    if not found:
        todo = "Export it again with these columns."
        raise refusal(file, "", "no table with the columns that are needed", "a table of codings", todo)
    if uncomputed := [cell for table in found for cell in table.uncomputed]:
        expected, todo = "the value of the formula", "Open the file in a spreadsheet program, and save it again."
        raise StudyError(
            Problem(file, f"cell {cell}", "a formula without its value", expected, todo) for cell in uncomputed
        )
    return found


def key(title: str) -> str:
    """A column's name as it is compared: whatever its case, and whether blanks, hyphens or underscores part it."""
    return " ".join(re.split(r"[\s_-]+", title.casefold())).strip(" :")


def several(cell: str) -> list[str]:
    """The codes in a cell, parted by semicolons or lines, each once."""
    named = (" ".join(name.split()) for name in BETWEEN.split(cell))
    return list({name.casefold(): name for name in named if name}.values())


def filled(table: Table) -> frozenset[int]:
    """The columns of a table, by their places, in which anything stands."""
    return frozenset(place for _, cells in table.rows for place, cell in enumerate(cells) if cell.strip())


def first(places: Sequence[int], filled: Collection[int]) -> int:
    """Of several columns of a kind, by their places, the one that counts: the first that holds anything."""
    return next((place for place in places if place in filled), places[0])


def left(table: Table, taken: Collection[int]) -> Iterator[Note]:
    """Notes the columns that hold something and aren't taken; taken: their places."""
    names = [f"'{table.header[place]}'" for place in sorted(filled(table) - {*taken})]
    if names:
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        yield Note(table.place, f"columns not taken: {', '.join(names[:LISTED])}{more}")


def _fitting(data: bytes, file: str, kind: str, fits: Fits) -> list[Table]:
    found = rows.tables(data, "csv" if kind == "text" else kind, file, Budget(file))
    return [below for table in found for below in _below(table, fits)]


def _below(table: Table, fits: Fits) -> Iterator[Table]:
    """The table from the first of its rows on that fits as a header; none if none does."""
    titles = [table.header, *([squeezed(cell) for cell in cells] for _, cells in table.rows[:TITLES])]
    first = next((number for number, title in enumerate(titles) if fits(title)), -1)
    if first >= 0:
        where = table.places[table.rows[first - 1][0]] if first else table.place
        yield replace(table, header=titles[first], rows=table.rows[first:], place=where)


def _first_rows(data: bytes, file: str) -> Iterator[list[str]]:
    """The first rows of a text under each delimiter that it may have; none if it is no text."""
    try:
        text, _ = formats.decode(data, file)
    except StudyError:
        return
    named = delimited.NAMED_DELIMITER.match(text)
    for delimiter in [named[1]] if named else delimited.DELIMITERS:
        start = io.StringIO(text[named.end() if named else 0 :], newline="")
        try:
            yield from (
                [squeezed(cell) for cell in row] for row in islice(csv.reader(start, delimiter=delimiter), TITLES)
            )
        except csv.Error:
            continue
