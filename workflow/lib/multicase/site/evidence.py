"""Pages of evidence: row by row of a table, the segments behind its numbers, in their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from multicase.audit import sides as sides_of
from multicase.audit.behind import (
    CASES,
    COUNTED,
    OF_SOURCES,
    PARTICIPANTS,
    PER_PAGE,
    SEGMENTS,
    SOURCE,
    Part,
    Place,
    coded_as,
    fitting,
    listed,
    spread,
)
from multicase.audit.results import Shown
from multicase.audit.shortened import CUT, beginning, ending
from multicase.claims import AGAINST, FOR, MIXED, units
from multicase.site import addresses, page
from multicase.site.cells import Cells
from multicase.site.context import Context
from multicase.study.disclosure import WITHHELD

AROUND = 70  # characters of a segment that are shown on either side of what is coded in it
BEGINNING = 48  # characters of it that are shown where places are listed
PLACES, ROWS = "places", "rows"
VOICES = (FOR, MIXED, AGAINST)


@dataclass(frozen=True)
class Bundle:
    """Segments that stand together under a heading, and how they are shown.

    numbers: heading and text of what rests on them. parts: those of a row, or one. coded: see `behind.coded_as`; sides:
    code -> the side on which it counts here. lists: what stands there: `segments` with their words and codings,
    `places` of segments, `sources` with how much of each, or `rows` alone. counts: which of participants and cases are
    listed. rows: those of a `table` that are summed up here, each with its address and what it says. unit: what is
    counted by side (`Behind.unit`); of sources it is told how each speaks, which can't be told where another unit is
    counted, or none.
    """

    title: str
    numbers: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    coded: Mapping[str, Any]
    sides: Mapping[str, str]
    lists: str = SEGMENTS
    counts: Sequence[str] = ()
    table: str = ""
    rows: Sequence[tuple[str, str, str]] = ()
    unit: str = ""


def pages(context: Context, table: Shown) -> dict[str, str]:
    """The pages of a table's evidence: place below the site's folder -> page. None where nothing is evidence."""
    cells = Cells(context, table)
    bundles = [(place, of_row(context, cells, row)) for row, place in cells.behind.places.items()]
    told = {"about": table.about, "of": "table", "rule": "build_table", "href": addresses.table(table.id)}
    return written(context, table.id, bundles, told)


def written(
    context: Context, name: str, bundles: Iterable[tuple[Place, Bundle]], told: Mapping[str, Any]
) -> dict[str, str]:
    """The pages of the evidence of a table or figure. told: what stands around it, what it is (`table`, `figure`),
    which rule makes it, and its address.
    """
    by_page: dict[int, list[dict[str, Any]]] = {}
    for place, bundle in bundles:
        for number, section in _sections(context, bundle, place):
            by_page.setdefault(number, []).append(section)
    last = max(by_page, default=0)
    made = {}
    for number, sections in sorted(by_page.items()):
        where = f"evidence/{name}/{number}.html"
        more = dict(told) | {"rule": addresses.rule(told["rule"])}
        made[where] = page("evidence.html.j2", where, id=name, sections=sections, number=number, last=last, **more)
    return made


def of_row(context: Context, cells: Cells, row: int) -> Bundle:
    """What stands behind a row of a table."""
    table = cells.table
    return Bundle(
        row_title(cells, row),
        _numbers(cells, row),
        cells.behind.parts(row),
        coded_as(context.results, table, row),
        sides_of.of_row(table, row, context.claims, context.codes),
        cells.behind.lists(row),
        cells.behind.counted_in(row),
        unit=cells.behind.unit(row),
    )


def _sections(context: Context, bundle: Bundle, place: Place) -> Iterator[tuple[int, dict[str, Any]]]:
    """Its sections, each with the page that it stands on; a part that doesn't fit goes on on the next page."""
    numbers = bundle.numbers
    lines = [[] if bundle.lists == ROWS else listed(part.segments, bundle.lists) for part in bundle.parts]
    pages_of = spread(map(len, lines), place.page)
    for part, of_part, pieces in zip(bundle.parts, lines, pages_of, strict=True):
        voices = _voices(context, part.segments, bundle)
        told: dict[str, Any] = _part(context, bundle, part, place.row, voices) | {"goes_on": False}
        for number, start in pieces:
            chunk = [segment for line in of_part[start : start + PER_PAGE] for segment in line]
            groups = _groups(context, bundle.lists, chunk, bundle.coded, bundle.sides, voices)
            section = {"row": place.row, "title": bundle.title, "cells": numbers, "part": told | {"groups": groups}}
            yield number, section | {"rows": bundle.rows if numbers else (), "table": bundle.table}
            told, numbers = {"name": told["name"], "goes_on": True}, []
        numbers = []


