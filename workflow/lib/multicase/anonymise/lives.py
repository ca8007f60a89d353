"""Layer wide, what tells of a life: health, family and circumstances, and what somebody does.

Found by lists of nouns, and told of somebody only where somebody is spoken of: beside a name, or after what is said of
a person. Kept by rule in the profile internal; see `decide`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import ahocorasick

from multicase.anonymise import terms
from multicase.anonymise.forms import fold
from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.span import Span

SENTENCE = 90  # characters before a word in which somebody is looked for
LONGEST = 40  # characters of what somebody does, before its noun
BEFORE = re.compile(r"(?:^|(?<=[\s(\"“'‘/–—-]))([\w'’-]+) $")
BREAK = re.compile(r"[.!?;\n]")
WORD = re.compile(r"[\w'’-]+")
HAS = re.compile(r"\b(?:has|had|have|got|getting|diagnosed with|diagnosis of|dx)(?: [a-z]+)? $")
DIAGNOSED = re.compile(r",? (?:diagnosed|since|dx)\b")
NEXT = re.compile(r"[ -]([\w'’-]+)")
APPOSED = re.compile(
    r"(?:,? \(?(?:aged )?\d{1,3}(?=[,;)]))?"  # an age between
    r"(?:[,;]| \(| \|| [–—-]| the|, (?:who (?:is|was) )?(?:an?|the|our|my|his|her)| \((?:an?|the|our)) ?$"
)
NAMES = frozenset({"person", "other", "unclear"})
BRACKET = re.compile(r" \([^()\n]*$")
COUNTED = re.compile(r"(?<!\w)(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) $")
RULES = {"job": "occupation", "demographic": "attribute", "quantity": "size"}  # of what is told by what stands before
OPENED = re.compile(r"(?:[.:;\n] ?| [|–-] )$")
ENDED = re.compile(r"[.,;]? (?:\d|(?:nine|ten|eleven|twelve|[a-z]+teen|[a-z]+ty)\b)|[.;](?:\s|$)")
JOINED = re.compile(r",? |, (?:that['’]s|an?) ")
SHOWN = re.compile(rf"{JOINED.pattern}|: | [–-] | \(")
TAIL = 3  # words that tell what a role is of, at most


@dataclass(frozen=True)
class Told:
    """What before a word tells of a life with it: `drove a` before `taxi`; the group `it` belongs to the find."""

    kind: str
    before: re.Pattern[str]


@cache
def _nouns(locale: Locale) -> ahocorasick.Automaton:
    """Every noun, folded, with its group, condition, circumstance or role, if it has one, and what tells it."""
    groups: dict[str, str] = {}
    for words, group in (
        (locale.roles | locale.occupations, "role"),
        (locale.circumstances, "circumstance"),
        (locale.conditions, "condition"),
    ):
        for word in sorted(words):
            groups[fold(word)] = group
            if group == "role":
                groups[f"{fold(word)}s"] = "roles"
    told = _told(locale)
    found = ahocorasick.Automaton()
    for word in sorted(groups.keys() | told.keys()):
        found.add_word(word, (word, groups.get(word, ""), tuple(told.get(word, ()))))
    found.make_automaton()
    return found


def _told(locale: Locale) -> dict[str, list[Told]]:
    """Word, folded -> what tells of a life before it."""
    found: dict[str, list[Told]] = defaultdict(list)
    for kind, words in (("job", locale.doing), ("demographic", locale.living), ("quantity", locale.counting)):
        for term, nouns in words.items():
            told = Told(kind, re.compile(f"{terms.expanded(f'<<{term}>>', locale.terms)}$"))
            for noun in nouns:
                found[fold(noun)].append(told)
    return found


def find(reader: Reader, spans: Sequence[Span]) -> Iterator[Span]:
    """Conditions and circumstances (kind demographic), what somebody does (job), how many they are (quantity).

    spans: what the other layers found, in order; names among them tell of whom is spoken.
    """
    folded = fold(reader.text)
    named = _Named([span for span in spans if span.kind in NAMES])
    for last, (noun, group, told) in _nouns(reader.locale).iter(folded):
        start, end = last - len(noun) + 1, last + 1
        if _inside_word(folded, start, end):
            continue
        if group == "circumstance":
            number = COUNTED.search(folded, max(0, start - 12), start)
            yield Span(number.start() if number else start, end, "demographic", "wide", "attribute")
        elif group == "condition":
            if _is_somebodys(reader, folded, start, end, named):
                yield Span(_with_words(reader, folded, start), end, "demographic", "wide", "attribute")
        elif group and (job := _job(reader, folded, start, end, noun, group == "roles", named)) is not None:
            yield job
        for each in told:
            yield from _of_told(reader, folded, start, end, each, named)


def _of_told(reader: Reader, folded: str, start: int, end: int, told: Told, named: _Named) -> Iterator[Span]:
    """What a word tells of somebody's life with what stands before it, if it does."""
    found = told.before.search(folded, max(0, start - LONGEST), start)
    if found is None or not (told.kind == "quantity" or _is_of_somebody(reader, folded, found.start(), end, named)):
        return
    last = _with_what(reader, end, reader.locale.sure_role_joins) if told.kind == "job" else end
    first = found.start("it") if "it" in told.before.groupindex else found.start()
    yield Span(first, last, told.kind, "wide", RULES[told.kind])


