"""Tables of codings: a row for each coded passage, with its source, its words and its codes, whoever wrote them.

Columns are told by the names that people use, and that tools give them when they export coded passages as a table:
MAXQDA, ATLAS.ti, NVivo, Dedoose, QualCoder; and this project's own `codings/<coder>.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from multicase.exchange import spreadsheets, taguette
from multicase.exchange.filled_sheets import is_sheet
from multicase.exchange.imported import Code, Coding, Imported, Note, Source
from multicase.exchange.spreadsheets import key
from multicase.ingest.formats import content_format
from multicase.wording import counted

SOURCE, WORDS, CODE, CODER, MEMO, START, END, PREFIX, SUFFIX = (
    "source", "words", "code", "coder", "memo", "start", "end", "prefix", "suffix",
)  # fmt: skip
# Of several filled columns with such names, the name that stands first here is meant.
NAMES = {
    SOURCE: (
        "source id", "source", "source name", "document", "document name", "doc", "case file", "media title",
        "transcript", "transcript name", "transcript id", "interview", "file", "file name", "filename",
    ),
    WORDS: (
        "exact", "quote", "quotation content", "quotation", "excerpt copy", "excerpt", "coded segment",
        "coded segments", "coded text", "coded", "passage", "words", "text", "segment", "content", "extract",
        "reference text",
    ),
    CODE: (
        "code", "codes", "codename", "code name", "code system", "codes applied combined", "codes applied", "tag",
        "tags", "label", "labels", "node", "nodes", "node name", "theme", "themes",
    ),
    CODER: (
        "coder", "coded by", "coded by name", "coded by initials", "rater", "annotator", "user", "user name",
        "username", "by", "created by", "excerpt creator", "creator", "author",
    ),
    MEMO: ("memo", "coding memo", "comment", "comments", "note", "notes"),
    START: ("start", "begin", "beginning", "start position", "position start"),
    END: ("end", "end position", "position end"),
    PREFIX: ("prefix",),
    SUFFIX: ("suffix",),
}  # fmt: skip
NUMBERED = re.compile(r"(?:code|tag) \d+|(?:code|tag)\d+")
APPLIED = re.compile(r"Code: (?P<code>.+) Applied")  # a column a code, as Dedoose has them beside the list of all
COMBINED = "codes applied combined"
YES = frozenset({"true", "1", "yes"})
OWN = "exact"  # whose positions count characters, whatever the words have become
NO_WORDS, NO_SOURCE = "no words", "no source"


@dataclass(frozen=True)
class Columns:
    """Which columns hold what, by their places. one: SOURCE, WORDS ... -> its column. codes: columns of codes' names.

    combined: those of them that part codes by commas. applied: column -> the code that it says was given or not.
    is_own: whether the table is this project's own file of codings.
    """

    one: Mapping[str, int]
    codes: tuple[int, ...]
    combined: frozenset[int]
    applied: Mapping[int, str]
    is_own: bool

    @property
    def taken(self) -> set[int]:
        """The places of all columns that are read."""
        return {*self.one.values(), *self.codes, *self.applied}

    def given(self, cells: Sequence[str]) -> list[str]:
        """The codes of a row, each once."""
        if self.applied:
            return [code for at, code in self.applied.items() if cells[at].strip().casefold() in YES]
        parted = (cells[at].replace(",", "\n") if at in self.combined else cells[at] for at in self.codes)
        return spreadsheets.several("\n".join(parted))


def is_table(data: bytes, file: str) -> bool:
    """Whether a file is a table of codings: with columns of sources, of words and of codes, and no sheet for coding and
    none of Taguette's highlights, which have readers of their own.

    Raises StudyError for a workbook that can't be read.
    """
    return spreadsheets.is_one(data, file, _fitting(data)) and not is_sheet(data, file)


def has_words(header: Sequence[str]) -> bool:
    """Whether a header names what a table of codings needs."""
    columns = _columns(header)
    return {SOURCE, WORDS} <= set(columns.one) and bool(columns.codes or columns.applied)


def read(data: bytes, file: str) -> Imported:
    """The codings of a file's tables, one for each row and code; several codes stand parted by semicolons or lines.

    A source's guid and name are what the table calls it; its text isn't there. Positions are taken where they span as
    many characters as the words have, else they are -1 (tools number paragraphs, or count otherwise); in the project's
    own files as they stand. Columns that aren't taken are a note, and so is a row of words without a code; one with a
    code and no words is a coding without a passage. Raises StudyError for a file that is no such table or is broken.
    """
    reading = _Reading()
    for table in spreadsheets.tables(data, file, _fitting(data)):
        columns = _columns(table.header, spreadsheets.filled(table))
        reading.notes += spreadsheets.left(table, columns.taken)
        for number, cells in table.rows:
            if any(cell.strip() for cell in cells):
                reading.add(columns, table.places[number], cells)
    return reading.imported()


def _fitting(data: bytes) -> spreadsheets.Fits:
    if content_format(data) != "text":
        return has_words
    return lambda header: has_words(header) and not set(taguette.COLUMNS) <= set(header)


def _columns(header: Sequence[str], filled: Collection[int] = ()) -> Columns:
    """What the columns of a header hold; filled: the places of those that hold anything.

    Of several of a kind the first filled one counts; of codes all that bear its name, and those that are numbered.
    """
    at: dict[str, list[int]] = {}
    for place, title in enumerate(header):
        at.setdefault(key(title), []).append(place)
    applied = {place: match["code"] for place, title in enumerate(header) if (match := APPLIED.fullmatch(title))}
    one: dict[str, int] = {}
    for what, names in NAMES.items():
        if known := [place for name in names for place in at.get(name, ())]:
            one[what] = spreadsheets.first(known, filled)
    codes = () if applied else tuple(place for name in at if NUMBERED.fullmatch(name) for place in at[name])
    if CODE in one and not applied:
        codes = (*at[key(header[one[CODE]])], *codes)
    return Columns(one, codes, frozenset(at.get(COMBINED, ())), applied, one.get(WORDS) in at.get(OWN, ()))


class _Reading:
    """The rows of tables on their way into codings."""

    def __init__(self) -> None:
        self.sources: dict[str, None] = {}
        self.codes: dict[str, None] = {}
        self.coders: dict[str, None] = {}
        self.codings: list[Coding] = []
        self.notes: list[Note] = []
        self.odd = 0

    def add(self, columns: Columns, place: str, cells: Sequence[str]) -> None:
        """Adds the codings of a row, or says why it has none."""
        told = {what: cells[at].strip() for what, at in columns.one.items()}
        words = cells[columns.one[WORDS]] if columns.is_own else told[WORDS]
        source, coder = told[SOURCE], told.get(CODER, "")
        codes = columns.given(cells)
        self.coders.update({coder: None} if coder else {})
        if source or codes:
            self.sources.setdefault(source)
        if not codes:
            what = "words without a code: read, and nothing given" if words.strip() else "neither words nor a code"
            self.notes.append(Note(place, what))
            return
        start, end = self._span(told, words, columns.is_own) if words.strip() else (-1, -1)
        without = "" if words.strip() else NO_WORDS
        self.notes += [Note(place, f"a code and {what}") for what in self._lacking(source, without)]
        before, after = (cells[at] if (at := columns.one.get(side, -1)) >= 0 else "" for side in (PREFIX, SUFFIX))
        for code in codes:
            self.codes.setdefault(code)
            self.codings.append(
                Coding(
                    source,
                    start,
                    end,
                    words,
                    before,
                    after,
                    code,
                    code,
                    coder,
                    told.get(MEMO, ""),
                    without=without,
                    code_guid=code,
                )
            )

    def _lacking(self, source: str, without: str) -> list[str]:
        return [what for what in ("" if source else NO_SOURCE, without) if what]

    def _span(self, told: Mapping[str, str], words: str, is_own: bool) -> tuple[int, int]:
        if not (told.get(START) or told.get(END)):
            return -1, -1
        numbers = [int(text) if (text := told.get(side, "")).isdecimal() else -1 for side in (START, END)]
        if min(numbers) >= 0 and (is_own or numbers[1] - numbers[0] == len(words)):
            return numbers[0], numbers[1]
        self.odd += 1
        return -1, -1

    def imported(self) -> Imported:
        """All that the table holds."""
        notes = list(self.notes)
        if self.odd:
            what = f"{counted(self.odd, 'row')} whose positions aren't of as many characters as their words: "
            notes.append(Note("", f"{what}they may number paragraphs, and only the words tell the place"))
        codes = tuple(Code(code, code, code) for code in self.codes)
        sources = tuple(Source(name, name, "") for name in self.sources)
        return Imported(codes, sources, tuple(self.codings), tuple(notes), users=tuple(self.coders))
