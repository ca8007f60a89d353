"""Codings from another tool as codings of this study: sources and codes matched, every quote found again or listed.

A project may hold texts of the closed zone (people code before they anonymise). So nothing of its texts is passed on:
what a row quotes is the study's anonymised text, and what couldn't be placed is told by place, code and coder.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from multicase.anchoring.anchor import Anchor, Form, Quote, Text, anchor
from multicase.exchange import refi, taguette
from multicase.exchange.archive import refusal
from multicase.exchange.imported import Coding, Imported, Note, Source
from multicase.exchange.names import Known, coder_id

CONTEXT = 32  # characters of prefix and suffix
NOBODY = "unknown"  # the coder where the tool doesn't say who it was
HOW = {"offset": "exactly", "quote": "by quote", "fuzzy": "fuzzily"}
PLACES = 10  # places of an ambiguous quote that the report lists

Rows = dict[str, dict[tuple[str, ...], dict[str, str]]]  # coder -> key of the schema -> row


@dataclass(frozen=True)
class Rename:
    """What people say that names in the project mean: name -> id, for sources, codes (name or path) and coders."""

    sources: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    coders: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SourceReport:
    """One source of the project: the study's source ("" if none), how it was matched, and its codings counted.

    counts: codings `exactly`, `by quote`, `fuzzily`, `ambiguous`, `lost`, `unknown code`, `unknown source`; of those
    placed, `twice` are on words that the same coder gave the same code before.
    """

    name: str
    source_id: str
    matched: str
    counting: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Listed:
    """A coding that became no row, or one to be looked at: where it stands in the project's text, and why.

    places: spans of the anonymised text where its words, or words like them, stand.
    """

    source: str
    source_id: str
    start: int
    end: int
    code: str
    coder: str
    why: str
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Report:
    """What became of a project.

    unplaced: codings that became no row. fuzzy: rows whose words are only like the quote, to be looked at.
    unknown_codes: path -> codings. coders: as the tool has them -> as rows have them. notes: what else the file holds.
    """

    sources: tuple[SourceReport, ...]
    unplaced: tuple[Listed, ...]
    fuzzy: tuple[Listed, ...]
    unknown_codes: Mapping[str, int]
    unknown_sources: tuple[str, ...]
    coders: Mapping[str, str]
    notes: tuple[Note, ...]

    @property
    def complete(self) -> bool:
        """Whether every coding of the project became a row."""
        return not self.unplaced


def read(data: bytes, file: str, project: int | None = None) -> Imported:
    """A project in any format that is read, told by its content: .qdpx, Taguette's database or its highlights as CSV.

    file: how messages name it. project: its number, for a Taguette database of several. Raises StudyError.
    """
    if data.startswith(b"PK"):
        return refi.read(data, file)
    if data.startswith(taguette.MAGIC):
        return taguette.read_sqlite(data, file, project)
    if file.lower().endswith(".csv"):
        return taguette.read_csv(data, file)
    expected = "a .qdpx project, a Taguette project (.sqlite3) or Taguette's highlights (.csv)"
    raise refusal(file, "", "a file of another kind", expected, "Export the project from your tool as one of them.")


def to_codings(
    imported: Imported,
    texts: Mapping[str, str],
    codes: Mapping[str, Any],
    rename: Rename = Rename(),
) -> tuple[dict[str, list[dict[str, str]]], Report]:
    """Rows by coder (schema `codings`) from a project, and what became of each of its codings.

    texts: anonymised text by source_id. codes: the parsed codebook. A source is matched by `rename`, by its name
    (without ending, in any case), or by the same text; a code by `rename`, its id, label or path. Each quote is
    anchored by `code.anchor`. Dates have no column in a coding, and go no further. Memos are taken as written: they may
    name people, which the leak scan looks for.
    """
    known, found = Known(codes), {}
    coders = _coders(imported, rename)
    by_source: dict[str, list[Coding]] = defaultdict(list)
    for coding in imported.codings:
        by_source[coding.source].append(coding)
    rows: Rows = defaultdict(dict)
    reports, unplaced, fuzzy, unknown = [], [], [], Counter()
    for source in imported.sources:
        source_id, how = _match(source, texts, rename)
        found.setdefault(source_id, Text(texts.get(source_id, "")))
        placing = _Placing(source, source_id, found[source_id], coders)
        placing.place(by_source.pop(source.guid, []), known, rename, rows)
        reports.append(SourceReport(source.name, source_id, how, source.counting, dict(sorted(placing.counts.items()))))
        unplaced += placing.unplaced
        fuzzy += placing.fuzzy
        unknown.update(placing.unknown)
    if by_source:
        raise ValueError(f"codings of sources that the project hasn't got: {', '.join(sorted(by_source))}")
    codeless = dict(sorted(unknown.items()))
    homeless = tuple(item.name for item in reports if not item.source_id)
    report = Report(tuple(reports), tuple(unplaced), tuple(fuzzy), codeless, homeless, coders, imported.notes)
    return {coder: sorted(kept.values(), key=_order) for coder, kept in sorted(rows.items())}, report


class _Placing:
    """The codings of one source on their way into rows."""

    def __init__(self, source: Source, source_id: str, text: Text, coders: Mapping[str, str]):
        self.source, self.source_id, self.text, self.coders = source, source_id, text, coders
        self.counts: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.unplaced: list[Listed] = []
        self.fuzzy: list[Listed] = []

    def place(self, codings: list[Coding], known: Known, rename: Rename, rows: Rows) -> None:
        """Adds the rows of the codings that have a place and a code to those of their coders."""
        # All at once, also those without a code: each one anchored tells where its neighbours stand.
        quotes = [Quote(item.exact, item.prefix, item.suffix, item.start, item.end) for item in codings]
        places = anchor(quotes, self.text) if self.source_id else [""] * len(codings)
        for coding, place in zip(codings, places, strict=True):
            codes = _meant(coding, known, rename)
            if not self.source_id:
                self._leave(coding, "unknown source", "a source that the study hasn't got")
            elif len(codes) != 1:
                self.unknown[coding.code_path] += 1
                why = f"a name that several codes have ({', '.join(codes)})" if codes else "no code of the codebook"
                self._leave(coding, "unknown code", why)
            elif isinstance(place, Anchor):
                self._keep(coding, place, codes[0], rows[self.coders[coding.coder]])
            elif place.startswith("ambiguous"):
                self._leave(coding, "ambiguous", place, _places(coding.exact, self.text))
            else:
                self._leave(coding, "lost", "its words are not in the anonymised text")

    def _keep(self, coding: Coding, place: Anchor, code: str, rows: dict[tuple[str, ...], dict[str, str]]) -> None:
        text, start, end = self.text.text, place.start, place.end
        row = {
            "source_id": self.source_id,
            "start": str(start),
            "end": str(end),
            "exact": text[start:end],
            "prefix": text[max(0, start - CONTEXT) : start],
            "suffix": text[end : end + CONTEXT],
            "code": code,
            "memo": " ".join(coding.memo.split()),
        }
        self.counts[HOW[place.how]] += 1
        if place.how == "fuzzy":
            self.fuzzy.append(self._listed(coding, "its words are only like these", ((start, end),)))
        key = (self.source_id, row["start"], row["exact"], code)
        if key in rows:  # the same code on the same words twice is one coding, with both memos
            self.counts["twice"] += 1
            memos = [*rows[key]["memo"].split(" | "), row["memo"]]
            row["memo"] = " | ".join(dict.fromkeys(filter(None, memos)))
        rows[key] = row

    def _leave(self, coding: Coding, kind: str, why: str, places: tuple[tuple[int, int], ...] = ()) -> None:
        self.counts[kind] += 1
        self.unplaced.append(self._listed(coding, why, places))

    def _listed(self, coding: Coding, why: str, places: tuple[tuple[int, int], ...]) -> Listed:
        where = (self.source.name, self.source_id, coding.start, coding.end)
        return Listed(*where, coding.code_path, self.coders[coding.coder], why, places)


def _meant(coding: Coding, known: Known, rename: Rename) -> list[str]:
    """The codes that a coding may mean: one, unless nobody knows its name or several codes have it."""
    called = rename.codes.get(coding.code_path) or rename.codes.get(coding.code)
    if called:
        return known.find(called)
    codes = known.find(coding.code, coding.code_path)
    by_path = set(known.find(coding.code_path)) if len(codes) > 1 else set()
    return [code for code in codes if code in by_path] or codes


def _match(source: Source, texts: Mapping[str, str], rename: Rename) -> tuple[str, str]:
    """The study's source and how it was told; two empty strings if it can't be."""
    asked = rename.sources.get(source.name)
    if asked is not None:
        return (asked, "as you said") if asked in texts else ("", "")
    name = source.name.strip().casefold()
    stem = PurePosixPath(name.replace("\\", "/")).name
    by_name = [key for key in texts if key.casefold() in {name, stem, stem.rpartition(".")[0]}]
    if len(by_name) == 1:
        return by_name[0], "by its name"
    words = source.text.split()
    by_text = [key for key in sorted(texts) if words and texts[key].split() == words]
    return (by_text[0], "by its text") if len(by_text) == 1 else ("", "")


def _coders(imported: Imported, rename: Rename) -> dict[str, str]:
    """Coder as the tool has it -> id that can name a file; two people never share one unless `rename` says so."""
    coders: dict[str, str] = {}
    taken = {coder.lower() for coder in rename.coders.values()}
    for name in sorted({coding.coder for coding in imported.codings}):
        if name in rename.coders:
            coders[name] = rename.coders[name]
            continue
        plain = coder_id(name) or NOBODY
        coder, number = plain, 2
        while coder.lower() in taken:
            coder, number = f"{plain}_{number}", number + 1
        taken.add(coder.lower())
        coders[name] = coder
    return coders


def _places(quote: str, text: Text) -> tuple[tuple[int, int], ...]:
    """Where a quote stands in the anonymised text, word by word."""
    words = Form(quote).text.strip()
    return tuple(text.plain.span(place, len(words)) for place in text.plain.places(words)[:PLACES]) if words else ()


def _order(row: Mapping[str, str]) -> tuple:
    return row["source_id"], int(row["start"]), int(row["end"]), row["code"]
