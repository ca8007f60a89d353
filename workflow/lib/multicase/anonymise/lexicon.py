"""The lexicon for truecasing: how the sources of one case write each word.

It is taken over a case rather than over the study, so that a new source, or a new case, changes no other case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from multicase.anonymise.capitals import usage
from multicase.contracts import CONTRACTS

# A registered name that is written small now and then is a transcriber's slip; a word is written small again and again.
FEWEST_SMALL = 3


@dataclass(frozen=True)
class Lexicon:
    """How often words stand in lower case (lower) and with a capital inside a sentence (capital)."""

    lower: dict[str, int]
    capital: dict[str, int]

    def is_word(self, word: str) -> bool:
        """Whether the sources use it in lower case, at least as often as with a capital inside a sentence."""
        small = self.lower.get(word, 0)
        return small > 0 and small >= self.capital.get(word, 0)

    def is_common(self, word: str) -> bool:
        """Whether it is surely a word: written small several times, and more often than with a capital."""
        small = self.lower.get(word, 0)
        return small >= FEWEST_SMALL and small > self.capital.get(word, 0)


def of_texts(texts: Iterable[str]) -> Lexicon:
    """The lexicon of some texts; a single file is judged with itself."""
    lower, capital = usage(texts)
    return Lexicon(dict(lower), dict(capital))


def of_case(texts: pd.DataFrame) -> pd.DataFrame:
    """The lexicon of one case's texts (contract `texts`), as rows of the contract `lexicon`."""
    lexicon = of_texts(texts["text"])
    case_id = texts["case_id"].iloc[0]
    rows = [
        {"case_id": case_id, "word": word, "lower": lexicon.lower.get(word, 0), "capital": lexicon.capital.get(word, 0)}
        for word in sorted({*lexicon.lower, *lexicon.capital})
    ]
    return pd.DataFrame(rows, columns=list(CONTRACTS["lexicon"].columns))


def small(rows: pd.DataFrame) -> set[str]:
    """The words that stand in lower case somewhere, from rows of the contract `lexicon`."""
    return set(rows.loc[rows["lower"] > 0, "word"])


def common(rows: pd.DataFrame) -> set[str]:
    """The words that are surely words in the study (`Lexicon.is_common`), from rows of the contract `lexicon`."""
    sums = rows.groupby("word", sort=False)[["lower", "capital"]].sum()
    return set(sums.index[(sums["lower"] >= FEWEST_SMALL) & (sums["lower"] > sums["capital"])])


def from_rows(rows: pd.DataFrame) -> Lexicon:
    """A lexicon from rows of its contract."""
    return Lexicon(
        dict(zip(rows["word"], rows["lower"].tolist(), strict=True)),
        dict(zip(rows["word"], rows["capital"].tolist(), strict=True)),
    )
