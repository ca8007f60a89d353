"""T04, the codebook: every code with its definition, its limits and an example."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.study.codebook import NO_DEFINITION
from multicase.tables.table import Table

COLUMNS = ("code", "parent", "definition", "include", "exclude", "theory", "attributes", "version", "example")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per code, in the codebook's order. Needs the codebook. attributes: what tables group codes by."""
    codes = data["codebook"]
    own = [name for name in codes.columns if name.startswith("code.")]
    given = [
        "; ".join(f"{name.partition('.')[2]}={row[name]}" for name in own if row[name])
        for row in codes.to_dict("records")
    ]
    parent = codes["theme"] + " > " + codes["subtheme"]
    definition = codes["definition"].replace("", NO_DEFINITION)
    return Table(codes.assign(parent=parent, definition=definition, attributes=given))
