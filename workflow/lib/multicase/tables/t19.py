"""T19, reliability: do those who coded the same sources agree?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.reliability.agreement import COLUMNS
from multicase.tables.table import Table

__all__ = ["COLUMNS", "build"]


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """The rows of `reliability.agreement.table`. Needs agreement and ratings.

    Evidence: the segments to which all of the coders, or some but not all, gave the code.
    """
    ratings = data["ratings"]
    if data["agreement"].empty:
        return Table(data["agreement"], missing="Not available: no source was coded by two people.")
    coders = [column for column in ratings.columns if column not in {"source_id", "segment_id", "code"}]
    values = ratings[coders]
    known, given = (values >= 0).sum(axis=1), (values == 1).sum(axis=1)
    parts = []
    for column, chosen in (("given_by_all", (given == known)), ("given_by_some", (given > 0) & (given < known))):
        rows = ratings[chosen & (known >= 2)]
        parts.append(pd.DataFrame({"row": "code=" + rows["code"], "column": column, "segment_id": rows["segment_id"]}))
    return Table(data["agreement"], pd.concat(parts, ignore_index=True))
