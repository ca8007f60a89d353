"""T17, theory: how the material fits, extends or contradicts the constructs that informed the codebook."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import COUNTS, Table, counted

COLUMNS = ("construct", "code", "relation", *COUNTS)
RELATIONS = ("fit", "extend", "contradict")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per construct and code that has one. Needs codebook and evidence. relation: fit, extend or contradict."""
    codes = data["codebook"]
    rows = codes.loc[codes["theory"] != "", ["theory", "code", "relation"]].rename(columns={"theory": "construct"})
    rows["place"] = rows["relation"].map({name: place for place, name in enumerate(RELATIONS)})
    rows = rows.sort_values(["construct", "place"], kind="stable")[["construct", "code", "relation"]]
    evidence = data["evidence"].merge(rows, on="code")
    return counted(rows, evidence, ["construct", "code", "relation"])
