"""How much more one group of speakers speaks of something than the others do, with an interval over sources.

The rate is the number of segments per 1,000 words that the group says; the difference, its rate less that of all
others. Its 95% interval is the percentile bootstrap over sources (Efron and Tibshirani 1993, chapter 13), since what is
said in one source hangs together. It says how far the number could be otherwise with other such sources; it is no test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from multicase import bootstrap
from multicase.wording import UNDEFINED

WORDS = 1000


@dataclass(frozen=True)
class Rates:
    """Of each source: words of a group and of all others (`mine`, `others`); which stand in the order of `sources`."""

    sources: pd.Index
    mine: np.ndarray
    others: np.ndarray
    draws: np.ndarray

    @classmethod
    def of(cls, spoken: pd.DataFrame, is_mine: pd.Series, *, replicates: int, seed: int) -> Rates:
        """spoken: source_id, words; one row per segment. is_mine: which of them the group says."""
        sources = pd.Index(sorted(spoken["source_id"].unique()))
        words = [
            spoken[chosen].groupby("source_id")["words"].sum().reindex(sources, fill_value=0).to_numpy()
            for chosen in (is_mine, ~is_mine)
        ]
        draws = bootstrap.draws(max(len(sources), 1), replicates, seed)[:, : len(sources)]
        return cls(sources, *words, draws)

    def compare(self, coded: pd.DataFrame, is_mine: pd.Series) -> Mapping[str, str]:
        """words, per_1000_words, others_per_1000, difference and interval as tables show them.

        coded: segment_id, source_id, in which the group or others speak of the matter.
        """
        mine, others = (self._segments(coded[chosen]) for chosen in (is_mine, ~is_mine))
        rate, rest = _rate(mine.sum(), self.mine.sum()), _rate(others.sum(), self.others.sum())
        told = {"words": f"{self.mine.sum():.0f}", "per_1000_words": _shown(rate), "others_per_1000": _shown(rest)}
        if np.isnan(rate) or np.isnan(rest):
            return told | {"difference": UNDEFINED, "interval": UNDEFINED}
        drawn = _rate(self.draws @ mine, self.draws @ self.mine) - _rate(self.draws @ others, self.draws @ self.others)
        told["difference"] = f"{rate - rest:+z.3f}"
        interval = bootstrap.interval(drawn) if len(self.sources) > 1 else None
        if interval is None:
            return told | {"interval": UNDEFINED}
        low, high = interval
        return told | {"interval": f"{low:+z.3f} to {high:+z.3f}"}

    def _segments(self, coded: pd.DataFrame) -> np.ndarray:
        counts = coded.drop_duplicates("segment_id").groupby("source_id").size()
        return counts.reindex(self.sources, fill_value=0).to_numpy()


def _rate(segments: np.ndarray, words: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(words > 0, WORDS * segments / np.where(words > 0, words, 1), np.nan)


def _shown(rate: np.ndarray) -> str:
    return UNDEFINED if np.isnan(rate) else f"{rate:.3f}"
