"""Names by their capital alone (layer truecase): what is left of a run of words, with what goes before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from multicase.anonymise import standing
from multicase.anonymise.capitals import Capital
from multicase.anonymise.names.persons import follows_name, is_surname
from multicase.anonymise.names.reader import Reader, is_i
from multicase.anonymise.span import Span
from multicase.anonymise.standing import Standing


def alone(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
    """What is left of a run: words whose capital nothing but a name explains, with what goes before them."""
    group: list[Capital] = []
    before: list[Capital] = []
    for word in [*run, None]:
        fits = word is not None and not reader.is_plain(word)
        fits = fits and (not reader.is_title(word) or reader.standing(word) is Standing.NAME)
        fits = fits and not _qualifies(reader, run, word)
        fits = fits or (word is not None and bool(group) and _ends_a_name(reader, group[-1], word))
        beside = bool(group) and fits and reader.text[group[-1].end : word.start] == " & "
        beside = beside or (word is not None and _bears(reader, group or before, word))
        fits = fits or beside or (word is not None and bool(group) and _goes_on_with_a_thing(reader, group, word))
        if fits and group and not beside and not reader.closely(group[-1], word):
            yield _span(reader, group)
            group = []
        if fits:
            group = [*group, word] if group else [*before, word]
        elif group:
            yield _span(reader, group)
            group = []
        is_before = word is not None and (reader.is_initial(word) or _is_qualifier(reader, run, word))
        before = [*before, word] if is_before else []


def _bears(reader: Reader, name: Sequence[Capital], word: Capital) -> bool:
    """Whether a surname with what belongs to it follows a name of nowhere's list, or initials: `Wietske de Groot`."""
    return bool(name) and reader.over_particles(name[-1], word) and follows_name(reader, name[-1], word)


def _goes_on_with_a_thing(reader: Reader, group: Sequence[Capital], word: Capital) -> bool:
    """Whether an ordinary word with a capital belongs to the name of a thing: `Saltmere Community Pantry`."""
    locale = reader.locale
    strange = not standing.is_word(group[0].lower, reader.lexicon, locale) and not group[0].shouted
    person = any(other.lower in locale.given_names for other in group)
    plain = word.lower in locale.openers or word.text in locale.acronyms or word.lower in locale.weekdays or is_i(word)
    dated = word.text in locale.months or reader.is_title(word) or word.shouted or word.initial
    return strange and not person and not plain and not dated and reader.closely(group[-1], word)


def _ends_a_name(reader: Reader, name: Capital, word: Capital) -> bool:
    """Whether a word that means something else is the surname behind a name of nowhere's list: `Agnieszka Wales`."""
    strange = (
        not standing.is_word(name.lower, reader.lexicon, reader.locale) and name.text not in reader.locale.head_nouns
    )
    short = word.lower in reader.locale.openers and not is_i(word) and word.text != "I"
    surname = is_surname(reader, word) or short or (reader.is_title(word) and not _is_before_a_name(reader, word))
    return strange and surname and not name.shouted and reader.closely(name, word)


def _is_before_a_name(reader: Reader, title: Capital) -> bool:
    """Whether a title goes with the word after it."""
    place = reader.place_of(title) + 1
    return place < len(reader.words) and reader.closely(title, reader.words[place])


def _is_qualifier(reader: Reader, run: Sequence[Capital], word: Capital) -> bool:
    """Whether a word inside a sentence belongs to the name after it: `New York`, `South Glamorgan`, `Black Bull`."""
    after = next((other for other in run if other.start > word.start), None)
    locale = reader.locale
    known = word.lower in locale.qualifiers and not (word.initial and word.lower in locale.openers)
    known = known or (not word.initial and word.lower in locale.ambiguous and word.lower not in locale.openers)
    known = known or (not word.initial and word.lower in locale.numbers)  # `the Three Herrings`
    return known and after is not None and reader.closely(word, after)


def _qualifies(reader: Reader, run: Sequence[Capital], word: Capital) -> bool:
    """Whether a word that may be a name only qualifies the next one: `Long Covid`, `Green Paper`."""
    after = next((other for other in run if other.start > word.start), None)
    return (
        word.lower in reader.locale.ambiguous
        and word.lower not in reader.locale.given_names
        and after is not None
        and reader.closely(word, after)
        and after.lower in reader.locale.not_identifying
        and after.lower not in reader.locale.ambiguous
    )


def _span(reader: Reader, group: Sequence[Capital]) -> Span:
    start, end = group[0].start, group[-1].end
    kind = "other"
    if group[0].lower in reader.locale.saints:
        end = reader.with_ending(end)  # `St Dympna's`
    if any(word.lower in reader.locale.given_names or reader.is_initial(word) for word in group):
        kind = "person"
    elif reader.joins.in_place.search(reader.text[max(0, start - 14) : start]):
        kind = "place"
    return Span(start, end, kind, "truecase", "sentence_start" if group[0].initial else "inside_sentence")
