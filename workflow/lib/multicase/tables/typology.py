"""Typologies that a study declares: its cases by two of their attributes, with the verdicts on each claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multicase import claims
from multicase.claims import VERDICTS, judge
from multicase.study.attributes import Attributes
from multicase.tables.table import Table

CASES, UNRECORDED = "cases", "not recorded"
REFLEXIVE = (
    "Verdicts are left out: in reflexive thematic analysis the researcher makes meaning of each case, and counts no "
    "sources against a criterion (Braun and Clarke 2021)."
)
NO_CLAIMS = "The study has no claims, so that no verdicts stand here."
VARIES = True  # columns: the declaration's


def build(data: Mapping[str, Any], declaration: Mapping[str, Any], school: str) -> Table:
    """One row per pair of values that a case has, in the order of declared values, else of cases.csv.

    Columns: the two attributes, cases (their labels), and one per claim: each verdict with the cases that have it. No
    evidence: that of the verdicts is T23's. Needs cases, attributes, verdicts, and claims where the study has some.
    """
    own = list(declaration["typology"].values())
    cases = data["cases"].reindex(columns=["case_id", "label", *own], fill_value="")
    for name in own:
        given = cases[name].where(cases[name] != "", UNRECORDED)
        cases[name] = pd.Categorical(given, _order(name, given, data["attributes"]), ordered=True)
    parsed = [] if school == "reflexive" else claims.parse(data["claims"], data.get("judged"))
    by_case = judge.on_everything(data["verdicts"]).set_index(["claim", "case_id"])["verdict"]
    rows = []
    for values, here in cases.groupby(own, observed=True, sort=True):
        told = {claim.id: _verdicts([by_case[claim.id, case] for case in here["case_id"]], here) for claim in parsed}
        rows.append(dict(zip(own, values, strict=True)) | {CASES: "; ".join(here["label"])} | told)
    shown = [f"{claim.id}: {claim.statement}" for claim in parsed]
    note = REFLEXIVE if school == "reflexive" else " ".join(shown) if shown else NO_CLAIMS
    return Table(pd.DataFrame(rows, columns=[*own, CASES, *(claim.id for claim in parsed)]), note=note)


def _order(name: str, given: pd.Series, declared: Attributes) -> list[str]:
    """The values that occur: declared ones first, then as they stand in cases.csv, what isn't recorded last."""
    first: Sequence[str] = list(declared["cases"][name].values) if name in declared["cases"] else []
    there = set(given)
    return [value for value in dict.fromkeys([*first, *given, UNRECORDED]) if value in there]


def _verdicts(verdicts: Sequence[str], cases: pd.DataFrame) -> str:
    """`supported (Case 2); divided (Case 3, Case 4)`, from the claim's side to the other."""
    having = {
        verdict: [label for label, had in zip(cases["label"], verdicts, strict=True) if had == verdict]
        for verdict in VERDICTS
    }
    return "; ".join(f"{verdict} ({', '.join(labels)})" for verdict, labels in having.items() if labels)
