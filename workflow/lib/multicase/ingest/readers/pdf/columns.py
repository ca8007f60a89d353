"""Columns: rows split at the gutters between them, to lines in the order in which they are read."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean, median

from multicase.ingest import labels
from multicase.ingest.readers.pdf.parts import (
    BETWEEN_IDEOGRAPHS,
    GAP,
    Line,
    Row,
    Sheet,
    labels_in,
    side_by_side,
    stands_out,
    text_of,
    usual_style,
)

FEWEST_ROWS, FEWEST_WORDS, MANY_WORDS, MOST = 5, 3, 5, 0.6


@dataclass(frozen=True)
class Gutter:
    """Where a second column begins, in which rows; labelled: whether the first holds labels or time stamps.

    rank: of two, the one with more rows on both sides; then the wider, or of columns of labels the one further right.
    """

    x: float
    start: int
    end: int
    rank: tuple[int, float]
    labelled: bool


class Columns:
    """Puts the rows of pages into the order in which they are read."""

    def __init__(self, sheets: Sequence[Sheet]):
        self.sheets = sheets
        self.size, self.bold = usual_style(cell for sheet in sheets for row in sheet.rows for cell in row)
        self.seen: dict[int, dict[int, str]] = defaultdict(dict)  # place -> cells before the words that begin there
        self.known: list[int] = []  # such places, once all pages have been seen
        self.labels: Counter[str] = Counter()

    def lines(self) -> list[Line]:
        """All lines; what is a column of labels the whole document tells, since on a page few may speak."""
        self._read()
        self.known = list(self.seen)
        turns = [cells for cells in self.seen.values() if _alternates([*cells.values()])]
        self.labels = Counter({of: name for cells in turns for of, name in cells.items()}.values())
        return self._read()

    def _read(self) -> list[Line]:
        self.columns = 0
        return [line for sheet in self.sheets for line in self._region(sheet.rows, sheet.number, 0)]

    def _region(self, rows: list[Row], page: int, column: int) -> list[Line]:
        gutter = self._gutter(rows)
        if not gutter:
            return [_line(page, column, row) for row in rows]
        within = rows[gutter.start : gutter.end]
        if gutter.labelled:
            lines = list(self._labelled(within, gutter.x, page, column))
        else:
            lines = []
            for side in (0, 1):
                self.columns += 1
                cells = [cell for row in within for cell in _sides(row, gutter.x)[side]]
                lines += self._region(side_by_side(cells), page, self.columns)
        before, after = rows[: gutter.start], rows[gutter.end :]
        return [*self._region(before, page, column), *lines, *self._region(after, page, column)]

    def _gutter(self, rows: Sequence[Row]) -> Gutter | None:
        begins = Counter(round(cell.x0) for row in rows for cell in row)
        found: list[Gutter] = []
        for x in sorted(begins):
            if sum(begins[near] for near in (x - 1, x, x + 1)) >= 3 or self._is_known(x):
                found += filter(None, (self._judged(rows, x, *run) for run in self._open(rows, x)))
        return max(found, key=lambda gutter: (not gutter.labelled, gutter.rank), default=None)

    def _is_known(self, x: float) -> bool:
        return any(abs(x - other) <= 3 for other in self.known)

    def _open(self, rows: Sequence[Row], x: float) -> Iterator[tuple[int, int]]:
        """Runs of rows that nothing crosses before x, without lone lines apart from them above and below."""
        gaps = [b[0].base - a[0].base for a, b in pairwise(rows)]
        usual = max(median(gaps) if gaps else 0, 1.2 * self.size)
        after = [*gaps, math.inf]
        apart = [(before > 1.2 * usual and behind > 1.2 * usual) for before, behind in pairwise([math.inf, *after])]
        start = 0
        for n, row in enumerate([*rows, None]):
            if row is not None and not self._crosses(row, x, apart[n]):
                continue
            end = n
            while start < end - 1 and not all(_sides(rows[start], x)) and after[start] > 1.5 * usual:
                start += 1
            while start < end - 1 and not all(_sides(rows[end - 1], x)) and after[end - 2] > 1.5 * usual:
                end -= 1
            if end - start >= 1:
                yield start, end
            start = n + 1

    def _crosses(self, row: Row, x: float, apart: bool) -> bool:
        """Whether a row goes over a gutter, or is a heading of both columns."""
        if any(cell.x0 < x - 2 and cell.x1 > x - GAP * cell.size for cell in row):
            return True
        return apart and not all(_sides(row, x)) and all(stands_out(cell, self.size, self.bold) for cell in row)

    def _judged(self, rows: Sequence[Row], x: int, start: int, end: int) -> Gutter | None:
        """A gutter between columns of prose, or behind a column of labels; None between the cells of a table."""
        within = [_sides(row, x) for row in rows[start:end]]
        left, right = ([side for side in sides if side] for sides in zip(*within, strict=True))
        if not left or not right:
            return None
        names = {id(one[0]): _unstamped(text_of(one)) for one, other in within if one and other}
        self.seen[x].update(names)
        if self._is_known(x) and sum(_is_label(name, self.labels) for name in names.values()) >= MOST * len(names) > 0:
            return Gutter(x, start, end, (len(names), x), True)
        score = min(_beside(left, right), _beside(right, left))
        words = min(mean(len(text_of(side).split()) for side in sides) for sides in (left, right))
        talk = min(mean(bool(labels_in(text_of(side))) for side in sides) for sides in (left, right))
        if score >= (3 if words >= MANY_WORDS else FEWEST_ROWS) and (words >= FEWEST_WORDS or talk >= 0.5):
            return Gutter(x, start, end, (score, x - max(side[-1].x1 for side in left)), False)
        return None

    def _labelled(self, rows: Sequence[Row], x: float, page: int, column: int) -> Iterator[Line]:
        """Lines of the words, each with the label that stands beside it, or before it in a row of its own."""
        waiting: Row = []
        for row in rows:
            left, right = _sides(row, x)
            if waiting and left:
                yield _line(page, column, waiting)
                waiting = []
            left, waiting = waiting or left, []
            if not right:
                waiting = left
            elif not left:
                yield _line(page, column, right)
            else:
                text, line = text_of(left), _line(page, column, right)
                name = _unstamped(text)
                stamps = " ".join(found[0] for found in labels.STAMPS.finditer(text))
                if labels.is_label_alone(f"{name}:") and not labels.is_label_alone(name):
                    yield replace(line, text=f"{stamps} {line.text}".strip(), speaker=name, label=True)
                else:
                    yield replace(line, text=f"{text} {line.text}", label=True)
        if waiting:
            yield _line(page, column, waiting)


def _sides(row: Row, x: float) -> tuple[Row, Row]:
    return [cell for cell in row if cell.x0 < x - 2], [cell for cell in row if cell.x0 >= x - 2]


def _beside(some: Sequence[Row], others: Sequence[Row]) -> int:
    """How many rows stand at the height of the others."""
    top, foot = others[0][0].base, others[-1][0].base
    return sum(top - row[0].size <= row[0].base <= foot + row[0].size for row in some)


def _alternates(names: Sequence[str]) -> bool:
    """Whether most names differ from the one before, as do those of people who talk, and not words of a table."""
    return sum(a != b for a, b in pairwise(names)) >= 0.5 * (len(names) - 1)


def _unstamped(text: str) -> str:
    return labels.STAMPS.sub("", text).strip(" -–|")


def _is_label(name: str, often: Counter[str]) -> bool:
    """Whether a cell before words is a label, or a time stamp only; without a colon it recurs, or names a role."""
    if not name or labels.is_label_alone(name):
        return True
    return labels.is_label_alone(f"{name}:") and (labels.is_generic(name) or often[name] > 1)


def _line(page: int, column: int, row: Row) -> Line:
    text = BETWEEN_IDEOGRAPHS.sub("", text_of(row))
    size, _ = usual_style(row)
    bold = all(cell.bold for cell in row)
    tab = len(row) > 1
    return Line(page, column, text, row[0].x0, row[-1].x1, row[0].base, size, bold, row[0].first, tab=tab)
