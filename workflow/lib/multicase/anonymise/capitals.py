"""Capitalised words with what decides whether they are names: where in the sentence, line and study they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Latin letters with every accent (`Şahin`, `Łucja`, `Ødegaard`), and Greek and Cyrillic ones, which have capitals too.
CASED = [chr(point) for ends in ((0x41, 0x250), (0x370, 0x530), (0x1E00, 0x2000)) for point in range(*ends)]
UPPER = "".join(char for char in CASED if char.isupper())
LOWER = "".join(char for char in CASED if char.islower())
WORD = re.compile(rf"[{UPPER}][^\W\d_]*(?:\d[^\W\d_]+)?(?:['’\-][^\W\d_]+)*(?:&[A-Z](?![^\W\d_]))?")
SMALL = re.compile(rf"(?<![^\W_])[{LOWER}][^\W\d_]*(?:['’\-][^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’][sS]$|['’]$")
SENTENCE_END = frozenset(".!?:…;|\n\t")
OPENING = frozenset(" \u00a0\"“”'‘’([*_>#•-–—0123456789)]")
ADDRESS = re.compile(r"(?<!\S)\S*@\S+|(?:https?://|www\.)\S+", re.I)
OPENING_CAPITAL = re.compile(rf"(?<![^\W\d_])[{UPPER}]")
LEAST_SHARE = 0.03  # of a text's words with a capital, below which it is written without
LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Capital:
    """A capitalised word. text is without a possessive ending; initial: it opens a sentence; shouted: all capitals."""

    start: int
    end: int
    text: str
    lower: str
    initial: bool
    shouted: bool


def capitals(text: str, spoken: str = "") -> list[Capital]:
    """Every capitalised word of a text, in order.

    spoken: the text, of the same length, with blanks for its speaker labels: what stands behind one opens a sentence,
    whatever mark the label has, or none (`Interviewer  Congratulations.`).
    """
    found = []
    behind = spoken if len(spoken) == len(text) else ""
    for match in WORD.finditer(text):
        start = match.start()
        if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
            continue
        word = match[0] if match[0].isalpha() else POSSESSIVE.sub("", match[0])
        shouted = len(word) > 1 and word.upper() == word
        initial = opens(text, start) or (behind[start : start + 1].isalpha() and opens(behind, start))
        found.append(Capital(start, start + len(word), word, word.lower().replace("’", "'"), initial, shouted))
    return found


def opens(text: str, start: int) -> bool:
    """Whether a word at `start` opens a sentence, a line, a quotation or what follows a label."""
    place = start - 1
    quoted = False
    while place >= 0 and text[place] in OPENING:
        quoted = quoted or text[place] in '"“‘*' or (text[place] in "–—" or text[place - 1 : place + 1] == "--")
        place -= 1
    return quoted or place < 0 or text[place] in SENTENCE_END


def is_bare(text: str, words: Sequence[Capital]) -> bool:
    """Whether a text, of which these are the capitalised words, is written without capitals, as captions are."""
    blanks = text.count(" ") + text.count("\n")
    return sum(word.text != "I" for word in words) < LEAST_SHARE * (blanks + 1)


def share_of_capitals(text: str) -> float:
    """The share of a text's words that begin with a capital; 1 for a text without words."""
    words = len(LETTERS.findall(text))
    return len(OPENING_CAPITAL.findall(text)) / words if words else 1.0


def usage(texts: Iterable[str], spoken: Iterable[str] | None = None) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands in lower case, and how often with a capital inside a sentence.

    spoken: the texts without their labels, as of `capitals`.
    """
    lower: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    texts = list(texts)
    for pair in zip(texts, texts if spoken is None else spoken, strict=True):
        # a name in an address or a handle is no word in lower case
        text, said = (ADDRESS.sub(lambda found: " " * len(found[0]), whole) for whole in pair)
        lower.update(word.replace("’", "'") for word in SMALL.findall(text))
        inside.update(capital.lower for capital in capitals(text, said) if not capital.initial and not capital.shouted)
    return lower, inside
