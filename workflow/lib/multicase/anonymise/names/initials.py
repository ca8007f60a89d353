"""Initials: with a surname, alone, under a letter, and those of a person whom the text names in full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from multicase.anonymise import standing
from multicase.anonymise.capitals import UPPER, Capital
from multicase.anonymise.forms import PARTICLES
from multicase.anonymise.locale import Locale
from multicase.anonymise.names.reader import LONGEST_ACRONYM, Reader, is_i
from multicase.anonymise.span import Span

# Not the points of `U.K.`, `A.D.`, `P.M.`
INITIALS = re.compile(r"(?<![\w.’'])(?!U\.[KS]\.|A\.D\.|B\.C\.|[PA]\.M\.)(?:[A-Z]\. ?){1,3}[A-Z]\.(?!\w)")
OPENING = re.compile(r"(?m)^[A-Z]\.(?= )")
MOST_OPENED = 2  # lines that a letter opens, beyond which it is a label
SURNAME = rf"(?P<name>[{UPPER}](?:[^\W\d_]|['’-](?=[^\W\d_]))+)"
POINTED = re.compile(rf"(?<![\w.’'@/])(?:[A-Z]\.(?:[ \u00a0]|-)?){{1,4}}{SURNAME}")
PARTICLE = rf"(?:(?:{'|'.join(sorted(PARTICLES))}) )"
BARE = re.compile(rf"(?<![\w.@/’'+&-])(?P<letters>[A-Z]{{1,2}}(?: [A-Z])?) {PARTICLE}{{0,2}}{SURNAME}")
LAST_WORD = re.compile(r"([\w’']+)[^\w\n.@/’'+&-]{1,2}$")
# `SUMMERS, Ivy May`, as registers have it.
SURNAME_FIRST = re.compile(
    r"\b(?P<name>[^\W\d_a-z](?:[^\W\d_a-z]|['’-])+[^\W\d_a-z]), "
    r"(?P<given>[^\W\d_a-z][^\W\d_A-Z]+)(?: [^\W\d_a-z][^\W\d_A-Z]+)?\b"
)
LETTER = r"(?:[A-Z]\.|[A-HJ-Z](?=[^\w'’]|$))"
TURNED = re.compile(rf"{SURNAME}(?P<comma>,?) {LETTER}(?:[ -]?{LETTER}){{0,2}}+(?P<after>\.?[ \u00a0-]?)")
NEXT = re.compile(r"[a-z]+\b")
TITLE_CASE = re.compile(rf" [{UPPER}]")
SIGNED = re.compile(
    r"(?m)^[ \t]*(?P<it>[A-Z](?:\.|[ \t]*[xX]{1,5}(?=[ \t]*$)))[ \t]*,?[ \t]*(?:[xX]{1,5}[ \t]*)?$"
    r"|(?<=[ (])(?P<or>[A-Z]\.)(?=['’]s\b|,(?: |$))"
)
# Letters alone in a line under which nothing goes on: no `Q` above a question.
UNDERSIGNED = re.compile(r"(?m)^[ \t]*(?P<it>[A-Z]{1,4})[ \t]*,?[ \t]*$(?!\n[ \t]*[^\W_])")
DOING = re.compile(r"(?<![\w.'’&/+-])(?P<letter>[A-Z])(?P<point>\.?) (?P<verb>[a-z]+)\b(?: (?P<after>[a-z]+)\b)?")
OWNING = re.compile(r"(?<![\w.'’&/+-])(?P<letter>[A-Z])['’]s (?P<after>[a-z]+)\b")
DEFINED = re.compile(r" \([“\"]([A-Z]{2,4})[”\"]\)")  # `Mr Sowerby (“PS”)`
WORDS = frozenset("AI")  # letters that are words; `O` is one without a point
LETTERS = re.compile(r"(?<![\w.'’&-])[A-Z]{2,4}(?![\w&-]|['’](?!s\b))")


def initialled(reader: Reader) -> Iterator[Span]:
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
    yield from _turned(reader)
    for found in SURNAME_FIRST.finditer(text):
        if found["given"].lower() in locale.any_given:
            yield Span(*found.span(), "person", "context", "turned")


def _turned(reader: Reader) -> Iterator[Span]:
    """`Wolcott, S.`, and at a sentence's start, where a capital tells nothing, `Young, A.` and `Young T.`."""
    text, locale = reader.text, reader.locale
    for found in TURNED.finditer(text):
        word, after = reader.at(found.start("name")), reader.at(found.end())
        if word is None or (after is not None and len(after.text) > 1 and not _is_no_surname(reader, after)):
            continue  # in `Kumar, T. Osei` the letter is the next one's
        letters = text[found.end("comma") : found.start("after")].strip()
        sure = bool(found["comma"]) and not reader.is_plain(word) and word.text not in locale.head_nouns
        told = found["comma"] or (letters[0] not in "AI" and not word.shouted)  # `Young I. think`, `IBM T. Watson`
        told = told and not (len(letters) == 2 and _is_acronym_before(reader, word, text[found.end() :]))
        if sure or (told and letters.endswith(".") and _may_be_surname(reader, word)):
            yield Span(word.start, found.start("after"), "person", "context", "initial")


