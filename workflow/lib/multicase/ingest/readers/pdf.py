"""PDF, through pdfplumber: from places of letters to lines, columns, paragraphs; furniture and line numbers left out.

A page is read in four steps. Letters on one baseline, up to a gap wider than a blank, are a cell; cells side by side
are a row. What recurs at the edges of pages leaves the rows, and so do line numbers. A page's rows, split at the
gutters between its columns, are its lines. Lines go on to paragraphs by their spacing, their indents and their ends.
Lengths are points, heights count from the head of a page; "em" is the size of a line's font.
"""

from __future__ import annotations

import io
import logging
import math
import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from statistics import mean, median
from typing import NamedTuple

import pdfplumber
from pdfminer import pdftypes
from pdfminer.encodingdb import EncodingDB
from pdfminer.layout import LTChar, LTContainer, LTFigure, LTImage
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from multicase.ingest import labels
from multicase.ingest.blocks import COMMENT, FURNITURE, HEADING, HIDDEN, LINE_NUMBER, TEXT, Block, Reading, squeezed
from multicase.ingest.limits import Budget
from multicase.ingest.refusal import refuse

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # its warnings may quote the file

BLANK, GAP, INDENT, LOOSE = 0.15, 0.8, 0.8, 0.35  # em: between words, cells, margins, and more than usual between lines
SAME_LINE, TWICE, SMALL, LARGE = 0.12, 0.1, 0.85, 1.12  # em off a baseline, a letter drawn again; fonts beside others
RAISED, RAISED_SMALL = (-0.4, 0.4, 0.0), (-0.35, 0.6, 0.6)  # em: from how low to how high, and how far aside
EDGE, SAME_HEIGHT, ASKEW = 0.12, 3, 5  # of a page's height; points; degrees
FEWEST_ROWS, FEWEST_WORDS, MANY_WORDS, MOST = 5, 3, 5, 0.6
FEWEST_NUMBERS, MOST_UNKNOWN = 5, 0.01
BOLD = re.compile(r"bold|black|heavy|demi", re.I)
LIGATURE = re.compile("[\ufb00-\ufb06]")
IDEOGRAPH = "[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65]"
BETWEEN_IDEOGRAPHS = re.compile(rf"(?<={IDEOGRAPH}) (?={IDEOGRAPH})")
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
SENTENCE_END = re.compile(r"[.!?:…。！？؟۔][\"”’»)\]*_]*$")
ITEM_END = re.compile(r"[;,]$")
ITEM = re.compile(r"(?:[•·▪◦‣●○■□\uf0b7–—*-]|(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s")
BULLET = re.compile(r"[•·▪◦‣●○■□\uf0b7]\s")
COLON_ALONE = re.compile(r"[:：][*_)\]]*$")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SPLIT = re.compile(r"([^\W\d_]+(?:['’-][^\W\d_]+)*)([-‐\xad])$")
NUMBER_HYPHEN = re.compile(r"\d[-‐]$")
# First parts after which a hyphen is usual. The firm ones are words: no syllable ends there by chance.
FIRM = frozenset({"well", "self", "half", "non", "all", "cross", "ill", "much", "quasi"})
PREFIXES = FIRM | {
    "co", "re", "ex", "anti", "semi", "post", "pre", "sub", "un", "inter", "mid", "multi", "over", "under", "counter",
    "pro", "neo", "bi", "tri", "vice",
}  # fmt: skip
ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.I)
COUNTED = re.compile(r"(?<![\w.,:])(?:\d{1,5}|[ivxlc]{1,7}|[IVXLC]{1,7})(?![\w:]|[.,]\d)")
PAGE_NUMBER = re.compile(
    r"\W*(?:page|p|pg|seite|s|página|pág|pagina|side|sida|blz|strona|str)?\W*\0\+0\0"
    r"(?:\W*(?:of|von|de|di|af|av|van|sur|z|out of)?\W*\d+)?\W*"
)
ONLY_PAGE = re.compile(r"\W*(?:page|p|pg|seite|s|página|pagina|side)?\W*1\W*(?:of|von|de|di|af|av|van|sur|/)\W*1\W*")

_budget: ContextVar[Budget] = ContextVar("budget")


class _Zlib:
    """zlib for pdfminer, within a budget.

    Streams lie behind encryption and other filters, so that only where they are unpacked can they be counted.
    """

    error, decompressobj = zlib.error, zlib.decompressobj

    @staticmethod
    def decompress(data: bytes) -> bytes:
        if budget := _budget.get(None):
            budget.inflated(data)
        return zlib.decompress(data)


pdftypes.zlib = _Zlib
# As the format has it, where pdfminer has a blank and nothing: codes that stand for nothing else are bullets.
EncodingDB.win2unicode.update({173: "\xad"} | dict.fromkeys((127, 129, 141, 143, 144, 157), "•"))


