"""Pages of evidence: row by row of a table, the segments behind its numbers, in their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from multicase.audit.behind import (
    CASES,
    COUNTED,
    PARTICIPANTS,
    PER_PAGE,
    SEGMENTS,
    SOURCES,
    Part,
    Place,
    coded_as,
    fitting,
)
from multicase.audit.results import Shown
from multicase.claims import AGAINST, FOR, MIXED
from multicase.site import addresses, page
from multicase.site.cells import Cells
from multicase.site.context import SIDE, Context, sides_of
from multicase.study.disclosure import WITHHELD
from multicase.tables.t23 import ALL_CASES

AROUND = 70  # characters of a segment that are shown on either side of what is coded in it
PLACES = "places"
VOICES = (FOR, MIXED, AGAINST)


def pages(context: Context, table: Shown) -> dict[str, str]:
    """The pages of a table's evidence: place below the site's folder -> page. None where nothing is evidence."""
    cells = Cells(context, table)
    by_page: dict[int, list[dict[str, Any]]] = {}
    for row, place in cells.behind.places.items():
        for number, section in _sections(context, cells, row, place):
            by_page.setdefault(number, []).append(section)
    last = max(by_page, default=0)
    made = {}
    for number, sections in sorted(by_page.items()):
        where = f"evidence/{table.id}/{number}.html"
        made[where] = page(
            "evidence.html.j2", where, about=table.about, table=table.id, sections=sections, number=number, last=last,
            rule=addresses.rule("build_table"), href=addresses.table(table.id),
        )  # fmt: skip
    return made


def _sections(context: Context, cells: Cells, row: int, place: Place) -> Iterator[tuple[int, dict[str, Any]]]:
    """The sections of a row, each with the page that it stands on; a part that doesn't fit goes on on the next page."""
    table, behind = cells.table, cells.behind
    title, numbers = _title(cells, row), _numbers(cells, row)
    coded, sides = coded_as(context.results, table, row), _sides(context, table, row)
    number, room = place.page, PER_PAGE
    is_sum = ALL_CASES in table.frame.iloc[row].to_numpy()  # case by case its segments stand in their words
    lists = SOURCES if is_sum else table.about.get("lists", SEGMENTS)
    for part in behind.parts(row):
        voices = _voices(context, part.segments, coded, sides)
        told: dict[str, Any] = _part(context, table, part, place.row, voices) | {"goes_on": False}
        for start in range(0, len(part.segments), PER_PAGE):
            chunk = part.segments[start : start + PER_PAGE]
            if len(chunk) > room:
                number, room = number + 1, PER_PAGE
            groups = _groups(context, lists, chunk, coded, sides, voices)
            yield number, {"row": place.row, "title": title, "cells": numbers, "part": told | {"groups": groups}}
            room -= len(chunk)
            told, numbers = {"name": told["name"], "goes_on": True}, []
        numbers = []


def _title(cells: Cells, row: int) -> str:
    """What names a row, in words."""
    return " · ".join(cells(row, column).text for column in cells.table.key_columns)


def _numbers(cells: Cells, row: int) -> list[tuple[str, str]]:
    """The other cells of a row, short ones, with their headings."""
    told = zip(cells.columns, cells.headings, strict=True)
    rest = [(heading, cells(row, name).text) for name, heading in told if name not in cells.table.key_columns]
    return [(heading, text) for heading, text in rest if text and len(text) <= AROUND]


def _sides(context: Context, table: Shown, row: int) -> Mapping[str, str]:
    """code -> the side on which it counts beside this row: of the row's claim, or by its polarity."""
    claim = table.frame["claim"].iat[row] if "claim" in table.frame else ""
    register = {told["id"]: told for told in context.results.claims}
    if claim in register:
        return sides_of(register[claim])
    return {code: SIDE.get(told["polarity"], "") for code, told in context.codes.items()}


def _voices(
    context: Context, segments: Sequence[str], coded: Mapping[str, Any], sides: Mapping[str, str]
) -> dict[str, str]:
    """source_id -> how it speaks in these segments: for, against, mixed; empty where nothing takes a side."""
    said: dict[str, set[str]] = {}
    for segment in segments:
        mine = said.setdefault(segment.rpartition(":")[0], set())
        mine.update(sides.get(row["code"], "") for row in fitting(context.codings.get(segment, []), coded))
    return {
        source: MIXED if {FOR, AGAINST} <= of else next(iter(of & {FOR, AGAINST}), "") for source, of in said.items()
    }