def _inside_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isalnum() or after.isalnum() or before in {"-", "’"} or after == "-"


def _sentence(text: str, start: int) -> int:
    """Where the sentence before a place begins, or what is looked at of it."""
    first = max(0, start - SENTENCE)
    breaks = list(BREAK.finditer(text, first, start))
    return breaks[-1].end() if breaks else first


def _is_somebodys(reader: Reader, folded: str, start: int, end: int, named: _Named) -> bool:
    """Whether a condition is somebody's, and not what a service or a policy is about."""
    after = NEXT.match(folded, end)
    if after and after[1] in reader.locale.not_of_one:
        return False
    if not reader.text[start:end].isupper() and fold(reader.text[start:end]) in reader.locale.small_acronyms:
        return False  # `me` and `ms` are words
    if HAS.search(folded, max(0, start - 24), start) or DIAGNOSED.match(folded, end):
        return True
    return _is_of_somebody(reader, folded, start, end, named)


def _is_of_somebody(reader: Reader, folded: str, start: int, end: int, named: _Named) -> bool:
    """Whether the sentence speaks of somebody."""
    first = _sentence(folded, start)
    if named.any_between(first, end + SENTENCE // 2):
        return True
    said = {word.replace("’", "'") for word in WORD.findall(folded[first : end + 20])}
    return not said.isdisjoint(reader.locale.of_life)


def _with_words(reader: Reader, folded: str, start: int) -> int:
    """Where a condition begins with the words that belong to it: `severe asthma`, `registered blind`."""
    found = BEFORE.search(folded, max(0, start - 20), start)
    return found.start(1) if found and found[1] in reader.locale.condition_words - {"his", "her", "really"} else start


def _job(reader: Reader, folded: str, start: int, end: int, noun: str, several: bool, named: _Named) -> Span | None:
    """What somebody does: beside a name, or after what is said of a person; None where the noun is of nobody."""
    locale, text = reader.locale, reader.text
    first = _phrase(reader, folded, start)
    bare = first == start and noun in locale.bare_roles and not text[start].isupper()
    words = [word.replace("’", "'") for word in WORD.findall(folded[max(0, first - 24) : first])]
    close = folded[first - 1 : first] == " " and bool(words)
    told = (
        close
        and not several
        and not bare
        and (_is_told(words, locale) or (words[-1] == "the" and _acts(folded, end, locale)))
    )
    if (
        told
        or _is_alone(text, first, end, several or noun in locale.bare_roles)
        or named.before(text, first)
        or named.after(text, end, several)
    ):
        return Span(first, _with_what(reader, end, locale.role_joins), "job", "wide", "occupation")
    return None


class _Named:
    """Where names stand in a text."""

    def __init__(self, spans: Sequence[Span]):
        self.starts, self.ends = [span.start for span in spans], [span.end for span in spans]

    def any_between(self, first: int, last: int) -> bool:
        return bisect_left(self.starts, first) < bisect_left(self.starts, last)

    def before(self, text: str, first: int) -> bool:
        """Whether a name stands right before a place, with what joins it to what somebody is."""
        found = APPOSED.search(text, max(0, first - 24), first) or BRACKET.search(text, max(0, first - LONGEST), first)
        if found is None:
            return False
        number = bisect_right(self.ends, found.start()) - 1
        return number >= 0 and 0 <= found.start() - self.ends[number] <= 1

    def after(self, text: str, end: int, several: bool) -> bool:
        """Whether a name stands right after a place, as in `the HR adviser, Ms Grace`."""
        number = bisect_left(self.starts, end)
        if number == len(self.starts) or not 1 <= self.starts[number] - end <= 9:
            return False
        between = text[end : self.starts[number]]
        return (JOINED if several else SHOWN).fullmatch(between) is not None


def _with_what(reader: Reader, end: int, joins: Collection[str]) -> int:
    """Where a role ends with what it is of: `chair of governors`, `engineer on the tugs`; names are found apart."""
    locale, text = reader.locale, reader.text
    joined = NEXT.match(text, end)
    if joined is None or joined[1] not in joins or text[end] != " ":
        return end
    last, left, place, article = end, TAIL, joined.end(), joined[1] in locale.sure_role_joins
    while left and text[place : place + 1] == " " and (found := NEXT.match(text, place)):
        word = found[1].replace("’", "'")
        if word in locale.determiners and place == joined.end():
            article, place = True, found.end()
            continue
        stops = word in locale.openers or word in locale.determiners or word in locale.human_verbs
        if (
            stops
            or not article
            or not word.replace("'", "").isalpha()
            or not word.islower()
            or word in locale.being_verbs
        ):
            break
        last = place = found.end()
        left -= 1
    return last


def _is_alone(text: str, first: int, end: int, of_nobody: bool) -> bool:
    """Whether a role opens a sentence and is all that it says before a mark: `Weighbridge clerk, nineteen years`."""
    opens = text[first].isupper() and (first == 0 or OPENED.search(text, max(0, first - 3), first) is not None)
    return opens and not of_nobody and ENDED.match(text, end) is not None


def _acts(folded: str, end: int, locale: Locale) -> bool:
    after = NEXT.match(folded, end)
    return after is not None and (after[1] in locale.human_verbs or after[1].endswith(locale.past_endings))


def _is_told(words: Sequence[str], locale: Locale) -> bool:
    """Whether words before a noun say that somebody is it: `was a`, `I'm the`, `as`; not `the` or `a` alone."""
    last = list(words[-5:])
    while last and (last[-1] in locale.determiners or last[-1] in locale.possessives or last[-1] in locale.passing):
        last.pop()
    return bool(last) and last[-1] in locale.of_somebody


def _phrase(reader: Reader, folded: str, start: int) -> int:
    """Where a role begins with the words before its noun: `senior carer`, `ship's joiner`, `HR adviser`."""
    locale, first = reader.locale, start
    for _ in range(3):
        found = BEFORE.search(folded, max(0, first - LONGEST), first)
        if found is None:
            break
        word = found[1].replace("’", "'")
        stops = word in locale.openers or word in locale.determiners or word in locale.human_verbs
        stops = (
            stops
            or word in locale.being_verbs
            or word in locale.of_somebody
            or word in locale.of_life
            or word.endswith(("'m", "'re"))
        )
        if (
            (stops and word not in locale.occupation_words)
            or (word.endswith("ed") and word not in locale.occupation_words)
            or word in locale.titles
        ):
            break
        if word.endswith("'s") and reader.at(found.start(1)) is not None:
            break
        first = found.start(1)
    return first
