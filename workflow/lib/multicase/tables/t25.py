"""T25, anonymisation: what was found, by what, and who settled it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import Table

COLUMNS = ("kind", "n", "rule", "reviewer", "residual")
SETTLED = ("structure", "register", "decision")  # by whom


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per kind of identifier, and the total. Needs the open log, which holds no original."""
    log = data["log"]
    rows = [_row(kind, log[log["kind"] == kind]) for kind in sorted(log["kind"].unique())]
    return Table(pd.DataFrame([*rows, _row("all", log)], columns=list(COLUMNS)))


def _row(kind: str, log: pd.DataFrame) -> dict[str, object]:
    layers = log.groupby("layer")["n"].sum()
    rule = "; ".join(f"{layer} {n}" for layer, n in layers.items())
    settled = int(log.loc[log["by"].isin(SETTLED), "n"].sum())
    total = int(log["n"].sum())
    return {"kind": kind, "n": total, "rule": rule, "reviewer": settled, "residual": total - settled}
