"""What stands behind a number: the segments of a cell or a mark, and what of them is counted.

A table's evidence names segments by row and by column; the column `counts` stands for all that is counted from the same
segments. This is the one place that knows which segments belong to which number; the site's pages and `multicase
explain` show what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from multicase.audit.results import Drawn, Results, Shown
from multicase.tables.table import COUNTS
from multicase.wording import ALL_CASES, UNDEFINED

SEGMENTS, SOURCES, PARTICIPANTS, CASES = "segments", "sources", "participants", "cases"
LEFT_OUT = "left out"  # what the evidence of a table such as T24 is
ONE_SEGMENT = "one segment"  # what each row of a table such as T21 is, which needs no list of its own
OF_SOURCES = (SOURCES, LEFT_OUT)  # tables whose evidence is shown as a list of sources
COUNTED = "counts"
WHOLE_ROW = "row"  # of what is worked out of all parts of its row
SIDES = ("n_for", "n_mixed", "n_against")
SOURCE = "source"  # what is counted by side, where a row doesn't say
IDS = {SEGMENTS: "segment_id", SOURCES: "source_id", PARTICIPANTS: "participant_id", CASES: "case_id"}
PER_PAGE = 250  # lines of a page of evidence (`listed`), so that no page grows beyond what a browser opens at once
Row = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """Some cells of a row that rest on the same segments: those of `column`, or all that are counted."""

    column: str
    segments: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a row's evidence is shown: on which page of its table's, and under which number."""

    page: int
    row: int


class Behind:
    """What stands behind the rows of one table."""

    def __init__(self, table: Shown) -> None:
        self.table = table

    @cached_property
    def _parts(self) -> dict[str, list[Part]]:
        found: dict[str, dict[str, list[str]]] = {}
        evidence = self.table.evidence
        for row, column, segment in zip(evidence["row"], evidence["column"], evidence["segment_id"], strict=True):
            found.setdefault(row, {}).setdefault(column, []).append(segment)
        order = {name: place for place, name in enumerate(self.table.frame.columns)}
        return {
            row: [Part(name, tuple(of[name])) for name in sorted(of, key=lambda name: order.get(name, -1))]
            for row, of in found.items()
        }

    def parts(self, row: int) -> list[Part]:
        """The parts of a row that have segments behind them, in the order of the columns. row: from 0."""
        return self._parts.get(self.table.keys[row], [])

    def part(self, row: int, column: str) -> Part | None:
        """What a cell rests on: the evidence of its own column, or of what it is worked out of; None where there is
        none, as behind a count of nothing and behind what is counted of something else than the row's segments.
        """
        parts = {part.column: part for part in self.parts(row)}
        if not parts or self.is_nothing(row, column):
            return None
        of = COUNTED if column in COUNTS else self.derived.get(column, column)
        if of != WHOLE_ROW:
            return parts.get(column, parts.get(of))
        if len(parts) == 1:
            return next(iter(parts.values()))
        return Part("", tuple(sorted({segment for part in parts.values() for segment in part.segments})))

    def is_evidenced(self, column: str) -> bool:
        """Whether cells of a column may rest on segments."""
        return column in COUNTS or column in self.derived or bool((self.table.evidence["column"] == column).any())

    @property
    def derived(self) -> Mapping[str, str]:
        """Column -> the column of the evidence that it is worked out of, or WHOLE_ROW (tables/catalogue.yaml)."""
        return self.table.about.get("derived", {})

    def is_nothing(self, row: int, column: str) -> bool:
        """Whether a cell is a count of nothing, or what can't be worked out, which no segment stands behind."""
        value = self.table.rows[row][column]
        is_count = column.startswith("n_") or column in COUNTS
        return (is_count and value in ("0", "")) or (column in self.derived and value in ("", UNDEFINED))

    def counted(self, row: int, column: str) -> str:
        """What a cell counts: segments, sources, participants or cases."""
        if column in SIDES:
            return f"{self.unit(row)}s"
        named = column.removeprefix("n_")
        return named if named in IDS else SOURCES if self.table.about.get("lists") in OF_SOURCES else SEGMENTS

    def unit(self, row: int) -> str:
        """What speaks for or against in a row: source, participant or segment; empty where no sides are counted."""
        return self.table.rows[row].get("unit", SOURCE) if any(name in self.table.frame for name in SIDES) else ""

    def counted_in(self, row: int) -> list[str]:
        """Which lists beside that of sources a row's numbers call for: of participants, and of cases."""
        frame, speaks = self.table.frame, f"{self.unit(row)}s"
        return [what for what in (PARTICIPANTS, CASES) if f"n_{what}" in frame or what in frame or what == speaks]

    @property
    def is_of_single_segments(self) -> bool:
        """Whether each row of the table is one segment, such as a quotation, that needs no list of its own."""
        return self.table.about.get("lists") == ONE_SEGMENT

    @cached_property
    def places(self) -> dict[int, Place]:
        """Row (from 0) -> where its evidence is shown; rows without evidence are nowhere, and so are single segments.

        What a page holds (`paged`) hangs on the table's evidence alone, so that whoever links to it need not read it.
        """
        if self.is_of_single_segments:
            return {}
        return paged({row: self._sizes(row) for row in range(len(self.table.frame))})

    def lists(self, row: int) -> str:
        """What is listed beside a row: what the catalogue says of its table; of a sum over all cases its sources, since
        the segments stand in their words case by case.
        """
        return SOURCES if ALL_CASES in self.table.rows[row].values() else self.table.about.get("lists", SEGMENTS)

    def _sizes(self, row: int) -> list[int]:
        return [len(listed(part.segments, self.lists(row))) for part in self.parts(row)]

    def place(self, row: int, column: str) -> Place | None:
        """Where a part of a row begins, by its column, or the row; None if it is nowhere."""
        place = self.places.get(row)
        if place is None:
            return None
        parts = self.parts(row)
        begins = [pieces[0][0] for pieces in spread(self._sizes(row), place.page)]
        pages = {part.column: page for part, page in zip(parts, begins, strict=True)}
        return Place(pages.get(column, place.page), place.row)


