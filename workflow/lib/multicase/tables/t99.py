"""T99, concordance of the designs: what the study replicated and this one differ in beside their results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase.comparing.design import design
from multicase.tables.table import Table

COLUMNS = ("aspect", "original", "replication", "differs")
SAME, DIFFERS = "", "yes"


def build(data: Mapping[str, Any]) -> Table:
    """One row per aspect, in words. Needs original and replication (`comparing.outcome`)."""
    rows = [
        (aspect, before, after, DIFFERS if before != after else SAME)
        for aspect, (before, after) in design([data["original"], data["replication"]])
    ]
    return Table(pd.DataFrame(rows, columns=list(COLUMNS)))
