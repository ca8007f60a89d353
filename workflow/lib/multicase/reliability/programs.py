"""Programs that code, compared with people and with themselves. A program is no second coder of people's.

What people gave is taken together as it stands after adjudication: a code counts if any of them gave it to the segment
and no decision took it away. So the dictionary and the model are compared with them too (`code.evaluation`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from multicase.reliability import agreement
from multicase.reliability.agreement import COLUMNS, KEYS
from multicase.reliability.measures import MISSING, Measures, measured
from multicase.reliability.units import by_code
from multicase.study.coders import AGAIN

PEOPLE, ITSELF = "people", "itself"
COMPARED = ("coder", "with", *COLUMNS)


def together(ratings: pd.DataFrame, removed: Collection[tuple[str, str]]) -> pd.DataFrame:
    """What people gave, as one: KEYS and `people` (1 given, 0 not given, -1 for what none of them read).

    ratings: of `agreement.ratings`, with one reader or more. removed: segment_id and code, of decisions.
    """
    values = ratings[agreement.coders_of(ratings)].to_numpy()
    pairs = zip(ratings["segment_id"], ratings["code"], strict=True)
    kept = ~np.array([pair in removed for pair in pairs], dtype=bool)
    read = (values != MISSING).any(axis=1) if values.size else np.zeros(len(ratings), dtype=bool)
    given = (values == 1).any(axis=1) & kept if values.size else read
    return ratings[list(KEYS)].assign(**{PEOPLE: np.where(read, given.astype(int), MISSING).astype("int8")})


def ratings(
    people: pd.DataFrame,
    codings: pd.DataFrame,
    read: Mapping[str, Collection[str]],
    segments: pd.DataFrame,
    codes: Sequence[str],
) -> pd.DataFrame:
    """What people, as one, and each program gave, in the sources that a program read: KEYS, `people`, and a column for
    each run of a program.

    people: of `together`. codings: the contract, of programs. read: the sources that each has read, by its name as the
    codings have it; of a source it has read the segments that are analysed. segments: the contract.
    """
    seen = {source for sources in read.values() for source in sources}
    analysed = segments[(segments["left_out"] == "") & segments["source_id"].isin(seen)]
    rows = by_code(analysed, codes, "participants").merge(people, on=list(KEYS), how="left")
    rows[PEOPLE] = rows[PEOPLE].fillna(MISSING).astype("int8")
    pairs = list(zip(rows["segment_id"], rows["code"], strict=True))
    for coder, sources in read.items():
        mine = codings[codings["coder"] == coder]
        given = set(zip(mine["segment_id"], mine["code"], strict=True))
        known = rows["source_id"].isin(list(sources)).to_numpy()
        rows[coder] = np.where(known, [int(pair in given) for pair in pairs], MISSING).astype("int8")
    return rows


def table(rows: pd.DataFrame, codes: Sequence[str], *, replicates: int, seed: int) -> pd.DataFrame:
    """Agreement of each program with people, and with itself where it was asked twice: COMPARED.

    rows: of `ratings`. One row per code, then one over all
    codes (`agreement.ALL`); of a program that nobody's reading meets, none.
    """
    first = [name for name in rows.columns if name not in (*KEYS, PEOPLE) and not name.endswith(AGAIN)]
    pairs = [(name, PEOPLE, name, PEOPLE) for name in first]
    pairs += [(name, ITSELF, name, name + AGAIN) for name in first if name + AGAIN in rows]
    measure = partial(measured, replicates=replicates, seed=seed)
    found: list[dict[str, Any]] = []
    for coder, other, one, two in sorted(pairs):
        both = rows[(rows[[one, two]] != MISSING).all(axis=1)]
        if len(both):
            found += [{"coder": coder, "with": other} | row for row in _compared(both, codes, (one, two), measure)]
    return pd.DataFrame(found, columns=list(COMPARED))


def _compared(
    rows: pd.DataFrame, codes: Sequence[str], columns: tuple[str, str], measure: partial[Measures]
) -> Iterable[dict[str, Any]]:
    for code in codes:
        yield agreement.row_of_code(code, agreement.yes_no(rows[rows["code"] == code], columns, measure))
    yield agreement.row_of(agreement.ALL, agreement.yes_no(rows, columns, measure))
