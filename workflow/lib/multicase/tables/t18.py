"""T18, saturation: how many new codes each further interview brings."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.saturation import COLUMNS, KIND, saturation
from multicase.tables.table import Table, cell_evidence
from multicase.wording import counted

__all__ = ["COLUMNS", "build"]


def build(
    data: Mapping[str, pd.DataFrame], base: int, run: int, threshold: float, permutations: int, seed: int
) -> Table:
    """One row per interview, in the order of their dates. Needs read_sources and evidence. See multicase.saturation."""
    sources = data["read_sources"][data["read_sources"]["read"].astype(bool)]
    interviews = sources[sources["kind"] == KIND]
    undated = int((interviews["date"] == "").sum())
    if undated or interviews.empty:
        return Table(pd.DataFrame(columns=list(COLUMNS)), missing=_missing(undated, len(interviews)))
    rows, new = saturation(
        sources, data["evidence"], base=base, run=run, threshold=threshold, permutations=permutations, seed=seed
    )
    evidence = data["evidence"].merge(new, on=["source_id", "code"])
    evidence = evidence.assign(source=evidence["source_id"])
    return Table(rows, cell_evidence(evidence, ["source"], "new_codes"))


def _missing(undated: int, interviews: int) -> str:
    if not interviews:
        return "Not available: nobody has read an interview."
    return (
        f"Not available: {undated} of {counted(interviews, 'interview')} {'has' if undated == 1 else 'have'} no date, "
        "so that they stand in no order."
    )
