"""Agreement of coders on what several of them read, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from multicase.reliability import sets, status
from multicase.reliability.measures import MISSING, Measures, measured
from multicase.reliability.unitizing import Continuum, unitizing_alpha
from multicase.reliability.units import by_code, unread
from multicase.wording import UNDEFINED, counted

RARE = 0.05  # share of units below which kappa and alpha of a code say little
ALL, ANY, WHOLE, UNITIZING = "(all codes)", "(any code)", "(sets of codes, MASI)", "(all codes, unitizing)"
PASSAGE = ["source_id", "coder", "code", "passage_start", "passage_end"]
COLUMNS = (
    "code", "units", "coders", "given_by_all", "given_by_some",
    "agreement", "kappa", "kappa_by", "alpha", "ac1", "interval", "status",
)  # fmt: skip
KEYS = ("source_id", "segment_id", "code")


def ratings(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codes: Sequence[str],
    readings: pd.DataFrame | None = None,
    units: str = "participants",
    exclusive: Iterable[Mapping[str, Any]] = (),
    participants: pd.DataFrame | None = None,
    least: int = 2,
) -> pd.DataFrame:
    """What each coder gave, in the sources that `least` of them read or more: the raw input of every coefficient.

    codings: the contract of this name, of people alone. segments: the contract. readings: coder, source_id, unread;
    empty or None if the study has no readings.csv. A coder has read the sources that it names for them, without the
    segments that it calls unread, and those in which a coding is theirs. units, exclusive, participants: which
    segments are units of a code (`units.by_code`). One row per unit and code, with KEYS and a column for each coder:
    1 given, 0 not given, -1 for what the coder didn't read. Raises StudyError for unread segments that can't be.
    """
    columns = ["coder", "source_id"]
    read = codings[columns] if readings is None else pd.concat([readings[columns], codings[columns]])
    read = read.drop_duplicates()
    shared = read["source_id"].value_counts()
    counted = segments[segments["source_id"].isin(shared[shared >= least].index)]
    rows = by_code(counted, codes, units, exclusive, participants)
    skipped = unread(readings, segments, codings)
    pairs = list(zip(rows["segment_id"], rows["code"], strict=True))
    for coder in sorted(read["coder"].unique()):
        mine = codings[codings["coder"] == coder]
        given = set(zip(mine["segment_id"], mine["code"], strict=True))
        known = rows["source_id"].isin(read.loc[read["coder"] == coder, "source_id"]).to_numpy()
        known = known & ~rows["segment_id"].isin([segment for who, segment in skipped if who == coder]).to_numpy()
        rows[coder] = np.where(known, [int(pair in given) for pair in pairs], MISSING).astype("int8")
    return rows


def coders_of(rows: pd.DataFrame) -> list[str]:
    """The coders' columns of `ratings`."""
    return [column for column in rows.columns if column not in KEYS]


def table(
    rows: pd.DataFrame,
    codings: pd.DataFrame,
    lengths: Mapping[str, int],
    codes: Sequence[str],
    rounds: Mapping[str, Sequence[str]],
    *,
    exclusive: Iterable[Mapping[str, Any]] = (),
    replicates: int,
    seed: int,
) -> pd.DataFrame:
    """Agreement on each code, then over all of them: COLUMNS. An undefined coefficient is written "undefined".

    rows: of `ratings`. lengths: characters of each anonymised text. rounds: name -> its sources. exclusive: sets of
    codes that exclude each other. interval: of alpha, 95%, bootstrapped over sources. After the codes come

    - `(all codes)`, and by round of double coding: a unit is a segment with a code, given or not
    - `(sets of codes, MASI)`: a unit is a segment, its value the set of codes that it was given (`sets.masi`)
    - `(any code)`: a unit is a segment, to which a coder gave some code or none
    - `(one of x)`, for each exclusive set: a unit is a segment (of the set's speakers, if it names some), its value the
      code of the set, or none (`sets.one_of`)
    - `(all codes, unitizing)`: no units, but the passages themselves on the continuum of the text

    kappa_by: whose kappa it is; Cohen's of two coders, else Conger's, or of exclusive sets Fleiss'.
    """
    coders = coders_of(rows)
    if rows.empty or len(coders) < 2:
        return pd.DataFrame(columns=list(COLUMNS))
    measure = partial(measured, replicates=replicates, seed=seed)
    told = [row_of_code(code, yes_no(rows[rows["code"] == code], coders, measure)) for code in codes]
    told.append(row_of(ALL, yes_no(rows, coders, measure)))
    told += _sets(rows, coders, exclusive, codings, measure)
    for name, sources in rounds.items():
        chosen = rows[rows["source_id"].isin(list(sources))]
        if len(chosen):
            told.append(row_of(f"(all codes, {name})", yes_no(chosen, coders, measure)))
    told.append(_unitized(rows, codings, lengths, coders))
    return pd.DataFrame(told, columns=list(COLUMNS))


def yes_no(rows: pd.DataFrame, coders: Sequence[str], measure: partial[Measures]) -> Measures:
    """The measures of units to which a code is given or not; of the columns of some coders."""
    return measure(rows[list(coders)].to_numpy(), rows["source_id"].to_numpy(), _nominal(2))


