"""T24, robustness: each claim's verdict with each single decision taken otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from multicase import claims
from multicase.claims import Claim, judge, robustness
from multicase.claims.units import n_withheld, sides, told_by_claim
from multicase.study.attributes import Attributes
from multicase.study.kinds import PLURALS
from multicase.tables.table import Table
from multicase.wording import listed

COLUMNS = ("claim", "decision", "variation", "verdict", "why", "on_everything", "changed")


def build(data: Mapping[str, Any]) -> Table:
    """One row per claim and variation (`claims.robustness`). Needs cases, attributes, claims, verdicts and evidence.

    on_everything: the verdict when nothing is varied. changed: yes; `too little left`, where what is left can't be
    judged; or empty. Evidence: the segments of which a variation leaves out codings.
    """
    cases = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    over_all = data["verdicts"][data["verdicts"]["case_id"] == judge.OVER_ALL]
    whole = judge.on_everything(over_all).set_index("claim")["verdict"]
    varied = over_all[over_all["variation"] != judge.EVERYTHING]
    order = [*robustness.GROUPS, *cases, *PLURALS]
    places = {name: number for number, name in enumerate(order)}
    rows, evidence = [], []
    parsed = claims.parse(data["claims"], data.get("judged"))
    for claim in parsed:
        mine = varied[varied["claim"] == claim.id]
        bearing = sides(claim, data["evidence"])
        in_order = ["group", "variation"]
        for row in mine.sort_values(in_order, key=lambda names: names.map(places), kind="stable").itertuples():
            called = _called(claim, row.group, row.variation, cases, data["attributes"])
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
            segments = bearing.loc[_left_out(claim, bearing, row.group, row.variation), "segment_id"].drop_duplicates()
            evidence.append(pd.DataFrame({"row": key, "column": "verdict", "segment_id": segments}))
    shown = pd.DataFrame(rows, columns=list(COLUMNS))
    note = _withheld(parsed, data["evidence"])
    return Table(shown, pd.concat(evidence, ignore_index=True) if evidence else Table(shown).evidence, note=note)


def _withheld(parsed: Sequence[Claim], evidence: pd.DataFrame) -> str:
    """What disclosure control does to claims narrowed to some speakers, claim by claim."""
    numbers = {
        claim.id: n_withheld(replace(claim, speakers=claim.narrower), evidence) for claim in parsed if claim.narrower
    }
    told = told_by_claim(numbers, "participant")
    who = "Narrowed to some speakers, claims lack those of whom it is withheld whether they are among these"
    return f"{who}: {told}." if told else ""


def _called(claim: Claim, group: str, variation: str, cases: Mapping[str, str], declared: Attributes) -> str:
    if group == robustness.CASES:
        return cases[variation]
    if group == robustness.SPEAKERS:
        return listed([_those(name, values, declared) for name, values in sorted(claim.narrower.items())])
    return PLURALS[variation] if group == robustness.KINDS else variation


def _those(name: str, values: Sequence[str], declared: Attributes) -> str:
    """Speakers with some values of an attribute, as the study calls these."""
    names = declared["participants"][name].values if name in declared["participants"] else {}
    return listed([names.get(value, value) for value in values], "or")


def _left_out(claim: Claim, bearing: pd.DataFrame, group: str, variation: str) -> Any:
    column = {robustness.CASES: "case_id", robustness.KINDS: "kind", robustness.SOURCES: "source_id"}
    if group in column:
        return bearing[column[group]] == variation
    if group == robustness.CODERS:
        return bearing["coder"] != variation
    if group == robustness.SPEAKERS:
        return ~bearing.index.isin(sides(replace(claim, speakers=claim.narrower), bearing).index)
    return pd.Series(False, index=bearing.index)
