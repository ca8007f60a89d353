"""Layer 7, cues of indirect identification: what points to somebody without a name. Queued, never masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from multicase.anonymise import standing
from multicase.anonymise.capitals import Capital
from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.names.reader import LONGEST_ACRONYM
from multicase.anonymise.span import Span

ROMAN = re.compile(r"[IVX]+")
BEFORE = re.compile(r"([\w'’]+)[ \u00a0]$")
AFTER = re.compile(r"[ \u00a0]([a-z]+)\b")
AROUND = 20  # characters before a word that are looked at


def called(reader: Reader) -> Iterator[Span]:
    """What ordinary words with capitals may name: `the Red Lion`."""
    for start, end in reader.things():
        yield Span(start, end, "other", "cue", "called_so")


@cache
def _regex(locale: Locale) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(f'(?:{cue})' for cue in locale.cues)})", re.I)


def find(reader: Reader) -> Iterator[Span]:
    """The places of the locale's cues; acronyms that it doesn't know, which may be of a local organisation; somebody.

    Somebody may be what is called like a thing that everybody knows, and does as people do: `Macmillan rang me`.
    """
    for found in _regex(reader.locale).finditer(reader.text):
        yield Span(*found.span(), "job", "cue", "indirect")
    for word in reader.words:
        if not word.shouted or len(word.text) > LONGEST_ACRONYM or word.text in reader.locale.acronyms:
            continue
        plain = word.lower in reader.locale.not_identifying or word.lower in reader.locale.openers
        if not plain and not ROMAN.fullmatch(word.text) and not reader.is_shouted(word):
            yield Span(word.start, word.end, "organisation", "cue", "acronym")
    for word in reader.words:
        if _is_like_somebody(reader, word):
            yield Span(word.start, word.end, "person", "cue", "does")


def _is_like_somebody(reader: Reader, word: Capital) -> bool:
    """Whether what everybody knows, and is no word of the language, does something, or is told or asked something."""
    locale, lower = reader.locale, word.lower
    if lower not in locale.not_identifying or word.shouted or reader.standing(word) is not None:
        return False
    if (
        lower in reader.lexicon.language
        or lower in locale.openers
        or lower in locale.kin_words
        or reader.is_title(word)
    ):
        return False
    if word.text in locale.countries | locale.demonyms or word.text in locale.months or lower in locale.weekdays:
        return False
    if lower in standing.of_conditions(locale):  # `Covid came`
        return False
    before = BEFORE.search(reader.text, max(0, word.start - AROUND), word.start)
    after = AFTER.match(reader.text, word.end)
    told = before is not None and before[1].lower() in locale.before_names - locale.after_nouns
    return told or (after is not None and after[1] in locale.human_verbs)