def _nominal(categories: int) -> np.ndarray:
    return 1 - np.eye(categories)


def _sets(
    rows: pd.DataFrame,
    coders: Sequence[str],
    exclusive: Iterable[Mapping[str, Any]],
    codings: pd.DataFrame,
    measure: partial[Measures],
) -> list[dict[str, Any]]:
    """The rows in which a unit is a segment."""
    declared = list(exclusive)
    told = sets.table(rows, coders, declared)
    together = {name: told[told["set"] == name] for name in (sets.ALL, *(one["set"] for one in declared))}
    sources = together[sets.ALL]["source_id"].to_numpy()
    values, apart = sets.whole(together[sets.ALL][list(coders)])
    found = [row_of(WHOLE, measure(values, sources, apart)) | {"kappa": "", "kappa_by": "", "ac1": ""}]
    found.append(row_of(ANY, measure(np.minimum(values, 1), sources, _nominal(2))))
    for one in declared:
        sources = together[one["set"]]["source_id"].to_numpy()
        values, categories, doubled = sets.one_of(together[one["set"]][list(coders)], one["codes"])
        row = row_of(f"(one of {one['set']})", measure(values, sources, _nominal(categories), many="Fleiss"))
        if doubled:
            row["status"] += f"; {doubled} missing, where a coder gave two codes of the set"
        if beside := _beside(rows, codings, one):
            row["status"] += f"; {counted(beside, 'coding')} left out, on segments of other speakers"
        found.append(row)
    return found


def _beside(rows: pd.DataFrame, codings: pd.DataFrame, one: Mapping[str, Any]) -> int:
    """Codings of a set that is kept to speakers, in sources that were rated, on segments that are no units of it; one
    that touches several such segments counts once.
    """
    if "speakers" not in one:
        return 0
    given = codings[codings["code"].isin(one["codes"]) & codings["source_id"].isin(rows["source_id"])]
    units = rows.loc[rows["code"].isin(one["codes"]), "segment_id"]
    return len(given.loc[~given["segment_id"].isin(units), PASSAGE].drop_duplicates())


def row_of_code(code: str, found: Measures) -> dict[str, Any]:
    """The row of a code, which says where it is rare."""
    row = row_of(code, found)
    if found.alpha is not None and found.share < RARE:
        row["status"] += "; rare: kappa and alpha are unsteady"
    return row


def row_of(name: str, found: Measures) -> dict[str, Any]:
    """A row of `table`, as it is called."""
    return {
        "code": name,
        "units": found.units,
        "coders": found.coders,
        "given_by_all": found.given_by_all,
        "given_by_some": found.given_by_some,
        "agreement": shown(found.agreement),
        "kappa": shown(found.kappa),
        "kappa_by": found.kappa_by,
        "alpha": shown(found.alpha),
        "ac1": shown(found.ac1),
        "interval": " to ".join(map(shown, found.interval)) if found.interval else UNDEFINED,
        "status": _status(found),
    }


def _status(found: Measures) -> str:
    if found.alpha is None:
        return status.undefined(found.units, found.share)
    return status.of(round(found.alpha, 3), round(found.interval[0], 3) if found.interval else None)


def shown(value: float | None) -> str:
    """A coefficient as the tables show it."""
    return UNDEFINED if value is None else f"{round(value, 3) + 0.0:.3f}"  # no -0.000


def _unitized(
    rows: pd.DataFrame, codings: pd.DataFrame, lengths: Mapping[str, int], coders: Sequence[str]
) -> dict[str, Any]:
    """Alpha for unitizing: the passages as their coders drew them, however many segments each reaches, over the texts
    that several coders read from end to end.
    """
    known = rows.groupby("source_id", sort=True)[list(coders)].min() != MISSING
    known = known[known.sum(axis=1) >= 2]
    read: dict[tuple[str, ...], list[str]] = {}
    for source, has_read in known.iterrows():
        read.setdefault(tuple(has_read.index[has_read]), []).append(str(source))
    both = known.stack()
    shared = codings[pd.MultiIndex.from_frame(codings[["source_id", "coder"]]).isin(both.index[both])]
    shared = shared.drop_duplicates(PASSAGE)  # a row for each segment that it reaches
    alpha, _ = unitizing_alpha([_continuum(shared, lengths, *group) for group in sorted(read.items())])
    blank = dict.fromkeys(COLUMNS, "")
    return blank | {
        "code": UNITIZING,
        "units": len(shared),
        "coders": len({coder for readers in read for coder in readers}),
        "alpha": shown(alpha),
        "status": "of passages, character by character",
    }


def _continuum(
    codings: pd.DataFrame, lengths: Mapping[str, int], readers: Sequence[str], sources: Sequence[str]
) -> Continuum:
    """The texts that the same coders read, end to end."""
    begin, place = {}, 0
    for source in sources:
        begin[source] = place
        place += lengths[source] + 1  # a gap, so that no unit reaches into the next text
    units: dict[str, dict[str, list[tuple[int, int]]]] = {coder: {} for coder in readers}
    for row in codings[codings["source_id"].isin(list(sources))].itertuples():
        start = begin[row.source_id]
        units[row.coder].setdefault(row.code, []).append((start + row.passage_start, start + row.passage_end))
    return Continuum(units, 0, place)


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
