"""On which side sources are, and how sure that is: the balance of for and against, with an interval over sources.

The balance is the share of segments for a theme's proposition among those for and against it, with a 95% interval by
the bootstrap over sources; where all sources say the same, the exact interval of so many of as many. Sources are on a
side if each of them says more for it, or if they differ and the interval doesn't reach into the other side; one alone
is on none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from multicase import bootstrap
from multicase.wording import UNDEFINED

FOR, AGAINST, UNDECIDED, NO_SIDE = "for", "against", "undecided", "no side"
CONVERGE, DISSONANT, SILENT, NOT_READ, NO_SOURCES = "converge", "dissonant", "silent", "not read", "no sources"
ONE_KIND = "one kind"  # was read: there is no other to compare it with
FEWEST = 2  # sources that speak, without which there is no interval and no side


@dataclass(frozen=True)
class Balance:
    """Sources for, mixed and against; the share of segments for, its interval (None: undefined), and the side.

    is_alike: whether each source has more segments for than against, or each has fewer.
    """

    n_for: int
    n_mixed: int
    n_against: int
    share: float | None
    interval: tuple[float, float] | None
    is_alike: bool

    @property
    def side(self) -> str:
        if self.share is None or self.share == 0.5 or self.n_for + self.n_mixed + self.n_against < FEWEST:
            return UNDECIDED
        low, high = self.interval or (0, 1)
        is_sure = self.is_alike or (low >= 0.5 if self.share > 0.5 else high <= 0.5)
        return UNDECIDED if not is_sure else FOR if self.share > 0.5 else AGAINST

    def shown(self) -> dict[str, object]:
        """As tables show it: n_for, n_mixed, n_against, balance, interval."""
        share = UNDEFINED if self.share is None else f"{self.share:.2f}"
        interval = UNDEFINED if self.interval is None else f"{self.interval[0]:.2f} to {self.interval[1]:.2f}"
        counts = {"n_for": self.n_for, "n_mixed": self.n_mixed, "n_against": self.n_against}
        return counts | {"balance": share, "interval": interval}


def by_source(evidence: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """One row per group of `by` and source with a code for or against: `by`, source_id, pro, contra (segments)."""
    keys = [*by, "source_id"]
    sided = evidence[evidence["polarity"].isin(["supports", "contradicts"])]
    found = sided.drop_duplicates([*keys, "segment_id", "polarity"]).groupby([*keys, "polarity"]).size()
    table = found.unstack("polarity", fill_value=0).reindex(columns=["supports", "contradicts"], fill_value=0)
    return table.rename(columns={"supports": "pro", "contradicts": "contra"}).reset_index().rename_axis(columns=None)


def balance(sources: pd.DataFrame, *, replicates: int, seed: int) -> Balance:
    """The balance of some rows of `by_source`."""
    pro, contra = (sources[name].to_numpy(dtype=int) for name in ("pro", "contra"))
    mixed = (pro > 0) & (contra > 0)
    total = int(pro.sum() + contra.sum())
    share = float(pro.sum() / total) if total else None
    counts = int(((pro > 0) & ~mixed).sum()), int(mixed.sum()), int(((contra > 0) & ~mixed).sum())
    is_alike = bool((pro > contra).all() or (pro < contra).all())
    return Balance(*counts, share, _interval(pro, contra, replicates, seed), is_alike)


def _interval(pro: np.ndarray, contra: np.ndarray, replicates: int, seed: int) -> tuple[float, float] | None:
    n = len(pro)
    if n < FEWEST:
        return None
    if not contra.any():
        return bootstrap.least_of_all(n), 1.0
    if not pro.any():
        return 0.0, 1 - bootstrap.least_of_all(n)
    drawn = bootstrap.draws(n, replicates, seed)
    return bootstrap.interval((drawn @ pro) / (drawn @ (pro + contra)))


def convergence(mine: Balance, others: Balance) -> str:
    """Whether sources tell the same as others do. Both must be on a side; else nobody can tell."""
    if UNDECIDED in (mine.side, others.side):
        return UNDECIDED
    return CONVERGE if mine.side == others.side else DISSONANT
