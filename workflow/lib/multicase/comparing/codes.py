"""Code by code: how often each is given in two studies, and by how much they differ, with an interval over sources.

The rate is T29's over all cases: segments with the code per 1,000 words of the sources that somebody has read. The
difference is the second study's rate less the first's. Its 95% interval is the percentile bootstrap over sources (Efron
and Tibshirani 1993, chapter 13), each study's drawn for themselves, as two independent samples are (chapter 8); it says
how far the number could be otherwise with other such sources, and is no test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from multicase import bootstrap
from multicase.comparing.outcome import Outcome
from multicase.digest import text_sha256
from multicase.wording import UNDEFINED, listed

WORDS = 1000
BOTH, NEITHER = "both", "neither"
TEXTS = ("label", "definition", "include", "exclude")
COMPARED = (*TEXTS, "polarity", "subtheme", "theme")  # what makes a code
DEFINING = ("definition", "include", "exclude", "polarity")  # what says what is coded so


@dataclass(frozen=True)
class Given:
    """How often a code is given in a study. per_1000: NaN where it isn't in the codebook, or nobody has read a word."""

    n_segments: int
    n_sources: int
    words: int
    per_1000: float
    is_there: bool

    @property
    def shown(self) -> str:
        """The rate as tables show it."""
        return UNDEFINED if np.isnan(self.per_1000) else f"{self.per_1000:.3f}"


class Rates:
    """How often a study's codes are given, source by source, and in the same sources drawn anew.

    The draws hang on the seed and the material: independent for two studies, whichever comes first, and the same for
    the same sources.
    """

    def __init__(self, outcome: Outcome, replicates: int, seed: int) -> None:
        read = outcome.read_sources.sort_values("source_id")
        self.sources = pd.Index(read["source_id"])
        self._words = read["words"].to_numpy()
        self._codes = set(outcome.codes["code"])
        self._segments = {
            str(code): rows.drop_duplicates("segment_id")["source_id"].value_counts()
            for code, rows in outcome.codings.groupby("code")
        }
        own = text_sha256("\n".join([str(seed), *sorted(outcome.material)]))
        draws = bootstrap.draws(max(len(read), 1), replicates, int(own[:12], 16))
        self._draws = draws[:, : len(read)]

    def given(self, code: str) -> Given:
        """How often a code is given."""
        segments, words = self._segments.get(code, pd.Series(dtype="int64")), int(self._words.sum())
        n, is_there = int(segments.sum()), code in self._codes
        return Given(n, len(segments), words, WORDS * n / words if words and is_there else np.nan, is_there)

    def drawn(self, code: str) -> np.ndarray:
        """A code's rate in each of the replicates; NaN in one without a word."""
        segments = self._segments.get(code, pd.Series(dtype="int64")).reindex(self.sources, fill_value=0).to_numpy()
        words = self._draws @ self._words
        return np.where(words > 0, WORDS * (self._draws @ segments) / np.where(words > 0, words, 1), np.nan)


def difference(code: str, first: Rates, second: Rates) -> tuple[str, str]:
    """The second's rate less the first's, and its interval, as tables show them.

    There is none from one source, and none where a study gives the code nowhere: sources drawn from such a study never
    have it, so that the bootstrap would take its rate of nought for certain, however few words were read.
    """
    given = first.given(code), second.given(code)
    apart = given[1].per_1000 - given[0].per_1000
    if np.isnan(apart):
        return UNDEFINED, UNDEFINED
    enough = min(len(first.sources), len(second.sources)) > 1 and all(one.n_segments for one in given)
    interval = bootstrap.interval(second.drawn(code) - first.drawn(code)) if enough else None
    told = UNDEFINED if interval is None else f"{interval[0]:+z.3f} to {interval[1]:+z.3f}"
    return f"{apart:+z.3f}", told


def listed_codes(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """The codes of several codebooks, in the order of the first and then of the others; columns of audit/codes.csv.

    What a code is called is what the last of them calls it that has it.
    """
    order = list(dict.fromkeys(code for outcome in outcomes for code in outcome.codes["code"]))
    last = pd.concat([outcome.codes for outcome in outcomes]).drop_duplicates("code", keep="last").set_index("code")
    return last.loc[order].reset_index()


def occurs(first: Given, second: Given, called: tuple[str, str]) -> str:
    """In which of two studies a code is given: both, one alone, or neither. called: what the studies are called."""
    in_first, in_second = bool(first.n_segments), bool(second.n_segments)
    if in_first == in_second:
        return BOTH if in_first else NEITHER
    return f"{called[0] if in_first else called[1]} alone"


def instrument(code: str, first: Outcome, second: Outcome, called: tuple[str, str]) -> str:
    """Whether a code is the same in both codebooks, in words, by its texts, its polarity and where it stands.

    Where one codebook is the other's in another language, texts that differ are called translated. A code that has
    another id in one of them (`outcome.alike`) is called renamed.
    """
    there = [code in set(outcome.codes["code"]) for outcome in (first, second)]
    if not all(there):
        return f"in the codebook of the {called[0] if there[0] else called[1]} alone"
    translated = [column for column in apart(code, first, second, TEXTS) if _are_translations(first, second)]
    other = [column for column in apart(code, first, second, COMPARED) if column not in translated]
    own = zip((first, second), called, strict=True)
    told = [f"renamed: {study.own[code]} in the {whose}" for study, whose in own if code in study.own]
    told += [f"translated: {listed(translated)}"] if translated else []
    return "; ".join([*told, *([f"differs in: {listed(other)}"] if other else [])]) or "the same"


def redefined(code: str, first: Outcome, second: Outcome) -> bool:
    """Whether a code that both codebooks have means something else in one of them, and isn't only translated."""
    columns = [column for column in DEFINING if column not in TEXTS or not _are_translations(first, second)]
    return bool(apart(code, first, second, columns))


def _are_translations(first: Outcome, second: Outcome) -> bool:
    return first.translation_of == second.name or second.translation_of == first.name


def apart(code: str, first: Outcome, second: Outcome, columns: Sequence[str]) -> list[str]:
    """In which columns of `Outcome.written_codes` a code isn't the same in both; none where one hasn't got it."""
    both = [outcome.written_codes for outcome in (first, second)]
    one, other = (written[written["code"] == code].to_dict("records") for written in both)
    return [column for column in columns if one and other and one[0][column] != other[0][column]]
