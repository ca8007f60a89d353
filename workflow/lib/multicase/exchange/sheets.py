"""Coding in a spreadsheet: a sheet with one row a segment and a list of codes to choose from, for one coder.

What the sheet needs to be read back stands in hidden columns of each row, so that it survives whatever people and
programs do to a sheet: sorting, filtering, saving as CSV, copying rows into another.
"""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from multicase import office
from multicase.exchange.names import unique
from multicase.study import codebook as codebooks

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

SLOTS = 4
SEGMENT, SOURCE, WHO, BEFORE, WORDS = "segment", "source", "who speaks", "what stands before", "words"
CODES = tuple(f"code {number}" for number in range(1, SLOTS + 1))
MEMO, PART = "memo", "words (if only part of it)"
# Hidden: the segment's id again, where the words stand in the anonymised text, what they were, where among them the
# part that is coded stands, whose sheet it is and of which study.
KEY, START, END, DIGEST, AT, CODER, STUDY = "key", "start", "end", "digest", "at", "coder", "study"
SHOWN = (SEGMENT, SOURCE, WHO, BEFORE, WORDS, *CODES, MEMO, PART)
HIDDEN = (KEY, START, END, DIGEST, AT, CODER, STUDY)
WIDTHS = {SEGMENT: 16, SOURCE: 12, WHO: 16, BEFORE: 28, WORDS: 70, MEMO: 30, PART: 34} | dict.fromkeys(CODES, 24)

CODEBOOK = {
    "theme": ("theme_label", 20), "subtheme": ("subtheme_label", 20), "code": ("name", 28), "definition": ("", 50),
    "include": ("", 40), "exclude": ("", 40), "example": ("", 40), "id": ("code", 24),
}  # fmt: skip
NAME = "C"  # the codebook's column of names

NOT_CODED = "not coded"
CONTEXT = 100  # characters of the segment before
LONGEST = 16_000  # characters in a cell, which holds 32,767 halves of them
GREY, HEAD = "EDEFF1", "D9E2EA"


@dataclass(frozen=True)
class Row:
    """A segment, or a stretch of one too long for a cell, with the codes that it has on all of it or on one part.

    start, end: of the words, in the anonymised text. at: where among the words the part stands, -1 without one. codes:
    by name. is_coded: whether it is for coding, or there to be read alone.
    """

    segment: str
    source: str
    who: str
    before: str
    words: str
    start: int
    end: int
    is_coded: bool
    codes: tuple[str, ...] = ()
    memo: str = ""
    part: str = ""
    at: int = -1


def digest(words: str) -> str:
    """A short digest of a text, whatever its white space and the form of its accents; never a number to look at."""
    plain = " ".join(unicodedata.normalize("NFC", words).split())
    return "t" + hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:15]


def code_names(codebook: Mapping[str, Any]) -> dict[str, str]:
    """The name of each code in a sheet: one that no other has; a code's id where a semicolon would part its name."""
    names = unique(codebook)
    return {code: code if ";" in names["code", code] else names["code", code] for code in codebooks.code_ids(codebook)}


