"""Claims: what the study says, judged case by case and over all by a declared criterion, from the evidence alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from multicase.study import remarks
from multicase.study.codebook import ADDED
from multicase.study.criterion import usual_criterion

SUPPORTED, LEANING_FOR, DIVIDED = "supported", "leaning for", "divided"
LEANING_AGAINST, CONTRADICTED, INSUFFICIENT = "leaning against", "contradicted", "insufficient"
VERDICTS = (SUPPORTED, LEANING_FOR, DIVIDED, LEANING_AGAINST, CONTRADICTED, INSUFFICIENT)
FOR, MIXED, AGAINST = "for", "mixed", "against"
NEITHER, HALF, OWN_SIDE = "neither", "half", "own side"
MIXED_COUNTS_AS = (NEITHER, AGAINST, HALF, OWN_SIDE)


@dataclass(frozen=True)
class Criterion:
    """When a case, and the study, supports a claim; described in study/schemas/claims.yaml."""

    minimum: int
    tolerance: float
    mixed: str
    cases: int
    most: float


@dataclass(frozen=True)
class Claim:
    """A claim of claims.yaml, with what it leaves out filled in."""

    id: str
    statement: str
    supports: tuple[str, ...]
    criterion: Criterion
    contradicts: tuple[str, ...] = ()
    short: str = ""
    about: str = ""
    speakers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    narrower: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    each_of: tuple[tuple[str, ...], ...] = ()
    unit: str = "source"
    kinds: tuple[str, ...] = ()
    rivals: tuple[Mapping[str, str], ...] = ()
    negative_cases: tuple[Mapping[str, str], ...] = ()
    quotations: tuple[Mapping[str, str], ...] = ()
    replicates: Mapping[str, str] = field(default_factory=dict)  # what the study replicated asks for: see `parse`


def parse(content: Mapping[str, Any], judged: Mapping[str, Mapping[str, Any]] | None = None) -> list[Claim]:
    """The claims of a claims.yaml that has passed its schema; none of an empty one.

    judged: how a replication judges its original's claims otherwise (`study.unmet.judged`). What the original
    asks for stands in `replicates`, in sentences that go on after the criterion and the conditions; what it considered
    of rivals says whose consideration it is.
    """
    common = content.get("criterion", {})
    return [
        _as_judged(_claim(entry, common), (judged or {}).get(entry["claim"], {})) for entry in content.get("claims", [])
    ]


def _as_judged(claim: Claim, told: Mapping[str, Any]) -> Claim:
    ours = {
        what: tuple(entry for number, entry in enumerate(getattr(claim, what)) if number not in told[what])
        for what in ("negative_cases", "quotations")
        if what in told
    }
    if "rivals" in told:
        ours["rivals"] = tuple(
            rival | {"considered": f"As {told['original']} has it: {rival['considered']}"}
            if number in told["rivals"]
            else rival
            for number, rival in enumerate(claim.rivals)
        )
    added = ADDED if told.get("added") else ""
    return replace(
        claim,
        statement=claim.statement + added,
        short=claim.short + added,
        criterion=replace(claim.criterion, cases=told.get("cases", claim.criterion.cases)),
        kinds=tuple(told.get("kinds", claim.kinds)),
        replicates={name: told[name] for name in ("criterion", "conditions") if name in told},
        **ours,
    )


def shown(
    claims: Iterable[Claim],
    sources: Iterable[Mapping[str, str]],
    held_back: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> list[Claim]:
    """Claims as results may show them: what people said of evidence as its sources' consent has it (`remarks.shown`).

    sources: rows of sources.csv. held_back: claim -> segments of which nothing is shown (`units.held_back`).
    """
    rows = list(sources)
    return [
        replace(
            claim,
            **{
                what: tuple(remarks.shown(remarks.without(getattr(claim, what), held_back.get(claim.id, ())), rows))
                for what in remarks.BY_CLAIM
            },
        )
        for claim in claims
    ]


def laid_open(told: Mapping[str, Any]) -> Claim:
    """A claim as `audit/claims.json` has it."""
    criterion = Criterion(**told["criterion"])
    return Claim(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
        | {"criterion": criterion}
    )


def _claim(entry: Mapping[str, Any], common: Mapping[str, Any]) -> Claim:
    population = entry.get("population", {})
    return Claim(
        id=entry["claim"],
        statement=entry["statement"],
        supports=tuple(entry["supports"]),
        contradicts=tuple(entry.get("contradicts", ())),
        short=entry.get("short") or entry["statement"],
        about=population.get("about", ""),
        speakers={name: tuple(values) for name, values in population.get("speakers", {}).items()},
        narrower={name: tuple(values) for name, values in population.get("narrower", {}).items()},
        each_of=tuple(tuple(group) for group in entry.get("each_of", ())),
        unit=entry.get("unit", "source"),
        kinds=tuple(entry.get("kinds", ())),
        criterion=Criterion(**{**usual_criterion(), **common, **entry.get("criterion", {})}),
        rivals=tuple(entry.get("rivals", ())),
        negative_cases=tuple(entry.get("negative_cases", ())),
        quotations=tuple(entry.get("quotations", ())),
    )
