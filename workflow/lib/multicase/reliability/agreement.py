"""Agreement of coders on what several of them coded, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multicase.reliability import coefficients
from multicase.reliability.unitizing import unitizing_alpha

GOOD, TENTATIVE = 0.8, 0.667  # Krippendorff (2004), p. 241
RARE = 0.05  # share of units below which kappa and alpha say little
UNDEFINED = "undefined"
ALL, UNITIZING = "(all codes)", "(all codes, unitizing)"
COLUMNS = (
    "code", "units", "coders", "given_by_all", "given_by_some",
    "agreement", "kappa", "alpha", "ac1", "interval", "status",
)  # fmt: skip


def ratings(codings: pd.DataFrame, segments: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """What each coder gave, in the sources that at least two of them coded: the raw input of every coefficient.

    codings: the contract of this name, of people alone. segments: the contract. One row per segment that is analysed
    and code, with source_id, segment_id, code and a column for each coder: 1 given, 0 not given, -1 for a source that
    the coder didn't code. A coder has coded a source in which one coding is theirs.
    """
    coders = sorted(codings["coder"].unique())
    read = codings[["source_id", "coder"]].drop_duplicates()
    shared = read["source_id"].value_counts()
    sources = set(shared[shared >= 2].index)
    units = segments[segments["source_id"].isin(sources) & (segments["left_out"] == "")]
    units = units[["source_id", "segment_id"]].sort_values(["source_id", "segment_id"], kind="stable")
    rows = units.merge(pd.DataFrame({"code": list(codes)}), how="cross")
    pairs = list(zip(rows["segment_id"], rows["code"], strict=True))
    for coder in coders:
        mine = codings[codings["coder"] == coder]
        given = set(zip(mine["segment_id"], mine["code"], strict=True))
        known = rows["source_id"].isin(read.loc[read["coder"] == coder, "source_id"]).to_numpy()
        rows[coder] = np.where(known, [int(pair in given) for pair in pairs], -1).astype("int8")
    return rows.reset_index(drop=True)


def coders_of(rows: pd.DataFrame) -> list[str]:
    """The coders' columns of `ratings`."""
    return [column for column in rows.columns if column not in {"source_id", "segment_id", "code"}]


def table(
    rows: pd.DataFrame,
    codings: pd.DataFrame,
    lengths: Mapping[str, int],
    codes: Sequence[str],
    rounds: Mapping[str, Sequence[str]],
    *,
    replicates: int,
    seed: int,
) -> pd.DataFrame:
    """Agreement for each code, over all, by round of double coding, and on the continuum of the text (COLUMNS).

    rows: of `ratings`. lengths: characters of each anonymised text. rounds: name -> its sources. Over all codes a
    unit is a segment with a code, given or not. kappa: Cohen's, or Conger's for more than two coders. interval: of
    alpha, 95%, bootstrapped over sources, since the segments of one source are not independent. An undefined
    coefficient is written "undefined".
    """
    coders = coders_of(rows)
    if rows.empty or len(coders) < 2:
        return pd.DataFrame(columns=list(COLUMNS))
    draws = _draws(sorted(rows["source_id"].unique()), replicates, seed)
    told = [_row(code, rows[rows["code"] == code], coders, draws) for code in codes]
    told.append(_row(ALL, rows, coders, draws))
    for name, sources in rounds.items():
        chosen = rows[rows["source_id"].isin(list(sources))]
        if len(chosen):
            told.append(
                _row(
                    f"(all codes, {name})",
                    chosen,
                    coders,
                    _draws(sorted(chosen["source_id"].unique()), replicates, seed),
                )
            )
    told.append(_unitized(rows, codings, lengths, coders))
    return pd.DataFrame(told, columns=list(COLUMNS))


def _row(name: str, rows: pd.DataFrame, coders: Sequence[str], draws: np.ndarray | None) -> dict[str, Any]:
    values = rows[list(coders)].to_numpy()
    known = values >= 0
    paired = known.sum(axis=1) >= 2
    values, known = values[paired], known[paired]
    here = [coder for coder, used in zip(coders, known.any(axis=0), strict=True) if used]
    given, raters = (values == 1).sum(axis=1), known.sum(axis=1)
    cells = _table(values, known, here, coders)
    alpha = _alpha(*_coincidences(given, raters).sum(axis=0))
    kappa = coefficients.kappa_of_table(cells)[0] if cells is not None else _conger(values, known)
    ac1 = _ac1(given, raters)
    share = float((given / raters).mean()) if len(raters) else 0.0
    return {
        "code": name,
        "units": len(values),
        "coders": len(here),
        "given_by_all": int((given == raters).sum()),
        "given_by_some": int(((given > 0) & (given < raters)).sum()),
        "agreement": shown(_agreement(given, raters)),
        "kappa": shown(kappa),
        "alpha": shown(alpha),
        "ac1": shown(ac1),
        "interval": _interval(rows[paired]["source_id"].to_numpy(), given, raters, draws, alpha),
        "status": _status(alpha, share, int(given.sum())),
    }


def shown(value: float | None) -> str:
    """A coefficient as the tables show it."""
    return UNDEFINED if value is None else f"{round(value, 3) + 0.0:.3f}"  # no -0.000