def rows(segments: pd.DataFrame, given: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[Row]:
    """The rows of a sheet, in the segments' order.

    segments: the contract, sorted by its key. given: what the coder has coded (contract `codings`). names: see
    `code_names`. A segment has several rows if parts of it, or codes with different memos, were coded before.
    """
    by_segment: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for coding in given:
        by_segment[coding["segment_id"]].append(coding)
    before, source = "", ""
    for segment in segments.to_dict("records"):
        before = _shortened(before) if segment["source_id"] == source else ""
        for bare in _pieces(segment, before):
            yield from _coded(bare, by_segment[bare.segment], names)
        before, source = segment["text"], segment["source_id"]


def _pieces(segment: Mapping[str, Any], before: str) -> Iterator[Row]:
    text, is_coded = segment["text"], not segment["left_out"]
    layer = segment["layer"] if segment["layer"] != "speech" else ""
    who = ", ".join(filter(None, [segment["participant_id"] or layer, "" if is_coded else NOT_CODED]))
    place = 0
    while place < len(text):
        end = place + LONGEST
        if end < len(text):
            end = max(text.rfind(" ", place, end) + 1, text.rfind("\n", place, end) + 1) or end
        words, start = text[place:end], segment["start"] + place
        yield Row(segment["segment_id"], segment["source_id"], who, before, words, start, start + len(words), is_coded)
        before, place = _shortened(words), end


def _coded(bare: Row, codings: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[Row]:
    """A row for all codes with the same words and memo; the bare row if there are none."""
    same: dict[tuple[int, int, str], dict[str, None]] = defaultdict(dict)
    for coding in codings:
        start, end = max(bare.start, coding["start"]), min(bare.end, coding["end"])
        if start < end:
            same[start - bare.start, end - bare.start, coding["memo"]][names.get(coding["code"], coding["code"])] = None
    if not same:
        yield bare
    for start, end, memo in sorted(same, key=lambda place: (place[0], -place[1], place[2])):
        is_whole = end - start == len(bare.words)
        part, at = ("", -1) if is_whole else (bare.words[start:end], start)
        yield replace(bare, codes=tuple(same[start, end, memo]), memo=memo, part=part, at=at)


def _shortened(text: str) -> str:
    """The end of a text, from the beginning of a word on."""
    plain = " ".join(text.split())
    if len(plain) <= CONTEXT:
        return plain
    end = plain[-CONTEXT:]
    return f"… {end.partition(' ')[2] or end}"


def _cells(row: Row, study: str, coder: str) -> dict[str, str]:
    slots = [*row.codes[: SLOTS - 1], "; ".join(row.codes[SLOTS - 1 :])]
    values = {SEGMENT: row.segment, SOURCE: row.source, WHO: row.who, BEFORE: row.before, WORDS: row.words}
    values |= dict(zip(CODES, slots, strict=False)) | {MEMO: row.memo, PART: row.part}
    values |= {KEY: row.segment, START: str(row.start), END: str(row.end), DIGEST: digest(office.speakable(row.words))}
    values |= {AT: str(row.at) if row.part else "", CODER: coder, STUDY: study}
    return {name: office.speakable(values.get(name, "")) for name in (*SHOWN, *HIDDEN)}


def as_csv(rows: Sequence[Row], study: str, coder: str) -> bytes:
    """The sheet as CSV in UTF-8, with the mark by which spreadsheets know it; an apostrophe keeps a text one."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow((*SHOWN, *HIDDEN))
    for row in rows:
        cells = _cells(row, study, coder).values()
        writer.writerow([f"'{cell}" if office.FORMULA.match(cell) else cell for cell in cells])
    return buffer.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Row], codebook: Mapping[str, Any], study: str, coder: str) -> bytes:
    """The sheet as a workbook: what is to be filled in is unlocked, the rest locked without a password.

    Its second sheet is the codebook, from whose names the codes are chosen.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = office.speakable(f"{study}: coding by {coder}")
    sheet = book.active
    sheet.title = "coding"
    _head(sheet, {name: WIDTHS.get(name, 10) for name in (*SHOWN, *HIDDEN)})
    for number, row in enumerate(rows, 2):
        _fill(sheet, number, row, _cells(row, study, coder))
    last = len(rows) + 1
    for column in range(len(SHOWN) + 1, len(SHOWN) + len(HIDDEN) + 1):
        sheet.column_dimensions[sheet.cell(1, column).column_letter].hidden = True
    sheet.auto_filter.ref = f"A1:{sheet.cell(last, len(SHOWN)).coordinate}"
    _codebook(book.create_sheet("codebook"), codebook)
    _choices(sheet, max(2, last), len(codebooks.code_ids(codebook)) + 1)
    return office.workbook(book)


def _fill(sheet: Worksheet, number: int, row: Row, values: Mapping[str, str]) -> None:
    from openpyxl.styles import PatternFill, Protection

    grey, unlocked = PatternFill("solid", fgColor=GREY), Protection(locked=False)
    for column, (name, value) in enumerate(values.items(), 1):
        cell = sheet.cell(number, column)
        _put(cell, value)
        if not row.is_coded:
            cell.fill = grey
        elif name in (*CODES, MEMO, PART):
            cell.protection = unlocked


def _put(cell: Cell, value: str) -> None:
    """A text at the top of its cell, which stays a text also when somebody types a number or a date instead."""
    from openpyxl.styles import Alignment

    if value:
        office.put_text(cell, value)
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _head(sheet: Worksheet, widths: Mapping[str, int]) -> None:
    """The header, which stays in view; and a sheet that is locked but for what is unlocked, without a password."""
    from openpyxl.styles import Font, PatternFill

    for column, (name, width) in enumerate(widths.items(), 1):
        cell = sheet.cell(1, column)
        _put(cell, name)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=HEAD)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "B2"
    sheet.protection.enable()
    for allowed in ("autoFilter", "sort", "formatCells", "formatColumns", "formatRows"):
        setattr(sheet.protection, allowed, False)  # what the format names is what is locked
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"


def _codebook(sheet: Worksheet, codebook: Mapping[str, Any]) -> None:
    _head(sheet, {name: width for name, (_, width) in CODEBOOK.items()})
    names = code_names(codebook)
    for number, code in enumerate(codebooks.codes(codebook).to_dict("records"), 2):
        told = code | {"name": names[code["code"]]}
        for column, (title, (field, _)) in enumerate(CODEBOOK.items(), 1):
            _put(sheet.cell(number, column), told[field or title])
    sheet.auto_filter.ref = sheet.dimensions


def _choices(sheet: Worksheet, last: int, last_code: int) -> None:
    """The list of codes in each slot. It warns of another entry and lets it stand: people find new codes."""
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation(
        type="list",
        formula1=f"codebook!${NAME}$2:${NAME}${last_code}",
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorStyle="warning",
        errorTitle="Not one code of the codebook",
        error="Several codes in one cell are parted by semicolons. Keep this entry?",
    )
    first, *_, final = (sheet.cell(1, SHOWN.index(name) + 1).column_letter for name in CODES)
    choice.add(f"{first}2:{final}{last}")
    sheet.add_data_validation(choice)
