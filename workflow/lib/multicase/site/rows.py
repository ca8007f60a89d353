"""Rows of the study's tables, as pages about something else show them: in words, each number a link to its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from multicase.figures.labels import Labels
from multicase.site.cells import Cell, Cells
from multicase.site.context import Context


@dataclass(frozen=True)
class Rows:
    """Some rows of a table: the table's id, headings and classes of the columns, and the cells row by row."""

    table: str
    headings: Sequence[str]
    classes: Sequence[str]
    rows: Sequence[Sequence[Cell]]


class Tables:
    """The tables of a study, each read once, their rows found by what stands in a column."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._cells: dict[str, Cells] = {}
        self._index: dict[tuple[str, str], dict[str, list[int]]] = {}

    def cells(self, name: str) -> Cells:
        """The cells of a table."""
        if name not in self._cells:
            self._cells[name] = Cells(self.context, self.context.results.table(name))
        return self._cells[name]

    def at(self, name: str, column: str, value: str) -> list[int]:
        """The rows (from 0) of a table that have a value in a column; none of a table without this column."""
        if (name, column) not in self._index:
            frame = self.cells(name).table.frame
            found: dict[str, list[int]] = {}
            for row, here in enumerate(frame.get(column, ())):
                found.setdefault(here, []).append(row)
            self._index[name, column] = found
        return self._index[name, column].get(value, [])

    def value(self, name: str, row: int, column: str) -> str:
        """What stands in a cell, as the CSV has it."""
        return self.cells(name).table.rows[row][column]

    def shown(self, name: str, rows: Sequence[int], columns: Sequence[str]) -> Rows:
        """Some rows and columns of a table; columns that it hasn't got are left out."""
        cells = self.cells(name)
        there = [column for column in columns if column in cells.columns]
        places = [cells.columns.index(column) for column in there]
        headings = [cells.headings[place].removeprefix("n ") for place in places]
        shown = [[cells(row, column) for column in there] for row in rows]
        return Rows(name, headings, [cells.classes[place] for place in places], shown)

    def labels(self, *names: str) -> Labels:
        """How these tables call values and columns."""
        return Labels(self.cells(name).table.about for name in names)

    def frames(self, *names: str) -> dict[str, Any]:
        """Tables as they are, by their ids."""
        return {name: self.cells(name).table.frame for name in names}
