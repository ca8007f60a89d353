"""Comments of a Word file, and where in its text they stand.

A `Following` is handed to the reader, which tells it of every mark of a comment that it passes. Marks lie anywhere
between characters, paragraphs and cells; blanks are squeezed and lines dropped after them. So a line that is followed
carries its marks along, wherever it goes.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from multicase.ingest.blocks import Block, canonical, squeezed
from multicase.ingest.readers.word_styles import OFF, attribute, name

START, END, REFERENCE = "commentRangeStart", "commentRangeEnd", "commentReference"

Mark = tuple[str, str]  # START, END or REFERENCE; the comment's id
Places = dict[Mark, list[int]]


class Marked(str):
    """A line with the marks of comments in it, each after so many of its characters."""

    marks: list[tuple[int, Mark]]

    @classmethod
    def of(cls, text: str, marks: Iterable[tuple[int, Mark]] = ()) -> Marked:
        made = cls(text)
        made.marks = list(marks)
        return made


@dataclass(frozen=True)
class Comment:
    """A comment: its lines, and the comment that it answers, "" if none. author: initials where no name is given."""

    id: str
    author: str
    date: str
    lines: tuple[str, ...]
    above: str = ""
    is_resolved: bool = False


class Following:
    """The comments of one file, gathered while it is read.

    verbatim: lines keep their blanks, empty ones too, and tracked changes are taken back: the text as it was given.
    """

    def __init__(self, verbatim: bool = False):
        self.verbatim = verbatim
        self._comments: dict[str, Comment] = {}
        self._of_paragraph: dict[str, str] = {}  # a paragraph's id -> the comment that it is of
        self._waiting: list[Mark] = []  # for the next line
        self._last: Marked | None = None

    @property
    def comments(self) -> list[Comment]:
        """In the order of the file."""
        return list(self._comments.values())

    def lines(self, shown: str, marks: Sequence[tuple[int, etree._Element]]) -> list[str]:
        """The lines of a paragraph's text. A mark in a line that is dropped goes to one beside it."""
        made: list[str] = []
        begin = 0
        for text in shown.split("\n"):
            here = [(at - begin, _mark(one)) for at, one in marks if begin <= at <= begin + len(text)]
            begin += len(text) + 1
            if self.verbatim or text.strip():
                line = text if self.verbatim else squeezed(text)
                at = (lambda place: place) if self.verbatim else (lambda place, text=text: _squeezed(text, place))
                self._last = Marked.of(line, [*self._awaited(), *((at(place), mark) for place, mark in here)])
                made.append(self._last)
            else:
                for _, mark in here:
                    self._lay(mark)
        return made

    def loose(self, element: etree._Element) -> None:
        """A mark that stands in no paragraph."""
        self._lay(_mark(element))

    def table(self, rows: Sequence[Sequence[Sequence[str]]], blocks: list[Block], first: int, place: str) -> None:
        """The blocks that a table became, from the first one on: marks of cells that were joined or left out go along.

        rows: of cells, each as its lines.
        """
        before = blocks[first - 1].text if first else None
        self._last = before if isinstance(before, Marked) else None
        of_row: dict[str, list[int]] = defaultdict(list)
        for number in range(first, len(blocks)):
            of_row[blocks[number].locator].append(number)
        for number, row in enumerate(rows, 1):
            lines = [line for cell in row for line in cell]
            mine = of_row[f"{place}, row {number}"]
            kept = {id(blocks[one].text) for one in mine}
            if len(mine) == 1 and not any(id(line) in kept for line in lines):
                one = mine[0]
                self._last = self._joined(blocks[one].text, lines)
                blocks[one] = replace(blocks[one], text=self._last)
            else:
                self._picked(lines, kept)

    def _joined(self, text: str, lines: Sequence[str]) -> Marked:
        marks, at = self._awaited(), 0
        for line in lines:
            found = text.find(line, at)
            at = found if found >= 0 else at
            marks += [(at + place, mark) for place, mark in line.marks]
            at += len(line) if found >= 0 else 0
        return Marked.of(text, marks)

    def _picked(self, lines: Sequence[str], kept: set[int]) -> None:
        for line in lines:
            if id(line) in kept:
                line.marks[:0] = self._awaited()
                self._last = line
            else:
                for _, mark in line.marks:
                    self._lay(mark)

    def end(self) -> None:
        """The end of the body: what waits for another line has no place."""
        self._waiting, self._last = [], None

    def comment(self, element: etree._Element, lines: Sequence[str]) -> None:
        """A comment of the comments' own part, with the lines that it holds."""
        if name(element) != "comment":
            return
        key = attribute(element, "id") or ""
        author = " ".join((attribute(element, "author") or attribute(element, "initials") or "").split())
        said = tuple(str(line) for line in lines)
        self._comments.setdefault(key, Comment(key, author, attribute(element, "date") or "", said))
        for part in element.iter():
            if name(part) == "p" and (paragraph := _local(part, "paraId")):
                self._of_paragraph.setdefault(paragraph, key)

    def threads(self, roots: Iterable[etree._Element]) -> None:
        """Which comments answer which, and which are resolved, as Word's own part for that says."""
        for root in roots:
            for one in root:
                key = self._of_paragraph.get(_local(one, "paraId"), "")
                above = self._of_paragraph.get(_local(one, "paraIdParent"), "")
                if key:
                    is_resolved = (_local(one, "done") or "0") not in OFF
                    self._comments[key] = replace(self._comments[key], above=above, is_resolved=is_resolved)

    def _awaited(self) -> list[tuple[int, Mark]]:
        waiting, self._waiting = self._waiting, []
        return [(0, mark) for mark in waiting]

    def _lay(self, mark: Mark) -> None:
        """A beginning belongs to the next line, an end to the last one."""
        if mark[0] == START or self._last is None:
            self._waiting.append(mark)
        else:
            self._last.marks.append((len(self._last), mark))


def text_and_places(blocks: Sequence[Block]) -> tuple[str, Places]:
    """The canonical text of blocks that were followed, and where in it each mark stands."""
    whole = canonical(blocks)
    places: Places = defaultdict(list)
    for block, line in zip(blocks, whole.lines, strict=True):
        for at, mark in getattr(block.text, "marks", ()):
            composed = len(unicodedata.normalize("NFC", block.text[:at]))
            places[mark].append(line.start + composed)
    return whole.text, dict(places)


def verbatim_and_places(blocks: Sequence[Block], first: int, last: int) -> tuple[str, Places]:
    """The text of some blocks, each a line as it stands, and where each mark stands, before or after the text too."""
    starts, begin = [], 0
    for block in blocks:
        starts.append(begin)
        begin += len(block.text) + 1
    places: Places = defaultdict(list)
    for block, start in zip(blocks, starts, strict=True):
        for at, mark in getattr(block.text, "marks", ()):
            places[mark].append(start + at - starts[first])
    return "\n".join(block.text for block in blocks[first:last]), dict(places)


def _mark(element: etree._Element) -> Mark:
    return name(element), attribute(element, "id") or ""


def _squeezed(text: str, place: int) -> int:
    """Where a place of a text is once its blanks have been squeezed."""
    return min(len(squeezed(f"{text[:place]}|")) - 1, len(squeezed(text)))


def _local(element: etree._Element, key: str) -> str:
    """An attribute by its name alone: Word's extensions have namespaces by the year."""
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == key), "")
