"""Tables in word processor files and pages: transcripts in columns, and others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from multicase.anchoring.spans import count_words
from multicase.ingest import columns as tabular
from multicase.ingest import labels
from multicase.ingest.blocks import COLUMN, HEADING, NUMBER, STAMP, TABLE_HEADING, TEXT, Block, OpenColumn, Reading
from multicase.ingest.columns import WHO, WORDS

LONGEST_LABEL = 80
WORDS_TOO = frozenset({"what", "comment"})  # beside the names that a column of words has in any table
# What only the column of a transcript is called; those who do something, or are listed, are `Who` and `Name` as well.
SPEAKS = frozenset(
    {
        "speaker",
        "speakers",
        "initials",
        "sprecher",
        "sprecherin",
        "locuteur",
        "hablante",
        "falante",
        "parlante",
        "spreker",
    }
)
CLOCK = re.compile(rf"\W*{labels.RANGE}\W*")
COUNT = re.compile(r"\W*\d{1,5}\W*")
SAID = re.compile(r"[.!?\u2026]\s*$|^\s*[\[({<]")  # ends as sentences do, or stands in brackets as events do
Cell = Sequence[str]


@dataclass(frozen=True)
class Columns:
    """Which column of a transcript holds who speaks, and which what is said; the others hold times and numbers.

    has_header: whether the first row of several cells names them. further: columns with other words, codes or notes
    perhaps: their names, by their places.
    """

    speaker: int
    words: Sequence[int]
    has_header: bool = False
    further: Mapping[int, str] = field(default_factory=dict)


def table_blocks(rows: Sequence[Sequence[Cell]], locator: str, reading: Reading) -> None:
    """Adds a table's blocks, and what it has that is nobody's words, to a reading. rows: cells as lists of lines.

    In a table with a column of short labels and one of words a row says who speaks (an empty label: the same as
    before), and one cell across the table is a heading. Its further columns with words are open until people say what
    they hold. In any other table a row becomes one block, its cells separated by tabs; but lines that open with labels
    stand alone.
    """
    columns = transcript_columns(rows, reading.declared)
    if columns:
        _open(_of_several_cells(rows)[columns.has_header :], columns, reading)
    is_first = True
    for number, cells in enumerate(rows, 1):
        place = f"{locator}, row {number}"
        if columns is None:
            reading.blocks += _plain(cells, place)
        elif len(cells) == 1:
            reading.blocks += _across(cells[0], place)
        elif is_first and columns.has_header:
            reading.leave("\t".join(" ".join(cell) for cell in cells), place, TABLE_HEADING)
        else:
            _spoken(cells, columns, place, reading)
        is_first = is_first and len(cells) == 1


def _of_several_cells(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    return [row for row in rows if len(row) > 1]


def _across(cell: Cell, place: str) -> list[Block]:
    """What stands across a transcript: a heading, unless it is a sentence, an event, a time, or opens with a label."""
    lines = [line for line in cell if line.strip()]
    is_said = any(labels.opens_with_label(line) or SAID.search(line) or CLOCK.fullmatch(line) for line in lines)
    return [Block(line, place, role=TEXT if is_said else HEADING) for line in lines]


def _spoken(cells: Sequence[Cell], columns: Columns, place: str, reading: Reading) -> None:
    speaker = " ".join(cells[columns.speaker]).strip().rstrip(":：").strip()
    for at, cell in enumerate(cells):
        if at not in {columns.speaker, *columns.words}:
            text = " ".join(cell)
            reading.leave(text, place, COLUMN if at in columns.further else STAMP if CLOCK.fullmatch(text) else NUMBER)
    words = [line for column in columns.words for line in cells[column]]
    for at, line in enumerate(words or ([""] if speaker else [])):
        reading.blocks.append(Block(line, place, speaker if at == 0 else ""))


def _plain(cells: Sequence[Cell], place: str) -> list[Block]:
    lines = [line for cell in cells for line in cell]
    if len(cells) == 1 or any(labels.opens_with_label(line) for line in lines):
        return [Block(line, place) for line in lines if line.strip()]
    text = "\t".join(" ".join(cell) for cell in cells)
    return [Block(text, place)] if text.strip() else []


def _open(rows: Sequence[Sequence[Cell]], columns: Columns, reading: Reading) -> None:
    """Notes the further columns of which nobody has said what they hold; those of one name in several tables as one.

    rows: those below the header.
    """
    for at, name in columns.further.items():
        cells = [" ".join(row[at]) for row in rows]
        filled = [text for text in cells if any(map(str.isalpha, text))]
        if name not in reading.declared and filled:
            before = next((known for known in reading.open_columns if known.name == name), OpenColumn(name, 0, 0))
            n_words = before.words + sum(map(count_words, filled))
            others = [known for known in reading.open_columns if known.name != name]
            reading.open_columns[:] = [*others, OpenColumn(name, before.rows + len(filled), n_words)]
        elif name not in reading.declared and any(text.strip() for text in cells):
            note = tabular.told_unread([at + 1])
            reading.notes += [note] if note not in reading.notes else []


def transcript_columns(rows: Sequence[Sequence[Cell]], declared: Mapping[str, str]) -> Columns | None:
    """The columns of a transcript: one of labels, one of words; None for any other table.

    declared: what columns hold (one of `columns.HOLDS`), as people say, by their names; without a header `column 3`.
    Of rows of one cell there may be fewer than of the others, which are all as wide.
    """
    several = _of_several_cells(rows)
    if len({len(row) for row in several}) != 1 or len(several) <= len(rows) / 2:
        return None
    texts = [[" ".join(cell).strip() for cell in row] for row in several]
    speakers = [at for at, text in enumerate(texts[0]) if tabular.is_called(text, WHO)]
    words = [at for at, text in enumerate(texts[0]) if _is_of_words(text)]
    is_named = bool(speakers and words)
    has_header = is_named or _is_header(texts)
    body = texts[1:] if has_header else texts
    if not body:
        return None
    rest = [at for at in range(len(texts[0])) if not _is_times_or_numbers([row[at] for row in body])]
    if len(rest) < 2:
        return None
    named = sorted(speakers, key=lambda at: (at not in rest, _plain_key(texts[0][at]) not in SPEAKS))  # ids beside it
    speaker = named[0] if has_header and named else rest[0]
    others = [at for at in rest if at != speaker]
    longest = max(others, key=lambda at: sum(len(row[at]) for row in body))
    said = words[0] if has_header and words else longest if has_header else others[0]
    if not {speaker, said} <= set(rest):
        return None
    if not is_named and not _are_labels([row[speaker] for row in body], [row[said] for row in body]):
        return None
    names = {at: texts[0][at] if has_header and texts[0][at] else f"column {at + 1}" for at in rest}
    spoken = [said, *(at for at in rest if at not in {speaker, said} and declared.get(names[at]) == WORDS)]
    has_header = has_header or _heads_labels([row[speaker] for row in texts], texts[0][said])
    return Columns(speaker, spoken, has_header, {at: names[at] for at in rest if at not in {speaker, *spoken}})


def _is_header(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns, though it may be unknown what it calls the words: times stand below a
    word, or it names speakers, says nothing, and nobody is called so.
    """
    return any(map(_heads_times, zip(*texts, strict=True))) or (
        not any(map(_is_sentence, texts[0]))
        and any(
            _plain_key(first) in SPEAKS and _plain_key(first) not in map(_plain_key, others)
            for first, *others in zip(*texts, strict=True)
        )
    )


def _heads_times(column: Sequence[str]) -> bool:
    first, below = column[0], [text for text in column[1:] if text]
    return (
        any(map(str.isalpha, first)) and not CLOCK.fullmatch(first) and bool(below) and all(map(CLOCK.fullmatch, below))
    )


def _plain_key(label: str) -> str:
    return label.rstrip(":：").strip().casefold()


def _is_of_words(name: str) -> bool:
    return tabular.is_called(name, WORDS) or name.casefold() in WORDS_TOO


def _heads_labels(found: Sequence[str], beside: str) -> bool:
    """Whether the first of a column of labels is its name, `Speaker`, and no speaker; beside: the words of that row."""
    first, *others = map(_plain_key, found)
    if not tabular.is_called(first, WHO):
        return False
    is_name = first in SPEAKS | {"who"} and first not in others and not _is_sentence(beside)
    return is_name or _is_of_words(beside)


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
