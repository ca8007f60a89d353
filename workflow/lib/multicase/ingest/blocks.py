"""Blocks and canonical text: what a raw file holds once its format is out of the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import takewhile

TEXT, HEADING, ASIDE = "text", "heading", "aside"

# Why words of a file stand in no row. T31 sums words by these; `check` prints them by source.
FURNITURE, LINE_NUMBER, HEADER = "page furniture", "line number", "header or footer"
HIDDEN, DELETED, MOVED, INSERTED = "hidden", "deleted", "moved from", "inserted"
COMMENT, FOOTNOTE, NUMBER = "comment", "footnote or endnote", "list number"
STAMP, SETTING, SERVICE = "time stamp", "caption setting", "service line"
TABLE_HEADING = "heading of a table"
OBSERVERS_MARK = "mark of an observer's comment"
COLUMN, REPEATED, SECOND_LABEL = "unread column", "caption shown again", "label of a caption"
PRONOUN, ADDRESSEE, CONTROL = "pronouns", "who writes to whom in a chat", "control character"


@dataclass(frozen=True)
class Block:
    """A paragraph, line, table row or cue.

    text: its words, without line breaks. locator: where it stood in the raw file ("line 40", "cue 17").
    speaker: who speaks, where the format itself says so. role: text, heading, or aside (words in a frame of their
    own, which nobody need have said); a blank line is an empty text. stamped: whether a time stamp stood before it.
    bold: how many characters in bold it begins with, where the format tells.
    """

    text: str
    locator: str
    speaker: str = ""
    role: str = TEXT
    stamped: bool = False
    bold: int = 0

    def changed(self, change: Callable[[str], str]) -> Block:
        """The block with its words and speaker as a function makes them, which makes of a part the same as in them."""
        text, speaker = change(self.text), change(self.speaker)
        if text == self.text and speaker == self.speaker:
            return self
        return replace(self, text=text, speaker=speaker, bold=len(change(self.text[: self.bold])))


@dataclass(frozen=True)
class LeftOut:
    """Words of a file that stand in no row: the words, where they stood, and why (one of the reasons above)."""

    text: str
    locator: str
    reason: str


@dataclass(frozen=True)
class OpenColumn:
    """A column of a table of which nobody has said what it holds: its header, how many rows and words it has."""

    name: str
    rows: int
    words: int


@dataclass
class Reading:
    """What a reader makes of a file: its blocks, what it left out, and what it could not be sure of.

    notes: sentences for whoever checks the study, without a word of the file ("read as Windows-1252"). declared: what
    columns of its tables hold, as people say.
    """

    blocks: list[Block] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    open_columns: list[OpenColumn] = field(default_factory=list)
    declared: Mapping[str, str] = field(default_factory=dict)

    def leave(self, text: str, locator: str, reason: str) -> None:
        """Note words that stand in no block; nothing is noted where there are none."""
        if text.strip():
            self.left_out.append(LeftOut(squeezed(text), locator, reason))


@dataclass(frozen=True)
class Line:
    """A block in its place in the canonical text: the span of its words, and of the label before them (-1 if none)."""

    start: int
    end: int
    block: Block
    label_start: int = -1
    label_end: int = -1


@dataclass(frozen=True)
class Canonical:
    """The text that all offsets point into, and its lines."""

    text: str
    lines: tuple[Line, ...]


def canonical(blocks: Sequence[Block]) -> Canonical:
    """Blocks joined with LF, in NFC; a speaker that the format names stands before the words: `Label: words`.

    Software cuts speech into pieces: a speaker who goes on in the next block isn't named again.
    """
    before = ""
    pieces: list[str] = []
    lines: list[Line] = []
    place = 0
    for block in blocks:
        shown = block.changed(partial(unicodedata.normalize, "NFC"))
        words, speaker = shown.text, shown.speaker
        if block.role != TEXT:
            before = ""  # behind a heading or a frame it is said again who speaks
        speaker, before = ("" if speaker == before else speaker), speaker or before
        shown = replace(shown, speaker=speaker) if speaker != shown.speaker else shown
        if speaker:
            start = place + len(speaker) + 2
            lines.append(Line(start, start + len(words), shown, place, place + len(speaker)))
            pieces.append(f"{speaker}: {words}")
        else:
            lines.append(Line(place, place + len(words), shown))
            pieces.append(words)
        place += len(pieces[-1]) + 1
    return Canonical("\n".join(pieces), tuple(lines))


def squeezed(text: str) -> str:
    """Runs of blanks made one, but for tabs and non-breaking spaces, and none at the ends."""
    return re.sub(r"[ \n\r\f\v]+", " ", text).strip(" ")


def paragraph(lines: Sequence[str], pieces: Iterable[tuple[str, bool]], place: str, role: str = TEXT) -> list[Block]:
    """The blocks of a paragraph's lines. pieces: what it shows, in its order, each with whether it is in bold."""
    begins = takewhile(lambda piece: piece[1] or not piece[0].strip(), pieces)
    first = "".join(text for text, _ in begins).split("\n")
    bold = squeezed(next((line for line in first if line.strip()), "")).rstrip()
    return [
        Block(line, place, role=role, bold=len(bold) if number == 0 and line.startswith(bold) else 0)
        for number, line in enumerate(lines)
    ]
