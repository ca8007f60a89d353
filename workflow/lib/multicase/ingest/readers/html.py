"""HTML, through lxml: the words that a browser shows, in their order, and those that it doesn't."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import count
from typing import NamedTuple

from lxml import etree

from multicase.ingest import formats
from multicase.ingest.blocks import (
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
    squeezed,
)
from multicase.ingest.limits import Budget
from multicase.ingest.readers.tables import table_blocks
from multicase.ingest.refusal import refuse

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CELLS = frozenset({"td", "th"})
SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}  # in the order in which they are shown
LISTS = frozenset({"ol", "ul", "menu", "dir"})
PREFORMATTED = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
BLOCKS = HEADINGS | CELLS | LISTS | PREFORMATTED | {
    "html", "body", "p", "div", "li", "dl", "dt", "dd", "tr", "table", "thead", "tbody", "tfoot", "caption", "section",
    "article", "header", "footer", "main", "nav", "aside", "blockquote", "figure", "figcaption", "hr", "address",
    "center", "details", "summary", "dialog", "fieldset", "legend", "form", "hgroup", "search", "option", "optgroup",
    "frameset",
}  # fmt: skip
APART = frozenset({"img", "input", "button", "select", "video", "audio", "canvas", "iframe", "object", "embed", "svg"})
WORDLESS = frozenset({"script", "style"})
OF_HEAD = WORDLESS | {"title", "meta", "link", "base", "noscript", "template"}
UNSEEN = frozenset({
    "template", "noscript", "rt", "rp", "datalist", "iframe", "video", "audio", "canvas", "noframes", "noembed", "desc",
})  # fmt: skip
UNWRITTEN = frozenset({"checkbox", "radio", "password", "file", "image", "color", "range"})  # inputs that show no value
KEEPING = frozenset({"pre", "pre-wrap", "pre-line", "break-spaces"})
FOLLOWED = frozenset({"display", "visibility", "white-space", "mso-hide"})
NOTHING = "nothing"  # the reason of what is no words at all
ABSENT = frozenset({HIDDEN, HEADER, NOTHING})
NOTE_ROLES = frozenset({"doc-endnotes", "doc-endnote", "doc-footnote", "doc-noteref"})

# Anchors by which word processors tie notes and comments to the text: at the note, and where it is called.
NOTES = {
    FOOTNOTE: re.compile(r"_?(?:ftn|edn)(?:ref)?\d+|ftnt(?:_ref)?\d+|sd(?:foot|end)note\d+(?:sym|anc)"),
    COMMENT: re.compile(r"_mso(?:com_|anchor_)\d+|cmnt(?:_ref)?\d+"),
}
CALL = re.compile(r"ref\d+$|anc$|anchor")
CHARSET = re.compile(
    rb"charset\s*=\s*[\"']?((?:windows-125[013-8]|iso-8859-(?!1\b)|koi8-|euc-|gb|big5|shift_)[\w-]*)", re.I
)
MARK = re.compile(r"\s*(?:\[(?:if\b[^\]]*|endif)\]|\?xml\b.*|(?:Start|End)Fragment)\s*", re.S)  # comments of no words
MOST_ROWS = 65534  # that a cell spans in a browser, and what a span of 0 stands for
INTEGER = re.compile(r"\s*([+-]?\d{1,9})")
SELECTOR = re.compile(r"(\*|[a-z][\w-]*)?([.#][\w-]+)?", re.I)
RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"
UNMENDED = re.compile(
    rf"<!--.*?(?:-->|\Z)|<({RAW})\b(?![^<>]*/>).*?(?:</\1|\Z)"
    rf"|<p\b[^<>]*>[^<]*(?:<(?!/?(?:{'|'.join(sorted(BLOCKS))})\b|!|{RAW})[^<]*+)*+</p\s*>"  # nothing to mend in it
    r"|(?P<page></(?:html|body)\s*>)|(?P<paragraph></p\s*>)|(?P<line></br\s*/?>)",
    re.I | re.S,
)

Look = dict[str, str]
Weighed = dict[str, tuple[tuple[int, ...], str]]
Rules = dict[tuple[str, str], Weighed]


def read(data: bytes, format: str, name: str, budget: Budget, declared: Mapping[str, str] | None = None) -> Reading:
    """One block per line that a browser begins anew: paragraph, heading, list item, row, and line broken by hand.

    What is hidden, deleted, a comment, a note, the number of a list item or the page's title is left out.
    declared: what columns of tables hold, as people say. Raises StudyError for a file without markup, for a web archive
    and past a limit.
    """
    budget.bytes(len(data))
    text, notes = formats.decode(_in_utf8(data), name)
    if re.match(r"\s*(?:From: |MIME-Version:|Content-Type: multipart)", text):
        raise refuse(name, "a web archive", "an html file", "Open it in a browser, and save it as HTML only.")
    if "<" not in text:
        raise refuse(name, "no markup", "an html file", "Mend the column format in sources.csv.")
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8")
    root = etree.HTML(_mended(text).encode(), parser)
    rules, unfollowed = _rules(root)
    reading = Reading(notes=list(notes), declared=declared or {})
    if unfollowed:
        found = "The page has style sheets or rules of style that are not followed: what they hide is read as text."
        reading.notes.append(found)
    _Page(reading, budget, rules, _notes(root)).read(root)
    if any(error.level_name == "FATAL" for error in parser.error_log):
        raise ValueError("the parser stopped before the end")
    return reading


def _in_utf8(data: bytes) -> bytes:
    """A page in the encoding of a language, which it names in its head, in UTF-8; any other as it is."""
    named = CHARSET.search(data[:4096])
    try:
        data.decode()
    except UnicodeDecodeError:
        with suppress(UnicodeDecodeError, LookupError):
            return data.decode(named[1].decode()).encode() if named else data
    return data


def _mended(text: str) -> str:
    """The text with what the parser would drop: words behind the page's end, line breaks that end tags stand for."""
    new = {"page": "", "paragraph": '</p><br class="" p>', "line": "<br>"}
    return UNMENDED.sub(lambda found: new.get(found.lastgroup, found[0]), text)


