"""An anonymised text as a document to be coded by comments, in Word or in any program that opens docx files.

Each line of the text is a paragraph, so that every place in the document is a place in the text. What stands around it,
how to code and the codebook, is told apart by two lines, which `commented` looks for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from multicase import office
from multicase.exchange.comment_codes import written
from multicase.exchange.commented import BEGINS, ENDS, digest
from multicase.exchange.names import Key, Known, entries, unique
from multicase.ingest.readers.word_comments import END, REFERENCE, START, Mark

if TYPE_CHECKING:
    import pandas as pd
    from docx.document import Document
    from lxml.etree import _Element

HOW = (
    "Select the words that you mean and add a comment. Write in it: code, or code; another code: what you think.",
    "The codes stand in a table behind the text. Leave the text as it is, save the document and hand it back.",
)
HEADINGS = ("Code", "Definition", "Include", "Exclude")
WIDTHS = (2100, 3100, 1950, 1950)  # of the columns, in twentieths of a point
KEPT = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Heading1", "Heading2", "TableGrid"}  # styles
FONT, SIZE = "Calibri", 11  # points
MARGIN = 25  # millimetres, of A4
MASK = re.compile(r"\[[^\[\]\n]+\]")
LABEL, MASKED, EVENT, HEADING = "label", "masked", "event", "heading"
# How they look: properties of a run, in the order of the format. Each differs in more than its colour.
LOOKS = {
    LABEL: (("b", {}), ("color", {"val": "1F4E79"})),
    MASKED: (("color", {"val": "444444"}), ("shd", {"val": "clear", "color": "auto", "fill": "E7E6E6"})),
    EVENT: (("i", {}), ("color", {"val": "595959"})),
    HEADING: (("b", {}),),
    "": (),
}
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
KIND = "application/vnd.openxmlformats-officedocument"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of all properties that users name


@dataclass(frozen=True)
class Given:
    """A coding that stands in a document already: a span of the text, a code and what was noted."""

    start: int
    end: int
    code: str
    memo: str = ""


def coded(codings: pd.DataFrame, coder: str) -> dict[str, list[Given]]:
    """What a coder coded, by source. codings: a frame of the contract `codings`; a passage is one, with all memos."""
    memos: dict[tuple[str, int, int, str], dict[str, None]] = {}
    rows = codings[codings["coder"] == coder]
    for row in rows.sort_values(["source_id", "passage_start", "passage_end", "code"], kind="stable").itertuples():
        key = (row.source_id, row.passage_start, row.passage_end, row.code)
        memos.setdefault(key, {})[row.memo] = None
    given: dict[str, list[Given]] = defaultdict(list)
    for (source_id, *place), noted in memos.items():
        given[source_id].append(Given(*place, " | ".join(filter(None, noted))))
    return dict(given)


class Writer:
    """Writes the documents of one study. codebook: as `codebook.read` gives it."""

    def __init__(self, study: str, codebook: Mapping[str, Any]):
        self.study, self.codebook = study, codebook
        self.names = unique(codebook)
        known = Known(codebook)
        self.is_code = lambda name: bool(known.find(name))

    def document(
        self,
        source_id: str,
        text: str,
        turns: Iterable[Mapping[str, Any]] = (),
        codings: Iterable[Given] = (),
        coder: str = "",
    ) -> bytes:
        """A document as .docx. turns: rows of the contract `anonymised` of this source. codings: the coder's."""
        text = office.speakable(text)
        made = digest(text)
        file = _blank(f"{self.study}: {source_id}")
        body = file.element.body
        page = body.sectPr
        page.addprevious(_paragraph(f"Text {source_id}", "Heading1"))
        for line in (*HOW, BEGINS.format(source_id, made)):
            page.addprevious(_paragraph(line))
        given = sorted(codings, key=lambda one: (one.start, one.end, one.code, one.memo))
        for paragraph in _text(text, _looks(text, list(turns)), _marks(given)):
            page.addprevious(paragraph)
        page.addprevious(_paragraph(ENDS.format(source_id, made)))
        for element in self._codes():
            page.addprevious(element)
        if given:
            self._comments(file, given, coder)
        _properties(file, {"study": self.study, "source": source_id, "text": made})
        return office.document(file, author="")

    def _codes(self) -> Iterator[_Element]:
        """The codebook on a page of its own, a table for each subtheme."""
        heading = _paragraph("Codebook", "Heading1")
        heading.get_or_add_pPr().append(office.element("pageBreakBefore"))
        yield heading
        subthemes = [sub for theme in self.codebook["themes"] for sub in theme["subthemes"]]
        texts = {code["code"]: code for subtheme in subthemes for code in subtheme["codes"]}
        grouped: dict[tuple[Key, ...], list[str]] = defaultdict(list)
        for key, _, above in entries(self.codebook):
            if key[0] == "code":
                grouped[above].append(key[1])
        for above, codes in grouped.items():
            yield _paragraph(": ".join(dict.fromkeys(self.names[key] for key in above)), "Heading2")
            parts = [[texts[code].get(part) or "" for part in ("definition", "include", "exclude")] for code in codes]
            named = [self.names["code", code] for code in codes]
            yield _table([HEADINGS, *([name, *told] for name, told in zip(named, parts, strict=True))])
        yield _paragraph("")  # Word wants a document to end with one

    def _comments(self, file: Document, given: Sequence[Given], coder: str) -> None:
        """The codings as comments, without dates, which would differ."""
        root = office.element("comments")
        for number, one in enumerate(given):
            name = office.speakable(coder)
            comment = office.element(
                "comment", id=number, author=name, initials="".join(part[0] for part in name.split())
            )
            said = written((self.names["code", one.code], one.code), office.speakable(one.memo), self.is_code)
            comment.append(_paragraph(said))
            root.append(comment)
        _part(file.part, "/word/comments.xml", f"{KIND}.wordprocessingml.comments+xml", "comments", root)


