"""Names in texts without capitals, as captions are: only the words themselves and those beside them tell of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, cached_property

from multicase.anonymise import standing
from multicase.anonymise.locale import Locale
from multicase.anonymise.names import Reader
from multicase.anonymise.small import AROUND, OWNED, WORD, neighbour
from multicase.anonymise.span import Span

SPELT = re.compile(r"(?<![\w'’-])[a-z](?: [a-z])+(?![\w'’-])")
BESIDE = re.compile(r"[^\W_]+")
FEWEST_LETTERS = 3  # different ones of a name that is spelt: nobody is called `i i i`
NAMELESS = frozenset("aio")  # letters that are words


def find(reader: Reader, known: Collection[str]) -> Iterator[Span]:
    """Persons, and what else can't be an ordinary word; names that are words too, where they aren't plainly words.

    known: the words, in small letters, of the names that are looked for.
    """
    text = _Text(reader, known)
    for place in range(len(text.words)):
        if kind := text.kind(place):
            layer, rule = ("fuzzy", "word_or_name") if kind == "unclear" else ("context", "small")
            yield text.span(place, kind, layer, rule)
    for found in SPELT.finditer(reader.text):
        if text.is_spelt(found):
            yield Span(*found.span(), "other", "context", "spelt")
    yield from text.headed()
    yield from text.shared()


class _Text:
    """The words of a text without capitals, each as it stands beside its neighbours."""

    def __init__(self, reader: Reader, known: Collection[str]):
        self.reader, self.locale = reader, reader.locale
        self.words = list(WORD.finditer(reader.text))
        self.bases = [OWNED.sub("", word[0]).replace("’", "'") for word in self.words]
        self.before, self.after = ([neighbour(reader.text, word, step) for word in self.words] for step in (-1, 1))
        self.known = {*known, *(self.bases[place] for place in self.introduced), *self._told()}

    def span(self, place: int, kind: str, layer: str, rule: str) -> Span:
        start = self.words[place].start()
        return Span(start, start + len(OWNED.sub("", self.words[place][0])), kind, layer, rule)

    def kind(self, place: int) -> str:
        """What a word is: a person, some name, unclear, or nothing."""
        base = self.bases[place]
        if place in self.introduced:
            return "person"
        known, is_a_thing = base in self.known, self.before[place] in self.locale.determiners - self.locale.conjoining
        if len(base) < standing.SHORTEST:
            return "unclear" if base in self.locale.any_given and not is_a_thing else ""  # `thank you jo`
        if standing.is_listed(base, self.reader.lexicon, self.locale):
            return "unclear" if self._may_name(place, known) else ""
        if base in self.locale.small_words and not known:
            return "" if is_a_thing else "unclear"  # `dan was late`, and no `black belt second dan`
        if known or base in self.locale.given_names:
            return "person"
        return "other" if self.is_strange(base) else ""

    def is_spelt(self, found: re.Match[str]) -> bool:
        """Whether letters said one by one may be a name, or initials: no `i i i`, no `t v`, no `b d five`."""
        letters = found[0].replace(" ", "")
        if len(letters) > 2:
            return len({*letters}) >= FEWEST_LETTERS and not {*letters} <= NAMELESS
        beside = {*BESIDE.findall(found.string[max(0, found.start() - AROUND) : found.start()])[-1:]}
        beside |= {*BESIDE.findall(found.string[found.end() : found.end() + AROUND])[:1]}
        is_code = any(word.isdigit() or word in self.locale.numbers for word in beside)
        return len({*letters} - NAMELESS) == 2 and not is_code and letters.upper() not in self.locale.acronyms

    def is_strange(self, word: str) -> bool:
        """Whether a word is none of the language's, which a text without capitals writes like a name."""
        return standing.is_strange(word, self.reader.lexicon, self.locale)

    def _may_name(self, place: int, known: bool) -> bool:
        """Whether an ordinary word may name somebody: one that is a given name or known, and not plainly a word."""
        locale, base = self.locale, self.bases[place]
        before, after = self.before[place], self.after[place]
        given = base in locale.ambiguous_given
        if given and base in locale.openers:  # `will`, `may`
            if known:
                owns = OWNED.search(self.words[place][0]) is not None
                return owns or before not in locale.after_words or after in locale.relatives
            does = after in locale.being_verbs - {"be"} or after in locale.human_verbs - locale.openers
            ours = before in locale.possessives and before != "your"
            return does or ours or self.is_strange(after) or base in (before, after)
        if before in locale.determiners - locale.conjoining:
            lives = after in locale.being_verbs | locale.relatives | locale.of_life or after in locale.human_verbs
            return given and known and lives  # `there is a rose she's upstairs`
        if given:
            return before not in locale.after_words or after not in locale.possessives  # `you mark my words`
        return known and (before not in locale.after_words or (bool(after) and after not in locale.after_words))

    def _told(self) -> Iterator[str]:
        """Given names such as `will` and `faith`, where what stands beside one tells that somebody is called so."""
        locale = self.locale
        for place, base in enumerate(self.bases):
            if base not in locale.ambiguous_given:
                continue
            if base not in locale.openers:
                if self.after[place] in locale.human_verbs and self.before[place] not in locale.determiners:
                    yield base  # `and faith looks after those`
                continue
            owns = OWNED.search(self.words[place][0]) is not None
            if owns or self._is_addressed(place) or self.is_strange(self.after[place]):
                yield base

    def _is_addressed(self, place: int) -> bool:
        """Whether somebody is spoken to or of: `told will`, `our son will`, `may who`."""
        before, locale = self.before[place], self.locale
        return before in locale.before_names or before in locale.kin_words or self.after[place] in locale.relatives

    @cached_property
    def introduced(self) -> frozenset[int]:
        """The words that are told to be a person's: `mister hussain`, `mrs k`, `this is grace`, `may o brien`."""
        found: set[int] = set()
        for place, base in enumerate(self.bases):
            if not self.before[place]:
                continue
            if self._is_titled(place, found) or (self._is_surname(place) and self._is_given(place - 1, found)):
                found |= {place - 1, place}
            elif self._is_said(place, base in self.locale.any_given or self.is_strange(base)):
                found.add(place)
        return frozenset(found | set(self._more(found)))

    def _is_titled(self, place: int, found: Collection[int]) -> bool:
        """`doctor hussain`, `mrs k`, and the surname in `mr p duffy`."""
        locale, base, before = self.locale, self.bases[place], self.before[place]
        sure = before in locale.sure_titles or (len(before) == 1 and place - 1 in found)
        if sure:
            return not self._is_function(base) and (len(base) >= standing.SHORTEST or base not in NAMELESS)
        if before not in locale.titles or len(base) < standing.SHORTEST:
            return False
        if base in locale.ambiguous and base not in locale.any_given:
            return self.before[place - 1] not in locale.determiners  # no `the big hall`
        return base in locale.any_given or self.is_strange(base)

    def _is_surname(self, place: int) -> bool:
        locale, base = self.locale, self.bases[place]
        listed = base in locale.ambiguous or base in locale.small_words
        return base not in locale.openers and (listed or self.is_strange(base))

    def _is_given(self, place: int, found: Collection[int]) -> bool:
        """Whether the word before a surname is somebody's; `will` is a name if its like goes on as one."""
        locale, base = self.locale, self.bases[place]
        if place in found or (base in locale.any_given and base not in locale.openers):
            return True
        after = self.after[place + 1]
        told = after in locale.being_verbs or after in locale.human_verbs
        return base in locale.ambiguous_given and (told or self.is_strange(self.bases[place + 1]))

    def _is_said(self, place: int, named: bool) -> bool:
        """`our mate dave`, `this is grace`, of a name; `his name was chow`, whatever word it is."""
        locale = self.locale
        words = " ".join(word[0] for word in self.words[max(0, place - 3) : place])
        if named and (self.before[place] in locale.kin_words or words.endswith(locale.introductions)):
            return True
        return words.endswith(locale.naming_phrases) and not self._is_function(self.bases[place])

    def _more(self, found: Collection[int]) -> Iterator[int]:
        """What else belongs to names: `li` in `chow li`, what lies between a first and a last, `o` before `brien`."""
        locale, last = self.locale, len(self.bases) - 1
        for place, base in enumerate(self.bases):
            after = self.bases[place + 1] if place < last and self.after[place] else ""
            if len(after) == 2 and not self._is_function(after) and (place in found or self.is_strange(base)):
                yield place + 1
            further = self.bases[place + 2] if after and place + 2 <= last and self.after[place + 1] else ""
            given = base in locale.any_given and base not in locale.openers
            if given and self.is_strange(further) and not self._is_function(after):
                yield from (place, place + 1, place + 2)
            if base == "o" and self.is_strange(after):
                yield from (place, place + 1)
                if self.before[place] in locale.any_given:
                    yield place - 1

    def _is_function(self, word: str) -> bool:
        """Whether a word only joins others, or says what somebody does."""
        locale = self.locale
        return any(
            word in words
            for words in (
                locale.openers,
                locale.determiners,
                locale.after_words,
                locale.after_nouns,
                locale.being_verbs,
                locale.human_verbs,
                locale.conjunctions,
                locale.before_names,
            )
        ) or word.endswith(locale.past_endings)

    def shared(self) -> Iterator[Span]:
        """Countries, peoples and faiths, which are written small too: `from nigeria`, `he's brazilian`."""
        for place, base in enumerate(self.bases):
            if base.title() in self.locale.countries and base not in self.reader.lexicon.language:  # no `turkey`
                yield self.span(place, "place", "wide", "country")
            elif base.title() in self.locale.demonyms:
                yield self.span(place, "demographic", "wide", "demonym")

    def headed(self) -> Iterator[Span]:
        """`on cinder lane`, `at dunnikier primary`, `the university of wold`: a noun that names, with what it names."""
        text = self.reader.text
        saint, *others = _headed(self.locale)
        for regex in (saint, *others):
            for found in regex.finditer(text):
                if regex is saint or self._names(found):
                    kind = _small_nouns(self.locale).get(found["noun"] or "", "organisation")
                    yield Span(found.start("it"), found.end("it"), kind, "context", "small_head_noun")

    def _names(self, found: re.Match[str]) -> bool:
        """Whether one of the words beside the noun is no word of the language, or stands where only a name does."""
        locale, noun = self.locale, found["noun"]
        others = [word for word in found["it"].split() if word != noun and word not in locale.numbers]
        if any(self.is_strange(OWNED.sub("", word)) for word in others):
            return True
        plain = any(word in locale.generic_words or self._is_function(word) for word in others)
        naming = noun in {other.lower() for other in locale.naming_nouns}
        sure = naming or len(others) > 1 or _small_nouns(locale)[noun] == "place"
        return sure and bool(others) and bool(found["before"]) and not plain