class Glyph(NamedTuple):
    """A letter: its place along its line, its baseline, its size."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a line with nothing wider than a blank between them. first: how wide the first word is."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    first: float


Row = list[Cell]


@dataclass
class Sheet:
    """A page: its rows from head to foot, and what else is on it (texts that run another way, fields)."""

    number: int
    top: float
    bottom: float
    rows: list[Row] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """A line in its column. label: whether one opens it; column: a number for each column of each page."""

    page: int
    column: int
    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    first: float
    speaker: str = ""
    label: bool = False
    tab: bool = False


def read(data: bytes, format: str, name: str, budget: Budget) -> Reading:
    """One block per paragraph or heading; its locator is the page where it begins.

    Left out, with the reason: page furniture, line numbers, what lies outside the page, comments. Raises StudyError for
    a file with a password, one whose letters can't be told, and one past a limit.
    """
    reading = Reading()
    with _unpacking_within(budget), _opened(data, name) as pdf:
        budget.pages(len(pdf.pages))
        sheets = _Pages(pdf, name, budget, reading).sheets()
    _leave_line_numbers(sheets, reading)
    _leave_furniture(sheets, reading)
    _leave_stamps(sheets, reading)
    blocks = _Paragraphs(_Columns(sheets).lines(), reading.notes).blocks()
    for sheet in sheets:
        blocks += [(sheet.number, Block(text, f"page {sheet.number}")) for text in sheet.sideways]
        blocks += [(sheet.number, Block(text, f"page {sheet.number}, field")) for text in sheet.fields]
    reading.blocks = [block for _, block in sorted(blocks, key=lambda found: found[0])]
    return reading


@contextmanager
def _unpacking_within(budget: Budget) -> Iterator[None]:
    """What is unpacked counts; past the limit its error is raised, whatever pdfminer made of it."""
    token = _budget.set(budget)
    try:
        yield
    except PdfminerException:
        budget.bytes(0)
        raise
    finally:
        _budget.reset(token)
    budget.bytes(0)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[pdfplumber.PDF]:
    try:
        pdf = pdfplumber.open(io.BytesIO(data), raise_unicode_errors=False)
    except PdfminerException as error:
        if isinstance(error.args[0], PDFPasswordIncorrect):
            raise refuse(name, "an encrypted PDF", "a PDF without a password", "Remove its password.") from None
        raise
    with pdf:
        yield pdf


class _Pages:
    """Reads the pages of a PDF, one at a time."""

    def __init__(self, pdf: pdfplumber.PDF, name: str, budget: Budget, reading: Reading):
        self.pdf, self.name, self.budget, self.reading = pdf, name, budget, reading
        self.glyphs = self.unknown = 0
        self.shown: set[int] = set()  # fields whose value has been read

    def sheets(self) -> list[Sheet]:
        """All pages; what they hide, their comments, and what can't be read of them go into the reading."""
        sheets: list[Sheet] = []
        pictures: list[int] = []
        for page in self.pdf.pages:
            found = [*_drawn(page.layout)]
            chars = [one for one in found if isinstance(one, LTChar)]
            sheets.append(self._sheet(page, chars))
            if found and not chars:
                pictures.append(page.page_number)
            page.close()
            self.budget.bytes(0)
        if self.unknown > MOST_UNKNOWN * self.glyphs:
            todo = "Print it to a new PDF, or run text recognition on it."
            raise refuse(self.name, "text whose letters can't be told", "text that can be copied from a viewer", todo)
        if self.unknown:
            self.reading.notes.append(f"{self.unknown} letters can't be told, and stand as \ufffd")
        if pictures:
            told = "page {} holds pictures without text: nothing of it was read"
            told = told if len(pictures) == 1 else "pages {} hold pictures without text: nothing of them was read"
            self.reading.notes.append(told.format(", ".join(map(str, pictures))))
        return sheets

    def _sheet(self, page: Page, chars: Iterable[LTChar]) -> Sheet:
        ways: dict[int, list[tuple[LTChar, str, float]]] = defaultdict(list)
        unseen: list[Glyph] = []
        width, height, shown = float(page.width), float(page.height), _shown(page)
        for char in chars:
            text = self._letters(char.get_text())
            x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
            if shown[0] <= x <= shown[2] and shown[1] <= y <= shown[3]:
                angle = _angle(char)
                straight = round(angle / 90) * 90
                way = straight if abs(angle - straight) <= ASKEW else round(angle)
                ways[way % 360].append((char, text, angle - way))
            else:
                unseen.append(_glyph(char, text, 0, height))
        self.reading.leave(_text_of_rows(_rows(unseen)), f"page {page.page_number}", HIDDEN)
        body = max(ways, key=lambda way: len(ways[way]) * (1 if way else 3), default=0)
        rows: dict[int, list[Row]] = {}
        for way, found in ways.items():  # a scan may be a little askew
            angle = way + median(askew for _, _, askew in found)
            rows[way] = _rows(_glyph(char, text, angle, height) for char, text, _ in found)
        heights = [_turned(x, y, body, height)[1] for x in (0, width) for y in (0, height)]
        sheet = Sheet(page.page_number, min(heights), max(heights), rows.pop(body, []))
        sheet.sideways = [text for way in sorted(rows) if (text := _text_of_rows(rows[way]))]
        for annotation in map(resolve1, resolve1(page.page_obj.annots) or []):
            if isinstance(annotation, dict):
                self._annotation(annotation, sheet)
        return sheet

    def _letters(self, text: str) -> str:
        self.glyphs += 1
        if text.isalnum() and text.isascii():
            return text
        if re.fullmatch(r"\(cid:\d+\)|\ufffd|\0", text):
            self.unknown += 1
            return "\ufffd"
        text = LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        return re.sub(r"\s", " ", text)

    def _annotation(self, annotation: dict, sheet: Sheet) -> None:
        """A comment is left out; the value of a field is text."""
        kind = getattr(resolve1(annotation.get("Subtype")), "name", "")
        if kind != "Widget":
            if kind != "Popup":
                self.reading.leave(_string(annotation.get("Contents")), f"page {sheet.number}", COMMENT)
            return
        of, depth = annotation, 0
        while "V" not in of and "Parent" in of:
            of, depth = resolve1(of["Parent"]), depth + 1
            self.budget.depth(depth)
        text = squeezed(_string(of.get("V")))
        if text and id(of) not in self.shown:
            self.shown.add(id(of))
            if (resolve1(annotation.get("F")) or 0) & 0b100010:
                self.reading.leave(text, f"page {sheet.number}, field", HIDDEN)
            else:
                sheet.fields.append(text)


