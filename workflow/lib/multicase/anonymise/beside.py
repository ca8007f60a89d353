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
BEFORE = re.compile(r"([\w'’]+)\s$")
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
    """The ages that stand behind the names among what the other layers found.

    Behind what may be no person's name, in a sentence of nobody, a number is asked about: `Jago (6)` and `Leeds (7)`
    look alike. More of them in one sentence are a tally of things.
    """
    listed = _listed(reader.locale)
    of_nobody, tallied = _of_nobody(reader, spans)
    for span in spans:
        found = BRACKETED.match(reader.text, span.end) if span.kind in NAMES else None
        if span in tallied:
            continue
        if found is None and span.kind in PERSONS:
            found = listed.match(reader.text, span.end)
        if found is not None:
            group = "it" if found["it"] else "or"
            if group == "or" and _is_owned(reader, span):
                continue
            yield Span(*found.span(group), "age", "cue" if span in of_nobody else "pattern", "age_beside")


def _is_owned(reader: Reader, span: Span) -> bool:
    """Whether a number behind `'s` is what somebody has, and not how old they are: `it isn't Hope's two, but`."""
    found, locale = BEFORE.search(reader.text, max(0, span.start - 20), span.start), reader.locale
    before = found[1].lower().replace("’", "'") if found else ""
    denies = before in locale.negators or any(before.endswith(word) for word in locale.negators if "'" in word)
    return denies or before in locale.being_verbs or before in locale.after_nouns


def _of_nobody(reader: Reader, spans: Sequence[Span]) -> tuple[frozenset[Span], frozenset[Span]]:
    """What may be no person, in a sentence of nobody; and what a tally names: `Kent (6), Essex (5), Bute (3)`."""
    numbered = [span for span in spans if span.kind in NAMES - PERSONS and BRACKETED.match(reader.text, span.end)]
    persons = [span.start for span in spans if span.kind in PERSONS]
    found, tallied = set[Span](), set[Span]()
    for (first, last), of in groupby(numbered, key=lambda span: _sentence(reader.text, span)):
        place, sentence = bisect_left(persons, first), reader.text[first:last]
        is_of_somebody = place < len(persons) and persons[place] < last
        said = {word.lower().replace("’", "'") for word in WORD.findall(sentence)}
        if not is_of_somebody and said.isdisjoint(reader.locale.of_life):
            (tallied if len(COUNTED.findall(sentence)) > MOST_CHILDREN else found).update(of)
    return frozenset(found), frozenset(tallied)


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """Where the sentence of a name begins and ends."""
    first = max(text.rfind(mark, 0, span.start) for mark in ENDS) + 1
    last = min((place for mark in ENDS if (place := text.find(mark, span.end)) >= 0), default=len(text))
    return first, last
