"""Ages right behind a name, where nothing but the name says that a number is one: `Jago (6)`, `Blessing, nine,`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span

NAMES = frozenset({"person", "other", "unclear"})
PERSONS = frozenset({"person", "unclear"})  # in a list, what is called so may be anything: `Wolves, 3, Villa, 2`
MOST_CHILDREN = 2  # of whom nothing but a number in brackets tells; more are a tally of things
COUNTED = re.compile(r"\w \([1-9]\d?[;)]")
ENDS = ".?!\n"
WORD = re.compile(r"[\w'’]+")
BRACKETED = re.compile(r" \((?:[a-z]+[ -])?(?P<it>[1-9]\d?)(?=[);]|, [a-z])")


@cache
def _listed(locale: Locale) -> re.Pattern[str]:
    """A number behind a comma, in digits or in a word, behind which the sentence goes on or ends."""
    words = "|".join(sorted((word for word, number in locale.numbers.items() if 1 < number < 100), key=len)[::-1])
    return re.compile(
        rf", (?P<it>(?:{words})(?:-(?:{words}))?(?=[,;.)])|[1-9]\d?(?=[;)]|, [^\W\d_]))"
        rf"|['’]s (?P<or>{words})(?=[,.;])"
    )


def ages(reader: Reader, spans: Sequence[Span]) -> Iterator[Span]:
    """The ages that stand behind the names among what the other layers found."""
    listed = _listed(reader.locale)
    tallied = _tallied(reader, spans)
    for span in spans:
        found = BRACKETED.match(reader.text, span.end) if span.kind in NAMES else None
        if span in tallied:
            continue
        if found is None and span.kind in PERSONS:
            found = listed.match(reader.text, span.end)
        if found is not None:
            group = "it" if found["it"] else "or"
            yield Span(*found.span(group), "age", "pattern", "age_beside")


def _tallied(reader: Reader, spans: Sequence[Span]) -> frozenset[Span]:
    """Names that may be things', counted in a sentence of nobody: `Kent (6), Essex (5), Bute (3)`."""
    numbered = [span for span in spans if span.kind in NAMES - PERSONS and BRACKETED.match(reader.text, span.end)]
    persons = [span.start for span in spans if span.kind in PERSONS]
    found: set[Span] = set()
    for (first, last), of in groupby(numbered, key=lambda span: _sentence(reader.text, span)):
        place, sentence = bisect_left(persons, first), reader.text[first:last]
        is_of_somebody = place < len(persons) and persons[place] < last
        said = {word.lower().replace("’", "'") for word in WORD.findall(sentence)}
        is_tally = len(COUNTED.findall(sentence)) > MOST_CHILDREN
        if is_tally and not is_of_somebody and said.isdisjoint(reader.locale.of_life):
            found |= {*of}
    return frozenset(found)


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """Where the sentence of a name begins and ends."""
    first = max(text.rfind(mark, 0, span.start) for mark in ENDS) + 1
    last = min((place for mark in ENDS if (place := text.find(mark, span.end)) >= 0), default=len(text))
    return first, last
