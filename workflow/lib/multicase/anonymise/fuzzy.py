"""Layer 5, misspelt names: capitalised words much like a registered name. Left to people, masked until they decide."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from multicase.anonymise.names import Reader
from multicase.anonymise.register import Register
from multicase.anonymise.span import Span

SHORTEST = 5


def find(reader: Reader, register: Register, ratio: float) -> list[Span]:
    """Words of five letters or more, never in lower case, whose likeness to a word of a name is `ratio` or more."""
    names = sorted(word for word in register.name_words() if len(word) >= SHORTEST)
    if not names:
        return []
    verdicts: dict[str, bool] = {}
    found = []
    for word in reader.words:
        lower = word.lower
        if len(lower) < SHORTEST or reader.lexicon.lower.get(lower) or lower in reader.locale.not_identifying:
            continue
        if lower not in verdicts:
            verdicts[lower] = process.extractOne(lower, names, scorer=fuzz.ratio, score_cutoff=ratio) is not None
        if verdicts[lower]:
            found.append(Span(word.start, word.end, "person", "fuzzy", "misspelt"))
    return found
