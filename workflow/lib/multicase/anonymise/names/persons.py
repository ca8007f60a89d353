"""Persons told by a title or a given name, with the words after it that belong to the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from multicase.anonymise import standing
from multicase.anonymise.capitals import UPPER, Capital
from multicase.anonymise.names.headed import HEAD_NOUN, HOUSE_NUMBER
from multicase.anonymise.names.reader import Reader, is_i
from multicase.anonymise.span import Span

QUOTED = re.compile(
    rf" [\"“‘'](?P<it>(?P<small>[a-z]{{1,4}} )?[{UPPER}][\w’'-]*(?: [{UPPER}][\w-]*)?)[\"”’'](?! ?[,.?!]?[\"”])"
)
AFTER = re.compile(rf" (?=[{UPPER}])")
LONGEST_ABBREVIATION = 4  # letters of a title: Cllr, Insp, Prof


def titled(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
    """`Dr Sarah Holt`, `Lady Hallett`: a title and up to four capitalised words after it."""
    place = 0
    while place < len(run):
        if not reader.is_title(run[place]):
            place += 1
            continue
        first = place
        if (
            first
            and run[first - 1].text.title() in reader.locale.before_titles
            and reader.closely(run[first - 1], run[first])
        ):
            first -= 1
        while place + 1 < len(run) and _another_title(reader, run[place], run[place + 1]):
            place += 1
        last = place
        while last + 1 < len(run) and last - place < 4 and reader.goes_on(run[last], run[last + 1]):
            follows = _follows_title if last == place else follows_name
            if not follows(reader, run[last], run[last + 1]):
                break
            last += 1
        if (
            last == place > first
            and (_is_sure(reader, run[first]) or run[place].lower in reader.locale.ambiguous)
            and run[place].text not in reader.locale.not_after_titles
        ):
            yield Span(run[first].start, run[place].end, "person", "context", "title")  # `Ms Judge`
        if last == place + 1 and _is_street(reader, run[first], run[last]):
            number = HOUSE_NUMBER.search(reader.text, max(0, run[first].start - 8), run[first].start)
            yield Span(number.start() if number else run[first].start, run[last].end, "place", *HEAD_NOUN)
        elif last > place:
            end = _seat(reader, run[place], run, last)
            generation = reader.joins.generation.match(reader.text, end)
            yield Span(run[first].start, generation.end() if generation else end, "person", "context", "title")
        place = last + 1


def _is_street(reader: Reader, title: Capital, noun: Capital) -> bool:
    """Whether a title that is a word too begins a street's name, for it stands where one does: `on Bishop Street`,
    `44 Baron Street`; not `Sister Lane`, of whom nothing says so.
    """
    before = reader.text[max(0, title.start - 14) : title.start]
    is_of_places = reader.locale.head_nouns.get(noun.text) == "place" and noun.text in reader.locale.naming_nouns
    is_there = reader.joins.in_place.search(before) or HOUSE_NUMBER.search(before)
    return is_of_places and not _is_sure(reader, title) and is_there is not None


def _another_title(reader: Reader, title: Capital, other: Capital) -> bool:
    """Whether a second title goes with the same name: `Detective Sergeant`, `Mr and Mrs`."""
    if not reader.is_title(other) or reader.closely(title, other):
        return reader.is_title(other)
    glue = reader.text[title.end : other.start].replace(".", "")
    return _is_sure(reader, title) and glue.strip(" ") in reader.locale.conjunctions


def _is_sure(reader: Reader, title: Capital) -> bool:
    return title.lower.rstrip(".") in reader.locale.sure_titles


def _follows_title(reader: Reader, title: Capital, word: Capital) -> bool:
    """Whether a word after a title is a name: after `Ms` whatever it means elsewhere, after `Sister` not every word.

    A full stop behind a title that is no abbreviation ends a sentence: `He was a Major. Dreckly, he says`.
    """
    ended = "." in reader.text[title.end : word.start]
    if ended and len(title.text.rstrip(".")) > LONGEST_ABBREVIATION:
        return False
    if reader.is_initial(word) or is_surname(reader, word) or _may_be_name(reader, word):
        return word.text not in reader.locale.not_after_titles
    if not _is_sure(reader, title) or word.text in reader.locale.not_after_titles or is_i(word):
        return False
    return not (ended and word.lower in reader.locale.openers) and word.text not in reader.locale.acronyms


def follows_name(reader: Reader, name: Capital, word: Capital) -> bool:
    """Whether a word behind a name may belong to it; behind a particle, `de Groot`, whatever it means elsewhere."""
    known = _may_be_name(reader, word) or is_surname(reader, word) or word.text in reader.locale.post_nominals
    return known or (word.lower in reader.locale.openers and not is_i(word) and reader.over_particles(name, word))


def is_surname(reader: Reader, word: Capital) -> bool:
    """Whether a word after a title or a given name may be one, though it means something else elsewhere."""
    locale = reader.locale
    if word.lower in locale.ambiguous:
        return word.text not in locale.head_nouns or locale.head_nouns[word.text] == "place"
    return _is_shared(reader, word) or word.text in locale.months or word.lower in locale.weekdays


def _is_shared(reader: Reader, word: Capital) -> bool:
    """Whether a country or a people bears the name, which after a given name or a title is a surname: `Dawn French`."""
    locale = reader.locale
    return (word.text in locale.countries or word.text in locale.demonyms) and word.text not in locale.acronyms


def _seat(reader: Reader, first: Capital, run: Sequence[Capital], last: int) -> int:
    """Where a titled name ends; that of a peer with the place it is of: `Lord Slynn of Hadley`."""
    after = run[last + 1] if last + 1 < len(run) else None
    of = (
        after is not None
        and reader.joins.of.fullmatch(reader.text[run[last].end : after.start])
        and reader.may_name(after)
    )
    return after.end if of and first.lower in reader.locale.peers else run[last].end


def _may_be_name(reader: Reader, word: Capital) -> bool:
    return reader.is_initial(word) or (
        not is_i(word)
        and word.text not in reader.locale.head_nouns
        and word.text not in reader.locale.acronyms
        and not reader.is_title(word)
        and (word.lower not in reader.locale.not_identifying or word.lower in reader.locale.ambiguous)
        and (word.lower not in reader.locale.openers or word.lower in reader.locale.ambiguous)
        and (not word.initial or not reader.lexicon.is_word(word.lower) or word.lower in reader.locale.ambiguous)
    )


def given(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
    """`Sarah Holt`: a given name and the capitalised words after it."""
    place = 0
    while place < len(run):
        word = run[place]
        known = word.lower in reader.locale.any_given or _opens_a_name(reader, run, place)
        is_given = known and (not reader.is_plain(word) or word.lower in reader.locale.weekdays)
        if not is_given:
            place += 1
            continue
        last = place
        while (
            last + 1 < len(run)
            and last - place < 3
            and reader.goes_on(run[last], run[last + 1])
            and follows_name(reader, run[last], run[last + 1])
        ):
            last += 1
        saint = run[place - 1] if place and run[place - 1].lower in reader.locale.saints else None
        if saint and last == place and reader.closely(saint, word):
            end = reader.with_ending(run[last].end)
            yield Span(saint.start, end, _kind_of_saint(reader, saint, word), "context", "saint")
        else:
            last = _byname(reader, run, last) if last == place else last
            yield Span(word.start, run[last].end, "person", "context", "given_name")
        place = last + 1


def _byname(reader: Reader, run: Sequence[Capital], given: int) -> int:
    """The place of what somebody is told by after a given name: `Lenny the Fish`."""
    after = run[given + 1] if given + 1 < len(run) else None
    glue = reader.text[run[given].end : after.start].strip(" ") if after else ""
    if after is None or glue not in reader.locale.articles or after.shouted or after.text in reader.locale.head_nouns:
        return given
    known = (
        after.lower in reader.locale.not_identifying or reader.is_title(after) or after.text in reader.locale.acronyms
    )
    alone = given + 2 == len(run) or not reader.closely(after, run[given + 2])
    return given + 1 if alone and not known else given


def with_byname(reader: Reader, span: Span) -> Span:
    """A name with what tells its bearer from another of the name, before it: `Old Mark`, `Young Mr Pugh`."""
    word = reader.at(span.start) if span.kind in {"person", "other"} else None
    place = reader.place_of(word) if word else 0
    before = reader.words[place - 1] if place else None
    if before is None or before.text not in reader.locale.bynames or reader.text[before.end : span.start] != " ":
        return span
    return replace(span, start=before.start)


def quoted(reader: Reader, spans: Iterable[Span]) -> Iterator[Span]:
    """What somebody is called, in quotation marks inside or behind a name: `Trevor "Day" Dayes`, `Dolly "the Bank"`."""
    for span in spans:
        found = QUOTED.match(reader.text, span.end) if span.kind in {"person", "other", "unclear"} else None
        if found is None:
            continue
        gap = AFTER.match(reader.text, found.end())
        after = reader.at(gap.end()) if gap else None
        inside = after is not None and not found["small"] and reader.may_name(after)
        if inside or (found["small"] or "").strip() in reader.locale.articles:
            yield Span(*found.span("it"), "person", "context", "byname")


def _opens_a_name(reader: Reader, run: Sequence[Capital], place: int) -> bool:
    """Whether a weekday is a given name, before a surname that means nothing else: `Sunday Adeyemi`."""
    after = run[place + 1] if place + 1 < len(run) else None
    is_day = run[place].lower in reader.locale.weekdays and after is not None
    strange = is_day and not standing.is_word(after.lower, reader.lexicon, reader.locale)
    strange = strange and after.text not in reader.locale.acronyms and after.lower not in reader.locale.given_names
    return strange and not after.shouted and reader.text[run[place].end : after.start] in {" ", "\u00a0"}


def _kind_of_saint(reader: Reader, saint: Capital, name: Capital) -> str:
    """`St Mary's` is a church, a school or a hospital, `in St. Andrew` a place."""
    owns = reader.text[name.end : name.end + 1] in {"'", "’"}
    return "organisation" if owns or not reader.joins.in_place.search(reader.text[: saint.start][-14:]) else "place"
