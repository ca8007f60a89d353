"""T31, what was left out: what stands in no count of codings, and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.code import standing
from multicase.tables.table import Table

COLUMNS = ("stage", "reason", "unit", "n")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per stage, reason and unit. Needs omissions and, where programs coded, program_coders."""
    nothing = "Nothing was left out: every coding stands in the counts." if data["omissions"].empty else ""
    told = " ".join(standing.notes(data.get("program_coders", ())))
    return Table(data["omissions"][list(COLUMNS)], missing=nothing, note=told)
