"""Saturation: whether further interviews still bring new codes.

Source of the method: Guest, Namey and Chen (2020), A simple method to assess and report thematic saturation in
qualitative research, PLoS ONE 15(5): e0232076. The number of codes in the first `base` interviews is the denominator;
the new codes in each run of `run` consecutive interviews after them, the numerator. Saturation is reached with the
first run whose ratio is at most `threshold`. A later run above it is told: what was reached is lost then.
Interviews with one participant only, in the order of their dates, undated ones last; how much hangs on that order is
shown by seeded permutations.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from multicase.study import consent
from multicase.wording import UNDEFINED

KIND = "interview"
UNJUDGED = "cannot be judged"
TIED = "tied"  # what is dated as another is, or only to the month or year in which another lies
COLUMNS = (
    "order", "source", "dated", "new_codes", "codes", "base", "run", "ratio", "threshold", "reached", "band_low",
    "band_high", "orders_reached", "orders",
)  # fmt: skip


def saturation(
    sources: pd.DataFrame,
    evidence: pd.DataFrame,
    *,
    base: int,
    run: int,
    threshold: float,
    permutations: int,
    seed: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One row per interview (COLUMNS), and the codes that each brings anew (source_id, code).

    sources: those that were read; source_id, kind, date (empty if unknown), consent. dated: yes, no or TIED. codes:
    distinct codes so far. ratio: of the run that ends with this interview; empty before the first run, undefined where
    the base has no code. reached: whether that ratio is at most the threshold (yes, no; UNJUDGED without a ratio).
    band_low, band_high: middle 90% of `codes` over permutations of the order. orders_reached: in how many of the
    permutations (orders) a run that ends with this interview or before it is the first at or below the threshold.
    """
    chosen = interviews(sources)
    ordered = chosen.assign(undated=chosen["date"] == "").sort_values(["undated", "date", "source_id"], kind="stable")
    ids = list(ordered["source_id"])
    given = evidence[evidence["source_id"].isin(ids)].groupby("source_id")["code"].agg(set).to_dict()
    codes = [given.get(source, set()) for source in ids]
    fresh = _fresh(codes)
    counts = [len(new) for new in fresh]
    ratios = _ratios(counts, base, run)
    orders = _orders(codes, permutations, seed)
    low, high = _band(orders)
    rows = pd.DataFrame(
        {
            "order": range(1, len(ids) + 1),
            "source": ids,
            "dated": _dated(list(ordered["date"])),
            "new_codes": counts,
            "codes": np.cumsum(counts, dtype=int),
            "base": base,
            "run": run,
            "ratio": [_written(ratio) for ratio in ratios],
            "threshold": threshold,
            "reached": [_reached(ratio, threshold) for ratio in ratios],
            "band_low": low,
            "band_high": high,
            "orders_reached": _reached_by(orders, base, run, threshold),
            "orders": permutations,
        },
        columns=list(COLUMNS),
    )
    new = [(source, code) for source, brought in zip(ids, fresh, strict=True) for code in sorted(brought)]
    return rows, pd.DataFrame(new, columns=["source_id", "code"])


def interviews(sources: pd.DataFrame) -> pd.DataFrame:
    """The sources that count as interviews; none that is closed."""
    return sources[(sources["kind"] == KIND) & (sources.get("consent", "") != consent.CLOSED)]


def _dated(dates: Sequence[str]) -> list[str]:
    """Whether the place of each of the dates, in their order, is known: of `2020` and `2020-02-01` neither's is."""
    times = Counter(dates)
    months_and_years = {date[:end] for date in dates for end in (4, 7) if end < len(date)}

    def how(date: str) -> str:
        around = {date[:4], date[:7]} - {date}
        is_tied = times[date] > 1 or date in months_and_years or not around.isdisjoint(times)
        return "no" if not date else TIED if is_tied else "yes"

    return [how(date) for date in dates]


def _fresh(codes: Sequence[set[str]]) -> list[set[str]]:
    """Of each interview the codes that none before it has."""
    seen: set[str] = set()
    fresh = []
    for given in codes:
        fresh.append(given - seen)
        seen |= given
    return fresh


def _ratios(counts: Sequence[int], base: int, run: int) -> list[float | None]:
    """None before the first run ends; not a number where the base has no code."""
    first = sum(counts[:base])
    return [
        None if number < base + run else sum(counts[number - run : number]) / first if first else math.nan
        for number in range(1, len(counts) + 1)
    ]


def _written(ratio: float | None) -> str:
    if ratio is None:
        return ""
    return UNDEFINED if math.isnan(ratio) else f"{ratio:.3f}"


def _reached(ratio: float | None, threshold: float) -> str:
    if ratio is None or math.isnan(ratio):
        return UNJUDGED
    return "yes" if ratio <= threshold else "no"


def _orders(codes: Sequence[set[str]], permutations: int, seed: int) -> list[list[int]]:
    """The new codes of each interview, in each of the permutations."""
    random = np.random.default_rng(seed)
    drawn = (random.permutation(len(codes)) for _ in range(permutations))
    return [[len(new) for new in _fresh([codes[place] for place in order])] for order in drawn]


def _band(orders: Sequence[Sequence[int]]) -> tuple[list[float], list[float]]:
    if not any(orders):
        return [], []
    low, high = np.percentile(np.cumsum(orders, axis=1), [5, 95], axis=0)
    return low.round(1).tolist(), high.round(1).tolist()


def _reached_by(orders: Sequence[Sequence[int]], base: int, run: int, threshold: float) -> list[int]:
    """How many of the orders have had a run at or below the threshold by each of their interviews."""
    if not any(orders):
        return []
    had = [np.logical_or.accumulate([_reached(ratio, threshold) == "yes" for ratio in _ratios(counts, base, run)])
           for counts in orders]  # fmt: skip
    return np.sum(had, axis=0, dtype=int).tolist()
