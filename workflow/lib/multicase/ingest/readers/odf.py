"""OpenDocument text: what a word processor shows, in its order, through lxml, paragraph by paragraph."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from lxml import etree

from multicase.ingest.blocks import (
    ASIDE,
    COMMENT,
    DELETED,
    FOOTNOTE,
    HEADER,
    HEADING,
    HIDDEN,
    NUMBER,
    TEXT,
    Block,
    Reading,
    paragraph,
    squeezed,
)  # fmt: skip
from multicase.ingest.limits import Budget, opened
from multicase.ingest.readers.tables import table_blocks
from multicase.ingest.refusal import refuse

OASIS = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
NAMES = {prefix: OASIS.format(prefix) for prefix in ("office", "text", "table", "style", "form")}
NAMES |= {"fo": OASIS.format("xsl-fo-compatible")}
NAMES |= {"draw": OASIS.format("drawing"), "xml": "http://www.w3.org/XML/1998/namespace"}
PREFIXES = {uri: prefix for prefix, uri in NAMES.items()}
PARAGRAPHS = frozenset({"text:p", "text:h"})
CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
SIGNS = {"text:tab": "\t", "text:line-break": "\n", "text:s": " "}  # any number of blanks is one
APART = {
    "office:annotation": COMMENT, "office:change-info": COMMENT, "text:deletion": DELETED, "text:note": FOOTNOTE,
    **{f"style:{kind}{pages}": HEADER for kind in ("header", "footer") for pages in ("", "-left", "-first")},
}  # fmt: skip
STYLES = frozenset({"style:style", "style:default-style", "text:list-style", "text:outline-style"})
LEVELS = frozenset({"text:list-level-style-number", "text:outline-level-style"})
OBJECTS = "embedded objects (formulas, charts, sheets) aren't read"
UNREAD = {"draw:object": OBJECTS, "draw:object-ole": OBJECTS, "form:form": "words in fields of forms aren't read"}
UNITS = PARAGRAPHS | APART.keys() | STYLES | UNREAD.keys() | {"table:table"}
SPANS = frozenset({"text:span", "text:a"})
SILENT = frozenset({"text:label", "text:number"})
SAID = ("text:display", "fo:font-weight")  # what styles say of their text
BOLD = 600  # a weight from which on letters are bold
MOST_REPEATED = 100  # an empty cell that is repeated more often is the rest of a sheet
MOST_COUNTED = 4000  # what is more is written in digits
ROMAN = {
    "M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9, "V": 5, "IV": 4,
    "I": 1,
}  # fmt: skip
PIECE = 4096  # bytes parsed at once: too few to nest so deep that the parser gives up before the budget does
PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": True, "collect_ids": False}
PARSER |= {"remove_comments": True, "remove_pis": True}

Events = Iterator[tuple[str, etree._Element]]
Boxes = list[tuple[str, etree._Element]]  # each with why it isn't shown


def read(data: bytes, format: str, name: str, budget: Budget, declared: Mapping[str, str] | None = None) -> Reading:
    """One block per paragraph or heading, per line break within one, and per table row; boxes and drawings as asides.

    Left out, with the reason: deletions, hidden text, notes, comments, ruby, headers and footers, automatic numbers.
    declared: what columns of tables hold, as people say.
    """
    archive = opened(data)
    names = set(archive.namelist())
    if "META-INF/manifest.xml" in names and b"encryption-data" in budget.member(archive, "META-INF/manifest.xml"):
        raise refuse(name, "an encrypted odt file", "an odt file without a password", "Remove its password.")
    text = _Text(budget)
    text.reading.declared = declared or {}
    for member in ("styles.xml", "content.xml"):
        if member in names or member == "content.xml":
            text.read(budget.member(archive, member))
    return text.reading


@lru_cache(1024)
def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


@lru_cache(1024)
def _short(name: str) -> str:
    uri, _, local = name.removeprefix("{").rpartition("}")
    return f"{PREFIXES.get(uri, '?')}:{local}"


def _attribute(element: etree._Element, name: str) -> str:
    return element.get(_full(name)) or ""


def _tag(element: etree._Element) -> str:
    """A name with the usual prefix of its namespace. Raises ValueError for an entity, whose words can't be known."""
    if not isinstance(element.tag, str):
        raise ValueError("an entity")
    return _short(element.tag)


