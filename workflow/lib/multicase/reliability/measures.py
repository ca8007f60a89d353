"""The coefficients of one row of units: agreement, kappa, alpha with its interval, AC1.

`values` is an array of whole numbers, units x coders: the place of the value in the list of categories, -1 missing.
Category 0 means that nothing was given. Units that fewer than two coders rated are no units of agreement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from multicase import bootstrap
from multicase.reliability import coefficients

MISSING = -1


@dataclass(frozen=True)
class Measures:
    """units, coders; units to which all gave the same, to which coders gave different values; share: of values that
    are something; the coefficients (None: undefined); whose kappa it is; the 95% interval of alpha (None: undefined).
    """

    units: int
    coders: int
    given_by_all: int
    given_by_some: int
    share: float
    agreement: float | None
    kappa: float | None
    kappa_by: str
    alpha: float | None
    ac1: float | None
    interval: tuple[float, float] | None


def measured(
    values: np.ndarray,
    sources: np.ndarray,
    apart: np.ndarray,
    *,
    replicates: int,
    seed: int,
    many: str = "Conger",
) -> Measures:
    """The coefficients of units.

    sources: of each unit. apart: distances between the categories, as alpha weighs them (categories x categories;
    AC1 takes each as a category). many: whose kappa is taken for more than two coders, Conger's or Fleiss'. The
    interval is bootstrapped over sources, since the units of one source are not independent.
    """
    paired = (values != MISSING).sum(axis=1) >= 2
    values, sources = values[paired], sources[paired]
    values = values[:, (values != MISSING).any(axis=0)]
    given = (values[:, :, None] == np.arange(len(apart))).sum(axis=1, dtype=float)
    raters = given.sum(axis=1)
    same = given.max(axis=1, initial=0) == raters
    alpha = coefficients.alpha_of_counts(given, apart)
    kappa_by = "Cohen" if values.shape[1] == 2 else many
    return Measures(
        units=len(values),
        coders=values.shape[1],
        given_by_all=int((same & (given[:, 0] == 0)).sum()),
        given_by_some=int((~same).sum()),
        share=float((1 - given[:, 0] / raters).mean()) if len(given) else 0.0,
        agreement=coefficients.agreement_of_counts(given),
        kappa=_kappa(values, given, kappa_by),
        kappa_by=kappa_by,
        alpha=alpha,
        ac1=coefficients.ac1_of_counts(_used(given))[0],
        interval=None if alpha is None else _interval(given, sources, apart, replicates, seed),
    )


def _used(given: np.ndarray) -> np.ndarray:
    """Without "nothing" among several categories, if nobody gave it: no coder had it to choose, and AC1 counts them."""
    return given[:, 1:] if given.shape[1] > 2 and not given[:, 0].any() else given


def _kappa(values: np.ndarray, given: np.ndarray, by: str) -> float | None:
    if not len(values):
        return None
    if by == "Cohen":
        table = np.zeros((given.shape[1], given.shape[1]))
        np.add.at(table, (values[:, 0], values[:, 1]), 1)
        return coefficients.kappa_of_table(table)[0]
    if by == "Fleiss":
        return coefficients.fleiss_of_counts(given)
    return coefficients.conger_kappa(np.where(values == MISSING, np.nan, values).tolist())


def _interval(
    given: np.ndarray, sources: np.ndarray, apart: np.ndarray, replicates: int, seed: int
) -> tuple[float, float] | None:
    """The percentile interval of alpha; None where more than one replicate in twenty has no alpha.

    Where nobody disagreed on any unit, it begins with `_least`.
    """
    each = pd.DataFrame(given).groupby(sources, sort=True).sum().to_numpy()
    unlike = pd.Series(coefficients.unlikeness(given, apart)).groupby(sources, sort=True).sum().to_numpy()
    n = len(each)
    if n < 2:
        return None
    if not unlike.any():
        return _least(each.sum(axis=0), len(given), apart), 1.0
    drawn = bootstrap.draws(n, replicates, seed)
    return bootstrap.interval(coefficients.alpha_of_sums(drawn @ unlike, drawn @ each, apart))


def _least(totals: np.ndarray, units: int, apart: np.ndarray) -> float:
    """The alpha of units of which as many were disagreed on as the exact interval of so many alike allows.

    On each of those one coder gives the rarer, and the others the commoner, of the two values that lie farthest apart
    of those that were given. totals: how often each value was given.
    """
    disagreed = units * (1 - bootstrap.least_of_all(units))
    given = np.flatnonzero(totals)
    a, b = np.unravel_index(apart[np.ix_(given, given)].argmax(), (len(given), len(given)))
    rarer, commoner = sorted((given[a], given[b]), key=lambda value: totals[value])
    shifted = totals * (1 - disagreed / units)
    shifted[rarer] += disagreed
    shifted[commoner] += disagreed * (totals.sum() / units - 1)
    return float(coefficients.alpha_of_sums(2 * apart[rarer, commoner] * disagreed, shifted, apart))
