"""What rests on a segment: the rows of tables that it counts in, and the claims that it speaks on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from multicase.audit.behind import LEFT_OUT, Behind
from multicase.audit.results import Results, Shown
from multicase.claims import Claim, units
from multicase.site import addresses

WORTH = 3  # rows that are said once for all segments that count in them
Rows = tuple[tuple[str, int, str], ...]


def rows_on(tables: Iterable[Shown]) -> dict[str, Rows]:
    """segment_id -> the rows whose evidence it is part of: table, number of the row (from 1), and where that is shown.

    A row that is one segment, such as a quotation, has no list of its own: it is shown on its table's page. Tables
    whose evidence is what they leave out rest on none of it.
    """
    found: dict[str, list[tuple[str, int, str]]] = {}
    for table in tables:
        if table.about.get("lists") == LEFT_OUT:
            continue
        behind = Behind(table)
        for row in range(len(table.frame)):
            place = behind.places.get(row)
            href = addresses.evidence(table.id, place) if place else addresses.table_row(table.id, row + 1)
            entry = (table.id, row + 1, href)
            for segment in {segment: None for part in behind.parts(row) for segment in part.segments}:
                found.setdefault(segment, []).append(entry)
    return {segment: tuple(rows) for segment, rows in found.items()}


def claims_on(results: Results) -> dict[str, list[tuple[str, str]]]:
    """segment_id -> the claims that it speaks on, each with its side: for, against. Where a claim is about some
    speakers, only theirs do.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for told in results.claims:
        rows = units.sides(Claim(**told), results.listed["evidence"])
        for segment, side in sorted(set(zip(rows["segment_id"], rows["side"], strict=True)), reverse=True):
            found.setdefault(segment, []).append((told["id"], side))
    return found


def shared(rows: Mapping[str, Rows]) -> Rows:
    """The rows that all of some segments count in, where there are several segments."""
    first, *others = rows.values() or [()]
    common = set(first).intersection(*others) if others else set()
    return tuple(row for row in first if row in common)


def together(rows: Mapping[str, Rows]) -> list[tuple[tuple[str, ...], Rows]]:
    """Rows that the same several of some segments count in, where they are so many that it is worth saying them once:
    the segments, and the rows.
    """
    counting: dict[tuple[str, int, str], list[str]] = {}
    for segment, of in rows.items():
        for row in of:
            counting.setdefault(row, []).append(segment)
    found: dict[tuple[str, ...], list[tuple[str, int, str]]] = {}
    for row, segments in counting.items():
        found.setdefault(tuple(segments), []).append(row)
    return [(segments, tuple(of)) for segments, of in found.items() if len(segments) > 1 and len(of) >= WORTH]


def by_table(rows: Iterable[tuple[str, int, str]]) -> dict[str, list[tuple[int, str]]]:
    """Rows by their table, in order."""
    found: dict[str, list[tuple[int, str]]] = {}
    for table, number, href in rows:
        found.setdefault(table, []).append((number, href))
    return found
