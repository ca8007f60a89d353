"""T24, robustness: each claim's verdict with each single decision taken otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase import claims
from multicase.claims import judge, robustness
from multicase.claims.units import sides
from multicase.study.kinds import PLURALS
from multicase.tables.table import Table

COLUMNS = ("claim", "decision", "variation", "verdict", "why", "on_everything", "changed")


def build(data: Mapping[str, Any]) -> Table:
    """One row per claim and variation (`claims.robustness`). Needs cases, claims, verdicts and evidence.

    on_everything: the verdict when nothing is varied. changed: yes; `too little left`, where what is left can't be
    judged; or empty. Evidence: the segments of which a variation leaves out codings.
    """
    cases = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    over_all = data["verdicts"][data["verdicts"]["case_id"] == judge.OVER_ALL]
    whole = judge.on_everything(over_all).set_index("claim")["verdict"]
    varied = over_all[over_all["variation"] != judge.EVERYTHING]
    places = {group: number for number, group in enumerate(robustness.GROUPS)}
    rows, evidence = [], []
    for claim in claims.parse(data["claims"]):
        mine = varied[varied["claim"] == claim.id]
        bearing = sides(claim, data["evidence"])
        for row in mine.sort_values("group", key=lambda names: names.map(places), kind="stable").itertuples():
            called = _called(row.group, row.variation, cases)
            rows.append(
                {
                    "claim": claim.id,
                    "decision": row.group,
                    "variation": called,
                    "verdict": row.verdict,
                    "why": row.why,
                    "on_everything": whole[claim.id],
                    "changed": robustness.outcome(row.verdict, whole[claim.id]),
                }
            )
            key = f"claim={claim.id};decision={row.group};variation={called}"
            segments = bearing.loc[_left_out(bearing, row.group, row.variation), "segment_id"].drop_duplicates()
            evidence.append(pd.DataFrame({"row": key, "column": "verdict", "segment_id": segments}))
    shown = pd.DataFrame(rows, columns=list(COLUMNS))
    return Table(shown, pd.concat(evidence, ignore_index=True) if evidence else Table(shown).evidence)


def _called(group: str, variation: str, cases: Mapping[str, str]) -> str:
    if group == robustness.CASES:
        return cases[variation]
    return PLURALS[variation] if group == robustness.KINDS else variation


def _left_out(bearing: pd.DataFrame, group: str, variation: str) -> pd.Series:
    column = {robustness.CASES: "case_id", robustness.KINDS: "kind", robustness.SOURCES: "source_id"}
    if group in column:
        return bearing[column[group]] == variation
    if group == robustness.CODERS:
        return bearing["coder"] != variation
    return pd.Series(False, index=bearing.index)
