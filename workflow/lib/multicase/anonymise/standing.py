"""Names that are words: whether one of them, at one place, stands as a name, as a word, or can't be told.

What stands before and after it decides: `Will rang`, `I asked May`, `the Bill`, `Hope you're well`. That the word is an
ordinary one elsewhere decides nothing. The words that tell are the locale's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from typing import TYPE_CHECKING

from multicase.anonymise.capitals import Capital, opens

if TYPE_CHECKING:
    from multicase.anonymise.lexicon import Lexicon
    from multicase.anonymise.locale import Locale

SHORTEST = 3  # letters of a word that may be a name though nothing else tells
AROUND = 40  # characters that are looked at before and after a word
BEFORE = re.compile(r"([\w'’-]+)([^\w\n]*)$")
AFTER = re.compile(r"(['’]s?)?([^\w\n]*)([\w'’-]*)")
SECOND = re.compile(r"\W*\w+ ([\w'’-]+)")  # the second word after a place
PHRASE = re.compile(r"(?: [\w'’-]+){3,5}")  # the words after a place: what joins, and what may say what somebody does
LISTED = re.compile(r", [^\W\d_]+(,| (\w+) )")
NUMBER = re.compile(r"\W{1,2}\d")
ENDED = re.compile(r"[.!?:;]")
BLANKS = frozenset({" ", "\u00a0"})


class Standing(Enum):
    NAME = "name"
    WORD = "word"
    UNCLEAR = "unclear"


def is_word(word: str, lexicon: Lexicon, locale: Locale) -> bool:
    """Whether a name, in small letters, is an ordinary word too: of the language, the locale's lists, the case."""
    return is_listed(word, lexicon, locale) or lexicon.is_common(word)


def is_listed(word: str, lexicon: Lexicon, locale: Locale) -> bool:
    """Whether a word is an ordinary one of the language or of the locale's lists, however the case writes it."""
    if word in locale.given_names and word not in locale.ambiguous:
        return False  # `carl` and `beryl` are in the dictionary, and mean nobody but themselves
    listed = word in locale.openers or word in locale.common_words or word in locale.not_identifying
    return listed or word in lexicon.language or (not locale.dictionary and word in locale.ambiguous)


def is_strange(word: str, lexicon: Lexicon, locale: Locale) -> bool:
    """Whether a word, in small letters, is none of the language's, nor what a locale knows to be nobody's name."""
    base = word.split("'")[0]
    return (
        len(base) >= SHORTEST
        and not is_listed(word, lexicon, locale)
        and not is_listed(base, lexicon, locale)
        and not all(part in lexicon.language or part in locale.openers for part in word.split("-"))
        and word.upper() not in locale.acronyms
        and word not in locale.small_acronyms
        and word.title() not in locale.countries
        and word.title() not in locale.demonyms
        and word not in of_conditions(locale)
        and len(set(word)) > 2
    )


@cache
def of_conditions(locale: Locale) -> frozenset[str]:
    """The words of what people are ill with, which no dictionary may know: `lewy body`."""
    return frozenset(word for condition in locale.conditions for word in condition.split())


def of(word: Capital, text: str, lexicon: Lexicon, locale: Locale, registered: bool = False) -> Standing:
    """How a capitalised word that is both a name and an ordinary word stands at its place.

    registered: somebody of the study is known to be called so, which nothing else need tell.
    """
    place = _Place(word, text, lexicon, locale, registered)
    if place.is_month():
        return Standing.UNCLEAR if place.is_somebodys_month() else Standing.WORD
    if word.shouted and word.lower in locale.given_names:
        return place.in_capitals()
    if word.text in locale.post_nouns and place.after in locale.of_words:
        return Standing.WORD
    if place.before.lower() in locale.determiners and place.gap in BLANKS and place.before not in locale.bynames:
        return place.after_a_determiner()
    return place.opening() if word.initial else place.inside()


