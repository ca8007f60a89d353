"""What is no text of a page: line numbers, what recurs at the edges of pages, times beside speech."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from multicase.ingest import labels
from multicase.ingest.blocks import FURNITURE, LINE_NUMBER, Reading
from multicase.ingest.readers.pdf.parts import EDGE, FEWEST_NUMBERS, SAME_HEIGHT, Cell, Row, Sheet, labels_in, text_of

ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.I)
COUNTED = re.compile(r"(?<![\w.,:])(?:\d{1,5}|[ivxlc]{1,7}|[IVXLC]{1,7})(?![\w:]|[.,]\d)")
PAGES = "page|p|pg|seite|s|página|pág|pagina|side|sida|blz|strona|str"
OF = "of|von|de|di|af|av|van|sur|z|out of"
PAGE_NUMBER = re.compile(rf"\W*(?:{PAGES})?\W*\0\+0\0(?:\W*(?:{OF})?\W*\d+)?\W*")
# ... and at the end or the beginning of other words, which are the same on each page: `Contact policy, page 1 of 2`.
PAGE_OF_PAGES = re.compile(
    rf"(?s:.*\W)?(?:{PAGES})\W*\0\+0\0\W*(?:{OF}|/)\W*\d+\W*|\W*(?:{PAGES})\W*\0\+0\0\W*(?:{OF}|/)\W*\d+(?s:\W.*)?"
)

ONLY_PAGE = re.compile(r"\W*(?:page|p|pg|seite|s|página|pagina|side)?\W*1\W*(?:of|von|de|di|af|av|van|sur|/)\W*1\W*")


def leave_line_numbers(sheets: Sequence[Sheet], reading: Reading) -> None:
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


def leave_furniture(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Lines that recur at the edges of pages, and numbers of pages; line by line from the edge inwards."""
    while found := _furniture([sheet for sheet in sheets if sheet.rows]):
        for sheet in sheets:
            for row in [row for row in sheet.rows if id(row) in found]:
                reading.leave(text_of(row), f"page {sheet.number}", FURNITURE)
            sheet.rows = [row for row in sheet.rows if id(row) not in found]
    if len(sheets) == 2 and _same_edges(sheets):
        reading.notes.append("both pages have the same line at their edge: two are too few to tell it for furniture")


def _same_edges(sheets: Sequence[Sheet]) -> bool:
    """Whether a line stands at the same height at the edge of two pages."""
    first, second = (
        {(foot, text_of(row).casefold()): height for foot, height, row in _edges(sheet)} for sheet in sheets
    )
    return any(abs(height - second[edge]) < 2 for edge, height in first.items() if edge in second)


def _furniture(sheets: Sequence[Sheet]) -> set[int]:
    """The ids of the rows that are furniture."""
    places: dict[tuple[bool, str], list[tuple[float, int, Row]]] = defaultdict(list)
    for sheet in sheets:
        for foot, height, row in _edges(sheet):
            for variant in _variants(text_of(row).casefold(), sheet.number):
                places[foot, variant].append((height, sheet.number, row))
    numbers = [sheet.number for sheet in sheets]
    found: dict[int, Row] = {}
    for (_, variant), everywhere in places.items():
        for there in _at_one_height(everywhere):
            if _recurs(variant, {page for _, page, _ in there}, numbers):
                found.update((id(row), row) for _, _, row in there)
    speech = _speech(found.values(), sheets)
    return {of for of, row in found.items() if text_of(row) not in speech}


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
    if len(on) >= 2 and (PAGE_NUMBER.fullmatch(variant) or PAGE_OF_PAGES.fullmatch(variant)):
        return True
    if list(numbers) == [1] and ONLY_PAGE.fullmatch(variant):
        return True
    sides = (numbers, [n for n in numbers if n % 2], [n for n in numbers if not n % 2])
    return any(len(on.intersection(side)) >= max(3, len(side) // 2 + 1) for side in sides)


def _speech(rows: Iterable[Row], sheets: Sequence[Sheet]) -> set[str]:
    """The texts among these that a speaker's label opens: a role, or what opens other lines of the document too."""
    heads: dict[str, str] = {}
    speech: set[str] = set()
    for text in {text_of(row) for row in rows}:
        if label := next(iter(labels_in(text)), ""):
            heads[text] = text[: text.index(label) + len(label)]
            if labels.is_generic(label):
                speech.add(text)
    begun = tuple(heads.values())
    lines = {text_of(row) for sheet in sheets for row in sheet.rows if begun and text_of(row).startswith(begun)}
    said = {re.sub(r"\d+", "", line) for line in lines}
    return speech | {text for text, head in heads.items() if sum(line.startswith(head) for line in said) > 2}


def leave_stamps(sheets: Sequence[Sheet], reading: Reading) -> None:
    """Text that runs another way than its page, and does so on three pages."""
    often = Counter(text for sheet in sheets for text in set(sheet.sideways))
    for sheet in sheets:
        for text in sheet.sideways:
            if often[text] >= 3:
                reading.leave(text, f"page {sheet.number}", FURNITURE)
        sheet.sideways = [text for text in sheet.sideways if often[text] < 3]
