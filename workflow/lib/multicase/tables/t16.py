"""T16, code co-occurrence: which codes meet in the same segment."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pandas as pd

from multicase.tables.table import Table, cell_evidence

COLUMNS = ("code_a", "code_b", "n", "jaccard", "cases")


def build(data: Mapping[str, pd.DataFrame], min_segments: int = 1) -> Table:
    """One row per pair of codes that share at least `min_segments` segments, most frequent first.

    Needs codebook and evidence. n: segments with both codes; jaccard: n over the segments with either; cases: the
    number of cases in which they meet. code_a stands before code_b in the codebook. Evidence: column `n`.
    """
    order = {code: place for place, code in enumerate(data["codebook"]["code"])}
    given = data["evidence"][["segment_id", "case_id", "code"]].drop_duplicates()
    sizes = given["code"].value_counts()
    pairs = [
        (*sorted(pair, key=order.__getitem__), segment, case)
        for (segment, case), codes in given.groupby(["segment_id", "case_id"], sort=True)["code"]
        for pair in combinations(codes, 2)
    ]
    met = pd.DataFrame(pairs, columns=["code_a", "code_b", "segment_id", "case_id"])
    rows = (
        met.groupby(["code_a", "code_b"]).agg(n=("segment_id", "nunique"), cases=("case_id", "nunique")).reset_index()
    )
    rows = rows[rows["n"] >= min_segments]
    if rows.empty:
        return Table(pd.DataFrame(columns=list(COLUMNS)))
    either = rows["code_a"].map(sizes) + rows["code_b"].map(sizes) - rows["n"]
    rows = rows.assign(jaccard=(rows["n"] / either).round(4), a=rows["code_a"].map(order), b=rows["code_b"].map(order))
    rows = rows.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable")
    shown = met.merge(rows[["code_a", "code_b"]], on=["code_a", "code_b"])
    return Table(rows[list(COLUMNS)], cell_evidence(shown, ["code_a", "code_b"], "n"))
