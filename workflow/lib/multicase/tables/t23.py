"""T23, claims: what the study says, and how far its cases bear it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase import claims
from multicase.claims import AGAINST, CONTRADICTED, FOR, SUPPORTED, judge
from multicase.tables.table import Table

COLUMNS = (
    "claim", "statement", "verdict", "why", "cases_for", "cases_against", "by_case", "n_for", "n_against", "unit",
    "kinds", "criterion", "codes_for", "codes_against", "themes", "rivals",
)  # fmt: skip


def build(data: Mapping[str, Any]) -> Table:
    """One row per claim. Needs cases, claims, verdicts and evidence. The criterion: `claims.judge`.

    cases_for, cases_against: those whose verdict is supported or contradicted. n_for, n_against: units for and
    against. kinds: kinds of source that speak for it. by_case: each case's verdict and counts. criterion: in words.
    codes_for, codes_against: what counts on either side. Evidence: the segments behind n_for and n_against.
    """
    parsed, cases = claims.parse(data["claims"]), list(data["cases"]["case_id"])
    labels = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    verdicts = judge.on_everything(data["verdicts"])
    themes = list(dict.fromkeys(data["evidence"].sort_values("code", kind="stable")["theme"]))
    rows, evidence = [], []
    for claim in parsed:
        mine = verdicts[verdicts["claim"] == claim.id].set_index("case_id")
        over_all, of_cases = mine.loc[judge.OVER_ALL], mine.loc[cases]
        bearing = judge.speaking(claim, data["evidence"])
        kinds = sorted(bearing.loc[bearing["side"] == FOR, "kind"].unique())
        rows.append(
            {
                "claim": claim.id,
                "statement": claim.statement,
                "cases_for": _named(of_cases, SUPPORTED, labels),
                "cases_against": _named(of_cases, CONTRADICTED, labels),
                "n_for": over_all["n_for"],
                "n_against": over_all["n_against"],
                "unit": claim.unit,
                "criterion": judge.in_words(claim),
                "codes_for": "; ".join(claim.supports),
                "codes_against": "; ".join(claim.contradicts),
                "kinds": "; ".join(kind.replace("_", " ") for kind in kinds),
                "themes": "; ".join(theme for theme in themes if theme in set(bearing["theme"])),
                "rivals": " | ".join(f"{rival['rival']} Considered: {rival['considered']}" for rival in claim.rivals),
                "verdict": over_all["verdict"],
                "why": over_all["why"],
                "by_case": "; ".join(
                    f"{labels[case]}: {row['verdict']} ({row['why']})" for case, row in of_cases.iterrows()
                ),
            }
        )
        for side, column in ((FOR, "n_for"), (AGAINST, "n_against")):
            segments = bearing.loc[bearing["side"] == side, "segment_id"].drop_duplicates()
            evidence.append(pd.DataFrame({"row": f"claim={claim.id}", "column": column, "segment_id": segments}))
    return Table(pd.DataFrame(rows, columns=list(COLUMNS)), pd.concat(evidence, ignore_index=True))


def _named(of_cases: pd.DataFrame, verdict: str, labels: Mapping[str, str]) -> str:
    return "; ".join(labels[case] for case in of_cases.index[of_cases["verdict"] == verdict])
