"""Saturation: whether further interviews still bring new codes.

Source of the method: Guest, Namey and Chen (2020), A simple method to assess and report thematic saturation in
qualitative research, PLoS ONE 15(5): e0232076. The number of codes in the first `base` interviews is the denominator;
the new codes in each run of `run` consecutive interviews after them, the numerator. Saturation is reached with the
first run whose ratio is at most `threshold`. Interviews with one participant only, in the order of their dates; how
much hangs on that order is shown by seeded permutations.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from multicase.study import consent

KIND = "interview"
COLUMNS = (
    "order", "source", "new_codes", "codes", "base", "run", "ratio", "threshold", "reached", "band_low", "band_high",
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

    codes: distinct codes so far. ratio: of the run that ends with this interview; empty before the first run.
    band_low, band_high: middle 90% of `codes` over permutations of the order.
    """
    chosen = sources[(sources["kind"] == KIND) & (sources.get("consent", "") != consent.CLOSED)]
    ids = list(chosen.sort_values(["date", "source_id"], kind="stable")["source_id"])
    given = evidence[evidence["source_id"].isin(ids)].groupby("source_id")["code"].agg(set).to_dict()
    codes = [given.get(source, set()) for source in ids]
    fresh = _fresh(codes)
    counts = [len(new) for new in fresh]
    ratios = _ratios(counts, base, run)
    low, high = _band(codes, permutations, seed)
    reached, rows = False, []
    for number, source in enumerate(ids):
        ratio = ratios[number]
        reached = reached or (ratio is not None and ratio <= threshold)
        rows.append(
            {
                "order": number + 1,
                "source": source,
                "new_codes": counts[number],
                "codes": sum(counts[: number + 1]),
                "base": base,
                "run": run,
                "ratio": "" if ratio is None else f"{ratio:.3f}",
                "threshold": threshold,
                "reached": "yes" if reached else "no",
                "band_low": low[number],
                "band_high": high[number],
            }
        )
    new = [(source, code) for source, brought in zip(ids, fresh, strict=True) for code in sorted(brought)]
    return pd.DataFrame(rows, columns=list(COLUMNS)), pd.DataFrame(new, columns=["source_id", "code"])


def _fresh(codes: Sequence[set[str]]) -> list[set[str]]:
    """Of each interview the codes that none before it has."""
    seen: set[str] = set()
    fresh = []
    for given in codes:
        fresh.append(given - seen)
        seen |= given
    return fresh


def _ratios(counts: Sequence[int], base: int, run: int) -> list[float | None]:
    first = sum(counts[:base])
    if not first:
        return [None] * len(counts)
    return [
        sum(counts[number + 1 - run : number + 1]) / first if number + 1 >= base + run else None
        for number in range(len(counts))
    ]


def _band(codes: Sequence[set[str]], permutations: int, seed: int) -> tuple[list[float], list[float]]:
    if not codes:
        return [], []
    random = np.random.default_rng(seed)
    runs = np.array(
        [
            np.cumsum([len(new) for new in _fresh([codes[place] for place in random.permutation(len(codes))])])
            for _ in range(permutations)
        ]
    )
    low, high = np.percentile(runs, [5, 95], axis=0)
    return low.round(1).tolist(), high.round(1).tolist()