def _looks(text: str, turns: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each character is: of a label, masked, of an event, of a heading, or none of these."""
    looks = [LABEL if turns else ""] * len(text)  # what belongs to no turn stands before one, and says who speaks
    for row in sorted(turns, key=lambda row: (row["start"], -row["end"])):
        kind = row["layer"] if row["layer"] in (LABEL, EVENT, HEADING) else ""
        looks[row["start"] : row["end"]] = [kind] * (row["end"] - row["start"])
    for found in MASK.finditer(text):
        if not {LABEL, EVENT} & set(looks[found.start() : found.end()]):
            looks[found.start() : found.end()] = [MASKED] * len(found[0])
    return looks


def _marks(given: Sequence[Given]) -> dict[int, list[Mark]]:
    """The marks of comments by their place in the text; ends before beginnings."""
    marks: dict[int, list[Mark]] = defaultdict(list)
    for number, one in enumerate(given):
        marks[one.end] += [(END, str(number)), (REFERENCE, str(number))]
    for number, one in enumerate(given):
        marks[one.start].append((START, str(number)))
    return marks


def _text(text: str, looks: Sequence[str], marks: Mapping[int, Sequence[Mark]]) -> Iterator[_Element]:
    """A paragraph for each line, cut where a mark stands or the look changes."""
    begin = 0
    for line in text.split("\n"):
        paragraph, end = office.element("p"), begin + len(line)
        cuts = {begin, end, *(place for place in marks if begin <= place <= end)} if marks else {begin, end}
        for place in sorted(cuts):
            paragraph.extend(map(_mark, marks.get(place, ())))
            until = min((cut for cut in cuts if cut > place), default=place)
            for look, those in groupby(range(place, until), key=looks.__getitem__):
                part = list(those)
                paragraph.append(_run(text[part[0] : part[-1] + 1], look))
        yield paragraph
        begin = end + 1


def _mark(mark: Mark) -> _Element:
    kind, key = mark
    made = office.element(kind, id=key)
    if kind != REFERENCE:
        return made
    run = office.element("r")
    run.append(made)
    return run


def _run(text: str, look: str = "") -> _Element:
    """A run of text; a tab is an element of its own, and blanks are kept."""
    run = office.element("r")
    if LOOKS[look]:
        properties = office.element("rPr")
        properties.extend(office.element(name, **values) for name, values in LOOKS[look])
        run.append(properties)
    for number, piece in enumerate(text.split("\t")):
        if number:
            run.append(office.element("tab"))
        if piece:
            words = office.element("t")
            words.text = piece
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(words)
    return run


def _paragraph(text: str, style: str = "") -> Any:
    paragraph = office.element("p")
    if style:
        paragraph.get_or_add_pPr().append(office.element("pStyle", val=style))
    paragraph.append(_run(office.speakable(" ".join(text.split()))))
    return paragraph


def _table(rows: Sequence[Sequence[str]]) -> _Element:
    """A table with lines; its first row comes again on each page, and no row is broken."""
    table, about, grid = office.element("tbl"), office.element("tblPr"), office.element("tblGrid")
    about.extend([office.element("tblStyle", val="TableGrid"), office.element("tblW", w=sum(WIDTHS), type="dxa")])
    about.append(office.element("tblLayout", type="fixed"))
    grid.extend(office.element("gridCol", w=width) for width in WIDTHS)
    table.extend([about, grid])
    for number, cells in enumerate(rows):
        row, of_row = office.element("tr"), office.element("trPr")
        of_row.append(office.element("cantSplit"))
        if not number:
            of_row.append(office.element("tblHeader"))
        row.append(of_row)
        for column, (text, width) in enumerate(zip(cells, WIDTHS, strict=True)):
            cell, of_cell, paragraph = office.element("tc"), office.element("tcPr"), office.element("p")
            of_cell.append(office.element("tcW", w=width, type="dxa"))
            paragraph.append(
                _run(office.speakable(" ".join(text.split())), HEADING if not number or not column else "")
            )
            cell.extend([of_cell, paragraph])
            row.append(cell)
        table.append(row)
    return table


def _properties(file: Document, values: Mapping[str, str]) -> None:
    """What the document is of, as properties that word processors keep."""
    from lxml import etree

    root = etree.Element(f"{{{PROPERTIES}}}Properties", nsmap={None: PROPERTIES, "vt": VALUES})
    for number, (name, value) in enumerate(values.items(), 2):  # the format keeps 0 and 1 to itself
        one = etree.SubElement(
            root, f"{{{PROPERTIES}}}property", fmtid=FORMAT, pid=str(number), name=f"{office.MAKER}.{name}"
        )
        etree.SubElement(one, f"{{{VALUES}}}lpwstr").text = office.speakable(value)
    _part(file.part.package, "/docProps/custom.xml", f"{KIND}.custom-properties+xml", "custom-properties", root)


def _part(of: Any, name: str, kind: str, relation: str, root: _Element) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from lxml import etree

    content = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    package = getattr(of, "package", of)
    of.relate_to(Part(PackURI(name), kind, content, package), f"{OFFICE}/relationships/{relation}")


def _blank(title: str) -> Document:
    """An empty A4 page. Changes of the text are tracked, so that a slip of the hand can be taken back."""
    from docx.shared import Mm, Pt, RGBColor

    file = office.blank(title, KEPT)
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    for name, size, bold in (("Normal", SIZE, None), ("Heading 1", 16, True), ("Heading 2", 12, True)):
        font = file.styles[name].font
        font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), bold, RGBColor(0, 0, 0)
        file.styles[name].paragraph_format.space_after = Pt(6)
    settings = file.settings.element
    settings.find(office.element("defaultTabStop").tag).addprevious(office.element("trackRevisions"))
    return file
