"""Auditing by sample: what can be checked in a study's results, and a draw of it by lot.

Five kinds of items: numbers that are counted from segments, such numbers that are 0, quotations, what verdicts are
judged by, and codings. How many of each are drawn is declared in SHARES and not proportional, since there are many
more numbers than quotations, of which else none would be drawn; so what is found holds for each kind by itself, and
for all of them only with these shares. The lot is a hash of the seed and the item, so that the same seed draws the same
items, and of results that grow the old ones stay but for those whose place a new one takes (bottom-k sampling: Cohen
and Kaplan 2007).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from multicase.audit.behind import OF_SOURCES, SIDES, Behind
from multicase.audit.results import Results, records
from multicase.digest import text_sha256
from multicase.tables.table import COUNTS
from multicase.wording import ALL_CASES

NUMBERS, ZEROS, QUOTATIONS, VERDICTS, CODINGS = "numbers", "zeros", "quotations", "verdicts", "codings"
SHARES = {NUMBERS: 0.4, ZEROS: 0.1, QUOTATIONS: 0.15, VERDICTS: 0.15, CODINGS: 0.2}
OWN_KIND = ("T21", "T23", "T27")  # tables whose cells are no numbers among others


@dataclass(frozen=True)
class Item:
    """One thing to be checked. table, row (from 0), column: of a cell. coding: a row of `audit/evidence.csv`."""

    id: str
    kind: str
    table: str = ""
    row: int = -1
    column: str = ""
    coding: Mapping[str, str] = field(default_factory=dict, compare=False)


def items(results: Results) -> dict[str, Item]:
    """Everything that can be drawn, by its id. An id hangs on what the item says, not on its place."""
    tables = [_of_table(results, name) for name in results.tables]
    return {item.id: item for found in (*tables, _codings(results)) for item in found}


def _of_table(results: Results, name: str) -> Iterable[Item]:
    table = results.table(name)
    if table.evidence.empty:
        return
    keys, frame = table.keys, table.frame
    if name == "T21":
        yield from (Item(_id(name, key), QUOTATIONS, name, row, "text") for row, key in enumerate(keys))
    elif name == "T23":
        of_cases = [row for row, case in enumerate(frame["case"]) if case != ALL_CASES]
        yield from (Item(_id(name, keys[row], c), VERDICTS, name, row, c) for row in of_cases for c in SIDES)
    elif name not in OWN_KIND and table.about.get("lists") not in OF_SOURCES:
        behind = Behind(table)
        for column in (column for column in COUNTS if column in frame):
            for row, value in enumerate(frame[column]):
                if value not in ("", "0") and behind.part(row, column):
                    yield Item(_id(name, keys[row], column), NUMBERS, name, row, column)
                elif value == "0" and column == COUNTS[0]:  # the other counts of nothing say the same
                    yield Item(_id(name, keys[row], column), ZEROS, name, row, column)


def _codings(results: Results) -> Iterable[Item]:
    for row in records(results.listed["evidence"]):
        by = (row["code"], row["coder"], row["origin"], row["rule_id"], f"{row['start']}-{row['end']}")
        yield Item(_id(row["segment_id"], *filter(None, by)), CODINGS, coding=row)


def _id(*parts: str) -> str:
    return " | ".join(parts)


def draw(there: Iterable[Item], n: int, seed: int) -> list[Item]:
    """n items by lot, or all where there are fewer, kind by kind; see SHARES.

    Of a kind of which there are too few all are drawn, and more of the others.
    """
    by_kind: dict[str, list[Item]] = {kind: [] for kind in SHARES}
    for item in there:
        by_kind[item.kind].append(item)
    wanted = allotted({kind: len(of) for kind, of in by_kind.items()}, n)
    return [item for kind, of in by_kind.items() for item in sorted(of, key=lambda i: _lot(seed, i))[: wanted[kind]]]


def _lot(seed: int, item: Item) -> str:
    return text_sha256(f"{seed}\n{item.id}")


def allotted(there: Mapping[str, int], n: int) -> dict[str, int]:
    """How many of each kind are drawn of those that are there: n by SHARES, one by one to the kind that lacks most."""
    given = dict.fromkeys(there, 0)
    for done in range(min(n, sum(there.values()))):
        open_ = [kind for kind in there if given[kind] < there[kind]]
        given[max(open_, key=lambda kind: SHARES[kind] * (done + 1) - given[kind])] += 1
    return given
