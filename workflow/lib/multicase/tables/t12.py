"""T12, level by formal post: what leadership is told of at which level, by those with and without a post."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.study.disclosure import ANY
from multicase.tables.attributes import joined, tally
from multicase.tables.table import COUNTS, Table

COLUMNS = ("level", "titular", "behaviour", *COUNTS)
LEVELS = ("strategy", "operational", "frontline", "any")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per level, formal post of the speaker, and behaviour. Needs codebook and evidence.

    level: that of the leadership which is told of (codebook attribute), "any" for behaviour that has none.
    """
    rows = joined(data["evidence"], data["codebook"], ["behaviour", "level"]).drop(columns="level")
    rows["code_level"] = rows["code_level"].replace("", "any")
    rows = rows.rename(columns={"code_level": "level"})
    return tally(rows, COLUMNS[:3], {"level": LEVELS, "titular": ("yes", "no", ANY)})
