"""The bootstrap over sources: how often each is drawn, so that what one source says stays together.

What is alike in all that is drawn from can't vary when it is drawn again, however little there is of it: the bootstrap
would call it certain. There is no interval then, or, for a share of nothing or all, the exact one.

Sources: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13 on percentile intervals; Clopper and
Pearson (1934), "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26.
"""

from __future__ import annotations

import numpy as np

MOST_UNDEFINED = 0.05  # share of replicates without a value, beyond which there is no interval


def draws(n: int, replicates: int, seed: int) -> np.ndarray:
    """How often each of n sources (at least one) is drawn in each replicate; replicates x n."""
    return np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=replicates)


def interval(values: np.ndarray) -> tuple[float, float] | None:
    """The 95% percentile interval of the replicates' values; None where too many of them are NaN, or all are alike."""
    if np.isnan(values).mean() > MOST_UNDEFINED or np.isclose(np.nanmin(values), np.nanmax(values)):
        return None
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def least_of_all(n: int) -> float:
    """The least share of which n of n are still to be expected: the lower end of the exact 95% interval."""
    return 0.025 ** (1 / n)
