"""The codes given to a segment: by whom, whether all agreed who read it, and what adjudication took away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from multicase.audit.sides import SIDE
from multicase.site import addresses
from multicase.site.context import Context
from multicase.site.evidence import by
from multicase.study.disclosure import WITHHELD
from multicase.themes.chosen import REMOVED
from multicase.wording import listed

NEUTRAL = "neutral"
Row = Mapping[str, str]


def codings_of(context: Context, segment: str) -> list[dict[str, Any]]:
    """The codes of a segment, also those that adjudication removed, in the order in which their words begin.

    Of each: label and href of the code, its side (for, against, neutral), who gave it (in words), is_removed, memos
    (who wrote it, where several gave the code, and the memo), spans in the segment's text, and title: all that a mark
    says of it.
    """
    readers = set(filter(None, context.sources[segment.rpartition(":")[0]]["coders"].split(";")))
    offset = int(context.segments[segment]["start"])
    kept, removed = context.codings.get(segment, []), context.removed.get(segment, [])
    found: dict[tuple[str, bool], list[Row]] = {}
    for row, is_removed in [*((row, False) for row in kept), *((row, True) for row in removed)]:
        found.setdefault((row["code"], is_removed), []).append(row)
    codings = [
        _coding(context.codes[code], rows, is_removed, readers, offset) for (code, is_removed), rows in found.items()
    ]
    return sorted(codings, key=lambda coding: (coding["spans"], coding["label"]))


def _coding(code: Row, rows: Sequence[Row], is_removed: bool, readers: set[str], offset: int) -> dict[str, Any]:
    """One code of one segment. rows: of all who gave it. readers: the coders who read the source."""
    coders = sorted({by(row) for row in rows})
    side, who = SIDE.get(code["polarity"], NEUTRAL), _who(rows, readers)
    if is_removed:
        who = f"{who}; {REMOVED}"
    memos = {(by(row) if len(coders) > 1 else "", row["memo"]) for row in rows if row["memo"] not in ("", WITHHELD)}
    return {
        "label": code["label"],
        "href": addresses.code(code["code"]),
        "side": side,
        "who": who,
        "is_removed": is_removed,
        "memos": sorted(memos),
        "spans": sorted({(int(row["start"]) - offset, int(row["end"]) - offset) for row in rows}),
        "title": f"{code['label']}, {side}: {who}",
    }


def _who(rows: Sequence[Row], readers: set[str]) -> str:
    """Who gave a code, and, where people did, who of those who read the source did not: `coder_1 alone`, `coder_1 and
    coder_2, not coder_3`.
    """
    people = sorted({row["coder"] for row in rows if row["origin"] == "manual"})
    programs = sorted({by(row) for row in rows if row["origin"] != "manual"})
    missing = sorted(readers.difference(people))
    if people and missing:
        people = [f"{people[0]} alone"] if len(people) == 1 else [f"{listed(people)}, not {listed(missing, 'nor')}"]
    return listed([*people, *programs])
