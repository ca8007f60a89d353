"""Scripts: words in another script than the locale's, which may be names, and scripts that have no capitals."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from multicase.anonymise.span import Span

# Words of letters beyond Latin, Greek and Cyrillic (which have capitals and are read as such).
WITHOUT_CAPITALS = re.compile(
    "[\u0590-\u10ff\u1100-\u13ff\u1780-\u1bff\u2c80-\u2dff\u3040-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufeff\uff66-\uffdc"
    "\U00010000-\U0001efff\U00020000-\U0003ffff]+(?:[ \u200c\u200d·・'’-][\u0590-\u10ff\u3040-\ud7ff]+)*"
)
GREATEST_SHARE, FEWEST = 0.3, 40  # of a text's letters, from which on it is a text in that script


@cache
def _of(char: str) -> str:
    """A letter's script, as Unicode names it: Arabic, Hebrew, Devanagari, Han."""
    name = unicodedata.name(char, "").split(" ")[0].title()
    return {"Cjk": "Han", "Hiragana": "Japanese", "Katakana": "Japanese"}.get(name, name)


def without_capitals(text: str) -> str:
    """The script without capitals in which a text is written for the most part; nothing, if there is none."""
    scripts = Counter(_of(char) for found in WITHOUT_CAPITALS.finditer(text) for char in found[0] if char.isalpha())
    if not scripts:
        return ""
    letters = sum(map(str.isalpha, text))
    name, _ = max(scripts.items(), key=lambda item: (item[1], item[0]))
    several = sum(scripts.values())
    return name if several >= FEWEST and several > GREATEST_SHARE * letters else ""


def find(text: str) -> Iterator[Span]:
    """Words of a script without capitals in a text of another script: a name, more often than not."""
    if text.isascii() or without_capitals(text):
        return
    for found in WITHOUT_CAPITALS.finditer(text):
        if any(map(str.isalpha, found[0])):
            yield Span(*found.span(), "other", "truecase", "other_script")
