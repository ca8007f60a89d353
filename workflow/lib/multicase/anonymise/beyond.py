"""Finds of a model or a program, laid beside those of the rules: what no rule found waits for people's decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from multicase.contracts import CONTRACTS

WORD = re.compile(r"[^\W_]+")
MARKS = " \u00a0.,:;-\u2013"  # at the ends of what is left of a find
LAYERS = ("learned", "model", "program")  # whose finds replace nothing until a person decides, but long digits


@dataclass(frozen=True)
class Find:
    """A span (code points, end exclusive), its kind, and the layer and the name of who sees it."""

    start: int
    end: int
    kind: str
    layer: str
    rule_id: str


def add(
    texts: pd.DataFrame,
    found: pd.DataFrame,
    see: Callable[[Mapping[str, object]], Iterable[Find]],
    ordinary: Collection[str] = (),
) -> pd.DataFrame:
    """What the rules found (contract `identifiers`) and, of what is seen in each text, whatever they left of it.

    texts: the contract. see: what somebody sees in a row of texts; of finds that meet, the first is kept. Where the
    rules found a part of one (`a midwife wendy pike`, of which they know the midwife), the rest is a find,
    unless all of its words are `ordinary`.
    """
    spans = dict(list(found.groupby("source_id", sort=False)))
    rows: list[dict[str, object]] = []
    for source in texts.to_dict("records"):
        known = spans[source["source_id"]] if source["source_id"] in spans else found.iloc[:0]
        taken, others = sorted((row.start, row.end) for row in known.itertuples()), list[tuple[int, int]]()
        for find in see(source):
            if not meets(others, find.start, find.end):
                others.append((find.start, find.end))
                rows += [_row(source, part) for part in _left_of(find, taken, str(source["text"]), ordinary)]
    columns = list(CONTRACTS["identifiers"].columns)
    more = pd.concat([found, pd.DataFrame(rows, columns=columns)], ignore_index=True) if rows else found
    order = {source_id: place for place, source_id in enumerate(texts["source_id"])}
    more = more.assign(place=more["source_id"].map(order)).sort_values(["place", "start"], kind="stable")
    return more[columns].reset_index(drop=True)


def _left_of(find: Find, taken: Iterable[tuple[int, int]], text: str, ordinary: Collection[str]) -> Iterator[Find]:
    """A find without the parts that other spans (in order) cover: of one with capitals only what has one, or a digit.

    So `the` and `Royal Infirmary` that the rules found leave nothing of `the Royal Infirmary`.
    """
    inside = [(start, end) for start, end in taken if start < find.end and find.start < end]
    if not inside:
        yield find
    words = text[find.start : find.end]
    place = find.start
    for start, end in [*inside, (find.end, find.end)] if inside else ():
        for begin, stop in within_lines(text, place, max(start, place)):
            part = text[begin:stop].strip(MARKS)
            begin = text.index(part, begin)
            told = [word for word in WORD.findall(part) if word.lower() not in ordinary]
            if not any(len(word) > 1 for word in told):
                continue
            if words.islower() or any(map(str.isupper, part)) or any(map(str.isdigit, part)):
                yield replace(find, start=begin, end=begin + len(part))
        place = max(place, end)


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
