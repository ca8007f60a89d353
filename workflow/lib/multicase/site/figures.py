"""Pages of figures: the drawing with each mark a link to what it rests on, and the same links as a table.

A mark that shows one row of a table leads to that row's evidence; one that shows a passage, to its place in the source.
What is a sum over several rows has its evidence on pages of the figure's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from multicase.audit import sides
from multicase.audit.behind import COUNTED, OF_SOURCES, Behind, Part, Place, Rest, coded_as, of_mark, paged, segments_of
from multicase.audit.results import Drawn, Shown
from multicase.audit.sides import SIDE
from multicase.pages import table_page
from multicase.site import addresses, drawing, evidence, page, root
from multicase.site.cells import Cells
from multicase.site.context import Context
from multicase.tables.table import COUNTS
from multicase.wording import counted

ENDINGS = {"svg": "SVG", "png": "PNG", "pdf": "PDF", "csv": "CSV"}
FEW = 6  # numbers that a mark's title tells
SHORT = 40  # characters: longer texts are no numbers and stand in the table alone
TOTAL = re.compile(r"n(_\w+)?")  # counts, which are no sums where rows are put together


def pages(context: Context, figure: str) -> dict[str, str]:
    """A figure's page and those of its evidence: place below the site's folder -> page."""
    return _Figure(context, context.results.figure(figure)).pages()


@dataclass(frozen=True)
class _Mark:
    """What shows a row, or several, of the figure's rows (from 0); number: from 1, of a row its own."""

    number: int
    rows: tuple[int, ...]
    rests: tuple[Rest, ...]

    @property
    def of_table(self) -> list[tuple[str, int]]:
        """The rows of tables that it rests on."""
        return list(dict.fromkeys((rest.table, row) for rest in self.rests for row in rest.rows))

    @property
    def passages(self) -> list[str]:
        """The segments that it shows themselves."""
        return list(dict.fromkeys(segment for rest in self.rests for segment in rest.segments))

    @property
    def column(self) -> str:
        """Which of a table's numbers it shows, if it is one."""
        columns = {rest.column for rest in self.rests}
        return columns.pop() if len(columns) == 1 else ""


