"""OpenDocument: what LibreOffice shows is read in its order and once, everything else is left out with its reason."""

from __future__ import annotations

import io
import pathlib
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
from multicase.ingest import ingest_source, readers
from multicase.ingest.blocks import ASIDE, COMMENT, DELETED, FOOTNOTE, HEADER, HEADING, HIDDEN, NUMBER, TEXT
from multicase.ingest.limits import Budget, Limits
from multicase.study.problems import StudyError

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = (
    " ".join(f'xmlns:{name}="{OASIS}{name}:1.0"' for name in ("office", "style", "text", "table", "form", "script"))
    + f' xmlns:draw="{OASIS}drawing:1.0" xmlns:fo="{OASIS}xsl-fo-compatible:1.0" xmlns:svg="{OASIS}svg-compatible:1.0"'
    f' xmlns:meta="{OASIS}meta:1.0" xmlns:number="{OASIS}datastyle:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
MIMETYPE = "application/vnd.oasis.opendocument.text"


def style(name: str, hidden: str = "", family: str = "text", above: str = "", more: str = "") -> str:
    """hidden: what its text:display says, if anything."""
    above = f' style:parent-style-name="{above}"' if above else ""
    inner = f'<style:text-properties text:display="{hidden}"/>' if hidden else ""
    return f'<style:style style:name="{name}" style:family="{family}"{above}{more}>{inner}</style:style>'


COMMON = (
    style("Hid", "none")
    + style("HidBased", above="Hid")
    + style("Shown", "true", above="HidBased")
    + style("Plain")
    + style("PHid", "none", "paragraph")
    + style("PHidBased", family="paragraph", above="PHid")
    + style("PShown", "true", "paragraph", above="PHid")
    + style("PPlain", family="paragraph")
)
LEVELS = {
    "N": ('<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
          '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
          '<text:list-level-style-number text:level="3" style:num-format="a" style:num-suffix=")"/>'),
    "B": "".join(f'<text:list-level-style-bullet text:level="{n}" text:bullet-char="•"/>' for n in (1, 2, 3)),
}  # fmt: skip
LISTS = "".join(f'<text:list-style style:name="{name}">{levels}</text:list-style>' for name, levels in LEVELS.items())


def file(
    body: str, automatic: str = "", styles: str = "", heads: str = "", raw: str = "", more: dict[str, str] | None = None
) -> bytes:
    """A document of this body. automatic: its own styles. styles: the whole of styles.xml, without its root, if not ours.

    heads: what a master page holds. raw: the whole of content.xml. more: name of a further file -> what it is.
    """
    version = 'office:version="1.3"'
    page = f'<office:master-styles><style:master-page style:name="Standard">{heads}</style:master-page></office:master-styles>'
    members = {
        "mimetype": MIMETYPE,
        "content.xml": raw
        or f"<office:document-content {NAMESPACES} {version}><office:scripts/><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {NAMESPACES} {version}>{styles or f'<office:styles>{COMMON}{LISTS}</office:styles>'}{page}</office:document-styles>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OASIS}manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/></manifest:manifest>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in (members | (more or {})).items():
            plain = name == "mimetype" or text.startswith("<?xml")
            archive.writestr(name, text if plain else f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return buffer.getvalue()


def reading(body: str, **parts):
    return readers.read(file(body, **parts), "odt", "s")


def lines(body: str, **parts) -> list[str]:
    return [block.text for block in reading(body, **parts).blocks if block.text]


def left(body: str, **parts) -> list[tuple[str, str]]:
    return [(out.text, out.reason) for out in reading(body, **parts).left_out]


def roles(body: str, **parts) -> list[tuple[str, str]]:
    return [(block.text, block.role) for block in reading(body, **parts).blocks if block.text]


# What documents are made of


def p(*inner: str, of: str = "") -> str:
    return f"<text:p{f' text:style-name={of!r}' if of else ''}>{''.join(inner)}</text:p>"


def h(inner: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{inner}</text:h>'


def span(inner: str, of: str = "Plain") -> str:
    return f'<text:span text:style-name="{of}">{inner}</text:span>'


def item(*inner: str, start: int = 0) -> str:
    """An item of a list; what is no XML becomes a paragraph."""
    held = "".join(one if one.startswith("<") else p(one) for one in inner)
    return f"<text:list-item{f' text:start-value={str(start)!r}' if start else ''}>{held}</text:list-item>"


def listed(*items: str, of: str = "N", more: str = "") -> str:
    name = f' text:style-name="{of}"' if of else ""
    return f"<text:list{name}{more}>{''.join(items)}</text:list>"


def cell(*inner: str, more: str = "") -> str:
    held = "".join(one if one.startswith("<") else p(one) for one in inner)
    return f"<table:table-cell{more}>{held}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(one if one.startswith('<') else cell(one) for one in cells)}</table:table-row>"


def table(*rows: str) -> str:
    return f'<table:table table:name="no"><table:table-column table:number-columns-repeated="3"/>{"".join(rows)}</table:table>'


COVERED = "<table:covered-table-cell/>"


def box(inner: str, anchor: str = "paragraph") -> str:
    return (
        f'<draw:frame draw:name="Frame" text:anchor-type="{anchor}" svg:width="3cm"><draw:text-box fo:min-height="1cm">{inner}'
        "</draw:text-box><svg:title>no</svg:title><svg:desc>no</svg:desc></draw:frame>"
    )


def drawn(inner: str, tag: str = "custom-shape", anchor: str = "paragraph") -> str:
    geometry = '<draw:enhanced-geometry draw:type="rectangle"/>' if tag == "custom-shape" else ""
    return f'<draw:{tag} text:anchor-type="{anchor}"><svg:title>no</svg:title>{inner}{geometry}</draw:{tag}>'


def annotation(*paragraphs: str) -> str:
    who = "<dc:creator>somebody</dc:creator><dc:date>2020-01-01T00:00:00</dc:date><meta:creator-initials>S</meta:creator-initials>"
    return f'<office:annotation office:name="1" loext:resolved="false">{who}{"".join(map(p, paragraphs))}</office:annotation>'


def footnote(inner: str, kind: str = "footnote") -> str:
    return (
        f'<text:note text:id="n" text:note-class="{kind}"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{inner}</text:note-body></text:note>"
    )


def region(id: str, inner: str, kind: str = "deletion") -> str:
    info = "<office:change-info><dc:creator>somebody</dc:creator><dc:date>2020-01-01T00:00:00</dc:date></office:change-info>"
    return f'<text:changed-region xml:id="{id}" text:id="{id}"><text:{kind}>{info}{inner}</text:{kind}></text:changed-region>'


def tracked(*regions: str) -> str:
    return f"<text:tracked-changes>{''.join(regions)}</text:tracked-changes>" if regions else ""


def gone(id: str) -> str:
    return f'<text:change text:change-id="{id}"/>'


def inserted(inner: str) -> str:
    return f'<text:change-start text:change-id="i"/>{inner}<text:change-end text:change-id="i"/>'


def ruby(base: str, above: str) -> str:
    return f"<text:ruby><text:ruby-base>{base}</text:ruby-base><text:ruby-text>{above}</text:ruby-text></text:ruby>"


def section(inner: str, more: str = "") -> str:
    return f'<text:section text:name="name"{more}>{inner}</text:section>'


def index(kind: str, *inner: str) -> str:
    source = (
        f'<text:{kind}-source text:outline-level="3"><text:index-title-template>x</text:index-title-template>'
        f'<text:{kind}-entry-template text:outline-level="1"><text:index-entry-span>y</text:index-entry-span></text:{kind}-entry-template></text:{kind}-source>'
    )
    return f'<text:{kind} text:name="name" text:protected="true">{source}<text:index-body>{"".join(inner)}</text:index-body></text:{kind}>'


HIDDEN_SECTIONS = [' text:display="none"', ' text:display="condition" text:condition="1" text:is-hidden="true"']

# Conservation


@dataclass(frozen=True)
class Shown:
    """A word that is seen. unit: the paragraph it is in, or in a table the row; role: of its block."""

    word: str
    unit: int
    role: str


NOTHING = [
    "", "<text:soft-page-break/>", '<text:bookmark text:name="no"/>', '<text:bookmark-start text:name="no"/><text:bookmark-end text:name="no"/>',
    '<text:reference-mark text:name="no"/>', "<text:span/>", '<text:toc-mark text:string-value="no" text:outline-level="1"/>',
    '<text:alphabetical-index-mark text:string-value="no"/>', '<office:annotation-end office:name="1"/>', "<!-- no -->", "<?no no?>",
]  # fmt: skip
BLANKS = [" ", "<text:s/>", '<text:s text:c="3"/>', "<text:tab/>", "<text:line-break/>", "\n  ", "\u2003"]
FIELDS = [
    "date",
    "time",
    "page-number",
    "page-count",
    "author-name",
    "author-initials",
    "title",
    "subject",
    "sender-lastname",
    "creator",
    "description",
    "chapter",
    "user-defined",
    "variable-get",
    "variable-set",
    "variable-input",
    "user-field-get",
    "sequence",
    "expression",
    "text-input",
    "placeholder",
    "conditional-text",
    "bookmark-ref",
    "reference-ref",
    "sequence-ref",
    "note-ref",
    "file-name",
    "template-name",
    "database-display",
    "word-count",
    "modification-date",
    "print-date",
    "execute-macro",
    "drop-down",
    "table-formula",
    "page-variable-get",
    "page-continuation",
    "bibliography-mark",
]
WRAPPERS = {
    "span": span,
    "deep": lambda inner: span(span(f"<text:span>{inner}</text:span>")),
    "link": lambda inner: f'<text:a xlink:type="simple" xlink:href="no" office:title="no">{inner}</text:a>',
    "meta": lambda inner: f"<text:meta>{inner}</text:meta>",
    "meta field": lambda inner: f"<text:meta-field>{inner}</text:meta-field>",
    "inserted": inserted,
    "shown": lambda inner: span(inner, "Shown"),
}
REPEATS = ["", ' table:number-columns-spanned="2"', ' table:number-rows-spanned="2"']
SHAPES = ["custom-shape", "rect", "ellipse", "line", "connector", "polygon", "path", "caption", "circle"]
INDEXES = [
    "table-of-content",
    "illustration-index",
    "table-index",
    "object-index",
    "user-index",
    "alphabetical-index",
    "bibliography",
]


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
        self.row = 0
        self.unit = 0
        self.role = TEXT
        self.can_show = True  # whether what is hidden may have something in it that is shown
        self.regions: list[str] = []

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

    def plain(self) -> str:
        """A word, perhaps in pieces, with nothing that is seen between them."""
        word = self.word()
        cut = self.pick([0, 1, 2])
        if not cut:
            return word
        between = self.pick([*NOTHING, None] if not self.why else NOTHING)
        if between is None:
            between = self.pick([self.hide, self.delete, self.hang, self.annotate, self.note])()
        wrapped = WRAPPERS[self.pick(WRAPPERS)] if self.pick([0, 1]) and not self.why else str
        return word[:cut] + between + wrapped(word[cut:])

    def wrap(self) -> str:
        return WRAPPERS["span" if self.why else self.pick(WRAPPERS)](self.inline())

    def field(self) -> str:
        kind = self.pick(FIELDS)
        inner = '<text:label text:value="no"/>' if kind == "drop-down" else ""
        return f'<text:{kind} text:name="no" office:string-value="no" text:string-value="no">{inner}{self.word()}</text:{kind}>'

    def hide(self) -> str:
        with self.because(HIDDEN):
            inner = self.inline()
        return self.pick([
            lambda: span(inner, "Hid"), lambda: span(span(inner), "HidBased"),
            lambda: f'<text:hidden-text text:condition="1" text:is-hidden="true" text:string-value="no">{self.word(HIDDEN)} </text:hidden-text>' + span(inner, "Hid"),
        ])()  # fmt: skip

    def delete(self) -> str:
        if DELETED in self.why:
            return ""
        with self.because(DELETED), self.with_(flow=[], line=[], behind=[], unit=self.unit):
            inner = self.pick(
                [
                    lambda: p(self.word(), " ", self.word()),
                    lambda: p(self.word()) + p(self.word()),
                    lambda: p(self.inline()),
                ]
            )()
        id = f"c{len(self.regions)}"
        self.regions.append(region(id, inner))
        return gone(id)

    def note(self) -> str:
        kind = self.pick(["footnote", "endnote"])
        inner = p(self.word(FOOTNOTE), " ", span(self.word(FOOTNOTE))) + p(self.word(FOOTNOTE))
        return footnote(inner, kind)

    def annotate(self) -> str:
        return annotation(f"{self.word(COMMENT)} {span(self.word(COMMENT))}", self.word(COMMENT))

    def ruby(self) -> str:
        return ruby(self.word(), f" {self.word(HIDDEN)} ")

    def hang(self) -> str:
        """A text box or a drawing, which may have a text, in this paragraph."""
        role = self.role if self.row else ASIDE
        with self.with_(flow=[], line=[], behind=[], unit=self.unit, role=role):
            inner = self.blocks()
            seen = self.flow
        with self.with_(flow=[], line=[], behind=[], unit=self.unit, role=role):
            simple = self.paragraph() + self.paragraph()
            simply = self.flow
        kind = self.pick(["both", "boxes", "group", "link"])
        anchor = "char" if HIDDEN in self.why else self.pick(["paragraph", "char", "as-char"])
        self.behind += seen + simply
        first, second = box(inner, anchor), drawn(simple, self.pick(SHAPES), anchor)
        match kind:
            case "boxes":
                return first + box(simple, anchor)
            case "group":
                return f'<draw:g text:anchor-type="{anchor}">{first}{second}</draw:g>'
            case "link":
                return f'<draw:a xlink:href="no">{first}</draw:a>{second}'
        return first + second

    def inline(self) -> str:
        if self.depth > 5:
            return self.word() + " "
        made = [
            self.plain,
            self.plain,
            self.wrap,
            self.field,
            self.hide,
            self.delete,
            self.ruby,
            self.annotate,
            self.note,
            self.hang,
        ]
        with self.with_(depth=self.depth + 1):
            pieces = [self.pick(made)() + self.pick(BLANKS) for _ in range(1 + self.pick(range(4)))]
        return self.pick(NOTHING).join(pieces)

    # Paragraphs, lists, tables, and what is round them

    def paragraph(self) -> str:
        kind = self.pick(["", "", "PPlain", "heading", "hidden", "shown", "hidden by a field"])
        self.units += 1
        self.unit = self.row or self.units
        self.line, self.behind = [], []
        changes: dict = {}
        if kind.startswith("hidden"):
            changes["why"] = self.why | {HIDDEN}
        if kind == "heading":
            changes["role"] = HEADING if self.role == TEXT and not self.row else self.role
        with self.with_(**changes):
            inner = self.inline()
        self.flow += self.line + self.behind
        hiding = '<text:hidden-paragraph text:condition="1" text:is-hidden="{}"/>'.format
        match kind:
            case "heading":
                return h(inner, self.pick([1, 2, 10]))
            case "hidden":
                return p(inner, of=self.pick(["PHid", "PHidBased"]))
            case "shown":
                return p(inner, hiding("false"), of="PShown" if self.pick([0, 1]) and not self.why else "")
            case "hidden by a field":
                return p(*self.pick([(inner, hiding("true")), (hiding("true"), inner)]))
        return p(inner, of=kind)

    def list(self) -> str:
        items = []
        for _ in range(1 + self.pick(range(3))):
            inner = self.paragraph()
            inner += self.pick([lambda: "", self.paragraph, self.list if self.depth < 4 else lambda: ""])()
            items.append(self.pick([item, item, lambda inner: f"<text:list-header>{inner}</text:list-header>"])(inner))
        return listed(*items, of=self.pick(["N", "B", ""]))

    def cell(self) -> str:
        inner = self.blocks() if self.pick([0, 1]) else self.paragraph()
        return cell(inner, more=self.pick(REPEATS))

    def table_row(self) -> str:
        self.units += 1
        with self.with_(row=self.row or self.units, line=[], behind=[]):
            cells = [self.cell() for _ in range(1 + self.pick(range(3)))]
        cells += self.pick(
            [
                [],
                [COVERED],
                [cell(more=' table:number-columns-repeated="3"')],
                [COVERED.replace("/>", "><text:p/></table:covered-table-cell>")],
            ]
        )
        return row(*cells) + self.pick(
            ["", "<text:soft-page-break/>", row(cell(), more=' table:number-rows-repeated="2"')]
        )

    def table(self) -> str:
        rows = [self.table_row() for _ in range(1 + self.pick(range(3)))]
        kind = self.pick(["", "header", "rows", "group"])
        if kind:
            tag = {"header": "table-header-rows", "rows": "table-rows", "group": "table-row-group"}[kind]
            rows[0] = f"<table:{tag}>{rows[0]}</table:{tag}>"
        return table(*rows)

    def wrapped(self) -> str:
        kind = self.pick(["section", "index", "inserted", "hidden", "protected"])
        match kind:
            case "index":
                with self.with_(depth=5):
                    title = self.paragraph()
                    rest = self.blocks()
                return (
                    index(self.pick(INDEXES), f'<text:index-title text:name="no">{title}</text:index-title>', rest)
                    .replace(">x<", "><")
                    .replace(">y<", "><")
                )
            case "inserted":
                return inserted(self.blocks())
            case "hidden":
                with self.because(HIDDEN):
                    return section(self.blocks(), self.pick(HIDDEN_SECTIONS))
        return section(self.blocks(), ' text:protected="true" text:display="true"' if kind == "protected" else "")

    def blocks(self) -> str:
        if self.depth > 4:
            return self.paragraph()
        made = [self.paragraph, self.paragraph, self.list, self.wrapped, self.table]
        with self.with_(depth=self.depth + 1):
            pieces = [self.pick(made)() for _ in range(1 + self.pick(range(3)))]
        return self.pick(["", p(), "<text:soft-page-break/>", "<!-- no -->"]).join(pieces)

    def document(self) -> tuple[str, dict[str, str]]:
        self.units = self.unit = 1
        first = p(self.word())
        self.flow += self.line
        body = first + self.blocks() + self.paragraph()
        paged = ""
        if self.pick([0, 0, 1]):
            with self.with_(flow=[], role=ASIDE):
                paged, self.flow_of_page = box(self.paragraph(), "page"), self.flow
        heads = "".join(
            f"<style:{kind}>{p(self.word(HEADER), ' ', span(self.word(HEADER)))}{table(row(self.word(HEADER)))}</style:{kind}>"
            for kind in self.pick(
                [
                    (),
                    ("header", "footer"),
                    ("header", "header-left", "header-first", "footer", "footer-left", "footer-first"),
                ]
            )
        )
        decls = '<text:sequence-decls><text:sequence-decl text:display-outline-level="0" text:name="no"/></text:sequence-decls>'
        self.flow = getattr(self, "flow_of_page", []) + self.flow
        return tracked(*self.regions) + decls + paged + body, {"heads": heads}


def assert_conserved(found, maker) -> None:
    """Each word that is seen stands in the blocks once, in its place; each other one is left out once, with why."""
    spoken = [(f"{block.speaker} {block.text}".split(), block.role) for block in found.blocks]
    assert [word for words, _ in spoken for word in words] == [shown.word for shown in maker.flow]
    told = [(word, out.reason) for out in found.left_out for word in out.text.split() if out.reason != NUMBER]
    lost = [(word, reason) for word, reason in told if word[0] == "w"]
    assert Counter(word for word, _ in lost) == Counter(list(maker.lost))
    assert [(word, reason) for word, reason in lost if reason not in maker.lost[word]] == []
    assert "no" not in {word for word, _ in told}
    truth = {shown.word: shown for shown in maker.flow}
    for words, role in spoken:
        assert len({truth[word].unit for word in words}) <= 1, words
        assert {truth[word].role for word in words} <= {role}, words


@given(choices=st.binary(min_size=250, max_size=450))
@settings(max_examples=200)
def test_no_word_is_lost_doubled_or_moved(choices):
    maker = Maker(choices)
    body, parts = maker.document()
    note(body)
    assert_conserved(reading(body, **parts), maker)


# Constructs, one by one. In each, "x", "y" and "z" are not to be seen.

INNER = style("T1") + style("P1", family="paragraph")
TEXT_AND_BREAKS = {
    "spans in spans": (p("o", span("n" + span("e", "Plain")), " two"), ["one two"]),
    "blanks": (p("  one \n\t two", "<text:s/>", " <text:s text:c='4'/>three "), ["one two three"]),
    "tabs and line breaks": (p("one<text:tab/>two<text:line-break/>three"), ["one\ttwo", "three"]),
    "where a page ended last time": (p("on<text:soft-page-break/>e") + "<text:soft-page-break/>" + p("two"), ["one", "two"]),
    "comments and instructions of XML": (p("o<!-- x -->n<?x y?>e") + "<!-- x -->" + p("two"), ["one", "two"]),
    "non-breaking blank": (p("one\u00a0two"), ["one\u00a0two"]),
    "sections of characters": (p("<![CDATA[one & two]]> &lt; &#233;"), ["one & two < é"]),
    "empty paragraphs": (p() + p("one") + p(" ") + p("<text:s/>") + p("two"), ["one", "two"]),
    "link": (p("one ", WRAPPERS["link"]("two")), ["one two"]),
    "bookmarks and marks": (p("o", *NOTHING[2:8], "ne"), ["one"]),
    "meta": (p(WRAPPERS["meta"]("one "), WRAPPERS["meta field"]("two")), ["one two"]),
    "section": (section(p("one") + section(p("two"))) + p("three"), ["one", "two", "three"]),
    "hidden section that is open": (section(p("one"), ' text:display="condition" text:condition="0" text:is-hidden="false"'), ["one"]),
    "shown text of a condition": (p("one", '<text:hidden-text text:condition="0" text:is-hidden="false" text:string-value=" two"> two</text:hidden-text>'), ["one two"]),
    "paragraph that is not hidden": (p("one", '<text:hidden-paragraph text:condition="0" text:is-hidden="false"/>'), ["one"]),
    "list": (listed(item("one", "two", listed(item("three"), of="")), item("four"), of="B"), ["one", "two", "three", "four"]),
    "list with a heading": (listed(f"<text:list-header>{p('one')}</text:list-header>", of="B") + p("two"), ["one", "two"]),
    "paragraph with a number of its own": (f"<text:numbered-paragraph text:list-id='l'>{p('one')}</text:numbered-paragraph>", ["one"]),
    "inserted": (tracked(region("i", "", "insertion")) + p("on", inserted("e two")) + inserted(p("three")), ["one two", "three"]),
    "inserted over paragraphs": (p("one ", '<text:change-start text:change-id="i"/>two') + p("thr", '<text:change-end text:change-id="i"/>ee'), ["one two", "three"]),
    "another style of a change": (tracked(region("i", "", "format-change")) + p("on", inserted("e")), ["one"]),
    "shown against its style": (p("one", of="PShown") + p(span("two", "Shown")), ["one", "two"]),
    "shown in what is hidden": (p(span("one", "Shown"), of="PHid") + p(span(span("two", "Shown"), "Hid")), ["one", "two"]),
    "variable": (p('<text:variable-set text:name="n" text:display="value" text:formula="x">one</text:variable-set> two'), ["one two"]),
    "list to choose from": (p('<text:drop-down text:name="n"><text:label text:value="x" text:current-selected="true"/>one</text:drop-down>'), ["one"]),
    "link round a drawing": (p("one") + p('<draw:a xlink:href="x"><draw:frame><draw:image xlink:href="x"/><svg:title>x</svg:title></draw:frame></draw:a>') + p("two"), ["one", "two"]),
    "declarations": ('<office:forms><form:form form:name="x"><form:text form:name="x" form:label="x"/></form:form></office:forms><text:variable-decls><text:variable-decl text:name="x"/></text:variable-decls><text:user-field-decls><text:user-field-decl office:string-value="x" text:name="x"/></text:user-field-decls>' + p("one"), ["one"]),
    **{f"field {kind}": (p(f'one <text:{kind} text:name="x" text:formula="x">two</text:{kind}>, three'), ["one two, three"]) for kind in FIELDS},
    **{f"index {kind}": (index(kind, f"<text:index-title>{p('one')}</text:index-title>", p('two<text:tab/>3')) + p("four"), ["one", "two\t3", "four"]) for kind in INDEXES},
}  # fmt: skip


@pytest.mark.parametrize("case", TEXT_AND_BREAKS)
def test_text_and_breaks(case):
    body, expected = TEXT_AND_BREAKS[case]
    found = reading(body)
    assert [block.text for block in found.blocks if block.text] == expected
    assert [out for out in found.left_out if set(out.text.split()) - {"x", "y", "z"}] == []


HIDING = '<text:hidden-paragraph text:condition="1" text:is-hidden="true"/>'
NOT_SHOWN = {
    "hidden by a style": (p("one", span("x", "Hid")), HIDDEN),
    "hidden by the style of a style": (p("one", span("x", "HidBased")), HIDDEN),
    "hidden within": (p("one", span(span("x"), "Hid")), HIDDEN),
    "hidden paragraph": (p("one") + p("x", of="PHid"), HIDDEN),
    "hidden by the style of the paragraph's": (p("one") + p("x", of="PHidBased"), HIDDEN),
    "hidden heading": (p("one") + '<text:h text:style-name="PHid" text:outline-level="1">x</text:h>', HIDDEN),
    "hidden in a list": (p("one") + listed(item(p("x", of="PHid")), of="B"), HIDDEN),
    "hidden in a cell": (table(row(cell("one", p(span("x", "Hid"))))), HIDDEN),
    "hidden paragraph in a cell": (table(row(cell("one", p("x", of="PHid")))), HIDDEN),
    "hidden box": (p("one", span(box(p("x"), "char"), "Hid")), HIDDEN),
    "hidden in a box": (p(box(p("one") + p("x", of="PHid"))), HIDDEN),
    "hidden section": (p("one") + section(p("x"), ' text:display="none"'), HIDDEN),
    "hidden by a condition": (section(p("x"), HIDDEN_SECTIONS[1]) + p("one"), HIDDEN),
    "hidden section round another": (section(section(p("x")), ' text:display="none"') + p("one"), HIDDEN),
    "hidden table": (section(table(row("x")), ' text:display="none"') + p("one"), HIDDEN),
    "hidden list": (section(listed(item("x"), of="B"), ' text:display="none"') + p("one"), HIDDEN),
    "hidden section in a cell": (table(row(cell(p("one") + section(p("x"), ' text:display="none"')))), HIDDEN),
    "box on a hidden page": (section(box(p("x"), "page"), ' text:display="none"') + p("one"), HIDDEN),
    "hidden text": (p("one", '<text:hidden-text text:condition="1" text:is-hidden="true" text:string-value="x">x</text:hidden-text>'), HIDDEN),
    "paragraph that a field at its end hides": (p("one") + p("x", HIDING), HIDDEN),
    "paragraph that a field at its start hides": (p("one") + p(HIDING, "x"), HIDDEN),
    "paragraph that a field in a span hides": (p("one") + p("x", span(HIDING)), HIDDEN),
    "variable that is not shown": (p("one", '<text:variable-set text:name="n" text:display="none">x</text:variable-set>'), HIDDEN),
    "script": (p("one", '<text:script script:language="Basic">x</text:script>'), HIDDEN),
    "ruby": (p(ruby("one", "x")), HIDDEN),
    "covered cell": (table(row(cell("one", more=' table:number-columns-spanned="2"'), f"<table:covered-table-cell>{p('x')}</table:covered-table-cell>")), HIDDEN),
    "deleted": (tracked(region("a", p("x"))) + p("one", gone("a")), DELETED),
    "deleted in a span": (tracked(region("a", p(span("x")))) + p("one", gone("a")), DELETED),
    "deleted table": (tracked(region("a", table(row("x")))) + p("one") + gone("a"), DELETED),
    "deleted list": (tracked(region("a", listed(item("x"), of="B"))) + p("one") + gone("a"), DELETED),
    "deleted box": (tracked(region("a", p(box(p("x"))))) + p("one", gone("a")), DELETED),
    "comment": (p("one", annotation("x")), COMMENT),
    "comment in a span": (p(span("one" + annotation("x"))), COMMENT),
    "comment between paragraphs": (p("one") + annotation("x") + p(), COMMENT),
    "comment in a cell": (table(row(cell(p("one", annotation("x"))))), COMMENT),
    "comment in a box": (p(box(p("one", annotation("x")))), COMMENT),
    "comment in a list": (p("one", annotation("x").replace("<text:p>x</text:p>", listed(item("x"), of="B"))), COMMENT),
    "footnote": (p("one", footnote(p("x"))), FOOTNOTE),
    "endnote": (p("one", footnote(p("x"), "endnote")), FOOTNOTE),
    "footnote of lists": (p("one", footnote(listed(item("x"), of="B"))), FOOTNOTE),
    "footnote with a box": (p("one", footnote(p(box(p("x"))))), FOOTNOTE),
    "footnote in a cell": (table(row(cell(p("one", footnote(p("x")))))), FOOTNOTE),
    "footnote in a box": (p(box(p("one", footnote(p("x"))))), FOOTNOTE),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_SHOWN)
def test_what_is_not_shown_is_left_out_with_its_reason(case):
    """Beside the words may stand whose they are, and the sign of a note."""
    body, reason = NOT_SHOWN[case]
    found = reading(body)
    assert [f"{block.speaker}{block.text}".strip() for block in found.blocks if block.text.strip()] == ["one"]
    words = [(word, out.reason) for out in found.left_out for word in out.text.split()]
    assert [word for word in words if word[0] == "x"] == [("x", reason)]
    assert {word for word, _ in words} <= {"x", "1", "somebody", "S", "2020-01-01T00:00:00"}


@pytest.mark.parametrize(
    "out",
    [span("x", "Hid"), annotation("x"), footnote(p("x")), gone("a"), box(p("y")), HIDING.replace("true", "false")],
)
def test_what_stands_in_a_word_parts_it_not(out):
    assert lines(tracked(region("a", p("x"))) + p("on", out, "e"))[0] == "one"


def test_words_that_are_left_out_are_parted_as_they_were():
    body = tracked(region("a", p("x<text:line-break/>y<text:tab/>z<text:s/>xy") + p("yz"))) + p("one", gone("a"))
    assert [word for out, _ in left(body) for word in out.split()] == ["x", "y", "z", "xy", "yz"]
    for made in (annotation("x<text:s/>y", "z"), footnote(p("x<text:s/>y") + p("z"))):
        assert [word for out, _ in left(p("one", made)) for word in out.split() if word in "xyz"] == ["x", "y", "z"]


def test_styles_of_pages_are_not_those_of_the_text():
    """Both files may have a style of a name, and a style of words one of a paragraph's."""
    hidden = f"<office:styles/><office:automatic-styles>{style('T1', 'none')}{style('P1', 'none', 'paragraph')}</office:automatic-styles>"
    body = p(span("one", "T1")) + p("two", of="P1")
    assert lines(body, automatic=INNER, styles=hidden) == ["one", "two"]
    assert lines(body, styles=hidden) == ["one", "two"]
    both = style("Q", "none") + style("Q", family="paragraph")
    assert lines(p("one", of="Q") + p(span("x", "Q"), "two"), automatic=both) == ["one", "two"]
    both = style("Q") + style("Q", "none", "paragraph")
    assert lines(p("x", of="Q") + p(span("one", "Q")), automatic=both) == ["one"]


def test_the_style_of_all_paragraphs_may_hide():
    default = '<office:styles><style:default-style style:family="paragraph"><style:text-properties text:display="none"/></style:default-style>'
    styles = default + style("Open", "true", "paragraph") + "</office:styles>"
    body = p("x") + p("one", of="Open")
    assert lines(body, styles=styles) == ["one"]
    assert left(body, styles=styles) == [("x", HIDDEN)]


def test_a_comment_on_a_change_is_told_once():
    commented = region("a", p("x")).replace("</office:change-info>", f"{p('y')}</office:change-info>")
    found = left(tracked(commented) + p("one", gone("a")))
    words = [(word, reason) for text, reason in found for word in text.split()]
    assert [word for word, _ in words].count("y") == 1
    assert ("x", DELETED) in words


# Boxes and drawings

BOXES = {
    "at a character": box(p("x") + p("y"), "char"),
    "like a character": box(p("x") + p("y"), "as-char"),
    "at the paragraph": box(p("x") + p("y")),
    "in a span": span(box(p("x") + p("y"))),
    "in a link": f'<draw:a xlink:href="no">{box(p("x") + p("y"))}</draw:a>',
    "two": box(p("x")) + box(p("y")),
    "with lines": box(p("x<text:line-break/>y")),
    "with a list": box(listed(item("x"), item("y"), of="B")),
    "with a section": box(section(p("x")) + p("y")),
    "with a table": box(table(row("x"), row("y"))),
    "in a group": f"<draw:g>{box(p('x'))}{drawn(p('y'))}</draw:g>",
    "with a picture instead": box(p("x") + p("y")).replace(
        "</draw:text-box>", '</draw:text-box><draw:image xlink:href="no"/>'
    ),
    "picture with its caption": box(p('<draw:frame><draw:image xlink:href="no"/></draw:frame>x') + p("y")),
    "picture with a text": f'<draw:frame><draw:image xlink:href="no">{p("x")}{p("y")}</draw:image></draw:frame>',
    "inserted": inserted(box(p("x") + p("y"))),
    **{kind: drawn(p("x") + p("y"), kind) for kind in SHAPES},
}


@pytest.mark.parametrize("case", BOXES)
def test_a_box_stands_once_and_apart_behind_its_paragraph(case):
    body = p("zero") + p("on", BOXES[case], "e") + p("two")
    assert roles(body) == [("zero", TEXT), ("one", TEXT), ("x", ASIDE), ("y", ASIDE), ("two", TEXT)]


def test_a_box_in_a_box_stands_behind_what_holds_it():
    body = p("one", box(p("x", box(p("y"))) + p("z")))
    assert roles(body) == [("one", TEXT), ("x", ASIDE), ("y", ASIDE), ("z", ASIDE)]


def test_a_box_alone_and_of_a_heading():
    assert roles(p(box(p("x"))) + p("one")) == [("x", ASIDE), ("one", TEXT)]
    assert roles(h(f"one{box(h('x'))}")) == [("one", HEADING), ("x", ASIDE)]


@pytest.mark.parametrize(
    "made",
    [
        box(p("x"), "page"),
        drawn(p("x")),
        f"<draw:g>{drawn(p('x'), 'rect')}</draw:g>",
        f'<draw:a xlink:href="no">{box(p("x"), "page")}</draw:a>',
    ],
)
def test_a_box_of_a_page_stands_apart(made):
    assert sorted(roles(made + p("one") + p("two"))) == [("one", TEXT), ("two", TEXT), ("x", ASIDE)]


def test_a_box_in_a_table_is_of_its_cell():
    body = table(row(cell(p("one", box(p("two") + p("three"))), "four"), "five"))
    assert roles(body) == [("one two three four\tfive", TEXT)]
    assert roles(table(row(cell(p("one", drawn(p("two"))), "three")))) == [
        ("one", TEXT),
        ("two", TEXT),
        ("three", TEXT),
    ]
    assert roles(table(row(cell(box(p("one")), "two")))) == [("one", TEXT), ("two", TEXT)]


# Tables

TABLES = {
    "cells": (table(row("one", "two"), row("three", "four")), ["one two", "three four"]),
    "paragraphs of a cell": (table(row(cell("one", "two"), "three")), ["one two three"]),
    "heading of pages": (table(f"<table:table-header-rows>{row('one')}</table:table-header-rows>", row("two")), ["one", "two"]),
    "rows in groups": (table(f"<table:table-rows>{row('one')}</table:table-rows>", f"<table:table-row-group>{row('two')}</table:table-row-group>"), ["one", "two"]),
    "wide cell": (table(row(cell("one", more=' table:number-columns-spanned="2"'), COVERED), row("two", "three")), ["one", "two three"]),
    "high cell": (table(row(cell("one", more=' table:number-rows-spanned="2"'), "two"), row(COVERED, "three")), ["one two", "three"]),
    "table in a table": (table(row(cell("one", table(row("two", "three"), row("four")), "five"), "six")), ["one two three four five six"]),
    "table as a part of a table": (table(row(cell(table(row("one", "two")).replace("table:name", 'table:is-sub-table="true" table:name')), "three")), ["one two three"]),
    "list in a cell": (table(row(cell(listed(item("one"), item("two"), of="B")))), ["one", "two"]),
    "section in a cell and round a table": (section(table(row(cell(section(p("one")))))) + p("two"), ["one", "two"]),
    "page that ends between rows": (table(row("one"), "<text:soft-page-break/>", row("two")), ["one", "two"]),
    "title of a table": (table(row("one")).replace("<table:table-column ", "<table:title>x</table:title><table:desc>x</table:desc><table:table-column "), ["one"]),
    "empty rest": (table(row("one", cell(more=' table:number-columns-repeated="3"')), row(cell(), more=' table:number-rows-repeated="50"')) + p("two"), ["one", "two"]),
    "heading in a cell": (table(row(cell(h("one")))) + p("two"), ["one", "two"]),
    "inserted table": (inserted(table(row("one"))) + p("two"), ["one", "two"]),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_tables(case):
    body, expected = TABLES[case]
    found = reading(body)
    told = [f"{block.speaker} {block.text}".split() for block in found.blocks]
    assert [words for words in told if words] == [line.split() for line in expected]
    assert found.left_out == []


def test_what_a_repeated_cell_says_is_read():
    assert set(" ".join(lines(table(row(cell("one", more=' table:number-columns-repeated="2"'), "two")))).split()) == {
        "one",
        "two",
    }
    assert set(" ".join(lines(table(row("one", more=' table:number-rows-repeated="2"'), row("two")))).split()) == {
        "one",
        "two",
    }
    outs = left(table(row(cell(p("one", footnote(p("x")))), more=' table:number-rows-repeated="2"')))
    assert ("x", FOOTNOTE) in [(word, reason) for text, reason in outs for word in text.split()]


def test_a_transcript_in_a_table():
    body = table(
        f"<table:table-header-rows>{row('Speaker', 'Text')}</table:table-header-rows>",
        row("I", "So, and how did it all come about?"),
        row("P1", cell(p("Well, ", span("not", "Hid"), "slowly."), "It took two winters.")),
        row("I", "Two of them?"),
    )
    found = reading(body)
    assert [(block.speaker, block.text) for block in found.blocks] == [
        ("I", "So, and how did it all come about?"), ("P1", "Well, slowly."), ("", "It took two winters."), ("I", "Two of them?"),
    ]  # fmt: skip
    assert ("not", HIDDEN) in [(out.text, out.reason) for out in found.left_out]


def test_places_are_paragraphs_and_rows_counted_from_one():
    body = (
        p("one")
        + p()
        + h("two" + span("x", "Hid"))
        + table(row("three"), row(cell("four", p(span("y", "Hid")))))
        + listed(item("five"), of="B")
    )
    found = reading(body)
    assert [(block.text.strip(), block.locator) for block in found.blocks if block.text] == [
        ("one", "paragraph 1"), ("two", "paragraph 3"), ("three", "table 1, row 1"), ("four", "table 1, row 2"), ("five", "paragraph 4"),
    ]  # fmt: skip
    assert [out.locator.split(",")[0] for out in found.left_out] == ["paragraph 3", "table 1"]


# Headings, headers, numbers


def test_headings():
    body = (
        h("one<text:line-break/>two") + p("three") + h("four", 10) + listed(item(h("five")), of="B") + section(h("six"))
    )
    assert roles(body) == [
        ("one", HEADING),
        ("two", HEADING),
        ("three", TEXT),
        ("four", HEADING),
        ("five", HEADING),
        ("six", HEADING),
    ]


HEADS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


@pytest.mark.parametrize("kind", HEADS)
def test_headers_and_footers_are_nobodys_speech_and_told_once(kind):
    heads = f"<style:{kind}>{p('x ', span('y'))}{table(row(cell(p('z', box(p('xy'))))))}{listed(item('yz'), of='B')}</style:{kind}>"
    found = reading(p("one"), heads=heads)
    assert [block.text for block in found.blocks] == ["one"]
    words = [(word, out.reason) for out in found.left_out for word in out.text.split()]
    assert sorted(words) == [(word, HEADER) for word in ("x", "xy", "y", "yz", "z")]


def test_several_pages_and_what_is_hidden_or_noted_in_headers():
    heads = f"<style:header>{p('x', span('y', 'Hid'), annotation('z'))}</style:header></style:master-page><style:master-page style:name='B'><style:footer>{p('xy')}</style:footer>"
    words = [
        word for out in reading(p("one"), heads=heads).left_out for word in out.text.split() if set(word) <= set("xyz")
    ]
    assert sorted(words) == ["x", "xy", "y", "z"]


def levels(*kinds: str, name: str = "L") -> str:
    inner = "".join(f'<text:list-level-style-number text:level="{n}" {kind}/>' for n, kind in enumerate(kinds, 1))
    return f'<text:list-style style:name="{name}">{inner}</text:list-style>'


def numbered(format: str, more: str = 'style:num-suffix="."') -> str:
    return f'style:num-format="{format}" {more}'


def words(n: int) -> str:
    return item("word") * n


NUMBERS = {
    "decimal": (listed(words(3)), "", "1. 2. 3."),
    "nested": (listed(item("word", listed(words(2), of="")), item("word", listed(words(1), of=""))), "", "1. 1.1. 1.2. 2. 2.1."),
    "third level": (listed(item("word", listed(item("word", listed(words(2), of="")), of=""))), "", "1. 1.1. a) b)"),
    "one number for all paragraphs of an item": (listed(item("word", "word"), item("word")), "", "1. 2."),
    "bullets": (listed(words(2), of="B"), "", ""),
    "no style": (listed(words(2), of=""), "", ""),
    "style that isn't there": (listed(words(2), of="Nowhere"), "", ""),
    "two lists": (listed(words(2)) + p("word") + listed(words(1)), "", "1. 2. 1."),
    "list that goes on": (listed(words(2)) + p("word") + listed(words(1), more=' text:continue-numbering="true"'), "", "1. 2. 3."),
    "list that goes on by name": (listed(words(2), more=' xml:id="a"') + listed(words(1)) + listed(words(1), more=' text:continue-list="a"'), "", "1. 2. 1. 3."),
    "start of an item": (listed(item("word"), item("word", start=7), item("word")), "", "1. 7. 8."),
    "start of a list": (listed(words(2), of="L"), levels(numbered("1", 'text:start-value="5"')), "5 6"),
    "round the number": (listed(words(2), of="L"), levels(numbered("1", 'style:num-prefix="(" style:num-suffix=")"')), "(1) (2)"),
    "letters": (listed(words(3), of="L"), levels(numbered("a", 'style:num-suffix=")" text:start-value="25"')), "y) z) aa)"),
    "capitals": (listed(words(2), of="L"), levels(numbered("A")), "A. B."),
    "roman": (listed(words(3), of="L"), levels(numbered("I", 'text:start-value="8"')), "VIII IX X"),
    "small roman": (listed(words(2), of="L"), levels(numbered("i")), "i. ii."),
    "no number": (listed(words(2), of="L"), levels('style:num-format=""'), ""),
    "heading of a list": (listed(f"<text:list-header>{p('word')}</text:list-header>", words(2)), "", "1. 2."),
    "levels that differ": (listed(item("word", listed(words(1), of="")), of="L"), levels(numbered("I"), numbered("a", 'text:display-levels="2" style:num-suffix=")"')), "I. I.a)"),
    "list in a list with a style of its own": (listed(item("word", listed(words(2), of="B")), item("word")), "", "1. 2."),
    "in a cell": (table(row(cell(listed(words(2))))), "", "1. 2."),
    "in a box": (p("word", box(listed(words(2)))), "", "1. 2."),
    "in a section": (section(listed(words(2))), "", "1. 2."),
}  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS)
def test_automatic_numbers_are_left_out_as_libreoffice_shows_them(case):
    body, automatic, expected = NUMBERS[case]
    assert [text for text, reason in left(body, automatic=automatic) if reason == NUMBER] == expected.split()
    assert {word for line in lines(body, automatic=automatic) for word in line.split()} == {"word"}


def test_a_number_stands_where_its_item_does():
    found = reading(p("word") + listed(words(2)))
    assert [out.locator for out in found.left_out] == ["paragraph 2", "paragraph 3"]


def test_numbers_of_headings():
    outline = "".join(
        f'<text:outline-level-style text:level="{n}" style:num-format="1" style:num-suffix="." text:display-levels="{n}"/>'
        for n in (1, 2)
    )
    styles = f'<office:styles><text:outline-style style:name="Outline">{outline}</text:outline-style></office:styles>'
    body = (
        h("word")
        + h("word", 2)
        + h("word", 2)
        + h("word")
        + h("word", 3)
        + h("word").replace("<text:h ", '<text:h text:is-list-header="true" ')
    )
    assert [text for text, reason in left(body, styles=styles) if reason == NUMBER] == ["1.", "1.1.", "1.2.", "2."]
    assert left(body) == []


def test_a_number_that_is_written_out_as_well_is_told_once():
    body = listed(f"<text:list-item><text:number>1.</text:number>{p('one')}</text:list-item>")
    assert lines(body) == ["one"]
    assert left(body) == [("1.", NUMBER)]


# Files and limits

ENTITIES = f'<?xml version="1.0"?><!DOCTYPE d [{{}}]><office:document-content {NAMESPACES}><office:body><office:text>{{}}</office:text></office:body></office:document-content>'


def refused(data: bytes, **limits) -> str:
    with pytest.raises(StudyError) as caught:
        readers.read(data, "odt", "s", Budget("s", Limits(**limits)))
    return str(caught.value)


def test_an_encrypted_file_is_refused():
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OASIS}manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:size="9">'
        '<manifest:encryption-data manifest:checksum="no"/></manifest:file-entry></manifest:manifest>'
    )
    data = file("", raw="<?xml secret", more={"META-INF/manifest.xml": manifest})
    assert "encrypted" in refused(data) and "secret" not in refused(data)


def test_prefixes_are_the_files_own():
    raw = f'<o:document-content xmlns:o="{OASIS}office:1.0" xmlns="{OASIS}text:1.0"><o:body><o:text><p>o<span>ne</span></p></o:text></o:body></o:document-content>'
    assert lines("", raw=raw) == ["one"]


@pytest.mark.parametrize("body", [
    p("one<text:s text:c='900000000'/>two"),
    p("one two") + table(row(cell(more=' table:number-columns-repeated="100000000"'))),
    p("one two") + table(row(cell(), more=' table:number-rows-repeated="100000000"')),
    p("one two") + table('<table:table-column table:number-columns-repeated="100000000"/>', row("three")),
    p("one two") + table(row(COVERED.replace("/>", ' table:number-columns-repeated="100000000"/>'))),
    p("one two") + table(*[row("three", more=' table:number-rows-repeated="90"') for _ in range(5)]),
    p("one two") + listed(item("three", start=10**9), of="R"),
    p("one two") + listed(item("three", start=10**9), of="A"),
    p("one two") + section(p("three"), ' text:c="900000000"'),
])  # fmt: skip
def test_large_numbers_do_no_harm(body):
    automatic = levels(numbered("I"), name="R") + levels(numbered("a", 'style:num-letter-sync="true"'), name="A")
    try:
        found = reading(body, automatic=automatic)
    except StudyError:
        pass
    else:
        assert found.blocks[0].text == "one two"
        assert sum(len(one.text) for one in (*found.blocks, *found.left_out)) < 100_000


@pytest.mark.parametrize("more", ["columns", "rows"])
def test_a_word_that_is_repeated_without_end_is_refused_or_read_in_time(more):
    kind = f' table:number-{more}-repeated="100000000"'
    made = table(row(cell("three", more=kind)) if more == "columns" else row("three", more=kind))
    try:
        found = reading(p("one") + made)
        assert {"one", "three"} == {word for block in found.blocks for word in block.text.split()}
        assert sum(len(block.text) for block in found.blocks) < 1_000_000
    except StudyError:
        pass


def test_entities_are_not_unfolded():
    laughs = '<!ENTITY a0 "lol lol lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    try:
        found = readers.read(file("", raw=ENTITIES.format(laughs, p("one") + p("&a11;"))), "odt", "s")
        assert sum(len(block.text) for block in found.blocks) < 1000
    except StudyError:
        pass


@pytest.mark.parametrize(
    "entity", ['<!ENTITY e SYSTEM "{}">', '<!ENTITY % q SYSTEM "{}"> %q;', '<!ENTITY e PUBLIC "x" "{}">']
)
def test_nothing_is_read_from_other_files(entity, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text('<!ENTITY e "secret">' if "%" in entity else "secret")
    data = file("", raw=ENTITIES.format(entity.format(secret.as_uri()), p("one") + p("&e;")))
    try:
        assert "secret" not in repr(readers.read(data, "odt", "s"))
    except StudyError as error:
        assert "secret" not in str(error)


@pytest.mark.parametrize("deep", [
    section("{}"), listed("<text:list-item>{}</text:list-item>"), "<table:table><table:table-row><table:table-cell>{}</table:table-cell></table:table-row></table:table>",
    "<text:p><draw:frame><draw:text-box>{}</draw:text-box></draw:frame></text:p>", "<draw:g>{}</draw:g>",
])  # fmt: skip
def test_what_lies_too_deep_is_refused(deep):
    before, after = deep.split("{}")
    assert "deep" in refused(file(p("one") + before * 5000 + p("secret") + after * 5000))


def test_what_lies_deep_elsewhere_is_refused_too():
    spans = "<text:span>" * 5000 + "secret" + "</text:span>" * 5000
    for data in (
        file(p(spans)), file(tracked(region("a", p(spans))) + p("one")), file(p("one", annotation(spans))),
        file(p("one"), heads=f"<style:header>{p(spans)}</style:header>"),
    ):  # fmt: skip
        assert "secret" not in refused(data)


def test_tables_of_too_many_cells_are_refused():
    assert "cells" in refused(file(table(row(*["one"] * 30) * 40)), cells=1000)


def test_what_unpacks_to_too_much_is_refused():
    assert "MB" in refused(file(p("x" * 900_000) * 2), megabytes=1)
    assert "MB" in refused(
        file(p("x" * 700_000), heads=f"<style:header>{p('x' * 700_000)}</style:header>"), megabytes=1
    )


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


# File, what it begins with, what it is filled with, and how much memory that may take, in MB.
BOMBS = {
    "blanks": ("content.xml", "", " " * 1_000_000, 600),
    "one text": ("content.xml", "<text:p>", "lol " * 250_000, 600),
    "styles": ("styles.xml", "", " " * 1_000_000, 600),
    "type of the file": ("mimetype", "", " " * 1_000_000, 500),
}


@pytest.mark.parametrize("filling", BOMBS)
def test_a_bomb_is_refused_before_memory_is_spent(filling, tmp_path):
    """In a process of its own, so that the most it takes can be measured."""
    member, opening, piece, most = BOMBS[filling]
    bomb = tmp_path / "bomb.odt"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        with zipfile.ZipFile(io.BytesIO(file(p("one")))) as plain:
            for name in plain.namelist():
                if name != member:
                    archive.writestr(name, plain.read(name))
        with archive.open(member, "w") as part:
            part._compressor = Packed()
            start = f"<office:document-content {NAMESPACES}><office:body><office:text>{opening}"
            part.write(MIMETYPE.encode() if member == "mimetype" else start.encode())
            piece = piece.encode()
            for _ in range(300_000_000 // len(piece) + 1):
                part.write(piece)
    assert bomb.stat().st_size < 10_000_000
    if not pathlib.Path("/proc/self/status").is_file():
        pytest.skip("nothing here tells how much memory a process has taken at most")
    code = (
        "import pathlib, re, sys\n"
        "from multicase.ingest import readers\n"
        "from multicase.study.problems import StudyError\n"
        "try:\n    readers.read(pathlib.Path(sys.argv[1]).read_bytes(), 'odt', 's')\n"
        "except StudyError:\n    print('refused')\n"
        # its own peak: what getrusage tells counts that of the process which started it too
        "peak = re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())\n"
        "print(int(peak[1]) // 1000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(bomb)], capture_output=True, text=True, timeout=60)
    *outcome, megabytes = done.stdout.split()
    assert outcome == ["refused"] or member == "mimetype"
    assert int(megabytes) < most


@pytest.mark.parametrize("covered", [COVERED, COVERED.replace("/>", ' table:number-columns-repeated="1"/>')])
def test_a_cell_that_spans_its_row_is_a_heading_and_one_beside_a_high_label_is_speech(covered):
    talk = [row("I:", "How was it?"), row("P:", "It was fine."), row("I:", "And then?")]
    wide = row(cell("Part two", more=' table:number-columns-spanned="2"'), covered)
    high = [row(cell("P:", more=' table:number-rows-spanned="2"'), "I left."), row(COVERED, "For good.")]
    found = reading(table(*talk, wide, *high)).blocks
    assert [(block.role, block.speaker, block.text) for block in found] == [
        (TEXT, "I", "How was it?"), (TEXT, "P", "It was fine."), (TEXT, "I", "And then?"), (HEADING, "", "Part two"),
        (TEXT, "P", "I left."), (TEXT, "", "For good."),
    ]  # fmt: skip


# Words in bold


def weight(name: str, weight: str, family: str = "text", above: str = "") -> str:
    inner = f'<style:text-properties fo:font-weight="{weight}"/></style:style>'
    return style(name, family=family, above=above).replace("</style:style>", inner)


WEIGHTS = (
    weight("Bold", "bold") + weight("Heavy", "700") + weight("Light", "normal") + weight("PBold", "bold", "paragraph")
    + style("Based", above="Bold") + weight("Thin", "300", above="Bold") + style("Hid", "none") + style("Plain")
)  # fmt: skip


@pytest.mark.parametrize(
    ("paragraph", "bold"),
    [
        (p(span("Ada", "Bold"), " And then?"), "Ada"),
        (p(span("Ada ", "Heavy"), "And then?"), "Ada"),
        (p(span("Ada", "Based")), "Ada"),
        (p(span("A", "Bold"), span("da", "Bold"), span(" Reed", "Bold"), " said"), "Ada Reed"),
        (p(span("gone", "Hid"), span("Ada", "Bold"), " and"), "Ada"),
        (p("  ", span("Ada", "Bold"), "<text:tab/>", "and"), "Ada"),
        (p(span(f"Ada {span('then', 'Light')}", "Bold")), "Ada"),
        (p("Ada", of="PBold"), "Ada"),
        (p("Ada", span(" then", "Light"), of="PBold"), "Ada"),
        (p(span("Ada", "Bold"), "<text:line-break/>", span("Bo", "Bold")), "Ada"),
        (p("<text:line-break/>", span("Ada", "Bold")), "Ada"),
        (p("And ", span("Ada", "Bold")), ""),
        (p(span("Ada", "Thin"), " and"), ""),
        (p(span("Ada", "Light"), " and"), ""),
    ],
)
def test_what_a_paragraph_begins_with_in_bold_is_told(paragraph, bold):
    first, *others = [block for block in reading(paragraph, automatic=WEIGHTS).blocks if block.text]
    assert first.text[: first.bold] == bold and not any(block.bold for block in others)


def test_a_name_in_bold_is_a_label_as_in_word_files():
    turns = p(span("Ada", "Bold"), " And then?") + p(span("Bo", "Bold"), " It was late, and I was there.")
    source = {"source_id": "s", "case_id": "c", "kind": "interview", "format": "odt"}
    found = ingest_source(file(turns * 3, automatic=WEIGHTS), source, {"Ada": "interviewer", "Bo": "p1"})
    assert [row["participant_id"] for row in found.turns if row["layer"] == "speech"] == ["interviewer", "p1"] * 3
    assert not found.questions