class _Lines:
    """Words as they come in, and the lines that they make, with role and number of the paragraph.

    The page, each cell of a table, and each stretch that is left out has its own.
    """

    def __init__(self) -> None:
        self.done: list[tuple[str, str, int]] = []
        self.paragraph = 1
        self._pieces: list[str] = []
        self._role = TEXT
        self._last = 0
        self._begun = False

    def write(self, words: str, role: str) -> None:
        self._begun = self._begun or not words.isspace()
        self._pieces.append(words)
        self._role = role

    def end(self, paragraph: bool = True) -> None:
        """Ends the line, and the paragraph with it unless it goes on."""
        if self._pieces:
            line = squeezed("".join(self._pieces))
            self._pieces.clear()
            self._begun = False
            if line.strip():
                self.done.append((line, self._role, self.paragraph))
                self._last = self.paragraph
        if paragraph:
            self.paragraph = self._last + 1

    @property
    def place(self) -> str:
        """The paragraph that has begun, or else that before or after which this is."""
        if self._begun or self._last == self.paragraph:
            return f"paragraph {self.paragraph}"
        return f"after paragraph {self._last}" if self._last else "before paragraph 1"


class _Cell(NamedTuple):
    lines: _Lines
    across: int
    down: int


@dataclass
class _Table:
    """An outermost table. rows: cells, and the section that they stand in (its place in the table, its first row)."""

    element: etree._Element
    place: str
    section: tuple[int, int] = (1, 0)
    rows: list[tuple[tuple[int, int], list[_Cell]]] = field(default_factory=list)
    in_row: bool = False


class _State(NamedTuple):
    """What holds for the words of an element.

    seen: lines of what is seen here. out: where the words go, which is another if they are left out, for `reason` or
    because they are veiled, that is, invisible but in their place. keeps: whether line breaks are kept. flex: whether
    each child begins a line. edge: what its ends are: `line`, `blank` or nothing.
    """

    seen: _Lines
    out: _Lines
    reason: str | None = None
    veiled: bool = False
    role: str = TEXT
    keeps: bool = False
    flex: bool = False
    edge: str = ""

    @property
    def laid(self) -> bool:
        """Whether it takes room in the page, so that its breaks break what is seen."""
        return self.reason not in ABSENT


