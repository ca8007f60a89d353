"""The page of a table: as people read it, where it has two dimensions, and row by row, each number a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from multicase.audit.results import Shown
from multicase.audit.sides import SIDE
from multicase.site import addresses, page
from multicase.site.cells import Cell, Cells
from multicase.site.context import Context
from multicase.site.evidence import pages as evidence_pages

POLARITY = "polarity"
LOOKS = {  # of a column, by its class (`pages.table_page.cells`)
    "n": "text-align: right; font-variant-numeric: tabular-nums;",
    "s": "white-space: nowrap;",
    "l": "min-width: 17rem;",
    "x": "min-width: 44rem;",
}
WORDS = {"n_for": "for", "n_mixed": "mixed", "n_against": "against"}  # what stands beside a number in a matrix


def pages(context: Context, table: Shown, figures: Sequence[str] = ()) -> dict[str, str]:
    """The page of a table and the pages of its evidence: place below the site's folder -> page.

    figures: those that are drawn from it. A very long table goes on on further pages.
    """
    cells = Cells(context, table)
    rows, size = cells.rows, addresses.ROWS_PER_PAGE
    chunks = [rows[start : start + size] for start in range(0, len(rows), size)] or [[]]
    matrix = _matrix(cells)
    made = {}
    for number, chunk in enumerate(chunks, 1):
        where = addresses.table(table.id, number)
        made[where] = page(
            "table_page.html.j2",
            where,
            about=table.about,
            table=table.id,
            headings=cells.headings,
            classes=cells.classes,
            looks=_looks(cells.classes),
            rows=chunk,
            first=(number - 1) * size + 1,
            n_rows=len(rows),
            matrix=matrix if number == 1 else None,
            number=number,
            others=[addresses.table(table.id, n) for n in range(1, len(chunks) + 1)] if len(chunks) > 1 else [],
            figures=[(name, addresses.figure(name)) for name in figures],
            made_by=addresses.provenance_file("build_table", f"tables/{table.id}.csv"),
        )
    return made | evidence_pages(context, table)


def _looks(classes: Sequence[str]) -> dict[str, list[int]]:
    """How columns look -> their numbers, from 1: said once for a page, and not in each of its cells."""
    found: dict[str, list[int]] = {}
    for number, name in enumerate(classes, 1):
        if name:
            found.setdefault(LOOKS[name], []).append(number)
    return found


def _matrix(cells: Cells) -> dict[str, Any] | None:
    """The table as a matrix, as the catalogue declares it: columns, and for each row its name and its cells.

    None for a table without one, and where nothing would stand in it, as of cases that nobody has summed up.
    """
    told, frame = cells.table.about.get("matrix"), cells.table.frame
    if not told or frame.empty:
        return None
    down, across, split = told["rows"], told["columns"], told.get("split")
    at: dict[tuple[str, str], list[int]] = {}
    for row, key in enumerate(zip(frame[down], frame[across], strict=True)):
        at.setdefault(key, []).append(row)
    columns = list(dict.fromkeys(frame[across]))
    firsts = [int(row) for row in frame.drop_duplicates(down).index]

    def shown(name: str, column: str) -> list[dict[str, Any]]:
        return [entry for row in at.get((name, column), []) for entry in _of(cells, row, told)]

    rows = [
        {
            "name": cells(first, down),
            "statement": _statement(cells, first, down),
            "cells": [shown(frame[down].iat[first], name) for name in columns],
        }
        for first in firsts
    ]
    if not any(cell for row in rows for cell in row["cells"]):
        return None
    return {
        "corner": f"{_heading(cells, down)} by {_heading(cells, across)}",
        "columns": [cells(int(frame[frame[across] == name].index[0]), across) for name in columns],
        "rows": rows,
        "legend": _legend(cells, split, told["show"]),
    }


def _statement(cells: Cells, row: int, down: str) -> str:
    """What a claim says, or a theme proposes, beside its name."""
    own = cells.table.rows[row]
    return own.get("statement") or cells.table.about.get("propositions", {}).get(own[down], "")


def _heading(cells: Cells, column: str) -> str:
    return cells.headings[cells.columns.index(column)]


def _of(cells: Cells, row: int, told: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """What a matrix shows of one row of its table: each number or word with what tells it from the others."""
    split = told.get("split")
    value = cells.table.frame[split].iat[row] if split else ""
    named = SIDE.get(value, value) if split == POLARITY else cells(row, split).text if split else ""
    entries = []
    for column in told["show"]:
        cell = cells(row, column)
        word = WORDS.get(column, named)
        entries.append({"cell": cell, "word": word, "side": word if word in ("for", "mixed", "against") else ""})
    return [entry for entry in entries if _is_shown(entry["cell"], len(told["show"]), split)]


def _is_shown(cell: Cell, n_shown: int, split: str | None) -> bool:
    """Empty cells are not, and neither are zeros of a kind that the row is split by, but for one alone."""
    return cell.text not in ("",) and not (cell.text == "0" and split not in (None, POLARITY))


def _legend(cells: Cells, split: str | None, shown: Sequence[str]) -> str:
    names = [WORDS.get(name) or _heading(cells, name) for name in shown]
    beside = f" by {_heading(cells, split)}" if split else ""
    return f"In each cell: {', '.join(names)}{beside}. Each number leads to what stands behind it."
