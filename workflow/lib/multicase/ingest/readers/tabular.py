"""A table as it stands in a file, before anybody says what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from multicase.ingest.blocks import squeezed
from multicase.ingest.readers.plain import LINE_ENDS

IMPORT_ID = re.compile(r'\s*\{\s*"ImportId"\s*:.*\}\s*', re.S)  # Qualtrics: what a column is in the survey
STAMPED = re.compile(r".*\d.*|R_\w+", re.S)  # its dates and ids
ADDED = ("StartDate", "EndDate", "RecordedDate", "ResponseId", "IPAddress")  # columns that it adds to each survey


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
        questions = next((cells for _, cells in self.describing if not is_of_ids(cells)), None)
        return (" ".join(lines_of(questions[column])) if questions else "") or self.header[column]


def described(table: Table) -> Table:
    """A table whose rows of Qualtrics below the header (the questions, and what each column is in the survey) describe
    its columns, also if people took the second one out; every other table as it is. Source: Qualtrics, Understanding
    Your Dataset.
    """
    below = [cells for _, cells in table.rows[:2]]
    last = next((n for n, cells in enumerate(below, 1) if is_of_ids(cells)), 0)
    last = last or int(bool(below) and (is_of_questions(table.header, below[0]) or _is_in_words(table)))
    return replace(table, rows=table.rows[last:], describing=table.rows[:last]) if last else table


def is_of_ids(cells: Sequence[str]) -> bool:
    """Whether a row says what its columns are in a survey of Qualtrics."""
    filled = [text for text in cells if text.strip()]
    return bool(filled) and all(map(IMPORT_ID.fullmatch, filled))


def is_of_questions(header: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row holds what Qualtrics asked: below the columns that it adds itself, their names as people read them
    (`Response ID`), which nobody answers.
    """
    added = (cell for title, cell in zip(header, cells, strict=False) if title in ADDED)
    return any(cell and _plain(cell) in map(_plain, ADDED) for cell in added)


def _is_in_words(table: Table) -> bool:
    """Whether the first row alone has words in all of several columns that Qualtrics fills with dates and ids: their
    names in another language.
    """
    dated = [n for n, title in enumerate(table.header) if title in ADDED[:-1]]
    first, *others = ([cells[n].strip() for n in dated] for _, cells in table.rows)
    is_alone = all(STAMPED.fullmatch(cell) for cells in others for cell in cells if cell)
    return len(dated) > 1 and bool(others) and is_alone and all(cell and not STAMPED.fullmatch(cell) for cell in first)


def _plain(name: str) -> str:
    return "".join(name.casefold().split())


def lines_of(text: str) -> list[str]:
    """The lines of a cell that hold words."""
    return [squeezed(line) for line in LINE_ENDS.sub("\n", text).split("\n") if line.strip()]


def place_of(number: int, column: int) -> str:
    """Where a cell stands below the header, for people."""
    return f"row {number}, column {column + 1}"
