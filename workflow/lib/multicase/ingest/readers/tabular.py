"""A table as it stands in a file, before anybody says what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from multicase.ingest.blocks import squeezed
from multicase.ingest.readers.plain import LINE_ENDS

IMPORT_ID = re.compile(r'\s*\{\s*"ImportId"\s*:.*\}\s*', re.S)  # Qualtrics: what a column is in the survey


@dataclass(frozen=True)
class Table:
    """A table below its header. rows: their numbers (1 for the first below the header) and their cells, one a column.

    place: where the header stands in the file. places: a row's number -> where it stands (`lines 12 to 15`, `sheet 1,
    row 13`). uncomputed: cells with a formula of which nobody has worked out the value. describing: rows below the
    header that describe its columns, and are nobody's.
    """

    header: list[str]
    rows: list[tuple[int, list[str]]]
    place: str
    places: Mapping[int, str] = field(default_factory=dict)
    uncomputed: Sequence[str] = ()
    describing: Sequence[tuple[int, list[str]]] = ()

    def title(self, column: int) -> str:
        """What people read above a column: the question, where a row below the header has it, else its name."""
        question = " ".join(lines_of(self.describing[0][1][column])) if len(self.describing) > 1 else ""
        return question or self.header[column]


def described(table: Table) -> Table:
    """A table whose rows of Qualtrics below the header (the questions, and what each column is in the survey) describe
    its columns; every other table as it is. Source: Qualtrics, Understanding Your Dataset.
    """
    last = next((n for n, (_, cells) in enumerate(table.rows[:2], 1) if is_of_ids(cells)), 0)
    return replace(table, rows=table.rows[last:], describing=table.rows[:last]) if last else table


def is_of_ids(cells: Sequence[str]) -> bool:
    """Whether a row says what its columns are in a survey of Qualtrics."""
    filled = [text for text in cells if text.strip()]
    return bool(filled) and all(map(IMPORT_ID.fullmatch, filled))


def lines_of(text: str) -> list[str]:
    """The lines of a cell that hold words."""
    return [squeezed(line) for line in LINE_ENDS.sub("\n", text).split("\n") if line.strip()]


def place_of(number: int, column: int) -> str:
    """Where a cell stands below the header, for people."""
    return f"row {number}, column {column + 1}"
