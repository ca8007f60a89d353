"""Tables of raters: one row a unit and rater, or one row a unit and a column a rater, read as ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from multicase.exchange.coded_tables import has_words
from multicase.ingest.limits import Budget
from multicase.ingest.readers import rows
from multicase.study.files import nearest
from multicase.study.problems import Problem, StudyError

UNIT = "unit"
SOURCES = ("source", "source_id")  # how a column of sources is called, unless people say otherwise


@dataclass(frozen=True)
class Layout:
    """Which columns hold what. source: "" for one of SOURCES. codes: what a rater gave, in one column or several.

    raters: columns that are named after a rater each and hold what they gave; then neither coder nor codes are columns.
    """

    source: str = ""
    unit: str = UNIT
    coder: str = "coder"
    codes: tuple[str, ...] = ("code",)
    raters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rating:
    """What one rater gave to one unit. row: of the table. given: the cells, without blanks, empty ones among them."""

    row: int
    source: str
    unit: str
    coder: str
    given: tuple[str, ...]


def is_table(data: bytes, file: str) -> bool:
    """Whether a file is a table with a column of units, as it is called unless people say otherwise, and none of words:
    that is a table of codings (`exchange.coded_tables`).
    """
    if not file.lower().endswith(".csv"):
        return False
    header = rows.table(data, "csv", file, Budget(file)).header
    return UNIT in header and not has_words(header)


def read(data: bytes, file: str, layout: Layout) -> list[Rating]:
    """The ratings of a CSV file, row by row. A column of sources may be missing: then units must say it.

    An empty cell in a rater's own column is no rating. Raises StudyError with all columns that aren't there, and all
    cells of source, unit or coder that are empty.
    """
    table = rows.table(data, "csv", file, Budget(file))
    source = layout.source or next((name for name in SOURCES if name in table.header), "")
    needed = [*filter(None, [source]), layout.unit, *(layout.raters or (layout.coder, *layout.codes))]
    if missing := [name for name in dict.fromkeys(needed) if name not in table.header]:
        raise StudyError(
            Problem(file, table.place, f"no column '{name}'", "a header that names it",
                    f"Say with an option which column it is{nearest(name, table.header)}.")
            for name in missing
        )  # fmt: skip
    at = {name: table.header.index(name) for name in needed}
    ratings, empty = [], []
    for number, cells in table.rows:
        told = {name: cells[place].strip() for name, place in at.items()}
        empty += _empty(file, number, told, [name for name in (source, layout.unit) if name])
        if not layout.raters:
            empty += _empty(file, number, told, [layout.coder])
        ratings += _ratings(number, told, source, layout)
    if empty:
        raise StudyError(empty)
    return ratings


def _empty(file: str, number: int, told: dict[str, str], needed: Sequence[str]) -> Iterator[Problem]:
    for name in needed:
        if not told[name]:
            yield Problem(file, f"row {number}, column {name}", "nothing", "a name", "Fill it in, or remove the row.")


def _ratings(number: int, told: dict[str, str], source: str, layout: Layout) -> Iterator[Rating]:
    place = (number, told.get(source, ""), told[layout.unit])
    if not layout.raters:
        yield Rating(*place, told[layout.coder], tuple(told[name] for name in layout.codes))
    for name in layout.raters:
        if told[name]:
            yield Rating(*place, name, (told[name],))