@dataclass(frozen=True)
class _Place:
    """A word that is a name and a word, and what stands beside it in its line."""

    word: Capital
    text: str
    lexicon: Lexicon
    locale: Locale
    registered: bool

    @cached_property
    def given(self) -> bool:
        return self.word.lower in self.locale.any_given

    @cached_property
    def known(self) -> bool:
        """Whether somebody of the case is called so."""
        return self.registered or self.lexicon.named.get(self.word.lower, 0) > 0

    @cached_property
    def mass(self) -> bool:
        """Whether the word may stand without an article: `Hope is`, but no `Bill is`."""
        return self.word.lower in self.locale.mass_words

    @cached_property
    def doubt(self) -> Standing:
        """What it is where nothing tells."""
        return Standing.UNCLEAR if self.known or self.given else Standing.WORD

    @cached_property
    def _before(self) -> tuple[str, str]:
        found = BEFORE.search(self.text, max(0, self.word.start - AROUND), self.word.start)
        return ("", "") if found is None or ENDED.search(found[2]) else (found[1], found[2])

    @property
    def before(self) -> str:
        """The word before, as written; nothing across the end of a sentence."""
        return self._before[0]

    @property
    def gap(self) -> str:
        return self._before[1]

    @cached_property
    def _after(self) -> tuple[str, str, str]:
        found = AFTER.match(self.text, self.word.end, min(len(self.text), self.word.end + AROUND))
        return (found[1] or "", found[2], found[3]) if found else ("", "", "")

    @property
    def owner(self) -> bool:
        """Whether a possessive ending follows."""
        return bool(self._after[0])

    @property
    def between(self) -> str:
        return self._after[1]

    @property
    def after(self) -> str:
        """The word after, as written."""
        return self._after[2]

    @cached_property
    def next(self) -> str:
        """The word after, in small letters."""
        return self.after.lower().replace("’", "'")

    @property
    def capital_after(self) -> bool:
        return self.after[:1].isupper() and self.after[:2] not in {"I", "I'", "I’"}

    def is_month(self) -> bool:
        locale, lower = self.locale, self.word.lower
        if lower not in locale.month_names:
            return False
        return self._is_dated() or self.before.lower() in locale.before_months

    def _is_dated(self) -> bool:
        beside = self.before.isdigit() or self.after in self.locale.months
        return beside or NUMBER.match(self.text, self.word.end) is not None

    def is_somebodys_month(self) -> bool:
        """Whether a month without a day or a year owns or does something: `before June left`, `in May's office`."""
        owns = self.owner and self.after[:1].islower()
        does = self.between in BLANKS and (
            self.next in self.locale.human_verbs or self.next.endswith(self.locale.past_endings)
        )
        return self.given and (owns or does) and not self._is_dated()

    def in_capitals(self) -> Standing:
        """`SID rang` and `I asked SID` are somebody, `LORA devices` may be something."""
        locale, before = self.locale, self.before.lower()
        if before in locale.articles and self.gap in BLANKS:
            return Standing.UNCLEAR if self.known else Standing.WORD
        owns = self.owner and self.after[:1].islower()
        does = self.between in BLANKS and self.next in locale.human_verbs
        spoken_to = self.gap in BLANKS and before in (locale.before_names - locale.after_nouns) | locale.kin_words
        follows = self.between in BLANKS and self.capital_after and not self._is_title_case(self.after)
        return Standing.NAME if owns or does or spoken_to or follows else Standing.UNCLEAR

    def after_a_determiner(self) -> Standing:
        """`the Bill`; but `the Corn Hall`, and `that May was`, where the determiner belongs to no noun."""
        locale = self.locale
        if self.after in locale.head_nouns and self.between in BLANKS and not self.owner:
            return Standing.NAME
        said = self.after in locale.human_verbs or self.after in locale.being_verbs or self.after in locale.conjunctions
        if (said or self.capital_after) and self.before.lower() in locale.conjoining:
            return Standing.NAME
        own = self.before.lower() in locale.possessives  # `find your Rose and ask her`
        one_of = self.before.lower() not in locale.articles and not self.capital_after  # `Which Rob?`, of two so called
        if self.known and (own or (self.given and (said or one_of))):
            return Standing.UNCLEAR
        if self.before.lower() in locale.conjoining and self.given and self.owner:
            return Standing.UNCLEAR  # `Is that Rose's coat?`
        seldom = self.word.lower in locale.seldom_words and not self.word.initial
        if seldom and (not self.lexicon.lower.get(self.word.lower, 0) or self.word.lower in locale.openers):
            return Standing.UNCLEAR  # `the Dee`, `the Prince`: called so, though it is nobody; `vraag het Ben`
        thing = self.between in BLANKS and self.capital_after and self._is_title_case(self.after)
        kin = own and self.given and not self.word.initial and self.word.lower not in locale.month_names
        return Standing.UNCLEAR if kin and not thing and self.after not in locale.head_nouns else Standing.WORD

    def inside(self) -> Standing:
        """Inside a sentence a capital tells of a name, unless it is that of a heading or a term."""
        if self.word.lower in self.locale.month_names and self.next in self.locale.being_verbs:
            return self.doubt  # `April was wet`
        if self.between in BLANKS and self.capital_after and not self.owner and self._is_title_case(self.after):
            return self.doubt
        before = self.before
        heads = self.gap in BLANKS and before[:1].isupper() and before.lower() not in self.locale.openers
        heads = heads and (before.lower() in self.locale.not_identifying or before in self.locale.post_nouns)
        heads = heads and not opens(self.text, self.word.start - len(self.gap) - len(before))
        return self.doubt if heads and not self.given and self._is_title_case(before) else Standing.NAME

    def opening(self) -> Standing:
        """At a sentence's start every word has a capital: what follows has to tell."""
        locale, lower = self.locale, self.word.lower
        blank = not self.between.strip(" \u00a0")
        if not self.next:
            return self.doubt if blank else self._before_a_mark()
        if self.owner and not self.given and self.after[:1].islower() and not self.mass:
            return Standing.UNCLEAR  # `Lane's account`
        if self.owner and self.after[:1].islower() and self.between in BLANKS:
            is_verb = self.next in locale.after_words or self.next in locale.before_names or self._is_participle()
            return (Standing.NAME if self.given and not self.mass else self.doubt) if is_verb else self._if_given()
        if not blank:
            return self._before_a_mark()
        if self.next in locale.conjunctions:
            return self._joined()
        if self.capital_after:
            if self._is_title_case(self.after) or (self.after.isupper() and not self.word.shouted):
                said = self.given and not self.mass and self._goes_on()  # `Drew Mackintosh is`
                return Standing.UNCLEAR if (self.known or said) and lower not in locale.openers else Standing.WORD
            return self._if_given()
        return self._before_a_small_word()

    def _before_a_small_word(self) -> Standing:
        """`Will rang`, `Hope is`, `Mark the`, `Price of`."""
        locale, told = self.locale, self.given or self.known
        does = self.next in locale.human_verbs or self.next.endswith(locale.past_endings)
        if does and (self.given or self.word.lower not in locale.openers):
            return Standing.NAME if told else self.doubt if self.mass else Standing.UNCLEAR
        if self.given and self.next.endswith(locale.adverb_endings):
            return Standing.UNCLEAR
        if self.next in locale.being_verbs:
            if self.mass:
                said = SECOND.match(self.text, self.word.end)
                return Standing.WORD if said and said[1] in locale.of_no_person and not self.known else self.doubt
            return Standing.NAME if told else Standing.UNCLEAR
        if self.next in locale.after_words:
            asked = self.known and self.word.lower not in locale.openers and self.next in locale.of_life | {"it"}
            return Standing.UNCLEAR if asked else Standing.WORD
        if self.next in locale.after_nouns:
            where = self.given and self.next in locale.where_from
            found = SECOND.match(self.text, self.word.end) if where and self.mass else None
            may_do = self.given and (where or not self.mass)
            where = where and (found is None or found[1][:1].isupper())
            where = where or (may_do and self._does_behind_a_phrase())
            return Standing.UNCLEAR if self.known or where else Standing.WORD
        does = self.given and not self.mass and self.next.endswith(locale.third_persons)  # `Norm frets`, or `Guy ropes`
        return Standing.UNCLEAR if self.known or does else Standing.WORD

    def _does_behind_a_phrase(self) -> bool:
        """Whether what says where somebody belongs stands before what they do: `Frank from the next plot gave`."""
        found = PHRASE.match(self.text, self.word.end)
        most = 5 if self.next in self.locale.where_from else 4  # `Ray by ray the sun came`
        words = found[0].split()[1:most] if found and self.word.lower not in self.locale.openers else []
        return any(word in self.locale.human_verbs for word in words[1:])

    def _before_a_mark(self) -> Standing:
        """`Mark, can you`, `Rose, Penny and Art`, `Laughter.`; `Summer:` before what she says."""
        if self.between.startswith(":"):
            label = f"\n{self.word.text}:"
            if (self.given or self.word.shouted) and f"\n{self.text}".count(label) > 1:
                return Standing.NAME
            if self.given:
                return self.doubt
        if self.between.startswith(","):
            if self.capital_after:
                if not self.given and self._is_given(self.after):
                    return Standing.UNCLEAR  # `Rice, Grace`, or what grows in a garden
                return Standing.WORD if self._is_of_many(self.after) else self._if_given()
            if self._is_listed() and not self.known:
                return Standing.UNCLEAR if self.given and not self.mass else Standing.WORD
            if not self.given:
                return Standing.WORD if self.mass and not self.known else Standing.UNCLEAR
            return Standing.UNCLEAR if self.mass else Standing.NAME
        if self.between.startswith("?") and self.given:
            return Standing.UNCLEAR
        if self.between.startswith(("-", "–", "—", "(")):
            return self.doubt
        return Standing.UNCLEAR if self.known or (self.given and not self.mass) else Standing.WORD

    def _is_given(self, word: str) -> bool:
        lower = word.lower().replace("’", "'").removesuffix("'s")
        return lower in self.locale.any_given

    def _goes_on(self) -> bool:
        """Whether a sentence goes on in small letters behind the next word, which is that of no thing."""
        found = SECOND.match(self.text, self.word.end)
        is_thing = self.after in self.locale.head_nouns or self.after in self.locale.post_nouns
        return found is not None and found[1][:1].islower() and not is_thing

    def _is_listed(self) -> bool:
        """Whether ordinary words follow it in a list: `Basil, thyme and mint`."""
        found = LISTED.match(self.text, self.word.end)
        return found is not None and (found[2] is None or found[2] in self.locale.conjunctions)

    def _joined(self) -> Standing:
        """`Bishop and I fell out`, `Patience and Mercy both`: a name beside a name."""
        found = SECOND.match(self.text, self.word.end)
        other = found[1] if found else ""
        if other in self.locale.with_names:
            return Standing.NAME
        if other[:1].isupper():
            return self._if_given() if not self._is_of_many(other) else self.doubt
        return Standing.UNCLEAR if self.known else Standing.WORD

    def _if_given(self) -> Standing:
        return Standing.NAME if self.given or self.known else self.doubt

    def _is_of_many(self, word: str) -> bool:
        """Whether a word names a people or a faith, or is no name: `Christian and Muslim`, `Art and Design`."""
        return word in self.locale.demonyms or self._is_title_case(word)

    def _is_participle(self) -> bool:
        return self.next.endswith(self.locale.participle_endings) or self.next in self.locale.participles

    def _is_title_case(self, word: str) -> bool:
        """Whether a neighbour's capital is that of a heading or a term: `Grant Committee`, `Price List`."""
        locale, lower = self.locale, word.lower().replace("’", "'").removesuffix("'s")
        name = lower in locale.ambiguous or lower in locale.given_names or lower in locale.titles
        return not name and not self.lexicon.named.get(lower, 0) and is_word(lower, self.lexicon, locale)
