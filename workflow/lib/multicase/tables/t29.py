"""T29, code by case: how often each code was given in each case, by words and by sources."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import Table, counted, rates, shares

COLUMNS = (
    "code", "case", "n_segments", "n_sources", "n_participants",
    "words", "per_1000_words", "sources_read", "share_of_sources", "read_by_several",
)  # fmt: skip


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per code and case, in the order of codebook and cases. Needs cases, read_sources, codebook and evidence.

    words and sources_read: of the sources of the case that somebody has read; read_by_several: of these, those that
    more than one coder has read, in which more is found. A rate of nothing is "undefined".
    """
    cases = data["cases"][["case_id", "label"]].rename(columns={"label": "case"})
    sources = data["read_sources"].merge(cases, on="case_id")
    by_several = sources["read"].astype(bool) & sources["coders"].str.contains(";")
    several = sources[by_several].groupby("case")["source_id"].nunique()
    rows = data["codebook"][["code"]].merge(cases[["case"]], how="cross")
    table = counted(rows, data["evidence"].merge(cases, on="case_id"), ["code", "case"])
    frame = rates(table.frame, sources, ["case"])
    frame = frame.assign(
        share_of_sources=shares(frame["n_sources"], frame["sources_read"]),
        read_by_several=frame["case"].map(several).fillna(0).astype("int64"),
    )
    return Table(frame, table.evidence)
