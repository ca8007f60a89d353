"""The audit site as a reader gets it: its pages, what they link to and load, and what the evidence counts."""

from __future__ import annotations

import csv
import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from small_study import REPOSITORY

PUBLISHED = REPOSITORY / "results/published/gp-leadership"
START = "index.html"
LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "image": "href",
    "use": "href",
    "link": "href",
}
SIDES = {"n_for": "for", "n_mixed": "mixed", "n_against": "against"}
COUNTED = {"n_segments": "segments", "segments": "segments"} | dict.fromkeys(SIDES, "sources")
COUNTED |= {f"n_{what}": what for what in ("sources", "participants", "cases")}
COUNTED |= dict.fromkeys(("documents", "interviews", "group_interviews", "observations"), "sources")
NUMBER = re.compile(r"\d[\d,]*")
XLINK = "{http://www.w3.org/1999/xlink}href"


def folder() -> Path:
    """The folder that holds the site: the published results, or what the variable MULTICASE_SITE names."""
    return Path(os.environ.get("MULTICASE_SITE", PUBLISHED)).resolve()


@dataclass(frozen=True)
class Link:
    """A link as it is written, where it leads below the folder (empty if out of it), and to which anchor there."""

    href: str
    path: str
    anchor: str


class Page:
    """A page: the ids on it, its links, what it loads, and how it is built. path: below the folder."""

    def __init__(self, folder: Path, path: str) -> None:
        self.path, self.size = path, (folder / path).stat().st_size
        self.tree = html.parse(str(folder / path), html.HTMLParser(encoding="utf-8", huge_tree=True)).getroot()
        base = self.tree.find(".//base")
        self.base = posixpath.join(posixpath.dirname(path), "" if base is None else base.get("href"))
        self.ids: list[str] = []
        self.links: list[Link] = []
        self.loads: list[str] = []
        for element in self.tree.iter(html.etree.Element):
            found = element.attrib
            if "id" in found:
                self.ids.append(found["id"])
            if element.tag == "a" and (href := found.get("href", found.get(XLINK))) is not None:
                self.links.append(self.link(href))
            elif element.tag in LOADED and (address := found.get(LOADED[element.tag], found.get(XLINK))) is not None:
                self.loads.append(address)

    def link(self, href: str) -> Link:
        """Where an address on this page leads."""
        told = urlsplit(href)
        path = posixpath.normpath(posixpath.join(self.base, unquote(told.path)))
        is_out = told.scheme or told.netloc or path.startswith(("../", "/")) or path == ".."
        return Link(href, "" if is_out else path if told.path else self.path, unquote(told.fragment))


@dataclass(frozen=True)
class Number:
    """A number of a table that says what it counts. nth: which of the page's `td a` it is, from 0."""

    page: str
    column: str
    text: str
    counts: str
    link: Link
    nth: int

    @property
    def value(self) -> int:
        """What it says."""
        return int(NUMBER.search(self.text)[0].replace(",", ""))


class Site:
    """All pages below a folder; each is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.page = cache(lambda path: Page(folder, path))

    @cached_property
    def clicks(self) -> dict[str, int]:
        """path -> how many clicks it takes from the first page, for all that can be reached."""
        found, rim = {START: 0}, [START]
        while rim:
            further: list[str] = []
            for path in rim:
                for to in dict.fromkeys(link.path for link in self.page(path).links):
                    if to not in found and to.endswith(".html") and (self.folder / to).is_file():
                        found[to] = found[path] + 1
                        further.append(to)
            rim = further
        return found

    @cached_property
    def pages(self) -> list[Page]:
        """All pages that can be reached, by path."""
        return [self.page(path) for path in sorted(self.clicks)]

    def below(self, *places: str) -> list[str]:
        """The paths of the pages that can be reached below one of these places."""
        return [path for path in sorted(self.clicks) if path.startswith(places)]

    def columns(self, table: str) -> list[str]:
        """The columns of a table's CSV."""
        with (self.folder / f"tables/{table}.csv").open(encoding="utf-8", newline="") as file:
            return next(csv.reader(file))

    def numbers(self, path: str) -> list[Number]:
        """The numbers on a table's page that are a count and lead to evidence."""
        page = self.page(path)
        cells = [a for a in page.tree.iter("a") if next(a.iterancestors("td"), None) is not None]
        nth = {element: place for place, element in enumerate(cells)}
        columns = self.columns(Path(path).stem)
        found = []
        for row in page.tree.xpath("//table[@class='rows']/tbody/tr"):
            for column, cell in zip(columns, row.xpath("td"), strict=True):
                for a in cell.xpath("a"):
                    text, link = a.text_content(), page.link(a.get("href"))
                    if column in COUNTED and NUMBER.match(text) and link.path.startswith("audit/evidence/"):
                        found.append(Number(path, column, text, COUNTED[column], link, nth[a]))
        return found

    def shown(self, number: Number) -> int:
        """How many segments, sources, participants or cases the evidence shows where a number leads."""
        page = self.page(number.link.path)
        at = page.tree.get_element_by_id(number.link.anchor)
        if number.link.anchor.endswith(("-participants", "-cases")):
            return len(at.xpath("a")) + int(at.xpath("substring-before(i, ' ')") or 0)  # some aren't named
        sections = list(self._part(page, at))
        if number.counts == "segments" or (number.column in SIDES and not number.link.anchor.endswith("-sources")):
            return _segments(sections) or _told(at)
        heads = [(h.xpath("string(a)"), h.get("class", "")) for section in sections for h in section.xpath("dl/dt")]
        side = SIDES.get(number.column)
        return len({source for source, voice in heads if side is None or voice == side})

    def _part(self, page: Page, at: html.HtmlElement) -> Iterator[html.HtmlElement]:
        """The sections of the part that an anchor stands at the head of, over all the pages that it goes on on."""
        section = next(at.iterancestors("section"))
        whole = at.tag == "h2" and _is_named(section)  # a row of several parts: all of them
        yield section
        rest = list(section.itersiblings("section"))
        while True:
            for section in rest:
                if section.xpath("h2") or (not whole and _is_named(section)):
                    return
                yield section
            following = page.tree.xpath("//a[@rel='next']/@href")
            if not following:
                return
            page = self.page(page.link(following[0]).path)
            rest = page.tree.xpath("//section")


def _is_named(section: html.HtmlElement) -> bool:
    """Whether a part with a name of its own begins in a section."""
    return bool(section.xpath("h3[@id]"))


def _segments(sections: list[html.HtmlElement]) -> int:
    """The segments that sections list, or tell of by source; parts of a row may tell of the same ones."""
    listed = [a.get("href") for section in sections for a in section.xpath("dl/dd/a[1]")]
    told: dict[str, list[int]] = {}  # source -> how many segments of it each part has
    part = 0
    for section in sections:
        part += _is_named(section)
        for dd in section.xpath("dl[@class='plain']/dd"):
            if n := re.match(r"([\d,]+) segments?", dd.text_content()):
                of = told.setdefault(dd.getprevious().xpath("string(a)"), [])
                of += [0] * (part + 1 - len(of))
                of[part] += int(n[1].replace(",", ""))
    return len(set(listed)) + sum(map(max, told.values()))


def _told(at: html.HtmlElement) -> int:
    """The segments that a sum tells of, which leads on to the rows that it is of."""
    section = next(at.iterancestors("section"))
    return int(section.xpath("string(p[@id][1]/b[1])").split()[0].replace(",", "")) if section.xpath("p[b]/a") else 0
