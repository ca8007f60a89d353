"""Names in small letters: those that the case writes with a capital elsewhere, and those of texts without capitals."""

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
    """Small words that are names of the case; where a text has no capitals, also what can't be an ordinary word.

    known: the words, in small letters, of the names that are looked for. One that is an ordinary word too is left to
    people where what stands beside it speaks for a name, and is a word elsewhere.
    """
    if reader.is_bare():
        yield from _in_a_bare_text(reader, known)
        return
    wanted = [word for word in sorted(known) if reader.lexicon.lower.get(word)]
    if not wanted:
        return
    for found in re.finditer(rf"(?<![\w@#/'’-])(?:{'|'.join(map(re.escape, wanted))})(?![\w-])", reader.text):
        first = reader.text.rfind("\n", 0, found.start()) + 1
        words = list(WORD.finditer(reader.text, max(first, found.start() - AROUND), found.end() + AROUND))
        place = next((number for number, word in enumerate(words) if word.start() == found.start()), None)
        if place is not None:
            yield from _spans(reader, words, place, "", known, False)


def _in_a_bare_text(reader: Reader, known: Collection[str]) -> Iterator[Span]:
    words = list(WORD.finditer(reader.text))
    introduced = _introduced(reader, words)
    known = {*known, *(OWNED.sub("", words[place][0]) for place in introduced)}
    for place in range(len(words)):
        yield from _spans(reader, words, place, introduced.get(place, ""), known, True)
    yield from _places(reader)
    yield from _shared(reader, words)


def _shared(reader: Reader, words: list[re.Match[str]]) -> Iterator[Span]:
    """Countries and nationalities, which a text without capitals writes small too: `from nigeria`, `he's brazilian`."""
    for word in words:
        text, start = OWNED.sub("", word[0]), word.start()
        if text in reader.lexicon.language:
            continue  # `turkey`, `polish`
        if text.title() in reader.locale.countries:
            yield Span(start, start + len(text), "place", "wide", "country")
        elif text.title() in reader.locale.demonyms:
            yield Span(start, start + len(text), "demographic", "wide", "demonym")


def _spans(
    reader: Reader, words: list[re.Match[str]], place: int, told: str, known: Collection[str], bare: bool
) -> Iterator[Span]:
    text = OWNED.sub("", words[place][0])
    lower = text.replace("’", "'")
    if len(lower) < SHORTEST:
        return
    kind = told or _kind(reader, words, place, lower, lower in known, bare)
    if kind:
        layer, rule = ("fuzzy", "word_or_name") if kind == "unclear" else ("context", "small")
        yield Span(words[place].start(), words[place].start() + len(text), kind, layer, rule)


def _introduced(reader: Reader, words: list[re.Match[str]]) -> dict[int, str]:
    """The words of a text without capitals that are told to be names: `mister hussain`, `this is grace`."""
    locale, found = reader.locale, {}
    for place in range(len(words)):
        before, word = _neighbour(reader.flowing, words, place, -1), OWNED.sub("", words[place][0])
        if not before or len(word) < SHORTEST:
            continue
        strange, given = _is_strange(reader, word), word in locale.any_given
        named = given or word in locale.ambiguous
        said = before in locale.kin_words or " ".join(other[0] for other in words[max(0, place - 3) : place]).endswith(
            locale.introductions
        )
        if (
            before in locale.titles
            and (strange or named or (before in locale.sure_titles and word not in locale.openers))
        ) or (
            (strange or word in locale.ambiguous)
            and _is_given(reader, words, place, found)
            and word not in locale.openers
        ):
            found[place - 1] = found[place] = "person"
        elif said and (given or strange):
            found[place] = "person"
    return found


def _is_given(reader: Reader, words: list[re.Match[str]], place: int, found: Collection[int]) -> bool:
    """Whether the word before a surname is a given name; `will` is one if somebody was told to be or it goes on so."""
    before, locale = words[place - 1][0], reader.locale
    if before in locale.given_names or (before in locale.ambiguous_given and before not in locale.openers):
        return True
    after = _neighbour(reader.flowing, words, place, 1)
    told = place - 1 in found or after in locale.being_verbs or after in locale.human_verbs
    return before in locale.ambiguous_given and told