def _table(values: np.ndarray, known: np.ndarray, here: Sequence[str], coders: Sequence[str]) -> np.ndarray | None:
    """The two by two table, if the units have two coders."""
    if len(here) != 2:
        return None
    places = [list(coders).index(coder) for coder in here]
    a, b = values[:, places[0]], values[:, places[1]]
    return np.array([[((a == x) & (b == y)).sum() for y in (0, 1)] for x in (0, 1)])


def _conger(values: np.ndarray, known: np.ndarray) -> float | None:
    rated = np.where(known, values.astype(float), np.nan)
    return coefficients.conger_kappa(rated.tolist())


def _agreement(given: np.ndarray, raters: np.ndarray) -> float | None:
    if not len(given):
        return None
    same = given * (given - 1) + (raters - given) * (raters - given - 1)
    return float((same / (raters * (raters - 1))).mean())


def _ac1(given: np.ndarray, raters: np.ndarray) -> float | None:
    observed = _agreement(given, raters)
    if observed is None:
        return None
    share = float((given / raters).mean())
    expected = 2 * share * (1 - share)
    return (observed - expected) / (1 - expected)


def _coincidences(given: np.ndarray, raters: np.ndarray) -> np.ndarray:
    """Of each unit: coincidences given-given, given-not (once), not-not; Krippendorff (2011)."""
    rest = raters - given
    return np.stack([given * (given - 1), given * rest, rest * (rest - 1)], axis=1) / (raters - 1)[:, None]


def _alpha(both: Any, apart: Any, neither: Any) -> Any:
    """Nominal alpha of a yes-no value from its coincidences; None (or NaN, for arrays) where the value never varies."""
    yes, no = both + apart, neither + apart
    n = yes + no
    chance = yes * no
    if np.ndim(chance):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(chance > 0, 1 - apart * (n - 1) / chance, np.nan)
    return float(1 - apart * (n - 1) / chance) if chance > 0 else None


def _draws(sources: Sequence[str], replicates: int, seed: int) -> np.ndarray:
    """How often each source is drawn in each replicate; replicates x sources."""
    random = np.random.default_rng(seed)
    return random.multinomial(len(sources), np.full(len(sources), 1 / len(sources)), size=replicates)


def _interval(
    sources: np.ndarray, given: np.ndarray, raters: np.ndarray, draws: np.ndarray | None, alpha: float | None
) -> str:
    """The percentile interval of alpha; undefined where more than one replicate in twenty has none."""
    if alpha is None or draws is None:
        return UNDEFINED
    each = pd.DataFrame(_coincidences(given, raters)).groupby(sources, sort=True).sum().to_numpy()
    if len(each) != draws.shape[1] or len(each) < 2:
        return UNDEFINED
    values = _alpha(*(draws @ each).T)
    if np.isnan(values).mean() > 0.05:
        return UNDEFINED
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return f"{low:.3f} to {high:.3f}"


def _status(alpha: float | None, share: float, given: int) -> str:
    if not given:
        return "undefined: nobody gave it"
    if alpha is None:
        return "undefined: given to every unit"
    told = "good" if alpha >= GOOD else "tentative" if alpha >= TENTATIVE else "low"
    return f"{told}, but rare: kappa and alpha are unsteady" if share < RARE else told


def _unitized(
    rows: pd.DataFrame, codings: pd.DataFrame, lengths: Mapping[str, int], coders: Sequence[str]
) -> dict[str, Any]:
    """Alpha for unitizing: the passages themselves, over the texts of the shared sources end to end."""
    sources = sorted(rows["source_id"].unique())
    begin, place = {}, 0
    for source in sources:
        begin[source] = place
        place += lengths[source] + 1  # a gap, so that no unit reaches into the next text
    units: dict[str, dict[str, list[tuple[int, int]]]] = {coder: {} for coder in coders}
    shared = codings[codings["source_id"].isin(sources) & codings["coder"].isin(list(coders))]
    for row in shared.itertuples():
        start = begin[row.source_id]
        units[row.coder].setdefault(row.code, []).append((start + row.start, start + row.end))
    alpha, _ = unitizing_alpha(units, 0, place)
    blank = dict.fromkeys(COLUMNS, "")
    return blank | {
        "code": UNITIZING,
        "units": len(shared),
        "coders": len(coders),
        "alpha": shown(alpha),
        "status": "of passages, character by character",
    }


def disagreements(rows: pd.DataFrame, decided: Iterable[Mapping[str, str]] | None = None) -> pd.DataFrame:
    """What some coders gave and others didn't: segment_id, source_id, code, given_by, not_given_by, decided."""
    coders = coders_of(rows)
    values = rows[coders].to_numpy()
    differ = (values == 1).any(axis=1) & (values == 0).any(axis=1)
    made = {(row["segment_id"], row["code"]) for row in decided or []}
    found = [
        {
            "segment_id": row["segment_id"],
            "source_id": row["source_id"],
            "code": row["code"],
            "given_by": ";".join(coder for coder in coders if row[coder] == 1),
            "not_given_by": ";".join(coder for coder in coders if row[coder] == 0),
            "decided": (row["segment_id"], row["code"]) in made,
        }
        for row in rows[differ].to_dict("records")
    ]
    columns = ["segment_id", "source_id", "code", "given_by", "not_given_by", "decided"]
    return pd.DataFrame(found, columns=columns)
