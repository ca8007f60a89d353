"""The cells of a table as the site shows them: in words, and each number a link to what it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from multicase.audit.behind import SEGMENTS, SIDES, SOURCES, Behind
from multicase.audit.results import Shown
from multicase.pages import table_page
from multicase.site import addresses
from multicase.site.context import Context
from multicase.wording import counted

ARTEFACT, INPUTS = "artefact", "inputs"  # columns of the manifest
UNDISCUSSED = "undiscussed"  # a column of claims: segments against one, whether or not they decide its verdict
HAS_NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class Cell:
    """What a cell shows, and the address of what it rests on; empty where it rests on nothing."""

    text: str
    href: str = ""


class Cells:
    """The cells of one table."""

    def __init__(self, context: Context, table: Shown) -> None:
        self.context, self.table, self.behind = context, table, Behind(table)
        told = table_page.cells(table.frame, table.about)
        self.columns = [str(name) for name in table.frame.columns]
        self.headings, self.classes, self._rows = told["headings"], told["classes"], told["rows"]
        self.is_manifest = {ARTEFACT, INPUTS} <= set(self.columns)
        if self.is_manifest:
            self.classes[self.columns.index(INPUTS)] = "s"  # where it tells how many, and not which
        self._at = {name: place for place, name in enumerate(self.columns)}

    def __call__(self, row: int, column: str) -> Cell:
        """A cell by its row (from 0) and column."""
        value = self.table.rows[row][column]
        if self.is_manifest and column in (ARTEFACT, INPUTS):
            return self._made(row, column)
        href = self.context.page_of(column, value) or self._of_claim(row, column) or self.address(row, column)
        return Cell(self._rows[row][self._at[column]], href)

    def _made(self, row: int, column: str) -> Cell:
        """A file, and how many it was made from: both lead to where the provenance graph tells of it."""
        cells = self.table.rows[row]
        href = addresses.provenance_file(cells["rule"], cells[ARTEFACT])
        if column == ARTEFACT:
            return Cell(cells[ARTEFACT], href)
        n = len(cells[INPUTS].split("; ")) if cells[INPUTS] else 0
        return Cell(counted(n, "file"), href if n else "")

    def _of_claim(self, row: int, column: str) -> str:
        """Where a claim's page tells of a cell: a verdict step by step, what is undiscussed segment by segment."""
        cells = self.table.rows[row]
        if "claim" not in cells:
            return ""  # an attribute may be called as a column of claims is
        if column == "verdict" and "case" in cells:
            return addresses.verdict(cells["claim"], self.context.case_ids.get(cells["case"], ""))
        return addresses.undiscussed(cells["claim"]) if column == UNDISCUSSED and cells[column] != "0" else ""

    def address(self, row: int, column: str) -> str:
        """Where what a cell rests on (`Behind.part`) is shown; empty where nothing is its evidence.

        A number leads to the segments, or to the list of what it counts; so do words that rest on segments of their
        own, such as a verdict. A row without segments leads to the page that tells of it, if there is one, and a sum to
        the rows that it is made of.
        """
        is_number = column not in self.table.key_columns and HAS_NUMBER.search(self.table.rows[row][column])
        if is_number and (page := self.table.about.get("told_on")):
            return f"{page}#{addresses.anchor(row + 1)}"
        if is_number and self._is_sum(row):
            return addresses.table_row(self.table.id, 1)
        part = self.behind.part(row, column)
        if part is not None and self.behind.is_of_single_segments:
            return self.context.segment(part.segments[0])
        place = self.behind.place(row, part.column) if part else None
        if place is None or part is None:
            return ""
        what = self.behind.counted(row, column)
        of_side = column in SIDES and part.column != column
        listed = what if what != SEGMENTS and not of_side else SOURCES if of_side else ""
        if part.column == "" or listed not in (SOURCES, *self.behind.counted_in(row)):
            listed = ""  # each part has lists of its own
        return addresses.evidence(self.table.id, place, part.column, listed)

    def _is_sum(self, row: int) -> bool:
        """Whether a row is the sum of the table's other rows, which lead on."""
        sums = self.table.about.get("sums", {})
        return any(self.table.rows[row].get(column) == value for column, value in sums.items())

    def row_of(self, keys: Mapping[str, str]) -> int | None:
        """The first row (from 0) that has these values; None if there is none."""
        frame = self.table.frame
        fits = pd.Series(True, index=frame.index)
        for column, value in keys.items():
            fits &= frame[column] == value
        return int(fits.idxmax()) if fits.any() else None

    @property
    def rows(self) -> list[list[Cell]]:
        """All cells, row by row."""
        return [[self(row, column) for column in self.columns] for row in range(len(self.table.frame))]
