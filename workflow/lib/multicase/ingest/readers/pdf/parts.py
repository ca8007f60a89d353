"""The parts of a page: letters, cells, rows, lines; and what they are like."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from multicase.ingest import labels

BLANK, GAP, INDENT, LOOSE = 0.15, 0.8, 0.8, 0.35  # em: between words, cells, margins, and more than usual between lines
SAME_LINE, TWICE, SMALL, LARGE = 0.12, 0.1, 0.85, 1.12  # em off a baseline, a letter drawn again; fonts beside others
EDGE, SAME_HEIGHT, ASKEW = 0.12, 3, 5  # of a page's height; points; degrees
FEWEST_NUMBERS, MOST_UNKNOWN = 5, 0.01
IDEOGRAPH = "[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65]"
BETWEEN_IDEOGRAPHS = re.compile(rf"(?<={IDEOGRAPH}) (?={IDEOGRAPH})")


class Glyph(NamedTuple):
    """A letter: its place along its line, its baseline, its size."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a line with nothing wider than a blank between them. first: how wide the first word is."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    first: float


Row = list[Cell]


@dataclass
class Sheet:
    """A page: its rows from head to foot, and what else is on it (texts that run another way, fields).

    typed: what somebody typed onto it. ticked: whether boxes of a form are. pictured: the share of it that its largest
    picture covers.
    """

    number: int
    top: float
    bottom: float
    rows: list[Row] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    ticked: bool = False
    pictured: float = 0


@dataclass(frozen=True)
class Line:
    """A line in its column. label: whether one opens it; column: a number for each column of each page."""

    page: int
    column: int
    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    first: float
    speaker: str = ""
    label: bool = False
    tab: bool = False


def runs_left(word: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in word)


def side_by_side(cells: Iterable[Cell]) -> list[Row]:
    rows: list[Row] = []
    for cell in sorted(cells, key=lambda cell: (cell.x0, cell.base)):
        near = [row for row in rows if abs(row[-1].base - cell.base) < 0.4 * min(row[-1].size, cell.size)]
        if near:
            min(near, key=lambda row: abs(row[-1].base - cell.base)).append(cell)
        else:
            rows.append([cell])
    return sorted(rows, key=lambda row: (row[0].base, row[0].x0))


def text_of(row: Sequence[Cell]) -> str:
    """The words of a row; letters that lie close belong to one word, though the line bends between them."""
    if all(runs_left(cell.text) for cell in row):
        row = row[::-1]
    text = row[0].text
    for a, b in pairwise(row):
        near = max(a.x0, b.x0) - min(a.x1, b.x1) <= BLANK * max(a.size, b.size)
        text += b.text if near else f" {b.text}"
    return text


def stands_out(some: Cell | Line, size: float, bold: bool) -> bool:
    return some.size >= LARGE * size or (some.bold and not bold)


def usual_style(cells: Iterable[Cell | Line]) -> tuple[float, bool]:
    """The size of most of a text, and whether it is bold."""
    styles: Counter[tuple[float, bool]] = Counter()
    for cell in cells:
        styles[cell.size, cell.bold] += len(cell.text)
    return styles.most_common(1)[0][0] if styles else (1.0, False)


def labels_in(text: str) -> dict[str, bool]:
    """What a line opens with that is shaped like a label, and whether its form is one that nobody writes by chance.

    A role without a mark behind it may begin any sentence, and is none.
    """
    return {
        found.label: found.form in labels.SURE
        for found in labels.openings(text)
        if (
            labels.is_shaped_like_a_label(found.label, found.wrapped)
            if found.form in labels.SURE
            else found.form not in {labels.ALONE, labels.BARE} and labels.is_generic(found.label)
        )
    }
