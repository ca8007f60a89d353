"""Ages right behind a name, where nothing but the name says that a number is one: `Jago (6)`, `Blessing, nine,`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span

NAMES = frozenset({"person", "other", "unclear"})
PERSONS = frozenset({"person", "unclear"})  # in a list, what is called so may be anything: `Wolves, 3, Villa, 2`
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
    for span in spans:
        found = BRACKETED.match(reader.text, span.end) if span.kind in NAMES else None
        if found is None and span.kind in PERSONS:
            found = listed.match(reader.text, span.end)
        if found is not None:
            group = "it" if found["it"] else "or"
            yield Span(*found.span(group), "age", "pattern", "age_beside")
