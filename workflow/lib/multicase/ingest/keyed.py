"""The rows of a source that is a table, by what other tables call them: their number, or their cell in a column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from multicase.ingest import readers
from multicase.ingest.blocks import HEADING
from multicase.ingest.columns import declared
from multicase.ingest.limits import Budget, Limits
from multicase.ingest.readers import rows
from multicase.ingest.refusal import refuse

TABLES = ("csv", "xlsx")
ROW = re.compile(r"row (?P<number>\d+)\b")  # how a locator begins


@dataclass(frozen=True)
class Keyed:
    """spoken: the rows that hold words, in order; 1 is the first below the header. named: row -> what it is called."""

    spoken: tuple[int, ...]
    named: Mapping[int, str]


def keyed(
    data: bytes,
    source: Mapping[str, str],
    columns: Sequence[Mapping[str, str]],
    limits: Limits,
    title: str = "",
) -> Keyed:
    """The rows of a source. columns: of columns.csv. title: the column that names rows; without it their numbers do.

    Raises StudyError for a table that can't be read or hasn't got the column.
    """
    name = source["source_id"]
    reading = readers.read(data, source["format"], name, Budget(name, limits), declared(columns, name))
    found = [ROW.match(block.locator) for block in reading.blocks if block.role != HEADING]
    spoken = tuple(dict.fromkeys(int(place["number"]) for place in found if place))
    table = rows.table(data, source["format"], name, Budget(name, limits))
    if not title:
        return Keyed(spoken, {number: str(number) for number, _ in table.rows})
    if title not in table.header:
        raise refuse(name, f"no column '{title}'", "a column that names its rows", "Name it as the header does.")
    at = table.header.index(title)
    return Keyed(spoken, {number: cells[at].strip() for number, cells in table.rows})
