"""T04, the codebook: every code with its definition, its limits and an example."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import Table

COLUMNS = ("code", "parent", "definition", "include", "exclude", "theory", "version", "example")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per code, in the codebook's order. Needs the codebook."""
    codes = data["codebook"]
    return Table(codes.assign(parent=codes["theme"] + " > " + codes["subtheme"]))
