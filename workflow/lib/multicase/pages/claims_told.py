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
    HALF,
    INSUFFICIENT,
    LEANING_AGAINST,
    LEANING_FOR,
    MIXED,
    NEITHER,
    OWN_SIDE,
    SUPPORTED,
    robustness,
)
from multicase.claims.units import called as called_unit
from multicase.figures.labels import Labels
from multicase.study.kinds import KINDS
from multicase.tables.t22 import UNDISCUSSED
from multicase.wording import ALL_CASES, counted, listed, per_cent, share

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
    robustness.SPEAKERS: "if only these are heard ({})",
    robustness.SOURCES: "without {}",
    robustness.UNIT: "if each {} is counted",
    robustness.MIXED: "if what is mixed counts {}",
    robustness.THRESHOLDS: "with {}",
    robustness.ADJUDICATION: "with adjudication {}",
}
SETTINGS = {
    AGAINST: "against the verdict",
    HALF: "half on each side",
    OWN_SIDE: "on the side of which it has more segments",
    NEITHER: "as neither",
    "minimum": "a minimum of {:g} {unit}s in a case",
    "tolerance": "a tolerance of {share}",
    "cases": "at least {:g} cases",
    "most": "{share} of the cases asked for",
}


UNTESTED = "untested"  # what the verdict is on a claim that no code can count against
UNCONTESTED = " (no code can count against it)"


def tell(tables: Mapping[str, pd.DataFrame], labels: Labels) -> list[dict[str, Any]]:
    """What the templates tell of each claim. tables: T21 to T24."""
    over_all = tables["T23"][tables["T23"]["case"] == ALL_CASES]
    return [_claim(row, tables, labels) for row in over_all.to_dict("records")]


def tally(claims: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Each verdict with the claims that have it; those that no code can contradict are marked."""
    return [
        (
            verdict,
            "; ".join(
                f"{claim['claim']} {claim['statement'].rstrip('.')}{UNCONTESTED if claim['uncontested'] else ''}"
                for claim in claims
                if claim["verdict"] == verdict
            ),
        )
        for verdict in SAID
        if any(claim["verdict"] == verdict for claim in claims)
    ]


def called(verdict: str, is_contested: bool) -> tuple[str, str]:
    """What a verdict is called, and the class of its colour: one that nothing could contradict is no test of the claim,
    and is told apart.
    """
    if is_contested or verdict == INSUFFICIENT:
        return verdict, verdict.replace(" ", "-")
    return f"{verdict}, {UNTESTED}", UNTESTED


def usual_criterion(claims: Sequence[Mapping[str, Any]]) -> str:
    """The criterion of most claims, which the findings print once."""
    counts = Counter(claim["criterion"] for claim in claims)
    return counts.most_common(1)[0][0] if counts else ""


def quoted(tables: Mapping[str, pd.DataFrame], labels: Labels) -> list[dict[str, Any]]:
    """What is told of each claim where no verdict is: its statement, and the words for and against it. tables: T21."""
    return [
        {"claim": claim, "statement": rows["statement"].iloc[0]} | _quotes(rows, labels)
        for claim, rows in tables["T21"].groupby("claim", sort=False)
    ]


def _quotes(rows: pd.DataFrame, labels: Labels) -> dict[str, list[dict[str, Any]]]:
    told = rows.assign(
        role=[labels("role", role) if role else "" for role in rows["role"]],
        kind=[KINDS[kind][0] for kind in rows["kind"]],
        from_mixed=rows["source_speaks"] == MIXED,
    )
    return {f"quotes_{side}": told[told["side"] == side].to_dict("records") for side in (FOR, AGAINST)}


def _claim(row: Mapping[str, str], tables: Mapping[str, pd.DataFrame], labels: Labels) -> dict[str, Any]:
    mine = {name: table[table["claim"] == row["claim"]] for name, table in tables.items() if name in OF_CLAIMS}
    return (
        dict(row)
        | _quotes(mine["T21"], labels)
        | {
            "said": SAID[row["verdict"]],
            "units": f"{called_unit(row['unit'])}s",
            "speak": _speak(int(row["n_for"]), called_unit(row["unit"])),
            "uncontested": not row["codes_against"],
            **dict(zip(("word", "css"), called(row["verdict"], bool(row["codes_against"])), strict=True)),
            "cases": _cases(mine["T23"]),
            "places": _places(mine["T23"]),
            "against": _against(mine["T22"]) if int(row["n_units"]) else NOTHING,
            "robust": _robust(mine["T24"], row["verdict"], row["unit"]),
            "touched": _touched(row),
            "rival_list": [rival.strip() for rival in row["rivals"].split(" | ") if rival.strip()],
        }
    )


def _speak(n: int, unit: str) -> str:
    """What stands behind a number of units: `source speaks`, `sources speak`."""
    return f"{unit} speaks" if n == 1 else f"{unit}s speak"


def _touched(row: Mapping[str, str]) -> str:
    """`Of 61 sources that speak on it, 59 (97%) say something for it and 30 (49%) something against it`."""
    n_for, n_mixed, n_against, n = (int(row[name]) for name in ("n_for", "n_mixed", "n_against", "n_units"))
    unit = called_unit(row["unit"])
    if not n:
        return f"No {unit} speaks on it"
    pro, contra = (f"{m} ({per_cent(m, n)})" for m in (n_for + n_mixed, n_against + n_mixed))
    speak = "speaks" if n == 1 else "speak"
    return f"Of {counted(n, unit)} that {speak} on it, {pro} say something for it and {contra} something against it"


NOTHING = {"number": "Nothing is coded that speaks on it", "open": "", "told": []}
OF_CLAIMS = ("T21", "T22", "T23", "T24")


def _cases(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Each verdict with its cases, and why."""
    return [(verdict, listed([f"{case} ({why})" for case, why in of])) for verdict, of in _places(rows)]


def _places(rows: pd.DataFrame) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each verdict with its cases, each with why."""
    of_cases = rows[rows["case"] != ALL_CASES]
    return [
        (verdict, [(row.case, row.why) for row in of_cases[of_cases["verdict"] == verdict].itertuples()])
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


def _robust(rows: pd.DataFrame, verdict: str, unit: str) -> str:
    """`31 of 38 variations keep the verdict; it turns to divided without observations.`"""
    if rows.empty or verdict == INSUFFICIENT:
        return ""
    n, kept, too_little = robustness.tally(rows)
    judged = n - too_little
    left = f"; {too_little} more {'leaves' if too_little == 1 else 'leave'} too little to judge" if too_little else ""
    if kept == judged:
        return f"All {counted(judged, 'variation')} {'keeps' if judged == 1 else 'keep'} the verdict{left}."
    changed = rows[rows["changed"] == robustness.CHANGED]
    parts = [f"{kept} of {counted(judged, 'variation')} {'keeps' if kept == 1 else 'keep'} the verdict{left}"]
    for other in [name for name in SAID if (changed["verdict"] == name).any()]:
        mine = changed[changed["verdict"] == other]
        parts.append(f"it turns to {other} {listed([_way(row, unit) for row in mine.to_dict('records')], 'or')}")
    return "; ".join(parts) + "."


def _way(row: Mapping[str, str], unit: str) -> str:
    """What was decided otherwise: `without Case 3`, `with a tolerance of 20%`."""
    told = row["variation"]
    if row["decision"] == robustness.MIXED:
        told = SETTINGS[told]
    elif row["decision"] == robustness.THRESHOLDS:
        name, _, value = told.partition(" ")
        told = SETTINGS[name].format(float(value), unit=unit, share=share(float(value)))
    return LEADS_TO[row["decision"]].format(told)
