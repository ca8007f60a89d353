"""The capitalised words of one text, and what a capital says of each: how it stands, what it stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from multicase.anonymise import joins, standing
from multicase.anonymise.capitals import Capital, is_bare
from multicase.anonymise.forms import PARTICLES
from multicase.anonymise.locale import Locale
from multicase.anonymise.standing import SHORTEST, Standing

if TYPE_CHECKING:
    from multicase.anonymise.lexicon import Lexicon

# One or two small words before a surname: `Philip de la Perrelle`, `Fatima al-Zahra`, `Dr. van 't Hoff`, `Anne d'Arcy`.
INSIDE = re.compile(rf"\.?[ \u00a0](?:(?:{'|'.join(sorted(PARTICLES))}|['’]t)[ \u00a0-]|d['’]){{1,2}}")
ROMAN = re.compile(r"[IVX]+")
LONGEST = 7  # words in a run
LONGEST_ACRONYM = 5  # letters


def is_i(word: Capital) -> bool:
    """Whether a word is a pronoun that has a capital everywhere, with what is joined to it: `I'd`."""
    return word.text[:2] in {"I'", "I’"}


class Reader:
    """Decides about the capitalised words of one text.

    bare: whether it is written without capitals, if not all of it shows that: speaker labels have capitals anyway.
    """

    def __init__(
        self, text: str, words: Sequence[Capital], lexicon: Lexicon, locale: Locale, *, bare: bool | None = None
    ):
        self.text, self.words, self.lexicon, self.locale = text, words, lexicon, locale
        self.joins = joins.of(locale)
        self.shouting = _shouted_lines(text, words)
        self.in_phrases = _in_phrases(text, locale)
        self._standings: dict[int, Standing | None] = {}
        self._places = {word.start: place for place, word in enumerate(words)}
        self._is_bare = is_bare(text, words) if bare is None else bare
        self._runs = list(self._in_runs())

    def is_bare(self) -> bool:
        """Whether the text is written without capitals, or nearly so, as captions are."""
        return self._is_bare

    def at(self, start: int) -> Capital | None:
        """The capitalised word that begins at a place."""
        place = self._places.get(start)
        return None if place is None else self.words[place]

    def place_of(self, word: Capital) -> int:
        return self._places[word.start]

    def is_title(self, word: Capital) -> bool:
        return word.lower.rstrip(".") in self.locale.titles

    def takes_point(self, word: Capital) -> bool:
        """Whether a full stop after the word ends no sentence: `Dr. Holt`, `S. Holt`, `St. Mary`."""
        return len(word.text) == 1 or word.lower in self.locale.saints or self.is_title(word)

    def with_ending(self, end: int) -> int:
        """Where what is called by a saint ends, which may be only by a possessive ending: `at St Mary's`."""
        return end + 2 if self.text[end : end + 2] in {"'s", "’s"} else end

    def standing(self, word: Capital) -> Standing | None:
        """How a word stands that is a name as well as a word; None for one that is only either."""
        if word.start not in self._standings:
            self._standings[word.start] = (
                standing.of(word, self.text, self.lexicon, self.locale) if self._is_both(word) else None
            )
        return self._standings[word.start]

    def _is_both(self, word: Capital) -> bool:
        lower, locale = word.lower, self.locale
        named = lower in locale.any_given or lower in locale.ambiguous
        named = named or (lower in self.lexicon.named and lower not in locale.titles)
        word_too = named and standing.is_word(lower, self.lexicon, locale)
        return (word_too or self._is_hurried(word) or self._is_in_capitals(word)) and not self.is_shouted(word)

    def _is_in_capitals(self, word: Capital) -> bool:
        """Whether a given name stands as an acronym does, and nowhere in the case as names do: `SID`, `LORA`."""
        as_acronym = word.shouted and 1 < len(word.text) <= LONGEST_ACRONYM and word.lower in self.locale.given_names
        return as_acronym and not self.lexicon.capital.get(word.lower) and not self._is_shouted_name(word)

    def _is_hurried(self, word: Capital) -> bool:
        """Whether a sentence opens with what else stands small, and in no list: a name in a hurry, or a word."""
        lower, locale = word.lower, self.locale
        if not word.initial or len(lower) < SHORTEST or not self._is_only_small(lower) or not self.lexicon.language:
            return False
        known = lower in self.lexicon.things  # `Paeds closed.`
        known = known or any(standing.is_listed(part, self.lexicon, locale) for part in (lower, _base(lower)))
        return not known and lower not in locale.given_names

    def _is_only_small(self, lower: str) -> bool:
        return self.lexicon.lower.get(lower, 0) > 0 and not self.lexicon.capital.get(lower, 0)

    def is_plain(self, word: Capital) -> bool:
        """Whether a capital says nothing: a word that is no name, an acronym, or one that stands as a word."""
        lower, locale = word.lower, self.locale
        if word.start in self.in_phrases:
            return True
        if word.text in locale.acronyms or is_i(word):
            return True
        if word.shouted and len(word.text) <= LONGEST_ACRONYM and not self.is_shouted(word) and self._is_acronym(word):
            return not self._is_shouted_name(word)
        if len(word.text) == 1 or ROMAN.fullmatch(word.text) or self._is_compound(word):
            return True
        if (how := self.standing(word)) is not None:
            return how is not Standing.NAME
        if lower in locale.given_names:
            return False
        if lower in locale.not_identifying:
            return True
        base = _base(lower)
        if lower in locale.openers or lower.removesuffix("s") in locale.openers or base in locale.openers:
            return True
        if word.initial or self.is_shouted(word):
            return self._opens_plainly(word, base) and not self._mostly_capital(lower)
        plain = lower in locale.role_words or self._in_a_title(word)
        return self.lexicon.is_word(lower) or (self._is_ordinary(lower) and plain)

    def _is_acronym(self, word: Capital) -> bool:
        """Whether a short word in capitals is no given name, or one behind an article: `the ELSA study`."""
        before = self.text[max(0, word.start - SHORTEST - 1) : word.start].split()
        behind = before and self.text[word.start - 1] in {" ", "\u00a0"} and before[-1].lower() in self.locale.articles
        return word.lower not in self.locale.given_names or bool(behind)

    def _is_shouted_name(self, word: Capital) -> bool:
        """Whether a given name in capitals is a label, or stands before a surname in capitals: `FRANK ADEWALE`."""
        if self.text.startswith(":", word.end) and f"\n{self.text}".count(f"\n{word.text}:") > 1:
            return word.lower in self.locale.any_given
        place = self._places[word.start] + 1
        after = self.words[place] if place < len(self.words) else None
        known = word.lower in self.locale.any_given and after is not None and after.shouted
        return known and self.closely(word, after) and after.lower not in self.lexicon.language

    def _opens_plainly(self, word: Capital, base: str) -> bool:
        """Whether a word may open a sentence, where a capital tells nothing."""
        lower, locale = word.lower, self.locale
        listed = lower in locale.common_words or (len(lower) > 5 and lower.endswith(locale.plain_endings))
        words = {lower, base} if base != lower and "'" in lower else {lower}
        small = self._is_only_small(lower) or self.lexicon.is_word(lower)
        return listed or small or not words.isdisjoint(self.lexicon.language)

    def _is_ordinary(self, lower: str) -> bool:
        return lower in self.lexicon.language or lower in self.locale.common_words

    def _in_a_title(self, word: Capital) -> bool:
        """Whether a word stands beside another ordinary word with a capital: `Strongly Agree`, `Any Other Business`."""
        place = self._places[word.start]
        if self._is_called_so(place) or self._has_an_article(place):
            return False
        before = self.words[place - 1] if place else None
        after = self.words[place + 1] if place + 1 < len(self.words) else None
        return any(
            other is not None
            and not other.initial  # `Even Basher`: the capital of a sentence's first word tells nothing of the next
            and self.joins.beside.fullmatch(self.text[a:b])
            and (other.text in self.locale.post_nouns or self._is_only_a_word(other))
            for other, a, b in (
                (before, before.end if before else 0, word.start),
                (after, word.end, after.start if after else 0),
            )
        )

    def _has_an_article(self, place: int) -> bool:
        """Whether an article with a capital stands before, inside a sentence: `at The Larches`."""
        before = self.words[place - 1] if place else None
        article = before is not None and before.lower in self.locale.articles and not before.initial
        return article and self.text[before.end : self.words[place].start] in {" ", "\u00a0"}

    def _is_called_so(self, place: int) -> bool:
        """Whether ordinary words name a thing inside a sentence: `the Red Lion`, but no `Digital Strategy`."""
        first = last = place
        while first and self._side_by_side(first - 1):
            first -= 1
        while last + 1 < len(self.words) and self._side_by_side(last):
            last += 1
        return self._names_a_thing(self.words[first : last + 1])

    def _side_by_side(self, place: int) -> bool:
        """Whether only a blank stands between a word and the next."""
        return self.text[self.words[place].end : self.words[place + 1].start] in {" ", "\u00a0"}

    def _names_a_thing(self, run: Sequence[Capital]) -> bool:
        locale = self.locale
        known = any(
            word.lower in locale.not_identifying
            or word.lower in locale.openers
            or word.text in locale.acronyms
            or word.text in locale.post_nouns
            or word.text in locale.institution_nouns
            or word.lower in locale.role_words
            or word.start in self.in_phrases
            for word in (run[1:] if run[0].lower in locale.numbers else run)  # `the Three Herrings`
        )
        return len(run) > 1 and not known and not run[0].initial

    def things(self) -> Iterator[tuple[int, int]]:
        """Where ordinary words name a thing though the case writes them small elsewhere: `the Red Lion`."""
        first = 0
        for place in range(len(self.words)):
            if place + 1 < len(self.words) and self._side_by_side(place):
                continue
            run = self.words[first : place + 1]
            if self._names_a_thing(run) and not any(word.shouted for word in run):
                for is_plain, words in groupby(run, self.is_plain):
                    part = list(words)
                    if is_plain:
                        yield part[0].start, part[-1].end
            first = place + 1

    def _is_only_a_word(self, word: Capital) -> bool:
        """Whether a word is an ordinary one, and neither a name, nor a title, nor what a name stands before."""
        lower = word.lower
        named = lower in self.locale.ambiguous or lower in self.lexicon.named or self.is_title(word)
        return (
            not named and word.text not in self.locale.head_nouns and standing.is_word(lower, self.lexicon, self.locale)
        )

    def _is_compound(self, word: Capital) -> bool:
        """Whether the capital is that of an acronym, a country or a demonym: `EU-wide`, `Welsh-specific`."""
        head, joined, tail = word.text.partition("-")
        if not joined:
            return False
        locale = self.locale
        is_known = head in locale.acronyms or head in locale.countries or head in locale.demonyms
        if tail in locale.demonyms:
            return is_known
        return tail.islower() and (is_known or (head.isupper() and 1 < len(head) <= 5))

    def is_shouted(self, word: Capital) -> bool:
        """Whether the word stands in a line that is all in capitals, where capitals tell nothing by themselves."""
        return word.start in self.shouting

    def _mostly_capital(self, word: str) -> bool:
        return self.lexicon.capital.get(word, 0) > 2 * self.lexicon.lower.get(word, 0)

    def runs(self) -> Sequence[list[Capital]]:
        """Capitalised words that stand together, joined by blanks or small connecting words, within one line."""
        return self._runs

    def _in_runs(self) -> Iterator[list[Capital]]:
        run: list[Capital] = []
        for word in self.words:
            glue = self.text[run[-1].end : word.start] if run else ""
            if (
                run
                and (len(run) < LONGEST or glue in {" ", "\u00a0", "-"} or INSIDE.fullmatch(glue))
                and (self.joins.glue.fullmatch(glue) or INSIDE.fullmatch(glue))
                and ("." not in glue or self.takes_point(run[-1]))
            ):
                run.append(word)
                continue
            if run:
                yield run
            run = [word]
        if run:
            yield run

    def closely(self, a: Capital, b: Capital) -> bool:
        glue = self.text[a.end : b.start]
        return glue in {" ", "\u00a0", "-"} or (glue in {". ", ".\u00a0", "."} and self.takes_point(a))

    def goes_on(self, a: Capital, b: Capital) -> bool:
        """Whether a person's name may go on from one word to the other."""
        return self.closely(a, b) or self.over_particles(a, b)

    def over_particles(self, a: Capital, b: Capital) -> bool:
        """Whether only what belongs to a surname stands between: `Wietske de Groot`, `Dr. van der Berg`."""
        glue = self.text[a.end : b.start]
        return INSIDE.fullmatch(glue) is not None and (glue[0] != "." or self.takes_point(a))

    def is_initial(self, word: Capital) -> bool:
        return len(word.text) == 1 and self.text[word.end : word.end + 1] == "."

    def may_name(self, word: Capital) -> bool:
        """Whether a word may be part of a name, and not only say what kind of thing is named."""
        return not self.is_plain(word) and word.text not in self.locale.head_nouns


def _base(lower: str) -> str:
    """A word without what is joined to it: `he'll`, `forty-one`."""
    return lower.split("'")[0].split("-")[0]


def _shouted_lines(text: str, words: Sequence[Capital]) -> frozenset[int]:
    """The places of words in lines that hold no small letters, or hardly any."""
    found: set[int] = set()
    by_line: dict[int, list[Capital]] = {}
    for word in words:
        if word.shouted:
            by_line.setdefault(text.rfind("\n", 0, word.start) + 1, []).append(word)
    for start, shouted in by_line.items():
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)]
        letters = sum(map(str.isalpha, line))
        if letters > 5 and sum(map(str.isupper, line)) > 0.6 * letters:
            found |= {word.start for word in shouted}
    return frozenset(found)


def _in_phrases(text: str, locale: Locale) -> frozenset[int]:
    """The places of words in phrases that are nobody's name: `Christmas Eve`."""
    return frozenset(
        found.start() + place
        for phrase in locale.phrases
        for found in re.finditer(re.escape(phrase), text)
        for place in [0, *(gap + 1 for gap, char in enumerate(phrase) if char == " ")]
    )
