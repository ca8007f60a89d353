"""What is coded, passage by passage and short: for lists that lead to the words, and don't repeat them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from multicase.audit.shortened import beginning
from multicase.site.context import Context

SHORT = 60  # characters of a passage that a list shows


def place(context: Context, segment_id: str, words: str = "") -> dict[str, str]:
    """A segment as an entry of a list: its turn and part, its address, who says it, and the beginning of some words."""
    who = context.who(segment_id)
    named = " ".join(filter(None, [who["role"], who["id"]]))
    where = {"place": segment_id.rpartition(":")[2], "href": context.segment(segment_id)}
    return where | {"who": named, "words": beginning(words, SHORT)}


def by_source(context: Context, passages: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Segments, each with its words, in lists by source: what is told of the source, and its entries.

    Where one person says them all, they stand beside the source (`who`) and not in the entries.
    """
    found: dict[str, list[dict[str, str]]] = {}
    for segment, words in passages:
        found.setdefault(segment.rpartition(":")[0], []).append(place(context, segment, words))
    told = []
    for source, entries in found.items():
        speakers = {entry["who"] for entry in entries}
        alone = next(iter(speakers)) if len(speakers) == 1 else ""
        shown = [entry | {"who": ""} for entry in entries] if alone else entries
        told.append(context.told(source) | {"who": alone, "entries": shown})
    return told


def by_case(context: Context, sources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Such lists by case, in the order of the cases, with how many entries each has."""
    found: dict[str, list[Mapping[str, Any]]] = {label: [] for label in context.results.case_labels.values()}
    for source in sources:
        found[source["case"]].append(source)
    return [
        {"case": case, "n": sum(len(source["entries"]) for source in of), "sources": of}
        for case, of in found.items()
        if of
    ]


def passages(context: Context) -> dict[str, list[tuple[str, str]]]:
    """code -> the segments that it is given to, in the order of the texts, each with what of it is coded first."""
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for segment in context.segments:
        for row in context.codings.get(segment, ()):
            mine = found.setdefault(row["code"], {})
            here = (int(row["start"]), row["exact"])
            mine[segment] = min(here, mine.get(segment, here))
    return {code: [(segment, words) for segment, (_, words) in of.items()] for code, of in found.items()}
