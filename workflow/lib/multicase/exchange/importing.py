"""Codings from another tool as codings of this study: sources and codes matched, every quote found again or waiting.

A project may hold texts of the closed zone (people code before they anonymise). So nothing of its texts is passed on
but into rows of the zone that the project belongs to: a report tells of a coding by place, code and coder.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from multicase.anchoring.aligned import Aligned
from multicase.anchoring.anchor import NOT_FOUND, Anchor, Quote, Text, anchor, compared
from multicase.code.manual import AMBIGUOUS, AMONG_OTHERS, LOST, why
from multicase.exchange import coded_tables, commented, filled_sheets, foreign, matching, refi, taguette
from multicase.exchange.archive import refusal
from multicase.exchange.comment_codes import IsCode
from multicase.exchange.imported import BLANK, Coding, Given, Imported, Note, Source
from multicase.exchange.matching import LEAVE, Match, Said
from multicase.exchange.names import Known

CONTEXT = 32  # characters of prefix and suffix
HOW = {"offset": "exactly", "position": "by position", "quote": "by quote", "fuzzy": "fuzzily"}
PLACES = 10  # places of an ambiguous quote that the report lists
STILL = 50  # rapidfuzz ratio from which words at the same position are the same passage
# Why a coding waits, and as what it is counted.
OF_SOURCE, OF_CODE = "of a source that nobody has told yet", "of a code that nobody has told yet"
LEFT = "left out on purpose"
WAITING = {
    OF_SOURCE: "unknown source",
    OF_CODE: "unknown code",
    LOST: "lost",
    AMONG_OTHERS: "among other words",
    AMBIGUOUS: "ambiguous",
    LEFT: "left out",
}

Rows = dict[str, list[dict[str, str]]]  # coder -> rows of the schema `codings`


@dataclass(frozen=True)
class Matches:
    """What the project's sources (by guid), codes (by name, path and guid) and coders are in the study."""

    sources: Mapping[str, Match]
    codes: Mapping[Given, Match]
    coders: Mapping[str, str]


