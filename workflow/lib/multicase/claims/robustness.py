"""Robustness as a multiverse: each claim judged again with one decision taken otherwise, and nothing else changed.

Source of the method: Steegen, Tuerlinckx, Gelman and Vanpaemel (2016), Increasing transparency through a multiverse
analysis, Perspectives on Psychological Science 11(5): 702-712; here one decision at a time. The decisions are those
that stand between the codings and a verdict: which case, kind of source, coder or source is heard; what is counted;
what a unit that says both counts as; each threshold of the criterion, one step up and down; what adjudication removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from multicase.claims import INSUFFICIENT, MIXED_COUNTS_AS, Claim, judge
from multicase.claims.units import UNITS, Voices, sides, told_of

CASES, KINDS, CODERS, SOURCES = "a case left out", "a kind of source left out", "one coder alone", "a source left out"
SPEAKERS, UNIT, MIXED = "whose words count", "unit counted", "mixed units count as"
THRESHOLDS, ADJUDICATION = "a threshold", "adjudication"
GROUPS = (CASES, KINDS, CODERS, SPEAKERS, SOURCES, UNIT, MIXED, THRESHOLDS, ADJUDICATION)
UNADJUDICATED = "undone"
STEPS = {"minimum": 1, "tolerance": 0.05, "cases": 1, "most": 0.1}  # of each threshold of the criterion
BOUNDS = {"minimum": (2, 10**9), "tolerance": (0.0, 0.5), "most": (0.5, 1.0)}
KEPT, CHANGED, TOO_LITTLE = "", "yes", "too little left"


@dataclass(frozen=True)
class Variation:
    """One decision taken otherwise. without: the cases that it leaves out."""

    group: str
    name: str
    claim: Claim
    voices: Voices
    mask: np.ndarray
    without: tuple[str, ...] = ()


def judge_all(
    claims: Sequence[Claim],
    evidence: pd.DataFrame,
    removed: pd.DataFrame,
    cases: Sequence[str],
    called: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The verdicts on everything, and those of each variation (contract `verdicts`). Arguments: see `judge_again`."""
    on_everything = judge.judge(claims, evidence, cases, called)
    return pd.concat([on_everything, judge_again(claims, evidence, removed, cases, called)], ignore_index=True)


def judge_again(
    claims: Iterable[Claim],
    evidence: pd.DataFrame,
    removed: pd.DataFrame,
    cases: Sequence[str],
    called: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """The verdict over all cases in each variation (contract `verdicts`; group: of GROUPS; variation: which it is).

    evidence: the contract. removed: rows of the same form that adjudication took away.
    """
    rows = []
    for claim in claims:
        for variation in _variations(claim, evidence, removed, cases):
            _, told = judge.verdicts(
                variation.claim, variation.voices, variation.mask, called or {}, without=variation.without
            )
            rows.append(
                judge.row(claim, judge.OVER_ALL, *told) | {"group": variation.group, "variation": variation.name}
            )
    return pd.DataFrame(rows, columns=list(judge.COLUMNS))


def _variations(
    claim: Claim, evidence: pd.DataFrame, removed: pd.DataFrame, cases: Sequence[str]
) -> Iterator[Variation]:
    both = pd.concat([evidence.assign(is_removed=False), removed.assign(is_removed=True)], ignore_index=True)
    bearing = sides(claim, both).reset_index(drop=True)
    stands = ~bearing["is_removed"].to_numpy(dtype=bool)
    voices = Voices(bearing, claim.unit, cases)
    for case in cases if len(cases) > 1 else ():
        yield Variation(CASES, case, claim, voices, stands & (bearing["case_id"] != case).to_numpy(), (case,))
    heard = bearing[stands]
    for group, column in ((KINDS, "kind"), (SOURCES, "source_id")):
        values = sorted(heard[column].unique())
        for value in values if len(values) > 1 else ():
            yield Variation(
                group, value, _freed(claim, group, value), voices, stands & (bearing[column] != value).to_numpy()
            )
    coders = sorted(heard["coder"].unique())
    for coder in coders if len(coders) > 1 else ():
        yield Variation(CODERS, coder, claim, voices, stands & (bearing["coder"] == coder).to_numpy())
    if claim.narrower:
        heard = replace(claim, speakers=claim.narrower)
        alone = bearing.index.isin(sides(heard, bearing).index)
        yield Variation(SPEAKERS, told_of(claim.narrower), heard, voices, stands & alone)
    for unit in UNITS:
        if unit != claim.unit:
            yield Variation(UNIT, unit, replace(claim, unit=unit), Voices(bearing, unit, cases), stands)
    for name, value in _criteria(claim, len(cases)):
        group = MIXED if name == "mixed" else THRESHOLDS
        criterion = replace(claim.criterion, **{name: value})
        told = str(value) if group == MIXED else f"{name} {value:g}"
        yield Variation(group, told, replace(claim, criterion=criterion), voices, stands)
    if not stands.all():
        yield Variation(ADJUDICATION, UNADJUDICATED, claim, voices, np.ones(len(bearing), dtype=bool))


def _freed(claim: Claim, group: str, value: str) -> Claim:
    """The claim without the demand that a kind speaks for it which is left out: else that alone would change it."""
    if group != KINDS:
        return claim
    return replace(claim, kinds=tuple(kind for kind in claim.kinds if kind != value))


def _criteria(claim: Claim, n_cases: int) -> Iterator[tuple[str, str | float]]:
    for mixed in MIXED_COUNTS_AS:
        if mixed != claim.criterion.mixed:
            yield "mixed", mixed
    for name, step in STEPS.items():
        low, high = (1, n_cases) if name == "cases" else BOUNDS[name]
        now = getattr(claim.criterion, name)
        for value in (now - step, now + step):
            if low <= round(value, 6) <= high:
                yield name, round(value, 6)


def outcome(verdict: str, on_everything: str) -> str:
    """Whether a variation keeps the verdict, changes it, or leaves too little for any."""
    if verdict == on_everything:
        return KEPT
    return TOO_LITTLE if verdict == INSUFFICIENT else CHANGED


def tally(rows: pd.DataFrame) -> tuple[int, int, int]:
    """How many variations of a claim there are, keep its verdict, and leave too little for any.

    rows: of T24 (decision, changed). All single sources together are one variation, which keeps the verdict if each
    of them does: they are many, and hardly ever change anything.
    """
    single = rows["decision"] == SOURCES
    told = list(rows.loc[~single, "changed"])
    if single.any():
        among = set(rows.loc[single, "changed"])
        told.append(CHANGED if CHANGED in among else TOO_LITTLE if TOO_LITTLE in among else KEPT)
    return len(told), told.count(KEPT), told.count(TOO_LITTLE)
