"""Layers 3 and 4, context and truecasing: runs of capitalised words, told apart by what stands in and around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from multicase.anonymise import joins, standing
from multicase.anonymise.capitals import LEAST_SHARE, LOWER, UPPER, Capital
from multicase.anonymise.forms import PARTICLES
from multicase.anonymise.locale import Locale
from multicase.anonymise.span import Span
from multicase.anonymise.standing import Standing

if TYPE_CHECKING:
    from multicase.anonymise.lexicon import Lexicon

# One or two small words inside a surname: `Philip de la Perrelle`, `Anna van der Berg`.
INSIDE = re.compile(rf"[ \u00a0](?:(?:{'|'.join(sorted(PARTICLES))})[ \u00a0]){{1,2}}")

HOUSE_NUMBER = re.compile(r"(?<![\w£.,-])\d{1,4}(?:[-–/]\d{1,4})?[A-Za-z]?,? $")
# Not the points of `U.K.`, `A.D.`, `P.M.`
INITIALS = re.compile(r"(?<![\w.’'])(?!U\.[KS]\.|A\.D\.|B\.C\.|[PA]\.M\.)(?:[A-Z]\. ?){1,3}[A-Z]\.(?!\w)")
OPENING = re.compile(r"(?m)^[A-Z]\.(?= )")
MOST_OPENED = 2  # lines that a letter opens, beyond which it is a label
SURNAME = rf"(?P<name>[{UPPER}][^\W\d_]+)"
POINTED = re.compile(rf"(?<![\w.’'@/])(?:[A-Z]\.(?:[ \u00a0]|-)?){{1,4}}{SURNAME}")
BARE = re.compile(rf"(?<![\w.@/’'+&-])(?P<letters>[A-Z]{{1,2}}(?: [A-Z])?) {SURNAME}")
LONGEST_ABBREVIATION = 4  # letters of a title: Cllr, Insp, Prof
LAST_WORD = re.compile(r"([\w’']+)[^\w\n.@/’'+&-]{1,2}$")
# `SUMMERS, Ivy May`, as registers have it.
LISTED = re.compile(
    r"\b(?P<name>[^\W\d_a-z](?:[^\W\d_a-z]|['’-])+[^\W\d_a-z]), "
    r"(?P<given>[^\W\d_a-z][^\W\d_A-Z]+)(?: [^\W\d_a-z][^\W\d_A-Z]+)?\b"
)
TURNED = re.compile(rf"{SURNAME}, (?:[A-Z]\.[ -]?|[A-HJ-Z](?: |(?=[^\w'’]|$))){{1,3}}(?<! )")
TITLE_CASE = re.compile(rf" [{UPPER}]")
SIGNED = re.compile(
    r"(?m)^[ \t]*(?P<it>[A-Z]\.|(?![IVX]+[ \t]*$)[A-Z]{1,3})[ \t]*,?[ \t]*$"
    r"|(?<=[ (])(?P<or>[A-Z]\.)(?=['’]s\b|,(?: |$))"
)
DOING = re.compile(r"(?<![\w.'’&/+-])(?P<letter>[A-Z])\.? (?P<verb>[a-z]+)\b")
LETTERS = re.compile(r"(?<![\w.'’&-])[A-Z]{2,4}(?![\w&-]|['’](?!s\b))")
# A line of some words whose only capital letters are those of `I`, of acronyms and of what is shouted.
NO_CAPITALS = re.compile(r"(?m)^(?!.*[A-Z][a-z])(?=(?:.*\b[a-z]+\b){4}).+$")
ROMAN = re.compile(r"[IVX]+")
LONGEST = 7  # words in a run
HEAD_NOUN = ("context", "head_noun")


def _is_i(word: Capital) -> bool:
    """Whether a word is a pronoun that has a capital everywhere, with what is joined to it: `I'd`."""
    return word.text[:2] in {"I'", "I’"}


class Reader:
    """Decides about the capitalised words of one text."""

    def __init__(self, text: str, words: Sequence[Capital], lexicon: Lexicon, locale: Locale):
        self.text, self.words, self.lexicon, self.locale = text, words, lexicon, locale
        self.joins = joins.of(locale)
        self.shouting = _shouted_lines(text, words)
        self.in_phrases = _in_phrases(text, locale)
        self._standings: dict[int, Standing | None] = {}
        self._places = {word.start: place for place, word in enumerate(words)}

    def is_bare(self) -> bool:
        """Whether the text is written without capitals, or nearly so, as captions are."""
        return sum(word.text != "I" for word in self.words) < LEAST_SHARE * (self.text.count(" ") + 1)

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

    def standing(self, word: Capital) -> Standing | None:
        """How a word stands that is a name as well as a word; None for one that is only either."""
        if word.start not in self._standings:
            self._standings[word.start] = (
                standing.of(word, self.text, self.lexicon, self.locale) if self._is_both(word) else None
            )
        return self._standings[word.start]

    def _is_both(self, word: Capital) -> bool:
        lower, locale = word.lower, self.locale
        named = lower in locale.ambiguous or (lower in self.lexicon.named and lower not in locale.titles)
        return named and not self.is_shouted(word) and standing.is_word(lower, self.lexicon, locale)

    def is_plain(self, word: Capital) -> bool:
        """Whether a capital says nothing: a word that is no name, an acronym, or one that stands as a word."""
        lower, locale = word.lower, self.locale
        if word.start in self.in_phrases:
            return True
        if word.text in locale.acronyms or _is_i(word):
            return True
        if word.shouted and len(word.text) <= 5 and not self.is_shouted(word) and lower not in locale.given_names:
            return True
        if len(word.text) == 1 or ROMAN.fullmatch(word.text) or self._is_compound(word):
            return True
        if (how := self.standing(word)) is not None:
            return how is not Standing.NAME
        if lower in locale.given_names:
            return word.initial and self.lexicon.is_word(lower) and not self.lexicon.capital.get(lower, 0)
        if lower in locale.not_identifying:
            return True
        base = lower.split("'")[0].split("-")[0]  # he'll, forty-one
        if lower in locale.openers or lower.removesuffix("s") in locale.openers or base in locale.openers:
            return True
        if word.initial or self.is_shouted(word):
            return self._opens_plainly(word, base) and not self._mostly_capital(lower)
        plain = lower in locale.role_words or self._in_a_title(word)
        return self.lexicon.is_word(lower) or (self._is_ordinary(lower) and plain)

    def _opens_plainly(self, word: Capital, base: str) -> bool:
        """Whether a word may open a sentence, where a capital tells nothing."""
        lower, locale = word.lower, self.locale
        listed = lower in locale.common_words or (len(lower) > 5 and lower.endswith(locale.plain_endings))
        words = {lower, base} if base != lower and "'" in lower else {lower}
        return listed or self.lexicon.lower.get(lower, 0) > 0 or not words.isdisjoint(self.lexicon.language)

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
        while first and self.text[self.words[first - 1].end : self.words[first].start] in {" ", "\u00a0"}:
            first -= 1
        while last + 1 < len(self.words) and self.text[self.words[last].end : self.words[last + 1].start] in {
            " ",
            "\u00a0",
        }:
            last += 1
        run, locale = self.words[first : last + 1], self.locale
        known = any(
            word.lower in locale.not_identifying
            or word.lower in locale.openers
            or word.text in locale.acronyms
            or word.text in locale.post_nouns
            or word.text in locale.institution_nouns
            or word.lower in locale.role_words
            for word in run
        )
        return len(run) > 1 and not known and not run[0].initial

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

    def runs(self) -> Iterator[list[Capital]]:
        """Capitalised words that stand together, joined by blanks or small connecting words, within one line."""
        run: list[Capital] = []
        for word in self.words:
            glue = self.text[run[-1].end : word.start] if run else ""
            if (
                run
                and (len(run) < LONGEST or glue in {" ", "\u00a0", "-"})
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


def find(reader: Reader) -> list[Span]:
    """Names by title, given name or head noun (layer context) and by their capital alone (layer truecase).

    What is a name and a word, and can't be told at its place, is left to people (layer fuzzy, kind unclear).
    """
    spans: list[Span] = []
    for run in reader.runs():
        spans += _titled(reader, run)
        spans += _headed(reader, run)
        spans += _given(reader, run)
        spans += _alone(reader, run)
    spans += _initialled(reader)
    spans += _signed(reader)
    spans += _by_letters(reader, spans)
    spans += _unclear(reader)
    spans += _small(reader)
    return spans


def _signed(reader: Reader) -> Iterator[Span]:
    """`M.` or `MD` alone in a line, under a letter; `H rings`, `Z.'s`: one letter that does what people do."""
    text, locale = reader.text, reader.locale
    for found in SIGNED.finditer(text):
        it = "it" if found["it"] else "or"
        if found[it] not in locale.acronyms:
            yield Span(*found.span(it), "person", "context", "initials")
    does = {found["letter"] for found in DOING.finditer(text) if found["verb"] in locale.human_verbs} - {"A", "I", "O"}
    if does:
        for found in re.finditer(rf"(?<![\w.'’&/+-])(?:{'|'.join(sorted(does))})(?![\w&/+-])", text):
            if _last(text[max(0, found.start() - 16) : found.start()].rstrip(" ")) not in locale.lettered:
                yield Span(*found.span(), "person", "context", "initials")


def told(reader: Reader) -> Iterator[str]:
    """The words, in small letters, of what surely is a person's name: by title, given name or initial."""
    for run in reader.runs():
        for span in (*_titled(reader, run), *_given(reader, run)):
            yield from name_words(reader.text[span.start : span.end], reader.locale)
    for span in _initialled(reader):
        yield from name_words(reader.text[span.start : span.end], reader.locale)


