"""T23, claims: what the study says, and how far its cases bear it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multicase import claims
from multicase.claims import AGAINST, FOR, MIXED, Claim, against, judge
from multicase.claims.units import n_speakerless, n_withheld, speaking
from multicase.tables.table import Table
from multicase.wording import ALL_CASES, counted

COLUMNS = (
    "claim", "case", "verdict", "why", "n_for", "n_mixed", "n_against", "n_units", "unit", "undiscussed", "statement",
    "criterion", "conditions", "kinds", "codes_for", "codes_against", "themes", "rivals",
)  # fmt: skip
OF_CLAIM = ("statement", "criterion", "conditions", "kinds", "codes_for", "codes_against", "themes", "rivals")


def build(data: Mapping[str, Any]) -> Table:
    """One row per claim over all cases, and then one per case. Needs cases, claims, verdicts and evidence.

    n_for, n_mixed, n_against: units that speak for the claim, for and against it, and against it; n_units: all three.
    undiscussed: segments that T22 lists and nobody has said anything about. What holds for the whole claim stands in
    its first row: criterion: the rule, in words (`claims.judge`); conditions: what else enters; kinds: kinds of source
    that speak for it; codes_for, codes_against: what counts on either side. Evidence: the segments behind n_for,
    n_mixed and n_against.
    """
    labels = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    places = {judge.OVER_ALL: ALL_CASES} | labels
    verdicts = judge.on_everything(data["verdicts"])
    parsed = claims.parse(data["claims"], data.get("judged"))
    called = dict(zip(data["codebook"]["code"], data["codebook"]["label"], strict=True))
    found = against.find(parsed, data["evidence"], verdicts)
    open_ones = found[found["disposition"] == against.OPEN]
    rows, evidence = [], []
    for claim in parsed:
        mine = verdicts[verdicts["claim"] == claim.id].set_index("case_id")
        bearing = speaking(claim, data["evidence"])
        waiting = open_ones[open_ones["claim"] == claim.id]
        more = (_withheld(n_withheld(claim, data["evidence"])), _speakerless(n_speakerless(claim, data["evidence"])))
        for case, label in places.items():
            here = bearing if case == judge.OVER_ALL else bearing[bearing["case_id"] == case]
            left = waiting if case == judge.OVER_ALL else waiting[waiting["case_id"] == case]
            told = mine.loc[case, ["verdict", "why", "n_for", "n_mixed", "n_against", "n_units"]].to_dict()
            is_whole = case == judge.OVER_ALL
            whole = _of_claim(claim, bearing, called, more) if is_whole else dict.fromkeys(OF_CLAIM, "")
            rows.append({"claim": claim.id, "case": label, "unit": claim.unit, "undiscussed": len(left)} | told | whole)
            for voice, column in ((FOR, "n_for"), (MIXED, "n_mixed"), (AGAINST, "n_against")):
                segments = here.loc[here["voice"] == voice, "segment_id"].drop_duplicates()
                key = f"claim={claim.id};case={label}"
                evidence.append(pd.DataFrame({"row": key, "column": column, "segment_id": segments}))
    return Table(pd.DataFrame(rows, columns=list(COLUMNS)), pd.concat(evidence, ignore_index=True))


def _of_claim(claim: Claim, bearing: pd.DataFrame, called: Mapping[str, str], more: Sequence[str]) -> dict[str, str]:
    """What holds for a whole claim. more: what enters into its verdict beside its own conditions."""
    kinds = sorted(bearing.loc[bearing["side"] == FOR, "kind"].unique())
    themes = list(dict.fromkeys(bearing.sort_values("code", kind="stable")["theme"]))
    return {
        "statement": claim.statement,
        "criterion": judge.criterion(claim),
        "conditions": " ".join(filter(None, (judge.conditions(claim, called), *more))),
        "kinds": "; ".join(kind.replace("_", " ") for kind in kinds),
        "codes_for": "; ".join(claim.supports),
        "codes_against": "; ".join(claim.contradicts),
        "themes": "; ".join(themes),
        "rivals": " | ".join(f"{rival['rival']} Considered: {rival['considered']}" for rival in claim.rivals),
    }


def _withheld(n: int) -> str:
    """What disclosure control does to a claim on some speakers: without it the verdict may be another."""
    who = counted(n, "participant")
    return (
        f"Not counted: {who} of whom it is withheld whether they are among them; with them the verdict may be another."
        if n
        else ""
    )


def _speakerless(n: int) -> str:
    """How many of those counted as participants are none."""
    return f"Counted beside the participants: {counted(n, 'source')} without a known speaker." if n else ""
