"""T06, theme by case: where each theme speaks, for and against."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import COUNTS, Table, counted, rates

COLUMNS = ("theme", "case", "polarity", *COUNTS, "words", "per_1000_words")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per theme, case and polarity that the theme's codes have. Needs cases, read_sources, codebook, evidence.

    words: of the sources of the case that somebody has read.
    """
    labels = data["cases"][["case_id", "label"]].rename(columns={"label": "case"})
    themes = data["codebook"][["theme", "polarity"]].drop_duplicates()
    rows = themes.assign(place=pd.factorize(themes["theme"])[0]).merge(labels, how="cross")
    rows["case_place"] = pd.factorize(rows["case_id"])[0]
    rows = rows.sort_values(["place", "case_place", "polarity"], ascending=[True, True, False], kind="stable")
    evidence = data["evidence"].merge(labels, on="case_id")
    table = counted(rows[["theme", "case", "polarity"]], evidence, ["theme", "case", "polarity"])
    return Table(rates(table.frame, data["read_sources"].merge(labels, on="case_id"), ["case"]), table.evidence)
