"""Scanning files for terms, with an Aho-Corasick automaton: one pass over each text, whatever the number of terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import ahocorasick

from multicase.errors import Problem, StudyError
from multicase.leaks.contents import pieces
from multicase.leaks.terms import folded

HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u2010]\s*\n\s*(?=[^\W\d_])")
DIGITS = re.compile(r"(?<![\w+])\+?\(?\d[\d ()\u00a0.-]{5,22}\d(?!\w)")
NUMBERS = frozenset({"phone", "nhs_number"})


def digits(text: str) -> str:
    """A telephone or other number without its blanks, and with the 0 that +44 stands for."""
    only = "".join(char for char in text if char.isdigit())
    return f"0{only[2:].removeprefix('0')}" if text.lstrip().startswith("+44") else only


@dataclass(frozen=True, order=True)
class Hit:
    """A leak: file, place in it and kind of identifier; never what was found."""

    path: str
    place: str
    kind: str


class Scanner:
    """Terms, ready to be looked for."""

    def __init__(self, terms: Mapping[str, str]):
        self.terms = dict(terms)
        self.automaton = ahocorasick.Automaton()
        for term, kind in self.terms.items():
            self.automaton.add_word(term, (len(term), kind))
        if self.terms:
            self.automaton.make_automaton()
        self.numbers = {digits(term): kind for term, kind in self.terms.items() if kind in NUMBERS}

    def kinds_in(self, text: str) -> dict[str, int]:
        """Kind -> place of the first term of it that stands in the text as a word."""
        found: dict[str, int] = {}
        if not self.terms:
            return found
        # A word that is broken at a line's end is also read whole.
        for view in (text, HYPHENATED.sub("", text)) if HYPHENATED.search(text) else (text,):
            self._look(folded(view), found)
        if self.numbers:
            for number in DIGITS.finditer(text):
                kind = self.numbers.get(digits(number[0]))
                if kind is not None:
                    found.setdefault(kind, number.start())
        return found

    def _look(self, plain: str, found: dict[str, int]) -> None:
        for last, (length, kind) in self.automaton.iter(plain):
            if kind in found:
                continue
            start, end = last - length + 1, last + 1
            if not (_joins(plain[start - 1 : start], plain[start]) or _joins(plain[end : end + 1], plain[last])):
                found[kind] = start


def _joins(outside: str, inside: str) -> bool:
    """Whether a character goes on with the word that a term begins or ends; a digit doesn't go on with a letter."""
    return (outside.isalpha() and inside.isalnum()) or (outside.isdigit() and inside.isdigit())


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
    todo = "Find out which rule let it through; if it is no identifier, decide 'keep' in private/decisions.csv."
    problems = [
        Problem(hit.path, hit.place, f"an original identifier (kind {hit.kind})", "no original identifier", todo)
        for hit in hits
    ]
    if problems:
        raise StudyError(problems)
