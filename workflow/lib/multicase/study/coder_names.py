"""How coders are called: what may name a coder, and which names would be one person's.

A coder's name is the name of their file, a column of the table of ratings, and a word of captions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from multicase.study.problems import Problem

CODER = re.compile(r"\w(?:[^{}\0/]*[^{}\0/\s])?")  # how a file of codings may be called, which names the coder
# What stands beside coders: the keys of the table of ratings, and what else gives codes.
TAKEN = frozenset({"source_id", "segment_id", "code", "manual", "dictionary", "model", "program"})


def names_a_coder(stem: str) -> bool:
    """Whether a file of codings may be called so: its name, without the ending, is its coder's."""
    return bool(CODER.fullmatch(stem)) and stem.isprintable()


def alike(name: str) -> str:
    """A coder's name as people take it for the same: whatever its case, and whether blanks or underscores part it."""
    return " ".join(unicodedata.normalize("NFC", name).lower().replace("_", " ").split())


def problems(files: Mapping[str, str], known: Iterable[str] = (), todo: str = "") -> Iterator[Problem]:
    """Coders who can't be told from something else, and two names that are one to people: they would count as two.

    files: coder -> where that name is from. known: coders who are there already, to be told from these. todo: what else
    may be done; `{name}` stands for the name, `{other}` for the one that is like it.
    """
    there = set(known)
    first = {alike(name): name for name in sorted(there, reverse=True)}
    for name, file in files.items():
        other = first.setdefault(alike(name), name)
        if name in TAKEN:
            found, expected = f"a coder called '{name}', as something else is among the results", "a name of their own"
            yield Problem(file, "", found, expected, "Rename the file, or the coder in the tool.")
        elif other != name and name not in there:
            found = f"the coder '{name}', and a coder '{other}'"
            one = todo.format(name=name, other=other) or f"Call both {other}, in one file"
            yield Problem(file, "", found, "one spelling of a coder's name", f"{one}; two people need other names.")
