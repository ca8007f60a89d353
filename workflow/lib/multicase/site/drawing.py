"""A figure's SVG as it stands within a page: what is drawn and nothing else, short, and its marks as links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from multicase.figures import marks

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
# What matplotlib draws with; nothing else gets into a page.
DRAWN = {
    "g": ("transform", "style", "clip-path"),
    "path": ("d", "transform", "style", "clip-path"),
    "use": ("x", "y", "transform", "style", "clip-path"),
    "image": ("x", "y", "width", "height", "transform"),
    "rect": ("x", "y", "width", "height"),
    "defs": (),
    "clipPath": (),
}
IMAGE = "data:image/png;base64,"
NUMBER = re.compile(r"-?\d+\.\d+")
COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
MOVED = re.compile(r"translate\((\S+) (\S+)\)")
FILLED = re.compile(r"fill:(#\w{6})")
REFERS = re.compile(r"url\(#([^)]+)\)")
DECIMALS = 2  # of a point, which is 1/72 inch


@dataclass(frozen=True)
class Link:
    """Where a mark leads, and what it is in words."""

    href: str
    title: str


def read(path: Path) -> etree._Element:
    """A figure's SVG; nothing that it names is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.parse(path, parser).getroot()


def shown(svg: etree._Element) -> Iterator[tuple[int, ...]]:
    """The rows (from 0) of the figure's CSV that marks show, mark by mark as they are drawn."""
    for group in svg.iter(f"{SVG}g"):
        if rows := marks.shown(group.get("id", "")):
            yield rows


def inline(svg: etree._Element, links: Mapping[tuple[int, ...], Link], title: str) -> str:
    """The drawing, in which each mark that has a link is one. links: by the rows that a mark shows.

    The first drawing of a mark is reached by keyboard; further ones, such as the number at a bar, by pointing alone.
    """
    made = etree.Element("svg", viewBox=svg.get("viewBox"), role="group")
    made.set("aria-label", title)
    _Copy(svg, links).children(svg, made)
    return etree.tostring(made, encoding="unicode")


class _Copy:
    """Copies what is drawn."""

    def __init__(self, svg: etree._Element, links: Mapping[tuple[int, ...], Link]) -> None:
        self.links, self.reached = links, set[tuple[int, ...]]()
        self.ids: dict[str, str] = {}
        for element in svg.iter(f"{SVG}*"):
            for name in self._named(element):
                self.ids.setdefault(name, f"f{len(self.ids)}")

    @staticmethod
    def _named(element: etree._Element) -> list[str]:
        """The ids that an element refers to."""
        href = element.get(XLINK, "")
        return [*([href[1:]] if href.startswith("#") else []), *REFERS.findall(element.get("clip-path", ""))]

    def children(self, of: etree._Element, into: etree._Element, in_text: bool = False) -> None:
        for element in of.iterchildren(f"{SVG}*"):
            name = etree.QName(element).localname
            rows = marks.shown(element.get("id", ""))
            if name not in DRAWN:
                continue
            if rows in self.links:
                self.children(element, self._link(rows, into))
            elif given := self._attributes(element, name, in_text):
                self.children(
                    element, etree.SubElement(into, name, given), in_text or "scale(" in given.get("transform", "")
                )
            elif name == "g":
                self.children(element, into, in_text)
            elif len(element):
                self.children(element, etree.SubElement(into, name), in_text)

    def _link(self, rows: tuple[int, ...], into: etree._Element) -> etree._Element:
        link = etree.SubElement(into, "a", href=self.links[rows].href)
        if rows in self.reached:
            link.set("tabindex", "-1")
        self.reached.add(rows)
        etree.SubElement(link, "title").text = self.links[rows].title
        return link

    def _attributes(self, element: etree._Element, name: str, in_text: bool) -> dict[str, str]:
        given = {key: element.get(key) for key in DRAWN[name] if element.get(key)}
        if element.get("id") in self.ids:
            given["id"] = self.ids[element.get("id")]
        href = element.get(XLINK, "")
        if name == "image" and href.startswith(IMAGE):
            given["href"] = href
        elif name == "use":
            given["href"] = f"#{self.ids[href[1:]]}" if href[1:] in self.ids else "#"
            if moved := MOVED.fullmatch(given.get("transform", "")):
                del given["transform"]
                given |= {key: at for key, at in zip("xy", moved.groups(), strict=True) if at != "0"}
        short = {key: self._short(key, value, in_text) for key, value in given.items()}
        if filled := FILLED.fullmatch(short.get("style", "")):
            del short["style"]
            short["fill"] = filled[1]
        return short

    def _short(self, key: str, value: str, in_text: bool) -> str:
        """An attribute's value without what the eye can't see."""
        if key == "clip-path":
            return REFERS.sub(lambda found: f"url(#{self.ids[found[1]]})", value)
        if key == "style":
            return value.replace(": ", ":").replace("; ", ";")
        if key == "d":
            return _path(value)
        if key in ("x", "y"):
            return _rounded(value, 0 if in_text else DECIMALS)
        return MOVED.sub(lambda found: _rounded(found[0], DECIMALS), value) if key == "transform" else value


def _path(text: str) -> str:
    """A path in fewer characters: lines straight across or down by what changes."""
    found, before = [], ("", "")
    for command, numbers in COMMAND.findall(_rounded(text, DECIMALS)):
        at = numbers.split()
        if command == "L" and before[0] == at[0]:
            found.append(f"V{at[1]}")
        elif command == "L" and before[1] == at[1]:
            found.append(f"H{at[0]}")
        else:
            found.append(command + " ".join(at))
        before = tuple(at[-2:]) if at else ("", "")
    return "".join(found)


def _rounded(text: str, decimals: int) -> str:
    """Text with its decimal numbers rounded."""

    def short(found: re.Match[str]) -> str:
        told = f"{float(found[0]):.{decimals}f}"
        told = told.rstrip("0").rstrip(".") if decimals else told
        return "0" if told == "-0" else told

    return NUMBER.sub(short, text)
