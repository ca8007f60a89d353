"""Scanning files for terms, with an Aho-Corasick automaton: one pass over each text, whatever the number of terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import ahocorasick

from multicase.errors import Problem, StudyError
from multicase.leaks.contents import pieces
from multicase.leaks.terms import folded


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

    def kinds_in(self, text: str) -> dict[str, int]:
        """Kind -> place of the first term of it that stands in the text as a word."""
        found: dict[str, int] = {}
        if not self.terms:
            return found
        plain = folded(text)
        for last, (length, kind) in self.automaton.iter(plain):
            if kind in found:
                continue
            start, end = last - length + 1, last + 1
            if not (plain[start - 1 : start].isalnum() or plain[end : end + 1].isalnum()):
                found[kind] = start
        return found


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