def _string(value: object) -> str:
    value = resolve1(value)
    if isinstance(value, list):
        return " ".join(map(_string, value))
    if isinstance(value, PDFStream):
        value = value.get_data()
    return decode_text(value) if isinstance(value, bytes) else ""


def _drawn(within: LTContainer) -> Iterator[LTChar | LTImage]:
    """The letters and pictures of a page, those in forms that are set into it among them."""
    for one in within:
        if isinstance(one, LTFigure):
            yield from _drawn(one)
        elif isinstance(one, LTChar | LTImage):
            yield one


def _shown(page: Page) -> tuple[float, float, float, float]:
    """What of a page is shown: its left, foot, right and head, from the lower left corner of its sheet."""
    boxes = list(zip(page.mediabox, page.cropbox, strict=True))
    left, top, right, bottom = max(boxes[0]), max(boxes[1]), min(boxes[2]), min(boxes[3])
    x, y = page.mediabox[0], page.mediabox[3]
    return left - x, y - bottom, right - x, y - top


def _angle(char: LTChar) -> float:
    """Which way a letter runs, in degrees."""
    a, b = char.matrix[:2]
    sign = -1 if char.adv < 0 else 1
    return math.degrees(math.atan2(sign * b, sign * a)) if b else 0 if sign * a >= 0 else 180


def _turned(x: float, y: float, angle: float, height: float) -> tuple[float, float]:
    """A point of a page whose letters run at an angle, turned so that they run to the right."""
    if not angle:
        return x, height - y
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cos + y * sin, x * sin - y * cos


def _glyph(char: LTChar, text: str, angle: float, height: float) -> Glyph:
    a, b, _, _, x, y = char.matrix
    along, size = char.width, char.height
    if angle:
        both = abs(math.cos(math.radians(angle))) + abs(math.sin(math.radians(angle)))
        along = abs(char.adv) * math.hypot(a, b)
        size = (char.width + char.height) / both - along
    x, base = _turned(x, y, angle, height)
    return Glyph(text, x, x + along, base, round(max(size, 0.1), 1), _is_bold(str(char.fontname)))


@cache
def _is_bold(font: str) -> bool:
    return bool(BOLD.search(font))


def _rows(glyphs: Iterable[Glyph]) -> list[Row]:
    """Rows of cells, from head to foot, in whatever order their letters were drawn."""
    return _side_by_side(filter(None, (_cell(piece) for piece in _pieces(glyphs))))


