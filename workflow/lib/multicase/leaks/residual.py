"""What the leak scan can't tell from ordinary text: names that are words, short names, numbers of few digits.

Each place at which one of them stands with a capital in an open file is listed, for a person to look at; the summary of
a build says how many nobody has looked at. A person's look holds as long as the places are the same.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ahocorasick

from multicase.closed.locking import write_private
from multicase.leaks.contents import pieces
from multicase.leaks.terms import Term
from multicase.processes import shared_out

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


def find(paths: Iterable[Path], root: Path, terms: Sequence[Term], processes: int = 1) -> list[Residue]:
    """The terms that stand in some files with a capital (numbers as they are), as words; a place counts once.

    The same words around a place in several files (a text, its segments, an export) are one place. processes: among how
    many the files are shared out.
    """
    automaton = ahocorasick.Automaton()
    found: dict[str, Residue] = {}
    for term in terms:
        found.setdefault(term.text, Residue(term))
        for form in _with_capitals(term.text) if term.why != "digits" else {term.text}:
            automaton.add_word(form, (form, term.text))
    if not found:
        return []
    automaton.make_automaton()
    ordered = sorted(paths)
    for path, places in zip(
        ordered, shared_out(lambda path: _places(path, automaton), ordered, processes), strict=True
    ):
        for text, context in places:
            found[text].contexts.add(context)
            found[text].files.add(path.relative_to(root).as_posix())
    return [residue for _, residue in sorted(found.items()) if residue.contexts]


def _places(path: Path, automaton: ahocorasick.Automaton) -> set[tuple[str, str]]:
    """Term and context of each place in a file."""
    places = set()
    for _, text in pieces(path):
        for last, (form, term) in automaton.iter(text):
            start, end = last - len(form) + 1, last + 1
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                places.add((term, _context(text, start, end)))
    return places


def _with_capitals(text: str) -> set[str]:
    """How a name is written, with its initial before it: `Ng`, `NG`, `SNg`."""
    return {text.title(), text.upper(), text[0].upper() + text[1:].title()}


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