def name_words(name: str, locale: Locale) -> Iterator[str]:
    """The words of a person's name, in small letters, without titles, particles and what is too short."""
    for word in re.findall(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*", name):
        lower = word.lower().replace("’", "'").removesuffix("'s")
        apart = locale.before_titles | locale.post_nominals
        other = locale.titles | PARTICLES | locale.weekdays | locale.qualifiers
        if len(lower) > 2 and lower not in other and word not in apart:
            yield lower


def letters_of(name: str, locale: Locale) -> str:
    """The first letters of a person's name of several words, `BE` of `Bill Early`; nothing for another."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper() and word.lower() not in locale.titles]
    return "".join(word[0] for word in words) if 1 < len(words) < 5 else ""


def _by_letters(reader: Reader, spans: Sequence[Span]) -> Iterator[Span]:
    """`BE`, where Bill Early is spoken of: the first letters of a person whom the text names in full.

    An acronym may be one too, where the text says so: `Mark Penny (MP)`.
    """
    text, locale = reader.text, reader.locale
    people = [span for span in spans if span.kind == "person" and span.layer == "context"]
    known = {letters_of(text[span.start : span.end], locale) for span in people}
    declared = {
        letters
        for span in people
        if text.startswith(f" ({(letters := letters_of(text[span.start : span.end], locale))})", span.end) and letters
    }
    for found in LETTERS.finditer(text):
        word = reader.at(found.start())
        shouted = word is not None and reader.is_shouted(word)
        known_as = found[0] in known and (
            found[0] not in locale.acronyms or SIGNED.fullmatch(_line(text, found.start()))
        )
        if found[0] in declared or (known_as and not shouted):
            yield Span(*found.span(), "person", "context", "letters")


def _line(text: str, place: int) -> str:
    """The line in which a place lies."""
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]


def _unclear(reader: Reader) -> Iterator[Span]:
    for word in reader.words:
        if reader.standing(word) is Standing.UNCLEAR:
            yield Span(word.start, word.end, "unclear", "fuzzy", "word_or_name")


def _initialled(reader: Reader) -> Iterator[Span]:
    """`J. Earl`, `J.-P. Rice`, `P Constable`, `Wolcott, S.`, and initials alone, `A.B.`."""
    text, locale = reader.text, reader.locale
    for found in INITIALS.finditer(text):
        yield Span(*found.span(), "person", "context", "initials")
    labels = Counter(found[0] for found in OPENING.finditer(text))
    for found in POINTED.finditer(text):
        word = reader.at(found.start("name"))
        if labels[found[0][:2]] > MOST_OPENED and text[found.start() - 1 : found.start()] in {"", "\n"}:
            continue  # `Q. Minus six?`
        before = text[max(0, found.start() - 16) : found.start()].rpartition(" ")
        if word is not None and not _is_no_surname(
            reader, word, bool(before[0]) and before[2] == "" and _last(before[0]) not in locale.lettered
        ):
            yield Span(found.start(), word.end, "person", "context", "initial")
    for found in BARE.finditer(text):
        word = reader.at(found.start("name"))
        last = LAST_WORD.search(text, max(0, found.start() - 20), found.start())
        before = last[1].lower() if last else ""
        if word is None or _is_no_surname(reader, word) or before in locale.lettered or found["letters"] in {"I", "O"}:
            continue
        if found["letters"] == "A" and (
            text[found.start() - 1 : found.start()] != " " or not before.islower() or TITLE_CASE.match(text, word.end)
        ):
            continue
        if reader.standing(word) is not None or not standing.is_word(word.lower, reader.lexicon, locale):
            yield Span(found.start("letters"), word.end, "person", "context", "initial")
    for found in TURNED.finditer(text):
        word = reader.at(found.start("name"))
        if word is not None and not reader.is_plain(word) and word.text not in locale.head_nouns:
            yield Span(word.start, found.end(), "person", "context", "initial")
    for found in LISTED.finditer(text):
        if found["given"].lower() in locale.given_names | locale.ambiguous_given:
            yield Span(*found.span(), "person", "context", "turned")


def _last(text: str) -> str:
    return text.rpartition(" ")[2].lower().strip("(\"'“‘")


def _is_no_surname(reader: Reader, word: Capital, any_word: bool = False) -> bool:
    """Whether a word behind an initial is none. any_word: short ones, such as `He` and `To`, may be."""
    locale = reader.locale
    base = word.lower.partition("'")[0]
    opener = not {word.lower, base}.isdisjoint(locale.openers) and word.lower not in locale.ambiguous
    return (
        word.text in locale.acronyms
        or _is_i(word)
        or (opener and not (any_word and len(word.text) < 3 and word.end - word.start < 3))
        or (word.text in locale.head_nouns and word.lower not in locale.ambiguous)
    )


def _small(reader: Reader) -> Iterator[Span]:
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


def _closely(reader: Reader, a: Capital, b: Capital) -> bool:
    glue = reader.text[a.end : b.start]
    return glue in {" ", "\u00a0", "-"} or (glue in {". ", ".\u00a0", "."} and reader.takes_point(a))


def _goes_on(reader: Reader, a: Capital, b: Capital) -> bool:
    """Whether a person's name may go on from one word to the other."""
    return _closely(reader, a, b) or INSIDE.fullmatch(reader.text[a.end : b.start]) is not None


def _titled(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
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
            and _closely(reader, run[first - 1], run[first])
        ):
            first -= 1
        while place + 1 < len(run) and _another_title(reader, run[place], run[place + 1]):
            place += 1
        last = place
        while last + 1 < len(run) and last - place < 4 and _goes_on(reader, run[last], run[last + 1]):
            follows = _follows_title if last == place else _follows_name
            if not follows(reader, run[last], run[last + 1]):
                break
            last += 1
        if (
            last == place > first
            and (_is_sure(reader, run[first]) or run[place].lower in reader.locale.ambiguous)
            and run[place].text not in reader.locale.not_after_titles
        ):
            yield Span(run[first].start, run[place].end, "person", "context", "title")  # `Ms Judge`
        if last > place:
            end = _seat(reader, run[place], run, last)
            generation = joins.generation(reader.locale).match(reader.text, end)
            yield Span(run[first].start, generation.end() if generation else end, "person", "context", "title")
        place = last + 1


def _another_title(reader: Reader, title: Capital, other: Capital) -> bool:
    """Whether a second title goes with the same name: `Detective Sergeant`, `Mr and Mrs`."""
    if not reader.is_title(other) or _closely(reader, title, other):
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
    if _is_initial(reader, word) or _is_surname(reader, word) or _may_be_name(reader, word):
        return word.text not in reader.locale.not_after_titles
    if not _is_sure(reader, title) or word.text in reader.locale.not_after_titles or _is_i(word):
        return False
    return not (ended and word.lower in reader.locale.openers) and word.text not in reader.locale.acronyms


def _follows_name(reader: Reader, name: Capital, word: Capital) -> bool:
    return _may_be_name(reader, word) or _is_surname(reader, word) or word.text in reader.locale.post_nominals


def _is_surname(reader: Reader, word: Capital) -> bool:
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
        and may_name(reader, after)
    )
    return after.end if of and first.lower in reader.locale.peers else run[last].end


