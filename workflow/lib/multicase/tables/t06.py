"""T06, theme by case: where each theme speaks, for and against."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import COUNTS, Table, counted

COLUMNS = ("theme", "case", "polarity", *COUNTS)


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per theme, case and polarity that the theme's codes have. Needs cases, codebook and evidence."""
    labels = data["cases"][["case_id", "label"]].rename(columns={"label": "case"})
    themes = data["codebook"][["theme", "polarity"]].drop_duplicates()
    rows = themes.assign(place=pd.factorize(themes["theme"])[0]).merge(labels, how="cross")
    rows["case_place"] = pd.factorize(rows["case_id"])[0]
    rows = rows.sort_values(["place", "case_place", "polarity"], ascending=[True, True, False], kind="stable")
    evidence = data["evidence"].merge(labels, on="case_id")
    return counted(rows[["theme", "case", "polarity"]], evidence, ["theme", "case", "polarity"])
