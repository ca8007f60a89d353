"""Layer 8, what many share: countries, nationalities, occupations, posts, health and family, institutions by kind.

Found, so that a person can decide otherwise, and kept by default: alone they point to nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from multicase.anonymise.capitals import Capital
from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span

BLANK = frozenset({" ", "\u00a0"})
LONGEST = 24  # characters of an occupation before a name


def _any(words: Iterable[str]) -> str:
    """Words as alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _of(locale: Locale) -> re.Pattern[str]:
    """`of the`: what joins an institution or a post with what it is for."""
    return re.compile(rf"[ \u00a0](?:{_any(locale.of_words)})[ \u00a0]")


@cache
def _origin(locale: Locale) -> re.Pattern[str]:
    """`origin`, behind a nationality."""
    return re.compile(rf" (?:{_any(locale.origin_words)})\b")


@cache
def _occupation(locale: Locale) -> re.Pattern[str]:
    """`a retired teacher`, `chemist and teacher`, with the words that announce it."""
    joined = rf"(?: {locale.occupation_and} (?:[a-z]+ )?{_noun(locale)})?"
    return re.compile(rf"\b(?:{_any(locale.occupation_before)}) (?P<it>{_nouns(locale)}{joined})\b")


@cache
def _apposition(locale: Locale) -> re.Pattern[str]:
    """`Orr (1857-1938), chemist, was`."""
    ends = rf"(?=[,;]|\.\s| {locale.occupation_and} )"
    return re.compile(rf"[,)] (?P<it>{_nouns(locale)}(?:{locale.plural})?){ends}")


@cache
def _several(locale: Locale) -> re.Pattern[str]:
    """`both were farmers`."""
    return re.compile(rf"(?:{_any(locale.occupation_several)}) (?P<it>{_nouns(locale)}{locale.plural})\b")


@cache
def _before_name(locale: Locale) -> re.Pattern[str]:
    """`neurologist`, `police officers`: what stands before a name."""
    return re.compile(rf"\b(?P<it>{_noun(locale)}(?:{locale.plural})?) $")


def _noun(locale: Locale) -> str:
    by_letter: dict[str, list[str]] = defaultdict(list)  # hundreds of alternatives in a row take longer to try
    for noun in sorted(locale.occupations):
        by_letter[noun[0]].append(re.escape(noun[1:]))
    nouns = "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return rf"(?:{nouns}|[a-z]+(?:{'|'.join(locale.occupation_endings)}))"


def _nouns(locale: Locale) -> str:
    return rf"(?:(?:{'|'.join(sorted(locale.occupation_words))}) ){{0,2}}{_noun(locale)}"


@cache
def _last_words(locale: Locale) -> frozenset[str]:
    """The last words of occupations: most places before a name are passed over by them alone."""
    words = {noun.split()[-1] for noun in locale.occupations}
    return frozenset(words | {f"{word}{locale.plural}" for word in words})


def _before(reader: Reader, start: int) -> Iterator[Span]:
    """The occupation before a name that begins at `start`."""
    text, locale = reader.text, reader.locale
    word = text[text.rfind(" ", 0, max(0, start - 1)) + 1 : start - 1] if text[start - 1 : start] == " " else ""
    may_be = word in _last_words(locale) or word.removesuffix(locale.plural).endswith(locale.occupation_endings)
    if may_be and (found := _before_name(locale).search(text, max(0, start - LONGEST), start)):
        yield Span(*found.span("it"), "job", "wide", "occupation")


@cache
def _demographics(locale: Locale) -> re.Pattern[str]:
    """All that tells of a life in one expression: a text is searched once; the find is the group that is set."""
    every = [regex.replace("(?P<it>", "(") for group in locale.demographics.values() for regex in group]
    return re.compile(rf"\b(?=[{''.join(locale.demographics)}])(?:{'|'.join(every)})")


@cache
def _shared(locale: Locale) -> dict[str, list[tuple[str, str, str]]]:
    """First word -> name, kind and rule of each country and demonym that begins with it, the longest first."""
    by_word: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    names = [(name, "place", "country") for name in locale.countries]
    names += [(name.upper(), "place", "country") for name in locale.countries]
    names += [(name, "demographic", "demonym") for name in locale.demonyms]
    for name in sorted(names, key=lambda item: (-len(item[0]), item)):
        by_word[name[0].split()[0]].append(name)
    return dict(by_word)


def find(reader: Reader) -> Iterator[Span]:
    """Countries, demonyms, occupations, what tells of a life, posts, and institutions such as `Court of Appeal`."""
    text, locale = reader.text, reader.locale
    shared, origins = _shared(locale), _origin(locale)
    for word in reader.words:
        for name, kind, rule in shared.get(word.text.partition("-")[0], ()):
            end = word.start + len(name)
            if text.startswith(name, word.start) and not text[end : end + 1].isalnum():
                if rule == "demonym" and word.text.partition("-")[2] in locale.demonyms:
                    end = word.end  # British-Nigerian
                origin = origins.match(text, end) if rule == "demonym" else None
                yield Span(word.start, origin.end() if origin else end, kind, "wide", rule)
                break
    for regex in (_occupation(locale), _apposition(locale), _several(locale)):
        for found in regex.finditer(text):
            yield Span(*found.span("it"), "job", "wide", "occupation")
    for found in _demographics(locale).finditer(text):
        yield Span(*found.span(found.lastindex), "demographic", "wide", "attribute")
    for run in reader.runs():
        yield from _before(reader, run[0].start)
        yield from _institutions(reader, run)
        yield from _posts(reader, run)


def _posts(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
    """`Chief Medical Officer`, `Secretary of State for Health`: one holds it at a time, and many know who."""
    for place, word in enumerate(run):
        if word.text not in reader.locale.post_nouns:
            continue
        first, last = place, place
        while first and _belongs(reader, run[first - 1], run[first]):
            first -= 1
        while last + 1 < len(run) and _of(reader.locale).fullmatch(reader.text[run[last].end : run[last + 1].start]):
            last += 1
        if last > first:
            yield Span(run[first].start, run[last].end, "job", "wide", "post")


def _institutions(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
    for place, word in enumerate(run):
        if word.text not in reader.locale.institution_nouns:
            continue
        first = place
        while first and _belongs(reader, run[first - 1], run[first]):
            first -= 1
        end = word.end
        after = run[place + 1] if place + 1 < len(run) else None
        if after is not None and _of(reader.locale).fullmatch(reader.text[word.end : after.start]):
            end = after.end
            rest = run[place + 2] if place + 2 < len(run) else None
            if rest is not None and reader.text[after.end : rest.start] in BLANK:
                end = rest.end
        if end > word.end or first < place:
            yield Span(run[first].start, end, "organisation", "wide", "institution")


def _belongs(reader: Reader, word: Capital, after: Capital) -> bool:
    opening = word.initial and word.lower in reader.locale.openers
    return (
        reader.text[word.end : after.start] in {" ", "\u00a0", "'s ", "’s "}
        and not opening
        and not reader.is_title(word)
    )
