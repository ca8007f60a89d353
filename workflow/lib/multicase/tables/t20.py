"""T20, adjudication: what was decided where coders differed, and why."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.study import remarks
from multicase.tables.table import Table

COLUMNS = ("segment", "code", "codes_by_coder", "decision", "reason")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per decision. Needs adjudication, sources and disagreements; evidence: the segment.

    reason: if the segment's source may be quoted (`remarks.shown`).
    """
    told = {
        (
            row.segment_id,
            row.code,
        ): f"given by {row.given_by.replace(';', ', ')}; not by {row.not_given_by.replace(';', ', ')}"
        for row in data["disagreements"].itertuples()
    }
    sources = data["sources"].to_dict("records")
    shown = remarks.shown(data["adjudication"].to_dict("records"), sources, of="segment_id")
    decided = pd.DataFrame(shown, columns=data["adjudication"].columns)
    decided = decided.sort_values(["segment_id", "code"], kind="stable")
    rows = pd.DataFrame(
        {
            "segment": decided["segment_id"],
            "code": decided["code"],
            "codes_by_coder": [
                told.get(pair, "no coder who read it differed")
                for pair in zip(decided["segment_id"], decided["code"], strict=True)
            ],
            "decision": decided["decision"],
            "reason": decided["reason"],
        }
    )
    keys = "segment=" + rows["segment"] + ";code=" + rows["code"]
    evidence = pd.DataFrame({"row": keys, "column": "decision", "segment_id": rows["segment"]})
    return Table(rows, evidence)
