"""T22, negative cases: what goes against the verdicts, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase import claims
from multicase.claims import judge, negative
from multicase.tables.table import Table

COLUMNS = ("claim", "segment", "case", "words", "reason", "disposition")


def build(data: Mapping[str, Any]) -> Table:
    """One row per segment of a negative case. Needs cases, claims, verdicts and evidence. The rule: `claims.negative`.

    words: what was coded there on the side that makes the case negative, if its source may be quoted.
    """
    parsed = claims.parse(data["claims"])
    labels = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    found = negative.find(parsed, data["evidence"], judge.on_everything(data["verdicts"]))
    rows = found.rename(columns={"segment_id": "segment"}).assign(case=found["case_id"].map(labels))
    keys = "claim=" + rows["claim"] + ";segment=" + rows["segment"]
    evidence = pd.DataFrame({"row": keys, "column": "segment", "segment_id": rows["segment"]})
    none = "The rule finds none: no case's verdict is the opposite of the one over all." if rows.empty else ""
    return Table(rows, evidence, none)
