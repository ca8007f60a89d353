"""T30, theme by case and kind: within a case, do its interviews, observations and documents tell the same?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.study.kinds import KINDS
from multicase.tables import t08
from multicase.tables.table import COUNTS, Table

COLUMNS = ("theme", "case", "kind", *COUNTS[:3], "words", "per_1000_words", "sources_read", *t08.COMPARED)


def build(data: Mapping[str, pd.DataFrame], replicates: int = 1000, seed: int = 0) -> Table:
    """One row per theme, case and kind of source that the case has. Needs cases, read_sources, codebook and evidence.

    The columns: `t08.told`; a kind is compared with the other kinds of its case.
    """
    cases = data["cases"][["case_id", "label"]].rename(columns={"label": "case"})
    named = {name: data[name].merge(cases, on="case_id") for name in ("read_sources", "evidence")}
    there = named["read_sources"][["case", "kind"]].drop_duplicates()
    pairs = cases[["case"]].merge(pd.DataFrame({"kind": list(KINDS)}), how="cross").merge(there, on=["case", "kind"])
    rows = data["codebook"][["theme"]].drop_duplicates().merge(pairs, how="cross")
    return t08.told(rows, dict(data) | named, ["case"], replicates, seed)
