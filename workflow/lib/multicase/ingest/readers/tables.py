"""Tables in word processor files and pages: transcripts in columns, and others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from multicase.ingest import labels
from multicase.ingest.blocks import NUMBER, STAMP, TABLE_HEADING, Block, Reading

LONGEST_LABEL = 80
HEADERS = {
    "speaker": frozenset(
        {"speaker", "who", "name", "participant", "person", "initials", "speakers", "sprecher", "voice"}
    ),
    "words": frozenset({"text", "words", "content", "transcript", "utterance", "speech", "talk", "what", "comment"}),
    "time": frozenset({"time", "timestamp", "time stamp", "timespan", "start", "end", "begin", "zeit", "timecode"}),
    "number": frozenset({"", "no", "no.", "nr", "nr.", "#", "line", "turn", "id"}),
}
CLOCK = re.compile(rf"\W*{labels.RANGE}\W*")
COUNT = re.compile(r"\W*\d{1,5}\W*")
Cell = Sequence[str]


@dataclass(frozen=True)
class Columns:
    """Which column of a transcript holds who speaks, and which what is said; the others hold times and numbers."""

    speaker: int
    words: int


def table_blocks(rows: Sequence[Sequence[Cell]], locator: str, reading: Reading) -> None:
    """Adds a table's blocks, and what it has that is nobody's words, to a reading. rows: cells as lists of lines.

    In a table with a column of short labels and one of words, and nothing else but times and numbers, a row says who
    speaks (an empty label: the same as before). In any other table a row becomes one block, its cells separated by
    tabs; but lines that open with labels stand alone.
    """
    columns = transcript_columns(rows)
    for number, cells in enumerate(rows, 1):
        place = f"{locator}, row {number}"
        if columns is None:
            reading.blocks += _plain(cells, place)
        elif number == 1 and is_header(cells, columns):
            reading.leave("\t".join(" ".join(cell) for cell in cells), place, TABLE_HEADING)
        else:
            _spoken(cells, columns, place, reading)


def _spoken(cells: Sequence[Cell], columns: Columns, place: str, reading: Reading) -> None:
    speaker = " ".join(cells[columns.speaker]).strip().rstrip(":：").strip()
    for at, cell in enumerate(cells):
        if at not in {columns.speaker, columns.words}:
            text = " ".join(cell)
            reading.leave(text, place, STAMP if CLOCK.fullmatch(text) else NUMBER)
    for at, line in enumerate(cells[columns.words] or ([""] if speaker else [])):
        reading.blocks.append(Block(line, place, speaker if at == 0 else ""))


def _plain(cells: Sequence[Cell], place: str) -> list[Block]:
    lines = [line for cell in cells for line in cell]
    if len(cells) == 1 or any(labels.opens_with_label(line) for line in lines):
        return [Block(line, place) for line in lines if line.strip()]
    text = "\t".join(" ".join(cell) for cell in cells)
    return [Block(text, place)] if text.strip() else []


def transcript_columns(rows: Sequence[Sequence[Cell]]) -> Columns | None:
    """The columns of a transcript: one of labels, one of words; None for any other table."""
    if not rows or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return None
    texts = [[" ".join(cell).strip() for cell in row] for row in rows]
    named = {what: [at for at, text in enumerate(texts[0]) if text.casefold() in HEADERS[what]] for what in HEADERS}
    body = texts[1:] if named["speaker"] and named["words"] else texts
    if not body:
        return None
    rest = [at for at in range(len(texts[0])) if not _is_times_or_numbers([row[at] for row in body])]
    if len(rest) != 2:
        return None
    speaker, words = (named["speaker"][0], named["words"][0]) if len(body) < len(texts) else rest
    if {speaker, words} != set(rest):
        return None
    if len(body) == len(texts) and not _are_labels([row[speaker] for row in body], [row[words] for row in body]):
        return None
    return Columns(speaker, words)


def is_header(cells: Sequence[Cell], columns: Columns) -> bool:
    """Whether a row names the columns."""
    text = " ".join(cells[columns.speaker]).strip().rstrip(":").casefold()
    words = " ".join(cells[columns.words]).strip().casefold()
    return text in HEADERS["speaker"] and (words in HEADERS["words"] or text in {"speaker", "who", "initials"})


def _is_times_or_numbers(texts: Sequence[str]) -> bool:
    return all(not text or CLOCK.fullmatch(text) or COUNT.fullmatch(text) for text in texts)


def _are_labels(found: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a column holds labels and the other what they say: short, repeated or typed with colons, no sentences."""
    colons = [text for text in found if text.endswith((":", "："))]
    if colons and len(colons) == sum(bool(text) for text in found):
        return all(labels.is_label_alone(text) for text in colons)
    bare = [text.rstrip(": ") for text in found]
    short = sum(len(label) <= LONGEST_LABEL and not _is_sentence(label) for label in bare)
    if short < 0.9 * len(bare) or len(set(bare)) >= len(bare):
        return False
    return sum(map(len, words)) > 3 * sum(map(len, bare)) or all(labels.is_generic(label) for label in bare if label)


def _is_sentence(label: str) -> bool:
    """`Int.` is an abbreviated label; `We asked them.` is none."""
    return label.endswith("?") or (label.endswith(".") and len(label.split()) > 2)
