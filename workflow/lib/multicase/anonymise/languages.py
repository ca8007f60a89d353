"""In which language sources are, as far as a study's locale is concerned: another one than its is asked about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from multicase.anonymise import dictionary, locale
from multicase.study.problems import Problem

USUAL = "en_GB"  # where no config.yaml is found
LEAST_WORDS = 20  # of a source, from which it can be told
SMALL = 0.3  # share of a language's small words among the words of a text in it: about half; in others a tenth or two
KNOWN = 0.6  # share of the words that its dictionary knows, from which a text without small words is in it all the same
COMMONEST = 200  # words that are looked up
SHOWN = 5  # sources that a message names; ids of more are no list to type
LETTERS = re.compile(r"[^\W\d_]{2,}")


def problems(
    sources: Iterable[Mapping[str, object]], name: str, allowed: bool | Sequence[str] = False
) -> list[Problem]:
    """A problem for the sources in another language than the locale `name`, one for each locale that fits better.

    sources: of the contract `texts`. allowed: what the settings accept (`anonymise.allow_other_language`): all, or
    sources by their ids. Of a locale that there isn't nothing is said; it is refused elsewhere.
    """
    if allowed is True or name not in locale.shipped():
        return []
    accepted = {*(allowed or ())}
    apart: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        better = None if source["source_id"] in accepted else other(str(source["text"]), name)
        if better is not None:
            apart[better].append(str(source["source_id"]))
    return [_problem(of, better, name) for better, of in apart.items()]


def other(text: str, name: str) -> str | None:
    """The locale that fits a text in another language than that of the locale `name`, "" if none does; None for a text
    in its language, or too short to tell.

    A language is told by its small words; its dictionary, which takes seconds, is opened only for a text with few of
    those of any locale that there is.
    """
    words = [word for word in LETTERS.findall(text) if word.islower()]
    if len(words) < LEAST_WORDS or _share(words, name) >= SMALL:
        return None
    better = _best(words)
    return better if better or not _is_known(words, name) else None


def _problem(of: Sequence[str], better: str, name: str) -> Problem:
    """What is asked of sources: whether another locale is the study's, or they are accepted as they are."""
    is_many = len(of) > SHOWN
    told = f"{', '.join(of[:SHOWN])}{f' and {len(of) - SHOWN} more' if is_many else ''}"
    found = f"most words in another language than the locale {name}'s, outside which few names are surely found"
    expected = "a text in the locale's language, or a source accepted as it is"
    instead = (
        f"If most of the study is in that language, set anonymise: {{locale: {better}}}; else list"
        if better
        else "No locale that there is fits (docs/locales.md): list"
    )
    accepted = "true}, or a list of their ids," if is_many else f"[{told}]}}"
    todo = (
        f"{instead} whom they name in private/register.csv, set anonymise: {{allow_other_language: {accepted} in "
        "the study's config.yaml, and read in their anonymised texts what is left, and what is masked without need."
    )
    return Problem(told, "", found, expected, todo)


@cache
def _small(name: str) -> frozenset[str]:
    known = locale.load(name)
    return known.openers | known.determiners


def _share(words: Sequence[str], name: str) -> float:
    return sum(word in _small(name) for word in words) / len(words)


def _best(words: Sequence[str]) -> str:
    """The locale of a country whose small words a text has most of; nothing where it has few of any's."""
    shares = {name: round(_share(words, name), 2) for name in locale.shipped() if "_" in name}
    best = max(shares, key=lambda name: (shares[name], name == USUAL))
    return best if shares[best] >= SMALL else ""


def _is_known(words: Sequence[str], name: str) -> bool:
    of = locale.load(name).dictionary
    counts = Counter(words).most_common(COMMONEST)
    return not of or sum(n for word, n in counts if dictionary.is_word(word, of)) >= KNOWN * sum(n for _, n in counts)