def listed(segments: Sequence[str], lists: str) -> list[list[str]]:
    """The lines of a list, each with its segments: one for each segment, or for each source in order."""
    if lists not in OF_SOURCES:
        return [[segment] for segment in segments]
    found: dict[str, list[str]] = {}
    for segment in segments:
        found.setdefault(segment.rpartition(":")[0], []).append(segment)
    return [found[source] for source in sorted(found)]


def paged(sizes: Mapping[int, Sequence[int]]) -> dict[int, Place]:
    """Row (from 0) -> where it is shown, of rows in their order with how much each of their parts shows; those with
    nothing nowhere.

    Rows follow one another until a page is full; one that doesn't fit begins a page, and goes on on those after it.
    """
    found, page, room = {}, 1, PER_PAGE
    for row, of_parts in sizes.items():
        if not sum(of_parts):
            continue
        if sum(of_parts) > room and room < PER_PAGE:
            page, room = page + 1, PER_PAGE
        found[row] = Place(page, row + 1)
        pieces = [
            (on, min(size - start, PER_PAGE))
            for size, of in zip(of_parts, spread(of_parts, page), strict=True)
            for on, start in of
        ]
        last, _ = pieces[-1]
        page, room = last, (room if last == page else PER_PAGE) - sum(size for on, size in pieces if on == last)
    return found


def spread(sizes: Iterable[int], page: int) -> list[list[tuple[int, int]]]:
    """Over which pages the parts of a row go, from the page on which the row begins: of each part its pieces, by page
    and by where in the part they begin. sizes: how many lines each part has.

    A piece that doesn't fit goes on the next page; a part that shows none has one piece.
    """
    found, room = [], PER_PAGE
    for size in sizes:
        pieces = []
        for start in range(0, size or 1, PER_PAGE):
            needed = min(size - start, PER_PAGE)
            if needed > room:
                page, room = page + 1, PER_PAGE
            pieces.append((page, start))
            room -= needed
        found.append(pieces)
    return found