def _is_unit(tag: str) -> bool:
    """Whether an element is read as a whole; what holds units, and is none, is only gone through."""
    return tag in UNITS or tag.startswith("draw:")


@dataclass(frozen=True)
class _Level:
    """How a level of a list or of headings is numbered. above: how many levels a number shows."""

    format: str
    prefix: str
    suffix: str
    start: int
    above: int
    is_doubled: bool

    @classmethod
    def of(cls, element: etree._Element) -> _Level:
        around = (_attribute(element, f"style:num-{what}") for what in ("format", "prefix", "suffix"))
        start, above = (int(_attribute(element, f"text:{what}") or 1) for what in ("start-value", "display-levels"))
        return cls(*around, start, above, _attribute(element, "style:num-letter-sync") == "true")

    def written(self, n: int) -> str:
        """A number in the level's format, without what stands around it."""
        if not self.format or self.format not in "aAiI" or not 0 < n < MOST_COUNTED:
            return str(n) if self.format else ""
        text = ""
        if self.format in "iI":
            for sign, worth in ROMAN.items():
                text, n = text + sign * (n // worth), n % worth
        elif self.is_doubled:
            text = chr(65 + (n - 1) % 26) * ((n - 1) // 26 + 1)
        else:
            while n:
                n, letter = divmod(n - 1, 26)
                text = chr(65 + letter) + text
        return text if self.format.isupper() else text.lower()


_Levels = dict[int, _Level]


def _number(levels: _Levels, counts: list[int]) -> str:
    """What stands before an item. counts: of its level and those above it."""
    own = levels.get(len(counts))
    if not own or not own.format:
        return ""
    shown = range(max(1, len(counts) - own.above + 1), len(counts) + 1)
    parts = [levels[n].written(counts[n - 1]) for n in shown if n in levels]
    return f"{own.prefix}{'.'.join(part for part in parts if part)}{own.suffix}"


class _Styles:
    """What the styles say: which hide their text or set it in bold, what each rests on, and the numbers of lists and
    headings.

    The first map of each pair holds a part's own (automatic) styles, the second those of the whole document.
    """

    def __init__(self) -> None:
        # family and name -> what it says, by SAID, and the style above
        self.texts: ChainMap[tuple[str, str], tuple[dict[str, str], str]] = ChainMap({}, {})
        self.lists: ChainMap[str, _Levels] = ChainMap({}, {})
        self.outline: _Levels = {}

    def read(self, element: etree._Element) -> None:
        """Takes in one style. A default style has no name, as what has no style."""
        name = _attribute(element, "style:name")
        scope = 0 if _tag(element.getparent()) == "office:automatic-styles" else 1
        if _tag(element).startswith("style:"):
            said = {what: value for what in SAID for one in element if (value := _attribute(one, what))}
            key = (_attribute(element, "style:family"), name)
            self.texts.maps[scope][key] = (said, _attribute(element, "style:parent-style-name"))
            return
        levels = {int(_attribute(one, "text:level") or 1): _Level.of(one) for one in element if _tag(one) in LEVELS}
        if _tag(element) == "text:outline-style":
            self.outline = levels
        else:
            self.lists.maps[scope][name] = levels

    def end_of_part(self) -> None:
        """Lets go of the automatic styles."""
        for pair in (self.texts, self.lists):
            pair.maps[0].clear()

    def looks(self, family: str, name: str) -> tuple[bool | None, bool | None]:
        """Whether a style hides its text, and sets it in bold; None where neither it nor one above it says so."""
        display, weight = (self._said(what, family, name) for what in SAID)
        is_bold = weight == "bold" or (weight.isdecimal() and int(weight) >= BOLD)
        return display == "none" if display else None, is_bold if weight else None

    def _said(self, what: str, family: str, name: str) -> str:
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            said, name = self.texts.get((family, name), ({}, ""))
            if what in said:
                return said[what]
        return ""


@dataclass
class _List:
    """A list that is being read: its style, the levels of that, and the number of its latest item."""

    style: str
    levels: _Levels
    count: int


@dataclass
class _Line:
    """What a paragraph holds: pieces of text, each with why it isn't shown and whether it is in bold, and boxes."""

    pieces: list[tuple[str, str, bool]] = field(default_factory=list)
    boxes: Boxes = field(default_factory=list)
    is_hidden: bool = False

    def put(self, text: str | None, reason: str, is_bold: bool) -> None:
        """Adds a piece, if there is text; line feeds and tabs in XML are blanks."""
        if text:
            self.pieces.append((reason, re.sub(r"[ \t\r\n]+", " ", text), is_bold))

    @property
    def shown(self) -> list[tuple[str, bool]]:
        """The pieces that are shown, each with whether it is in bold."""
        return [(text, is_bold) for reason, text, is_bold in self.pieces if not reason]

    @property
    def lines(self) -> list[str]:
        return [squeezed(one) for one in "".join(text for text, _ in self.shown).split("\n") if one.strip()]


class _Text:
    """Reads the parts of a document into a reading. A reason that is empty means: shown."""

    def __init__(self, budget: Budget):
        self.reading, self.styles, self.budget = Reading(), _Styles(), budget
        self.place = "before paragraph 1"
        self.paragraphs = self.tables = 0
        self.headings: list[int] = []  # the number of the latest heading of each level
        self.ended: dict[object, int] = {}  # the last number of a list, by its id, and by its style and level

    def read(self, data: bytes) -> None:
        """Reads a part, each unit of which is let go when it has been read."""
        for unit, why, number in self._units(self._streamed(data), ""):
            tag = _tag(unit)
            boxes: Boxes = []
            if tag in STYLES:
                self.styles.read(unit)
            elif tag in PARAGRAPHS:
                self.paragraphs += 1
                self.place = f"paragraph {self.paragraphs}"
                line = self._paragraph(unit, why, number)
                role, boxes = HEADING if tag == "text:h" else TEXT, line.boxes
                self.reading.blocks += paragraph(line.lines, line.shown, self.place, role)
            elif tag == "table:table":
                self.tables += 1
                place = f"table {self.tables}"
                table_blocks(self._rows(unit, why, place), place, self.reading)
            elif tag.startswith("draw:"):
                boxes = [(why, unit)]
            else:
                if APART.get(tag) == HEADER:
                    self.place = tag.removeprefix("style:")
                self._lines(unit, why, number)
            for reason, box in boxes:
                place = f"{self.place}, text box"
                self.reading.blocks += [Block(line, place, role=ASIDE) for line in self._flow(box, reason)]
        self.styles.end_of_part()

    def _streamed(self, data: bytes) -> Events:
        """Starts and ends of a part's elements, without those in units."""
        depth = inside = 0
        for event, element in _events(data):
            is_start, is_unit = event == "start", _is_unit(_tag(element))
            depth += 1 if is_start else -1
            self.budget.depth(depth)
            inside -= is_unit and not is_start
            if not inside:
                yield event, element
                if not is_start:
                    element.clear(keep_tail=False)
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            inside += is_unit and is_start

    def _units(self, events: Events, why: str) -> Iterator[tuple[etree._Element, str, str]]:
        """Units, each with why it isn't shown, and the number that stands before it."""
        reasons, lists, number = [why], [], ""
        for event, element in events:
            tag = _tag(element)
            if _is_unit(tag):
                if event == "end":
                    yield element, reasons[-1], number if tag in PARAGRAPHS else ""
                    number = "" if tag in PARAGRAPHS else number
            elif event == "start":
                reasons.append(HIDDEN if _is_hidden(element, tag) else reasons[-1])
                if tag == "text:list":
                    lists.append(self._opened(element, lists))
                elif tag == "text:list-item" and lists:
                    lists[-1].count = int(_attribute(element, "text:start-value") or lists[-1].count + 1)
                    number = _number(lists[-1].levels, [one.count for one in lists])
            else:
                if tag == "text:list":
                    ended = lists.pop()
                    if reasons[-1] in {"", HIDDEN}:  # no list goes on from a deleted one, or from a note
                        self.ended[ended.style, len(lists) + 1] = ended.count
                        self.ended[_attribute(element, "xml:id")] = ended.count
                elif tag == "text:list-item":
                    number = ""
                reasons.pop()

    def _opened(self, element: etree._Element, around: list[_List]) -> _List:
        """A list at its start, or where another, whose numbers it goes on with, ended."""
        style = _attribute(element, "text:style-name") or (around[-1].style if around else "")
        levels, level = self.styles.lists.get(style, {}), len(around) + 1
        count = levels[level].start - 1 if level in levels else 0
        if _attribute(element, "text:continue-numbering") == "true":
            count = self.ended.get((style, level), count)
        if before := _attribute(element, "text:continue-list"):
            count = self.ended.get(before, count)
        return _List(style, levels, count)

    def _heading(self, element: etree._Element) -> str:
        """The automatic number of a heading."""
        if not self.styles.outline or _attribute(element, "text:is-list-header") == "true":
            return ""
        level = int(_attribute(element, "text:outline-level") or 1)
        self.budget.depth(level)
        outline, counts = self.styles.outline, self.headings[:level]
        counts += [outline[n].start - 1 if n in outline else 0 for n in range(len(counts) + 1, level + 1)]
        counts[-1] += 1
        self.headings = counts
        return _number(outline, counts)

    def _flow(self, around: etree._Element, why: str) -> list[str]:
        """The shown lines of a cell, box or note."""
        return [line for unit in self._units(_walked(around), why) for line in self._lines(*unit)]

    def _lines(self, unit: etree._Element, why: str, number: str) -> list[str]:
        """The shown lines of a unit."""
        tag = _tag(unit)
        if tag in PARAGRAPHS:
            line = self._paragraph(unit, why, number)
            return line.lines + [one for reason, box in line.boxes for one in self._flow(box, reason)]
        if tag == "table:table":
            return [line for row in self._rows(unit, why) for cell in row for line in cell]
        if tag in UNREAD:
            if UNREAD[tag] not in self.reading.notes:
                self.reading.notes.append(UNREAD[tag])
            return []
        return self._flow(unit, APART.get(tag, why))

    def _rows(self, table: etree._Element, why: str, place: str = "") -> list[list[list[str]]]:
        """The cells of a table, each as its lines; what a covered cell says is hidden.

        A cell that spans its whole row is the only one of it.
        """
        rows: list[list[list[str]]] = []
        for row in _rows_below(table):
            if place:
                self.place = f"{place}, row {len(rows) + 1}"
            cells: list[list[str]] = []
            across = 0  # columns that the first cell spans
            for cell in row:
                if _tag(cell) in CELLS:
                    is_covered = _tag(cell) == "table:covered-table-cell"
                    lines = self._flow(cell, HIDDEN if is_covered else why)
                    cells += [lines] * self._times(cell, "columns", [lines])
                    across = across or int(_attribute(cell, "table:number-columns-spanned") or 1)
            cells = cells[:1] if 1 < len(cells) <= across and not any(cells[1:]) else cells
            rows += [cells] * (self._times(row, "rows", cells) if any(cells) else 1)
            self.budget.cells(len(cells))
        return rows

    def _times(self, element: etree._Element, axis: str, cells: list[list[str]]) -> int:
        """How often a cell or row is repeated."""
        times = max(1, int(_attribute(element, f"table:number-{axis}-repeated") or 1))
        if times > MOST_REPEATED:
            times = MOST_REPEATED if any(cells) else 1
        self.budget.cells((times - 1) * len(cells))
        self.budget.bytes((times - 1) * sum(len(line) for cell in cells for line in cell))
        return times

    def _paragraph(self, element: etree._Element, why: str, number: str) -> _Line:
        """What a paragraph holds. What isn't shown of it is left out."""
        if why != DELETED:  # what is deleted has no number
            number = number or (self._heading(element) if _tag(element) == "text:h" else "")
            self.reading.leave(number, self.place, why or NUMBER)
        line = _Line()
        is_hidden, is_bold = self.styles.looks("paragraph", _attribute(element, "text:style-name"))
        self._inline(element, why, (bool(is_hidden), bool(is_bold)), line)
        if line.is_hidden:
            line.pieces = [(HIDDEN, text, is_bold) for _, text, is_bold in line.pieces]
            line.boxes = [(HIDDEN, box) for _, box in line.boxes]
        for reason, pieces in groupby(line.pieces, itemgetter(0)):
            if reason:
                self.reading.leave("".join(text for _, text, _ in pieces), self.place, reason)
        return line

    def _inline(self, element: etree._Element, why: str, styled: tuple[bool, bool], line: _Line) -> None:
        """Adds what stands in an element of a paragraph to its line. styled: whether it is hidden, and in bold, by a
        style, which another may undo.
        """
        is_hidden, is_bold = styled
        reason = HIDDEN if is_hidden else why
        line.put(element.text, reason, is_bold)
        for child in element:
            tag = _tag(child)
            if tag in SIGNS:
                line.pieces.append((reason, SIGNS[tag], is_bold))
            elif tag in APART:
                self._flow(child, APART[tag])
            elif tag.startswith("draw:"):
                line.boxes.append((reason, child))
            elif tag not in SILENT:
                own = self.styles.looks("text", _attribute(child, "text:style-name")) if tag in SPANS else (None, None)
                by_style = is_hidden if own[0] is None else own[0], is_bold if own[1] is None else own[1]
                inner = HIDDEN if _is_hidden(child, tag) else why
                if tag == "text:hidden-text" and inner == HIDDEN and not child.text:
                    line.put(_attribute(child, "text:string-value"), inner, is_bold)
                line.is_hidden |= tag == "text:hidden-paragraph" and _attribute(child, "text:is-hidden") == "true"
                self._inline(child, inner, by_style, line)
            line.put(child.tail, reason, is_bold)


def _events(data: bytes) -> Events:
    """Starts and ends of a part's elements; `etree.iterparse` would refuse a part that gives two elements one id."""
    parser = etree.XMLPullParser(("start", "end"), **PARSER)
    for at in range(0, len(data), PIECE):
        parser.feed(data[at : at + PIECE])
        yield from parser.read_events()
    parser.close()
    yield from parser.read_events()


def _is_hidden(element: etree._Element, tag: str) -> bool:
    """Whether an element in or around a paragraph says itself that it isn't shown."""
    display = _attribute(element, "text:display")
    is_met = _attribute(element, "text:is-hidden") == "true"
    match tag:
        case "text:section":
            return display == "none" or (display == "condition" and is_met)
        case "text:hidden-text":
            return is_met
        case "text:variable-set":
            return display == "none"
    return tag in {"text:script", "text:ruby-text"}


def _walked(around: etree._Element) -> Events:
    """Starts and ends of the elements below one, without those in units."""
    walk = etree.iterwalk(around, ("start", "end"))
    for event, element in walk:
        if element is not around:
            if event == "start" and _is_unit(_tag(element)):
                walk.skip_subtree()
            yield event, element


def _rows_below(element: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those in groups."""
    for child in element:
        if _tag(child) == "table:table-row":
            yield child
        else:
            yield from _rows_below(child)
