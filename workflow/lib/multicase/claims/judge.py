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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from multicase.claims import AGAINST, CONTRADICTED, FOR, INSUFFICIENT, QUALIFIED, SUPPORTED, Claim
from multicase.study import attributes
from multicase.study.attributes import CORE
from multicase.study.kinds import KINDS

UNITS = {"source": "source_id", "participant": "participant_id", "segment": "segment_id"}
ROUNDING = 1e-9  # 3 of 5 cases are a share of .6, whatever the computer makes of .6
OVER_ALL = ""  # in the column case_id
COLUMNS = ("claim", "variation", "case_id", "n_for", "n_against", "n_units", "verdict", "why")
EVERYTHING = ""  # in the column variation


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
        column = attribute if attribute in CORE["participants"] else attributes.column("participants", attribute)
        rows = rows[rows[column].isin(list(values))]
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


def judge(
    claims: Iterable[Claim], evidence: pd.DataFrame, cases: Sequence[str], called: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The verdicts on everything and on what is left of it without each case (contract `verdicts`).

    One row per claim, variation and case, and one with an empty case_id for the verdict over all cases. called: code ->
    what it is called in `why`.
    """
    rows = []
    for claim in claims:
        bearing = speaking(claim, evidence)
        rows += [row | {"variation": EVERYTHING} for row in _of_claim(claim, bearing, cases, called or {})]
        for omitted in cases:
            rest = [case for case in cases if case != omitted]
            of_rest = _of_claim(claim, bearing[bearing["case_id"] != omitted], rest, called or {})
            rows += [row | {"variation": without(omitted)} for row in of_rest]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def without(case: str) -> str:
    """What verdicts without a case are called in the column variation."""
    return f"case:{case}"


def on_everything(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Of all verdicts those that nothing was left out for."""
    return verdicts[verdicts["variation"] == EVERYTHING]


def _of_claim(
    claim: Claim, rows: pd.DataFrame, cases: Sequence[str], called: Mapping[str, str]
) -> list[dict[str, object]]:
    by_case = {case: _of_case(claim, rows[rows["case_id"] == case], called) for case in cases}
    told = [_row(claim, case, rows[rows["case_id"] == case], verdict) for case, verdict in by_case.items()]
    kinds = set(rows.loc[rows["side"] == FOR, "kind"])
    return [*told, _row(claim, OVER_ALL, rows, over_all(claim, [item.verdict for item in by_case.values()], kinds))]


def _row(claim: Claim, case: str, rows: pd.DataFrame, verdict: Verdict) -> dict[str, object]:
    return {
        "claim": claim.id,
        "case_id": case,
        "n_for": count(rows, FOR),
        "n_against": count(rows, AGAINST),
        "n_units": int(rows["unit"].nunique()),
        "verdict": verdict.verdict,
        "why": verdict.why,
    }


def count(rows: pd.DataFrame, side: str) -> int:
    """How many units speak on a side; rows: of `speaking`."""
    return int(rows.loc[rows["side"] == side, "unit"].nunique())


def _of_case(claim: Claim, rows: pd.DataFrame, called: Mapping[str, str]) -> Verdict:
    for_it, against = count(rows, FOR), count(rows, AGAINST)
    total, told = for_it + against, f"{for_it} for, {against} against"
    criterion = claim.criterion
    if total < criterion.minimum:
        return Verdict(INSUFFICIENT, f"{told}; fewer than {criterion.minimum}")
    if for_it <= criterion.tolerance * total:
        return Verdict(CONTRADICTED, told)
    lacking = [group for group in claim.each_of if not rows["code"].isin(list(group)).any()]
    if lacking:
        return Verdict(QUALIFIED, f"{told}; nothing on {' or '.join(called.get(code, code) for code in lacking[0])}")
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
    if n_against > n_for and n_for <= (1 - criterion.most) * len(judged) + ROUNDING:
        return Verdict(CONTRADICTED, told)
    silent = [kind for kind in claim.kinds if kind not in kinds]
    if silent:
        return Verdict(QUALIFIED, f"{told}; no {KINDS[silent[0]][0]} speaks for it")
    return Verdict(SUPPORTED if n_for >= criterion.most * len(judged) - ROUNDING else QUALIFIED, told)
