"""What a replication can't meet of what its original asks, and how its claims are judged therefore.

It says so at the start, in study.yaml; what was asked originally stands wherever the criterion does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from multicase.study import instrument
from multicase.study.criterion import usual_criterion
from multicase.study.files import nearest
from multicase.study.kinds import PLURALS
from multicase.study.problems import Problem
from multicase.study.replication import CASES, Plain, Replication
from multicase.wording import counted, listed

if TYPE_CHECKING:
    from multicase.study.study import Study

UNITS = {"source": "sources", "participant": "participants"}  # units that can be counted before anybody codes


def problems(replication: Replication, content: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """What study.yaml says of criteria that can't be met, where it isn't so, isn't needed, or has no reason.

    content: the study's files by name. file: how messages call study.yaml.
    """
    said, theirs = replication.said, replication.original.claim
    n = len(content.get("cases") or [])
    asked = max((int(_asked(replication, claim)) for claim in theirs), default=0)
    if "cases" in said and n:
        todo = "Take it out." if asked <= n else f"Say cases: {n}, or fewer."
        expected = "no number: the original asks for no more than there are" if asked <= n else f"at most {n}"
        if asked <= n or said["cases"] > n:
            yield Problem(file, "replicates.cases", f"{said['cases']}, and {counted(n, 'case')}", expected, todo)
    there = {row["kind"] for row in content.get("sources") or []}
    wanted = {kind for claim in theirs.values() for kind in claim.get("kinds", [])}
    for kind in said.get("without_kinds", []):
        if kind in there or kind not in wanted:
            found = f"'{kind}', of which there are sources" if kind in there else f"'{kind}', which no claim asks for"
            expected = "kinds that a claim of the original asks for, and of which there are no sources"
            yield Problem(file, "replicates.without_kinds", found, expected, "Take it out.")
    for claim in said.get("untestable", {}):
        place = f"replicates.untestable.{claim}"
        if claim not in theirs:
            todo = f"Mend it{nearest(claim, list(theirs))}, or take it out."
            yield Problem(file, place, f"'{claim}'", "a claim of the original", todo)
        elif not (
            unheard(theirs[claim], content.get("participants") or [])
            or short_of_units(theirs[claim], replication.original.claims, said, content)
        ):
            expected = "claims on which there is nobody whose words count, or which ask for more than the cases have"
            yield Problem(file, place, "a claim that can be tested", expected, "Take it out.")
    if {"cases", "without_kinds"} & set(said) and not said.get("reason"):
        todo = "Say why: reason: ..."
        yield Problem(file, "replicates", "no reason", "why less is asked for than in the original", todo)


def _asked(replication: Replication, claim: str) -> str:
    return replication.original.items[f"claim {claim}"][CASES]


def unheard(claim: Mapping[str, Any], participants: Sequence[Mapping[str, str]]) -> list[str]:
    """The attributes by which a claim says whose words count, and of whose values nobody has any."""
    speakers = claim.get("population", {}).get("speakers", {})
    return [name for name, values in speakers.items() if not {row.get(name, "") for row in participants} & set(values)]


def short_of_units(
    claim: Mapping[str, Any], claims: Mapping[str, Any], said: Mapping[str, Any], content: Mapping[str, Any]
) -> tuple[int, str, dict[str, int]] | None:
    """Where a claim asks for more units of a case than there are, in so many cases that it can't be judged: how many,
    of what unit, and the cases that have fewer. None where enough cases have as many, where there are no sources yet,
    and where segments are counted, of which nobody knows beforehand.

    claims: the claims.yaml that it stands in. said: `replicates`. content: the study's files by name.
    """
    unit = claim.get("unit", "source")
    cases, sources = content.get("cases") or [], content.get("sources") or []
    if unit not in UNITS or not sources:
        return None
    criterion = usual_criterion() | claims.get("criterion", {}) | claim.get("criterion", {})
    of = Counter(row["case_id"] for row in content.get(UNITS[unit]) or [] if row.get("analysed") != "no")
    short = {row["case_id"]: of[row["case_id"]] for row in cases if of[row["case_id"]] < criterion["minimum"]}
    asked = min(criterion["cases"], said.get("cases", criterion["cases"]), len(cases))
    return None if len(cases) - len(short) >= asked else (criterion["minimum"], unit, short)


def short_of_material(study: Study) -> list[str]:
    """What to tell people of the original's claims that ask for more of a case than this study has, while there may
    come more; those that study.yaml calls untestable are settled.
    """
    if study.replication is None:
        return []
    said, claims = study.replication.said, study.replication.claims
    content = {"cases": study.cases, "sources": study.sources, "participants": study.participants}
    notes = []
    for claim in claims.get("claims", []):
        name, is_theirs = claim["claim"], claim["claim"] in study.replication.original.claim
        settled = not is_theirs or name in said.get("untestable", {})
        if short := None if settled else short_of_units(claim, claims, said, content):
            asked, unit, have = short
            told = listed([f"{case} has {n}" for case, n in have.items()])
            todo = f"If no more will come, say so in study.yaml: replicates: {{untestable: {{{name}: why}}}}."
            notes.append(f"{name} asks for {counted(asked, unit)} of a case, and {told}: it can't be judged. {todo}")
    return notes


def judged(study: Study) -> dict[str, Plain]:
    """How the claims of a replication are judged, where that isn't what claims.yaml says: claim -> cases, kinds (what
    is asked for here), criterion and conditions (what the original asks for, in a sentence), negative_cases and
    quotations (the numbers of those that are the original's, of its own cases), rivals (the numbers of those that are
    worded as in the original) and original (its name, beside these), added (the original hasn't got it).
    Plain values, which can be a rule's parameter; empty for a study that replicates none. `claims.parse` takes it.
    """
    replication = study.replication
    if replication is None:
        return {}
    cases = {row["case_id"] for row in study.cases}
    sources = {row["source_id"] for row in study.sources}
    found = {}
    for claim in replication.claims.get("claims", []):
        if claim["claim"] in replication.original.claim:
            told = _asked_here(replication, claim["claim"]) | _not_ours(replication, claim, cases, sources)
            told |= _their_rivals(replication, claim)
            found |= {claim["claim"]: told} if told else {}
        else:
            found[claim["claim"]] = {"added": True}
    return found


def _asked_here(replication: Replication, claim: str) -> Plain:
    said, name = replication.said, replication.original.name
    reason = instrument.plain(said.get("reason", "")).rstrip(".")
    asked, own = int(_asked(replication, claim)), int(replication.items[f"claim {claim}"][CASES])
    now = min(own, said.get("cases", own))
    told: Plain = {"cases": now} if now != own else {}
    if now != asked:
        why = reason if now == said.get("cases") else replication.reason(f"claim {claim}").rstrip(".")
        told["criterion"] = f"The study replicated, {name}, asks for {asked}, and this one for {now}: {why}."
    kinds = list(replication.original.claim[claim].get("kinds", []))
    without = [kind for kind in kinds if kind in said.get("without_kinds", [])]
    parts = []
    if without:
        told["kinds"] = [kind for kind in kinds if kind not in without]
        missing = listed([PLURALS[kind] for kind in without])
        asks = f"The study replicated, {name}, asks that {missing} speak for it too"
        parts.append(f"{asks}, and here are none: {reason}.")
    if claim in said.get("untestable", {}):
        parts.append(f"It can't be tested here: {instrument.plain(said['untestable'][claim]).rstrip('.')}.")
    return told | ({"conditions": " ".join(parts)} if parts else {})


def _not_ours(replication: Replication, claim: Mapping[str, Any], cases: set[str], sources: set[str]) -> Plain:
    """The numbers of the original's entries that are of no case and no source of this study."""
    numbers = {}
    for what in ("negative_cases", "quotations"):
        numbers[what] = [
            number
            for number, entry in enumerate(claim.get(what, []))
            if replication.is_theirs(claim["claim"], what, entry)
            and not (entry.get("case", "") in cases or entry.get("segment", "").partition(":")[0] in sources)
        ]
    return {what: found for what, found in numbers.items() if found}


def _their_rivals(replication: Replication, claim: Mapping[str, Any]) -> Plain:
    """The numbers of the rivals whose consideration is still the original's."""
    rivals = enumerate(claim.get("rivals", []))
    numbers = [number for number, rival in rivals if replication.is_theirs(claim["claim"], "rivals", rival)]
    return {"rivals": numbers, "original": replication.original.name} if numbers else {}
