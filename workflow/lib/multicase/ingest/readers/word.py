"""Word files: what Word shows, in its order, through lxml.

The body is read element by element, so that a long document takes little memory. A paragraph may lie in content
controls, custom XML and tracked insertions at any level; a table's cells and text boxes hold paragraphs and tables in
turn. Elements nest no deeper than the budget's limit, which bounds all recursion.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from multicase.ingest.blocks import (
    ASIDE,
    COMMENT,
    DELETED,
    FOOTNOTE,
    HEADER,
    HEADING,
    HIDDEN,
    INSERTED,
    MOVED,
    NUMBER,
    TEXT,
    Block,
    Reading,
    paragraph,
    squeezed,
)  # fmt: skip
from multicase.ingest.limits import Budget, opened
from multicase.ingest.readers.tables import table_blocks
from multicase.ingest.readers.word_styles import Lists, Number, Styles, at, attribute, name, outline, switch, value
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.ingest.readers.word_comments import Following

APART = {"header": HEADER, "footer": HEADER, "footnotes": FOOTNOTE, "endnotes": FOOTNOTE, "comments": COMMENT}
FATES = {"del": DELETED, "moveFrom": MOVED, "rt": HIDDEN}
UNDONE = {"ins": INSERTED, "moveTo": INSERTED, "rt": HIDDEN}  # where tracked changes are taken back
BLOCKS = frozenset({"p", "tbl", "a:p", "m:oMathPara", "m:oMath"})
ROWS, CELLS, BOXES = frozenset({"tr"}), frozenset({"tc"}), frozenset({"txbxContent", "a:txBody"})
ELSEWHERE = frozenset({"altChunk", "subDoc", "c:chart", "dgm:relIds"})
ALTERNATIVES = "mc:AlternateContent"
WHOLE = BLOCKS | ELSEWHERE | {ALTERNATIVES}  # what of the body is read at its end
# Extensions of which Word shows the first choice, and not what is there for other programs.
KNOWN = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/", "urn:schemas-microsoft-com:")
TEXTS, RUNS = frozenset({"t", "delText", "m:t", "a:t"}), frozenset({"r", "m:r"})
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "a:br": "\n", "noBreakHyphen": "-", "softHyphen": ""}
BLANKS = str.maketrans("\t\n\r", "   ")
PRIVATE, SURROGATES = 0xF000, range(0xD800, 0xE000)
CODE = "code of a field"
PICTURES = frozenset({"a:blip", "v:imagedata"})
MARKS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"})

Item = tuple[etree._Element, str]  # a paragraph, table, row or cell, and why it isn't shown
Rows = list[list[list[str]]]  # of cells, each as its lines

TICKED, UNTICKED = "☒", "☐"  # as Word shows them


@dataclass
class _Paragraph:
    """What a paragraph holds, or several that go on in each other. gone: what isn't shown, by reason.

    strong: which of the pieces that are shown are in bold.
    fields: those that are open, and whether it is their code that is being read. answers: what is chosen in each, in a
    form, and how many pieces are shown before it. marks: of comments, and how many characters are shown before each.
    """

    place: str = ""
    role: str = TEXT
    is_hidden: bool = False
    is_bold: bool = False  # by its style
    has_picture: bool = False
    shown: list[str] = field(default_factory=list)
    strong: list[bool] = field(default_factory=list)
    gone: dict[str, list[str]] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    answers: list[tuple[str, int]] = field(default_factory=list)
    marks: list[tuple[int, etree._Element]] = field(default_factory=list)

    def put(self, text: str, why: str, is_bold: bool = False) -> None:
        if True in self.fields:
            why = CODE
        (self.gone.setdefault(why, []) if why else self.shown).append(text)
        if not why:
            self.strong.append(is_bold)

    def field(self, kind: str | None, why: str = "", answer: str = "") -> None:
        """The beginning of a field, its end, or what separates its code from its result, which an answer may be."""
        if kind == "begin":
            self.fields.append(True)
            self.answers.append((answer, len(self.shown)))
        elif self.fields:
            self.fields.pop()
            if kind == "separate":
                self.fields.append(False)
                return
            chosen, before = self.answers.pop()
            if chosen and not "".join(self.shown[before:]).strip():
                self.put(chosen, why)

    def taken(self) -> dict[str, list[str]]:
        """What isn't shown, at the paragraph's end, which ends all fields: one whose code is still open hides words."""
        gone, code = self.gone, self.gone.pop(CODE, [])
        if True in self.fields:
            gone.setdefault(HIDDEN, []).extend(code)
        self.gone, self.fields, self.answers = {}, [], []
        return gone

    def lines(self) -> list[str]:
        return [squeezed(line) for line in "".join(self.shown).split("\n") if line.strip()]


def read(
    data: bytes,
    format: str,
    name: str,
    budget: Budget,
    follow: Following | None = None,
    declared: Mapping[str, str] | None = None,
) -> Reading:
    """One block per paragraph, per line break within one, and per table row; text boxes as asides behind paragraphs.

    Tracked insertions and what was moved here are text. Left out, with the reason: deletions, what was moved away,
    hidden text, ruby, footnotes, comments, headers and footers, automatic numbers. Noted: that a part lies in a file
    of its own, which isn't read. follow: is told of comments, and where in the text they stand. declared: what columns
    of tables hold, as people say.
    """
    package = _Package(opened(data), budget)
    main = (package.related("").get("officeDocument") or ["word/document.xml"])[0]
    parts = package.related(main)
    styles, lists = (next(map(package.tree, parts.get(kind, [])), None) for kind in ("styles", "numbering"))
    word = _Word(Styles(styles), lists, budget, follow)
    word.reading.declared = declared or {}
    word.body(package.elements(main))
    for kind, reason in APART.items():
        roots = map(package.tree, parts.get(kind, []))
        word.apart(roots if reason == HEADER else (note for root in roots for note in root), kind.rstrip("s"), reason)
    if follow:
        follow.threads(map(package.tree, parts.get("commentsExtended", [])))
    return word.reading


class _Package:
    """The parts of a file."""

    def __init__(self, archive: zipfile.ZipFile, budget: Budget):
        self.archive, self.budget = archive, budget
        self.names = set(archive.namelist())

    def elements(self, part: str) -> Iterator[tuple[str, etree._Element]]:
        """Starts and ends of the elements of a part, which is unpacked meanwhile."""
        self.budget.bytes(self.archive.getinfo(part).file_size)  # no more than this is ever unpacked
        depth = 0
        with self.archive.open(part) as file:
            for event, element in etree.iterparse(
                file,
                events=("start", "end"),
                remove_comments=True,
                remove_pis=True,
                resolve_entities=False,
                no_network=True,
                huge_tree=True,
            ):
                if event == "start":
                    if not depth and element.getroottree().docinfo.internalDTD is not None:
                        raise ValueError("a document type declaration")
                    depth += 1
                    self.budget.depth(depth)
                else:
                    depth -= 1
                yield event, element

    def tree(self, part: str) -> etree._Element:
        """The root of a part."""
        for _, element in self.elements(part):  # noqa: B007 - the last one is the root
            pass
        return element

    def related(self, part: str) -> dict[str, list[str]]:
        """The parts that a part names as its own (those of the package for ""), each once, by kind."""
        folder, base = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        found: dict[str, list[str]] = {}
        for one in self.tree(relations) if relations in self.names else ():
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            of_kind = found.setdefault(one.get("Type", "").rpartition("/")[2], [])
            if target in self.names and target not in of_kind and one.get("TargetMode") != "External":
                of_kind.append(target)
        return found


class _Word:
    """Reads a document's elements into a reading. place: where it has come to."""

    def __init__(
        self, styles: Styles, numbering: etree._Element | None, budget: Budget, follow: Following | None = None
    ):
        self.styles, self.lists, self.budget, self.follow = styles, Lists(numbering, styles), budget, follow
        self.fates = UNDONE if follow and follow.verbatim else FATES
        self.reading = Reading()
        self.place = ""
        self.pictures: list[str] = []  # where paragraphs hold a picture and no word

    def body(self, elements: Iterable[tuple[str, etree._Element]]) -> None:
        """The blocks of the document's body."""
        for one in self._flow(self._streamed(elements)):
            if isinstance(one, _Paragraph):
                boxes = f"{one.place}, text box"
                pieces = zip(one.shown, one.strong, strict=True)
                self.reading.blocks += paragraph(self._made(one), pieces, one.place, one.role)
                self.reading.blocks += [Block(line, boxes, role=ASIDE) for line in one.boxes]
            else:
                first = len(self.reading.blocks)
                table_blocks(one, self.place, self.reading)
                if self.follow:
                    self.follow.table(one, self.reading.blocks, first, self.place)
        if self.pictures:
            many = counted(len(self.pictures), "paragraph")
            self._note(f"{many} with a picture alone, of which no word is read, the first at {self.pictures[0]}")
        if self.follow:
            self.follow.end()

    def _made(self, paragraph: _Paragraph) -> list[str]:
        """The lines of a paragraph, with the marks of comments where these are followed."""
        return self.follow.lines("".join(paragraph.shown), paragraph.marks) if self.follow else paragraph.lines()

    def apart(self, items: Iterable[etree._Element], kind: str, reason: str) -> None:
        """Notes, comments, headers and footers: what they say stands in no block."""
        number = 1
        for item in items:
            self.place = f"{kind} {number}"
            lines = self._lines(self._nearest(item, ""))
            self.reading.leave(" ".join(lines), self.place, reason)
            if self.follow and reason == COMMENT:
                self.follow.comment(item, lines)
            number += bool(lines)  # lines that separate notes are none

    def _streamed(self, elements: Iterable[tuple[str, etree._Element]]) -> Iterator[Item]:
        """The paragraphs and tables of the body, each of which is let go when it has been read."""
        paragraphs = tables = 0
        whole = None
        for event, element in elements:
            if event == "start":
                if whole is None and name(element) in WHOLE:
                    whole = element
                continue
            if whole is not None and element is not whole:
                continue
            if whole is None and self.follow and name(element) in MARKS:
                self.follow.loose(element)
            for item, why in self._nearest([element], self._fate(element)) if whole is not None else ():
                if name(item) == "tbl":
                    tables += 1
                    self.place = f"table {tables}"
                else:
                    paragraphs += 1
                    self.place = f"paragraph {paragraphs}"
                yield item, why
            whole = None
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del element.getparent()[0]

    def _nearest(self, around: Iterable[etree._Element], why: str, names: frozenset[str] = BLOCKS) -> Iterator[Item]:
        """The nearest elements of some names, through content controls, custom XML and tracked changes."""
        for child in around:
            tag = name(child)
            if tag in names:
                yield child, why
            elif tag == ALTERNATIVES:
                yield from self._nearest(_chosen(child), why, names)
            elif tag in ELSEWHERE:
                self._note_elsewhere()
            elif tag in MARKS:
                if self.follow:
                    self.follow.loose(child)
            elif not tag.endswith("Pr"):
                yield from self._nearest(child, why or self.fates.get(tag, ""), names)

    def _flow(self, items: Iterable[Item]) -> Iterator[_Paragraph | Rows]:
        """Paragraphs and tables, in order; a paragraph that goes on in the next one is one with it."""
        paragraph = None
        for element, why in items:
            if name(element) == "tbl":
                if paragraph:
                    yield paragraph
                paragraph = None
                yield self._rows(element, why)
                continue
            paragraph = paragraph or _Paragraph()
            if not self._goes_on(element, why, paragraph):
                yield paragraph
                paragraph = None
        if paragraph:
            yield paragraph

    def _lines(self, items: Iterable[Item]) -> list[str]:
        """The lines of a cell, text box or note, those of tables in it among them."""
        lines: list[str] = []
        for one in self._flow(items):
            if isinstance(one, _Paragraph):
                lines += self._made(one) + one.boxes
            else:
                lines += [line for row in one for cell in row for line in cell]
        return lines

    def _rows(self, table: etree._Element, why: str) -> Rows:
        rows = []
        for row, fate in self._nearest(table, why, ROWS):
            properties = at(row, "trPr")
            if at(properties, "del") is not None:
                fate = fate or DELETED
            elif switch(properties, "hidden"):
                fate = fate or HIDDEN
            cells = [self._cell(cell, inner) for cell, inner in self._nearest(row, fate, CELLS)]
            if any(cells) or not fate:
                rows.append(cells)
        return rows

    def _cell(self, cell: etree._Element, why: str) -> list[str]:
        self.budget.cells(1)
        is_gone = at(cell, "tcPr", "cellDel") is not None
        return self._lines(self._nearest(cell, why or (DELETED if is_gone else "")))

    def _goes_on(self, element: etree._Element, why: str, into: _Paragraph) -> bool:
        """Reads a paragraph; true if it goes on in the next one: its mark isn't there, or it is a large initial."""
        properties = at(element, "pPr")
        style = self.styles.of_paragraph(properties)
        heading = outline(properties)
        into.place, into.is_hidden, into.is_bold = self.place, style.is_hidden, style.is_bold
        into.role = HEADING if (style.is_heading if heading is None else heading) else TEXT
        mark = at(properties, "rPr")
        is_initial = (attribute(at(properties, "framePr"), "dropCap") or "none") != "none"
        goes_on = bool(why) or is_initial or any(at(mark, gone) is not None for gone in self.fates)
        if not goes_on:
            self._number(self.lists.next(properties, style), into)
        before = len(into.shown)
        self._inline(element, why, into)
        if into.has_picture and not "".join(into.shown[before:]).strip():
            self.pictures.append(self.place)
        into.has_picture = False
        for reason, pieces in into.taken().items():
            self.reading.leave("".join(pieces), self.place, reason)
        return goes_on

    def _number(self, number: Number, into: _Paragraph) -> None:
        """A paragraph's automatic number is left out; words in its place are shown, since they may say who speaks."""
        self.budget.bytes(len(number.shown))
        if number.is_words:
            into.put(f"{number.shown}\t", "")
            return
        self.reading.leave(number.shown, self.place, NUMBER)
        if number.words:
            self._note("automatic numbers with words in them (Question 1) were left out: multicase check --left-out")

    def _inline(self, around: Iterable[etree._Element], why: str, into: _Paragraph, is_bold: bool = False) -> None:
        for child in around:
            tag = name(child)
            if tag in TEXTS:
                if len(child):
                    raise ValueError("an entity, or an element within text")
                is_gone = tag == "delText" and self.fates is FATES
                into.put((child.text or "").translate(BLANKS), why or (DELETED if is_gone else ""), is_bold)
            elif tag in SIGNS:
                into.put(SIGNS[tag], why, is_bold)
            elif tag in MARKS:
                into.marks.append((sum(map(len, into.shown)), child))
            elif tag == "sym":
                into.put(_symbol(child), why, is_bold)
            elif tag == "fldChar":
                into.field(attribute(child, "fldCharType"), why, _chosen_in(at(child, "ffData")))
            elif tag in BOXES:
                into.boxes += self._lines(self._nearest(child, why))
            elif tag == "v:textpath" and child.get("string"):  # lettering
                (into.gone.setdefault(why, []) if why else into.boxes).append(squeezed(child.get("string")))
            elif tag == ALTERNATIVES:
                self._inline(_chosen(child), why, into, is_bold)
            elif tag in ELSEWHERE:
                self._note_elsewhere()
            elif tag in PICTURES:
                into.has_picture = True
            elif not tag.endswith("Pr"):
                fate = why or self.fates.get(tag, "")
                if tag in RUNS:
                    style = self.styles.of(value(at(child, "rPr"), "rStyle"))
                    fate = fate or (HIDDEN if _is_on(child, "vanish", into.is_hidden, style.is_hidden) else "")
                    is_bold = _is_on(child, "b", into.is_bold, style.is_bold)
                self._inline(child, fate, into, is_bold)

    def _fate(self, element: etree._Element) -> str:
        """Why a paragraph or table isn't shown, by what lies around it."""
        return next((self.fates[tag] for one in element.iterancestors() if (tag := name(one)) in self.fates), "")

    def _note_elsewhere(self) -> None:
        self._note("a part that is another file (inserted document, chart or diagram) wasn't read")

    def _note(self, note: str) -> None:
        if note not in self.reading.notes:
            self.reading.notes.append(note)