def _may_be_name(reader: Reader, word: Capital) -> bool:
    return _is_initial(reader, word) or (
        not _is_i(word)
        and word.text not in reader.locale.head_nouns
        and word.text not in reader.locale.acronyms
        and not reader.is_title(word)
        and (word.lower not in reader.locale.not_identifying or word.lower in reader.locale.ambiguous)
        and (word.lower not in reader.locale.openers or word.lower in reader.locale.ambiguous)
        and (not word.initial or not reader.lexicon.is_word(word.lower) or word.lower in reader.locale.ambiguous)
    )


def _headed(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
    """`Quarry Lane Surgery`, `University of Wold`: a head noun with at least one word that is a name."""
    for place, word in enumerate(run):
        kind = reader.locale.head_nouns.get(word.text) or (
            reader.locale.head_nouns.get(word.text.title()) if word.shouted else None
        )
        if kind is None:
            continue
        before = [other for other in run[_after_person(reader, run, place) : place] if not reader.is_title(other)]
        first = next((number for number, other in enumerate(before) if may_name(reader, other)), None)
        of_two = bool(before) and not before[-1].initial and before[-1].text in reader.locale.head_nouns  # `Mill Bank`
        of_two = of_two and reader.locale.head_nouns[before[-1].text] == "place"
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
        if after and reader.joins.of_the.fullmatch(glue) and may_name(reader, after[0]):
            last = after[0]
            for other in after[1:]:
                if not _closely(reader, last, other) or not may_name(reader, other):
                    break
                last = other
            yield Span(_described(reader, run, place).start, last.end, kind, *HEAD_NOUN)


@cache
def _numbers(locale: Locale) -> re.Pattern[str]:
    """The number of a house, and what stands before it: `Flat 3, 18`; also that alone: `Flat 3, Alma Court`."""
    dwelling = rf"\b(?:{'|'.join(locale.dwellings)}) \d{{1,4}}[A-Za-z]?,? "
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
            reader.is_title(word) or _is_initial(reader, word) or word.lower in reader.locale.given_names
            for word in before
            if not reader.is_plain(word) or reader.is_title(word) or _is_initial(reader, word)
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
    while first and place - first < 2 and _closely(reader, run[first - 1], run[first]):
        if run[first - 1].initial or reader.is_title(run[first - 1]) or not reader.is_plain(run[first - 1]):
            break
        first -= 1
    return run[first]


def _at_a_number(reader: Reader, before: Sequence[Capital], noun: Capital) -> int | None:
    """The word after a house's number: `3 Back Lane` is a street, whatever its words mean elsewhere."""
    first, after = len(before), noun
    while first and _closely(reader, before[first - 1], after):
        first, after = first - 1, before[first - 1]
    start = after.start
    numbered = first < len(before) and HOUSE_NUMBER.search(reader.text[max(0, start - 8) : start])
    return first if numbered else None


def _nearest(reader: Reader, before: Sequence[Capital], noun: Capital) -> int | None:
    """The word before a noun that makes a name of any word: `King Street`, but no `General Practice`."""
    if not before or not _closely(reader, before[-1], noun):
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
    if not _closely(reader, word, after) or (word.initial and word.lower in reader.locale.openers):
        return False
    names = word.lower in reader.locale.ambiguous and not word.initial
    known = word.lower in reader.locale.qualifiers or word.lower in reader.locale.regal
    place = not word.initial and reader.locale.head_nouns.get(word.text) == "place"
    shouted = reader.is_shouted(word) and word.lower not in reader.locale.openers
    return names or known or place or shouted or after.text in reader.locale.naming_nouns


def may_name(reader: Reader, word: Capital) -> bool:
    """Whether a word may be part of a name, and not only say what kind of thing is named."""
    return not reader.is_plain(word) and word.text not in reader.locale.head_nouns


def _given(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
    """`Sarah Holt`: a given name and the capitalised words after it."""
    place = 0
    while place < len(run):
        word = run[place]
        known = word.lower in reader.locale.given_names or word.lower in reader.locale.ambiguous_given
        known = known or _opens_a_name(reader, run, place)
        is_given = known and (not reader.is_plain(word) or word.lower in reader.locale.weekdays)
        if not is_given:
            place += 1
            continue
        last = place
        while (
            last + 1 < len(run)
            and last - place < 3
            and _goes_on(reader, run[last], run[last + 1])
            and _follows_name(reader, run[last], run[last + 1])
        ):
            last += 1
        saint = run[place - 1] if place and run[place - 1].lower in reader.locale.saints else None
        if saint and last == place and _closely(reader, saint, word):
            yield Span(saint.start, run[last].end, _kind_of_saint(reader, saint, word), "context", "saint")
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
    alone = given + 2 == len(run) or not _closely(reader, after, run[given + 2])
    return given + 1 if alone and not known else given


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


def _alone(reader: Reader, run: Sequence[Capital]) -> Iterator[Span]:
    """What is left of a run: words whose capital nothing but a name explains, with what goes before them."""
    group: list[Capital] = []
    before: list[Capital] = []
    for word in [*run, None]:
        fits = word is not None and not reader.is_plain(word)
        fits = fits and (not reader.is_title(word) or reader.standing(word) is Standing.NAME)
        fits = fits and not _qualifies(reader, run, word)
        fits = fits or (word is not None and bool(group) and _ends_a_name(reader, group[-1], word))
        beside = bool(group) and fits and reader.text[group[-1].end : word.start] == " & "
        fits = fits or (word is not None and bool(group) and _goes_on_with_a_thing(reader, group, word))
        if fits and group and not beside and not _closely(reader, group[-1], word):
            yield _span(reader, group)
            group = []
        if fits:
            group = [*group, word] if group else [*before, word]
        elif group:
            yield _span(reader, group)
            group = []
        is_before = word is not None and (_is_initial(reader, word) or _is_qualifier(reader, run, word))
        before = [*before, word] if is_before else []


def _goes_on_with_a_thing(reader: Reader, group: Sequence[Capital], word: Capital) -> bool:
    """Whether an ordinary word with a capital belongs to the name of a thing: `Saltmere Community Pantry`."""
    locale = reader.locale
    strange = not standing.is_word(group[0].lower, reader.lexicon, locale) and not group[0].shouted
    person = any(other.lower in locale.given_names for other in group)
    plain = word.lower in locale.openers or word.text in locale.acronyms or word.lower in locale.weekdays or _is_i(word)
    dated = word.text in locale.months or reader.is_title(word) or word.shouted or word.initial
    return strange and not person and not plain and not dated and _closely(reader, group[-1], word)


def _ends_a_name(reader: Reader, name: Capital, word: Capital) -> bool:
    """Whether a word that means something else is the surname behind a name of nowhere's list: `Agnieszka Wales`."""
    strange = (
        not standing.is_word(name.lower, reader.lexicon, reader.locale) and name.text not in reader.locale.head_nouns
    )
    short = word.lower in reader.locale.openers and not _is_i(word) and word.text != "I"
    surname = _is_surname(reader, word) or short or (reader.is_title(word) and not _is_before_a_name(reader, word))
    return strange and surname and not name.shouted and _closely(reader, name, word)


def _is_before_a_name(reader: Reader, title: Capital) -> bool:
    """Whether a title goes with the word after it."""
    place = reader.place_of(title) + 1
    return place < len(reader.words) and _closely(reader, title, reader.words[place])


def _is_qualifier(reader: Reader, run: Sequence[Capital], word: Capital) -> bool:
    """Whether a word inside a sentence belongs to the name after it: `New York`, `South Glamorgan`, `Black Bull`."""
    after = next((other for other in run if other.start > word.start), None)
    locale = reader.locale
    known = word.lower in locale.qualifiers and not (word.initial and word.lower in locale.openers)
    known = known or (not word.initial and word.lower in locale.ambiguous and word.lower not in locale.openers)
    return known and after is not None and _closely(reader, word, after)


def _is_initial(reader: Reader, word: Capital) -> bool:
    return len(word.text) == 1 and reader.text[word.end : word.end + 1] == "."


def _qualifies(reader: Reader, run: Sequence[Capital], word: Capital) -> bool:
    """Whether a word that may be a name only qualifies the next one: `Long Covid`, `Green Paper`."""
    after = next((other for other in run if other.start > word.start), None)
    return (
        word.lower in reader.locale.ambiguous
        and word.lower not in reader.locale.given_names
        and after is not None
        and _closely(reader, word, after)
        and after.lower in reader.locale.not_identifying
        and after.lower not in reader.locale.ambiguous
    )


def _span(reader: Reader, group: Sequence[Capital]) -> Span:
    start, end = group[0].start, group[-1].end
    kind = "other"
    if group[0].lower in reader.locale.saints and reader.text[end : end + 2] in {"'s", "’s"}:
        end += 2  # `St Dympna's`
    if any(word.lower in reader.locale.given_names or _is_initial(reader, word) for word in group):
        kind = "person"
    elif reader.joins.in_place.search(reader.text[max(0, start - 14) : start]):
        kind = "place"
    return Span(start, end, kind, "truecase", "sentence_start" if group[0].initial else "inside_sentence")
