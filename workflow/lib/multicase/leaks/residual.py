"""What the leak scan can't tell from ordinary text: names that are words, short names, numbers of few digits.

Each place at which one of them stands with a capital in an open file is listed, for a person to look at; the summary of
a build says how many nobody has looked at. A person's look holds as long as the places are the same.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import ahocorasick

from multicase.anonymise.forms import PARTICLES, WORD, fold
from multicase.closed.locking import write_private
from multicase.leaks.terms import Term, exchanged

COLUMNS = ("text", "kind", "why", "places", "files", "looked", "digest", "contexts")
AROUND, SHOWN = 30, 200  # characters beside a place; contexts that are listed
SEPARATOR = " | "


@dataclass
class Residue:
    """A term with the places at which it stands: contexts, and the files that hold them."""

    term: Term
    contexts: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    @property
    def digest(self) -> str:
        """Changes when a place is added, changed or gone."""
        return hashlib.sha256("\n".join(sorted(self.contexts)).encode()).hexdigest()[:16]


class Search:
    """Terms, ready to be looked for: with a capital (numbers as they are), as words. A place counts once.

    The same words around a place in several files (a text, its segments, an export) are one place.
    """

    def __init__(self, terms: Sequence[Term]):
        self.automaton, self.terms = ahocorasick.Automaton(), dict[str, Term]()
        for term in terms:
            self.terms.setdefault(term.text, term)
            self.automaton.add_word(term.text, term.text)
        self.may_be_small = {text for text, term in self.terms.items() if term.why == "digits" or _begins_small(text)}
        if self.terms:
            self.automaton.make_automaton()

    def places(self, text: str) -> set[tuple[str, str]]:
        """Term and context of each place in a text, with its accents or without."""
        places = set[tuple[str, str]]()
        text = text if text.isascii() else unicodedata.normalize("NFC", text)
        for last, term in self.automaton.iter(_folded(text)) if self.terms else ():
            start, end = last - len(term) + 1, last + 1
            if text[start].islower() and term not in self.may_be_small:
                continue  # as most of what is a word is written
            is_word = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
            if is_word and (self.terms[term].why == "digits" or _has_capitals(text[start:end])):
                places.add((term, _context(text, start, end)))
        return places

    def residues(self, found: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> list[Residue]:
        """What was found in each file, term by term."""
        residues = {text: Residue(term) for text, term in self.terms.items()}
        for file, places in found:
            for text, context in places:
                residues[text].contexts.add(context)
                residues[text].files.add(file)
        return [residue for _, residue in sorted(residues.items()) if residue.contexts]


def _has_capitals(name: str) -> bool:
    """Whether a name is written as one: each of its words with a capital, but for particles (`van der Hoek`).

    Scripts without capitals have nothing else to tell by.
    """
    words = [word for word in WORD.findall(name) if word not in PARTICLES]
    return bool(words) and not any(word[0].islower() for word in words)


def _begins_small(name: str) -> bool:
    """Whether a name, as terms are compared, begins with a particle, which stands in small letters."""
    return any(name.startswith(_folded(particle)) for particle in PARTICLES)


def _folded(text: str) -> str:
    """A text as terms are compared, of the same length: letters small and without accents."""
    plain = fold(text)
    return plain if plain.isascii() else exchanged(plain, _letter)


@cache
def _letter(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


def _context(text: str, start: int, end: int) -> str:
    """What stands around a place in its line, markup left out."""
    # no further than is shown: in a file that is one line, each place would cost its whole length
    before = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    after = text[end : end + AROUND].partition("\n")[0]
    return " ".join(re.sub(r"<[^>]*>|[<>\"|]", " ", f"{before}\u2039{text[start:end]}\u203a{after}").split())


def looked_at(looked: Iterable[Mapping[str, str]] | None) -> frozenset[tuple[str, str, str]]:
    """Text, kind and digest of what people have looked at, from rows of looked.csv."""
    return frozenset((row["text"], row["kind"], row["digest"]) for row in looked or [])


def summary(residues: Sequence[Residue], looked: Iterable[Mapping[str, str]] | None) -> dict[str, int]:
    """How many terms and places there are, and at how many of both nobody has looked."""
    seen = looked_at(looked)
    waiting = [item for item in residues if (item.term.text, item.term.kind, item.digest) not in seen]
    return {
        "residual_terms": len(residues),
        "residual_places": sum(len(item.contexts) for item in residues),
        "unseen_terms": len(waiting),
        "unseen_places": sum(len(item.contexts) for item in waiting),
    }


def write(residues: Sequence[Residue], looked: Iterable[Mapping[str, str]] | None, path: Path) -> None:
    """Write them for people, into the closed zone: columns COLUMNS, those with most places first."""
    seen = looked_at(looked)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in sorted(residues, key=lambda item: (-len(item.contexts), item.term)):
        contexts = sorted(item.contexts)
        is_seen = (item.term.text, item.term.kind, item.digest) in seen
        files = sorted(item.files)
        writer.writerow([
            item.term.text, item.term.kind, item.term.why, len(contexts),
            "; ".join(files[:3]) + (f"; and {len(files) - 3} more" if len(files) > 3 else ""),
            "yes" if is_seen else "", item.digest, SEPARATOR.join(contexts[:SHOWN]),
        ])  # fmt: skip
    write_private(path, buffer.getvalue().encode())