def _is_on(run: etree._Element, key: str, by_paragraph: bool, by_style: bool) -> bool:
    """Whether a run is hidden or bold. Two styles that both say so cancel out: each is a switch."""
    own = switch(at(run, "rPr"), key)
    return by_paragraph != by_style if own is None else own


def _chosen(alternatives: etree._Element) -> Iterable[etree._Element]:
    """What Word shows of alternatives: the first choice that it knows and that isn't empty, or else the fallback."""
    for one in alternatives:
        needed = (one.get("Requires") or "").split() if name(one) == "mc:Choice" else []
        if len(one) and all((one.nsmap.get(prefix) or "").startswith(KNOWN) for prefix in needed):
            return one
    return ()


def _chosen_in(form: etree._Element | None) -> str:
    """What is chosen in a field of a form: the entry of a list, or a box, ticked or not."""
    if form is None:
        return ""
    if (box := at(form, "checkBox")) is not None:
        is_ticked = switch(box, "checked")
        return TICKED if (switch(box, "default") if is_ticked is None else is_ticked) else UNTICKED
    if (choices := at(form, "ddList")) is None:
        return ""
    entries = [attribute(one, "val") or "" for one in choices if name(one) == "listEntry"]
    number = value(choices, "result") or value(choices, "default") or "0"
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""


def _symbol(element: etree._Element) -> str:
    """A character by its number; in a font of signs, which has its own, that of the area for private use."""
    code = int(attribute(element, "char") or "0", 16)
    font = (attribute(element, "font") or "").lower()
    if code < 0x100 and font.startswith(("symbol", "wingdings", "webdings")):
        code += PRIVATE
    return "\ufffd" if code in SURROGATES else chr(code)