class _Figure:
    def __init__(self, context: Context, drawn: Drawn) -> None:
        self.context, self.drawn, self.about = context, drawn, drawn.about
        self.place = addresses.figure(drawn.id)
        self.root = root(self.place)
        self._cells: dict[str, Cells] = {}
        told = [self.table(name).about for name in self.about["drawn_from"]]
        named: dict[str, dict[str, Any]] = {"headings": {}, "labels": {}}
        for about in told:
            named["headings"] |= about.get("headings", {})
            for column, labels in about.get("labels", {}).items():
                named["labels"].setdefault(column, {}).update(labels)
        for of in self.about["marks"]:  # a code is called a code, whatever the figure's column is called
            for column, mine in of.get("by", {}).items():
                labels = self.table(of["table"]).about.get("labels", {}).get(column, {})
                named["labels"][mine] = labels | named["labels"].get(mine, {})
        named["labels"].setdefault("polarity", {}).update(SIDE)
        self.shown = table_page.cells(drawn.marks, named)
        self.columns = [str(name) for name in drawn.marks.columns]
        self.at = {name: number for number, name in enumerate(self.columns)}

    def cells(self, table: str) -> Cells:
        if table not in self._cells:
            self._cells[table] = Cells(self.context, self.table(table))
        return self._cells[table]

    def table(self, name: str) -> Shown:
        return self.context.results.table(name)

    def behind(self, table: str) -> Behind:
        return self.cells(table).behind

    @cached_property
    def svg(self) -> Any:
        return drawing.read(self.context.results.root / f"figures/{self.drawn.id}.svg")

    @cached_property
    def marks(self) -> dict[tuple[int, ...], _Mark]:
        """The figure's marks by the rows that they show: those of single rows, then others as they are drawn."""
        rests = [of_mark(self.context.results, self.drawn, row) for row in range(len(self.drawn.marks))]
        several = (rows for rows in drawing.shown(self.svg) if len(rows) > 1)
        every = [*((row,) for row in range(len(rests))), *dict.fromkeys(several)]
        return {rows: _Mark(number, rows, tuple(rests[row] for row in rows)) for number, rows in enumerate(every, 1)}

    @cached_property
    def segments(self) -> dict[tuple[int, ...], tuple[str, ...]]:
        """The segments behind each mark, each once."""
        return {rows: segments_of(mark.rests, self.behind) for rows, mark in self.marks.items()}

    @cached_property
    def places(self) -> dict[int, Place]:
        """Where the marks that are sums have their evidence: number, from 0 -> place."""
        sums = {mark.number - 1: mark for mark in self.marks.values() if len(mark.of_table) > 1}
        return paged({at: [self._size(mark)] for at, mark in sums.items()})

    def _size(self, mark: _Mark) -> int:
        """How much a page shows of a sum."""
        return len(mark.of_table) if self._lists(mark) == evidence.ROWS else len(self.segments[mark.rows]) or 1

    def _lists(self, mark: _Mark) -> str:
        """Where a table has its segments by sources alone, a sum has the rows alone that lead there."""
        about = self.table(mark.of_table[0][0]).about
        return evidence.ROWS if about.get("lists") in OF_SOURCES else evidence.SEGMENTS

    def href(self, mark: _Mark) -> str:
        """The address of what a mark rests on, empty where nothing does."""
        if mark.passages:
            return self.context.segment(mark.passages[0])
        if mark.number - 1 in self.places:
            return addresses.evidence(self.drawn.id, self.places[mark.number - 1])
        if not mark.of_table or not self.segments[mark.rows]:
            return ""
        ((table, row),) = mark.of_table
        if mark.column:
            return self.cells(table).address(row, mark.column)
        place = self.behind(table).places.get(row)  # none where each row of the table is one segment
        return addresses.evidence(table, place) if place else addresses.table_row(table, row + 1)

    @cached_property
    def links(self) -> dict[tuple[int, ...], drawing.Link]:
        """Where marks lead, and what they are in words."""
        hrefs = {rows: self.href(mark) for rows, mark in self.marks.items()}
        return {
            rows: drawing.Link(self.root + href, self.title(self.marks[rows])) for rows, href in hrefs.items() if href
        }

    def text(self, row: int, column: str) -> str:
        """A cell of the figure's CSV as people read it."""
        return self.shown["rows"][row][self.at[column]]

    def title(self, mark: _Mark) -> str:
        """What a mark is, in words and numbers: `Pace of change, Case 1: 12 segments`."""
        if mark.passages:
            return self._passages(mark)
        numbers = (" ".join(filter(None, told)) for told in self.numbers(mark)[:FEW])
        return f"{self.name(mark)}: {', '.join(numbers)}"

    def _passages(self, mark: _Mark) -> str:
        first, *_ = mark.passages
        places = [name.rpartition(":")[2] for name in (first, mark.passages[-1])]
        codes = dict.fromkeys(self.text(row, "code") for row in mark.rows)
        return f"{first.rpartition(':')[0]} {' to '.join(dict.fromkeys(places))}: {', '.join(codes)}"

    def naming(self, row: int) -> list[str]:
        """The columns that name what a row shows."""
        mark = self.drawn.marks.iloc[row]
        told = next(told for told in self.about["marks"] if all(mark[of] for of in told["by"].values()))
        column = told.get("column", "")
        by = {*told["by"].values(), *(() if isinstance(column, str) else column)}
        return [name for name in self.columns if name in by]

    def name(self, mark: _Mark) -> str:
        """What a mark is called: of several rows what they have in common."""
        naming = self.naming(mark.rows[0])
        return ", ".join(self._named(mark.rows[0], column) for column in naming if self._same(mark, column))

    def _named(self, row: int, column: str) -> str:
        text = self.text(row, column)
        return f"{self.shown['headings'][self.at[column]]} {text}" if text.isdigit() else text

    def _same(self, mark: _Mark, column: str) -> bool:
        return len({self.text(row, column) for row in mark.rows}) == 1

    def numbers(self, mark: _Mark) -> list[tuple[str, str]]:
        """What else is told of a mark, short: heading and text. Of several rows what they have in common, and how many
        segments there are.
        """
        row, naming, told = mark.rows[0], self.naming(mark.rows[0]), []
        for column in self.columns:
            text, is_count = self.text(row, column), TOTAL.fullmatch(column)
            if column in naming or not text or len(text) > SHORT or not self._same(mark, column):
                continue
            if len(mark.rows) > 1 and is_count:
                continue
            if noun := self._noun(mark, column):
                told.append(("", counted(int(text), noun)))
            else:
                told.append((self.shown["headings"][self.at[column]], text))
        if len(mark.rows) > 1:
            told.append(("", counted(len(self.segments[mark.rows]), "segment")))
        return told

    def _noun(self, mark: _Mark, column: str) -> str:
        """What a column counts, in the singular; empty where it counts nothing that has a name."""
        if column == "n" and mark.of_table:
            table, row = mark.of_table[0]
            return self.behind(table).counted(row, mark.column).removesuffix("s")
        return column.removeprefix("n_").removesuffix("s") if column in COUNTS else ""

    def bundle(self, mark: _Mark) -> evidence.Bundle:
        """What stands behind a sum: the table's rows that are summed up, and their segments, each once."""
        tables = mark.of_table
        table = self.table(tables[0][0])
        coded = [coded_as(self.context.results, table, row) for _, row in tables]
        segments = self.segments[mark.rows]
        return evidence.Bundle(
            self.name(mark),
            self.numbers(mark),
            [Part(COUNTED, segments)],
            {name: set().union(*(of[name] for of in coded)) for name in coded[0] if all(name in of for of in coded)},
            sides.of_row(table, tables[0][1], self.context.claims, self.context.codes),
            self._lists(mark),
            self.behind(table.id).counted_in(tables[0][1]),
            table.id,
            self._summed(mark),
        )

    def _summed(self, mark: _Mark) -> list[tuple[str, str, str]]:
        """The table's rows that a sum is of: what tells them apart, where their evidence is, and what they say."""
        found = []
        cells = self.cells(mark.of_table[0][0])
        frame = cells.table.frame.iloc[[row for _, row in mark.of_table]]
        apart = [name for name in cells.table.key_columns if frame[name].nunique() > 1]
        for _, row in mark.of_table:
            place = cells.behind.places.get(row)
            href = addresses.evidence(cells.table.id, place) if place else addresses.table(cells.table.id)
            found.append((evidence.row_title(cells, row, apart), href, cells(row, mark.column).text))
        return found

    def pages(self) -> dict[str, str]:
        """The figure's page, and those of its evidence."""
        sums = {mark.number - 1: mark for mark in self.marks.values() if mark.number - 1 in self.places}
        bundles = [(self.places[at], self.bundle(mark)) for at, mark in sums.items()]
        told = {"about": self.about, "of": "figure", "rule": "draw_figure", "href": self.place}
        tables = [(name, self.table(name).about["title"], addresses.table(name)) for name in self.about["drawn_from"]]
        svg = drawing.inline(self.svg, self.links, self.about["title"])
        own = page(
            "figure.html.j2", self.place, id=self.drawn.id, about=self.about, svg=svg, tables=tables, downloads=ENDINGS,
            rule=addresses.rule("draw_figure"), **self._listed(),
        )  # fmt: skip
        return {self.place: own} | evidence.written(self.context, self.drawn.id, bundles, told)

    def _listed(self) -> dict[str, Any]:
        """The marks as a table: a line a row of the CSV; of passages, a line for all of a source and theme."""
        if any("segment" in told for told in self.about["marks"]):
            return self._passages_listed()
        lines = []
        for row, texts in enumerate(self.shown["rows"]):
            n, link = len(self.segments[(row,)]), self.links.get((row,))
            many = len(self.marks[(row,)].of_table)
            said = counted(n, "segment") if n else counted(many, "row") if link else ""
            lines.append((texts, [(link.href, said)] if link else []))
        return {"headings": self.shown["headings"], "lines": lines}

    def _passages_listed(self) -> dict[str, Any]:
        columns = [name for name in ("case", "source", "theme") if name in self.at]
        lines: dict[tuple[str, ...], dict[str, str]] = {}
        for (row,), mark in ((rows, mark) for rows, mark in self.marks.items() if len(rows) == 1):
            of = lines.setdefault(tuple(self.text(row, name) for name in columns), {})
            for segment in mark.passages:
                of[self.root + self.context.segment(segment)] = segment.rpartition(":")[2]
        headings = [self.shown["headings"][self.at[name]] for name in columns]
        return {"headings": headings, "lines": [(list(key), list(of.items())) for key, of in lines.items()]}
