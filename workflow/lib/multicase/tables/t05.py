"""T05, codes to themes: how each code feeds its theme, and how often it was given."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import COUNTS, Table, counted
from multicase.themes.chosen import CODING

COLUMNS = ("theme", "subtheme", "code", "rationale", "n_codings", *COUNTS)


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per code, also those never given. Needs the codebook and evidence. n_codings: see `chosen.n_codings`."""
    keys = ["theme", "subtheme", "code"]
    table = counted(data["codebook"][[*keys, "rationale"]], data["evidence"], keys)
    passages = data["evidence"].drop_duplicates(CODING).groupby("code").size()
    numbers = table.frame["code"].map(passages).fillna(0).astype("int64")
    return Table(table.frame.assign(n_codings=numbers), table.evidence)
