"""Tables in text: CSV and its kin, with the delimiter that a file names or that its rows fit."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from multicase.ingest.blocks import Reading, squeezed
from multicase.ingest.formats import decode
from multicase.ingest.limits import Budget
from multicase.ingest.readers.tabular import Table
from multicase.ingest.refusal import refuse
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
NAMED_DELIMITER = re.compile(r"sep=(.)\n", re.I)  # how Excel is told
QUOTES = "Put quotes round fields that hold the delimiter, or export the table again."
csv.field_size_limit(2**31 - 1)  # a cell may hold a whole interview


@dataclass
class Shape:
    """How a text looks as a table with one delimiter. fields: of its header. rows: below it.

    wrong: line and number of fields of each row that doesn't fit. broken: the line of a row whose quotes are no quotes.
    """

    delimiter: str
    fields: int = 0
    rows: int = 0
    wrong: list[tuple[int, int]] = field(default_factory=list)
    broken: int = 0

    @property
    def fits(self) -> bool:
        return not self.wrong and not self.broken


def read(data: bytes, name: str, budget: Budget, reading: Reading) -> Table:
    budget.bytes(len(data))
    text, notes = decode(data, name)
    reading.notes += notes
    named = NAMED_DELIMITER.match(text)
    text, skipped = (text[named.end() :], 1) if named else (text, 0)
    shape = _shape(text, named[1], skipped) if named else _best_shape(text, reading)
    if shape.broken:
        place = f"line {shape.broken}"
        raise refuse(name, "broken CSV", "a CSV file", "Mend the quotes, or export it again.", place)
    if shape.wrong:
        expected = f"{_fields(shape.fields)}, as the header has"
        raise StudyError(
            Problem(name, f"line {line}", f"a row of {_fields(n)}", expected, QUOTES) for line, n in shape.wrong
        )
    records = list(_records(text, shape.delimiter, skipped))
    if not records:
        expected = "a row that names the columns, and rows below it"
        raise refuse(name, "an empty file", expected, "Replace it by the full file.")
    (line, _, header), *rows = records
    budget.cells(len(header) * len(rows))
    numbered = list(enumerate(rows, 1))
    return Table(
        [squeezed(title) for title in header],
        [(n, row) for n, (_, _, row) in numbered],
        f"line {line}",
        {n: f"line {first}" if first == last else f"lines {first} to {last}" for n, (first, last, _) in numbered},
    )


def _best_shape(text: str, reading: Reading) -> Shape:
    """With the delimiter under which every row fits a header of more than one column; else a single column.

    Where no delimiter does, the shape is the one that the header has, and tells what is wrong with the rows.
    """
    shapes = [_shape(text, delimiter) for delimiter in DELIMITERS]
    fits = [shape for shape in shapes if shape.fits and shape.fields > 1]
    best = max(fits or shapes, key=lambda shape: (shape.fields, -len(shape.wrong)))
    if len(fits) > 1:
        others = " and ".join(DELIMITERS[shape.delimiter] for shape in fits if shape is not best)
        reading.notes.append(
            f"its columns end at {DELIMITERS[best.delimiter]}, but might at {others}: look at its rows"
        )
    if best.fields > 1:
        return best
    # A line above a table, or a table without its header, is no column of one name.
    torn = [shape for shape in shapes if len({n for _, n in shape.wrong}) == 1 and len(shape.wrong) == shape.rows > 1]
    return next(iter([*torn, *(shape for shape in shapes if shape.fits), *shapes]))


def _shape(text: str, delimiter: str, skipped: int = 0) -> Shape:
    shape = Shape(delimiter)
    records = _records(text, delimiter, skipped)
    try:
        for line, _, row in records:
            if not shape.fields:
                shape.fields = len(row)
                continue
            shape.rows += 1
            if len(row) != shape.fields:
                shape.wrong.append((line, len(row)))
    except _BrokenError as error:
        shape.broken = error.line
    return shape


class _BrokenError(Exception):
    def __init__(self, line: int):
        self.line = line


def _records(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, int, list[str]]]:
    """Each row with its first and last line; blank lines, and blank rows that don't fit the header, are none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    fields = 0
    while True:
        line = skipped + reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            raise _BrokenError(line) from None
        if row is None:
            return
        if any(text.strip() for text in row) or (fields and len(row) == fields):
            fields = fields or len(row)
            yield line, skipped + reader.line_num, row


def _fields(n: int) -> str:
    return counted(n, "field")
