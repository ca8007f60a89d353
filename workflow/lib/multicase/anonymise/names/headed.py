"""Organisations and places told by a head noun: `Quarry Lane Surgery`, `University of Wold`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from multicase.anonymise.capitals import Capital
from multicase.anonymise.locale import Locale
from multicase.anonymise.names.reader import Reader
from multicase.anonymise.span import Span

OF_A_HOUSE = r"(?<![\w£.,-])\d{1,4}(?:[-–/]\d{1,4})?[A-Za-z]?,? "
HOUSE_NUMBER = re.compile(rf"{OF_A_HOUSE}$")
HEAD_NOUN = ("context", "head_noun")


def headed(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
    """`Quarry Lane Surgery`, `University of Wold`: a head noun with at least one word that is a name."""
    for place, word in enumerate(run):
        kind = reader.locale.head_nouns.get(word.text) or (
            reader.locale.head_nouns.get(word.text.title()) if word.shouted else None
        )
        if kind is None:
            continue
        before = [other for other in run[_after_person(reader, run, place) : place] if not reader.is_title(other)]
        first = next((number for number, other in enumerate(before) if reader.may_name(other)), None)
        of_two = bool(before) and not before[-1].initial and before[-1].text in reader.locale.head_nouns  # `Mill Bank`
        of_two = of_two and reader.locale.head_nouns[before[-1].text] == "place"
        of_two = of_two and word.text not in reader.locale.institution_nouns  # but no `District Council`
        if first is None and (word.text in reader.locale.naming_nouns or kind == "place" or of_two):
            first = _nearest(reader, before, word)
        if first is None or kind == "place":
            numbered = _at_a_number(reader, before, word)
            first = numbered if first is None else min(first, first if numbered is None else numbered)
        if first is not None:
            while first and (
                _extends(reader, before[first - 1], before[first]) or _is_of(reader, before[first - 1], before[first])
            ):
                first -= 1
            start = before[first].start
            start -= _number_before(reader, start)
            yield Span(start, _subject(reader, run, place) if kind == "organisation" else word.end, kind, *HEAD_NOUN)
        after = run[place + 1 : place + 4]
        glue = reader.text[word.end : after[0].start] if after else ""
        if after and reader.joins.of_the.fullmatch(glue) and reader.may_name(after[0]):
            last = after[0]
            for other in after[1:]:
                if not reader.closely(last, other) or not reader.may_name(other):
                    break
                last = other
            yield Span(_described(reader, run, place).start, last.end, kind, *HEAD_NOUN)


@cache
def _numbers(locale: Locale) -> re.Pattern[str]:
    """The number of a house, and what stands before it: `Flat 3, 18`; also that alone: `Flat 3, Alma Court`."""
    dwelling = rf"\b(?:{'|'.join(locale.dwellings)}) \d{{1,4}}(?:/\d{{1,2}})?[A-Za-z]?,? "
    return re.compile(rf"(?:{dwelling})?{HOUSE_NUMBER.pattern}|{dwelling}$")


def _number_before(reader: Reader, start: int) -> int:
    number = _numbers(reader.locale).search(reader.text[max(0, start - 24) : start])
    return len(number[0]) if number else 0


def _after_person(reader: Reader, run: Sequence[Capital], place: int) -> int:
    """Where a run of words goes on after a person: the surgery in `Sarah Holt of Quarry Lane Surgery`."""
    first = 0
    for number in range(1, place + 1):
        before = run[first:number]
        saint = any(word.lower in reader.locale.saints for word in before)
        person = any(
            reader.is_title(word) or reader.is_initial(word) or word.lower in reader.locale.given_names
            for word in before
            if not reader.is_plain(word) or reader.is_title(word) or reader.is_initial(word)
        )
        if (
            person
            and not saint
            and reader.joins.between.fullmatch(reader.text[run[number - 1].end : run[number].start])
        ):
            first = number
    return first


def _subject(reader: Reader, run: Sequence[Capital], place: int) -> int:
    """Where the name of an institution ends: `Cardiff School of Medicine`."""
    last = place
    for number in range(place + 1, min(place + 4, len(run))):
        glue = reader.text[run[last].end : run[number].start]
        goes_on = reader.joins.of.fullmatch(glue) if last == place else glue == " "
        if reader.is_title(run[number]) or not goes_on:
            break
        last = number
    return run[last].end


def _described(reader: Reader, run: Sequence[Capital], place: int) -> Capital:
    """Where the name of an institution of something begins: `Royal College of Surgeons`."""
    first = place
    while first and place - first < 2 and reader.closely(run[first - 1], run[first]):
        if run[first - 1].initial or reader.is_title(run[first - 1]) or not reader.is_plain(run[first - 1]):
            break
        first -= 1
    return run[first]


def _at_a_number(reader: Reader, before: Sequence[Capital], noun: Capital) -> int | None:
    """The word after a house's number: `3 Back Lane` is a street, whatever its words mean elsewhere."""
    first, after = len(before), noun
    while first and reader.closely(before[first - 1], after):
        first, after = first - 1, before[first - 1]
    start = after.start
    numbered = first < len(before) and HOUSE_NUMBER.search(reader.text[max(0, start - 8) : start])
    return first if numbered else None


def _nearest(reader: Reader, before: Sequence[Capital], noun: Capital) -> int | None:
    """The word before a noun that makes a name of any word: `King Street`, but no `General Practice`."""
    if not before or not reader.closely(before[-1], noun):
        return None
    word = before[-1]
    common = word.lower in reader.locale.openers or word.lower in reader.locale.generic_words
    if word.shouted or common or (word.initial and reader.lexicon.is_word(word.lower)):
        return None
    return len(before) - 1


def _is_of(reader: Reader, noun: Capital, name: Capital) -> bool:
    """Whether a head noun goes on with a name: `Isle of Orr` in `Isle of Orr Hospital`."""
    return (
        noun.text in reader.locale.head_nouns
        and reader.joins.of.fullmatch(reader.text[noun.end : name.start]) is not None
    )


def _extends(reader: Reader, word: Capital, after: Capital) -> bool:
    """Whether a word belongs to the name after it: `Old Mill Surgery`, `North Hull CCG`, `Station Road Practice`."""
    if not reader.closely(word, after) or (word.initial and word.lower in reader.locale.openers):
        return False
    names = word.lower in reader.locale.ambiguous and not word.initial
    known = word.lower in reader.locale.qualifiers or word.lower in reader.locale.regal
    place = not word.initial and reader.locale.head_nouns.get(word.text) == "place"
    shouted = reader.is_shouted(word) and word.lower not in reader.locale.openers
    return names or known or place or shouted or after.text in reader.locale.naming_nouns
