"""Names in small letters among capitals: those that the case writes with a capital elsewhere, and given names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from multicase.anonymise import standing
from multicase.anonymise.capitals import LETTERS, LOWER, SMALL
from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span
from multicase.anonymise.standing import SHORTEST

if TYPE_CHECKING:
    from multicase.anonymise.lexicon import Lexicon

WORD = re.compile(rf"(?<![^\W_])(?<![@#/])[{LOWER}][^\W\d_]*(?:['’\-][^\W\d_]+)*")
# A line of some words whose only capital letters are those of `I`, of acronyms and of what is shouted.
NO_CAPITALS = re.compile(r"(?m)^(?!.*[A-Z][a-z])(?=(?:.*\b[a-z]+\b){4}).+$")
INITIAL = re.compile(r" [b-hj-np-z](?![\w'’-]|\.\w)")
OWNED = re.compile(r"['’]s?$")
BEFORE = re.compile(r"([^\W_][\w'’-]*)[ \u00a0]$")
AFTER = re.compile(rf"[ \u00a0]([{LOWER}][\w'’-]*)")
JOINS, BLANKS = frozenset("'’-"), frozenset({" ", "\u00a0"})
ASKED = ("unclear", "cue", "small")  # kind, layer and rule of what is put before a person, and stays until then
AROUND = 40  # characters beside a word that are looked at
_Finding = Callable[[Reader, re.Match[str]], Iterator[Span]]


def find(reader: Reader, known: Collection[str]) -> Iterator[Span]:
    """Small words that are names of the case: those of persons, and what no dictionary has and a capital tells of.

    known: the words, in small letters, of the persons that are looked for. One that is an ordinary word too is left to
    people where what stands beside it speaks for a name, and is a word elsewhere.
    """
    text, lexicon, locale = reader.text, reader.lexicon, reader.locale
    strange = {word for word, times in lexicon.capital.items() if times and word not in known}
    strange = {word for word in strange if _is_strange(word, lexicon, locale)}
    found_as: dict[str, _Finding | None] = {}  # most words stand often, and are none of these
    for word in WORD.finditer(text):
        written = word[0]
        if written not in found_as:
            found_as[written] = _finding(_name(written), known, strange, reader)
        if (finding := found_as[written]) and text[word.start() - 1 : word.start()] not in JOINS:
            yield from finding(reader, word)
    for capital in reader.words:
        if capital.lower in strange and reader.is_plain(capital) and standing.is_word(capital.lower, lexicon, locale):
            yield Span(capital.start, capital.end, *ASKED)


def _name(written: str) -> str:
    """A small word without a possessive ending."""
    return written if written.isalpha() else OWNED.sub("", written).replace("’", "'")


def _finding(name: str, known: Collection[str], strange: Collection[str], reader: Reader) -> _Finding | None:
    """What finds a small word by what stands beside it; None for one that is nothing anywhere."""
    lexicon, locale = reader.lexicon, reader.locale
    if len(name) < SHORTEST:
        return None
    if not (name in known or name in strange):
        return _given if name in locale.any_given else _treated if _may_be_treated(name, lexicon, locale) else None
    if not standing.is_word(name, lexicon, locale):
        return partial(_as, "person" if name in known else "other", "context", "small")
    return partial(_as, *ASKED) if name in strange else _known


def _as(kind: str, layer: str, rule: str, reader: Reader, word: re.Match[str]) -> Iterator[Span]:
    yield Span(word.start(), word.start() + len(_name(word[0])), kind, layer, rule)


def _known(reader: Reader, word: re.Match[str]) -> Iterator[Span]:
    if _may_be_known(reader, word):
        yield from _as("unclear", "fuzzy", "word_or_name", reader, word)


def _treated(reader: Reader, word: re.Match[str]) -> Iterator[Span]:
    if _is_treated_as_somebody(reader, word):
        yield from _as(*ASKED, reader, word)


def _given(reader: Reader, word: re.Match[str]) -> Iterator[Span]:
    """A given name that nothing else tells of: `then gareth said`, with a surname that is no word, `gareth pugh`.

    One that means something else too is left to people; an ordinary word is where it does what people do, or a letter
    follows it: `ruby p`.
    """
    lexicon, locale, name = reader.lexicon, reader.locale, _name(word[0])
    listed = name in lexicon.language or name in locale.openers or name in locale.common_words
    if name in locale.month_names or name in lexicon.things or name in locale.not_identifying:
        return
    start, end = word.start(), word.start() + len(name)
    letter = INITIAL.match(reader.text, end)
    if letter and name not in locale.openers:
        yield Span(start, letter.end(), *ASKED)
        return
    if listed:
        if name not in locale.ambiguous and _may_be_known(reader, word):
            yield Span(start, end, *ASKED)
        return
    if name in locale.ambiguous or name in locale.small_words:
        yield Span(start, end, *ASKED)
        return
    surname = WORD.match(reader.text, end + 1) if reader.text[end : end + 1] in BLANKS else None
    base = OWNED.sub("", surname[0]) if surname else ""
    if surname and _is_strange(base.replace("’", "'"), lexicon, locale):
        end = surname.start() + len(base)
    yield Span(start, end, "person", "context", "small_given_name")


def _may_be_treated(name: str, lexicon: Lexicon, locale: Locale) -> bool:
    """Whether a word is no word, so that it may be somebody whom the case never writes with a capital."""
    longer = len(name) > SHORTEST and "'" not in name
    return longer and not lexicon.is_common(name) and _is_strange(name, lexicon, locale)


def _is_treated_as_somebody(reader: Reader, word: re.Match[str]) -> bool:
    """Whether what is no word is asked or does something, or ends as what one has: `ask leanne`, `garys bike`."""
    lexicon, locale, name = reader.lexicon, reader.locale, _name(word[0])
    if name.endswith("s") and name[:-1] in locale.any_given and name[:-1] not in lexicon.language:
        return True
    before, after = (neighbour(reader.text, word, step) for step in (-1, 1))
    told = before in (locale.before_names - locale.after_nouns) | locale.kin_words
    return told or after in locale.human_verbs


def _is_strange(word: str, lexicon: Lexicon, locale: Locale) -> bool:
    """Whether a word that the case writes with a capital is in no dictionary, and nothing that the case speaks of."""
    return word not in lexicon.things and standing.is_strange(word, lexicon, locale)


def in_full(reader: Reader) -> Iterator[Span]:
    """Names of several words that the case writes with capitals: `gansey road`; asked about if all are ordinary."""
    lexicon, locale = reader.lexicon, reader.locale
    here = {word for small in SMALL.findall(reader.text) for word in LETTERS.findall(small)}
    wanted = [name for name in sorted(lexicon.names) if all(word in here for word in LETTERS.findall(name))]
    if not wanted:
        return
    either = "|".join(_as_written(name) for name in sorted(wanted, key=len, reverse=True))
    for found in re.finditer(rf"(?<![\w@#/'’-])(?:{either})(?![\w-])", reader.text):
        name = found[0].replace("\n", " ").replace("\u00a0", " ").replace("’", "'")
        if any(_is_strange(word, lexicon, locale) for word in name.split()):
            yield Span(*found.span(), lexicon.names[name], "context", "small")
        else:
            yield Span(*found.span(), *ASKED)


def _as_written(name: str) -> str:
    """An expression for a name with whatever blanks and apostrophes a text has."""
    return re.escape(name).replace(r"\ ", r"[ \u00a0\n]").replace("'", "['’]")


def _may_be_known(reader: Reader, found: re.Match[str]) -> bool:
    """Whether an ordinary word may be a name that the case knows: `I told price that`."""
    locale, word = reader.locale, found[0]
    before, after = (neighbour(reader.text, found, step) for step in (-1, 1))
    if before in locale.determiners - locale.conjoining:
        return False
    if before and before not in locale.openers and before not in locale.before_names:
        return False  # `the electricity bill had`
    addressed = before in locale.before_names - locale.being_verbs and before != "to"  # `dat is goed`
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
