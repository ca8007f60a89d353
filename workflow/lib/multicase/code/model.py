"""The model coder: suggests codes for what nobody has coded, from what people have. Suggestions are no codings.

TF-IDF of words and of characters within words, and one logistic regression a code, found in the dual (Yu, Huang and Lin
2011), which is quick where texts are fewer than terms. Its values become probabilities by Platt's method (1999), fitted
to values for sources that it had not seen. How well it does is told by cross-validation in which no source, and then no
case, is both learned from and predicted, by the very rule by which codes are suggested (a probability of at least
`least`), beside the dictionary coder and beside giving the code to every segment. What the adjudication removed is no
example of a code. Codes with too few examples are named, not modelled. Everything is deterministic: the order in which
the solver goes through the segments is drawn with a fixed seed, and each fold is one thread's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multicase.anchoring.spans import REPLACED
from multicase.code import evaluation, features
from multicase.contracts import CONTRACTS
from multicase.processes import shared_out
from multicase.themes.chosen import removed
from multicase.wording import counted

ORIGIN = "model"
FEWEST, FEWEST_GROUPS = 12, 4  # segments with the code, and sources that they stand in
FOLDS = 5
STEPS = 1000  # at most, of the solver; it needs about 20
WORDS_SHOWN = 5
PORTION = 8192  # segments whose features are held at once, of those that nobody has coded


def evaluate(
    segments: pd.DataFrame,
    manual: pd.DataFrame,
    dictionary: pd.DataFrame,
    adjudication: Iterable[Mapping[str, str]],
    codes: Sequence[str],
    least: float,
    processes: int = 1,
    read: Collection[str] | None = None,
    sought: Collection[str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The evaluation (evaluation.COLUMNS), and suggestions (contract `codings`, origin `model`) for what nobody read.

    segments: the contract, of which those analysed are used. manual, dictionary: codings. adjudication: segment_id,
    code, decision; what it removes is no example of the code. least: the probability from which a code is suggested,
    and taken as given in the evaluation. read: the segments that somebody read (None: those of sources with a manual
    coding), which without the code are examples of what the code isn't. sought: the codes that the dictionary looks for
    (None: all); of others nothing is said of it. memo: the words that weighed most. processes: among how many the folds
    are shared out.
    """
    spoken = segments[segments["left_out"] == ""].reset_index(drop=True)
    is_read = spoken["source_id"].isin(manual["source_id"]) if read is None else spoken["segment_id"].isin(read)
    coded, rest = spoken[is_read].reset_index(drop=True), spoken[~is_read].reset_index(drop=True)
    given = _matrix(coded, manual, codes, removed(adjudication))
    if coded["source_id"].nunique() < FEWEST_GROUPS:
        return _none(codes, given, "not modelled: fewer than 4 sources are read")
    terms = features.count(_texts(coded))
    if not terms:
        return _none(codes, given, "not modelled: hardly a word recurs in what is read")
    looked = _matrix(coded, dictionary, codes)
    chosen, reasons = _modelled(given, coded["source_id"].to_numpy(), codes)
    names = [codes[number] for number in chosen]
    folds = {name: _folds(coded[name].to_numpy()) for name in ("source_id", "case_id") if coded[name].nunique() > 1}
    unseen = _unseen(terms, given[:, chosen], folds, processes)
    is_sought = [sought is None or name in sought for name in names]
    rows = []
    for grouping, held in folds.items():
        likely = _cross_calibrated(unseen[grouping], given[:, chosen], held, processes)
        kind = grouping.removesuffix("_id")
        rows += evaluation.modelled(names, kind, given[:, chosen], likely, looked[:, chosen], least, is_sought)
    rows += [
        evaluation.unmodelled(codes[number], int(given[:, number].sum()), reason) for number, reason in reasons.items()
    ]
    suggested = []
    if len(rest) and names:
        suggested = _suggestions(terms, given[:, chosen], unseen["source_id"], rest, names, least)
    return _evaluation(rows), _codings(suggested)


