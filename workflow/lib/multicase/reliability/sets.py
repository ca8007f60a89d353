"""What coders gave to a unit, taken together: one code of a set of codes that exclude each other, or all codes.

One row per unit and one column per coder, for coefficients that want one value for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multicase.reliability.measures import MISSING

ALL = "(all codes)"  # no code and no set can be called so
NONE = "(none)"
UNREAD = ""
KEYS = ("set", "source_id", "segment_id")


def table(rows: pd.DataFrame, coders: Sequence[str], exclusive: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The codes that each coder gave to each unit, joined by `;`: KEYS, and a column for each coder.

    rows: of `agreement.ratings`. exclusive: of the codebook. Each of its sets has a row for each of its units, and so
    have all codes together (the set `(all codes)`). `(none)`: nothing of the set was given; empty: the coder didn't
    read it. A unit to which nobody gave a code of the set stands here, and counts: were units chosen by what coders
    gave them, only agreement would be left out, and alpha be too low. Where every unit has one code of the set there
    are no such units.
    """
    chosen = {one["set"]: list(one["codes"]) for one in exclusive} | {ALL: list(dict.fromkeys(rows["code"]))}
    parts = [_of_set(name, rows[rows["code"].isin(codes)], coders) for name, codes in chosen.items()]
    return pd.concat(parts, ignore_index=True)[[*KEYS, *coders]]


def _of_set(name: str, rows: pd.DataFrame, coders: Sequence[str]) -> pd.DataFrame:
    units = rows[["source_id", "segment_id"]].drop_duplicates(ignore_index=True)
    place = rows.groupby(["source_id", "segment_id"], sort=False).ngroup().to_numpy()
    told = {coder: _joined(rows[coder].to_numpy(), rows["code"].to_numpy(), place, len(units)) for coder in coders}
    return units.assign(set=name, **told)


def _joined(given: np.ndarray, codes: np.ndarray, place: np.ndarray, units: int) -> list[str]:
    found: list[list[str]] = [[] for _ in range(units)]
    for number, code in zip(place[given == 1], codes[given == 1], strict=True):
        found[number].append(code)
    read = np.zeros(units, dtype=bool)
    read[place[given != MISSING]] = True
    return [(";".join(mine) or NONE) if seen else UNREAD for mine, seen in zip(found, read, strict=True)]


def one_of(told: pd.DataFrame, codes: Sequence[str]) -> tuple[np.ndarray, int, int]:
    """A unit's value is the code that a coder gave it, or that they gave none of the set.

    told: coders' columns of `table`, of an exclusive set. Returns values as `measures` takes them, the number of
    categories (none, and the codes), and how often a coder gave two codes of the set to one unit: such a value is
    missing, as nobody can tell which of the two was meant.
    """
    place = {NONE: 0} | {code: number for number, code in enumerate(codes, 1)}
    values = told.apply(lambda column: column.map(place)).fillna(MISSING).to_numpy(dtype=int)
    return values, len(place), int(((values == MISSING) & (told != UNREAD).to_numpy()).sum())


def whole(told: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """A unit's value is the set of codes that a coder gave it.

    Returns values as `measures` takes them, and the distances of the sets that were given: MASI (`masi`).
    """
    there = sorted({value for column in told for value in told[column]} - {UNREAD, NONE})
    place = {NONE: 0} | {value: number for number, value in enumerate(there, 1)}
    values = told.apply(lambda column: column.map(place)).fillna(MISSING).to_numpy(dtype=int)
    given = [frozenset(), *(frozenset(value.split(";")) for value in there)]
    return values, np.array([[masi(a, b) for b in given] for a in given])


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    """How far two sets are apart, from 0 to 1: one less Jaccard's index times 1 for the same sets, 2/3 where one holds
    the other, 1/3 where they overlap, 0 where they don't. Two empty sets are the same.

    Source: Passonneau (2006), Measuring agreement on set-valued items (MASI). Her distance is alpha's as it stands,
    not squared.
    """
    if a == b:
        return 0.0
    shared = len(a & b)
    weight = 2 / 3 if shared and (a <= b or b <= a) else 1 / 3
    return 1 - shared / len(a | b) * weight
