"""Scanning files for terms, with an Aho-Corasick automaton: one pass over each text, whatever the number of terms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import ahocorasick
import pandas as pd
from rapidfuzz.distance import OSA

from multicase.anonymise import lexicon
from multicase.anonymise.fuzzy import without_one
from multicase.anonymise.locale import Locale
from multicase.leaks import terms
from multicase.leaks.contents import pieces
from multicase.leaks.terms import folded
from multicase.study.problems import Problem, StudyError

HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010]\s*\n\s*(?=[^\W\d_])")
DIGITS = re.compile(r"(?<![\w+])\+?\(?\d[\d ()\u00a0.-]{5,22}\d(?!\w)")
FROM_ABROAD = re.compile(r"\s*\(?(?:\+|00) ?44")
NUMBERS = frozenset({"phone", "nhs_number"})
CAPITALISED = re.compile(r"[A-Z\u00c0-\u024f][^\W\d_]{4,}")  # accented letters in either case: ranges are quicker
# Whom the pages themselves cite. A participant may have the same name, and a citation is no leak of it.
AUTHORS = ("Guest", "Namey", "Chen", "Braun", "Clarke", "Cohen", "Krippendorff", "Gwet")
CITED = re.compile(
    r"Guest,\s+Namey\s+and\s+Chen\s+\(2020\)|Braun\s+and\s+Clarke\s+2021|kappa: Cohen|alpha: Krippendorff|ac1: Gwet"
    r"|Krippendorff(?=\S{2,7}\s(?:alpha|limits))|Cohen(?=\S{2,7}\skappa)|Gwet(?=\S{2,7}\sAC1)"
)
Rows = Iterable[Mapping[str, str]] | None


def digits(text: str) -> str:
    """A telephone or other number without its blanks, and with the 0 that +44 and 0044 stand for."""
    abroad = FROM_ABROAD.match(text)
    only = "".join(char for char in text[abroad.end() if abroad else 0 :] if char.isdigit())
    return f"0{only.removeprefix('0')}" if abroad else only


@dataclass(frozen=True, order=True)
class Hit:
    """A leak: file, place in it and kind of identifier; never what was found."""

    path: str
    place: str
    kind: str


class Scanner:
    """Terms, ready to be looked for, and names that are known with one letter wrong too, if they have a capital."""

    def __init__(
        self, terms: Mapping[str, str], names: Mapping[str, str] | None = None, ordinary: Collection[str] = frozenset()
    ):
        """terms, names: words -> kind. ordinary: words that are no slip of a name, though one letter away from it."""
        self.terms = dict(terms)
        self.automaton = ahocorasick.Automaton()
        for term, kind in self.terms.items():
            self.automaton.add_word(term, (len(term), kind))
        if self.terms:
            self.automaton.make_automaton()
        self.numbers = {digits(term): kind for term, kind in self.terms.items() if kind in NUMBERS}
        self.names, self.ordinary = dict(names or {}), ordinary
        self.shortened: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.names):
            for short in without_one(name):
                self.shortened[short].append(name)
        self.slips: dict[str, str] = {}  # word -> kind of the name that it is a slip of, or nothing
        own = {word for term in self.terms for word in term.split()}
        self.shares_cited = any(author.lower() in own or self._slip(author) for author in AUTHORS)

    def kinds_in(self, text: str) -> dict[str, int]:
        """Kind -> place of the first term of it that stands in the text as a word."""
        found: dict[str, int] = {}
        if not self.terms:
            return found
        if self.shares_cited and any(author in text for author in AUTHORS):
            text = CITED.sub(lambda cited: " " * len(cited[0]), text)
        # A word that is broken at a line's end is also read whole.
        for view in (text, HYPHENATED.sub("", text)) if HYPHENATED.search(text) else (text,):
            self._look(folded(view), found)
            for word in set(CAPITALISED.findall(view)) if self.names else ():
                if kind := self._slip(word):
                    found.setdefault(kind, view.find(word))
        if self.numbers:
            for number in DIGITS.finditer(text):
                kind = self.numbers.get(digits(number[0]))
                if kind is not None:
                    found.setdefault(kind, number.start())
        return found

    def _slip(self, word: str) -> str:
        """The kind of the name that a word is, but for one letter; nothing if it is none."""
        if word not in self.slips:
            plain = folded(word)
            is_near = plain not in self.names and not any(form in self.ordinary for form in _bases(plain))
            near = {name for short in without_one(plain) for name in self.shortened.get(short, ())} if is_near else ()
            close = [name for name in sorted(near) if OSA.distance(plain, name, score_cutoff=1) == 1]
            self.slips[word] = self.names[close[0]] if close else ""
        return self.slips[word]

    def _look(self, plain: str, found: dict[str, int]) -> None:
        for last, (length, kind) in self.automaton.iter(plain):
            if kind in found:
                continue
            start, end = last - length + 1, last + 1
            goes_on = _joins(plain[end : end + 1], plain[last]) or plain.startswith("'t", end)  # `shan't` names no Shan
            if not (goes_on or _joins(plain[start - 1 : start], plain[start])):
                found[kind] = start


def _joins(outside: str, inside: str) -> bool:
    """Whether a character goes on with the word that a term begins or ends; a digit doesn't go on with a letter."""
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
) -> Scanner:
    """The scanner of a study: its originals, all forms of its registered names, and these with one letter wrong.

    identifiers, lexicons: the contracts `identifiers` and `lexicon`, of the whole study.
    """
    words, common = lexicon.small(lexicons), lexicon.common(lexicons)
    return Scanner(
        terms.terms(identifiers, register, speakers, words, common, locale),
        terms.names(register, common, locale),
        terms.ordinary(identifiers, decisions, words, locale),
    )


def scan(paths: Iterable[Path], root: Path, scanner: Scanner) -> list[Hit]:
    """Every leak in some files: in what they hold, in their metadata and in their names below `root`.

    Where a text has lines the place is narrowed down to the line.
    """
    hits: set[Hit] = set()
    for path in sorted(paths):
        name = path.relative_to(root).as_posix()
        in_name = scanner.kinds_in(name.replace("/", " / ").replace("_", " ").replace("-", " ")) | scanner.kinds_in(
            name
        )
        shown = "a file" if in_name else name
        hits |= {Hit(path.parent.relative_to(root).as_posix() or ".", "the name of a file", kind) for kind in in_name}
        for place, text in pieces(path):
            for kind in scanner.kinds_in(text):
                hits.add(Hit(shown, f"{place}{_line(text, kind, scanner)}", kind))
    return sorted(hits)


def _line(text: str, kind: str, scanner: Scanner) -> str:
    """`, line 12` for the first line with a term of the kind; nothing if a term stands only across lines."""
    for number, line in enumerate(text.split("\n"), 1):
        if kind in scanner.kinds_in(line):
            return f", line {number}"
    return ""


def refuse(hits: Iterable[Hit]) -> None:
    """Raises StudyError naming the place of every hit."""
    todo = (
        "Look first at what people wrote (cases.csv, codebook.yaml, claims.yaml, summaries.csv, memos in codings/), "
        "then at the rule that let it through. Share nothing of these results. Decide 'keep' only on what identifies "
        "nobody."
    )
    problems = [
        Problem(hit.path, hit.place, f"an original identifier (kind {hit.kind})", "no original identifier", todo)
        for hit in hits
    ]
    if problems:
        raise StudyError(problems)