def _pieces(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Letters on one baseline up to a wide gap; smaller ones that are raised or lowered are with those beside them."""
    strips: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if strips and glyph.base - strips[-1][0].base <= SAME_LINE * glyph.size:
            strips[-1].append(glyph)
        else:
            strips.append([glyph])
    return _with_raised([piece for strip in strips for piece in _split(strip)])


def _split(strip: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """The letters of a line from left to right, cut at wide gaps; what is drawn twice, to look bold, is there once."""
    piece: list[Glyph] = []
    ink: list[Glyph] = []
    for glyph in sorted(strip, key=lambda glyph: glyph.x0):
        if glyph.text.isspace():
            piece.append(glyph)
            continue
        if any(glyph.text == one.text and glyph.x0 - one.x0 < TWICE * glyph.size for one in ink[-3:]):
            continue
        if ink and glyph.x0 - ink[-1].x1 > GAP * max(glyph.size, ink[-1].size):
            yield piece
            piece, ink = [], []
        piece.append(glyph)
        ink.append(glyph)
    if ink:
        yield piece


def _with_raised(pieces: list[list[Glyph]]) -> list[list[Glyph]]:
    """Pieces that touch a larger one, a little above or below its line, become part of it."""
    whole: list[tuple[float, list[Glyph]]] = []
    for size, piece in sorted(
        ((max(g.size for g in piece), piece) for piece in pieces), key=lambda one: (-one[0], -len(one[1]))
    ):
        near = [other for larger, other in whole if _touches(piece, size, other, larger)]
        if near:
            beside = min(near, key=lambda other: abs(other[0].base - piece[0].base))
            base = beside[0].base
            beside.extend(glyph._replace(base=base) for glyph in piece)
            beside.sort(key=lambda glyph: glyph.x0)
        else:
            whole.append((size, piece))
    return [piece for _, piece in whole]


def _touches(piece: list[Glyph], size: float, other: list[Glyph], larger: float) -> bool:
    """Whether small letters stand beside others, raised or lowered; or others in a gap of theirs, a little off."""
    up = (other[0].base - piece[0].base) / larger
    low, high, far = RAISED_SMALL if size < SMALL * larger else RAISED
    return low < up < high and max(piece[0].x0 - other[-1].x1, other[0].x0 - piece[-1].x1) < far * larger


def _cell(piece: list[Glyph]) -> Cell | None:
    words: list[list[Glyph]] = []
    apart = True
    for glyph in piece:
        if glyph.text.isspace():
            apart = True
            continue
        if apart or glyph.x0 - words[-1][-1].x1 > BLANK * max(glyph.size, words[-1][-1].size):
            words.append([])
        words[-1].append(glyph)
        apart = False
    if not words:
        return None
    drawn = [glyph for word in words for glyph in word]
    size = Counter(glyph.size for glyph in drawn).most_common(1)[0][0]
    letters = [glyph for glyph in drawn if glyph.text.isalnum()] or drawn
    bold = all(glyph.bold for glyph in letters)
    text = " ".join(_in_reading_order(["".join(glyph.text for glyph in word) for word in words]))
    end, first = max(glyph.x1 for glyph in drawn), words[0][-1].x1 - words[0][0].x0
    return Cell(text, drawn[0].x0, end, drawn[0].base, size, bold, first)


def _in_reading_order(words: list[str]) -> list[str]:
    """Words from left to right on the page as they are read: those of a script that runs to the left turned round."""
    if not any(map(_runs_left, words)):
        return words
    if sum(map(_runs_left, words)) * 2 < sum(any(map(str.isalpha, word)) for word in words):
        return list(map(_turned_round, words))
    ordered: list[str] = []
    place = 0
    for word in reversed(words):  # words of another script among them keep their order
        place = len(ordered) if _runs_left(word) or (ordered and _runs_left(ordered[-1])) else place
        ordered.insert(place, _turned_round(word))
    return ordered


def _turned_round(word: str) -> str:
    return word[::-1].translate(MIRRORED) if _runs_left(word) else word


def _runs_left(word: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in word)


def _side_by_side(cells: Iterable[Cell]) -> list[Row]:
    rows: list[Row] = []
    for cell in sorted(cells, key=lambda cell: (cell.x0, cell.base)):
        near = [row for row in rows if abs(row[-1].base - cell.base) < 0.4 * min(row[-1].size, cell.size)]
        if near:
            min(near, key=lambda row: abs(row[-1].base - cell.base)).append(cell)
        else:
            rows.append([cell])
    return sorted(rows, key=lambda row: (row[0].base, row[0].x0))


def _text(row: Sequence[Cell]) -> str:
    """The words of a row; letters that lie close belong to one word, though the line bends between them."""
    if all(_runs_left(cell.text) for cell in row):
        row = row[::-1]
    text = row[0].text
    for a, b in pairwise(row):
        near = max(a.x0, b.x0) - min(a.x1, b.x1) <= BLANK * max(a.size, b.size)
        text += b.text if near else f" {b.text}"
    return text


def _text_of_rows(rows: Iterable[Row]) -> str:
    return " ".join(map(_text, rows))


# What is no text of the page


def _leave_line_numbers(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Numbers that count a page's lines, at its left or right: by one beside nearly all lines, or 5, 10, 15."""
    for side in (0, -1):
        found = {sheet.number: numbers for sheet in sheets if (numbers := _line_numbers(sheet, side))}
        places = [number[side] for numbers in found.values() for number in numbers]
        last = 0
        for sheet in sheets if places else []:
            numbers = found.get(sheet.number) or _few_line_numbers(sheet, side, places, last)
            if not numbers:
                continue
            last = int(numbers[-1][side].text)
            reading.leave(" ".join(row[side].text for row in numbers), f"page {sheet.number}", LINE_NUMBER)
            for row in numbers:
                row.pop(side)
            sheet.rows = [row for row in sheet.rows if row]


def _numbers(sheet: Sheet, side: int) -> list[Row]:
    """Rows whose outermost cell is a number, all of these aligned, and apart from what is text."""
    rows = [row for row in sheet.rows if row[side].text.isdecimal() and len(row[side].text) < 6]
    aligned: list[Row] = []
    for edge in ("x0", "x1"):
        where = Counter(round(getattr(row[side], edge)) for row in rows).most_common(1)
        same = [row for row in rows if abs(getattr(row[side], edge) - where[0][0]) <= 2]
        aligned = max(aligned, same, key=len)
    inner = [row[side] for row in aligned]
    others = [cell for row in sheet.rows for cell in row if not any(cell is number for number in inner)]
    if side:
        limit = max((cell.x1 for cell in others if cell.base < inner[-1].base + 1), default=0) if inner else 0
        return [row for row in aligned if row[side].x0 > limit]
    limit = min((cell.x0 for cell in others if len(cell.text.split()) > 1), default=math.inf)
    return [row for row in aligned if row[side].x1 < limit]


def _line_numbers(sheet: Sheet, side: int) -> list[Row]:
    numbers = _numbers(sheet, side)
    values = [int(row[side].text) for row in numbers]
    steps = {b - a for a, b in pairwise(values)}
    if steps == {1} and len(values) >= FEWEST_NUMBERS:
        return numbers if len(numbers) >= 0.8 * (len(sheet.rows) - 3) else []
    if steps == {5} and len(values) >= 3 and not values[0] % 5:
        return numbers
    return []


def _few_line_numbers(sheet: Sheet, side: int, places: Sequence[Cell], last: int) -> list[Row]:
    """Line numbers of a page with few lines, at the place where they are on others."""
    at = [row for row in _numbers(sheet, side) if any(_aligned(row[side], place) for place in places)]
    values = [int(row[side].text) for row in at]
    steps = {b - a for a, b in pairwise(values)} or {1}
    begins = values and values[0] in {1, last + 1, 5, last + 5}
    return at if begins and steps in ({1}, {5}) else []


def _aligned(a: Cell, b: Cell) -> bool:
    return abs(a.x0 - b.x0) <= 2 or abs(a.x1 - b.x1) <= 2


def _leave_furniture(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Lines that recur at the edges of pages, and numbers of pages; line by line from the edge inwards."""
    while found := _furniture([sheet for sheet in sheets if sheet.rows]):
        for sheet in sheets:
            for row in [row for row in sheet.rows if id(row) in found]:
                reading.leave(_text(row), f"page {sheet.number}", FURNITURE)
            sheet.rows = [row for row in sheet.rows if id(row) not in found]
    if len(sheets) == 2 and _same_edges(sheets):
        reading.notes.append("both pages have the same line at their edge: two are too few to tell it for furniture")


def _same_edges(sheets: Sequence[Sheet]) -> bool:
    """Whether a line stands at the same height at the edge of two pages."""
    first, second = ({(foot, _text(row).casefold()): height for foot, height, row in _edges(sheet)} for sheet in sheets)
    return any(abs(height - second[edge]) < 2 for edge, height in first.items() if edge in second)


def _furniture(sheets: Sequence[Sheet]) -> set[int]:
    """The ids of the rows that are furniture."""
    places: dict[tuple[bool, str], list[tuple[float, int, Row]]] = defaultdict(list)
    for sheet in sheets:
        for foot, height, row in _edges(sheet):
            for variant in _variants(_text(row).casefold(), sheet.number):
                places[foot, variant].append((height, sheet.number, row))
    numbers = [sheet.number for sheet in sheets]
    found: dict[int, Row] = {}
    for (_, variant), everywhere in places.items():
        for there in _at_one_height(everywhere):
            if _recurs(variant, {page for _, page, _ in there}, numbers):
                found.update((id(row), row) for _, _, row in there)
    speech = _speech(found.values(), sheets)
    return {of for of, row in found.items() if _text(row) not in speech}


def _at_one_height(places: list[tuple[float, int, Row]]) -> Iterator[list[tuple[float, int, Row]]]:
    there: list[tuple[float, int, Row]] = []
    for place in sorted(places, key=lambda place: place[:2]):
        if there and place[0] - there[-1][0] > SAME_HEIGHT:
            yield there
            there = []
        there.append(place)
    yield there


def _edges(sheet: Sheet) -> Iterator[tuple[bool, float, Row]]:
    """The first and last two rows near the edges: whether at the foot, how far from the edge, and the row."""
    margin = EDGE * (sheet.bottom - sheet.top)
    for row in sheet.rows[:2]:
        if row[0].base - sheet.top < margin:
            yield False, row[0].base - sheet.top, row
    for row in sheet.rows[-2:]:
        if sheet.bottom - row[0].base < margin:
            yield True, sheet.bottom - row[0].base, row


def _variants(text: str, page: int) -> set[str]:
    """A text as it stands, and with its numbers as what they are more than the page's: those that count pages agree."""
    found = {text}
    numbers = [(match.span(), _offset(match[0], page)) for match in COUNTED.finditer(text)]
    spans = [(span, offset) for span, offset in numbers if offset is not None]
    for offset in {offset for _, offset in spans}:
        same = [span for span, other in spans if other == offset]
        for chosen in [[span] for span in same] + [same]:
            shape = text
            for start, end in reversed(chosen):
                shape = f"{shape[:start]}\0{offset:+d}\0{shape[end:]}"
            found.add(shape)
    return found


def _offset(number: str, page: int) -> int | None:
    if number.isdecimal():
        return int(number) - page
    if not ROMAN.fullmatch(number):
        return None
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[char] for char in number.lower()]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0])) - page


