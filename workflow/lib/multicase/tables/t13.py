"""T13, enablers and barriers: what helps GPs' leadership and what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.attributes import joined, tally
from multicase.tables.table import COUNTS, Table

COLUMNS = ("factor", "direction", "domain", "level", "cases", *COUNTS)


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per factor, direction, domain and level of the speaker. Needs cases, codebook and evidence."""
    rows = joined(data["evidence"], data["codebook"], ["factor", "direction", "domain"])
    keys = ["factor", "direction", "domain", "level"]
    order = list(dict.fromkeys(data["codebook"]["factor"]))
    table = tally(rows, keys, {"factor": order, "level": ("strategy", "operational", "frontline")})
    labels = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    place = {case: number for number, case in enumerate(labels)}
    named = rows.groupby(keys)["case_id"].agg(lambda ids: "; ".join(labels[c] for c in sorted(set(ids), key=place.get)))
    cases = [named[tuple(row)] for row in table.frame[keys].itertuples(index=False)]
    return Table(table.frame.assign(cases=cases), table.evidence)
