"""T15, policy uncertainty: what triggers it, what it does to willingness and focus, when and where."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.attributes import NOT_SAID, tally
from multicase.tables.table import COUNTS, Table

COLUMNS = ("trigger", "effect", "level", "case", "period", *COUNTS)


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per trigger, effect, level of the speaker, case and year. Needs cases, codebook and evidence.

    Trigger and effect are codes of the same segment; where a segment has only one of the two, the other is
    "not said". An effect is named with the polarity of its code: `willingness (against)` is said by those whose will it
    doesn't touch. period: the year of the source.
    """
    codes = data["codebook"].set_index("code")
    evidence = data["evidence"]
    triggers = _coded(evidence, codes["trigger"], "trigger")
    told = codes["effect"].where(
        (codes["polarity"] != "contradicts") | (codes["effect"] == ""), codes["effect"] + " (against)"
    )
    effects = _coded(evidence, told, "effect")
    pairs = triggers.merge(effects, on="segment_id", how="outer").fillna(NOT_SAID)
    about = ["segment_id", "source_id", "participant_id", "case_id", "level", "date"]
    rows = pairs.merge(evidence[about].drop_duplicates("segment_id"), on="segment_id")
    rows["level"] = rows["level"].replace("", NOT_SAID)
    rows["period"] = rows["date"].str[:4].replace("", NOT_SAID)
    rows = rows.merge(data["cases"][["case_id", "label"]], on="case_id").rename(columns={"label": "case"})
    order = list(dict.fromkeys(data["codebook"]["trigger"]))
    levels = ("strategy", "operational", "frontline")
    return tally(rows, COLUMNS[:5], {"trigger": order, "level": levels, "case": list(data["cases"]["label"])})


def _coded(evidence: pd.DataFrame, attribute: pd.Series, name: str) -> pd.DataFrame:
    rows = evidence[["segment_id", "code"]].drop_duplicates()
    rows = rows.assign(**{name: rows["code"].map(attribute)})
    return rows.loc[rows[name] != "", ["segment_id", name]].drop_duplicates()
