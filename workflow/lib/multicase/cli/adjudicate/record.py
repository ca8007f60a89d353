"""The record of adjudication: rows of adjudication.csv, the decisions that become some, and reasons given before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from multicase.cli.review.questions import plain
from multicase.reliability.disagreements import Pair
from multicase.study import files

FILE = "adjudication.csv"
_SCHEMA = files.schema("adjudication")["properties"]
COLUMNS = tuple(_SCHEMA)
KEEP, REMOVE = DECISIONS = tuple(_SCHEMA["decision"]["enum"])
OFFERED = 9  # earlier reasons
Row = dict[str, str]


@dataclass(frozen=True)
class Decision:
    """Whether a segment has a code, and why."""

    pair: Pair
    decision: str
    reason: str


def pair_of(row: Mapping[str, str]) -> Pair:
    return row["segment_id"].strip(), row["code"].strip()


def decided(rows: Iterable[Mapping[str, str]]) -> dict[Pair, Decision]:
    """What has been decided about each pair of segment and code."""
    return {
        pair_of(row): Decision(pair_of(row), row["decision"].strip(), row["reason"].strip())
        for row in rows
        if row["segment_id"]
    }


def with_decisions(rows: Sequence[Row], made: Iterable[Decision], by: str, today: str) -> list[Row]:
    """The record with these decisions: in place of an earlier one on the same code and segment, else at the end.

    One that says what the record says already changes nothing, not its date either.
    """
    found = [dict(row) for row in rows]
    places = {pair_of(row): number for number, row in enumerate(found)}
    for one in made:
        row = dict(zip(COLUMNS, (*one.pair, one.decision, one.reason, by, today), strict=True))
        if one.pair not in places:
            places[one.pair] = len(found)
            found.append(row)
        elif decided([found[places[one.pair]]])[one.pair] != one:
            found[places[one.pair]] |= row
    return found


def reason(typed: str) -> str:
    """A reason as the record holds it: one line, of characters that can be seen."""
    return re.sub(r"\s+", " ", plain(typed)).strip()


def reasons(rows: Sequence[Row], pair: Pair) -> list[str]:
    """Reasons given before, to be chosen by number: of this decision, of the same code, of others; the latest first."""
    latest = list(reversed([row for row in rows if row["reason"].strip()]))
    ranked = sorted(latest, key=lambda row: (pair_of(row) != pair, row["code"].strip() != pair[1]))
    return list(dict.fromkeys(reason(row["reason"]) for row in ranked))[:OFFERED]
