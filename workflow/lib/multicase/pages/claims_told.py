"""A claim in words, for the findings: verdict, cases, quotations, evidence against, robustness, rivals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multicase.claims import (
    AGAINST,
    CONTRADICTED,
    DIVIDED,
    FOR,
    INSUFFICIENT,
    LEANING_AGAINST,
    LEANING_FOR,
    MIXED,
    SUPPORTED,
    robustness,
)
from multicase.figures.labels import Labels
from multicase.study.kinds import KINDS
from multicase.tables.t22 import UNDISCUSSED
from multicase.tables.t23 import ALL_CASES
from multicase.wording import counted, listed

SAID = {
    SUPPORTED: "supports the claim",
    LEANING_FOR: "leans for the claim, and doesn't support it",
    DIVIDED: "is divided over the claim",
    LEANING_AGAINST: "leans against the claim, and doesn't contradict it",
    CONTRADICTED: "contradicts the claim",
    INSUFFICIENT: "does not suffice to judge the claim",
}
LEADS_TO = {
    robustness.CASES: "without {}",
    robustness.KINDS: "without {}",
    robustness.CODERS: "with {} alone",
    robustness.SOURCES: "without {}",
    robustness.UNIT: "if each {} is counted",
    robustness.MIXED: "if what is mixed counts as {}",
    robustness.THRESHOLDS: "with {}",
    robustness.ADJUDICATION: "with adjudication {}",
}


def tell(tables: Mapping[str, pd.DataFrame], labels: Labels) -> list[dict[str, Any]]:
    """What the templates tell of each claim. tables: T21 to T24."""
    over_all = tables["T23"][tables["T23"]["case"] == ALL_CASES]
    return [_claim(row, tables, labels) for row in over_all.to_dict("records")]


def usual_criterion(claims: Sequence[Mapping[str, Any]]) -> str:
    """The criterion of most claims, which the findings print once."""
    counts = Counter(claim["criterion"] for claim in claims)
    return counts.most_common(1)[0][0] if counts else ""


def _claim(row: Mapping[str, str], tables: Mapping[str, pd.DataFrame], labels: Labels) -> dict[str, Any]:
    mine = {name: table[table["claim"] == row["claim"]] for name, table in tables.items() if name in OF_CLAIMS}
    quotes = mine["T21"].assign(
        role=[labels("role", role) if role else "" for role in mine["T21"]["role"]],
        kind=[KINDS[kind][0] for kind in mine["T21"]["kind"]],
        from_mixed=mine["T21"]["source_speaks"] == MIXED,
    )
    return dict(row) | {
        "said": SAID[row["verdict"]],
        "units": f"{row['unit']}s",
        "uncontested": not row["codes_against"],
        "css": row["verdict"].replace(" ", "-"),
        "cases": _cases(mine["T23"]),
        "quotes_for": quotes[quotes["side"] == FOR].to_dict("records"),
        "quotes_against": quotes[quotes["side"] == AGAINST].to_dict("records"),
        "against": _against(mine["T22"]),
        "robust": _robust(mine["T24"], row["verdict"]),
        "rival_list": [rival.strip() for rival in row["rivals"].split(" | ") if rival.strip()],
    }


OF_CLAIMS = ("T21", "T22", "T23", "T24")


def _cases(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Each verdict with its cases, and why."""
    of_cases = rows[rows["case"] != ALL_CASES]
    return [
        (verdict, listed([f"{row.case} ({row.why})" for row in of_cases[of_cases["verdict"] == verdict].itertuples()]))
        for verdict in SAID
        if (of_cases["verdict"] == verdict).any()
    ]


def _against(rows: pd.DataFrame) -> dict[str, Any]:
    """How much goes against the claim, and what people said of it, disposition by disposition.

    rows: of T22; also of what speaks for a claim whose verdict is against it, which is told as such.
    """
    discussed = rows[rows["disposition"] != UNDISCUSSED]
    told = [
        f"{case}, {counted(len(group), 'segment')}{' for it' if side == FOR else ''}. "
        f"{disposition[:1].upper()}{disposition[1:]}"
        for (side, case, disposition), group in discussed.groupby(["side", "case", "disposition"], sort=False)
    ]
    n_open = len(rows) - len(discussed)
    n_for = int((rows["side"] == FOR).sum())
    n_against = len(rows) - n_for
    verb = "speaks" if n_against == 1 else "speak"
    gainsaying = f" and {n_for:,} for it" if n_for else ""
    return {
        "number": f"{counted(n_against, 'segment')} {verb} against it{gainsaying}"
        if len(rows)
        else "No segment speaks against it",
        "open": ""
        if not len(rows)
        else "each is discussed"
        if not n_open
        else f"nobody has discussed {n_open:,} of them",
        "told": told,
    }


def _robust(rows: pd.DataFrame, verdict: str) -> str:
    """`31 of 38 variations keep the verdict; it turns to divided without observations.`"""
    if rows.empty or verdict == INSUFFICIENT:
        return ""
    n, kept, too_little = robustness.tally(rows)
    if kept == n:
        return f"All {n} variations keep the verdict."
    left = f"; {too_little} {'leaves' if too_little == 1 else 'leave'} too little to judge" if too_little else ""
    changed = rows[rows["changed"] == robustness.CHANGED]
    parts = []
    for other in [name for name in SAID if (changed["verdict"] == name).any()]:
        ways = [
            LEADS_TO[row.decision].format(row.variation) for row in changed[changed["verdict"] == other].itertuples()
        ]
        parts.append(f"it turns to {other} {listed(ways, 'or')}")
    keep = "keeps" if kept == 1 else "keep"
    return "; ".join([f"{kept} of {n} variations {keep} the verdict{left}", *parts]) + "."
