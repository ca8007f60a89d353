"""The beginning or the end of some words, where all of them would be too long.

They are cut between words where they have blanks, and never within what stands for a name.
"""

from __future__ import annotations

import re

from multicase.study.disclosure import WITHHELD

CUT = "…"
OPENED, CLOSED = re.compile(r"\s*\[[^\[\]]*$"), re.compile(r"^[^\[\]]*\]\s*")  # of `[a clinic]`, at a cut


def beginning(words: str, most: int) -> str:
    """The first characters of some words, at most so many, and that there were more; what is withheld says so."""
    if len(words) <= most or words == WITHHELD:
        return words
    kept = words[:most].rpartition(" ")[0] or words[:most]
    return f"{(OPENED.sub('', kept) or kept).rstrip()} {CUT}"


def ending(words: str, most: int) -> str:
    """The last ones."""
    if len(words) <= most or words == WITHHELD:
        return words
    kept = words[-most:].partition(" ")[2] or words[-most:]
    return f"{CUT} {(CLOSED.sub('', kept) or kept).lstrip()}"
