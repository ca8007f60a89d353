"""Blocks and canonical text: what a raw file holds once its format is out of the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

TEXT, HEADING = "text", "heading"


@dataclass(frozen=True)
class Block:
    """A paragraph, line, table row or cue.

    text: its words, without line breaks. locator: where it stood in the raw file ("line 40", "cue 17").
    speaker: who speaks, where the format itself says so. role: text or heading; a blank line is an empty text.
    """

    text: str
    locator: str
    speaker: str = ""
    role: str = TEXT


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
        words = unicodedata.normalize("NFC", block.text)
        speaker = unicodedata.normalize("NFC", block.speaker)
        speaker, before = ("" if speaker == before else speaker), speaker or before
        shown = replace(block, text=words, speaker=speaker)
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
