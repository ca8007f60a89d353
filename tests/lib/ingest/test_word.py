"""Word: what Word shows is read in its order and once, everything else is left out with its reason."""

from __future__ import annotations

import io
import pathlib
import re
import subprocess
import sys
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from multicase.ingest import ingest_source, questions, readers
from multicase.ingest.blocks import (
    ASIDE,
    COMMENT,
    DELETED,
    FOOTNOTE,
    HEADER,
    HEADING,
    HIDDEN,
    MOVED,
    NUMBER,
    TEXT,
)
from multicase.ingest.limits import Budget, Limits
from multicase.study.problems import StudyError

WORDML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {WORDML: "http://purl.oclc.org/ooxml/wordprocessingml/main", OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships"}  # fmt: skip
NAMESPACES = (
    f'xmlns:w="{WORDML}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
KINDS = ("styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer")
ROOTS = {"header": "hdr", "footer": "ftr"}


def file(body: str, strict: bool = False, raw: str = "", more: dict[str, str] | None = None, **parts: str) -> bytes:
    """A document of this body. parts: kind (with a number behind it, if there are several) -> what its root holds.

    raw: the whole of document.xml. more: name of a further part -> what it is.
    """
    sect = "".join(
        f'<w:{part.rstrip("0123456789")}Reference r:id="{part}"/>'
        for part in parts
        if part.startswith(("header", "footer"))
    )
    members = {
        "word/document.xml": raw
        or f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr>{sect}</w:sectPr></w:body></w:document>",
        "_rels/.rels": relations({"d": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relations(
            {part: (part.rstrip("0123456789"), f"{part}.xml") for part in parts} | {"chunk": ("aFChunk", "chunk.html")}
        ),
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/word/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
            for part in ("document", *parts)
            for kind in ["document.main" if part == "document" else part.rstrip("0123456789")]
        )
        + "</Types>",
    }
    for part, inner in parts.items():
        kind = part.rstrip("0123456789")
        assert kind in KINDS
        members[f"word/{part}.xml"] = f"<w:{ROOTS.get(kind, kind)} {NAMESPACES}>{inner}</w:{ROOTS.get(kind, kind)}>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in (members | (more or {})).items():
            if strict:
                for transitional, uri in STRICT.items():
                    text = text.replace(transitional, uri)
            archive.writestr(
                name, text if text.startswith("<?xml") else f'<?xml version="1.0" encoding="UTF-8"?>{text}'
            )
    return buffer.getvalue()


def relations(of: dict[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>' for id, (kind, target) in of.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def reading(body: str, **parts):
    return readers.read(file(body, **parts), "docx", "s")


def lines(body: str, **parts) -> list[str]:
    return [block.text for block in reading(body, **parts).blocks if block.text]


def left(body: str, **parts) -> list[tuple[str, str]]:
    return [(out.text, out.reason) for out in reading(body, **parts).left_out]


# What documents are made of


def t(text: str, tag: str = "t") -> str:
    return f'<w:{tag} xml:space="preserve">{text}</w:{tag}>'


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{t(text)}</w:r>" if properties else f"<w:r>{t(text)}</w:r>"


def p(*inner: str, pr: str = "") -> str:
    """A paragraph; what is no XML becomes a run."""
    runs = "".join(one if one.startswith("<") else r(one) for one in inner)
    return f"<w:p>{f'<w:pPr>{pr}</w:pPr>' if pr else ''}{runs}</w:p>"


def change(kind: str, inner: str) -> str:
    return f'<w:{kind} w:id="1" w:author="someone" w:date="2020-01-01T00:00:00Z">{inner}</w:{kind}>'


def deleted(text: str) -> str:
    return change("del", f"<w:r>{t(text, 'delText')}</w:r>")


def sdt(inner: str) -> str:
    return (
        '<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr><w:alias w:val="name"/><w:tag w:val="name"/>'
        '<w:dropDownList><w:listItem w:displayText="no" w:value="no"/></w:dropDownList></w:sdtPr>'
        f"<w:sdtEndPr><w:rPr><w:vanish/></w:rPr></w:sdtEndPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def custom(inner: str) -> str:
    return f'<w:customXml w:uri="u" w:element="e"><w:customXmlPr><w:attr w:name="n" w:val="v"/></w:customXmlPr>{inner}</w:customXml>'


def field(result: str, instruction: str = "REF x") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>{t(f" {instruction} ", "instrText")}</w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def shape(inner: str) -> str:
    return (
        '<w:drawing><wp:anchor><wp:docPr id="1" name="Name" descr="description" title="title"/><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:spPr/><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )


def vml(inner: str) -> str:
    return (
        '<w:pict><v:shapetype id="_x0000_t202"><v:path/></v:shapetype><v:shape type="#_x0000_t202" alt="no">'
        f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def choice(inner: str, fallback: str) -> str:
    return f'<mc:AlternateContent><mc:Choice Requires="wps">{inner}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>'


def box(inner: str, properties: str = "") -> str:
    """A text box as Word writes it: once for itself, and once for its old versions."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{choice(shape(inner), vml(inner))}</w:r>"


def tc(*inner: str, pr: str = "") -> str:
    """A cell; what is no XML becomes a paragraph."""
    held = "".join(one if one.startswith("<") else p(one) for one in inner)
    return f"<w:tc><w:tcPr>{pr}</w:tcPr>{held}</w:tc>"


def tr(*cells: str, pr: str = "") -> str:
    return f"<w:tr><w:trPr>{pr}</w:trPr>{''.join(cell if cell.startswith('<') else tc(cell) for cell in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{''.join(rows)}</w:tbl>"


def style(id: str, inner: str = "", kind: str = "paragraph", name: str = "", based: str = "") -> str:
    based = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name or id}"/>{based}{inner}</w:style>'


VANISH = "<w:rPr><w:vanish/></w:rPr>"
STYLES = (
    style("Plain")
    + style("H1", name="heading 1", inner='<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
    + style("Named", name="Heading 2")
    + style("Sub", based="H1")
    + style("Outlined", inner='<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
    + style("BelowOutlined", based="Outlined")
    + style("Body", name="Body below heading")
    + style("Lowered", based="H1", inner='<w:pPr><w:outlineLvl w:val="9"/></w:pPr>')
    + style("PHid", VANISH)
    + style("PHidBased", based="PHid")
    + style("PShown", '<w:rPr><w:vanish w:val="0"/></w:rPr>', based="PHid")
    + style("Hid", VANISH, kind="character")
    + style("HidBased", "<w:rPr><w:b/></w:rPr>", kind="character", based="Hid")
    + style("Shown", '<w:rPr><w:vanish w:val="false"/></w:rPr>', kind="character", based="HidBased")
)

# Conservation


@dataclass(frozen=True)
class Shown:
    """A word that is seen. unit: the paragraph it is in, or in a table the row; role: of its block."""

    word: str
    unit: int
    role: str


DIRECT = ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:vanish w:val="true"/>', '<w:vanish w:val="on"/>']
BY_STYLE = ['<w:rStyle w:val="Hid"/>', '<w:rStyle w:val="HidBased"/>']
SEEN = [
    "",
    "<w:b/><w:strike/>",
    "<w:webHidden/>",
    '<w:rStyle w:val="Shown"/>',
    '<w:rPrChange w:id="1" w:author="x"><w:rPr><w:vanish/></w:rPr></w:rPrChange>',
]
SEEN_THERE = ['<w:vanish w:val="0"/>', '<w:vanish w:val="false"/>', '<w:rStyle w:val="Hid"/><w:vanish w:val="off"/>']
BREAKS = [
    "<w:br/>",
    "<w:cr/>",
    '<w:br w:type="page"/>',
    '<w:br w:type="column"/>',
    '<w:br w:type="textWrapping" w:clear="all"/>',
]
NOTHING = [
    "", "<w:r/>", '<w:bookmarkStart w:id="1" w:name="name"/><w:bookmarkEnd w:id="1"/>', '<w:proofErr w:type="spellStart"/>',
    "<w:r><w:lastRenderedPageBreak/></w:r>", "<w:r><w:softHyphen/></w:r>", '<w:permStart w:id="1" w:edGrp="everyone"/>',
    '<w:moveFromRangeStart w:id="1" w:name="m"/><w:moveFromRangeEnd w:id="1"/>', "<!-- no -->", "<?x no?>",
]  # fmt: skip
WRAPPERS = {
    "sdt": sdt,
    "custom": custom,
    "tag": lambda inner: f'<w:smartTag w:uri="u" w:element="e"><w:smartTagPr><w:attr w:name="n" w:val="no"/></w:smartTagPr>{inner}</w:smartTag>',
    "link": lambda inner: f'<w:hyperlink w:anchor="x" w:tooltip="no">{inner}</w:hyperlink>',
    "simple": lambda inner: f'<w:fldSimple w:instr=" DATE ">{inner}</w:fldSimple>',
    "field": field,
    "dir": lambda inner: f'<w:dir w:val="rtl">{inner}</w:dir>',
    "bdo": lambda inner: f'<w:bdo w:val="rtl">{inner}</w:bdo>',
    "ins": lambda inner: change("ins", inner),
    "moveTo": lambda inner: '<w:moveToRangeStart w:id="2" w:name="m"/>' + change("moveTo", inner) + '<w:moveToRangeEnd w:id="2"/>',
}  # fmt: skip
HEADINGS = ["H1", "Named", "Sub", "Outlined"]


class Maker:
    """Makes a document of what some bytes choose, and keeps what is to be seen of it, and what isn't and why."""

    def __init__(self, choices: bytes) -> None:
        self.choices = iter(choices)
        self.words = self.units = self.depth = 0
        self.flow: list[Shown] = []  # what is seen of the body, a cell or a box
        self.line: list[Shown] = []  # and of a paragraph
        self.behind: list[Shown] = []  # and of the boxes that hang on it
        self.lost: dict[str, set[str]] = {}
        self.why: frozenset[str] = frozenset()
        self.hidden = False  # by the paragraph's style
        self.row = 0
        self.unit = 0
        self.role = TEXT
        self.notes: dict[str, list[str]] = {"footnotes": [], "endnotes": [], "comments": []}

    def pick(self, options):
        """One of some options; the first ones are the plainest."""
        options = list(options)
        return options[next(self.choices, 0) % len(options)]

    @contextmanager
    def with_(self, **changes):
        before = {name: getattr(self, name) for name in changes}
        vars(self).update(changes)
        yield
        vars(self).update(before)

    def because(self, reason: str):
        return self.with_(why=self.why | {reason})

    def word(self, *why: str) -> str:
        self.words += 1
        word = f"w{self.words}"
        if why := {*self.why, *why}:
            self.lost[word] = why
        else:
            self.line.append(Shown(word, self.unit, self.role))
        return word

    # Within a paragraph

    def run(self, inner: str, properties: str | None = None) -> str:
        if properties is None:
            properties = self.pick(SEEN_THERE if self.hidden else [*SEEN, *SEEN_THERE])
        return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"

    def text(self, text: str) -> str:
        return t(text, "delText" if DELETED in self.why and not self.row else "t")

    def blank(self) -> str:
        return self.pick([self.text(" "), "<w:tab/>", *BREAKS, self.text("\u2003")])

    def plain(self) -> str:
        """A word, perhaps in pieces, with nothing that is seen between them."""
        word = self.word()
        cut = self.pick([0, 1, 2])
        if not cut:
            return self.run(self.text(word))
        between = self.pick([*NOTHING, None] if not self.why else NOTHING)
        if between is None:
            between = self.pick([self.hide, self.delete, self.move, self.hang, self.annotate])()
        wrapped = WRAPPERS[self.pick(WRAPPERS)] if self.pick([0, 1]) else str
        return self.run(self.text(word[:cut])) + between + wrapped(self.run(self.text(word[cut:])))

    def wrap(self) -> str:
        return WRAPPERS[self.pick(WRAPPERS)](self.inline())

    def hide(self) -> str:
        by = self.pick(DIRECT if self.hidden else DIRECT + BY_STYLE)
        return self.run(self.text(f" {self.word(HIDDEN)} "), by)

    def delete(self) -> str:
        with self.because(DELETED):
            inner = change("del", self.inline())
        return self.pick([inner, change("ins", inner)])

    def move(self) -> str:
        with self.because(MOVED):
            return (
                '<w:moveFromRangeStart w:id="1" w:name="m"/>'
                + change("moveFrom", self.inline())
                + '<w:moveFromRangeEnd w:id="1"/>'
            )

    def ruby(self) -> str:
        above = self.run(self.text(f" {self.word(HIDDEN)} "), "")
        base = self.run(self.text(self.word()))
        return self.run(f"<w:ruby><w:rubyPr/><w:rt>{above}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby>")

    def annotate(self) -> str:
        kind, reason, tag = self.pick(
            [("footnotes", FOOTNOTE, "footnote"), ("endnotes", FOOTNOTE, "endnote"), ("comments", COMMENT, "comment")]
        )
        inner = p(self.word(reason), pr='<w:pStyle w:val="Plain"/>') + p(self.word(reason), " ", self.word(reason))
        number = len(self.notes[kind]) + 1
        self.notes[kind].append(f'<w:{tag} w:id="{number}" w:author="someone" w:initials="S">{inner}</w:{tag}>')
        around = (
            f'<w:commentRangeStart w:id="{number}"/><w:commentRangeEnd w:id="{number}"/>' if tag == "comment" else ""
        )
        return around + self.run(f'<w:{tag}Reference w:id="{number}"/>')

    def hang(self) -> str:
        """A text box in a run of this paragraph."""
        role = self.role if self.row else ASIDE
        with self.with_(flow=[], line=[], behind=[], unit=self.unit, hidden=False, role=role):
            inner = self.blocks()
            seen = self.flow
        self.behind += seen
        made = self.pick([choice(shape(inner), vml(inner)), shape(inner), vml(inner), choice(vml(inner), "")])
        return self.run(made)

    def math(self) -> str:
        if self.why or self.hidden:
            return self.plain()
        pieces = [f"<m:r><m:t> {self.word()} </m:t></m:r>" for _ in range(2)]
        return f"<m:oMath>{pieces[0]}<m:f><m:num>{pieces[1]}</m:num><m:den/></m:f></m:oMath>"

    def inline(self) -> str:
        if self.depth > 5:
            return self.run(self.text(self.word())) + self.run(self.text(" "))
        made = [self.plain, self.plain, self.wrap, self.wrap, self.hide, self.delete, self.move]
        made += [self.ruby, self.annotate, self.hang, self.math]
        with self.with_(depth=self.depth + 1):
            pieces = [self.pick(made)() + self.run(self.blank()) for _ in range(1 + self.pick(range(4)))]
        return self.pick(NOTHING).join(pieces)

    # Paragraphs, tables, and what is round them

    def paragraph(self, before: str = "", after: str = "", mark: str = "", goes_on: bool = False, **more) -> str:
        """before, after: runs in it. mark: properties of its mark. goes_on: the one before it had its mark deleted."""
        kind = self.pick(["", "", "Plain", "Body", "heading", "hidden", "changed"]) if not more else ""
        pr = f'<w:pStyle w:val="{kind}"/>' if kind in {"Plain", "Body"} else ""
        changes: dict = {}
        if kind == "heading":
            pr = f'<w:pStyle w:val="{self.pick(HEADINGS)}"/>'
            changes["role"] = HEADING if self.role == TEXT and not self.row else self.role
        elif kind == "hidden":
            pr = f'<w:pStyle w:val="{self.pick(["PHid", "PHidBased"])}"/>'
            changes["hidden"] = True
        elif kind == "changed":
            pr = '<w:pPrChange w:id="1" w:author="x"><w:pPr><w:pStyle w:val="PHid"/><w:outlineLvl w:val="1"/></w:pPr></w:pPrChange>'
        if not goes_on:
            self.units += 1
            self.unit = self.row or self.units
            self.line, self.behind = [], []
        with self.with_(**changes):
            inner = self.inline()
        made = p(before + inner + after, pr=pr + mark)
        if not more.get("unfinished"):
            self.flow += self.line + self.behind
        return made

    def joined(self) -> str:
        """Paragraphs whose marks are gone, but for the last one's."""
        made = ""
        for n in range(1 + self.pick([0, 1])):
            kind = self.pick(["del", "moveFrom"])
            made += self.paragraph(mark=f"<w:rPr>{change(kind, '')}</w:rPr>", goes_on=n > 0, unfinished=True)
        return made + self.paragraph(goes_on=True, unfinished=False)

    def fielded(self) -> str:
        """A field over several paragraphs, like a table of contents."""
        begin, end = field("|", "TOC").split("|")
        return self.paragraph(before=begin) + self.paragraph() + self.paragraph(after=end)

    def cell(self) -> str:
        inner = self.blocks() if self.pick([0, 1]) else self.paragraph()
        made = tc(
            inner + ("" if inner.endswith("</w:p>") else p("")),
            pr=self.pick(["", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>']),
        )
        return self.pick([str, str, sdt, custom])(made)

    def table_row(self) -> str:
        lost = self.pick(["", "", "", "del"])
        self.units += 1
        with self.with_(row=self.row or self.units, why=self.why | ({DELETED} if lost else set()), line=[], behind=[]):
            cells = [self.cell() for _ in range(1 + self.pick(range(3)))]
        if self.pick([0, 0, 1]):
            cells.append(tc(p(""), pr="<w:vMerge/>"))
        made = tr(*cells, pr=self.pick(["", "<w:tblHeader/>", change("ins", "")]) if not lost else change("del", ""))
        return self.pick([str, str, sdt, custom, lambda row: sdt(sdt(row)), lambda row: change("ins", row)])(made)

    def table(self) -> str:
        return tbl(*(self.table_row() for _ in range(1 + self.pick(range(3)))))

    def wrapped(self) -> str:
        kind = self.pick(["sdt", "custom", "ins", "moveTo", "del", "moveFrom", "deep"])
        match kind:
            case "sdt" | "custom" | "ins":
                return WRAPPERS[kind](self.blocks())
            case "deep":
                return sdt(custom(sdt(self.blocks())))
            case "moveTo":
                return WRAPPERS[kind](self.paragraph())
        with self.because({"del": DELETED, "moveFrom": MOVED}[kind]):
            return change(kind, self.paragraph())

    def blocks(self) -> str:
        if self.depth > 4:
            return self.paragraph()
        made = [self.paragraph, self.paragraph, self.joined, self.wrapped, self.table, self.fielded]
        with self.with_(depth=self.depth + 1):
            pieces = [self.pick(made)() for _ in range(1 + self.pick(range(3)))]
        between = self.pick(
            ["", p(), '<w:bookmarkStart w:id="3" w:name="name"/><w:bookmarkEnd w:id="3"/>', "<!-- no -->"]
        )
        return between.join(pieces) + (p() if pieces[-1].endswith("</w:tbl>") else "")

    def document(self) -> tuple[str, dict[str, str]]:
        self.units = self.unit = 1
        first = p(self.word())
        self.flow += self.line
        body = first + self.blocks() + self.paragraph()
        heads = {
            part: p(self.word(HEADER)) + tbl(tr(self.word(HEADER)))
            for part in self.pick([(), ("header1", "footer1", "header2")])
        }
        separator = '<w:{0} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{0}>'
        noted = {
            kind: (separator.format(kind[:-1]) if kind != "comments" else "") + "".join(made)
            for kind, made in self.notes.items()
            if made
        }
        return body, {"styles": STYLES, **heads, **noted}


def assert_conserved(found, maker) -> None:
    """Each word that is seen stands in the blocks once, in its place; each other one is left out once, with why."""
    spoken = [(f"{block.speaker} {block.text}".split(), block.role) for block in found.blocks]
    assert [word for words, _ in spoken for word in words] == [shown.word for shown in maker.flow]
    gone = [(word, out.reason) for out in found.left_out for word in out.text.split()]
    assert Counter(word for word, _ in gone) == Counter(list(maker.lost))
    assert [(word, reason) for word, reason in gone if reason not in maker.lost[word]] == []
    truth = {shown.word: shown for shown in maker.flow}
    for words, role in spoken:
        assert len({truth[word].unit for word in words}) <= 1, words
        assert {truth[word].role for word in words} <= {role}, words


@given(choices=st.binary(min_size=250, max_size=450), strict=st.booleans())
@settings(max_examples=200)
def test_no_word_is_lost_doubled_or_moved(choices, strict):
    maker = Maker(choices)
    body, parts = maker.document()
    note(body)
    assert_conserved(reading(body, strict=strict, **parts), maker)


# Constructs, one by one. In each, "x", "y" and "z" are not to be seen.

CHOSEN = choice("{0}", "{1}").format
TEXT_AND_BREAKS = {
    "runs that split a word": (p(r("on"), r("e ", "<w:b/>"), r("t"), r("wo")), ["one two"]),
    "tabs": (p("one", "<w:r><w:tab/></w:r>", "two", '<w:r><w:ptab w:relativeTo="margin"/></w:r>', "three"), ["one\ttwo\tthree"]),
    "line breaks": (p("one", "<w:r><w:br/><w:t>two</w:t><w:cr/></w:r>", "three"), ["one", "two", "three"]),
    "page and column breaks": (p("one", '<w:r><w:br w:type="page"/></w:r>', "two", '<w:r><w:br w:type="column"/></w:r>', "three"), ["one", "two", "three"]),
    "where a page ended last time": (p("on", "<w:r><w:lastRenderedPageBreak/></w:r>", "e"), ["one"]),
    "soft hyphen": (p("on", "<w:r><w:softHyphen/></w:r>", "e"), ["one"]),
    "blanks of the source": (f"<w:p>\n  <w:r>\n    {t('one')}\n  </w:r>\n  <w:r>\n {t('two')}</w:r></w:p>\n", ["onetwo"]),
    "line end of the source within words": (p("one\ntwo"), ["one two"]),
    "non-breaking blank": (p("one\u00a0two"), ["one\u00a0two"]),
    "comments and instructions of XML": (p("o<!-- x -->n<?x y?>e"), ["one"]),
    "section characters": (f"<w:p><w:r><w:t><![CDATA[one & two]]></w:t></w:r></w:p>{p('3 &lt; 4 &#233;')}", ["one & two", "3 < 4 é"]),
    "empty paragraphs": (p() + p("one") + p(pr="<w:jc/>") + p(" ") + p("two"), ["one", "two"]),
    "section breaks": (p("one", pr="<w:sectPr><w:type/></w:sectPr>") + p("two"), ["one", "two"]),
    "symbol": (p("don", '<w:r><w:sym w:font="Times New Roman" w:char="2019"/></w:r>', "t"), ["don’t"]),
    "field": (p("one ", field(r("two")), " three"), ["one two three"]),
    "simple field": (p(f'<w:fldSimple w:instr=" REF x ">{r("one")}</w:fldSimple>'), ["one"]),
    "field in a field": (p(field(r("one ") + field(r("two")) + r(" three"))), ["one two three"]),
    "field without a result": (p("one", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', f"<w:r>{t('XE', 'instrText')}</w:r>", '<w:r><w:fldChar w:fldCharType="end"/></w:r>', " two"), ["one two"]),
    "field over paragraphs": (p(field("|").split("|")[0], "one") + p("two") + p("three", field("|").split("|")[1]), ["one", "two", "three"]),
    "link": (p("one ", f'<w:hyperlink w:anchor="x">{r("two")}</w:hyperlink>'), ["one two"]),
    "smart tag in a smart tag": (p(WRAPPERS["tag"](WRAPPERS["tag"](r("one")))), ["one"]),
    "of another direction": (p(WRAPPERS["bdo"](r("one ")), WRAPPERS["dir"](r("two"))), ["one two"]),
    "control in words": (p("o", sdt(r("n")), "e ", sdt(sdt(r("two")))), ["one two"]),
    "control round paragraphs": (p("one") + sdt(p("two") + sdt(p("three"))) + p("four"), ["one", "two", "three", "four"]),
    "custom XML": (custom(p("one", custom(r(" two"))) + custom(p("three"))), ["one two", "three"]),
    "bookmarks and marks of spelling": (p("o", NOTHING[2], "n", NOTHING[3], "e") + NOTHING[2] + p("two"), ["one", "two"]),
    "formula": (p("let ", "<m:oMath><m:r><m:t>ab</m:t></m:r></m:oMath>", " be"), ["let ab be"]),
    "formula of its own": (p("<m:oMathPara><m:oMath><m:r><m:t>ab</m:t></m:r></m:oMath></m:oMathPara>"), ["ab"]),
    "inserted": (p("one", change("ins", r(" two"))), ["one two"]),
    "inserted paragraph": (p("one") + change("ins", p("two")) + p("three", pr=f"<w:rPr>{change('ins', '')}</w:rPr>"), ["one", "two", "three"]),
    "moved here": (WRAPPERS["moveTo"](p("one")) + p(WRAPPERS["moveTo"](r("two"))), ["one", "two"]),
    "shown against its style": (p(r("one", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>')), ["one"]),
    "style shown against the one it rests on": (p(r("one", '<w:rStyle w:val="Shown"/>')) + p("two", pr='<w:pStyle w:val="PShown"/>'), ["one", "two"]),
    "hidden on the Web alone": (p(r("one", "<w:webHidden/>")), ["one"]),
    "mark that is hidden": (p("one", pr=f"{VANISH}") + p("two"), ["one", "two"]),
    "hidden once": (p(r("one", f'<w:rPrChange w:id="1" w:author="s">{VANISH}</w:rPrChange>')), ["one"]),
    "of a hidden style once": (p("one", pr='<w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="PHid"/></w:pPr></w:pPrChange>'), ["one"]),
    "only the mark can be specially hidden": (p(r("one", "<w:specVanish/>")), ["one"]),
    "hidden by paragraph and by word, which is shown": (p(r("one", '<w:rStyle w:val="Hid"/>'), pr='<w:pStyle w:val="PHid"/>'), ["one"]),
    "alternatives in words": (p("one ", CHOSEN(r("two"), r("x"))), ["one two"]),
    "alternatives of which none is known": (p("one ", '<mc:AlternateContent xmlns:q="q"><mc:Choice Requires="q"><q:x/></mc:Choice><mc:Fallback><w:r><w:t>two</w:t></w:r></mc:Fallback></mc:AlternateContent>'), ["one two"]),
    "alternatives round paragraphs": (p("one") + CHOSEN(p("two"), p("x")) + p("three"), ["one", "two", "three"]),
    "name and description of a picture": (p("one", '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="x"/></wp:inline></w:drawing></w:r>'), ["one"]),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXT_AND_BREAKS)
def test_text_and_breaks(case):
    body, expected = TEXT_AND_BREAKS[case]
    found = reading(body, styles=STYLES)
    assert [block.text for block in found.blocks if block.text] == expected
    assert [out for out in found.left_out if set(out.text.split()) - {"x", "y", "z"}] == []


def test_a_hyphen_that_does_not_break_is_seen():
    assert lines(p("one", "<w:r><w:noBreakHyphen/></w:r>", "two")) in (["one-two"], ["one\u2011two"])


@pytest.mark.parametrize(("font", "char"), [("Symbol", "F061"), ("Wingdings", "F04A"), ("Symbol", "61")])
def test_symbols_of_fonts_without_letters_neither_vanish_nor_join_words(font, char):
    (line,) = lines(p("one", f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>', "two"))
    assert re.fullmatch(r"one\W?.\W?two", line)


@pytest.mark.parametrize("code", [deleted, lambda inner: field("", inner), lambda inner: r(inner, "<w:vanish/>")])
def test_what_is_not_shown_parts_no_word(code):
    assert lines(p("on", code("x"), "e")) == ["one"]


def test_the_code_of_a_field_is_not_seen_nor_a_field_in_it():
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = f"<w:r>{t('IF ', 'instrText')}</w:r>"
    body = p("one ", begin, code, field(r("x")), code, separate, "two", end, " three")
    assert lines(body) == ["one two three"]
    deleted_code = change(
        "del", begin + f"<w:r>{t('DATE', 'delInstrText')}</w:r>" + separate + f"<w:r>{t('x', 'delText')}</w:r>" + end
    )
    assert lines(p("one", deleted_code)) == ["one"]
    assert left(p("one", deleted_code)) == [("x", DELETED)]


NOT_SHOWN = {
    "deleted": (p("one", deleted("x")), DELETED),
    "deleted with its text as text": (p("one", change("del", r("x"))), DELETED),
    "inserted and deleted": (p("one", change("ins", deleted("x"))), DELETED),
    "deleted in a link": (p("one", f'<w:hyperlink w:anchor="y">{deleted("x")}</w:hyperlink>'), DELETED),
    "deleted control": (p("one", change("del", sdt(f"<w:r>{t('x', 'delText')}</w:r>"))), DELETED),
    "deleted paragraph": (p(deleted("x"), pr=f"<w:rPr>{change('del', '')}</w:rPr>") + p("one"), DELETED),
    "deletion round a paragraph": (p("one") + change("del", p("x")), DELETED),
    "deletion round a control": (change("del", sdt(p("x"))) + p("one"), DELETED),
    "deleted box": (p("one", change("del", box(p("x")))), DELETED),
    "deleted row": (tbl(tr("one"), tr("x", pr=change("del", ""))), DELETED),
    "deleted row in a control": (tbl(tr("one"), sdt(tr("x", pr=change("del", "")))), DELETED),
    "deletion round a row": (tbl(tr("one"), change("del", tr("x"))), DELETED),
    "deleted cell": (tbl(tr("one", tc("x", pr=change("cellDel", "")))), DELETED),
    "deleted row in a cell": (tbl(tr(tc("one", tbl(tr("x", pr=change("del", ""))), p()))), DELETED),
    "moved from": (p("one", change("moveFrom", r("x"))), MOVED),
    "moved paragraph": (p(change("moveFrom", r("x")), pr=f"<w:rPr>{change('moveFrom', '')}</w:rPr>") + p("one"), MOVED),
    "move round a paragraph": (p("one") + change("moveFrom", p("x")), MOVED),
    "moved box": (p("one", change("moveFrom", box(p("x")))), MOVED),
    "hidden": (p("one", r("x", "<w:vanish/>")), HIDDEN),
    "hidden by a value": (p("one", r("x", '<w:vanish w:val="true"/>')), HIDDEN),
    "hidden by a style": (p("one", r("x", '<w:rStyle w:val="Hid"/>')), HIDDEN),
    "hidden by the style of a style": (p("one", r("x", '<w:rStyle w:val="HidBased"/>')), HIDDEN),
    "hidden by the paragraph's style": (p("one") + p("x", pr='<w:pStyle w:val="PHid"/>'), HIDDEN),
    "hidden by the style of that": (p("one") + p("x", pr='<w:pStyle w:val="PHidBased"/>'), HIDDEN),
    "hidden in a cell": (tbl(tr(tc("one", p(r("x", "<w:vanish/>"))))), HIDDEN),
    "hidden in a box": (p(box(p("one", r("x", "<w:vanish/>")))), HIDDEN),
    "hidden box": (p("one", box(p("x"), "<w:vanish/>")), HIDDEN),
    "hidden formula": (p("one", f"<m:oMath><m:r>{VANISH}<m:t>x</m:t></m:r></m:oMath>"), HIDDEN),
    "ruby": (p(f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('x')}</w:rt><w:rubyBase>{r('one')}</w:rubyBase></w:ruby></w:r>"), HIDDEN),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_SHOWN)
def test_what_is_not_shown_is_left_out_with_its_reason(case):
    body, reason = NOT_SHOWN[case]
    found = reading(body, styles=STYLES)
    assert [block.text.strip() for block in found.blocks if block.text.strip()] == ["one"]
    assert [(out.text, out.reason) for out in found.left_out] == [("x", reason)]


def test_the_style_that_paragraphs_have_unasked_may_hide():
    default = style("Normal", VANISH).replace("<w:style ", '<w:style w:default="1" ')
    body = p("x") + p(r("one", '<w:vanish w:val="0"/>')) + p("two", pr='<w:pStyle w:val="Open"/>')
    styles = default + style("Open")
    assert lines(body, styles=styles) == ["one", "two"]
    assert left(body, styles=styles) == [("x", HIDDEN)]


def test_words_of_a_deletion_are_parted_as_they_were():
    gone = f"<w:r>{t('x', 'delText')}<w:br/>{t('y', 'delText')}<w:tab/>{t('z', 'delText')}</w:r>"
    assert [out.split() for out, _ in left(p("one", change("del", gone)))] == [["x", "y", "z"]]
    assert [out.split() for out, _ in left(p("one", change("del", box(p("x") + p("y")))))] in (
        [["x", "y"]],
        [["x"], ["y"]],
    )


def test_a_paragraph_whose_mark_is_gone_goes_on_in_the_next():
    for kind in ("del", "moveFrom"):
        mark = f"<w:rPr>{change(kind, '')}</w:rPr>"
        assert lines(p("on", pr=mark) + p("e ", pr=mark) + p("two") + p("three")) == ["one two", "three"]
        assert lines(tbl(tr(tc(p("on", pr=mark) + p("e"))))) == ["one"]
        assert lines(p(box(p("on", pr=mark) + p("e")))) == ["one"]
        assert lines(p("one", pr=mark) + tbl(tr("two")) + p("three")) == ["one", "two", "three"]
        assert lines(p("one") + p("two", pr=mark)) == ["one", "two"]


# Text boxes


def roles(body: str, **parts) -> list[tuple[str, str]]:
    return [(block.text, block.role) for block in reading(body, **parts).blocks if block.text]


BOXES = {
    "of two versions": box(p("x") + p("y")),
    "of today": f"<w:r>{shape(p('x') + p('y'))}</w:r>",
    "of old": f"<w:r>{vml(p('x') + p('y'))}</w:r>",
    "only in the fallback": f"<w:r>{choice('', vml(p('x') + p('y')))}</w:r>",
    "in a control": sdt(box(p("x") + p("y"))),
    "with controls": box(sdt(p("x")) + sdt(p("y"))),
    "two": box(p("x")) + box(p("y")),
    "in a group": f"<w:r><w:drawing><wpg:wgp>{shape(p('x'))}{shape(p('y'))}</wpg:wgp></w:drawing></w:r>",
    "with a table": box(tbl(tr("x"), tr("y")) + p()),
    "inserted": change("ins", box(p("x") + p("y"))),
    "with lines": box(p("x", "<w:r><w:br/></w:r>", "y")),
    "in an object": f"<w:r><w:object>{vml(p('x') + p('y'))[8:-9]}</w:object></w:r>",
}


@pytest.mark.parametrize("case", BOXES)
def test_a_text_box_stands_once_and_apart_behind_its_paragraph(case):
    body = p("zero") + p("on", BOXES[case], "e") + p("two")
    assert roles(body) == [("zero", TEXT), ("one", TEXT), ("x", ASIDE), ("y", ASIDE), ("two", TEXT)]


def test_a_text_box_alone_in_its_paragraph_and_of_a_heading():
    assert roles(p(box(p("x"))) + p("one")) == [("x", ASIDE), ("one", TEXT)]
    heading = p("one", box(p("x", pr='<w:pStyle w:val="H1"/>')), pr='<w:pStyle w:val="H1"/>')
    assert roles(heading, styles=STYLES) == [("one", HEADING), ("x", ASIDE)]


def test_a_text_box_in_a_text_box_stands_behind_what_holds_it():
    body = p("one", box(p("x", box(p("y"))) + p("z")))
    assert roles(body) == [("one", TEXT), ("x", ASIDE), ("y", ASIDE), ("z", ASIDE)]


def test_a_text_box_in_a_table_is_of_its_cell():
    body = tbl(tr(tc(p("one", box(p("two") + p("three"))), p("four")), "five"))
    assert roles(body) == [("one two three four\tfive", TEXT)]
    assert roles(tbl(tr(tc(p("one", box(p("two"))), p("three"))))) == [("one", TEXT), ("two", TEXT), ("three", TEXT)]


def test_a_text_box_of_a_paragraph_whose_mark_is_gone_stands_behind_the_whole_paragraph():
    body = p("on", box(p("x")), pr=f"<w:rPr>{change('del', '')}</w:rPr>") + p("e") + p("two")
    assert roles(body) == [("one", TEXT), ("x", ASIDE), ("two", TEXT)]


# Tables

TABLES = {
    "cells": (tbl(tr("one", "two"), tr("three", "four")), ["one\ttwo", "three\tfour"]),
    "paragraphs of a cell": (tbl(tr(tc("one", "two"), "three")), ["one two\tthree"]),
    "one column": (tbl(tr(tc("one", "two")), tr("three")), ["one", "two", "three"]),
    "wide cell": (tbl(tr(tc("one", pr='<w:gridSpan w:val="2"/>'), "two"), tr("three", "four", "five")), ["one\ttwo", "three\tfour\tfive"]),
    "high cell": (
        tbl(tr(tc("one", pr='<w:vMerge w:val="restart"/>'), "two"), tr(tc(p(), pr="<w:vMerge/>"), "three"), tr(tc(p(), pr='<w:vMerge w:val="continue"/>'), "four")),
        ["one two", "three", "four"],
    ),
    "heading of pages": (tbl(tr("one", pr="<w:tblHeader/>"), tr("two")), ["one", "two"]),
    "rows and cells in controls": (sdt(tbl(sdt(tr("one", sdt(tc("two")))), sdt(sdt(tr("three")) + tr("four")), custom(tr(custom(tc("five")))))), ["one\ttwo", "three", "four", "five"]),
    "table in a table": (tbl(tr(tc("one", tbl(tr("two", "three"), tr("four")), p("five")), "six")), ["one two three four five\tsix"]),
    "table in a table in a control": (tbl(tr(tc(sdt(tbl(tr("one"))), p())), tr("two")), ["one", "two"]),
    "inserted rows": (tbl(tr("one", pr=change("ins", "")), change("ins", tr("two"))), ["one", "two"]),
    "inserted table": (change("ins", tbl(tr("one"))) + p("two"), ["one", "two"]),
    "two tables": (tbl(tr("one")) + p() + tbl(tr("two")), ["one", "two"]),
    "bookmark between rows": (tbl(tr("one"), NOTHING[2], tr("two")), ["one", "two"]),
    "name of a table": (tbl(tr("one")).replace("<w:tblPr/>", '<w:tblPr><w:tblCaption w:val="x"/></w:tblPr>'), ["one"]),
    "lines of a cell": (tbl(tr(tc(p("one", "<w:r><w:br/></w:r>", "two")))), ["one", "two"]),
    "columns that are skipped": (tbl(tr("one", "two"), tr("three", pr='<w:gridBefore w:val="1"/>')), ["one\ttwo", "three"]),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_tables(case):
    body, expected = TABLES[case]
    found = reading(body)
    told = [f"{block.speaker} {block.text}".split() for block in found.blocks]
    assert [words for words in told if words] == [line.split() for line in expected]
    assert found.left_out == []


def test_a_transcript_in_a_table_with_controls_and_a_deleted_row():
    body = tbl(
        tr("Speaker", "Text", pr="<w:tblHeader/>"),
        sdt(tr(tc("I"), sdt(tc("So, and how did it all come about?")))),
        tr("I", "Not said at all.", pr=change("del", "")),
        tr("P1", tc("Well, slowly.", "It took two winters.")),
    )
    found = reading(body)
    assert [(block.speaker, block.text) for block in found.blocks] == [
        ("I", "So, and how did it all come about?"), ("P1", "Well, slowly."), ("", "It took two winters."),
    ]  # fmt: skip
    assert [word for out in found.left_out if out.reason == DELETED for word in out.text.split()] == [
        "I",
        "Not",
        "said",
        "at",
        "all.",
    ]


def test_words_of_a_cell_that_goes_on_from_the_row_above_are_kept_somewhere():
    body = tbl(tr(tc("one", pr='<w:vMerge w:val="restart"/>'), "two"), tr(tc("x", pr="<w:vMerge/>"), "three"))
    found = reading(body)
    words = [word for one in (*found.blocks, *found.left_out) for word in one.text.split()]
    assert sorted(words) == ["one", "three", "two", "x"]


def test_places_are_paragraphs_and_rows_counted_from_one():
    body = (
        p("one")
        + p()
        + p("two", deleted("x"))
        + tbl(tr("three"), tr("four", tc(p(deleted("y")))))
        + p("five", box(p("six")))
    )
    found = reading(body)
    assert [(block.text.strip(), block.locator) for block in found.blocks if block.text][:4] == [
        ("one", "paragraph 1"), ("two", "paragraph 3"), ("three", "table 1, row 1"), ("four", "table 1, row 2"),
    ]  # fmt: skip
    assert [block.locator for block in found.blocks[-2:]] in (
        ["paragraph 4", "paragraph 4"],
        ["paragraph 4", "paragraph 4, text box"],
    )
    assert found.left_out[0].locator == "paragraph 3"
    assert found.left_out[1].locator.startswith("table 1")


# Notes, comments, headers

SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def test_notes_comments_headers_and_footers_are_nobodys_speech():
    body = p(
        "on",
        '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r>',
        '<w:commentRangeStart w:id="1"/>',
        "e",
        '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
    )
    noted = p("<w:r><w:footnoteRef/></w:r>", " x", change("ins", r("y")), sdt(r(" z"))) + p("x")
    parts = {
        "footnotes": SEPARATORS + f'<w:footnote w:id="1">{noted}</w:footnote>',
        "endnotes": SEPARATORS.replace("footnote", "endnote") + f'<w:endnote w:id="1">{noted}</w:endnote>',
        "comments": f'<w:comment w:id="1" w:author="someone" w:initials="S">{noted}</w:comment>',
        "header1": noted, "header2": sdt(noted), "footer1": tbl(tr("xy", "z", "x")), "footer2": p(),
    }  # fmt: skip
    assert lines(body, **parts) == ["one"]
    found = [(word, out.reason) for out in reading(body, **parts).left_out for word in out.text.split()]
    expected = [
        (word, reason) for reason in (FOOTNOTE, FOOTNOTE, COMMENT, HEADER, HEADER, HEADER) for word in ("xy", "z", "x")
    ]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("kind", "tag", "reason"),
    [("footnotes", "footnote", FOOTNOTE), ("comments", "comment", COMMENT), ("header1", "", HEADER)],
)
def test_boxes_tables_and_deletions_in_what_stands_apart_are_told_once(kind, tag, reason):
    inner = p("x", box(p("y")), deleted(" z ")) + tbl(tr("one", tc("two", tbl(tr("three")), p())))
    part = f'<w:{tag} w:id="1">{inner}</w:{tag}>' if tag else inner
    found = reading(p("four", f'<w:r><w:{tag}Reference w:id="1"/></w:r>' if tag else ""), **{kind: part})
    assert [block.text for block in found.blocks] == ["four"]
    words = [(word, out.reason) for out in found.left_out for word in out.text.split()]
    assert sorted(word for word, _ in words) == ["one", "three", "two", "x", "y", "z"]
    assert {why for word, why in words if word != "z"} == {reason}


def test_parts_that_word_does_not_show_are_not_read():
    glossary = {"word/glossary/document.xml": f"<w:document {NAMESPACES}><w:body>{p('x')}</w:body></w:document>"}
    assert lines(p("one"), more=glossary) == ["one"]


def test_what_stands_in_another_file_is_not_passed_over_in_silence():
    body = p("one") + '<w:altChunk r:id="chunk"/>' + p("two")
    chunk = {"word/chunk.html": "<html><body><p>Said in between.</p></body></html>"}
    try:
        found = reading(body, more=chunk)
    except StudyError:
        return
    told = [one.text for one in (*found.blocks, *found.left_out)]
    assert found.notes or any("Said in between." in text for text in told)


# Numbers


def level(ilvl: int, format: str, text: str, start: int = 1, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


def item(ilvl: int = 0, num: int = 1, text: str = "word") -> str:
    return p(text, pr=f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>')


def numbers(body: str, **parts) -> list[str]:
    return [text for text, reason in left(body, **parts) if reason == NUMBER]


def override(num: int, inner: str = "", of: int = 0) -> str:
    return f'<w:num w:numId="{num}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


OUTLINE = (level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."), level(2, "lowerLetter", "%3)"))
NUMBERS = {
    "decimal": (item() * 3, OUTLINE, {}, "1. 2. 3."),
    "nested": (item() + item(1) * 2 + item(2) * 2 + item(1) + item(2) + item() + item(1), OUTLINE, {}, "1. 1.1. 1.2. a) b) 1.3. a) 2. 2.1."),
    "level left out": (item() + item(2), OUTLINE, {}, "1. a)"),
    "first level left out": (item(1) + item(1), OUTLINE, {}, "1.1. 1.2."),
    "start": (item() * 2 + item(1), (level(0, "decimal", "%1", 4), level(1, "upperLetter", "%1%2", 3)), {}, "4 5 5C"),
    "letters": (item() * 28, (level(0, "lowerLetter", "%1", 25),), {}, "y z aa bb cc dd ee ff gg hh ii jj kk ll mm nn oo pp qq rr ss tt uu vv ww xx yy zz"),
    "roman": (item() * 4, (level(0, "upperRoman", "%1.", 38),), {}, "XXXVIII. XXXIX. XL. XLI."),
    "small roman": (item() * 3, (level(0, "lowerRoman", "(%1)", 8),), {}, "(viii) (ix) (x)"),
    "with zeros": (item() * 2, (level(0, "decimalZero", "%1", 9),), {}, "09 10"),
    "ordinal": (item() * 4, (level(0, "ordinal", "%1"),), {}, "1st 2nd 3rd 4th"),
    "in words": (item() * 2, (level(0, "decimal", "Question%1:"),), {}, "Question1: Question2:"),
    "legal": (item() + item(1), (level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")), {}, "I 1.1"),
    "bullets": (item() * 2, (level(0, "bullet", "\uf0b7"),), {}, ""),
    "none": (item(), (level(0, "none", ""),), {}, ""),
    "bullets below numbers": (item() + item(1) + item(), (level(0, "decimal", "%1."), level(1, "bullet", "o")), {}, "1. 2."),
    "no list": (item(num=0) + item(num=9), OUTLINE, {}, ""),
    "two lists of one kind go on": (item(num=1) + item(num=2) + item(num=1), OUTLINE, {"nums": override(1) + override(2)}, "1. 2. 3."),
    "list that starts anew": (item() * 2 + item(num=2) * 2, OUTLINE, {"nums": override(1) + override(2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')}, "1. 2. 1. 2."),
    "list with a level of its own": (item(num=2), OUTLINE, {"nums": override(2, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", 2)}</w:lvlOverride>')}, "B)"),
    "level that doesn't start anew": (item() + item(1) + item() + item(1), (level(0, "decimal", "%1"), level(1, "decimal", "%2", more='<w:lvlRestart w:val="0"/>')), {}, "1 1 2 2"),
    "empty items count": (item() + item(text=" ") + item(), OUTLINE, {}, "1. 2. 3."),
    "numbered once": (p("word", pr='<w:pPrChange w:id="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>') + item(), OUTLINE, {}, "1."),
    "in tables": (item() + tbl(tr(tc(item()), tc(item()))) + item(), OUTLINE, {}, "1. 2. 3. 4."),
    "in controls": (item() + sdt(item()) + item(), OUTLINE, {}, "1. 2. 3."),
}  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS)
def test_automatic_numbers_are_left_out_as_word_shows_them(case):
    body, levels, more, expected = NUMBERS[case]
    found = numbers(body, numbering=numbering(*levels, **more))
    assert [number for number in found if number != "2." or case != "empty items count"] == [
        number for number in expected.split() if number != "2." or case != "empty items count"
    ]
    assert {word for line in lines(body, numbering=numbering(*levels, **more)) for word in line.split()} == {"word"}


def test_styles_number_paragraphs():
    styles = (
        style("Item", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
        + style("Second", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>')
        + style("Below", based="Item")
        + style("None", '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>', based="Item")
        + style("Linked", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    )
    levels = numbering(
        OUTLINE[0],
        level(1, "decimal", "%1.%2.", more='<w:pStyle w:val="Second"/>'),
        level(2, "lowerLetter", "%3)", more='<w:pStyle w:val="Linked"/>'),
    )
    kinds = ["Item", "Second", "Below", "None", "Linked", "Item"]
    body = "".join(p("word", pr=f'<w:pStyle w:val="{kind}"/>') for kind in kinds)
    assert numbers(body, styles=styles, numbering=levels) == ["1.", "1.1.", "2.", "a)", "3."]
    unnumbered = p("word", pr='<w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    deeper = p("word", pr='<w:pStyle w:val="Item"/><w:numPr><w:ilvl w:val="1"/></w:numPr>')
    assert numbers(item() + unnumbered + deeper, styles=styles, numbering=levels) == ["1.", "1.1."]


@given(steps=st.lists(st.integers(-2, 1), max_size=12))
@settings(max_examples=100)
def test_levels_count_on_and_start_anew_below_a_higher_one(steps):
    levels, at = [0], 0
    for step in steps:
        at = min(max(at + step, 0), 2)
        levels.append(at)
    counts, expected = [0, 0, 0], []
    for at in levels:
        counts = [*counts[:at], counts[at] + 1, *[0] * (2 - at)]
        expected.append([f"{counts[0]}.", f"{counts[0]}.{counts[1]}.", f"{chr(96 + counts[2])})"][at])
    assert numbers("".join(item(at) for at in levels), numbering=numbering(*OUTLINE)) == expected


@pytest.mark.parametrize("label", ["Interviewer:", "Dr Holt:", "Interviewer", "P1:"])
@pytest.mark.parametrize("kind", ["bullet", "none"])
def test_words_in_the_place_of_a_number_are_shown_and_may_say_who_speaks(label, kind):
    other = override(2, of=1), f'<w:abstractNum w:abstractNumId="1">{level(0, kind, "Bo Reed:")}</w:abstractNum>'
    levels = other[1] + numbering(level(0, kind, label)) + other[0]
    body = item(text="How was it?") + item(num=2, text="It was late.")
    assert lines(body, numbering=levels) == [f"{label}\tHow was it?", "Bo Reed:\tIt was late."]
    assert not left(body, numbering=levels)


def test_numbers_with_words_in_them_are_left_out_and_noted_once():
    found = reading(item() * 3, numbering=numbering(level(0, "decimal", "Question %1:")))
    assert len(found.notes) == 1 and "--left-out" in found.notes[0] and len(found.left_out) == 3
    for one in (level(0, "decimal", "%1."), level(0, "bullet", "o"), level(0, "lowerRoman", "(%1)")):
        assert not reading(item() * 3, numbering=numbering(one)).notes


BLIP = '<w:r><w:drawing><a:graphic><a:blip r:embed="r1"/></a:graphic></w:drawing></w:r>'
PICT = '<w:r><w:pict><v:shape><v:imagedata r:id="r1"/></v:shape></w:pict></w:r>'


@pytest.mark.parametrize("picture", [BLIP, PICT])
def test_a_picture_alone_in_its_paragraph_is_noted(picture):
    found = reading(p("one") + f"<w:p>{picture}</w:p>" + tbl(tr(tc(f"<w:p>{picture}</w:p>"))))
    assert found.notes == ["2 paragraphs with a picture alone, of which no word is read, the first at paragraph 2"]
    assert not reading(f"<w:p><w:r>{t('one')}</w:r>{picture}</w:p>").notes


# Headings

HEADS = {
    "by name": ('<w:pStyle w:val="H1"/>', True),
    "by a name with a capital": ('<w:pStyle w:val="Named"/>', True),
    "by what the style rests on": ('<w:pStyle w:val="Sub"/>', True),
    "by the level of the style": ('<w:pStyle w:val="Outlined"/>', True),
    "by the level of what the style rests on": ('<w:pStyle w:val="BelowOutlined"/>', True),
    "style set back to the level of body text": ('<w:pStyle w:val="Lowered"/>', False),
    "by its own level": ('<w:outlineLvl w:val="8"/>', True),
    "level of body text": ('<w:outlineLvl w:val="9"/>', False),
    "plain style": ('<w:pStyle w:val="Plain"/>', False),
    "style that speaks of headings": ('<w:pStyle w:val="Body"/>', False),
    "style that isn't there": ('<w:pStyle w:val="Nowhere"/>', False),
    "heading once": ('<w:pPrChange w:id="1"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>', False),
}


@pytest.mark.parametrize("case", HEADS)
def test_headings(case):
    properties, expected = HEADS[case]
    body = p("one", "<w:r><w:br/></w:r>", "two", pr=properties) + p("three")
    role = HEADING if expected else TEXT
    assert roles(body, styles=STYLES) == [("one", role), ("two", role), ("three", TEXT)]


# Files


def test_the_strict_form_is_read_like_the_other():
    body = (
        p("one", deleted("x"), pr='<w:pStyle w:val="H1"/>')
        + tbl(tr("two"))
        + p("three", r("y", "<w:vanish/>"), box(p("four")))
    )
    parts = {"styles": STYLES, "header1": p("z"), "comments": f'<w:comment w:id="1">{p("z")}</w:comment>'}
    assert reading(body, strict=True, **parts) == reading(body, **parts)
    assert roles(body, strict=True, **parts) == [("one", HEADING), ("two", TEXT), ("three", TEXT), ("four", ASIDE)]


def test_prefixes_are_the_files_own():
    raw = f'<document xmlns="{WORDML}" xmlns:q="{WORDML}"><q:body><p><r><q:t>one</q:t></r></p></q:body></document>'
    assert lines("", raw=raw) == ["one"]


def test_encodings_of_xml():
    raw = f"<w:document {NAMESPACES}><w:body>{p('é')}</w:body></w:document>"
    data = file("", raw=raw)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(
                name, text.decode().replace("UTF-8", "UTF-16").encode("utf-16") if name == "word/document.xml" else text
            )
    assert [block.text for block in readers.read(buffer.getvalue(), "docx", "s").blocks] == ["é"]


# Limits

ENTITIES = '<?xml version="1.0"?><!DOCTYPE d [{}]><w:document {}><w:body>{}</w:body></w:document>'


def refused(data: bytes, **limits) -> str:
    with pytest.raises(StudyError) as caught:
        readers.read(data, "docx", "s", Budget("s", Limits(**limits)))
    return str(caught.value)


def test_entities_are_not_unfolded():
    laughs = '<!ENTITY a0 "lol lol lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    data = file("", raw=ENTITIES.format(laughs, NAMESPACES, p("one") + p("&a11;")))
    try:
        found = readers.read(data, "docx", "s")
        assert sum(len(block.text) for block in found.blocks) < 1000
    except StudyError:
        pass


@pytest.mark.parametrize(
    "entity", ['<!ENTITY e SYSTEM "{}">', '<!ENTITY % q SYSTEM "{}"> %q;', '<!ENTITY e PUBLIC "x" "{}">']
)
def test_nothing_is_read_from_other_files(entity, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text('<!ENTITY e "secret">' if "%" in entity else "secret")
    data = file("", raw=ENTITIES.format(entity.format(secret.as_uri()), NAMESPACES, p("one") + p("&e;")))
    try:
        assert "secret" not in repr(readers.read(data, "docx", "s"))
    except StudyError as error:
        assert "secret" not in str(error)


@pytest.mark.parametrize("deep", [
    sdt("{}"), "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
    "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
])  # fmt: skip
def test_what_lies_too_deep_is_refused(deep):
    before, after = deep.split("{}")
    assert "deep" in refused(file(p("one") + before * 5000 + p("secret") + after * 5000))
    within = p("<w:smartTag>" * 5000 + r("secret") + "</w:smartTag>" * 5000)
    assert "secret" not in refused(file(within))


def test_what_lies_deep_elsewhere_is_refused_too():
    deep = "<w:sdt><w:sdtContent>" * 5000 + p("secret") + "</w:sdtContent></w:sdt>" * 5000
    for kind in ("header1", "footnotes", "styles", "numbering"):
        inner = f'<w:footnote w:id="1">{deep}</w:footnote>' if kind == "footnotes" else deep
        assert "secret" not in refused(file(p("one"), **{kind: inner}))


def test_tables_of_too_many_cells_are_refused():
    assert "cells" in refused(file(tbl(tr(*["one"] * 30) * 40)), cells=1000)


def test_what_unpacks_to_too_much_is_refused():
    assert "MB" in refused(file(p("x" * 900_000) * 2), megabytes=1)
    assert "MB" in refused(file(p("one"), header1=p("x" * 900_000), header2=p("x" * 900_000)), megabytes=1)


@pytest.mark.parametrize("format", ["upperRoman", "lowerLetter", "decimal", "cardinalText"])
def test_large_numbers_do_no_harm(format):
    found = reading(item() + item(), numbering=numbering(level(0, format, "%1.", 2_000_000_000)))
    assert sum(len(out.text) for out in found.left_out) < 10_000
    assert [block.text for block in found.blocks] == ["word", "word"]


class Packed:
    """Packs pieces each on its own, and those that it knows at once."""

    def __init__(self) -> None:
        self.known: dict[bytes, bytes] = {}

    def compress(self, piece: bytes) -> bytes:
        if piece not in self.known:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            self.known[piece] = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
        return self.known[piece]

    def flush(self) -> bytes:
        return zlib.compressobj(9, zlib.DEFLATED, -15).flush()


BOMBS = {
    "blanks": ("", " " * 1_000_000),
    "one text": ("<w:p><w:r><w:t>", "lol " * 250_000),
    "paragraphs": ("", "<w:p><w:r><w:t>lol</w:t></w:r></w:p>" * 25_000),
}


@pytest.mark.parametrize("filling", BOMBS)
def test_a_bomb_is_refused_before_memory_is_spent(filling, tmp_path):
    """In a process of its own, so that the most it takes can be measured."""
    opening, piece = BOMBS[filling]
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", relations({"d": ("officeDocument", "word/document.xml")}))
        with archive.open("word/document.xml", "w") as part:
            part._compressor = Packed()
            part.write(f"<w:document {NAMESPACES}><w:body>{opening}".encode())
            piece = piece.encode()
            for _ in range(300_000_000 // len(piece) + 1):
                part.write(piece)
            part.write(b"</w:body></w:document>")
    assert bomb.stat().st_size < 10_000_000
    if not pathlib.Path("/proc/self/status").is_file():
        pytest.skip("nothing here tells how much memory a process has taken at most")
    code = (
        "import pathlib, re, sys\n"
        "from multicase.ingest import readers\n"
        "from multicase.study.problems import StudyError\n"
        "try:\n    readers.read(pathlib.Path(sys.argv[1]).read_bytes(), 'docx', 's')\n"
        "except StudyError:\n    print('refused')\n"
        # its own peak: what getrusage tells counts that of the process which started it too
        "peak = re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())\n"
        "print(int(peak[1]) // 1000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(bomb)], capture_output=True, text=True, timeout=60)
    outcome, megabytes = done.stdout.split()
    assert outcome == "refused"
    assert int(megabytes) < 600


def chosen(data, result=""):
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    return p("How often? ", begin, f"<w:r>{t('FORM', 'instrText')}</w:r>", f"{separate}{r(result)}" * bool(result), end)


ENTRIES = '<w:listEntry w:val="never"/><w:listEntry w:val="every week"/>'


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        (f'<w:ddList><w:result w:val="1"/>{ENTRIES}</w:ddList>', "every week"),
        (f'<w:ddList><w:default w:val="1"/>{ENTRIES}</w:ddList>', "every week"),
        (f"<w:ddList>{ENTRIES}</w:ddList>", "never"), (f'<w:ddList><w:result w:val="7"/>{ENTRIES}</w:ddList>', ""),
        ("<w:checkBox><w:sizeAuto/><w:checked/></w:checkBox>", "☒"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐"),
        ("<w:textInput/>", ""),
    ],
)  # fmt: skip
def test_what_is_chosen_in_a_form_is_read(form, answer):
    assert lines(chosen(form)) == [f"How often? {answer}".strip()]
    assert lines(chosen(form, "each day")) == ["How often? each day"]


SAID = "I work on the ward and I like it there."
STRONG = '<w:style w:type="character" w:styleId="S"><w:rPr><w:b/></w:rPr></w:style>'


def bold(*paragraphs, by="<w:b/>"):
    """A document of paragraphs, each of which begins with words in bold."""

    def run(text, properties=""):
        return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""

    body = "".join(f"<w:p>{run(head, by)}{run(words)}</w:p>" for head, words in paragraphs)
    return file(body, styles=STRONG)


def conversation(data, speakers):
    source = {"source_id": "s", "case_id": "c", "kind": "interview", "format": "docx"}
    found = ingest_source(data, source, speakers, tuple(speakers or ()))
    said = [(row["participant_id"], row["text"]) for row in found.turns if row["layer"] == "speech"]
    return said, [question for question in found.questions if question.kind != questions.ONE_VOICE]


@pytest.mark.parametrize("by", ["<w:b/>", '<w:rStyle w:val="S"/>'])
@pytest.mark.parametrize(
    "paragraphs",
    [
        [("Ada ", "And then?"), ("Bo ", SAID)] * 3,
        [("Ada", ""), ("", "And then?"), ("Bo", ""), ("", SAID), ("", "It was so."), ("", "And on.")] * 3,
    ],
)
def test_a_name_in_bold_is_a_label_where_a_source_writes_labels_so(paragraphs, by):
    said, asked = conversation(bold(*paragraphs, by=by), {"Ada": "interviewer", "Bo": "p1"})
    assert [who for who, _ in said] == ["interviewer", "p1"] * 3 and not asked
    assert said[0][1] == "And then?" and said[1][1].startswith(SAID)


@pytest.mark.parametrize("speakers", [{"Ada": "interviewer", "Bo": "p1"}, None])
@pytest.mark.parametrize("first", [0, 1])
def test_labels_alone_in_their_lines_are_labels_whoevers_are_in_bold(speakers, first):
    both = [("Ada", ""), ("", "And then?")], [("", "Bo"), ("", SAID)]
    turns = [*both[first], *both[1 - first]] * 3 + both[first]
    said, asked = conversation(bold(*turns), speakers)
    assert len({who for who, _ in said}) == 2 and len(said) == 7 and not asked


@pytest.mark.parametrize(
    "head",
    [
        "[00:0{n}] {}",
        "{} (00:0{n})",
        "00:0{n} {}",
        "{n}. {}",
        "\u200f{}\u200f",
        "{} (she/her)",
        "*{}*",
        "\ufeff{}.",
        "{}\x85",
    ],
)
@pytest.mark.parametrize("is_alone", [True, False])
def test_a_label_in_bold_is_looked_through_as_any_other(head, is_alone):
    names, words = ["Zoe\u0308", "Bo"] * 3, ["And then?", SAID] * 3
    heads = [head.format(name, n=n) for n, name in enumerate(names, 1)]
    alone = [pair for told, said in zip(heads, words, strict=True) for pair in ((told, ""), ("", said))]
    along = [(told, f" {said}") for told, said in zip(heads, words, strict=True)]
    said, asked = conversation(bold(*(alone if is_alone else along)), {"Zoë": "interviewer", "Bo": "p1"})
    assert said == [("interviewer", "And then?"), ("p1", SAID)] * 3 and not asked


@pytest.mark.parametrize(
    "one", [("Bo", ", would you?"), ("Bo", "lder than that."), ("Bo", "'s was late."), ("Bo", "! So.")]
)
def test_bold_that_ends_in_a_word_or_speaks_to_somebody_is_no_label(one):
    said, asked = conversation(
        bold(*([("", "Ada: And then?"), ("", f"Bo: {SAID}"), one] * 3)), {"Ada": "interviewer", "Bo": "p1"}
    )
    assert said == [("interviewer", "And then?"), ("p1", f"{SAID}\n{''.join(one)}")] * 3 and not asked


def test_a_name_said_alone_is_no_label_where_labels_are_in_bold():
    turns = [("Ada", ""), ("", "Who?"), ("Bo", ""), ("", "Ada")], [("Ada", ""), ("", "And?"), ("Bo", ""), ("", SAID)]
    said, (asked,) = conversation(bold(*turns[0], *turns[1] * 6), {"Ada": "interviewer", "Bo": "p1"})
    assert said[1] == ("p1", "Ada") and asked.label == "Ada ⏎"


@pytest.mark.parametrize("turn", [[("Bo ", SAID)], [("Bo", ""), ("", SAID)], [("Bo", " " + SAID)]])
@pytest.mark.parametrize("speakers", [{"I": "interviewer"}, {"I": "interviewer", "Bo": "p1"}])
def test_a_name_in_bold_among_labels_with_colons_is_asked_about_and_settled_by_its_row(turn, speakers):
    data = bold(*([("", "I: And then?"), *turn] * 3))
    _, (asked,) = conversation(data, speakers)
    assert asked.label.startswith("Bo") and asked.n == 3
    said, again = conversation(data, speakers | {"Bo": "p1", "Bo ‖": "p1"})
    assert [who for who, _ in said] == ["interviewer", "p1"] * 3 and not again
    assert not conversation(data, {"I": "interviewer", "Bo": "not a label"})[1]


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("name", ["Mr Okafor", "Cy", "Bystander 2"])
def test_a_name_in_bold_that_stands_once_is_asked_about_where_labels_are_in_bold(name, alone):
    turns = [("Ada", "And then?"), ("Bo", SAID)] * 3 + [(name, "She cried."), ("Ada", "So?")]
    split = [part for who, words in turns for part in ([(who, ""), ("", words)] if alone else [(f"{who} ", words)])]
    data, listed = bold(*split), {"Ada": "interviewer", "Bo": "p1"}
    _, (asked,) = conversation(data, listed)
    assert asked.label == name
    said, again = conversation(data, listed | {name: "unidentified"})
    assert ("", "She cried.") in said and not again


@pytest.mark.parametrize(
    "one",
    [
        ("Never", " would I go."),
        ("I", " never went."),
        ("Part Two", ""),
        ("How was it for you?", ""),
        ("Example:", " he left."),
    ],
)
def test_what_else_is_in_bold_is_asked_about_as_little_as_before(one):
    data = bold(("", "Ada: And?"), ("", f"Bo: {SAID}"), one, ("", "Ada: So?"), ("", "Bo: Yes."))
    assert not conversation(data, {"Ada": "interviewer", "Bo": "p1"})[1]
    data = bold(("", "I: And?"), ("", f"P1: {SAID}"), ("I", " never went."), ("", "I: So?"), ("", "P1: Yes."))
    assert not conversation(data, {"I": "interviewer", "P1": "p1"})[1]
    words = ["Ada: And then?", f"Bo: {SAID}", "Right", "So on and on it went."]
    assert not conversation(bold(*[(line, "") for line in words] * 3), {"Ada": "interviewer", "Bo": "p1"})[1]
    whose = bold(("How was it?", ""), ("", SAID), ("Right", ""), ("", SAID), ("Right", ""), ("", SAID))
    assert not conversation(whose, {"": "p1"})[1]  # who speaks has been said
