"""The page of what was left out: what stands in no count, stage by stage, with its places where they can be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multicase.site import addresses, coded, page, used
from multicase.site.context import Context
from multicase.site.rows import Tables
from multicase.themes.chosen import REMOVED
from multicase.wording import counted, listed

PLACE = "left_out.html"
USED = used.TABLES["left_out"]
STAGES = {
    "raw files": "Words of the raw files that are nobody's speech. They were taken out when the files were read.",
    "sources": "Sources that stand in no count, or in counts alone.",
    "segments": "Segments that are not analysed.",
    "codings": "Codings that stand in no count.",
}


def pages(context: Context, unplaced: pd.DataFrame) -> dict[str, str]:
    """The page, by its place. unplaced: the contract."""
    tables = Tables(context)
    return {
        PLACE: page(
            "left_out.html.j2",
            PLACE,
            about=tables.cells("T31").table.about,
            stages=_stages(tables),
            places={REMOVED: "removed"} if context.removed else {},
            unread=[context.told(name) for name, told in context.sources.items() if told["read"] != "True"],
            aggregate=counted(sum(not context.is_quotable(name) for name in context.sources), "source"),
            removed=_removed(context, tables),
            removed_in_all=removed_in_all(context),
            unplaced=sorted(unplaced["reason"].value_counts().to_dict().items()),
            tables={table: addresses.table(table) for table in USED},
        )
    }


def _stages(tables: Tables) -> list[dict[str, Any]]:
    """T31 stage by stage: each reason with its rows' anchors and numbers in words, such as `1,002 segments`."""
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    frame = tables.cells("T31").table.frame
    for number, row in enumerate(frame.to_dict("records"), 1):
        told = counted(int(row["n"]), row["unit"].removesuffix("s"))
        found.setdefault(row["stage"], {}).setdefault(row["reason"], []).append((addresses.anchor(number), told))
    return [
        {"stage": stage, "about": STAGES.get(stage, ""), "reasons": list(of.items())} for stage, of in found.items()
    ]


def _removed(context: Context, tables: Tables) -> list[dict[str, Any]]:
    """The codings that adjudication removed, by code: place, coders, words, and the reason that was given."""
    reasons = _reasons(tables)
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in context.results.listed["removed"].to_dict("records"):
        of = found.setdefault(row["code"], {})
        place = coded.place(context, row["segment_id"], row["exact"])
        entry = of.setdefault(row["segment_id"], place | {"coders": [], "n": 0})
        entry["n"] += 1
        if row["coder"] not in entry["coders"]:
            entry["coders"].append(row["coder"])
        entry["source"] = row["source_id"]
        entry["reason"] = reasons.get((row["segment_id"], row["code"]), "")
    return [
        {"label": told["label"], "href": addresses.code(code), "entries": _sorted(found[code])}
        for code, told in context.codes.items()
        if code in found
    ]


def removed_in_all(context: Context) -> str:
    """`61 decisions took away 62 codings`: a decision is on one code of one segment, which may be given there twice."""
    rows = [row for of in context.removed.values() for row in of]
    n = len({(row["segment_id"], row["code"]) for row in rows})
    return f"{counted(n, 'decision')} took away {counted(len(rows), 'coding')}" if rows else ""


def _sorted(entries: Mapping[str, dict[str, Any]]) -> Sequence[dict[str, Any]]:
    return [entries[name] | {"coders": listed(entries[name]["coders"])} for name in entries]


def _reasons(tables: Tables) -> dict[tuple[str, str], str]:
    """(segment, code) -> why adjudication decided as it did."""
    rows = tables.cells("T20").table.frame.to_dict("records")
    return {(row["segment"], row["code"]): row["reason"] for row in rows}