def row_title(cells: Cells, row: int, columns: Sequence[str] = ()) -> str:
    """What names a row, in words: the columns of its key, or some of them."""
    return " · ".join(cells(row, column).text for column in columns or cells.table.key_columns)


def _numbers(cells: Cells, row: int) -> list[tuple[str, str]]:
    """The other cells of a row, short ones, with their headings."""
    told = zip(cells.columns, cells.headings, strict=True)
    rest = [
        (heading, cells(row, name).text + _reckoned(cells.table.rows[row], name))
        for name, heading in told
        if name not in cells.table.key_columns
    ]
    return [(heading, text) for heading, text in rest if text and len(text) <= AROUND]


def _reckoned(row: Mapping[str, str], column: str) -> str:
    """A rate with its numbers put in: ` = 81 / 29,572 × 1000`."""
    if column != "per_1000_words" or not row.get("words", "").isdigit() or not row.get("n_segments", "").isdigit():
        return ""
    return f" = {int(row['n_segments']):,} / {int(row['words']):,} × 1000"


def _voices(context: Context, segments: Sequence[str], bundle: Bundle) -> dict[str, str]:
    """source_id -> how it speaks in these segments: for, against, mixed; empty where no side is taken or counted."""
    said: dict[str, set[str]] = {}
    for segment in segments:
        mine = said.setdefault(segment.rpartition(":")[0], set())
        if bundle.unit == SOURCE:
            rows = fitting(context.codings.get(segment, []), bundle.coded)
            mine.update(bundle.sides.get(row["code"], "") for row in rows)
    both = {FOR, AGAINST}
    return {source: MIXED if both <= of else next(iter(of & both), "") for source, of in said.items()}


def _part(context: Context, bundle: Bundle, part: Part, row: int, voices: Mapping[str, str]) -> dict[str, Any]:
    """What is told of a part before its segments: how many of what is counted, and what is withheld."""
    segments = [context.segments[name] for name in part.segments]
    cases = sorted(Counter(segment["case_id"] for segment in segments).items())
    lists = {
        PARTICIPANTS: _people(context, part.segments, bundle.unit == units.PARTICIPANT),
        CASES: (CASES, [(context.results.case_labels[name], addresses.case(name), n) for name, n in cases], 0),
    }
    return {
        "anchor": addresses.anchor(row, part.column),
        "name": "" if part.column == COUNTED else part.column.replace("_", " "),
        "n": len(segments),
        "withheld": sum(not context.is_quotable(segment["source_id"]) for segment in segments),
        "sources": addresses.anchor(row, part.column, "sources"),
        "n_sources": len(voices),
        "voices": [(voice, n) for voice in VOICES if (n := sum(of == voice for of in voices.values()))],
        "lists": [
            (called, addresses.anchor(row, part.column, what), entries, unnamed)
            for what, (called, entries, unnamed) in lists.items()
            if what in bundle.counts
        ],
    }


def _people(
    context: Context, segments: Sequence[str], with_sources: bool
) -> tuple[str, list[tuple[str, str, int]], int]:
    """Who says segments: what they are called together, each with their address and how much is theirs, and how many
    aren't named.

    with_sources: whether a source stands for its unknown speaker among them, as in claims (`units.unit_of`).
    """
    named, unnamed = context.people(segments)
    found = [(name, addresses.participant(name), n) for name, n in named.items()]
    of = [context.segments[name] for name in segments] if with_sources else []
    unknown = Counter(segment["source_id"] for segment in of if not segment["participant_id"])
    found += [(name, context.source(name), n) for name, n in sorted(unknown.items())]
    return (f"{units.called(units.PARTICIPANT)}s" if unknown else PARTICIPANTS), found, len(unnamed)


