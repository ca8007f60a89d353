"""What stands between the words of one name, and between two: the locale's small words as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from multicase.anonymise.locale import Locale


@dataclass(frozen=True)
class Joins:
    """glue: between two capitalised words of one run. beside: between a word and its neighbour in a heading.

    between: between a person and an institution. of, of_the: between an institution and what it is of. in_place: what
    stands before a place. generation: what tells two of one name apart, behind it: `Mrs Adewale senior`.
    """

    glue: re.Pattern[str]
    beside: re.Pattern[str]
    between: re.Pattern[str]
    of: re.Pattern[str]
    of_the: re.Pattern[str]
    in_place: re.Pattern[str]
    generation: re.Pattern[str]


@cache
def of(locale: Locale) -> Joins:
    """The joins of a locale's names."""
    inside, apart, ofs = locale.joining_words, locale.between_words, locale.of_words
    places = _either([*locale.before_places, *locale.more_before_places])
    articles = _either(locale.articles) if locale.articles else r"(?!)"
    return Joins(
        glue=re.compile(rf"[ \u00a0]|\.[ \u00a0]?|[ \u00a0](?:{_either(inside)})[ \u00a0]|[ \u00a0]?['’]s?[ \u00a0]|-"),
        beside=re.compile(rf"[ \u00a0]|,? (?:{_either([*locale.conjunctions, *ofs, '&'])}) "),
        between=re.compile(rf"[ \u00a0](?:{_either(apart)})[ \u00a0]"),
        of=re.compile(rf" (?:{_either(locale.of_what)}) "),
        of_the=re.compile(rf" (?:{_either(locale.of_what)}) (?:(?:{articles}) )?"),
        in_place=re.compile(rf"\b(?:{places})\s+(?:(?:{articles})\s+)?$"),
        generation=re.compile(rf",? (?:{_either(locale.generations)})\b"),
    )


def _either(words: Iterable[str]) -> str:
    """Words as alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
