"""T24, robustness: each claim's verdict with each case left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase import claims
from multicase.claims import judge
from multicase.tables.table import Table

COLUMNS = ("claim", "omitted_case", "verdict", "why", "over_all", "changed")


def build(data: Mapping[str, Any]) -> Table:
    """One row per claim and case left out; over_all: the verdict on all cases. Needs cases, claims, verdicts and
    evidence.
    """
    parsed, cases = claims.parse(data["claims"]), list(data["cases"]["case_id"])
    labels = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    verdicts = data["verdicts"][data["verdicts"]["case_id"] == judge.OVER_ALL]
    over_all = judge.on_everything(verdicts).set_index("claim")["verdict"]
    rows = pd.DataFrame(
        [
            {"claim": row.claim, "omitted_case": case, "verdict": row.verdict, "why": row.why}
            for claim in parsed
            for case in cases
            for row in verdicts.itertuples()
            if (row.claim, row.variation) == (claim.id, judge.without(case))
        ],
        columns=["claim", "omitted_case", "verdict", "why"],
    )
    rows["over_all"] = rows["claim"].map(over_all)
    rows["changed"] = (rows["over_all"] != rows["verdict"]).map({True: "yes", False: ""})
    evidence = []
    for claim in parsed:
        bearing = judge.speaking(claim, data["evidence"])
        for case in cases:
            segments = bearing.loc[bearing["case_id"] != case, "segment_id"].drop_duplicates()
            row = f"claim={claim.id};omitted_case={labels[case]}"
            evidence.append(pd.DataFrame({"row": row, "column": "verdict", "segment_id": segments}))
    rows["omitted_case"] = rows["omitted_case"].map(labels)
    return Table(rows, pd.concat(evidence, ignore_index=True))