def _none(codes: Sequence[str], given: np.ndarray, reason: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The evaluation where nothing is modelled, and no suggestions."""
    support = given.sum(axis=0).tolist()
    rows = [evaluation.unmodelled(code, n, reason) for code, n in zip(codes, support, strict=True)]
    return _evaluation(rows), _codings([])


def _texts(segments: pd.DataFrame) -> list[str]:
    """Segments without what stands for a name, which tells cases apart and not meanings."""
    return [REPLACED.sub(" ", text) for text in segments["text"]]


def _matrix(
    segments: pd.DataFrame,
    codings: pd.DataFrame,
    codes: Sequence[str],
    without: Collection[tuple[str, str]] = frozenset(),
) -> np.ndarray:
    """Whether each segment (row) has each code (column). without: pairs of segment and code that don't count."""
    place = {segment: number for number, segment in enumerate(segments["segment_id"])}
    column = {code: number for number, code in enumerate(codes)}
    given = np.zeros((len(segments), len(codes)), dtype=bool)
    for segment, code in codings[["segment_id", "code"]].drop_duplicates().itertuples(index=False):
        if segment in place and (segment, code) not in without:
            given[place[segment], column[code]] = True
    return given


def _modelled(given: np.ndarray, sources: np.ndarray, codes: Sequence[str]) -> tuple[list[int], dict[int, str]]:
    chosen, reasons = [], {}
    for number in range(len(codes)):
        support, spread = int(given[:, number].sum()), len(set(sources[given[:, number]]))
        if support < FEWEST or spread < FEWEST_GROUPS:
            reasons[number] = f"not modelled: {counted(support, 'segment')} in {counted(spread, 'source')}"
        elif support == len(given):
            reasons[number] = "not modelled: given to every segment"
        else:
            chosen.append(number)
    return chosen, reasons


def _learn(seen: Any, given: np.ndarray) -> Any:
    from sklearn.linear_model import LogisticRegression

    solver = {"solver": "liblinear", "dual": True, "random_state": 0, "max_iter": STEPS}
    return LogisticRegression(C=4.0, class_weight="balanced", **solver).fit(seen, given)


def _unseen(
    terms: Sequence[features.Terms], given: np.ndarray, folds: Mapping[str, Sequence[np.ndarray]], processes: int
) -> dict[str, np.ndarray]:
    """For each way to cut folds the decision value of each segment for each code, from a model that saw nothing of the
    segment's fold.
    """
    found = {name: np.zeros(given.shape) for name in folds}
    shares = [part for part in np.array_split(np.arange(given.shape[1]), processes) if len(part)]
    cut = [(name, held, codes) for name, parts in folds.items() for held in parts for codes in shares]
    values = shared_out(lambda part: _of_fold(terms, given[:, part[2]], part[1]), cut, processes)
    for (name, held, codes), of_fold in zip(cut, values, strict=True):
        found[name][np.ix_(held, codes)] = of_fold
    return found


def _of_fold(terms: Sequence[features.Terms], given: np.ndarray, held: np.ndarray) -> np.ndarray:
    """The values of the segments that are held out, by models of the others."""
    kept = ~held
    values = np.full((int(held.sum()), given.shape[1]), -1.0)
    learned = features.Learned(terms, kept)
    if not learned:
        return values
    seen, others = learned.known(kept), learned.known(held)
    for number in range(given.shape[1]):
        target = given[kept, number]
        # Where all that has the code is held out, nothing can be learned of it.
        if target.any() and not target.all():
            values[:, number] = _learn(seen, target).decision_function(others)
        elif target.all():
            values[:, number] = 1.0
    return values


def _calibration(values: np.ndarray, given: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Platt's method: a logistic curve from decision values to probabilities.

    Where higher values don't go with the code they tell nothing: each segment is as likely as the code is frequent.
    The solver is one that adds up in the same order on any number of processors.
    """
    from sklearn.linear_model import LogisticRegression

    share = float(given.mean())
    if not 0 < share < 1:
        return lambda more: np.full(len(more), share)
    # With the usual tolerance it stops before the curve of a rare code is right.
    solver = {"solver": "liblinear", "random_state": 0, "tol": 1e-8, "max_iter": STEPS}
    curve = LogisticRegression(C=1e6, **solver).fit(values[:, None], given)
    if curve.coef_[0, 0] <= 0:
        return lambda more: np.full(len(more), share)
    return lambda more: curve.predict_proba(more[:, None])[:, 1]


def _cross_calibrated(values: np.ndarray, given: np.ndarray, folds: Sequence[np.ndarray], processes: int) -> np.ndarray:
    """Probabilities (segments by codes) of each fold: the model learned nothing from it, the curve learned from the
    other folds' values.

    Those values are of models that did learn from it, so that the curve knows a little of what it is judged by.
    """
    columns = shared_out(
        lambda number: _of_code(values[:, number], given[:, number], folds), range(values.shape[1]), processes
    )
    return np.stack(columns, axis=1) if columns else np.zeros(values.shape)


def _of_code(values: np.ndarray, given: np.ndarray, folds: Sequence[np.ndarray]) -> np.ndarray:
    likely = np.zeros(len(values))
    for held in folds:
        likely[held] = _calibration(values[~held], given[~held])(values[held])
    return likely


def _folds(groups: np.ndarray) -> list[np.ndarray]:
    """Groups dealt out in turn, in their order: no draw."""
    names = sorted(set(groups))
    number = min(FOLDS, len(names)) if len(names) > 12 else len(names)
    return [np.isin(groups, names[first::number]) for first in range(number)]


def _suggestions(
    terms: Sequence[features.Terms],
    given: np.ndarray,
    unseen: np.ndarray,
    rest: pd.DataFrame,
    codes: Sequence[str],
    least: float,
) -> list[dict[str, Any]]:
    everything = np.ones(len(given), dtype=bool)
    learned = features.Learned(terms, everything)
    seen, names = learned.known(everything), learned.words
    models = [_learn(seen, given[:, number]) for number in range(len(codes))]
    curves = [_calibration(unseen[:, number], given[:, number]) for number in range(len(codes))]
    rows: dict[str, list[dict[str, Any]]] = {code: [] for code in codes}
    for first in range(0, len(rest), PORTION):
        portion = rest.iloc[first : first + PORTION]
        others = learned.more(_texts(portion))
        for code, model, curve in zip(codes, models, curves, strict=True):
            likely = curve(model.decision_function(others))
            weights = model.coef_[0][: len(names)]
            for place in np.flatnonzero(likely >= least):
                suggested = (portion.iloc[place], code, float(likely[place]), others[place], weights, names)
                rows[code].append(_suggestion(*suggested))
    return [row for code in codes for row in rows[code]]


def _suggestion(
    segment: pd.Series, code: str, probability: float, found: Any, weights: np.ndarray, names: np.ndarray
) -> dict[str, Any]:
    there = [place for place in found.indices if place < len(names)]
    weighed = sorted(there, key=lambda place: (-found[0, place] * weights[place], names[place]))[:WORDS_SHOWN]
    return {
        "segment_id": segment["segment_id"],
        "source_id": segment["source_id"],
        "case_id": segment["case_id"],
        "code": code,
        "coder": ORIGIN,
        "origin": ORIGIN,
        "passage_start": segment["start"],
        "passage_end": segment["end"],
        "start": segment["start"],
        "end": segment["end"],
        "exact": segment["text"],
        "rule_id": "",
        "probability": round(probability, 4),
        "anchored": "",
        "memo": "weighed: " + ", ".join(names[place] for place in weighed if weights[place] > 0),
    }


def _evaluation(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(evaluation.COLUMNS))


def _codings(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CONTRACTS["codings"].columns))
