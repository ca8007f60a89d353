"""Names in small letters among capitals: those that the case writes with a capital elsewhere, and in whole lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from multicase.anonymise import standing
from multicase.anonymise.capitals import LOWER
from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span

WORD = re.compile(rf"(?<![^\W_])(?<![@#/])[{LOWER}][^\W\d_]*(?:['’\-][^\W\d_]+)*")
# A line of some words whose only capital letters are those of `I`, of acronyms and of what is shouted.
NO_CAPITALS = re.compile(r"(?m)^(?!.*[A-Z][a-z])(?=(?:.*\b[a-z]+\b){4}).+$")
OWNED = re.compile(r"['’]s?$")
BEFORE = re.compile(r"([^\W_][\w'’-]*)[ \u00a0]$")
AFTER = re.compile(rf"[ \u00a0]([{LOWER}][\w'’-]*)")
SHORTEST = 3
AROUND = 40  # characters beside a word that are looked at


def find(reader: Reader, known: Collection[str]) -> Iterator[Span]:
    """Small words that are names of the case.

    known: the words, in small letters, of the names that are looked for. One that is an ordinary word too is left to
    people where what stands beside it speaks for a name, and is a word elsewhere.
    """
    wanted = [word for word in sorted(known) if reader.lexicon.lower.get(word) and len(word) >= SHORTEST]
    if not wanted:
        return
    for found in re.finditer(rf"(?<![\w@#/'’-])(?:{'|'.join(map(re.escape, wanted))})(?![\w-])", reader.text):
        word = WORD.match(reader.text, found.start())
        if word is None or OWNED.sub("", word[0]) != found[0]:
            continue
        if not standing.is_word(found[0].replace("’", "'"), reader.lexicon, reader.locale):
            yield Span(*found.span(), "person", "context", "small")
        elif _may_be_known(reader, word):
            yield Span(*found.span(), "unclear", "fuzzy", "word_or_name")


def _may_be_known(reader: Reader, found: re.Match[str]) -> bool:
    """Whether an ordinary word may be a name that the case knows: `I told price that`."""
    locale, word = reader.locale, found[0]
    before, after = (neighbour(reader.text, found, step) for step in (-1, 1))
    if before in locale.determiners - locale.conjoining:
        return False
    if before and before not in locale.openers and before not in locale.before_names:
        return False  # `the electricity bill had`
    addressed = before in locale.before_names and before != "to"
    if word in locale.openers:
        return addressed and after not in locale.after_words
    if after in locale.after_words and not addressed:
        return False
    does = after in locale.human_verbs or (after.endswith(locale.past_endings) and len(after) > 4)
    owns = OWNED.search(word) is not None
    return owns or addressed or does or (after in locale.being_verbs and word not in locale.mass_words)


def neighbour(text: str, word: re.Match[str], step: int) -> str:
    """The word beside a small one, in small letters, if a blank lies between; after it only a small word counts."""
    start, end = word.span()
    if step < 0:
        found = BEFORE.search(text, max(0, start - AROUND), start)
        return found[1].lower().replace("’", "'") if found else ""
    found = AFTER.match(text, end)
    return found[1].replace("’", "'") if found else ""


def in_lines(reader: Reader) -> Iterator[Span]:
    """`dr patel`, `liam o'connor`, in lines that are written without capitals: elsewhere a name would have one."""
    locale, text = reader.locale, reader.text
    titled, given, anywhere = _small_names(locale)
    for found in anywhere.finditer(text):
        if not standing.is_listed(found["it"].replace("’", "'"), reader.lexicon, locale):
            yield Span(*found.span(), "person", "context", "small_title")  # `Dr patel`, `mrs wolcott`
    for line in NO_CAPITALS.finditer(text):
        for found in titled.finditer(text, *line.span()):
            if found["it"] not in locale.openers and found["it"] not in locale.generic_words:
                yield Span(*found.span(), "person", "context", "small_title")
        for found in given.finditer(text, *line.span()):
            yield Span(*found.span(), "person", "context", "small_given_name")


@cache
def _small_names(locale: Locale) -> tuple[re.Pattern[str], ...]:
    """A title and the word after it; a given name with what surely is a surname after it."""
    given = sorted(locale.given_names - locale.ambiguous - locale.small_words)
    names = "|".join(name for name in given if len(name) > 2)
    either = "|".join(f"[{title[0].upper()}{title[0]}]{title[1:]}" for title in sorted(locale.small_titles))
    return (
        re.compile(rf"(?<![\w@#.])(?:{'|'.join(sorted(locale.small_titles))})\.? (?P<it>[a-z][a-z'’-]{{2,}})\b"),
        re.compile(rf"(?<![\w@#'’.-])(?:{names})(?:[ ](?:o['’]|mc|mac)[a-z]{{3,}})?(?![\w@.-]\w|\w)"),
        re.compile(rf"(?<![\w@#.])(?:{either})\.? (?P<it>[{LOWER}][^\W\d_]+(?:['’-][^\W\d_]+)?)(?!\w)"),
    )