class _Page:
    """Walks through a page from its first element to its last."""

    def __init__(self, reading: Reading, budget: Budget, rules: Rules, notes: dict[etree._Element, str]):
        self.reading, self.budget, self.notes = reading, budget, notes
        self.look: Callable[..., Look] = lru_cache(4096)(partial(_look, rules))
        self.text = _Lines()
        self.table: _Table | None = None
        self.tables = 0
        self.lists: list[Iterator[int] | None] = []

    def read(self, root: etree._Element) -> None:
        states = [_State(self.text, self.text)]
        for event, element in etree.iterwalk(root.getroottree(), events=("start", "end", "comment", "pi")):
            if event == "start":
                self.budget.depth(len(states))
                states.append(self._open(element, states[-1]))
                _write(element.text, states[-1])
            elif event == "end":
                self._close(element, states.pop(), states[-1])
                _write(element.tail, states[-1])
            else:
                if not MARK.fullmatch(element.text):
                    self.reading.leave(element.text, self.place, COMMENT)
                _write(element.tail, states[-1])
        self._flush()

    @property
    def place(self) -> str:
        if self.table is None:
            return self.text.place
        return f"{self.table.place}, row {len(self.table.rows)}" if self.table.rows else self.table.place

    def _open(self, element: etree._Element, above: _State) -> _State:
        tag, get = element.tag, element.get
        look = self.look(tag, get("class"), get("id"), get("style"), _is_hidden(element))
        usual = "block" if tag in BLOCKS or above.flex else "inline"
        display = look.get("display", usual) if above.laid else usual
        reason = NOTHING if tag in WORDLESS else above.reason or self._reason(element, look)
        veiled = look["visibility"] not in ("visible", "inherit") if "visibility" in look else above.veiled
        space = look.get("white-space", "inherit")
        keeps = space in KEEPING if space != "inherit" else above.keeps or tag in PREFORMATTED
        edge = _edge(tag, display) if reason not in ABSENT or not above.laid or tag in APART else ""
        if tag == "body" and _has_begun(element):
            edge = ""
        role = HEADING if tag in HEADINGS else above.role
        state = _State(above.seen, above.out, reason, veiled, role, keeps, display.endswith(("flex", "grid")), edge)
        _bound(state, above)
        if tag == "br" and not _closes_paragraph(element):
            _break(state, paragraph=False)
        elif tag == "ol":
            self.lists.append(_numbers(element))
        elif tag in LISTS:
            self.lists.append(None)
        elif tag in CELLS:
            self.budget.cells(_across(element))
        elif tag == "li" and self.lists and self.lists[-1] and state.laid:
            self._count(element, veiled)
        if tag in WORDLESS:
            return state._replace(out=_Lines())
        if reason is None and not veiled:
            lines = self._structure(element, tag, above) or above.seen
            if lines is not state.out:
                state = state._replace(out=lines, seen=lines)
        elif above.out is above.seen:
            if tag in CELLS and reason is None:  # an invisible cell is one of the row
                self._structure(element, tag, above)
            state = state._replace(out=_Lines())
        if tag == "input" and get("type", "text").lower() not in UNWRITTEN:
            _write(get("value"), state)
        return state

    def _reason(self, element: etree._Element, look: Look) -> str | None:
        """Why the words of an element aren't read, apart from what it stands in; None if they are."""
        tag = element.tag
        if tag == "title" and next(element.iterancestors("svg"), None) is None:
            return HEADER
        if tag in UNSEEN or tag == "title" or look.get("display") == "none" or look.get("mso-hide") == "all":
            return HIDDEN
        if tag == "del":
            return DELETED
        return FOOTNOTE if element.get("role") in NOTE_ROLES else self.notes.get(element)

    def _count(self, item: etree._Element, veiled: bool) -> None:
        """Leaves out the number that a browser writes before an item of an ordered list."""
        if (value := _integer(item.get("value"), None)) is not None:
            self.lists[-1] = count(value)
        number = next(self.lists[-1])
        if not veiled:
            place = f"paragraph {self.text.paragraph}" if self.table is None else self.place
            self.reading.leave(f"{number}.", place, NUMBER)

    def _structure(self, element: etree._Element, tag: str, above: _State) -> _Lines | None:
        """Notes a table, row or cell of an outermost table. The lines of a cell; None for anything else."""
        if tag == "table" and self.table is None:
            self.tables += 1
            self.table = _Table(element, f"table {self.tables}")
        elif self.table is None or above.seen is not self.text:
            return None
        elif tag in SECTIONS:
            self.table.section, self.table.in_row = (SECTIONS[tag], len(self.table.rows)), False
        elif tag == "tr" or (tag in CELLS and not self.table.in_row):
            self.table.rows.append((self.table.section, []))
            self.table.in_row = True
        if tag not in CELLS:
            return None
        cell = _Cell(_Lines(), _across(element), _integer(element.get("rowspan"), 1) or MOST_ROWS)
        self.table.rows[-1][1].append(cell)
        return cell.lines

    def _close(self, element: etree._Element, state: _State, above: _State) -> None:
        tag = element.tag
        _bound(state, above)
        if tag in LISTS:
            self.lists.pop()
        if state.out is not state.seen and state.out is not above.out and state.reason != NOTHING:
            state.out.end()
            words = " ".join(line for line, _, _ in state.out.done)
            self.reading.leave(words, "head" if state.reason == HEADER else self.place, state.reason or HIDDEN)
        if self.table is None:
            return
        if tag in SECTIONS and state.seen is self.text:
            self.table.section, self.table.in_row = (SECTIONS["tbody"], len(self.table.rows)), False
        elif tag == "tr" and state.seen is self.text:
            self.table.in_row = False
        elif element is self.table.element:
            self._flush()
            table_blocks(_grid(self.table.rows, self.budget), self.table.place, self.reading)
            self.table = None

    def _flush(self) -> None:
        """Makes blocks of the lines up to here."""
        self.text.end()
        self.reading.blocks += [
            Block(words, f"paragraph {number}", role=role) for words, role, number in self.text.done
        ]
        self.text.done.clear()


