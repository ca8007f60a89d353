"""T31, what was left out: what stands in no count of codings, and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import Table

COLUMNS = ("stage", "reason", "unit", "n")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per stage, reason and unit. Needs omissions."""
    nothing = "Nothing was left out: every coding stands in the counts." if data["omissions"].empty else ""
    return Table(data["omissions"][list(COLUMNS)], missing=nothing)
