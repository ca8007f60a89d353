"""Layer 5, misspelt names: words much like a registered name. Left to people, masked until they decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from multicase.anonymise.capitals import SMALL
from multicase.anonymise.names import Reader
from multicase.anonymise.register import Register
from multicase.anonymise.span import Span

SHORTEST = 5
# In small letters a word must be nearer to a name, and rare: written small no more often than a slip is.
SHORTEST_SMALL, SLIPS = 6, 2


def find(reader: Reader, register: Register, ratio: float) -> list[Span]:
    """Words like a word of a registered person's name.

    With a capital: five letters or more, never in lower case, likeness `ratio` or more. In a text that is written
    without capitals, as captions are: also words in small letters, six letters or more, one edit away.
    """
    names = sorted(word for word in register.name_words if len(word) >= SHORTEST)
    if not names:
        return []
    small = _small(reader, names) if reader.is_bare() else ()
    return [*_with_capital(reader, names, ratio), *small]


def _with_capital(reader: Reader, names: list[str], ratio: float) -> Iterator[Span]:
    verdicts: dict[str, bool] = {}
    for word in reader.words:
        lower = word.lower
        if len(lower) < SHORTEST or reader.lexicon.lower.get(lower) or _is_ordinary(reader, lower):
            continue
        if lower not in verdicts:
            verdicts[lower] = process.extractOne(lower, names, scorer=fuzz.ratio, score_cutoff=ratio) is not None
        if verdicts[lower]:
            yield Span(word.start, word.end, "person", "fuzzy", "misspelt")


def _is_ordinary(reader: Reader, word: str) -> bool:
    return word in reader.lexicon.language or word in reader.locale.not_identifying


def _small(reader: Reader, names: list[str]) -> Iterator[Span]:
    shortened = {short for name in names if len(name) >= SHORTEST_SMALL for short in without_one(name)}
    verdicts: dict[str, bool] = {}
    for found in SMALL.finditer(reader.text):
        word = found[0].removesuffix("'s").removesuffix("’s")
        if len(word) < SHORTEST_SMALL - 1:
            continue
        if word not in verdicts:
            rare = reader.lexicon.lower.get(word, 0) <= SLIPS and not _is_ordinary(reader, word)
            near = rare and not shortened.isdisjoint(without_one(word))
            verdicts[word] = near and any(
                OSA.distance(word, name, score_cutoff=1) == 1 for name in names if len(name) >= SHORTEST_SMALL
            )
        if verdicts[word]:
            yield Span(found.start(), found.start() + len(word), "person", "fuzzy", "misspelt_small")


def without_one(word: str) -> Iterable[str]:
    """The word, and it with any one letter left out: two words one edit apart share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
