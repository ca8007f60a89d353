"""Word files: names of elements, and what styles and lists say of paragraphs (lxml elements, None where there is none).

Strict and transitional files have other namespaces for the same elements; both are read by short names: Word's own
elements without a prefix, those of others with one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import etree

OPEN, STRICT = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
W = f"{OPEN}/wordprocessingml/2006/main", f"{STRICT}/wordprocessingml/main"
PREFIXES = dict.fromkeys(W, "") | {
    f"{OPEN}/markup-compatibility/2006": "mc:",
    f"{OPEN}/officeDocument/2006/math": "m:",
    f"{STRICT}/officeDocument/math": "m:",
    f"{OPEN}/drawingml/2006/main": "a:",
    f"{STRICT}/drawingml/main": "a:",
    f"{OPEN}/drawingml/2006/chart": "c:",
    f"{STRICT}/drawingml/chart": "c:",
    f"{OPEN}/drawingml/2006/diagram": "dgm:",
    f"{STRICT}/drawingml/diagram": "dgm:",
    "urn:schemas-microsoft-com:vml": "v:",
}
OFF = frozenset({"0", "false", "off", "none"})
LEVELS = frozenset("012345678")  # of an outline; the next one is body text
HEADING_STYLE = re.compile(r"heading \d|title", re.IGNORECASE)
ROMAN = {
    1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V",
    4: "IV", 1: "I",
}  # fmt: skip
COUNTING = re.compile("%([1-9])")
WORDED = re.compile(r"[^\W\d_]{2}")
LARGEST = 3999  # number that is written in letters


def name(element: etree._Element) -> str:
    """The short name of an element. Raises TypeError for a reference to an entity, which no Word file has."""
    return _short(element.tag)


@lru_cache(maxsize=1024)
def _short(tag: str) -> str:
    if not isinstance(tag, str):
        raise TypeError("an entity")
    uri, _, local = tag.removeprefix("{").rpartition("}")
    return PREFIXES.get(uri, "?:") + local


def at(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at a path of short names below one."""
    for step in path:
        if element is None:
            break
        for child in element:
            if name(child) == step:
                break
        else:
            child = None
        element = child
    return element


def attribute(element: etree._Element | None, key: str) -> str | None:
    """An attribute of Word's."""
    if element is None:
        return None
    return next((found for uri in W if (found := element.get(f"{{{uri}}}{key}")) is not None), None)


def value(element: etree._Element | None, *path: str) -> str | None:
    """The value of the element at a path below one."""
    return attribute(at(element, *path), "val")


def switch(properties: etree._Element | None, key: str) -> bool | None:
    """Whether properties switch something on or off; None if they don't speak of it."""
    found = at(properties, key)
    return None if found is None else (attribute(found, "val") or "1") not in OFF


def outline(properties: etree._Element | None) -> bool | None:
    """Whether a paragraph's properties make it a heading; None if they don't speak of it."""
    level = value(properties, "outlineLvl")
    return None if level is None else level in LEVELS


@dataclass(frozen=True)
class Style:
    """What a style says, together with those it rests on (lineage: their ids, its own first)."""

    lineage: tuple[str, ...] = ()
    is_hidden: bool = False
    is_heading: bool = False
    is_bold: bool = False
    list: str = ""
    level: str = "0"


