"""In which language sources are, as far as a study's locale is concerned: told where it is another one than theirs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from multicase.anonymise import dictionary, locale
from multicase.cli import place
from multicase.wording import counted

USUAL = "en_GB"  # where no config.yaml is found
LEAST_WORDS = 20  # of a source, from which it can be told
SMALL = 0.3  # share of a language's small words among the words of a text in it: about half; in others a tenth or two
KNOWN = 0.6  # share of the words that its dictionary knows, from which a text without small words is in it all the same
COMMONEST = 200  # words that are looked up
SHOWN = 5  # sources that a note names
LETTERS = re.compile(r"[^\W\d_]{2,}")


def notes(sources: Iterable[Mapping[str, object]], settings: Mapping[str, Any]) -> Iterator[str]:
    """A note on the sources that are in another language than the study's locale, and on the locale that fits better.

    sources: of the contract `texts`. settings: the study's. A language is told by its small words; its dictionary,
    which takes seconds, is opened only for a text with few of those of any locale that there is.
    """
    own = place.section("anonymise", settings).get("locale") or USUAL
    if own not in locale.shipped():
        return  # refused elsewhere
    apart: dict[str, list[str]] = defaultdict(list)
    n_fitting = 0  # of the sources that are long enough to tell
    for source in sources:
        words = [word for word in LETTERS.findall(str(source["text"])) if word.islower()]
        n_fitting += len(words) >= LEAST_WORDS
        if len(words) >= LEAST_WORDS and _share(words, own) < SMALL:
            better = _best(words)
            if better or not _is_known(words, own):
                apart[better].append(str(source["source_id"]))
                n_fitting -= 1
    for better, of in apart.items():
        more = f" and {len(of) - SHOWN} more" if len(of) > SHOWN else ""
        many = f"{', '.join(of[:SHOWN])}{more}: most words are in another language than the locale {own}'s"
        fits = f"{better} fits better" if better else "no locale that there is fits"
        yield f"{many}, whose names and numbers alone are found; {fits}: {_todo(better, own, len(of), n_fitting)}"


def _todo(better: str, own: str, n_better: int, n_fitting: int) -> str:
    """What to do about sources in another language: a locale is of all sources, and stays if no other fits more."""
    if not better:
        return "see docs/locales.md"
    if n_better > n_fitting:
        return f"set it in the study's config.yaml, anonymise: {{locale: {better}}}"
    return (
        f"but a study has one locale, and {own} fits {counted(n_fitting, 'source')}: keep it, list whom these sources "
        "name in private/register.csv, and read in their anonymised texts what is left, and what is masked without need"
    )


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
