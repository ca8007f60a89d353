"""Verdicts: for each claim, what speaks for and against it in each case, and what follows from that.

In a case the units (sources, participants or segments) that speak for the claim and those that speak against it are
counted. A unit speaks on the side on which it has more segments, and on both if they are as many. Fewer than `minimum`
altogether: insufficient. A share against of at most `tolerance`: supported; a share for of at most `tolerance`:
contradicted; else qualified. A case that lacks one of the groups in `each_of` supports nothing, and is qualified at
best. Over all cases that are not insufficient, of which there must be `cases`: supported, if the share of supporting
cases is at least `most`; contradicted, if more cases contradict than support and the share of supporting cases is at
most 1 - `most`; else qualified. Where one of the `kinds` of source speaks nowhere for a claim, it is qualified at best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from multicase.claims import AGAINST, CONTRADICTED, FOR, INSUFFICIENT, QUALIFIED, SUPPORTED, Claim

UNITS = {"source": "source_id", "participant": "participant_id", "segment": "segment_id"}
OVER_ALL = ""  # in the column case_id
COLUMNS = ("claim", "case_id", "n_for", "n_against", "verdict", "why")


@dataclass(frozen=True)
class Verdict:
    """What the criterion says, and in a few words why."""

    verdict: str
    why: str


def in_words(claim: Claim) -> str:
    """The criterion of a claim as people read it."""
    criterion, few = claim.criterion, f"{claim.criterion.tolerance:.0%}"
    units, most = f"{criterion.minimum} {claim.unit}s", f"{criterion.most:.0%}"
    of_case = f"a case needs at least {units}, and is supported with at most {few} of them against"
    of_study = f"the study needs at least {criterion.cases} cases, and is supported if {most} of them support it"
    told = f"{of_case}, contradicted with at most {few} for; {of_study}"
    return told if claim.contradicts else f"{told}. No code of the codebook counts against it"


def sides(claim: Claim, evidence: pd.DataFrame) -> pd.DataFrame:
    """The rows of the evidence (contract `evidence`) that bear on a claim, with a column `side` (for, against)."""
    rows = evidence[evidence["code"].isin([*claim.supports, *claim.contradicts])]
    for attribute, values in sorted(claim.speakers.items()):
        rows = rows[rows[attribute].isin(list(values))]
    side = rows["code"].isin(list(claim.supports)).map({True: FOR, False: AGAINST})
    return rows.assign(side=side)


def speaking(claim: Claim, evidence: pd.DataFrame) -> pd.DataFrame:
    """Of the rows that bear on a claim, those on the side on which their unit speaks; with a column `unit`."""
    rows = sides(claim, evidence)
    unit = rows[UNITS[claim.unit]]
    rows = rows.assign(unit=unit.where(unit != "", rows["source_id"]))  # a turn without participant: its source
    given = rows.drop_duplicates(["unit", "side", "segment_id"]).groupby(["unit", "side"]).size().unstack(fill_value=0)
    given = given.reindex(columns=[FOR, AGAINST], fill_value=0)
    mine = rows["unit"].map(given[FOR]), rows["unit"].map(given[AGAINST])
    return rows[((rows["side"] == FOR) & (mine[0] >= mine[1])) | ((rows["side"] == AGAINST) & (mine[1] >= mine[0]))]


def judge(claims: Iterable[Claim], evidence: pd.DataFrame, cases: Sequence[str]) -> pd.DataFrame:
    """One row per claim and case, and one with an empty case_id for the study (COLUMNS)."""
    rows = [row for claim in claims for row in _of_claim(claim, speaking(claim, evidence), cases)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def without_each(claims: Iterable[Claim], evidence: pd.DataFrame, cases: Sequence[str]) -> pd.DataFrame:
    """The verdict over all with each case left out: claim, omitted_case, verdict, why."""
    rows = []
    for claim in claims:
        bearing = speaking(claim, evidence)
        for omitted in cases:
            rest = [case for case in cases if case != omitted]
            verdict = _of_claim(claim, bearing[bearing["case_id"] != omitted], rest)[-1]
            rows.append((claim.id, omitted, verdict["verdict"], verdict["why"]))
    return pd.DataFrame(rows, columns=["claim", "omitted_case", "verdict", "why"])


def _of_claim(claim: Claim, rows: pd.DataFrame, cases: Sequence[str]) -> list[dict[str, object]]:
    by_case = {case: _of_case(claim, rows[rows["case_id"] == case]) for case in cases}
    told = [_row(claim, case, rows[rows["case_id"] == case], verdict) for case, verdict in by_case.items()]
    kinds = set(rows.loc[rows["side"] == FOR, "kind"])
    return [*told, _row(claim, OVER_ALL, rows, over_all(claim, [item.verdict for item in by_case.values()], kinds))]


def _row(claim: Claim, case: str, rows: pd.DataFrame, verdict: Verdict) -> dict[str, object]:
    return {
        "claim": claim.id,
        "case_id": case,
        "n_for": count(rows, FOR),
        "n_against": count(rows, AGAINST),
        "verdict": verdict.verdict,
        "why": verdict.why,
    }


def count(rows: pd.DataFrame, side: str) -> int:
    """How many units speak on a side; rows: of `speaking`."""
    return int(rows.loc[rows["side"] == side, "unit"].nunique())


def _of_case(claim: Claim, rows: pd.DataFrame) -> Verdict:
    for_it, against = count(rows, FOR), count(rows, AGAINST)
    total, told = for_it + against, f"{for_it} for, {against} against"
    criterion = claim.criterion
    if total < criterion.minimum:
        return Verdict(INSUFFICIENT, f"{told}; fewer than {criterion.minimum}")
    if for_it <= criterion.tolerance * total:
        return Verdict(CONTRADICTED, told)
    lacking = [group for group in claim.each_of if not rows["code"].isin(list(group)).any()]
    if lacking:
        return Verdict(QUALIFIED, f"{told}; nothing on {' or '.join(lacking[0])}")
    return Verdict(SUPPORTED if against <= criterion.tolerance * total else QUALIFIED, told)


def _verb(verb: str, n: int) -> str:
    return f"{verb}s" if n == 1 else verb


def over_all(claim: Claim, verdicts: Sequence[str], kinds: set[str]) -> Verdict:
    """The verdict on the study from those on its cases and the kinds of source that speak for the claim."""
    criterion = claim.criterion
    judged = [verdict for verdict in verdicts if verdict != INSUFFICIENT]
    n_for, n_against = judged.count(SUPPORTED), judged.count(CONTRADICTED)
    told = (
        f"{n_for} of {len(judged)} cases {_verb('support', n_for)} it, {n_against} {_verb('contradict', n_against)} it"
    )
    if len(judged) < criterion.cases:
        return Verdict(INSUFFICIENT, f"{told}; fewer than {criterion.cases} cases")
    if n_against > n_for and n_for <= (1 - criterion.most) * len(judged):
        return Verdict(CONTRADICTED, told)
    silent = [kind for kind in claim.kinds if kind not in kinds]
    if silent:
        return Verdict(QUALIFIED, f"{told}; no {silent[0].replace('_', ' ')} speaks for it")
    return Verdict(SUPPORTED if n_for >= criterion.most * len(judged) else QUALIFIED, told)