def _kind(reader: Reader, words: list[re.Match[str]], place: int, lower: str, known: bool, bare: bool) -> str:
    """What a small word is: a person, some name, unclear, or nothing."""
    locale, lexicon = reader.locale, reader.lexicon
    ordinary = standing.is_listed if bare else standing.is_word  # how often it stands small tells nothing there
    if not ordinary(lower, lexicon, locale):
        if known or lower in locale.given_names:
            return "" if lower in locale.small_words and not known else "person"
        return "other" if bare and _is_strange(reader, lower) else ""
    given = lower in locale.ambiguous_given
    if not (known or (bare and (given or lower in locale.ambiguous))):
        return ""
    return _beside(reader, words, place, given, known, bare)


def _beside(reader: Reader, words: list[re.Match[str]], place: int, given: bool, known: bool, bare: bool) -> str:
    """What stands before and after a small word says: unclear, or nothing."""
    locale, word = reader.locale, words[place][0]
    before, after = _neighbour(reader.flowing, words, place, -1), _neighbour(reader.flowing, words, place, 1)
    if before in locale.determiners and before not in locale.conjoining:
        return ""
    addressed = before in locale.before_names and word not in locale.openers  # `I told price that`
    if after in locale.after_words and (word in locale.openers or not bare) and not addressed:
        return ""
    owner = bool(OWNED.search(word)) and word not in locale.openers
    if bare and given and (before in locale.kin_words or before in locale.before_names or after in locale.relatives):
        return "unclear"  # `our young fella will`, `for will in the ward`, `may who does the rice`
    if known and bare and not owner:  # where nothing has a capital, all that isn't plainly a word is left to people
        if word not in locale.openers and not (before in locale.after_words and after in locale.after_words):
            return "unclear"
        return "" if before in locale.after_words or after in locale.after_words or not after else "unclear"
    if bare and given and word not in locale.openers:
        does = after in locale.human_verbs or after in locale.being_verbs or after in locale.relatives
        plain = word in locale.mass_words or before in locale.after_words or after in locale.after_words
        return "unclear" if does or not plain else ""
    if not bare and before and before not in locale.openers and before not in locale.before_names:
        return ""  # `the electricity bill had`
    verb = after in locale.human_verbs or (after.endswith(locale.past_endings) and len(after) > 4)
    verb = verb or (known and after in locale.being_verbs and (bare or word not in locale.mass_words))
    if not bare and word in locale.openers:
        verb, owner = False, False
    told = before in locale.before_names and (before not in locale.after_nouns or (known and before != "to"))
    return "unclear" if (known or given) and (owner or verb or told) and (known or word not in locale.openers) else ""


def _neighbour(text: str, words: list[re.Match[str]], place: int, step: int) -> str:
    """The word beside a small one, in small letters, if a blank lies between; after it only a small word counts."""
    start, end = words[place].span()
    if step < 0:
        found = BEFORE.search(text, max(0, start - AROUND), start)
        return found[1].lower().replace("’", "'") if found else ""
    found = AFTER.match(text, end)
    return found[1].replace("’", "'") if found else ""


def _is_strange(reader: Reader, word: str) -> bool:
    """Whether a word is none of the language's, which a text without capitals writes like a name."""
    locale = reader.locale
    lower = word.replace("’", "'")
    base = lower.split("'")[0]
    return (
        len(base) >= SHORTEST
        and not standing.is_listed(lower, reader.lexicon, locale)
        and not standing.is_listed(base, reader.lexicon, locale)
        and not all(part in reader.lexicon.language or part in locale.openers for part in lower.split("-"))
        and lower.upper() not in locale.acronyms
        and lower not in locale.small_acronyms
        and lower.title() not in locale.countries
        and lower.title() not in locale.demonyms
        and len(set(lower)) > 2
    )


def _places(reader: Reader) -> Iterator[Span]:
    """`on cinder lane`, `at ravensgill infirmary`: a noun that names a place, with the word before it."""
    locale = reader.locale
    nouns = "|".join(sorted(noun.lower() for noun in locale.naming_nouns))
    before = "|".join(sorted(locale.before_places))
    for found in re.finditer(rf"(?<!\S)(?P<before>{before})?(?P<it> ?[^\W\d_'’]+ (?P<noun>{nouns}))\b", reader.text):
        word = found["it"].split()[0]
        plain = word in locale.openers or word in locale.generic_words or word in locale.determiners
        if not plain and (found["before"] or _is_strange(reader, word)):
            start = found.start("it") + len(found["it"]) - len(found["it"].lstrip())
            kind = locale.head_nouns.get(found["noun"].title(), "organisation")
            yield Span(start, found.end("it"), kind, "context", "small_head_noun")


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
