"""A table as it stands in a file, before anybody says what its columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from multicase.ingest.blocks import squeezed
from multicase.ingest.readers.plain import LINE_ENDS


@dataclass(frozen=True)
class Table:
    """A table below its header. rows: their numbers (1 for the first below the header) and their cells, one a column.

    place: where the header stands in the file. places: a row's number -> where it stands (`lines 12 to 15`, `sheet 1,
    row 13`). uncomputed: cells with a formula of which nobody has worked out the value.
    """

    header: list[str]
    rows: list[tuple[int, list[str]]]
    place: str
    places: Mapping[int, str] = field(default_factory=dict)
    uncomputed: Sequence[str] = ()


def lines_of(text: str) -> list[str]:
    """The lines of a cell that hold words."""
    return [squeezed(line) for line in LINE_ENDS.sub("\n", text).split("\n") if line.strip()]


def place_of(number: int, column: int) -> str:
    """Where a cell stands below the header, for people."""
    return f"row {number}, column {column + 1}"
