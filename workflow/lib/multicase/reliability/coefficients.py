"""Coefficients of agreement for any number of coders, with missing values. An undefined coefficient is None.

`ratings` is an array of objects or numbers with one row per unit and one column per coder; None or NaN is missing.

Sources: Cohen (1960); Scott (1955); Fleiss (1971); Conger (1980); Brennan and Prediger (1981); Krippendorff (2011),
Computing Krippendorff's alpha-reliability; Gwet (2014), Handbook of Inter-Rater Reliability, for AC1 and for the
standard errors and the treatment of missing values of all but alpha.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

METRICS = ("nominal", "ordinal", "interval", "ratio")


def counts(ratings: Any, categories: Sequence[Any] | None = None) -> tuple[np.ndarray, list[Any]]:
    """How many coders gave each unit each category (units x categories), and the categories in order."""
    table = [[_value(cell) for cell in row] for row in ratings]
    found = sorted({cell for row in table for cell in row if cell is not None}) if categories is None else categories
    place = {category: number for number, category in enumerate(found)}
    result = np.zeros((len(table), len(place)))
    for number, row in enumerate(table):
        for cell in row:
            if cell is not None:
                result[number, place[cell]] += 1
    return result, list(found)


def _value(cell: Any) -> Any:
    return None if cell is None or cell != cell else cell


def _observed(given: np.ndarray) -> np.ndarray:
    """The share of agreeing pairs of coders in each unit that at least two coded; units x 1."""
    raters = given.sum(axis=1)
    return (given * (given - 1)).sum(axis=1) / (raters * (raters - 1))


def agreement(ratings: Any) -> float | None:
    """The mean share of pairs of coders that agree on a unit."""
    return agreement_of_counts(counts(ratings)[0])


def agreement_of_counts(given: np.ndarray) -> float | None:
    """The same from how many coders gave each unit each category."""
    paired = given[given.sum(axis=1) >= 2]
    return float(_observed(paired).mean()) if len(paired) else None


def _corrected(observed: float | None, expected: float) -> float | None:
    return None if observed is None or np.isclose(expected, 1) else float((observed - expected) / (1 - expected))


def cohen_kappa(ratings: Any) -> tuple[float | None, float | None]:
    """Cohen's kappa of two coders, and its standard error (Fleiss, Cohen and Everitt 1969). More: ValueError."""
    rows = [(_value(a), _value(b)) for a, b in _two(ratings)]
    pairs = [(a, b) for a, b in rows if a is not None and b is not None]
    if not pairs:
        return None, None
    found = sorted({cell for pair in pairs for cell in pair})
    place = {category: number for number, category in enumerate(found)}
    table = np.zeros((len(found), len(found)))
    for a, b in pairs:
        table[place[a], place[b]] += 1
    return kappa_of_table(table)


def _two(ratings: Any) -> list[Sequence[Any]]:
    rows = [list(row) for row in ratings]
    if any(len(row) != 2 for row in rows):
        raise ValueError("Cohen's kappa is of two coders")
    return rows


def kappa_of_table(table: Any) -> tuple[float | None, float | None]:
    """Cohen's kappa and its standard error, from the square table of what two coders gave."""
    share = np.asarray(table, dtype=float)
    n = share.sum()
    share = share / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, expected = float(np.trace(share)), float(rows @ columns)
    kappa = _corrected(observed, expected)
    if kappa is None:
        return None, None
    weights = np.eye(len(share)) - (1 - kappa) * (columns[:, None] + rows[None, :])
    variance = ((share * weights**2).sum() - (observed - 2 * (1 - kappa) * expected) ** 2) / (n * (1 - expected) ** 2)
    return kappa, float(np.sqrt(max(variance, 0)))


def scott_pi(ratings: Any) -> float | None:
    """Scott's pi of two coders: chance agreement from the coders' common distribution."""
    given, _ = counts(_two(ratings))
    paired = given[given.sum(axis=1) >= 2]
    if not len(paired):
        return None
    share = paired.sum(axis=0) / paired.sum()
    return _corrected(float(_observed(paired).mean()), float((share**2).sum()))


def fleiss_kappa(ratings: Any) -> float | None:
    """Fleiss' kappa for any number of coders."""
    given, _ = counts(ratings)
    return fleiss_of_counts(given)


def fleiss_of_counts(given: np.ndarray) -> float | None:
    """Fleiss' kappa from how many coders gave each unit each category."""
    coded = given[given.sum(axis=1) >= 1]
    paired = coded[coded.sum(axis=1) >= 2]
    if not len(paired):
        return None
    share = (coded / coded.sum(axis=1, keepdims=True)).mean(axis=0)
    return _corrected(float(_observed(paired).mean()), float((share**2).sum()))


