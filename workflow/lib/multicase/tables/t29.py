"""T29, code by case: how often each code was given in each case, by words and by sources."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import Table, counted

COLUMNS = (
    "code", "case", "n_segments", "n_sources", "n_participants",
    "words", "per_1000_words", "sources_read", "share_of_sources",
)  # fmt: skip
UNDEFINED = "undefined"


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per code and case, in the order of codebook and cases. Needs cases, read_sources, codebook and evidence.

    words and sources_read: of the sources of the case that somebody has read. A rate of nothing is "undefined".
    """
    cases = data["cases"][["case_id", "label"]].rename(columns={"label": "case"})
    read = data["read_sources"][data["read_sources"]["read"].astype(bool)]
    sizes = read.groupby("case_id").agg(words=("words", "sum"), sources_read=("source_id", "nunique")).reset_index()
    cases = cases.merge(sizes, on="case_id", how="left").fillna({"words": 0, "sources_read": 0})
    cases = cases.astype({"words": "int64", "sources_read": "int64"})
    rows = data["codebook"][["code"]].merge(cases, how="cross")
    evidence = data["evidence"].merge(cases[["case_id", "case"]], on="case_id")
    table = counted(rows, evidence, ["code", "case"])
    frame = table.frame.assign(
        per_1000_words=_shares(1000 * table.frame["n_segments"], table.frame["words"]),
        share_of_sources=_shares(table.frame["n_sources"], table.frame["sources_read"]),
    )
    return Table(frame, table.evidence)


def _shares(parts: pd.Series, wholes: pd.Series) -> list[str]:
    return [f"{part / whole:.3f}" if whole else UNDEFINED for part, whole in zip(parts, wholes, strict=True)]