class Styles:
    """The styles of a file. tree: the root of styles.xml."""

    def __init__(self, tree: etree._Element | None):
        styles = [one for one in tree if name(one) == "style"] if tree is not None else []
        self._elements = {attribute(one, "styleId") or "": one for one in styles}
        self._known: dict[str, Style] = {}
        self._default = next(
            (
                id
                for id, one in self._elements.items()
                if attribute(one, "type") == "paragraph" and (attribute(one, "default") or "0") not in OFF
            ),
            "",
        )

    def of(self, id: str | None) -> Style:
        """A style; one that says nothing if there is none of this id."""
        id = id or ""
        if id in self._elements and id not in self._known:
            self._known[id] = self._folded(id)
        return self._known.get(id) or NO_STYLE

    def of_paragraph(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with these properties."""
        id = value(properties, "pStyle")
        return self.of(id if id in self._elements else self._default)

    def _folded(self, id: str) -> Style:
        lineage = tuple(self._lineage(id))

        def nearest(said: Callable[[etree._Element], bool | str | None]):
            return next((found for one in lineage if (found := said(self._elements[one])) is not None), None)

        return Style(
            lineage,
            bool(nearest(lambda style: switch(at(style, "rPr"), "vanish"))),
            bool(nearest(_is_heading)),
            bool(nearest(lambda style: switch(at(style, "rPr"), "b"))),
            nearest(lambda style: value(style, "pPr", "numPr", "numId")) or "",
            nearest(lambda style: value(style, "pPr", "numPr", "ilvl")) or "0",
        )

    def _lineage(self, id: str | None) -> Iterator[str]:
        seen: set[str] = set()
        while id in self._elements and id not in seen:
            seen.add(id)
            yield id
            id = value(self._elements[id], "basedOn")


NO_STYLE = Style()


def _is_heading(style: etree._Element) -> bool | None:
    said = outline(at(style, "pPr"))
    return True if said is None and HEADING_STYLE.fullmatch(value(style, "name") or "") else said


@dataclass(frozen=True)
class Level:
    """A level of a list. shown: its text with %1 for the number of level 1. style: of paragraphs that are on it.

    restart: it starts anew behind an item of a level below this one (counted from 0).
    """

    format: str
    shown: str
    start: int
    restart: int
    is_legal: bool
    style: str | None


@dataclass(frozen=True)
class Number:
    """What Word shows before a paragraph of a list; words: those of it that don't count, such as a speaker's label."""

    shown: str = ""
    words: str = ""

    @property
    def is_words(self) -> bool:
        """Whether nothing counts in it."""
        return bool(self.words) and self.words == self.shown


class Lists:
    """The lists of a file, and how far they have been counted. tree: the root of numbering.xml."""

    def __init__(self, tree: etree._Element | None, styles: Styles):
        children = list(tree) if tree is not None else []
        kinds = {attribute(one, "abstractNumId"): one for one in children if name(one) == "abstractNum"}
        lists = {attribute(one, "numId"): one for one in children if name(one) == "num"}
        self._kinds: dict[str, str | None] = {}  # list -> its kind; lists of one kind are counted together
        self._levels: dict[str, dict[int, Level]] = {}
        self._anew: dict[str, list[int]] = {}  # list -> levels that its first item starts anew
        self._counts: dict[str | None, dict[int, int]] = {}
        for id, one in lists.items():
            kind = value(one, "abstractNumId")
            if link := value(kinds.get(kind), "numStyleLink"):
                kind = value(lists.get(styles.of(link).list), "abstractNumId")
            self._kinds[id] = kind
            levels = self._levels[id] = _levels(kinds.get(kind))
            self._anew[id] = []
            for change in _all(one, "lvlOverride"):
                index, start = int(attribute(change, "ilvl") or 0), value(change, "startOverride")
                levels |= _levels(change)
                if start is not None and index in levels:
                    levels[index] = replace(levels[index], start=int(start))
                self._anew[id].append(index)

    def next(self, properties: etree._Element | None, style: Style) -> Number:
        """The number of a paragraph, as Word shows it; empty if it has none, or a bullet."""
        own = value(properties, "numPr", "numId")
        id = style.list if own is None else own
        levels = self._levels.get(id, {})
        level = value(properties, "numPr", "ilvl")
        if level is None and own is None:
            level = next((index for index, one in levels.items() if one.style in style.lineage), style.level)
        level = int(level or 0)
        if level not in levels:
            return Number()
        shown, words = self._counted(id, levels, level), COUNTING.sub("", levels[level].shown)
        is_worded = WORDED.search(words) or (words == shown and any(map(str.isalpha, words)))
        return Number(shown, words if is_worded and shown else "")

    def _counted(self, id: str, levels: dict[int, Level], level: int) -> str:
        counts = self._counts.setdefault(self._kinds[id], {})
        for index in self._anew.pop(id, ()):
            counts.pop(index, None)
        for index in levels:
            if index < level:
                counts.setdefault(index, levels[index].start)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for index in list(counts):
            if level < index and (index not in levels or level < levels[index].restart):
                del counts[index]

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            if index not in levels or index not in counts:
                return ""
            return _written(counts[index], "decimal" if levels[level].is_legal else levels[index].format)

        if levels[level].format == "bullet" and len(levels[level].shown) < 2:
            return ""
        return COUNTING.sub(shown, levels[level].shown)


def _levels(around: etree._Element | None) -> dict[int, Level]:
    levels = {}
    for element in _all(around, "lvl"):
        index, restart = int(attribute(element, "ilvl") or 0), value(element, "lvlRestart")
        levels[index] = Level(
            value(element, "numFmt") or "decimal",
            value(element, "lvlText") or "",
            int(value(element, "start") or 0),
            index if restart is None else int(restart),
            bool(switch(element, "isLgl")),
            value(element, "pStyle"),
        )
    return levels


def _all(element: etree._Element | None, key: str) -> list[etree._Element]:
    return [child for child in element if name(child) == key] if element is not None else []


def _written(n: int, format: str) -> str:
    if format in {"none", "bullet"}:
        return ""
    if format == "decimalZero":
        return f"{n:02d}"
    if format == "ordinal":
        return f"{n}{'th' if n // 10 % 10 == 1 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"
    if not 1 <= n <= LARGEST or not format.endswith(("Letter", "Roman")):
        return str(n)
    written = chr(ord("A") + (n - 1) % 26) * ((n - 1) // 26 + 1) if format.endswith("Letter") else _roman(n)
    return written.lower() if format.startswith("lower") else written


def _roman(n: int) -> str:
    found = ""
    for amount, sign in ROMAN.items():
        found, n = found + sign * (n // amount), n % amount
    return found
