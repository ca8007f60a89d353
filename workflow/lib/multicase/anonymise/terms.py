"""Terms: the alternatives of a locale that its patterns refer to (`<<month>>`), as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from multicase.anonymise.locale import Locale

TERM = re.compile(r"<<(\w+)(?::(\w+))?>>")
BLANK = re.compile(r"\\.|[ #]", re.S)  # what a verbose expression would pass over, unless it is escaped


class TermError(Exception):
    """A reference to a term that can't be followed, and why not."""


def _either(words: Iterable[str]) -> list[str]:
    """Words with a small or a capital first letter: far quicker to search than without regard to case."""
    return [f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words]


def _stems(words: Iterable[str]) -> list[str]:
    return sorted({word[:3] for word in words})


FORMS = {"either": _either, "stems": _stems}


@cache
def compiled(name: str, locale: Locale) -> re.Pattern[str]:
    """What finds one of a term's alternatives where a word or a number may begin."""
    return re.compile(rf"\b{expanded(f'<<{name}>>', locale.terms)}", re.X)


def expanded(regex: str, terms: Mapping[str, Sequence[str]], within: tuple[str, ...] = ()) -> str:
    """A regular expression with a term's alternatives in place of each `<<term>>`.

    Raises TermError for a term that is unknown or made of itself, and for a form that it hasn't got.
    """
    return TERM.sub(lambda reference: f"(?:{'|'.join(_alternatives(reference, terms, within))})", regex)


def _alternatives(
    reference: re.Match[str], terms: Mapping[str, Sequence[str]], within: tuple[str, ...]
) -> Sequence[str]:
    name, form = reference.groups()
    if name not in terms:
        raise TermError(name, "which is unknown")
    if name in within:
        raise TermError(name, "which is made of itself")
    found: list[str] = []
    for word in terms[name]:
        if alone := TERM.fullmatch(word):
            found += _alternatives(alone, terms, (*within, name))
        else:
            found.append(expanded(BLANK.sub(_counting, word), terms, (*within, name)))
    if not form:
        return found
    if form not in FORMS:
        raise TermError(f"{name}:{form}", f"a form that is none of {', '.join(FORMS)}")
    if not all(word[:1].isalpha() for word in found):
        raise TermError(f"{name}:{form}", "a form that only words have")
    return FORMS[form](found)


def _counting(found: re.Match[str]) -> str:
    """A blank of a term as one that counts in a verbose expression."""
    return found[0] if len(found[0]) == 2 else f"\\{found[0]}"