def _write(words: str | None, state: _State) -> None:
    if not words:
        return
    if not state.keeps:
        state.out.write(words.replace("\t", " "), state.role)
        return
    first, *others = words.split("\n")
    state.out.write(first, state.role)
    for line in others:
        _break(state, paragraph=False)
        state.out.write(line, state.role)


def _bound(state: _State, above: _State) -> None:
    """An end of an element."""
    if state.edge == "line":
        _break(state)
    elif state.edge == "blank":
        _write(" ", above)


def _break(state: _State, paragraph: bool = True) -> None:
    state.out.end(paragraph)
    if state.laid and state.seen is not state.out:
        state.seen.end(paragraph)


def _edge(tag: str, display: str) -> str:
    if display in ("none", "contents"):
        return ""
    if display.startswith("inline"):
        return "blank" if display != "inline" or tag in APART else ""
    return "line"


def _has_begun(body: etree._Element) -> bool:
    """Whether the page's words begin before its body: the parser leaves elements that it doesn't know in the head."""
    head = body.getprevious()
    return head is not None and head.tag == "head" and len(head) > 0 and head[-1].tag not in OF_HEAD


def _is_hidden(element: etree._Element) -> bool:
    """Whether it is hidden unless a rule of style shows it."""
    return (
        element.get("hidden") is not None
        or (element.tag == "dialog" and element.get("open") is None)
        or element.get("type", "").lower() == "hidden"
    )


def _closes_paragraph(line_break: etree._Element) -> bool:
    """Whether a line break was put in for the end tag of a paragraph, and there was one to be closed."""
    before = line_break.getprevious()
    return line_break.get("p") is not None and before is not None and before.tag == "p" and not before.tail


def _integer(text: str | None, default: int | None) -> int | None:
    found = INTEGER.match(text) if text else None
    return int(found[1]) if found else default


def _across(cell: etree._Element) -> int:
    """How many columns a cell spans; a browser stops at 1000."""
    return min(max(_integer(cell.get("colspan"), 1), 1), 1000)


def _numbers(ordered: etree._Element) -> Iterator[int]:
    """The numbers of an ordered list's items."""
    if ordered.get("reversed") is None:
        return count(_integer(ordered.get("start"), 1))
    return count(_integer(ordered.get("start"), len(ordered.findall("li"))), -1)


def _grid(rows: Sequence[tuple[tuple[int, int], list[_Cell]]], budget: Budget) -> list[list[list[str]]]:
    """Rows of cells of lines, the head first and the foot last. Cells that another covers are empty.

    A cell that is the only one of its row covers none: it is a row of one cell.
    """
    grid: list[list[list[str]]] = []
    covered: dict[int, int] = {}  # column -> for how many rows more
    before = (1, 0)
    for section, cells in sorted(rows, key=lambda row: row[0]):
        if section != before:
            before, covered = section, {}
        row: list[list[str]] = []
        below = {column: left - 1 for column, left in covered.items() if left > 1}
        for cell in cells:
            row += [[]] * _run(covered, len(row))
            if cell.down != 1:
                below |= dict.fromkeys(range(len(row), len(row) + cell.across), cell.down - 1)
            row.append([line for line, _, _ in cell.lines.done])
            row += [[]] * (cell.across - 1 if len(cells) > 1 else 0)
        row += [[]] * _run(covered, len(row))
        covered = below
        budget.cells(max(0, len(row) - sum(cell.across for cell in cells)))
        if row:
            grid.append(row)
    return grid


