"""Finds of a model or a program, laid beside those of the rules: what no rule found waits for people's decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from multicase.contracts import CONTRACTS

LAYERS = ("learned", "model", "program")  # whose finds replace nothing until a person decides


@dataclass(frozen=True)
class Find:
    """A span (code points, end exclusive), its kind, and the layer and the name of who sees it."""

    start: int
    end: int
    kind: str
    layer: str
    rule_id: str


def add(
    texts: pd.DataFrame, found: pd.DataFrame, see: Callable[[Mapping[str, object]], Iterable[Find]]
) -> pd.DataFrame:
    """What the rules found (contract `identifiers`) and, of what is seen in each text, whatever meets no other find.

    texts: the contract. see: what somebody sees in a row of texts; of finds that meet, the first is kept.
    """
    spans = dict(list(found.groupby("source_id", sort=False)))
    rows: list[dict[str, object]] = []
    for source in texts.to_dict("records"):
        known = spans[source["source_id"]] if source["source_id"] in spans else found.iloc[:0]
        taken = [(row.start, row.end) for row in known.itertuples()]
        for find in see(source):
            if not meets(taken, find.start, find.end):
                taken.append((find.start, find.end))
                rows.append(_row(source, find))
    columns = list(CONTRACTS["identifiers"].columns)
    more = pd.concat([found, pd.DataFrame(rows, columns=columns)], ignore_index=True) if rows else found
    order = {source_id: place for place, source_id in enumerate(texts["source_id"])}
    more = more.assign(place=more["source_id"].map(order)).sort_values(["place", "start"], kind="stable")
    return more[columns].reset_index(drop=True)


def meets(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a span shares a character with one of others."""
    return any(start < b and a < end for a, b in spans)


def within_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a span in each of its lines, without blanks at their ends; a part without letter or digit is none.

    A find that left its line would take a line break, and perhaps the next speaker, with it.
    """
    place = start
    for part in text[start:end].split("\n"):
        if any(map(str.isalnum, part)):
            yield place + len(part) - len(part.lstrip()), place + len(part.rstrip())
        place += len(part) + 1


def _row(source: Mapping[str, object], find: Find) -> dict[str, object]:
    return {
        "source_id": source["source_id"],
        "case_id": source["case_id"],
        "start": find.start,
        "end": find.end,
        "text": source["text"][find.start : find.end],
        "kind": find.kind,
        "layer": find.layer,
        "rule_id": find.rule_id,
        "entity": "",
        "action": "",
        "by": "",
        "replacement": "",
        "new_start": -1,
        "new_end": -1,
    }
