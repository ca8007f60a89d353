"""Characters that a wrong encoding left in a text: those that can be told are read right, and all are noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from multicase.ingest.blocks import Block
from multicase.wording import counted

NEXT_LINE = "\x85"
# What Windows-1252 has where Latin-1 has controls (https://encoding.spec.whatwg.org/index-windows-1252.txt).
WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
WINDOWS = {chr(code): char for code, char in WINDOWS.items() if char}
IN_WINDOWS = re.compile(f"[{''.join(WINDOWS)}]")
# UTF-8 read as Windows-1252 or Latin-1: accented letters, signs, quotation marks and dashes, emoji.
TAILS = "".join(map(chr, range(0x80, 0xC0))) + "".join(WINDOWS.values())
TWICE = re.compile(f"[ÂÃ][{re.escape(TAILS)}]|â[€\x80‚\x82„\x84][{re.escape(TAILS)}]|ðŸ|ï¿½|ï»¿")
LOST = "\ufffd"
ZERO_WIDTH_BLANK = "\u200b"


def read_as_windows(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Texts of one file with the characters of Windows-1252 that stand in them as controls, the file having been read
    as Latin-1; and notes on it.

    U+0085 ends a line, which is noted, unless there are others of these controls in the texts.
    """
    whole = "".join(texts)
    if not _is_windows(whole):
        return list(texts), _note_on_next_lines(whole)
    return [_read(text) for text in texts], _note_on_windows(whole, _read(whole))


def _is_windows(text: str) -> bool:
    return bool(IN_WINDOWS.search(text.replace(NEXT_LINE, "")))


def _read(text: str) -> str:
    return IN_WINDOWS.sub(lambda found: WINDOWS[found[0]], text)


def _note_on_windows(before: str, after: str) -> list[str]:
    """A note on the characters that were read as Windows-1252."""
    number = sum(old != new for old, new in zip(before, after, strict=True))
    told = "stood as controls, and are read as the quotation marks, dashes and the like of Windows-1252"
    return [f"{counted(number, 'character')} {told}: look at them"] if number else []


def _note_on_next_lines(text: str) -> list[str]:
    """A note on what is read as the end of a line, and may be an ellipsis of Windows-1252."""
    number = text.count(NEXT_LINE)
    told = "U+0085 read as the end of a line: look there, it may be an ellipsis of a text in Windows-1252"
    return [f"{counted(number, 'character')} {told}"] if number else []


def with_windows(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """Blocks with what stands as controls of Windows-1252, and a note on it."""
    whole = "".join(block.text + block.speaker for block in blocks)
    if not _is_windows(whole):
        return list(blocks), _note_on_next_lines(whole)
    return [block.changed(_read) for block in blocks], _note_on_windows(whole, _read(whole))


def notes_on(blocks: Sequence[Block]) -> list[str]:
    """Notes on characters that were lost or garbled before, each with its number and the first place."""
    notes = []
    for noun, told, number_in in KINDS:
        numbers = [(number, block.locator) for block in blocks if (number := number_in(block.text))]
        if numbers:
            total = counted(sum(number for number, _ in numbers), noun)
            notes.append(f"{total} {told.format(numbers[0][1])}")
    return notes


def _joined(text: str) -> int:
    """How many blanks of no width stand between letters of a script that sets its words apart."""
    between = pairwise(text.split(ZERO_WIDTH_BLANK)) if ZERO_WIDTH_BLANK in text else ()
    return sum(_is_cased(before[-1:]) and _is_cased(after[:1]) for before, after in between)


def _is_cased(letter: str) -> bool:
    return letter.lower() != letter.upper()


KINDS: tuple[tuple[str, str, Callable[[str], int]], ...] = (
    (
        "letter",
        "lost when the file was made (U+FFFD), the first at {}: look it up in the original",
        lambda text: text.count(LOST),
    ),
    (
        "character",
        "like UTF-8 read in another encoding, the first at {}: convert the original again, as UTF-8",
        lambda text: len(TWICE.findall(text)),
    ),
    (
        "blank",
        "of no width between letters, the first at {}: read as one word; type a blank where there are two",
        _joined,
    ),
)