def coded_as(results: Results, table: Shown, row: int) -> dict[str, set[str]]:
    """What a row says of the codings that it counts: column of the evidence -> the values it takes there.

    Of a segment's codings only these are of interest beside this row.
    """
    cells = table.rows[row]
    found = {name: {cells[name]} for name in ("theme", "code", "polarity") if cells.get(name)}
    if "code_a" in cells:
        found["code"] = {cells["code_a"], cells["code_b"]}
    elif "claim" in cells and "code" not in cells:
        found["code"] = codes_of(results, cells["claim"])
    elif codes := _of_attributes(cells, table.about):
        found["code"] = codes
    return found


def codes_of(results: Results, claim: str) -> set[str]:
    """The codes that count for or against a claim."""
    return {code for told in results.claims if told["id"] == claim for code in told["supports"] + told["contradicts"]}


def _of_attributes(cells: Mapping[str, str], about: Mapping[str, object]) -> set[str]:
    """The codes that have what a row of a declared table says of their attributes."""
    own: list[set[str]] = []
    beside: set[str] = set()
    for column, told in about.get("codes", {}).items():
        codes = set(told["values"].get(cells.get(column, ""), []))
        if told["over"] == "coding" and codes:
            own.append(codes)
        elif told["over"] == "segment":
            beside |= codes
    return set.intersection(*own) if own else beside


def fitting(codings: Sequence[Row], coded: Mapping[str, Collection[str]]) -> Sequence[Row]:
    """Those of a segment's codings that are as they must be to count; all where none of them is.

    codings: rows of `audit/evidence.csv`. coded: see `coded_as`.
    """
    found = [row for row in codings if all(row[column] in values for column, values in coded.items())]
    return found or codings


@dataclass(frozen=True)
class Rest:
    """What a mark of a figure rests on: rows (from 0) of a table, and which of their numbers; or segments themselves.

    column: empty where the mark shows all of its row's numbers.
    """

    table: str = ""
    rows: tuple[int, ...] = ()
    column: str = ""
    segments: tuple[str, ...] = ()


def of_mark(results: Results, drawn: Drawn, number: int) -> Rest:
    """What a figure's mark rests on, as the figure's `marks` say (figures/catalogue.yaml). number: of the mark, from 0.

    A mark whose values no row has, such as an event of a timeline, rests on nothing.
    """
    mark = {str(name): str(value) for name, value in drawn.marks.iloc[number].items()}
    for told in drawn.about["marks"]:
        if "segment" in told:
            return Rest(segments=(mark[told["segment"]],) if mark[told["segment"]] else ())
        if all(mark[of] for of in told["by"].values()):
            return Rest(told["table"], _rows(results.table(told["table"]), mark, told), _column(mark, told))
    return Rest()


def _rows(table: Shown, mark: Row, told: Mapping[str, Any]) -> tuple[int, ...]:
    """The rows that have the mark's values."""
    whole = told.get("whole", {})
    wanted = {column: mark[of] for column, of in told["by"].items() if whole.get(of) != mark[of]}
    columns = [table.frame[column] == value for column, value in wanted.items()]
    return tuple(row for row, fits in enumerate(zip(*columns, strict=True)) if all(fits))


def _column(mark: Row, told: Mapping[str, Any]) -> str:
    """The table's column that the mark shows."""
    column = told.get("column", "")
    if isinstance(column, str):
        return column
    ((of, named),) = column.items()
    return named[mark[of]]


def segments_of(rests: Iterable[Rest], behind: Callable[[str], Behind]) -> tuple[str, ...]:
    """The segments that marks rest on together, each once, by their ids. behind: of a table, by its id."""
    found: set[str] = set()
    for rest in rests:
        found.update(rest.segments)
        for row in rest.rows:
            of_table = behind(rest.table)
            part = of_table.part(row, rest.column) if rest.column else None
            parts = of_table.parts(row) if not rest.column else [part] if part else []
            found.update(segment for part in parts for segment in part.segments)
    return tuple(sorted(found))