def _may_be_surname(reader: Reader, word: Capital) -> bool:
    """Whether an ordinary word before an initial is a name too, and no part of a longer one: no `Ash Lane, B.`."""
    locale = reader.locale
    place = reader.place_of(word)
    before = reader.words[place - 1] if place else None
    goes_on = before is not None and not before.initial and reader.closely(before, word)
    if word.shouted:  # `HOLT, S.J.`
        return word.text not in locale.acronyms and word.lower not in locale.openers and not reader.is_shouted(word)
    known = word.lower in locale.any_given or (word.lower in locale.ambiguous and word.lower not in locale.openers)
    return known and not goes_on


def _is_acronym_before(reader: Reader, word: Capital, rest: str) -> bool:
    """Whether a short word in capitals is no name, and the letter behind it the next one's: `MRSA, C. difficile`."""
    locale, small = reader.locale, NEXT.match(rest)
    known = word.lower in locale.any_given or word.lower in locale.ambiguous
    as_acronym = word.shouted and len(word.text) <= LONGEST_ACRONYM and not known
    return as_acronym and small is not None and small[0] not in locale.human_verbs


def _last(text: str) -> str:
    return _last_written(text).lower()


def _last_written(text: str) -> str:
    """A text's last word as it is written, without what opens it."""
    return text.rpartition(" ")[2].strip("(\"'“‘")


def _is_no_surname(reader: Reader, word: Capital, any_word: bool = False) -> bool:
    """Whether a word behind an initial is none. any_word: short ones, such as `He` and `To`, may be."""
    locale = reader.locale
    base = word.lower.partition("'")[0]
    opener = not {word.lower, base}.isdisjoint(locale.openers) and word.lower not in locale.ambiguous
    return (
        word.text in locale.acronyms
        or is_i(word)
        or (opener and not (any_word and len(word.text) < 3 and word.end - word.start < 3))
        or (word.text in locale.head_nouns and word.lower not in locale.ambiguous)
    )


def signed(reader: Reader) -> Iterator[Span]:
    """`M.` alone in a line, under a letter; `H rings`, `Z.'s`: one letter that does what people do."""
    text, locale = reader.text, reader.locale
    for found in SIGNED.finditer(text):
        yield Span(*found.span("it" if found["it"] else "or"), "person", "context", "initials")
    beside = list(DOING.finditer(text))
    does = {
        found["letter"]
        for found in beside
        if _does(found, locale)
        and (found["letter"] != "O" or found["point"])
        and not _is_lettered(text, found.start(), locale, surely=True)
    }
    does |= {found["letter"] for found in OWNING.finditer(text) if _owns(text, found, locale)} - {"O"}
    does -= WORDS
    if not does:
        return
    does |= (
        {found["letter"] for found in beside if found["verb"] in locale.being_verbs} - WORDS - {"O"}
    )  # `S and R could come`
    letters = "|".join(letter if letter != "O" else r"O(?=\.)" for letter in sorted(does))
    places = list(re.finditer(rf"(?<![\w.'’&/+-])(?:{letters})(?![\w&/+-])", text))
    before = [_last(text[max(0, found.start() - 16) : found.start()].rstrip(" ")) for found in places]
    of_things = locale.determiners - locale.conjoining  # `the R number`, but `said that K left`
    things = {found[0] for found, word in zip(places, before, strict=True) if word in of_things}
    for found in places:
        if found[0] not in things and not _is_lettered(text, found.start(), locale):
            yield Span(*found.span(), "person", "context", "initials")