def _part(context: Context, table: Shown, part: Part, row: int, voices: Mapping[str, str]) -> dict[str, Any]:
    """What is told of a part before its segments: how many of what is counted, and what is withheld."""
    segments = [context.segments[name] for name in part.segments]
    people = Counter(s["participant_id"] for s in segments if s["participant_id"] and s["is_interviewer"] != "True")
    cases = Counter(segment["case_id"] for segment in segments)
    return {
        "anchor": addresses.anchor(row, part.column),
        "name": "" if part.column == COUNTED else part.column.replace("_", " "),
        "n": len(segments),
        "withheld": sum(not context.quotable(segment["source_id"]) for segment in segments),
        "sources": addresses.anchor(row, part.column, "sources"),
        "n_sources": len(voices),
        "voices": [(voice, n) for voice in VOICES if (n := sum(of == voice for of in voices.values()))],
        "lists": [
            (what, addresses.anchor(row, part.column, what), [(*named(name), n) for name, n in sorted(counted.items())])
            for what, counted, named in (
                (PARTICIPANTS, people, lambda name: (name, addresses.participant(name))),
                (CASES, cases, lambda name: (context.results.case_labels[name], addresses.case(name))),
            )
            if f"n_{what}" in table.frame or what in table.frame
        ],
    }


def _groups(
    context: Context,
    lists: str,
    segments: Sequence[str],
    coded: Mapping[str, Any],
    sides: Mapping[str, str],
    voices: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Segments by source, in the order of the text; where sources are listed, how many and how many words of each."""
    found: dict[str, list[str]] = {}
    for segment in sorted(segments, key=_in_text):
        found.setdefault(segment.rpartition(":")[0], []).append(segment)
    return [
        context.told(source)
        | {
            "voice": voices[source],
            "n": len(of),
            "words": sum(int(context.segments[name]["words"]) for name in of),
            "entries": []
            if lists == "sources"
            else [entry(context, name, coded, sides, lists == "places") for name in of],
        }
        for source, of in found.items()
    ]


def _in_text(segment: str) -> tuple[str, list[int]]:
    source, _, place = segment.rpartition(":")
    return source, [int(part) for part in place.split(".")]


def entry(
    context: Context, segment_id: str, coded: Mapping[str, Any], sides: Mapping[str, str], short: bool = False
) -> dict[str, Any]:
    """What is shown of a segment: its place, who says it, its words with what is coded in them, and the codings, those
    with the same code together. short: without words and codings.
    """
    place = segment_id.rpartition(":")[2]
    told = {"place": place, "href": context.segment(segment_id), "who": context.who(segment_id)}
    if short:
        return told | {"words": [], "codings": []}
    mine = fitting(context.codings.get(segment_id, []), coded)
    codes: dict[str, list[Mapping[str, str]]] = {}
    for row in mine:
        codes.setdefault(row["code"], []).append(row)
    return told | {
        "words": words(context, segment_id, mine),
        "codings": [
            {
                "label": context.codes[code]["label"],
                "href": addresses.code(code),
                "side": sides.get(code, ""),
                "coders": sorted({by(row) for row in rows}),
                "memos": [row["memo"] for row in rows if row["memo"] not in ("", WITHHELD)],
            }
            for code, rows in codes.items()
        ],
    }


def by(row: Mapping[str, str]) -> str:
    """Who gave a code: a coder, or a program with its rule."""
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
    pieces.append((_short(text[at:], len(text[at:]) > AROUND, ending=True), False))
    return [(piece, is_coded) for piece, is_coded in pieces if piece]


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
        return _short(text, len(text) > AROUND, ending=False)
    if len(text) <= 2 * AROUND:
        return text
    return _short(text[:AROUND], True, ending=True) + " " + _short(text[-AROUND:], True, ending=False).lstrip("… ")


def _short(text: str, is_long: bool, ending: bool) -> str:
    """The end of a text nearest to what is coded, cut between words."""
    if not is_long:
        return text
    if ending:
        return text[:AROUND].rpartition(" ")[0] + " …"
    return "… " + text[-AROUND:].partition(" ")[2]
