"""Scanning files for terms, with an Aho-Corasick automaton: one pass over each text, whatever the number of terms."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import ahocorasick
import pandas as pd
from rapidfuzz.distance import OSA

from multicase.anonymise import dictionary, lexicon
from multicase.anonymise import locale as locales
from multicase.anonymise.fuzzy import without_one
from multicase.anonymise.locale import Locale
from multicase.closed.locking import write_private
from multicase.leaks import terms
from multicase.leaks.terms import UNSPACED, Term, folded
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

HITS = "private/leaks.csv"  # below the results: what was found, for people
# What stands before a character is looked at last: a search that begins with a character is many times faster.
HYPHENATED = re.compile(r"[-\u2010](?<=[^\W\d_].)\s*\n\s*(?=[^\W\d_])")
DIGITS = re.compile(r"\d[\d ()/\u00a0.\u2010-\u2015-]{5,22}\d(?!\w)")
GOES_ON = re.compile(r"[\w+]")
FROM_ABROAD = re.compile(r"\s*\(?(?:\+|00) ?44")
NUMBERS = frozenset({"phone", "nhs_number"})
CAPITALISED = re.compile(r"[A-Z\u00c0-\u024f][^\W\d_]{4,}")  # accented letters in either case: ranges are quicker
# Whom the pages themselves cite. A participant may have the same name, and a citation is no leak of it.
FONTS = frozenset({"arial", "helvetica", "verdana", "menlo", "consolas", "georgia"})  # of the pages' own styles
AUTHORS = ("Guest", "Namey", "Chen", "Braun", "Clarke", "Cohen", "Krippendorff", "Gwet")
CITED = re.compile(
    r"Guest,\s+Namey\s+and\s+Chen\s+\(2020\)|Braun\s+and\s+Clarke\s+2021|kappa: Cohen|alpha: Krippendorff|ac1: Gwet"
    r"|Krippendorff(?=\S{2,7}\s(?:alpha|limits))|Cohen(?=\S{2,7}\skappa)|Gwet(?=\S{2,7}\sAC1)"
)
Rows = Iterable[Mapping[str, str]] | None


def digits(text: str) -> str:
    """A telephone or other number without its blanks, and with the 0 that +44 and 0044 stand for."""
    abroad = FROM_ABROAD.match(text)
    only = "".join(filter(str.isdigit, text[abroad.end() if abroad else 0 :]))
    return f"0{only.removeprefix('0')}" if abroad else only


@dataclass(frozen=True, order=True)
class Hit:
    """A leak: file, place in it and kind of identifier, which may be told; and what was found, which may not."""

    path: str
    place: str
    kind: str
    term: str = field(default="", repr=False)


class Scanner:
    """Terms, ready to be looked for, and names that are known with one letter wrong too, if they have a capital."""

    def __init__(
        self,
        terms: Mapping[str, str],
        names: Mapping[str, str] | None = None,
        ordinary: Collection[str] = frozenset(),
        languages: Collection[str] = (),
    ):
        """terms, names: words -> kind. ordinary: words that are no slip of a name, though one letter away from it.

        languages: the dictionaries (`dictionary`) whose words are no slip either: the sources', and that of the pages.
        """
        self.terms = dict(terms)
        self.automaton = ahocorasick.Automaton()
        for term in self.terms:
            self.automaton.add_word(term, term)
        if self.terms:
            self.automaton.make_automaton()
        self.numbers = {digits(term): term for term, kind in self.terms.items() if kind in NUMBERS}
        self.names, self.ordinary, self.languages = dict(names or {}), ordinary, languages
        self.shortened: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.names):
            for short in without_one(name):
                self.shortened[short].append(name)
        self.slips: dict[str, str] = {}  # word -> the name that it is a slip of, or nothing
        own = {word for term in self.terms for word in term.split()}
        self.shares_cited = any(author.lower() in own or self._slip(author) for author in AUTHORS)

    def terms_in(self, text: str) -> dict[tuple[str, str], int]:
        """(Kind, term) -> place of the first one that stands in the text as a word; of a slip, the word as written."""
        found: dict[tuple[str, str], int] = {}
        if not self.terms:
            return found
        if self.shares_cited and any(author in text for author in AUTHORS):
            text = CITED.sub(lambda cited: " " * len(cited[0]), text)
        # A word that is broken at a line's end is also read whole.
        for view in (text, HYPHENATED.sub("", text)) if HYPHENATED.search(text) else (text,):
            self._look(folded(view), found)
            for word in set(CAPITALISED.findall(view)) if self.names else ():
                if name := self._slip(word):
                    found.setdefault((self.names[name], word), view.find(word))
        if self.numbers:
            for start, number in _numbers(text):
                term = self.numbers.get(digits(number))
                if term is not None:
                    found.setdefault((self.terms[term], term), start)
        return found

    def _slip(self, word: str) -> str:
        """The name that a word is, but for one letter; nothing if it is none, or an ordinary word."""
        if word not in self.slips:
            plain = folded(word)
            is_near = plain not in self.names and not any(form in self.ordinary for form in _bases(plain))
            near = {name for short in without_one(plain) for name in self.shortened.get(short, ())} if is_near else ()
            close = [name for name in sorted(near) if OSA.distance(plain, name, score_cutoff=1) == 1]
            is_word = bool(close) and any(dictionary.is_word(plain, language) for language in self.languages)
            self.slips[word] = close[0] if close and not is_word else ""
        return self.slips[word]

    def _look(self, plain: str, found: dict[tuple[str, str], int]) -> None:
        for last, term in self.automaton.iter(plain):
            if (self.terms[term], term) in found:
                continue
            start, end = last - len(term) + 1, last + 1
            goes_on = _joins(plain[end : end + 1], plain[last]) or plain.startswith("'t", end)  # `shan't` names no Shan
            if not (goes_on or _joins(plain[start - 1 : start], plain[start])):
                found[self.terms[term], term] = start


def _numbers(text: str) -> Iterator[tuple[int, str]]:
    """The numbers of many digits in a text, with what may stand before their first: `+44`, `(01632)`; and where."""
    place = 0
    while number := DIGITS.search(text, place):
        start = _begun(text, number.start())
        if start is None:
            place = number.start() + 1
            continue
        yield start, text[start : number.end()]
        place = number.end()


def _begun(text: str, first: int) -> int | None:
    """Where a number begins whose first digit stands at a place; None where that goes on with a longer word."""
    for lead in ("+(", "+", "(", ""):
        start = first - len(lead)
        if start >= 0 and text.startswith(lead, start) and not GOES_ON.match(text[max(0, start - 1) : start]):
            return start
    return None


def _joins(outside: str, inside: str) -> bool:
    """Whether a character goes on with the word that a term begins or ends; a digit doesn't go on with a letter."""
    if UNSPACED.match(inside):
        return False
    return (outside.isalpha() and inside.isalnum()) or (outside.isdigit() and inside.isdigit())


