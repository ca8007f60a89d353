"""The bootstrap over sources: how often each is drawn, so that what one source says stays together.

Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 on percentile intervals.
"""

from __future__ import annotations

import numpy as np

MOST_UNDEFINED = 0.05  # share of replicates without a value, beyond which there is no interval


def draws(n: int, replicates: int, seed: int) -> np.ndarray:
    """How often each of n sources (at least one) is drawn in each replicate; replicates x n."""
    return np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=replicates)


def interval(values: np.ndarray) -> tuple[float, float] | None:
    """The 95% percentile interval of the replicates' values; None where too many of them are NaN."""
    if np.isnan(values).mean() > MOST_UNDEFINED:
        return None
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