def _groups(
    context: Context,
    lists: str,
    segments: Sequence[str],
    coded: Mapping[str, Any],
    sides: Mapping[str, str],
    voices: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Segments by source, in the order of the text; where sources are listed, how many and how many words of each.

    Where one person says all that stands below a source, they stand beside the source (`who`).
    """
    found: dict[str, list[str]] = {}
    for segment in sorted(segments, key=_in_text):
        found.setdefault(segment.rpartition(":")[0], []).append(segment)
    groups, linked = [], set[str]()
    for source, of in found.items():
        entries = (
            [] if lists in OF_SOURCES else [entry(context, name, coded, sides, lists == PLACES, linked) for name in of]
        )
        alone = entries[0]["who"] if entries and all(told["who"] == entries[0]["who"] for told in entries) else ""
        groups.append(
            context.told(source)
            | {
                "voice": voices[source],
                "n": len(of),
                "words": sum(int(context.segments[name]["words"]) for name in of),
                "who": alone,
                "entries": [told | {"who": ""} for told in entries] if alone else entries,
            }
        )
    return groups


def _in_text(segment: str) -> tuple[str, list[int]]:
    source, _, place = segment.rpartition(":")
    return source, [int(part) for part in place.split(".")]


def entry(
    context: Context,
    segment_id: str,
    coded: Mapping[str, Any],
    sides: Mapping[str, str],
    short: bool,
    linked: set[str],
) -> dict[str, Any]:
    """What is shown of a segment: its place, who says it, its words with what is coded in them, and the codings, those
    with the same code together. short: the first words of what is coded, and no codings. linked: the codes that have a
    link above, to which this adds its own; one is enough.
    """
    place, who = segment_id.rpartition(":")[2], context.who(segment_id)
    told = {"place": place, "href": context.segment(segment_id), "who": _named(who)}
    mine = fitting(context.codings.get(segment_id, []), coded)
    if short:
        return told | {"words": _beginning(context, segment_id, mine), "codings": []}
    codes: dict[str, list[Mapping[str, str]]] = {}
    for row in mine:
        codes.setdefault(row["code"], []).append(row)
    above = set(linked)
    linked.update(codes)
    return told | {
        "words": words(context, segment_id, mine),
        "codings": [
            {
                "label": context.codes[code]["label"],
                "href": "" if code in above else addresses.code(code),
                "side": sides.get(code, ""),
                "coders": sorted({by(row) for row in rows}),
                "memos": [row["memo"] for row in rows if row["memo"] not in ("", WITHHELD)],
            }
            for code, rows in codes.items()
        ],
    }


def _named(who: Mapping[str, str]) -> str:
    """Somebody by their role and id; nobody where no role may be told."""
    return f"{who['role']} {who['id']}".strip() if who["role"] else ""


def by(row: Mapping[str, str]) -> str:
    """Who gave a code: a coder, a program of the user's own by its name, or the project's with its rule."""
    if row["origin"] == "program":
        return f"{row['coder']} (program)"
    return row["coder"] if row["origin"] == "manual" else " ".join(filter(None, [row["origin"], row["rule_id"]]))


def words(context: Context, segment_id: str, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    """A segment's words in pieces, each with whether it is coded; what is far from what is coded is left out (…)."""
    segment = context.segments[segment_id]
    text, offset = segment["text"], int(segment["start"])
    if text == WITHHELD:
        return [(WITHHELD, False)]
    spans = merged([(max(int(r["start"]) - offset, 0), min(int(r["end"]) - offset, len(text))) for r in rows])
    if not spans:
        return [(text, False)]
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(_between(text[at:start], first=at == 0), False), (text[start:end], True)]
        at = end
    pieces.append((beginning(text[at:], AROUND), False))
    return [(piece, is_coded) for piece, is_coded in pieces if piece]


def _beginning(context: Context, segment_id: str, rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    """The first words of what is coded in a segment, or of the segment where nothing is."""
    pieces = words(context, segment_id, rows)
    coded = next((piece for piece, is_coded in pieces if is_coded), pieces[0][0])
    return [(beginning(coded, BEGINNING), False)]


def merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap or touch as one, in order; empty ones are none."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _between(text: str, first: bool) -> str:
    if first:
        return ending(text, AROUND)
    if len(text) <= 2 * AROUND:
        return text
    return f"{beginning(text, AROUND)} {ending(text, AROUND).removeprefix(CUT).lstrip()}"
