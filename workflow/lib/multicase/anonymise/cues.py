"""Layer 7, cues of indirect identification: what points to somebody without a name. Queued, never masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.names.reader import LONGEST_ACRONYM
from multicase.anonymise.span import Span

ROMAN = re.compile(r"[IVX]+")


def called(reader: Reader) -> Iterator[Span]:
    """What ordinary words with capitals may name: `the Red Lion`."""
    for start, end in reader.things():
        yield Span(start, end, "other", "cue", "called_so")


@cache
def _regex(locale: Locale) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(f'(?:{cue})' for cue in locale.cues)})", re.I)


def find(reader: Reader) -> Iterator[Span]:
    """The places of the locale's cues, and acronyms that the locale doesn't know, which may be a local organisation."""
    for found in _regex(reader.locale).finditer(reader.text):
        yield Span(*found.span(), "job", "cue", "indirect")
    for word in reader.words:
        if not word.shouted or len(word.text) > LONGEST_ACRONYM or word.text in reader.locale.acronyms:
            continue
        plain = word.lower in reader.locale.not_identifying or word.lower in reader.locale.openers
        if not plain and not ROMAN.fullmatch(word.text) and not reader.is_shouted(word):
            yield Span(word.start, word.end, "organisation", "cue", "acronym")