def _does(found: re.Match[str], locale: Locale) -> bool:
    """Whether a letter does what people do; one with a point also what an ending and object tell: `S. rolls her`."""
    verb = found["verb"]
    objects = locale.determiners | locale.possessives | locale.after_words
    with_object = found["after"] in objects and verb.endswith(locale.third_persons)
    return (
        verb in locale.human_verbs
        or verb in {"has", "had", "is", "was"}
        or (len(verb) > 4 and verb.endswith(locale.past_endings))
        or (bool(found["point"]) and len(verb) > 4 and with_object)
    )


def _is_lettered(text: str, start: int, locale: Locale, surely: bool = False) -> bool:
    """Whether a letter is that of a thing: `plan B`, `Case D had no budget`; but no `at school K cried`.

    surely: only behind a word with a capital, since a small one may end what was said before (`the team K was in`).
    """
    before = _last_written(text[max(0, start - 16) : start].rstrip(" "))
    has_capital = before[:1].isupper()
    is_listed = before.lower() in locale.lettered and (has_capital or not surely)
    return is_listed or (has_capital and before.lower() in locale.lettered_owners)


def _owns(text: str, found: re.Match[str], locale: Locale) -> bool:
    """Whether a letter owns something, or is it: `K's passport`, `M's terrifying`; but no mark, `two B's in`."""
    before = _last(text[max(0, found.start() - 16) : found.start()].rstrip(" "))
    several = before in locale.numbers or before.isdigit()
    several = several or before in locale.determiners | locale.conjunctions  # `T's and C's`
    several = several or _is_lettered(text, found.start(), locale)
    return not several and found["after"] not in locale.after_nouns | locale.conjunctions | locale.of_somebody


def letters_of(name: str, locale: Locale) -> str:
    """The first letters of a person's name of several words, `BE` of `Bill Early`; nothing for another."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper() and word.lower() not in locale.titles]
    return "".join(word[0] for word in words) if 1 < len(words) < 5 else ""


def _last_letter(text: str) -> str:
    """The letter that a text's last word begins with."""
    return re.split(r"[ \u00a0\n]", text)[-1][:1]


def by_letters(reader: Reader, spans: Sequence[Span]) -> Iterator[Span]:
    """`BE`, where Bill Early is spoken of: the first letters of a person whom the text names in full.

    An acronym is one too, where the text says so, `Mark Penny (MP)`, `Mr Penny ("MP")`, or where a letter is signed
    with it; there the first letter of a name is enough. Elsewhere it may be either, which is asked.
    """
    text, locale = reader.text, reader.locale
    people = [span for span in spans if span.kind == "person" and span.layer == "context"]
    letters = {span: letters_of(text[span.start : span.end], locale) for span in people}
    known = set(letters.values()) - {""}
    declared = {told for span, told in letters.items() if told and text.startswith(f" ({told})", span.end)}
    defined = [(span, DEFINED.match(text, span.end)) for span in people]
    declared |= {found[1] for span, found in defined if found and found[1][-1] == _last_letter(text[: span.end])}
    for found in LETTERS.finditer(text):
        word = reader.at(found.start())
        shouted = word is not None and reader.is_shouted(word)
        if found[0] in declared or (found[0] in known - locale.acronyms and not shouted):
            yield Span(*found.span(), "person", "context", "letters")
        elif found[0] in known and not shouted and not _is_behind_a_determiner(text, found.start(), locale):
            yield Span(*found.span(), "unclear", "cue", "letters")
    yield from _by_legend(text, [span for span in spans if span.kind in {"person", "other"}])
    for found in UNDERSIGNED.finditer(text):
        if found["it"] in known or found["it"] in {told[0] for told in known}:
            yield Span(*found.span("it"), "person", "context", "letters")


def _by_legend(text: str, names: Sequence[Span]) -> Iterator[Span]:
    """The letter that somebody is told by, where lines begin with it too: `Marjorie (M)`, and below `M: Large.`"""
    told = {text[span.start] for span in names if text.startswith(f" ({text[span.start]})", span.end)}
    told = {letter for letter in told if f"\n{letter}:" in text}
    for found in re.finditer(r"(?m)^[A-Z](?=:)|(?<=\()[A-Z](?=\))", text) if told else ():
        if found[0] in told:
            yield Span(*found.span(), "person", "context", "letters")


def _is_behind_a_determiner(text: str, start: int, locale: Locale) -> bool:
    """Whether letters are those of a thing: `the IT`, `our MP`."""
    determiners = (locale.determiners - locale.conjoining) | locale.possessives
    return text[start - 1 : start] == " " and _last(text[max(0, start - 16) : start - 1]) in determiners
