"""T28, concordance: claim by claim what the study replicated and this one come to, and both together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase import frames
from multicase.comparing import verdicts
from multicase.comparing.design import about_nobody
from multicase.comparing.outcome import EVIDENCE, VERDICTS, Outcome
from multicase.comparing.verdicts import COUNTS, Concordance, Standing
from multicase.tables.table import Table, row_key
from multicase.wording import ALL_CASES, counted, listed

ORIGINAL, REPLICATION, POOLED = "original", "replication", "pooled"
COLUMNS = (
    "claim", "study", "verdict", "concordance", *COUNTS, "unit", "cases", "why", "instrument", "stands_in", "statement",
)  # fmt: skip


def build(data: Mapping[str, Any]) -> Table:
    """Three rows per claim: original, replication, pooled. Needs original and replication (`comparing.outcome`).

    concordance: in the replication's row, how its verdict stands to the original's (`comparing.verdicts`). cases: how
    many are weighed. instrument: whether the claim is the same in both. stands_in: file and row in which a study's own
    numbers stand; empty where it has none. Evidence: of the replication's numbers, that of its T23.
    """
    original, replication = data["original"], data["replication"]
    found = verdicts.concordance(original, replication)
    rows = [row for one in found for row in _rows(one, original, replication)]
    missing = "" if rows else "Nothing to compare: neither study judges a claim."
    return Table(
        pd.DataFrame(rows, columns=list(COLUMNS)),
        _evidence(replication),
        missing,
        note=_note(found, original, replication),
    )


def _rows(one: Concordance, original: Outcome, replication: Outcome) -> list[dict[str, object]]:
    studies = {ORIGINAL: one.original, REPLICATION: one.replication, POOLED: one.pooled}
    outcomes = {ORIGINAL: original, REPLICATION: replication}
    return [
        {
            "claim": one.claim,
            "study": study,
            "verdict": told.verdict,
            "concordance": one.stands if study == REPLICATION else "",
            **told.counts,
            "unit": told.unit,
            "cases": told.n_cases,
            "why": told.why,
            "instrument": verdicts.instrument(one) if study == REPLICATION else "",
            "stands_in": _place(outcomes.get(study), told, one.claim),
            "statement": one.statement,
        }
        for study, told in studies.items()
    ]


def _place(outcome: Outcome | None, told: Standing, claim: str) -> str:
    if outcome is None or told.verdict == verdicts.NOT_ASKED:
        return ""
    return f"{outcome.name}: {VERDICTS}, claim={claim};case={ALL_CASES}"


def _evidence(replication: Outcome) -> pd.DataFrame:
    """The segments behind T23's numbers over all cases, under the rows of the replication."""
    rows = frames.read(replication.root / EVIDENCE, "table_evidence")
    named = {
        f"claim={claim};case={ALL_CASES}": row_key(pd.DataFrame({"claim": [claim], "study": [REPLICATION]}))[0]
        for claim in replication.claims
    }
    mine = rows[rows["row"].isin(list(named))]
    return mine.assign(row=mine["row"].map(named)).reset_index(drop=True)


def _note(found: list[Concordance], original: Outcome, replication: Outcome) -> str:
    tally = [f"{len(claims)} {how}" for how, claims in verdicts.tally(found).items()]
    told = f"Of {counted(len(found), 'claim')}, {listed(tally)}. " if found else ""
    manifest = f", manifest {original.published_as}" if original.published_as else ""
    where = f"The original's numbers stand in the results of {original.name}{manifest}."
    invented = about_nobody({"the original": original, "the replication": replication})
    return f"{told}{_untested(found, original, replication)}{invented}{where}"


def _untested(found: list[Concordance], original: Outcome, replication: Outcome) -> str:
    """Says of which claims the verdict is no test, since no code counts against them in both studies, or in one."""
    where = {(True, True): "both studies", (True, False): "the original", (False, True): "the replication"}
    groups: dict[str, list[str]] = {}
    for one in found:
        asked = [study.claims.get(one.claim) for study in (original, replication)]
        lacking = tuple(claim is not None and not claim.contradicts for claim in asked)
        if lacking in where:
            groups.setdefault(where[lacking], []).append(one.claim)
    return "".join(
        f"In {place} no code counts against {listed(claims)}, which nothing could contradict there. "
        for place, claims in groups.items()
    )