@cache
def _small_nouns(locale: Locale) -> dict[str, str]:
    """The locale's head nouns in small letters, with their kinds."""
    return {noun.lower(): kind for noun, kind in locale.head_nouns.items()}


@cache
def _headed(locale: Locale) -> tuple[re.Pattern[str], ...]:
    """A saint's name with what may follow it; a noun that names after one word, after up to three, and before `of`."""
    nouns = "|".join(map(re.escape, sorted(_small_nouns(locale))))
    before = "|".join(sorted({*locale.before_places, *locale.after_nouns}))
    saints = "|".join(sorted(locale.saints))
    number = "|".join(sorted(locale.numbers))
    number = rf"(?:(?:{number})(?: (?:{number}))? )?"
    end = r"(?![\w'’-])"
    word = r"[^\W\d_][\w'’-]+"
    of_words = "|".join(sorted(locale.of_words))
    begin = r"(?<![\w'’-])"
    several = rf"{begin}(?P<before>(?:{before}) )(?P<it>{number}{word}(?: {word}){{0,2}}%s (?P<noun>{nouns})){end}"
    return (
        re.compile(rf"{begin}(?P<it>(?:{saints}) {word}(?: (?P<noun>{nouns}))?){end}"),
        re.compile(rf"{begin}(?P<before>)(?P<it>{word} (?P<noun>{nouns})){end}"),
        re.compile(several % ""),  # the longest, and where that joins two, the shortest
        re.compile(several % "?"),
        re.compile(rf"{begin}(?P<before>)(?P<it>(?P<noun>{nouns}) (?:{of_words}) {word}){end}"),
    )