def _bases(word: str) -> Iterator[str]:
    """A word, and what it may be a form of: `denies` of `deny`."""
    yield word
    for ending, instead in (
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("d", ""),
        ("ed", ""),
        ("ied", "y"),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending):
            yield word.removesuffix(ending) + instead


def scanner(
    identifiers: pd.DataFrame,
    lexicons: pd.DataFrame,
    *,
    register: Rows,
    speakers: Rows,
    decisions: Rows,
    locale: Locale,
) -> tuple[Scanner, list[Term]]:
    """The scanner of a study, and what it can't look for because it can't be told from ordinary text.

    Looked for are its originals, all forms of its registered names, and these with one letter wrong. identifiers,
    lexicons: the contracts `identifiers` and `lexicon`, of the whole study.
    """
    words, common = lexicon.small(lexicons), lexicon.common(lexicons) | lexicon.ordinary(lexicons)
    every = terms.terms(identifiers, register, speakers, words, common, locale)
    scanner = Scanner(
        {term.text: term.kind for term in every if not term.why},
        terms.names(register, common, locale),
        terms.ordinary(identifiers, decisions, words, locale) | FONTS,
        dict.fromkeys((locale.dictionary, locales.load(terms.PAGES).dictionary)),
    )
    return scanner, [term for term in every if term.why]


def in_name(name: str, scanner: Scanner) -> set[Hit]:
    """The leaks in the name of a file below the root, which then isn't told."""
    spaced = name.replace("/", " / ").replace("_", " ").replace("-", " ")
    folder = name.rpartition("/")[0] or "."
    found = scanner.terms_in(spaced) | scanner.terms_in(name)
    return {Hit(folder, "the name of a file", kind, term) for kind, term in found}


def in_text(text: str, shown: str, place: str, scanner: Scanner) -> set[Hit]:
    """The leaks in a piece of a file; where it has lines the place is narrowed down to the line."""
    found = scanner.terms_in(text)
    lines = _lines(text, found, scanner) if found else {}
    return {Hit(shown, f"{place}{lines.get(key, '')}", *key) for key in found}


def _lines(text: str, wanted: Collection[tuple[str, str]], scanner: Scanner) -> dict[tuple[str, str], str]:
    """`, line 12` for the first line with each term; nothing for one that stands only across lines."""
    found: dict[tuple[str, str], str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for key in scanner.terms_in(line):
            found.setdefault(key, f", line {number}")
        if len(found) >= len(wanted):
            break
    return found


def refuse(hits: Collection[Hit], told: Path) -> None:
    """Raises StudyError for each identifier that was found, with the first of its places and how many there are.

    told: the file of the closed zone that says what was found (see `write_hits`).
    """
    by_term: dict[tuple[str, str], list[Hit]] = defaultdict(list)
    for hit in hits:
        by_term[hit.kind, hit.term].append(hit)
    problems = []
    for number, ((kind, _), places) in enumerate(sorted(by_term.items()), 1):
        more = f", and {counted(len(places) - 1, 'more place')}" if len(places) > 1 else ""
        found = f"an original identifier (kind {kind}; number {number} in {told}){more}"
        todo = (
            f"Look it up in {told}. If people wrote it (cases.csv, codebook.yaml, claims.yaml, summaries.csv, memos in "
            "codings/), mend it there; else add it to private/register.csv, or decide 'keep' if it identifies nobody. "
            "Share nothing of these results."
        )
        problems.append(Problem(places[0].path, places[0].place, found, "no original identifier", todo))
    if problems:
        raise StudyError(problems)


def write_hits(hits: Iterable[Hit], path: Path) -> None:
    """Write what was found, for people, into the closed zone: number, found, kind, file, place."""
    numbers: dict[tuple[str, str], int] = {}
    ordered = sorted(hits, key=lambda hit: (hit.kind, hit.term, hit.path, hit.place))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["number", "found", "kind", "file", "place"])
    for hit in ordered:
        number = numbers.setdefault((hit.kind, hit.term), len(numbers) + 1)
        writer.writerow([number, hit.term, hit.kind, hit.path, hit.place])
    write_private(path, buffer.getvalue().encode())