@dataclass(frozen=True)
class SourceReport:
    """One source of the project: the study's source ("" if none), how it was matched, and its codings counted.

    counts: codings `exactly`, `by position`, `by quote`, `fuzzily`, and those that wait: `ambiguous`, `lost`,
    `unknown code`, `unknown source`, `no passage`, `left out`; of those placed, `twice` are on words that the same
    coder gave the same code before.
    """

    name: str
    source_id: str
    matched: str
    counting: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Listed:
    """A coding that waits, or one to be looked at: where it stands in the project's text, and why.

    places: spans of the study's text where its words, or words like them, stand. words: the tool's, if asked for.
    """

    source: str
    source_id: str
    start: int
    end: int
    code: str
    coder: str
    why: str
    places: tuple[tuple[int, int], ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Report:
    """What became of a project.

    unplaced: codings that wait. inexact: rows whose words differ from the quote in more than replacements, to be looked
    at. into_one: code -> the several codes of the project that became it; sources_into_one: source -> the several of
    its sources. notes: what else the file holds.
    """

    sources: tuple[SourceReport, ...]
    unplaced: tuple[Listed, ...]
    inexact: tuple[Listed, ...]
    into_one: Mapping[str, tuple[str, ...]]
    sources_into_one: Mapping[str, tuple[str, ...]]
    coders: Mapping[str, str]
    notes: tuple[Note, ...]

    @property
    def complete(self) -> bool:
        """Whether every coding of the project has a place."""
        return not self.unplaced


def read(data: bytes, file: str, project: int | None = None, names: IsCode | None = None) -> Imported:
    """What anybody handed in, in any form that is read, told by its content: a .qdpx project, Taguette's database or
    its highlights as CSV, a coding sheet, a table with sources, words and codes, a document with comments.

    file: how messages name it. project: its number, for a Taguette database of several. names: tells which words of a
    comment are codes. Raises StudyError, which says of a file of another kind what it is.
    """
    foreign.refuse(data, file)
    if data.startswith(taguette.MAGIC):
        return taguette.read_sqlite(data, file, project)
    ending = file.lower().rpartition(".")[2]
    if ending == "docx" or commented.is_commented(data, file):
        return commented.read(data, file, names=names)
    if filled_sheets.is_sheet(data, file):
        return filled_sheets.read(data, file)
    if coded_tables.is_table(data, file):
        return coded_tables.read(data, file)
    if data.startswith(b"PK") and ending != "xlsx":
        return refi.read(data, file)
    if ending == "csv":
        return taguette.read_csv(data, file)
    expected = "a project (.qdpx, .sqlite3), a coding sheet (.xlsx, .csv), a commented .docx, or a table of codings"
    todo = "Export the project from your tool as one of them, or give the table columns for source, words and code."
    raise refusal(file, "", "a file of another kind", expected, todo)


def joined(parts: Sequence[Imported]) -> Imported:
    """Several files as one project; the sources of each stay apart."""
    if len(parts) == 1:
        return parts[0]
    sources, codings = [], []
    for number, part in enumerate(parts, 1):
        sources += [replace(source, guid=f"{number}:{source.guid}") for source in part.sources]
        codings += [replace(coding, source=f"{number}:{coding.source}") for coding in part.codings]
    codes = {code.guid: code for part in parts for code in part.codes}
    notes = tuple(note for part in parts for note in part.notes)
    return Imported(tuple(codes.values()), tuple(sources), tuple(codings), notes)


def matched(
    imported: Imported,
    texts: Sequence[Mapping[str, str]],
    codebook: Mapping[str, Any],
    *,
    alone: str,
    files: Mapping[str, str] = {},
    said: Said = matching.NOTHING,
    coder: str = "",
    history: Sequence[Mapping[str, Any]] = (),
) -> Matches:
    """The project's sources, codes and coders as the study's. Arguments: see `matching`; history: see `names.Known`."""
    return Matches(
        matching.sources(imported, texts, files, said),
        matching.codes(imported, Known(codebook, history), said),
        matching.coders(imported, alone, said, coder),
    )


def brought(
    imported: Imported,
    texts: Mapping[str, str],
    codebook: Mapping[str, Any],
    alone: str,
    history: Sequence[Mapping[str, Any]] = (),
) -> tuple[Rows, Report]:
    """The project's codings on one version of the texts, with nothing said of its names; see `to_codings`."""
    return to_codings(imported, texts, matched(imported, [texts], codebook, alone=alone, history=history))


def lies_on(imported: Imported, matches: Matches, texts: Mapping[str, str], before: Mapping[str, str]) -> bool:
    """Whether the project was made on the anonymised texts, and not on the texts before.

    texts: anonymised text by source_id; before: the canonical ones. It was if each of its texts that the study knows
    has as much of the anonymised as of the other; where it brings no texts, if all its quotes stand in the
    anonymised. Of a project that has none of the study's sources nobody can tell: it is taken to be of the texts
    before.
    """
    coded = {coding.source for coding in imported.codings}
    known = {source.guid: source for source in imported.sources if matches.sources[source.guid].id in texts}
    return bool(known) and all(
        _lies_on(source, imported, texts[key], before.get(key, ""))
        for guid, source in known.items()
        if guid in coded and (key := matches.sources[guid].id)
    )


def _lies_on(source: Source, imported: Imported, text: str, before: str) -> bool:
    if source.text.strip():
        return Aligned(source.text, before).share <= Aligned(source.text, text).share
    quotes = [_quote(coding) for coding in imported.codings if coding.source == source.guid and coding.exact]
    return not any(isinstance(place, str) for place in anchor(quotes, Text(text)))


def to_codings(
    imported: Imported, texts: Mapping[str, str], matches: Matches, *, words: bool = False
) -> tuple[Rows, Report]:
    """Rows by coder (schema `codings`) from a project, each of its codings in one, and what became of them.

    texts: by source_id, the ones that the rows shall point into. A coding stands where its position in the tool's text
    lies in ours (`anchoring.aligned`), if it has one and the words there are the same passage, else where its quote is
    found (`anchoring.anchor`). What has no place, or is of a source or code that can't be told, waits: its row says why
    in the column `waiting`, and keeps the tool's positions; or ours, where its code alone can't be told. words: whether
    what the tool quotes may stand in the rows that wait and in the report; it may be of the closed zone. Dates have no
    column in a coding, and go no further.
    """
    by_source: dict[str, list[Coding]] = defaultdict(list)
    for coding in imported.codings:
        by_source[coding.source].append(coding)
    rows: dict[str, _Kept] = defaultdict(_Kept)
    reports, unplaced, inexact = [], [], []
    for source in imported.sources:
        placing = _Placing(source, matches, texts, words)
        placing.place(by_source.pop(source.guid, []), rows)
        match = matches.sources[source.guid]
        counts = dict(sorted(placing.counts.items()))
        reports.append(SourceReport(source.name, _id(match), match.how, source.counting, counts))
        unplaced += placing.unplaced
        inexact += placing.inexact
    if by_source:
        raise ValueError(f"codings of sources that the project hasn't got: {', '.join(sorted(by_source))}")
    codes = _into_one((_id(match), path) for (_, path, _), match in matches.codes.items())
    sources = _into_one((_id(matches.sources[source.guid]), source.name) for source in imported.sources)
    report = Report(tuple(reports), tuple(unplaced), tuple(inexact), codes, sources, matches.coders, imported.notes)
    return {coder: kept.rows() for coder, kept in sorted(rows.items())}, report


class _Kept:
    """One coder's rows: the same code on the same words twice is one coding, with each part of their memos once."""

    def __init__(self) -> None:
        self._placed: dict[tuple[str, ...], dict[str, str]] = {}
        self._waiting: list[dict[str, str]] = []

    def add(self, row: dict[str, str]) -> bool:
        """Whether the row says something that no other did."""
        if row["waiting"]:
            self._waiting.append(row)
            return True
        key = (row["source_id"], row["start"], row["exact"], row["code"])
        known = self._placed.get(key)
        if known is None:
            self._placed[key] = row
            return True
        if row["memo"] != known["memo"]:
            memos = [*known["memo"].split(" | "), *row["memo"].split(" | ")]
            known["memo"] = " | ".join(dict.fromkeys(filter(None, memos)))
        return False

    def rows(self) -> list[dict[str, str]]:
        return sorted([*self._placed.values(), *self._waiting], key=_order)


class _Placing:
    """The codings of one source on their way into rows."""

    def __init__(self, source: Source, matches: Matches, texts: Mapping[str, str], words: bool):
        self.source, self.matches, self.words = source, matches, words
        self.source_id = _id(matches.sources[source.guid])
        self.is_left = matches.sources[source.guid].id == LEAVE
        self.text = Text(texts.get(self.source_id, ""))
        self.aligned = Aligned(source.text, self.text.text) if source.text and self.text.text else None
        self.counts: Counter[str] = Counter()
        self.unplaced: list[Listed] = []
        self.inexact: list[Listed] = []

    def place(self, codings: Sequence[Coding], rows: Mapping[str, _Kept]) -> None:
        """Adds a row for each coding to those of its coder."""
        by_position = [self._at_position(coding) for coding in codings]
        # All quotes at once, also of those without a code: each one anchored tells where its neighbours stand.
        asked = [number for number, place in enumerate(by_position) if place is None and codings[number].exact.strip()]
        found = dict(zip(asked, anchor([_quote(codings[n]) for n in asked], self.text), strict=True))
        for number, coding in enumerate(codings):
            place = by_position[number] or found.get(number, NOT_FOUND)
            match = self.matches.codes[coding.given]
            row = self._row(coding, match, place)
            if not self._is_left(coding):
                is_new = rows[self.matches.coders[coding.coder]].add(row)
                self.counts["twice"] += not is_new
        self.counts = +self.counts

    def _is_left(self, coding: Coding) -> bool:
        """Whether its coder is left out, so that it stands in no file."""
        return self.matches.coders[coding.coder] == LEAVE

    def _at_position(self, coding: Coding) -> Anchor | None:
        """Where the coding's position lies in our text, if that is the same passage."""
        if not self.aligned or coding.start < 0 or coding.start >= coding.end:
            return None
        span = self.aligned.span(coding.start, coding.end)
        if span is None:
            return None
        quote, words = compared(coding.exact, masked=True), compared(self.text.text[slice(*span)], masked=True)
        if quote == words or self.aligned.is_kept(coding.start, coding.end):
            return Anchor(*span, "offset")
        return Anchor(*span, "position") if fuzz.ratio(quote, words) >= STILL or not coding.exact else None

    def _row(self, coding: Coding, match: Match, place: Anchor | str) -> dict[str, str]:
        row = {
            "source_id": self.source_id,
            "start": _told(coding.start),
            "end": _told(coding.end),
            "exact": coding.exact if self.words else "",
            "prefix": "",
            "suffix": "",
            "code": _id(match) or coding.code_path,
            "memo": " ".join(coding.memo.split()),
            "waiting": "",
        }
        if self.is_left or match.id == LEAVE or self._is_left(coding):
            return row | {"waiting": self._waits(coding, LEFT, LEFT)}
        if without := coding.without or (BLANK if coding.start >= 0 and not coding.exact.strip() else ""):
            return row | {"waiting": self._waits(coding, without, without)}
        if not self.source_id:
            return row | {"waiting": self._waits(coding, OF_SOURCE, self.matches.sources[self.source.guid].how)}
        if not match.id:
            here = {"start": str(place.start), "end": str(place.end)} if isinstance(place, Anchor) else {}
            return row | here | {"waiting": self._waits(coding, OF_CODE, matching.why(match))}
        if isinstance(place, str):
            return row | {"waiting": self._waits(coding, *self._lost(coding, place))}
        return row | self._placed(coding, place)

    def _lost(self, coding: Coding, place: str) -> tuple[str, str, tuple[tuple[int, int], ...]]:
        reason = why(place)
        if reason == LOST:
            return LOST, "its words are not in the text", ()
        return reason, place, _places(coding.exact, self.text)

    def _placed(self, coding: Coding, place: Anchor) -> dict[str, str]:
        text, start, end = self.text.text, place.start, place.end
        self.counts[HOW[place.how]] += 1
        if place.how in ("fuzzy", "position"):
            self.inexact.append(self._listed(coding, "its words are only like these", ((start, end),)))
        return {
            "start": str(start),
            "end": str(end),
            "exact": text[start:end],
            "prefix": text[max(0, start - CONTEXT) : start],
            "suffix": text[end : end + CONTEXT],
        }

    def _waits(self, coding: Coding, reason: str, why: str, places: tuple[tuple[int, int], ...] = ()) -> str:
        self.counts[WAITING.get(reason, "no passage")] += 1
        self.unplaced.append(self._listed(coding, why, places))
        return reason

    def _listed(self, coding: Coding, why: str, places: tuple[tuple[int, int], ...]) -> Listed:
        where = (self.source.name, self.source_id, coding.start, coding.end)
        words = coding.exact if self.words else ""
        return Listed(*where, coding.code_path, self.matches.coders[coding.coder], why, places, words)


def _into_one(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Of ids and names in the tool: the ids of several, each with its names."""
    names: dict[str, list[str]] = defaultdict(list)
    for of, name in pairs:
        names[of].append(name)
    return {of: tuple(sorted(names[of])) for of in sorted(names) if of and len(names[of]) > 1}


def _id(match: Match) -> str:
    return "" if match.id == LEAVE else match.id


def _told(position: int) -> str:
    return str(position) if position >= 0 else ""


def _quote(coding: Coding) -> Quote:
    return Quote(coding.exact, coding.prefix, coding.suffix, coding.start, coding.end)


def _places(quote: str, text: Text) -> tuple[tuple[int, int], ...]:
    """Where a quote stands in our text, word by word."""
    words = compared(quote).strip()
    return tuple(text.plain.span(place, len(words)) for place in text.plain.places(words)[:PLACES]) if words else ()


def _order(row: Mapping[str, str]) -> tuple:
    return bool(row["waiting"]), row["source_id"], int(row["start"] or -1), int(row["end"] or -1), row["code"]