def _recurs(variant: str, on: set[int], numbers: Sequence[int]) -> bool:
    """Whether a text that stands on these pages of all, at one height, is furniture of the document."""
    if PAGE_NUMBER.fullmatch(variant) and len(on) >= 2:
        return True
    if list(numbers) == [1] and ONLY_PAGE.fullmatch(variant):
        return True
    sides = (numbers, [n for n in numbers if n % 2], [n for n in numbers if not n % 2])
    return any(len(on.intersection(side)) >= max(3, len(side) // 2 + 1) for side in sides)


def _speech(rows: Iterable[Row], sheets: Sequence[Sheet]) -> set[str]:
    """The texts among these that a speaker's label opens: a role, or what opens other lines of the document too."""
    heads: dict[str, str] = {}
    speech: set[str] = set()
    for text in {_text(row) for row in rows}:
        if label := next(iter(_labels(text)), ""):
            heads[text] = text[: text.index(label) + len(label)]
            if labels.is_generic(label):
                speech.add(text)
    begun = tuple(heads.values())
    lines = {_text(row) for sheet in sheets for row in sheet.rows if begun and _text(row).startswith(begun)}
    said = {re.sub(r"\d+", "", line) for line in lines}
    return speech | {text for text, head in heads.items() if sum(line.startswith(head) for line in said) > 2}


def _leave_stamps(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Text that runs another way than its page, and does so on three pages."""
    often = Counter(text for sheet in sheets for text in set(sheet.sideways))
    for sheet in sheets:
        for text in sheet.sideways:
            if often[text] >= 3:
                reading.leave(text, f"page {sheet.number}", FURNITURE)
        sheet.sideways = [text for text in sheet.sideways if often[text] < 3]


# Columns


@dataclass(frozen=True)
class Gutter:
    """Where a second column begins, in which rows; labelled: whether the first holds labels or time stamps.

    rank: of two, the one with more rows on both sides; then the wider, or of columns of labels the one further right.
    """

    x: float
    start: int
    end: int
    rank: tuple[int, float]
    labelled: bool


class _Columns:
    """Puts the rows of pages into the order in which they are read."""

    def __init__(self, sheets: Sequence[Sheet]):
        self.sheets = sheets
        self.size, self.bold = _body(cell for sheet in sheets for row in sheet.rows for cell in row)
        self.seen: dict[int, dict[int, str]] = defaultdict(dict)  # place -> cells before the words that begin there
        self.known: list[int] = []  # such places, once all pages have been seen
        self.labels: Counter[str] = Counter()

    def lines(self) -> list[Line]:
        """All lines; what is a column of labels the whole document tells, since on a page few may speak."""
        self._read()
        self.known = list(self.seen)
        turns = [cells for cells in self.seen.values() if _alternates([*cells.values()])]
        self.labels = Counter({of: name for cells in turns for of, name in cells.items()}.values())
        return self._read()

    def _read(self) -> list[Line]:
        self.columns = 0
        return [line for sheet in self.sheets for line in self._region(sheet.rows, sheet.number, 0)]

    def _region(self, rows: list[Row], page: int, column: int) -> list[Line]:
        gutter = self._gutter(rows)
        if not gutter:
            return [_line(page, column, row) for row in rows]
        within = rows[gutter.start : gutter.end]
        if gutter.labelled:
            lines = list(self._labelled(within, gutter.x, page, column))
        else:
            lines = []
            for side in (0, 1):
                self.columns += 1
                cells = [cell for row in within for cell in _sides(row, gutter.x)[side]]
                lines += self._region(_side_by_side(cells), page, self.columns)
        before, after = rows[: gutter.start], rows[gutter.end :]
        return [*self._region(before, page, column), *lines, *self._region(after, page, column)]

    def _gutter(self, rows: Sequence[Row]) -> Gutter | None:
        begins = Counter(round(cell.x0) for row in rows for cell in row)
        found: list[Gutter] = []
        for x in sorted(begins):
            if sum(begins[near] for near in (x - 1, x, x + 1)) >= 3 or self._is_known(x):
                found += filter(None, (self._judged(rows, x, *run) for run in self._open(rows, x)))
        return max(found, key=lambda gutter: (not gutter.labelled, gutter.rank), default=None)

    def _is_known(self, x: float) -> bool:
        return any(abs(x - other) <= 3 for other in self.known)

    def _open(self, rows: Sequence[Row], x: float) -> Iterator[tuple[int, int]]:
        """Runs of rows that nothing crosses before x, without lone lines apart from them above and below."""
        gaps = [b[0].base - a[0].base for a, b in pairwise(rows)]
        usual = max(median(gaps) if gaps else 0, 1.2 * self.size)
        after = [*gaps, math.inf]
        apart = [(before > 1.2 * usual and behind > 1.2 * usual) for before, behind in pairwise([math.inf, *after])]
        start = 0
        for n, row in enumerate([*rows, None]):
            if row is not None and not self._crosses(row, x, apart[n]):
                continue
            end = n
            while start < end - 1 and not all(_sides(rows[start], x)) and after[start] > 1.5 * usual:
                start += 1
            while start < end - 1 and not all(_sides(rows[end - 1], x)) and after[end - 2] > 1.5 * usual:
                end -= 1
            if end - start >= 1:
                yield start, end
            start = n + 1

    def _crosses(self, row: Row, x: float, apart: bool) -> bool:
        """Whether a row goes over a gutter, or is a heading of both columns."""
        if any(cell.x0 < x - 2 and cell.x1 > x - GAP * cell.size for cell in row):
            return True
        return apart and not all(_sides(row, x)) and all(_stands_out(cell, self.size, self.bold) for cell in row)

    def _judged(self, rows: Sequence[Row], x: int, start: int, end: int) -> Gutter | None:
        """A gutter between columns of prose, or behind a column of labels; None between the cells of a table."""
        within = [_sides(row, x) for row in rows[start:end]]
        left, right = ([side for side in sides if side] for sides in zip(*within, strict=True))
        if not left or not right:
            return None
        names = {id(one[0]): _unstamped(_text(one)) for one, other in within if one and other}
        self.seen[x].update(names)
        if self._is_known(x) and sum(_is_label(name, self.labels) for name in names.values()) >= MOST * len(names) > 0:
            return Gutter(x, start, end, (len(names), x), True)
        score = min(_beside(left, right), _beside(right, left))
        words = min(mean(len(_text(side).split()) for side in sides) for sides in (left, right))
        talk = min(mean(bool(_labels(_text(side))) for side in sides) for sides in (left, right))
        if score >= (3 if words >= MANY_WORDS else FEWEST_ROWS) and (words >= FEWEST_WORDS or talk >= 0.5):
            return Gutter(x, start, end, (score, x - max(side[-1].x1 for side in left)), False)
        return None

    def _labelled(self, rows: Sequence[Row], x: float, page: int, column: int) -> Iterator[Line]:
        """Lines of the words, each with the label that stands beside it, or before it in a row of its own."""
        waiting: Row = []
        for row in rows:
            left, right = _sides(row, x)
            if waiting and left:
                yield _line(page, column, waiting)
                waiting = []
            left, waiting = waiting or left, []
            if not right:
                waiting = left
            elif not left:
                yield _line(page, column, right)
            else:
                text, line = _text(left), _line(page, column, right)
                name = _unstamped(text)
                stamps = " ".join(found[0] for found in labels.STAMPS.finditer(text))
                if labels.is_label_alone(f"{name}:") and not labels.is_label_alone(name):
                    yield replace(line, text=f"{stamps} {line.text}".strip(), speaker=name, label=True)
                else:
                    yield replace(line, text=f"{text} {line.text}", label=True)
        if waiting:
            yield _line(page, column, waiting)


def _sides(row: Row, x: float) -> tuple[Row, Row]:
    return [cell for cell in row if cell.x0 < x - 2], [cell for cell in row if cell.x0 >= x - 2]


def _beside(some: Sequence[Row], others: Sequence[Row]) -> int:
    """How many rows stand at the height of the others."""
    top, foot = others[0][0].base, others[-1][0].base
    return sum(top - row[0].size <= row[0].base <= foot + row[0].size for row in some)


def _alternates(names: Sequence[str]) -> bool:
    """Whether most names differ from the one before, as do those of people who talk, and not words of a table."""
    return sum(a != b for a, b in pairwise(names)) >= 0.5 * (len(names) - 1)


def _unstamped(text: str) -> str:
    return labels.STAMPS.sub("", text).strip(" -–|")


def _is_label(name: str, often: Counter[str]) -> bool:
    """Whether a cell before words is a label, or a time stamp only; without a colon it recurs, or names a role."""
    if not name or labels.is_label_alone(name):
        return True
    return labels.is_label_alone(f"{name}:") and (labels.is_generic(name) or often[name] > 1)


def _stands_out(some: Cell | Line, size: float, bold: bool) -> bool:
    return some.size >= LARGE * size or (some.bold and not bold)


def _body(cells: Iterable[Cell | Line]) -> tuple[float, bool]:
    """The size of most of a text, and whether it is bold."""
    styles: Counter[tuple[float, bool]] = Counter()
    for cell in cells:
        styles[cell.size, cell.bold] += len(cell.text)
    return styles.most_common(1)[0][0] if styles else (1.0, False)


def _line(page: int, column: int, row: Row) -> Line:
    text = BETWEEN_IDEOGRAPHS.sub("", _text(row))
    size, _ = _body(row)
    bold = all(cell.bold for cell in row)
    tab = len(row) > 1
    return Line(page, column, text, row[0].x0, row[-1].x1, row[0].base, size, bold, row[0].first, tab=tab)


# Paragraphs


class _Paragraphs:
    """Joins lines to paragraphs, as the whole document is set: its leading, its indents, its words."""

    def __init__(self, lines: Sequence[Line], notes: list[str]):
        self.lines, self.notes = lines, notes
        self.size, self.bold = _body(lines)
        self.rights, self.lefts = _margins(lines)
        self.wraps = True
        self.wraps = any(
            self._is_full(a, b) and not _ends(a) and b.text[:1].islower() for a, b in pairwise(lines) if _is_below(a, b)
        )
        shaped = [line.label or labels.opens_with_label(line.text) for line in lines]
        pairs = [(a, b) for n, (a, b) in enumerate(pairwise(lines), 1) if _is_below(a, b) and not shaped[n]]
        self.usual = self._leading(pairs)
        self.labelled = self._labelled(shaped)
        loose = [gap for a, b in pairs if (gap := _em(a, b)) > self.usual + LOOSE]
        self.between = median(loose) if loose else self.usual
        self.hanging = self._hangs()
        self.words = _vocabulary(lines)
        self.splits = any(
            match[2] != "\xad" and b.text[:1].islower() and _last_part(match[1]) not in PREFIXES
            for a, b in pairwise(lines)
            if (match := SPLIT.search(a.text))
        )
        self.unsure = 0

    def blocks(self) -> list[tuple[int, Block]]:
        """Each paragraph with the number of its page."""
        paragraphs: list[list[Line]] = []
        for n, line in enumerate(self.lines):
            if n and self._goes_on(self.lines[n - 1], line, self.labelled[n]):
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
        often = Counter(" ".join(line.text for line in paragraph) for paragraph in paragraphs)
        found: list[tuple[int, Block]] = []
        for n, paragraph in enumerate(paragraphs):
            before = paragraphs[n - 1][-1] if n else None
            after = paragraphs[n + 1][0] if n + 1 < len(paragraphs) else None
            heading = self._is_heading(paragraph, before, after, often)
            page, speaker = paragraph[0].page, paragraph[0].speaker
            text = squeezed(self._text(paragraph))
            found.append((page, Block(text, f"page {page}", speaker, HEADING if heading else TEXT)))
        if self.unsure:
            hyphens = "hyphen at a line's end was" if self.unsure == 1 else "hyphens at a line's end were"
            self.notes.append(f"{self.unsure} {hyphens} taken out")
        return found

    def _labelled(self, shaped: Sequence[bool]) -> list[bool]:
        """Which lines a label opens, of those whose first words are shaped like one.

        Where a line of a paragraph broke since it was full, that may be chance, unless the words are a role
        and a colon, or a label of other lines.
        """
        free = [
            n == 0 or _ends(self.lines[n - 1]) or not self._is_wrapped(self.lines[n - 1], line)
            for n, line in enumerate(self.lines)
        ]
        found = [_labels(line.text) if likely else {} for line, likely in zip(self.lines, shaped, strict=True)]
        often = Counter(key for n, keys in enumerate(found) if free[n] for key in keys)
        return [
            line.label
            or any(free[n] or often[key] > 1 or (sure and labels.is_generic(key)) for key, sure in found[n].items())
            for n, line in enumerate(self.lines)
        ]

    def _is_wrapped(self, a: Line, b: Line) -> bool:
        return _is_below(a, b) and self._is_full(a, b) and _em(a, b) <= self.usual + LOOSE

    def _leading(self, pairs: Sequence[tuple[Line, Line]]) -> float:
        """From baseline to baseline within a paragraph, in em: between a line that stops where it must and the next."""
        near = [(a, b, _em(a, b)) for a, b in pairs if abs(a.size - b.size) < 0.1 * a.size and _em(a, b) < 3.5]
        wrapped = sorted(gap for a, b, gap in near if not _ends(a) and self._is_full(a, b))
        if wrapped:
            return wrapped[len(wrapped) // 4]
        return min((gap for _, _, gap in near), default=1.2)

    def _hangs(self) -> bool:
        """Whether lines that begin further right than the one before go on with it, as under a hanging label."""
        first = hanging = 0
        for n, (a, b) in enumerate(pairwise(self.lines)):
            if _is_below(a, b) and b.x0 - a.x0 > INDENT * a.size and _em(a, b) <= self.usual + LOOSE:
                if not _ends(a) or (self.labelled[n] and not self.labelled[n + 1]):
                    hanging += 1
                else:
                    first += 1
        return hanging > first

    def _is_full(self, a: Line, b: Line) -> bool:
        """Whether the next line's first word would not have fitted at a line's end."""
        return self.wraps and a.x1 + 0.25 * a.size + b.first > self.rights[a.column] - 0.1 * a.size

    def _goes_on(self, a: Line, b: Line, labelled: bool) -> bool:
        """Whether the line b is of the paragraph of a."""
        if labelled or BULLET.match(b.text) or abs(a.size - b.size) >= (LARGE - 1) * min(a.size, b.size):
            return False
        full, ends = self._is_full(a, b), _ends(a)
        if a.bold != b.bold and (ends if b.bold else not full):
            return False
        if not _is_below(a, b):
            indented = b.x0 > self.lefts[b.column] + INDENT * b.size
            return not ends and (self.hanging or not indented)
        gap = _em(a, b)
        if gap > self.usual + LOOSE:
            unfinished = full and not ends and not ITEM_END.search(a.text) and b.text[:1].islower()
            return unfinished and gap < 2.5
        if labels.is_label_alone(a.text):
            return bool(COLON_ALONE.search(a.text))
        if not full and (ends or b.tab or (gap >= 1.7 and not b.text[:1].islower())):
            return False
        if ITEM.match(b.text) and (b.tab or not full):
            return False
        if b.x0 - a.x0 > INDENT * a.size:
            return self.hanging or not ends
        if a.x0 - b.x0 > INDENT * a.size:
            return not (self.hanging and ends)
        return True

    def _is_heading(self, paragraph: list[Line], before: Line | None, after: Line | None, often: Counter[str]) -> bool:
        first, last = paragraph[0], paragraph[-1]
        text = " ".join(line.text for line in paragraph)
        if len(paragraph) > 4 or first.speaker or often[text] > 2 or labels.is_generic(text.strip(" :")):
            return False
        if all(line.size >= LARGE * self.size for line in paragraph):
            opening = next(labels.openings(text), None)
            return not (opening and labels.opens_with_label(text) and labels.is_generic(opening.label))
        if labels.opens_with_label(text) or re.search(r"[.?!,;:…]\W*$", last.text):
            return False
        if all(_stands_out(line, self.size, self.bold) for line in paragraph):
            return True
        wide = self.between + LOOSE
        alone = before and after and _is_below(before, first) and _is_below(last, after) and len(paragraph) == 1
        return bool(
            alone and not first.text[:1].islower() and len(text.split()) <= 10 and _em(before, first) > wide
            and _em(last, after) > self.usual + LOOSE
        )  # fmt: skip

    def _text(self, paragraph: Sequence[Line]) -> str:
        text = paragraph[0].text
        for line in paragraph[1:]:
            text = self._joined(text, line.text)
        return BETWEEN_IDEOGRAPHS.sub("", text).replace("\xad", "-")

    def _joined(self, a: str, b: str) -> str:
        """Two lines as one; of a hyphen between them the words of the document tell whether it is one of the word's."""
        if NUMBER_HYPHEN.search(a) and b[:1].isalnum():
            return a + b
        found, next_word = SPLIT.search(a), WORD.match(b)
        if not found or not next_word:
            return f"{a} {b}"
        first, hyphen = found.groups()
        second = next_word[0]
        whole = a[: -len(hyphen)] + b
        if hyphen == "\xad":
            return whole
        if not second[0].islower():
            return f"{a} {b}" if re.match(r"I\b", second) else a + b
        first, second = first.lower(), second.lower()
        joined, hyphened = self.words[first + second], self.words[f"{first}-{second}"]
        if joined or hyphened:
            return a + b if hyphened > joined else whole
        if second.startswith(first):  # somebody who begins a word again
            return f"{a} {b}"
        return a + b if self._keeps_hyphen(first, second) else whole

    def _keeps_hyphen(self, first: str, second: str) -> bool:
        part = _last_part(first)
        if part in FIRM or len(part) == 1 or (part in PREFIXES and (self.words[second] or not self.splits)):
            return True
        if part != first and self.words[part]:
            return True
        self.unsure += 1
        return False


def _margins(lines: Sequence[Line]) -> tuple[dict[int, float], dict[int, float]]:
    """The right and left margin of each column; a line or two that go beyond the right one don't count."""
    within: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        within[line.column].append(line)
    if lines:
        within[0] = list(lines)  # lines over the whole width go as far as columns do
    rights = {column: sorted(line.x1 for line in some)[-1 - len(some) // 50] for column, some in within.items()}
    begins = {column: Counter(round(line.x0) for line in some) for column, some in within.items()}
    lefts = {
        column: min(x for x, often in some.items() if often >= 0.1 * some.total()) for column, some in begins.items()
    }
    return rights, lefts


def _labels(text: str) -> dict[str, bool]:
    """What a line opens with that is shaped like a label, and whether its form is one that nobody writes by chance.

    A role without a mark behind it may begin any sentence, and is none.
    """
    return {
        found.label: found.form in labels.SURE
        for found in labels.openings(text)
        if (
            labels.is_shaped_like_a_label(found.label, found.wrapped)
            if found.form in labels.SURE
            else found.form not in {labels.ALONE, labels.BARE} and labels.is_generic(found.label)
        )
    }


def _is_below(a: Line, b: Line) -> bool:
    return a.page == b.page and a.column == b.column and b.base > a.base


def _em(a: Line, b: Line) -> float:
    return (b.base - a.base) / a.size


def _ends(line: Line) -> bool:
    return bool(SENTENCE_END.search(line.text))


def _last_part(word: str) -> str:
    return word.lower().rpartition("-")[2]


def _vocabulary(lines: Sequence[Line]) -> Counter[str]:
    """Words that stand within lines, in small letters; what a hyphen at a line's end parts is none."""
    words: Counter[str] = Counter()
    parted = False
    for line in lines:
        text = SPLIT.sub("", line.text)
        found = WORD.findall(text.lower().replace("‐", "-"))
        words.update(found[1:] if parted else found)
        parted = text != line.text
    return words