def conger_kappa(ratings: Any) -> float | None:
    """Conger's kappa: Cohen's for more than two coders, each with a distribution of their own."""
    given, categories = counts(ratings)
    paired = given[given.sum(axis=1) >= 2]
    if not len(paired):
        return None
    columns = list(zip(*[[_value(cell) for cell in row] for row in ratings], strict=True))
    shares = []
    for column in columns:
        known = [cell for cell in column if cell is not None]
        if known:
            shares.append([known.count(category) / len(known) for category in categories])
    per_coder = np.array(shares)
    spread = per_coder.var(axis=0, ddof=1) if len(per_coder) > 1 else np.zeros(len(categories))
    expected = float((per_coder.mean(axis=0) ** 2 - spread / len(per_coder)).sum())
    return _corrected(float(_observed(paired).mean()), expected)


def brennan_prediger(ratings: Any, categories: Sequence[Any] | None = None) -> float | None:
    """Brennan and Prediger's coefficient: every category is as likely by chance."""
    given, found = counts(ratings, categories)
    paired = given[given.sum(axis=1) >= 2]
    if not len(paired) or len(found) < 2:
        return None
    return _corrected(float(_observed(paired).mean()), 1 / len(found))


def gwet_ac1(ratings: Any, categories: Sequence[Any] | None = None) -> tuple[float | None, float | None]:
    """Gwet's AC1 and its standard error."""
    return ac1_of_counts(counts(ratings, categories)[0])


def ac1_of_counts(given: np.ndarray) -> tuple[float | None, float | None]:
    """The same from how many coders gave each unit each category."""
    given = given[given.sum(axis=1) >= 1]
    raters = given.sum(axis=1)
    paired = raters >= 2
    q = given.shape[1]
    if not paired.any() or q < 2:
        return None, None
    share = (given / raters[:, None]).mean(axis=0)
    expected = float((share * (1 - share)).sum() / (q - 1))
    observed = np.zeros(len(given))
    observed[paired] = _observed(given[paired])
    ac1 = float((observed[paired].mean() - expected) / (1 - expected))
    n = len(given)
    if n < 2:
        return ac1, None
    each = n / paired.sum() * (observed - expected * paired) / (1 - expected)
    chance = (given @ (1 - share)) / raters / (q - 1)
    adjusted = each - 2 * (1 - ac1) * (chance - expected) / (1 - expected)
    return ac1, float(np.sqrt(((adjusted - ac1) ** 2).sum() / (n * (n - 1))))


def ac1_of_table(table: Any) -> tuple[float | None, float | None]:
    """Gwet's AC1 and its standard error, from the square table of what two coders gave."""
    cells = np.asarray(table, dtype=int)
    pairs = [(a, b) for (a, b), n in np.ndenumerate(cells) for _ in range(n)]
    ac1, error = gwet_ac1(pairs, range(len(cells)))
    # His variance for a table of two coders divides by n, that for raw ratings by n - 1.
    return ac1, None if error is None else float(error * np.sqrt((len(pairs) - 1) / len(pairs)))


def krippendorff_alpha(ratings: Any, metric: str = "nominal") -> float | None:
    """Krippendorff's alpha. metric: nominal, ordinal, interval or ratio. None where values don't vary."""
    given, categories = counts(ratings)
    paired = given[given.sum(axis=1) >= 2]
    return alpha_of_counts(paired, _distances(categories, paired.sum(axis=0), metric)) if len(paired) else None


def alpha_of_counts(given: np.ndarray, apart: np.ndarray) -> float | None:
    """Alpha from how many coders gave each unit each category, and the distances between the categories, as alpha
    takes them: squared, where the metric says so. None where values don't vary.
    """
    paired = given[given.sum(axis=1) >= 2]
    alpha = alpha_of_sums(unlikeness(paired, apart).sum(), paired.sum(axis=0), apart)
    return None if np.isnan(alpha) else float(alpha)


def unlikeness(given: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Of each unit that at least two coders coded: its coincidences, each times the distance of its two values."""
    return ((given @ apart) * given).sum(axis=1) / (given.sum(axis=1) - 1)


def alpha_of_sums(unlike: Any, totals: Any, apart: np.ndarray) -> np.ndarray:
    """Alpha of units whose `unlikeness` sums to `unlike` and that have each value `totals` times (last axis: values).

    Both may have a first axis more: many samples of units at once. NaN where values don't vary.
    """
    totals = np.asarray(totals, dtype=float)
    chance = ((totals @ apart) * totals).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.isclose(chance, 0), np.nan, 1 - unlike * (totals.sum(axis=-1) - 1) / chance)


def _distances(categories: Sequence[Any], totals: np.ndarray, metric: str) -> np.ndarray:
    """Squared distances between categories. Raises ValueError for an unknown metric."""
    if metric == "nominal":
        return 1 - np.eye(len(categories))
    if metric == "ordinal":
        below = np.cumsum(totals)
        middle = below - totals / 2
        return (middle[:, None] - middle[None, :]) ** 2
    values = np.array(categories, dtype=float)
    if metric == "interval":
        return (values[:, None] - values[None, :]) ** 2
    if metric == "ratio":
        total = values[:, None] + values[None, :]
        return np.divide((values[:, None] - values[None, :]) ** 2, total**2, out=np.zeros_like(total), where=total != 0)
    raise ValueError(f"metric must be one of {', '.join(METRICS)}")
