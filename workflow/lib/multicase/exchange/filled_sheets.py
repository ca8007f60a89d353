"""Reading back the sheets that `exchange.sheets` makes, however people and programs have changed them meanwhile.

A row's segment and the digest of its words decide what was coded. Where they don't agree any more, it is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from multicase import office
from multicase.anchoring.anchor import Form, compared
from multicase.exchange import sheets, spreadsheets
from multicase.exchange.imported import Code, Coding, Imported, Memo, Note, Source
from multicase.ingest.formats import content_format
from multicase.ingest.readers.tabular import Table
from multicase.wording import counted, listed

NEEDED = frozenset({sheets.SEGMENT, sheets.SOURCE, sheets.WORDS, sheets.PART})
OURS = frozenset(map(spreadsheets.key, (*sheets.SHOWN, *sheets.HIDDEN)))
SLOT = re.compile(r"code ?\d+")
CONTEXT = 32  # characters of prefix and suffix
MOVED = "the words of another segment stand in its row"

Span = tuple[int, int]
Row = Mapping[str, str]  # a column's name in lower case -> its cell


def is_sheet(data: bytes, file: str) -> bool:
    """Whether a file is a sheet for coding, filled in or not, by its columns and whatever its name.

    Raises StudyError for a workbook that can't be read.
    """
    return spreadsheets.is_one(data, file, _fits)


def read(data: bytes, file: str) -> Imported:
    """The codings of a filled sheet: each code of each row, on the segment's words or on the part of them given, in all
    sheets of a workbook.

    A source's guid and name are its id; its text isn't in the sheet. Positions are those in the anonymised text, -1
    where the words aren't as the sheet had them. Notes say how many rows have codes, and what was changed. Raises
    StudyError for a file that is no sheet.
    """
    as_meant = _plain if content_format(data) == "text" else str
    tables = spreadsheets.tables(data, file, _fits)
    taken = [_taken(table) for table in tables]
    filled = [pair for table, columns in zip(tables, taken, strict=True) for pair in _rows(table, columns, as_meant)]
    reading = _Reading(_Known([row for _, row in filled]))
    for table, columns in zip(tables, taken, strict=True):
        reading.notes += [*spreadsheets.left(table, columns), *_dropped(table, columns)]
    for place, row in filled:
        reading.add(place, row)
    return reading.imported()


def _taken(table: Table) -> dict[int, str]:
    """The columns that are read, place -> name; several may have one name."""
    names = {place: spreadsheets.key(title) for place, title in enumerate(table.header)}
    return {place: name for place, name in names.items() if name in OURS or SLOT.fullmatch(name)}


def _rows(table: Table, taken: Mapping[int, str], as_meant: Callable[[str], str]) -> Iterator[tuple[str, Row]]:
    """The rows that aren't blank, and where each stands. Of columns of one name the first filled in a row counts; of
    codes all do, parted by lines.
    """
    for number, cells in table.rows:
        if any(cell.strip() for cell in cells):
            row: dict[str, str] = {}
            for place, name in taken.items():
                before, cell = row.get(name, ""), as_meant(cells[place])
                if SLOT.fullmatch(name):
                    row[name] = "\n".join(filter(None, [before, cell]))
                else:
                    row[name] = before if before.strip() else cell
            yield table.places[number], row


def _dropped(table: Table, taken: Mapping[int, str]) -> Iterator[Note]:
    """Notes columns of one name that hold something else in one row, of which one alone can be taken."""
    for name in dict.fromkeys(name for name in taken.values() if not SLOT.fullmatch(name)):
        places = [place for place, other in taken.items() if other == name]
        said = ({cells[place].strip() for place in places} - {""} for _, cells in table.rows)
        if n := sum(len(texts) > 1 for texts in said):
            found = f"{len(places)} columns are called '{name}', with different texts in {counted(n, 'row')}"
            yield Note(table.place, f"{found}: the first is taken")


def _fits(header: Sequence[str]) -> bool:
    names = set(map(spreadsheets.key, header))
    return names >= NEEDED and any(map(SLOT.fullmatch, names))


def _plain(cell: str) -> str:
    """A cell of a CSV file without the apostrophe that keeps it a text."""
    return cell.removeprefix("'") if office.FORMULA.match(cell) else cell


@dataclass(frozen=True)
class _Known:
    """What the sheet knows of its segments, from all of its rows."""

    rows: Sequence[Row]
    places: dict[str, dict[str, Span]] = field(default_factory=lambda: defaultdict(dict))  # segment -> digest -> span
    segments: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # digest -> segments

    def __post_init__(self) -> None:
        for row in self.rows:
            span, key, told = _span(row), row.get(sheets.KEY, "").strip(), row.get(sheets.DIGEST, "").strip()
            if key and told and span:
                self.places[key][told] = span
                self.segments[told].add(key)


def _span(row: Row) -> Span | None:
    found = [_number(row.get(name, "")) for name in (sheets.START, sheets.END)]
    return None if min(found) < 0 else (found[0], found[1])


def _number(cell: str) -> int:
    return int(cell) if cell.strip().isdecimal() else -1


class _Reading:
    """The rows of a sheet on their way into codings."""

    def __init__(self, known: _Known):
        self.known = known
        self.sources: dict[str, None] = {}
        self.codes: dict[str, str] = {}
        self.coders: dict[str, None] = {}
        self.studies: dict[str, None] = {}
        self.codings: list[Coding] = []
        self.memos: list[Memo] = []
        self.notes: list[Note] = []
        self.rows = self.coded = 0

    def add(self, place: str, row: Row) -> None:
        """Adds the codings of a row, and what is to be said of it."""
        codes = spreadsheets.several("\n".join(cell for name, cell in row.items() if SLOT.fullmatch(name)))
        memo, coder = row.get(sheets.MEMO, "").strip(), row.get(sheets.CODER, "").strip()
        study = row.get(sheets.STUDY, "").strip()
        part = row[sheets.PART]
        segment, words, span, wrong = self._words(row)
        source = segment.rpartition(":")[0] or row[sheets.SOURCE].strip()
        self.rows += 1
        self.coded += bool(codes)
        for names, name in ((self.sources, source), (self.coders, coder), (self.studies, study)):
            names.update({name: None} if name else {})
        if not codes:
            if memo:
                self.memos.append(Memo(f"memo-{len(self.memos) + 1}", segment, memo, (source,)))
            alone = (what for what, text in (("a memo", memo), ("a part of the words", part.strip())) if text)
            self.notes += [Note(place, f"{what} without a code") for what in alone]
            return
        if wrong:
            self.notes.append(Note(place, wrong))
        self.sources.setdefault(source)
        quote = words, *(span or (-1, -1)), "", ""
        if part.strip() and wrong != MOVED:
            quote = self._part(place, part, words, span, row)
        without = MOVED if wrong == MOVED else "" if quote[0].strip() else "no words"
        exact, start, end, before, after = quote
        for name in codes:
            called = self.codes.setdefault(name.casefold(), name)
            self.codings.append(
                Coding(
                    source,
                    start,
                    end,
                    exact,
                    before,
                    after,
                    called,
                    called,
                    coder,
                    memo,
                    without=without,
                    code_guid=called,
                )
            )

    def _words(self, row: Row) -> tuple[str, str, Span | None, str]:
        """A row's segment, its words, where they stand, and what is wrong with them."""
        words, told, key = row[sheets.WORDS], row[sheets.SEGMENT].strip(), row.get(sheets.KEY, "").strip()
        if not self.known.places:
            return told, words, None, ""
        for text in dict.fromkeys([words, _plain(words)]):  # a CSV file may have been saved as a workbook since
            found = sheets.digest(text)
            for segment in filter(None, dict.fromkeys([told, key])):
                if span := self.known.places.get(segment, {}).get(found):
                    wrong = "" if segment == told else "another segment's id, or none: its words tell which it is"
                    return segment, text, span, wrong
            if self.known.segments.get(found):
                return told or key, text, None, MOVED
        spans = list(self.known.places.get(told, {}).values())
        if not words.strip():
            return told, words, None, "its words are gone"
        return told, words, spans[0] if len(spans) == 1 else None, "its words were changed"

    def _part(self, place: str, part: str, words: str, span: Span | None, row: Row) -> tuple[str, int, int, str, str]:
        """A part of a row's words: what it says, where it stands in the text, and what stands around it."""
        at = _number(row.get(sheets.AT, ""))
        if at >= 0 and words[at : at + len(part)] == part:
            spans = [(at, at + len(part))]
        else:
            form, wanted = Form(words), compared(part).strip()
            spans = [form.span(found, len(wanted)) for found in form.places(wanted)]
        if len(spans) != 1:
            why = f"stands {len(spans)} times among" if spans else "isn't among"
            self.notes.append(Note(place, f"the part given {why} its words: where it stands in the text can't be told"))
            return part.strip(), -1, -1, "", ""
        start, end = spans[0]
        around = words[max(0, start - CONTEXT) : start], words[end : end + CONTEXT]
        if span and span[1] - span[0] == len(words):
            return words[start:end], span[0] + start, span[0] + end, *around
        return words[start:end], -1, -1, *around

    def imported(self) -> Imported:
        """All that the sheet holds; its first note says whose it is, and how much of it is coded."""
        of = listed([f"'{name}'" for name in self.studies]) or "unknown"
        by = listed(list(self.coders)) or "somebody who isn't named"
        much = f"{self.coded} of {counted(self.rows, 'row')} have codes"
        notes = [Note("", f"a sheet for coding by {by}, of the study {of}: {much}")]
        if self.rows and not self.known.places:
            notes.append(Note("", "its hidden columns are gone: whether words were changed can't be told"))
        codes = tuple(Code(name, name, name) for name in self.codes.values())
        sources = tuple(Source(name, name, "") for name in self.sources)
        return Imported(
            codes,
            sources,
            tuple(self.codings),
            (*notes, *self.notes),
            memos=tuple(self.memos),
            users=tuple(self.coders),
        )
