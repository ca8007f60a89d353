"""Rich Text Format: the words that a word processor would show, and those it keeps from the reader.

A file is groups in braces, control words and text. Settings hold until their group ends, so a state is copied where a
group begins. Some groups are no text (tables of fonts, pictures); some are text in another place (notes, boxes).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import groupby
from operator import itemgetter

from multicase.ingest import blocks
from multicase.ingest.blocks import ASIDE, HEADING, TEXT, Block, Reading, squeezed
from multicase.ingest.limits import Budget
from multicase.ingest.readers.tables import table_blocks

TOKEN = re.compile(
    rb"(?P<text>[^\\{}]+)|(?P<brace>[{}])|\\(?P<word>[A-Za-z]+)(?P<value>-?[0-9]+)? ?"
    rb"|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>.?)",
    re.DOTALL,
)
LINE_ENDS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
NO_TEXT = b"\r\n\0"

BLANKS = {"tab": "\t", "line": "\n", "lbr": "\n"}
CHARACTERS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
SYMBOLS = {b"~": "\xa0", b"_": "-", b"\t": "\t"}
ENDS = frozenset({"par", "sect", "page", "column"})
REASONS = {
    **dict.fromkeys(("footnote", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn"), blocks.FOOTNOTE),
    **dict.fromkeys(
        ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"), blocks.HEADER
    ),
    **dict.fromkeys(("listtext", "pntext"), blocks.NUMBER),
    **dict.fromkeys(("xe", "tc", "tcn"), blocks.HIDDEN),
    "annotation": blocks.COMMENT,
}
MARKS = {"v": blocks.HIDDEN, "webhidden": blocks.HIDDEN, "deleted": blocks.DELETED, "mvf": blocks.MOVED}
CHOSEN = frozenset({1, 2})  # fields of forms that are boxes and lists; what is typed into the others is their result
UNREAD = "what is ticked or chosen in the fields of a form isn't read: save the file as docx"
ENOUGH = 80  # characters of a name
BOXES = frozenset({"shptxt", "dptxbxtext"})


class _Sink(Enum):
    """Where the words of a group go. PARTS: nowhere, but for those of groups within it that are text."""

    WORDS, PARTS, NOWHERE, FONTS, STYLES, PROPERTY = (auto() for _ in range(6))


NOWHERE = (
    "colortbl filetbl revtbl rsidtbl listtable listoverridetable latentstyles info generator themedata datastore "
    "xmlnstbl pict nonshppict shprslt objdata fldinst pn nonesttables bkmkstart bkmkend atnid atnauthor NeXTGraphic"
)
SINKS = {
    **dict.fromkeys(NOWHERE.split(), _Sink.NOWHERE),
    **dict.fromkeys(("shpinst", "do", "upr"), _Sink.PARTS),
    **dict.fromkeys(("ud", "fldrslt", "moMath", "moMathPara"), _Sink.WORDS),
    "fonttbl": _Sink.FONTS,
    "stylesheet": _Sink.STYLES,
    "sn": _Sink.PROPERTY,
}

WESTERN = "cp1252"
DECLARED = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
PAGES = {
    **{
        page: f"cp{page}"
        for page in (
            437, 720, 737, 775, 850, 852, 855, 857, 858, *range(860, 867), 869, 874, 932, 936, 949, 950,
            *range(1250, 1259), 1361, 65001,
        )
    },
    **{28590 + part: f"iso8859_{part}" for part in (*range(1, 10), 13, 15)},
    819: "latin_1", 10000: "mac_roman", 10001: "shift_jis", 10002: "big5", 10003: "euc_kr", 10004: "mac_arabic",
    10006: "mac_greek", 10007: "mac_cyrillic", 10008: "gb2312", 10029: "mac_latin2", 10079: "mac_iceland",
    10081: "mac_turkish", 20127: "ascii", 20866: "koi8_r", 21866: "koi8_u", 51932: "euc_jp", 51949: "euc_kr",
    54936: "gb18030",
}  # fmt: skip
CHARSETS = {
    0: 1252, 2: 1252, 77: 10000, 78: 10001, 79: 10003, 80: 10008, 81: 10002, 84: 10004, 85: 10006, 86: 10081,
    88: 10029, 89: 10007, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}  # fmt: skip


def read(data: bytes, format: str, name: str, budget: Budget, declared: Mapping[str, str] | None = None) -> Reading:
    """One block per paragraph, per line break within one, and what the tables' reader makes of a table.

    Left out: hidden, deleted and moved words, notes, comments, headers, list numbers. Words in text boxes are asides,
    after the paragraph that holds the box. Braces that don't match are no error. declared: what columns of tables hold,
    as people say.

    Raises StudyError past a limit of the budget.
    """
    budget.bytes(len(data))
    reader = _Reader(budget)
    reader.body.reading.declared = declared or {}
    reader.run(data, max(data.find(b"{\\rtf"), 0))
    return reader.body.reading


@dataclass
class _State:
    """What a group inherits. place: why its words are left out ("" if they aren't), and the number of that group."""

    flow: _Flow
    font: int | None = None
    skipped: int = 1  # by \uc: characters after a \u that say the same to programs that know no Unicode
    mark: dict[str, bool] = field(default_factory=dict)  # never changed, only replaced
    is_bold: bool = False
    style: int | None = 0
    outlined: bool = False
    in_table: bool = False
    nesting: int = 0
    sink: _Sink = _Sink.WORDS
    place: tuple[str, int] = ("", 0)

    def copy(self) -> _State:
        new = object.__new__(_State)  # as many groups as words: dataclasses.replace takes five times as long
        new.__dict__.update(self.__dict__)
        return new


class _Flow:
    """Paragraphs and tables one after the other: the body's, or those of a text box."""

    def __init__(self, budget: Budget) -> None:
        self.reading = Reading()
        # Of the paragraph: place (see _State), characters, whether in bold
        self.pieces: list[tuple[tuple[str, int], str, bool]] = []
        self.boxes: list[Reading] = []  # that the paragraph holds
        self.held: list[Block] = []  # of boxes in the table
        self.rows: list[list[list[str]]] = []
        self.cells: list[list[str]] = []
        self.lines: list[str] = []  # of the cell
        self._budget = budget
        self._paragraphs = self._tables = 0

    def paragraph(self, in_table: bool, role: str = TEXT) -> None:
        """End a paragraph, of a cell or of none."""
        if in_table:
            where = f"table {self._tables + 1}, row {len(self.rows) + 1}"
        else:
            self._end_table()
            self._paragraphs += 1
            where = f"paragraph {self._paragraphs}"
        seen = [(is_bold, piece) for (reason, _), piece, is_bold in self.pieces if not reason]
        visible = _joined(piece for _, piece in seen)
        lines = [squeezed(line) for line in LINE_ENDS.split(visible) if line.strip()]
        if in_table:
            self.lines += lines
        else:
            runs = ((_joined(piece for _, piece in of), is_bold) for is_bold, of in groupby(seen, itemgetter(0)))
            self.reading.blocks += blocks.paragraph(lines, runs, where, role)
        for (reason, _), pieces in groupby(self.pieces, lambda piece: piece[0]):
            words = _joined(piece for _, piece, _ in pieces)
            if reason and not (reason == blocks.NUMBER and not any(map(str.isalnum, words))):  # a bullet has no words
                self.reading.leave(LINE_ENDS.sub(" ", words).strip(), where, reason)
        (self.held if in_table else self.reading.blocks).extend(self._boxed(where))
        self.pieces, self.boxes = [], []

    def _boxed(self, where: str) -> list[Block]:
        for box in self.boxes:
            self.reading.left_out += [replace(left, locator=where) for left in box.left_out]
            self.reading.notes += box.notes
        return [replace(block, role=ASIDE, locator=where) for box in self.boxes for block in box.blocks]

    def cell(self) -> None:
        self._budget.cells(1)
        self.paragraph(in_table=True)
        self.cells.append(self.lines)
        self.lines = []

    def row(self) -> None:
        self.paragraph(in_table=True)
        self._end_row()

    def stray(self) -> None:
        """A row begins: lines that stood in no cell since the last one were paragraphs."""
        if self.lines and not self.cells:
            self._end_table()

    def end(self) -> None:
        self.paragraph(in_table=bool(self.cells))
        self._end_table()

    def _end_row(self) -> None:
        if self.lines:
            self.cells.append(self.lines)
            self.lines = []
        if self.cells:
            self.rows.append(self.cells)
            self.cells = []

    def _end_table(self) -> None:
        if self.cells:
            self._end_row()
        if self.rows:
            self._tables += 1
            table_blocks(self.rows, f"table {self._tables}", self.reading)
        for line in self.lines:
            self._paragraphs += 1
            self.reading.blocks.append(Block(line, f"paragraph {self._paragraphs}"))
        self.reading.blocks += self.held
        self.rows, self.lines, self.held = [], [], []


class _Reader:
    """Goes through a file once. body: the flow in which its words end up."""

    def __init__(self, budget: Budget) -> None:
        self.body = _Flow(budget)
        self._budget = budget
        self._state = _State(self.body)
        self._outer: list[_State] = []
        self._left = 0  # characters still to be skipped after a \u
        self._starred = False  # a group that a program may ignore begins
        self._groups = 0
        self._pages: dict[int | None, str] = {}  # of fonts
        self._page = self._encoding = WESTERN
        self._decoder = codecs.getincrementaldecoder(WESTERN)("replace")
        self._font: int | None = None
        self._headings: set[int | None] = set()
        self._unknown: set[int] = set()
        self._name = self._property = ""

    def run(self, data: bytes, at: int) -> None:
        while at < len(data):
            token = TOKEN.match(data, at)
            at = token.end()
            match token.lastgroup:
                case "text":
                    self._bytes(token["text"].translate(None, NO_TEXT))
                    if self._halved(data, at):
                        self._bytes(data[at : at + 1])
                        at += 1
                case "hex":
                    self._bytes(bytes([int(token["hex"], 16)]))
                case "brace":
                    if token["brace"] == b"{":
                        self._open()
                    else:
                        self._close()
                case "symbol":
                    self._symbol(token["symbol"])
                case _:
                    value = int(token["value"][:10]) if token["value"] else None
                    self._word(token["word"].decode(), value)
                    if token["word"] == b"bin":
                        at += max(value or 0, 0)
        self._flush()
        if self._outer:
            self.body.reading.notes.append("the file breaks off before its end: look whether its last words are there")
        while self._outer:
            self._close()
        self.body.end()
        unknown = ", ".join(map(str, sorted(self._unknown)[:9]))
        self.body.reading.notes += [f"code page unknown ({unknown}), read as {self._page}"] if unknown else []

    def _halved(self, data: bytes, at: int) -> bool:
        """Whether text ends within a character whose second byte looks like a brace or backslash."""
        if self._decoder.getstate()[0] != data[at - 1 : at] or data[at : at + 2] in (b"\\'", b"\\\\"):
            return False
        try:
            return len(data[at - 1 : at + 1].decode(self._encoding)) == 1
        except UnicodeDecodeError:
            return False

    def _open(self) -> None:
        self._flush()
        self._left, self._starred = 0, False
        self._outer.append(self._state)
        self._state = self._state.copy()
        self._budget.depth(len(self._outer))

    def _close(self) -> None:
        self._flush()
        self._left, self._starred = 0, False
        if self._outer:
            flow = self._state.flow
            self._state = self._outer.pop()
            if flow is not self._state.flow:
                flow.end()
            self._turn()

    def _symbol(self, symbol: bytes) -> None:
        if symbol in (b"\\", b"{", b"}"):
            self._bytes(symbol)
            return
        self._flush()
        if symbol == b"*":
            self._starred = True
        elif symbol in (b"\n", b"\r"):
            self._word("par", None)
        elif self._left:
            self._left -= 1
        else:
            self._emit(SYMBOLS.get(symbol, ""))

    def _word(self, word: str, value: int | None) -> None:
        self._flush()
        state = self._state
        starred, self._starred = self._starred, False
        if state.sink is _Sink.NOWHERE:
            if word == "fftype" and value in CHOSEN and UNREAD not in self.body.reading.notes:
                self.body.reading.notes.append(UNREAD)
            return
        if word in CHARACTERS and self._left:
            self._left -= 1
            return
        self._left = 0  # a file that lacks the characters to skip loses no paragraph by it
        if word in CHARACTERS or word in BLANKS:
            self._emit(CHARACTERS.get(word) or BLANKS[word])
        elif state.sink is _Sink.STYLES and word in {"cs", "ts", "ds"}:  # styles of characters and tables
            state.sink = _Sink.NOWHERE
        elif word in SINKS:
            state.sink = SINKS[word]
            self._property = ""
        elif word in REASONS:
            self._elsewhere(REASONS[word])
        elif word in BOXES or (word == "sv" and self._property.strip() == "gtextUNICODE"):
            self._box()
        elif starred or word == "sv" or word.endswith("Pr"):  # properties of equations
            state.sink = _Sink.NOWHERE
        elif word in ENDS or word in {"cell", "row", "nestcell", "trowd"}:
            self._structure(word)
        else:
            self._set(word, value)

    def _elsewhere(self, reason: str) -> None:
        """The words of this group are left out."""
        self._groups += 1
        self._state.sink, self._state.place, self._state.mark = _Sink.WORDS, (reason, self._groups), {}

    def _box(self) -> None:
        """The words of this group stand in a frame of their own."""
        if reason := self._place()[0]:
            self._elsewhere(reason)
            return
        self._state.sink, self._state.flow = _Sink.WORDS, _Flow(self._budget)
        self.body.boxes.append(self._state.flow.reading)  # a box within a box comes after it

    def _structure(self, word: str) -> None:
        state, flow = self._state, self._state.flow
        gone = word == "par" and self._place()[0] in {blocks.DELETED, blocks.MOVED}
        if state.place[0] or gone:  # a paragraph whose end was deleted goes on
            self._emit("\n")
        elif state.sink is not _Sink.WORDS:
            return
        elif word in ENDS:
            heading = state.outlined or state.style in self._headings
            flow.paragraph(state.in_table or state.nesting > 0, HEADING if heading else TEXT)
        elif word == "cell":
            flow.cell()
        elif word == "nestcell":
            self._budget.cells(1)
            flow.paragraph(in_table=True)
        elif word == "row":
            flow.row()
        else:
            if state.nesting < 2:
                flow.stray()
            state.in_table = True  # some leave out \intbl

    def _set(self, word: str, value: int | None) -> None:
        state = self._state
        match word:
            case "u" if value is not None:
                self._emit(_character(value))
                self._left = state.skipped
            case "uc":
                state.skipped = 1 if value is None else max(value, 0)
            case "v" | "webhidden" | "deleted" | "mvf":
                state.mark = {**state.mark, MARKS[word]: value != 0}
            case "b":
                state.is_bold = value != 0
            case "plain":
                state.mark, state.font, state.is_bold = {}, self._font, False
                self._turn()
            case "f":
                state.font = value
                self._turn()
            case "pard":
                state.style, state.outlined, state.in_table, state.nesting = 0, False, False, 0
            case "s":
                state.style = value
            case "outlinelevel":
                state.outlined = (value or 0) <= 8
            case "intbl":
                state.in_table = True
            case "itap":
                state.nesting = 1 if value is None else value
            case "mac" | "pc" | "pca":
                self._page = DECLARED[word]
                self._turn()
            case "ansicpg":
                self._page = self._known(value) or self._page
                self._turn()
            case "deff":
                self._font = state.font = value
            case "fcharset" | "cpg" if state.sink is _Sink.FONTS:
                page = self._known(CHARSETS.get(value) if word == "fcharset" else value)
                self._pages.update({state.font: page} if page else {})

    def _known(self, page: int | None) -> str:
        """The codec of a code page by its number; "" for none (0, or a character set that means the file's own)."""
        if page and page not in PAGES:
            self._unknown.add(page)
        return PAGES.get(page, "")

    def _turn(self) -> None:
        """Read bytes from here on in the code page of the font."""
        encoding = self._pages.get(self._state.font, self._page)
        if encoding != self._encoding:
            self._encoding = encoding
            self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def _bytes(self, data: bytes) -> None:
        self._left, data = max(self._left - len(data), 0), data[self._left :]
        if self._state.sink is not _Sink.NOWHERE:
            self._emit(self._decoder.decode(data))

    def _flush(self) -> None:
        """What comes next is no text: half a character before it stays half."""
        if chars := self._decoder.decode(b"", True):
            self._emit(chars)

    def _emit(self, chars: str) -> None:
        match self._state.sink:
            case _Sink.WORDS if chars:
                self._state.flow.pieces.append((self._place(), chars, self._state.is_bold))
            case _Sink.STYLES:
                self._style(chars)
            case _Sink.PROPERTY:
                self._property = (self._property + chars)[:ENOUGH]

    def _place(self) -> tuple[str, int]:
        for reason in (blocks.DELETED, blocks.MOVED, blocks.HIDDEN):
            if self._state.mark.get(reason):
                return reason, 0
        return self._state.place

    def _style(self, chars: str) -> None:
        """Part of the definition of a style; its name ends with a semicolon."""
        *ended, rest = (self._name + chars).split(";")
        for name in ended:
            if self._state.outlined or name.strip().lower().startswith(("heading", "title")):
                self._headings.add(self._state.style)
        self._name = rest[:ENOUGH]


def _character(value: int) -> str:
    """The character of a \\u, whose number is signed 16 bit by the rule; some write larger ones."""
    number = value & 0xFFFF if value < 0 else value
    return chr(number).strip("\0") if number <= 0x10FFFF else "\ufffd"


def _joined(pieces: Iterable[str]) -> str:
    """Pieces as one text, pairs of surrogates as the characters they mean."""
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
