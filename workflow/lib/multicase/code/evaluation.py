"""How well a coder does: precision, recall and F1 of each code and of all, beside what needs no look at the segments.

Blind coders are the measure. Of those that give a code to a share q of the segments without looking at them, F1 is
2pq / (p + q), p being the code's own share: it grows with q, so that the best of them gives the code to every segment
(Lipton, Elkan and Naryanaswamy 2014), 2p / (1 + p). Average precision is the code's share p where every segment has
the same probability. A coder that does no better has learned nothing of the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from multicase.wording import UNDEFINED

COLUMNS = (
    "code", "support", "grouped_by", "least", "model_precision", "model_recall", "model_f1", "model_average_precision",
    "chance_average_precision", "dictionary_precision", "dictionary_recall", "dictionary_f1",
    "baseline_every_segment_f1", "status",
)  # fmt: skip
MACRO, MICRO = "(macro)", "(micro)"
Scores = dict[str, float | None]  # None: undefined


def modelled(
    codes: Sequence[str],
    grouping: str,
    given: np.ndarray,
    likely: np.ndarray,
    looked: np.ndarray,
    least: float,
    sought: Sequence[bool] | None = None,
) -> list[dict[str, object]]:
    """A row (COLUMNS) of each code, then one of their means (MACRO) and one of all decisions pooled (MICRO).

    given, looked: segments by codes, whether people and the dictionary gave the code. likely: the model's
    probabilities. grouping: what was held out whole. sought: whether the dictionary looks for each code (None: for
    all); of others its measures are undefined, and MICRO leaves them out of these. support: segments with the code; of
    MACRO the number of codes, of MICRO the codes' sum. A mean leaves out the codes for which a measure is undefined,
    and its status counts the rest.
    """
    shared = {"grouped_by": grouping, "least": least}
    is_sought = np.ones(len(codes), dtype=bool) if sought is None else np.array(sought, dtype=bool)
    by_code = [
        _scores(of, likely_of, least) | _of_dictionary(of, looked_of, looks)
        for of, likely_of, looked_of, looks in zip(given.T, likely.T, looked.T, is_sought, strict=True)
    ]
    support = given.sum(axis=0)
    rows = [
        {"code": code, "support": int(n), **shared, **_shown(scores), "status": "modelled"}
        for code, n, scores in zip(codes, support, by_code, strict=True)
    ]
    if not rows:
        return []
    means, counted = _means(by_code)
    pooled = _scores(given.ravel(), likely.ravel(), least)
    pooled |= _of_dictionary(given[:, is_sought].ravel(), looked[:, is_sought].ravel(), is_sought.any())
    partly = ", ".join(f"{name} over {n}" for name, n in counted.items() if n < len(rows))
    averaged = f"mean over the {len(rows)} modelled codes" + (f"; where it is defined: {partly}" if partly else "")
    together = f"pooled over the {len(rows)} modelled codes"
    return [
        *rows,
        {"code": MACRO, "support": len(rows), **shared, **_shown(means), "status": averaged},
        {"code": MICRO, "support": int(support.sum()), **shared, **_shown(pooled), "status": together},
    ]


def unmodelled(code: str, support: int, reason: str) -> dict[str, object]:
    """The row (COLUMNS) of a code that isn't modelled."""
    return dict.fromkeys(COLUMNS, "") | {"code": code, "support": support, "status": reason}


def _scores(given: np.ndarray, likely: np.ndarray, least: float) -> Scores:
    from sklearn.metrics import average_precision_score

    return {
        **{f"model_{name}": value for name, value in _measures(given, likely >= least).items()},
        "model_average_precision": float(average_precision_score(given, likely)),
        "chance_average_precision": float(given.mean()),
        "baseline_every_segment_f1": _measures(given, np.ones_like(given))["f1"],
    }


def _of_dictionary(given: np.ndarray, looked: np.ndarray, is_sought: bool) -> Scores:
    """Its measures; undefined, each, of what it doesn't look for and so can't miss."""
    return {f"dictionary_{name}": value if is_sought else None for name, value in _measures(given, looked).items()}


def _measures(given: np.ndarray, said: np.ndarray) -> Scores:
    right, n_given, n_said = int((given & said).sum()), int(given.sum()), int(said.sum())
    return {
        "precision": right / n_said if n_said else None,
        "recall": right / n_given if n_given else None,
        "f1": 2 * right / (n_given + n_said) if n_given or n_said else None,
    }


def _means(by_code: Sequence[Scores]) -> tuple[Scores, dict[str, int]]:
    """The mean of each measure over the codes for which it is defined, and over how many that is."""
    defined = {name: [scores[name] for scores in by_code if scores[name] is not None] for name in by_code[0]}
    means = {name: fmean(values) if values else None for name, values in defined.items()}
    return means, {name: len(values) for name, values in defined.items()}


def _shown(scores: Scores) -> dict[str, str]:
    return {name: UNDEFINED if value is None else f"{value:.3f}" for name, value in scores.items()}
