"""Letters of a PDF, to cells and rows: what stands on a page, and where."""

from __future__ import annotations

import io
import logging
import math
import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from statistics import median

import pdfplumber
from pdfminer import pdftypes
from pdfminer.encodingdb import EncodingDB
from pdfminer.layout import LTChar, LTContainer, LTFigure, LTImage
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from multicase.ingest.blocks import COMMENT, HIDDEN, Reading, squeezed
from multicase.ingest.limits import Budget
from multicase.ingest.readers.pdf.parts import (
    ASKEW,
    BLANK,
    GAP,
    MOST_UNKNOWN,
    SAME_LINE,
    SMALL,
    TWICE,
    Cell,
    Glyph,
    Row,
    Sheet,
    runs_left,
    side_by_side,
    text_of,
)
from multicase.ingest.refusal import refuse

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # its warnings may quote the file

RAISED, RAISED_SMALL = (-0.4, 0.4, 0.0), (-0.35, 0.6, 0.6)  # em: from how low to how high, and how far aside
BOLD = re.compile(r"bold|black|heavy|demi", re.I)
LIGATURE = re.compile("[\ufb00-\ufb06]")
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")

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


@contextmanager
def unpacking_within(budget: Budget) -> Iterator[None]:
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
def opened(data: bytes, name: str) -> Iterator[pdfplumber.PDF]:
    try:
        pdf = pdfplumber.open(io.BytesIO(data), raise_unicode_errors=False)
    except PdfminerException as error:
        if isinstance(error.args[0], PDFPasswordIncorrect):
            raise refuse(name, "an encrypted PDF", "a PDF without a password", "Remove its password.") from None
        raise
    with pdf:
        yield pdf


class Pages:
    """Reads the pages of a PDF, one at a time."""

    def __init__(self, pdf: pdfplumber.PDF, name: str, budget: Budget, reading: Reading):
        self.pdf, self.name, self.budget, self.reading = pdf, name, budget, reading
        self.glyphs = self.unknown = 0
        self.shown: set[int] = set()  # fields whose value has been read

    def sheets(self) -> list[Sheet]:
        """All pages; what they hide, their comments, and what can't be read of them go into the reading."""
        sheets: list[Sheet] = []
        for page in self.pdf.pages:
            found = [*_drawn(page.layout)]
            chars = [one for one in found if isinstance(one, LTChar)]
            sheets.append(self._sheet(page, chars))
            shares = (one.width * one.height / (page.width * page.height) for one in found if isinstance(one, LTImage))
            sheets[-1].pictured = float(max(shares, default=0))
            page.close()
            self.budget.bytes(0)
        if self.unknown > MOST_UNKNOWN * self.glyphs:
            todo = "Print it to a new PDF, or run text recognition on it."
            raise refuse(self.name, "text whose letters can't be told", "text that can be copied from a viewer", todo)
        if self.unknown:
            self.reading.notes.append(f"{self.unknown} letters can't be told, and stand as \ufffd")
        if ticked := [str(sheet.number) for sheet in sheets if sheet.ticked]:
            pages = f"page{'' if len(ticked) == 1 else 's'} {', '.join(ticked)}"
            self.reading.notes.append(f"{pages}: boxes of a form are ticked, which isn't read")
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
        """A comment is left out; what is typed onto the page and the value of a field are text; ticks are counted."""
        kind = getattr(resolve1(annotation.get("Subtype")), "name", "")
        is_hidden = bool((resolve1(annotation.get("F")) or 0) & 0b100010)
        if kind != "Widget":
            text = squeezed(_string(annotation.get("Contents")))
            if kind == "FreeText" and text and not is_hidden:
                sheet.typed.append(text)
            elif kind != "Popup":
                self.reading.leave(text, f"page {sheet.number}", COMMENT)
            return
        of, depth = annotation, 0
        while "V" not in of and "Parent" in of:
            of, depth = resolve1(of["Parent"]), depth + 1
            self.budget.depth(depth)
        text = squeezed(_string(of.get("V")))
        is_ticked = getattr(resolve1(of.get("V")), "name", "Off") != "Off"
        if not (text or is_ticked) or id(of) in self.shown:
            return
        self.shown.add(id(of))
        if is_hidden:
            self.reading.leave(text, f"page {sheet.number}, field", HIDDEN)
        elif text:
            sheet.fields.append(text)
        else:
            sheet.ticked = True


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
    return side_by_side(filter(None, (_cell(piece) for piece in _pieces(glyphs))))


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
    if not any(map(runs_left, words)):
        return words
    if sum(map(runs_left, words)) * 2 < sum(any(map(str.isalpha, word)) for word in words):
        return list(map(_turned_round, words))
    ordered: list[str] = []
    place = 0
    for word in reversed(words):  # words of another script among them keep their order
        place = len(ordered) if runs_left(word) or (ordered and runs_left(ordered[-1])) else place
        ordered.insert(place, _turned_round(word))
    return ordered


def _turned_round(word: str) -> str:
    return word[::-1].translate(MIRRORED) if runs_left(word) else word


def _text_of_rows(rows: Iterable[Row]) -> str:
    return " ".join(map(text_of, rows))
