"""Layers 3 and 4, context and truecasing: runs of capitalised words, told apart by what stands in and around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from multicase.anonymise import patterns, standing
from multicase.anonymise.capitals import POSSESSIVE, SMALL
from multicase.anonymise.forms import name_words
from multicase.anonymise.names.alone import alone
from multicase.anonymise.names.headed import headed
from multicase.anonymise.names.initials import by_letters, initialled, letters_of, signed
from multicase.anonymise.names.persons import given, quoted, titled, with_byname
from multicase.anonymise.names.reader import Reader
from multicase.anonymise.span import Span
from multicase.anonymise.standing import SHORTEST, Standing

__all__ = ["Reader", "find", "in_full", "letters_of", "told"]


def find(reader: Reader) -> list[Span]:
    """Names by title, given name or head noun (layer context) and by their capital alone (layer truecase).

    What is a name and a word, and can't be told at its place, is left to people (layer fuzzy, kind unclear).
    """
    spans: list[Span] = []
    for run in reader.runs():
        spans += titled(reader, run)
        spans += headed(reader, run)
        spans += given(reader, run)
        spans += alone(reader, run)
    spans += initialled(reader)
    spans += signed(reader)
    spans += by_letters(reader, spans)
    spans = [with_byname(reader, span) for span in spans]
    spans += _unclear(reader)
    spans += quoted(reader, spans)
    spans += _written_small(reader, spans)
    return spans


def told(reader: Reader) -> Iterator[str]:
    """The words, in small letters, of what surely is a person's name: by title, given name, initial or pattern."""
    for run in reader.runs():
        for span in (*titled(reader, run), *given(reader, run)):
            yield from name_words(reader.text[span.start : span.end], reader.locale)
    for span in initialled(reader):
        yield from name_words(reader.text[span.start : span.end], reader.locale)
    for start, end in patterns.named(reader.text, reader.locale):
        yield from name_words(reader.text[start:end], reader.locale)


def in_full(reader: Reader) -> dict[str, str]:
    """The names of several words, in small letters, that capitals tell of, and their kinds: `cinder hill`, a place.

    What a head noun or a given name tells of is of the kind that it tells.
    """
    both = re.compile(rf" (?:{'|'.join(map(re.escape, sorted(reader.locale.conjunctions)))}) ")
    kinds: dict[str, str] = {}
    for run in (run for run in reader.runs() if len(run) > 1):
        for span in (*headed(reader, run), *given(reader, run), *alone(reader, run)):
            name = reader.text[span.start : span.end].lower().replace("’", "'").replace("\u00a0", " ")
            for part in {name, *both.split(name)}:
                if " " in part:
                    kinds.setdefault(part, span.kind)
    return kinds


def _unclear(reader: Reader) -> Iterator[Span]:
    for word in reader.words:
        if reader.standing(word) is Standing.UNCLEAR:
            yield Span(word.start, word.end, "unclear", "fuzzy", "word_or_name")


def _written_small(reader: Reader, spans: Iterable[Span]) -> Iterator[Span]:
    """What is asked about at a sentence's start, and no dictionary has, in small letters: `and thandeka went`."""
    asked = {reader.at(span.start) for span in spans if span.rule_id == "word_or_name"}
    names = {word.lower for word in asked if word is not None and len(word.lower) >= SHORTEST}
    names = {name for name in names if not standing.is_listed(name, reader.lexicon, reader.locale)}
    for word in SMALL.finditer(reader.text) if names else ():
        base = POSSESSIVE.sub("", word[0])
        if base.replace("’", "'") in names:
            yield Span(word.start(), word.start() + len(base), "unclear", "fuzzy", "word_or_name")
