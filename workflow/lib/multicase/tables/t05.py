"""T05, codes to themes: how each code feeds its theme, and how often it was given."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import COUNTS, Table, counted

COLUMNS = ("theme", "subtheme", "code", "rationale", *COUNTS)


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per code, also those never given. Needs the codebook and evidence."""
    return counted(
        data["codebook"][["theme", "subtheme", "code", "rationale"]], data["evidence"], ["theme", "subtheme", "code"]
    )