def _run(covered: dict[int, int], column: int) -> int:
    """How many columns from this one on are covered."""
    return next(length for length in count() if column + length not in covered)


def _notes(root: etree._Element) -> dict[etree._Element, str]:
    """Footnotes, endnotes and comments of word processors, and the marks that call them, with their reasons."""
    found = {}
    for anchor in root.iter("a"):
        name = anchor.get("name") or anchor.get("id") or ""
        for reason, pattern in NOTES.items():
            if pattern.fullmatch(name):
                element = anchor if CALL.search(name) else _opened(anchor)
                found[element] = reason
    return found


def _opened(anchor: etree._Element) -> etree._Element:
    """The division whose first words an anchor holds, or else the anchor itself."""
    element = anchor
    while element.tag != "div":
        before, above = element.getprevious(), element.getparent()
        while before is not None and not isinstance(before.tag, str) and not (before.tail or "").strip():
            before = before.getprevious()
        if before is not None or above is None or (above.text or "").strip():
            return anchor
        element = above
    return element


def _look(rules: Rules, tag: str, classes: str | None, identity: str | None, style: str | None, hidden: bool) -> Look:
    """Those properties of an element that are followed, by the rules that hold for it and its own style."""
    found: Weighed = {"display": ((-1,), "none")} if hidden else {}
    marks = ["", *(f".{name}" for name in (classes or "").split()), f"#{identity}"]
    weighed = [rules[key] for mark in marks for key in ((tag, mark), ("", mark)) if key in rules]
    for one in (*weighed, _declared(style or "", (1,))):
        for name, value in one.items():
            found[name] = max(found.get(name, value), value)
    return {name: value for name, (_, value) in found.items()}


def _declared(style: str, weight: tuple[int, ...]) -> Weighed:
    """The followed properties that declarations set, each with its weight, which a value that is important heads."""
    found: Weighed = {}
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        value, important, _ = value.lower().partition("!")
        if (name := name.strip().lower()) in FOLLOWED:
            found[name] = ((int(bool(important)), *weight), value.strip())
    return found


def _rules(root: etree._Element) -> tuple[Rules, bool]:
    """The rules of style with selectors of one element, class or id; whether others, or other files, may hide words."""
    rules: Rules = {}
    unfollowed = any("stylesheet" in link.get("rel", "").lower() for link in root.iter("link"))
    order = count()
    for style in root.iter("style"):
        if next(style.iterancestors("noscript", "template"), None) is not None or not _on_screen(style.get("media")):
            continue
        unfollowed |= "@import" in (style.text or "")
        for selectors, declarations in _ruled(style.text or ""):
            for selector in map(str.strip, selectors.split(",")):
                simple = SELECTOR.fullmatch(selector)
                tag, mark = ((simple[1] or "").lower().strip("*"), simple[2] or "") if simple else ("", "")
                weight = (0, mark.startswith("#"), mark.startswith("."), bool(tag), next(order))
                declared = _declared(declarations, weight)
                if simple and selector:
                    known = rules.setdefault((tag, mark), {})
                    known |= {name: max(known.get(name, value), value) for name, value in declared.items()}
                elif ":" not in selector:
                    unfollowed |= any(value in ("none", "hidden", "all") for _, value in declared.values())
    return rules, unfollowed


def _ruled(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of each rule, but for those that hold elsewhere than on a screen."""
    css = re.sub(r"/\*.*?(?:\*/|\Z)|<!--|-->", " ", css, flags=re.S)
    css = re.sub(r'"[^"\n]*"|\'[^\'\n]*\'', "", css)
    heads: list[str] = []
    words = ""
    for piece in re.split(r"([{}])", css):
        if piece == "{":
            heads.append(words.rpartition(";")[2].strip())
        elif piece == "}":
            *above, head = heads or [""]
            if all(_is_screen_rule(one) for one in above):
                yield head, words
            heads = above
        words = piece


def _is_screen_rule(head: str) -> bool:
    return head.lower().startswith("@media") and _on_screen(head[len("@media") :])


def _on_screen(media: str | None) -> bool:
    return (media or "all").strip().lower() in ("all", "screen", "only screen")
