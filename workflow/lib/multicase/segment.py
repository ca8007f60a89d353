"""Segments: the units that coders code, cut from anonymised turns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

import pandas as pd

from multicase.contracts import CONTRACTS
from multicase.spans import blanked, count_words

CODED_LAYERS = ("speech", "verbatim", "inference")
NESTED_LAYERS = ("event", "label")
# What ends with a full stop and is no end of a sentence.
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Drs|Prof|Rev|Cllr|Sir|St|Rd|Ave|No|Nos|vs|etc|e\.g|i\.e|eg|ie|approx|Dept|Fig|Vol|pp|cf|al|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m)|\b[A-Z](?:\.[A-Z])*|^\s*\d{1,2})\.$"
)
BOUNDARY = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9\[“\"‘])")
BRACKETED = re.compile(r"\[[^\[\]\n]{1,120}\]")


def cut(anonymised: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Segments (contract `segments`) of turns (contract `anonymised`): speech, and an observer's notes in both layers.

    unit: `turn`, `paragraph` (a line of the canonical text) or `sentence`. Headings and events are not segments; events
    inside a turn stay in its text and count no words. segment_id is `<source_id>:<turn>.<part>`: it hangs on nothing
    but the source. Raises KeyError for another unit.
    """
    pieces = {"turn": _whole, "paragraph": _paragraphs, "sentence": _sentences}[unit]
    nested: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in anonymised[anonymised["layer"].isin(NESTED_LAYERS)].itertuples():
        nested[row.source_id].append((row.start, row.end))
    rows = [
        segment
        for turn in anonymised[anonymised["layer"].isin(CODED_LAYERS)].to_dict("records")
        for segment in _segments(turn, pieces, nested[turn["source_id"]])
    ]
    return pd.DataFrame(rows, columns=list(CONTRACTS["segments"].columns))


def _segments(
    turn: dict, pieces: Callable[[str], Iterator[tuple[int, int]]], nested: list[tuple[int, int]]
) -> Iterator[dict]:
    text, offset = turn["text"], turn["start"]
    inside = [(a - offset, b - offset) for a, b in nested if a >= offset and b <= turn["end"]]
    speech = blanked(text, inside)
    kept = {name: turn[name] for name in CONTRACTS["segments"].columns if name in turn}
    part = 0
    for start, end in pieces(text):
        words = count_words(speech[start:end])
        if words == 0:
            continue
        part += 1
        yield kept | {
            "segment_id": f"{turn['source_id']}:{turn['turn']}.{part}",
            "part": part,
            "start": offset + start,
            "end": offset + end,
            "text": text[start:end],
            "words": words,
        }


def _whole(text: str) -> Iterator[tuple[int, int]]:
    yield from _trimmed(text, 0, len(text))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    for line in text.split("\n"):
        yield from _trimmed(text, place, place + len(line))
        place += len(line) + 1


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, by their closing mark before a capital; not after an abbreviation, nor inside a replacement."""
    shielded = BRACKETED.sub(lambda found: "[" + "x" * (len(found[0]) - 2) + "]", text)
    place = 0
    for found in BOUNDARY.finditer(shielded):
        head = shielded[place : found.start() + 1]
        if found[0] == "." and ABBREVIATION.search(head.rsplit("\n", 1)[-1][-24:]):
            continue
        yield from _trimmed(text, place, found.end())
        place = found.end()
    yield from _trimmed(text, place, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
