"""T16, code co-occurrence: which codes meet in the same segment."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pandas as pd

from multicase.tables.table import Table, cell_evidence
from multicase.wording import counted

COLUMNS = ("code_a", "code_b", "n", "jaccard", "cases")


def build(data: Mapping[str, pd.DataFrame], min_segments: int = 1) -> Table:
    """One row per pair of codes that share at least `min_segments` segments, most frequent first.

    Needs codebook and evidence. n: segments with both codes; jaccard: n over the segments with either; cases: the
    number of cases in which they meet. code_a stands before code_b in the codebook. Evidence: column `n`.
    note, missing: how many pairs share fewer.
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
    n_pairs = len(rows)
    rows = rows[rows["n"] >= min_segments]
    if rows.empty:
        return Table(pd.DataFrame(columns=list(COLUMNS)), missing=_missing(n_pairs, min_segments) if len(given) else "")
    either = rows["code_a"].map(sizes) + rows["code_b"].map(sizes) - rows["n"]
    rows = rows.assign(jaccard=(rows["n"] / either).round(4), a=rows["code_a"].map(order), b=rows["code_b"].map(order))
    rows = rows.sort_values(["n", "a", "b"], ascending=[False, True, True], kind="stable")
    shown = met.merge(rows[["code_a", "code_b"]], on=["code_a", "code_b"])
    left_out = _left_out(n_pairs - len(rows), min_segments)
    return Table(rows[list(COLUMNS)], cell_evidence(shown, ["code_a", "code_b"], "n"), note=left_out)


def _missing(n_pairs: int, min_segments: int) -> str:
    """Why the table is empty: no codes meet at all, or too seldom."""
    if not n_pairs:
        return "Nothing to show: no two codes were given to the same segment."
    return f"Nothing to show. {_left_out(n_pairs, min_segments)}"


def _left_out(n_pairs: int, min_segments: int) -> str:
    """How many pairs of codes meet too seldom to be shown; empty where none does."""
    if not n_pairs:
        return ""
    verb = "meets" if n_pairs == 1 else "meet"
    return (
        f"Left out: {counted(n_pairs, 'pair')} of codes that {verb} in fewer than {counted(min_segments, 'segment')} "
        "(cooccurrence.min_segments)."
    )
