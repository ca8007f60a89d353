"""T18, saturation: how many new codes each further interview brings."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.saturation import COLUMNS, saturation
from multicase.tables.table import Table, cell_evidence

__all__ = ["COLUMNS", "build"]


def build(
    data: Mapping[str, pd.DataFrame], base: int, run: int, threshold: float, permutations: int, seed: int
) -> Table:
    """One row per interview, in the order of their dates. Needs sources and evidence. See multicase.saturation."""
    rows, new = saturation(
        data["sources"], data["evidence"], base=base, run=run, threshold=threshold, permutations=permutations, seed=seed
    )
    evidence = data["evidence"].merge(new, on=["source_id", "code"])
    evidence = evidence.assign(source=evidence["source_id"])
    return Table(rows, cell_evidence(evidence, ["source"], "new_codes"))
