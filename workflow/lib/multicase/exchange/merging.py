"""Codings of a coder that come in again: what is new, what changed, what is gone; never anything twice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from multicase.anchoring.anchor import Anchor, Quote, Text, anchor
from multicase.exchange.importing import OF_CODE

Row = dict[str, str]
Codes = Callable[[Sequence[Row]], Sequence[str]]
BETWEEN = " | "  # stands between memos of codings that became one
HALF = 0.5  # share of a coder's codings from which a file holds all of them, and what it lacks is gone


@dataclass(frozen=True)
class Merge:
    """What a coder's file is to hold, and how that differs from what it holds.

    rows: of the schema `codings`. added, changed (another memo), gone: codings. same: how many stay as they are. stay:
    codings of the same sources that the file hasn't got, and that stay, since it holds too few of the others to be all,
    or since their words have no place in the text.
    """

    rows: list[Row]
    added: list[Row]
    changed: list[Row]
    gone: list[Row]
    same: int
    stay: int

    @property
    def is_new(self) -> bool:
        """Whether the coder had no codings at all."""
        return not (self.same or self.changed or self.gone or self.stay)


def merge(
    old: Sequence[Row],
    new: Sequence[Row],
    sources: Collection[str],
    texts: Mapping[str, str],
    beside: Collection[tuple[str, str, str]] = (),
    of_today: Codes | None = None,
) -> Merge:
    """The coder's rows with those that came in.

    old, new: rows of the schema `codings`. sources: those that the file holds. texts: those that the rows point into.
    beside: source, start and code of codings that lie in no segment, which our exports don't hold. of_today: the code
    that each row has today, "" where it was retired, so that no export holds it.
    Two rows are the same coding if they give one passage one code; a row that is known stays as it stands, but for a
    memo that says something else. A coding of these sources that the file lacks is gone if the file holds at least HALF
    of the others there, as an export that somebody coded on in does; a file of some codings takes none away. Nor is one
    gone whose words have no place in the text, since no export of ours held it, nor one on whose passage a coding waits
    to be told its code: that may be the same code under a new name.
    """
    before, after = (_placed(rows, texts, of_today or _as_written) for rows in (old, new))
    known, arrived = _by_key(before), _by_key(after)  # codings of one place whose codes have become one have one key
    here = [(key, row) for key, row in before if row["source_id"] in sources and _has_place(key) and key[-1]]
    found = sum(key in arrived for key, _ in here)
    is_all = bool(here) and found >= HALF * len(here)
    asked = {_at(row) for row in new if row.get("waiting") == OF_CODE}
    lacking = [(key, row) for key, row in here if key not in arrived and _at(row) not in asked]
    gone = [row for key, row in lacking if (*_at(row)[:2], key[-1]) not in beside] if is_all else []
    left = [id(row) for row in gone]
    changed = {
        key: rows[0] if len(rows) == 1 else rows[0] | {"memo": _memo(rows)}
        for key, rows in arrived.items()
        if key in known and _memo(rows) not in ("", _memo(known[key]))
    }
    kept = [
        row | {"memo": changed[key]["memo"]} if key in changed else row
        for key, row in before
        if id(row) not in left and not (row.get("waiting") and row["source_id"] in {*sources, ""})
    ]
    added = [row for key, row in after if key not in known]
    waiting = [row for row in added if row.get("waiting")]
    placed = [row for row in added if not row.get("waiting")]
    lost = [key for key, row in before if key and row["source_id"] in sources and not _has_place(key)]
    stay = (0 if is_all else len(here) - found) + sum(key not in arrived for key in lost)
    same = len([row for row in kept if not row.get("waiting")]) - sum(len(known[key]) for key in changed) - stay
    return Merge([*kept, *placed, *waiting], placed, list(changed.values()), gone, same, stay)


def _by_key(placed: Sequence[tuple[tuple | None, Row]]) -> dict[tuple, list[Row]]:
    """The rows of `_placed` that are the same coding; without those that wait."""
    found: dict[tuple, list[Row]] = {}
    for key, row in placed:
        if key:
            found.setdefault(key, []).append(row)
    return found


def _as_written(rows: Sequence[Row]) -> list[str]:
    return [row["code"] for row in rows]


def _placed(rows: Sequence[Row], texts: Mapping[str, str], of_today: Codes) -> list[tuple[tuple | None, Row]]:
    """Each row with what tells whether another is the same: source, place and code of today; for words without a place
    in the text the words, and where they stood. What waits is like no other.
    """
    codes, by_source = of_today(rows), dict[str, list[int]]()
    for number, row in enumerate(rows):
        if not row.get("waiting"):
            by_source.setdefault(row["source_id"], []).append(number)
    keys: dict[int, tuple] = {}
    for source, numbers in by_source.items():
        places = anchor([_quote(rows[n]) for n in numbers], Text(texts.get(source, "")))
        for n, place in zip(numbers, places, strict=True):
            at = (place.start, place.end) if isinstance(place, Anchor) else (rows[n]["exact"], rows[n].get("start", ""))
            keys[n] = (source, *at, codes[n])
    return [(keys.get(number), row) for number, row in enumerate(rows)]


def _has_place(key: tuple | None) -> bool:
    """Whether a row of `_placed` stands in the text, so that an export holds it."""
    return key is not None and isinstance(key[1], int)


def _at(row: Row) -> tuple[str, ...]:
    return row["source_id"], row.get("start", ""), row.get("end", "")


def _quote(row: Row) -> Quote:
    start, end = (int(row[side]) if row.get(side) else -1 for side in ("start", "end"))
    return Quote(row["exact"], row.get("prefix", ""), row.get("suffix", ""), start, end)


def _memo(rows: Sequence[Row]) -> str:
    """All that was noted of codings, each once, as codings that become one have it."""
    noted = (" ".join(row.get("memo", "").split()).split(BETWEEN) for row in rows)
    return BETWEEN.join(dict.fromkeys(filter(None, chain.from_iterable(noted))))
