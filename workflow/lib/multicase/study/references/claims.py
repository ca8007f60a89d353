"""What claims, and sets of codes, say of the rest of a study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from multicase.study import attributes as attribute
from multicase.study import migrations
from multicase.study.codebook import exclusive
from multicase.study.criterion import usual_criterion
from multicase.study.files import nearest
from multicase.study.problems import Problem
from multicase.study.references.supplied import Files
from multicase.study.unmet import unheard


def of_claims(files: Files) -> Iterator[Problem]:
    file, seen = files.paths["claims"], set()
    yield from _kinds_of_claims(files)
    yield from _cases_of_claims(files)
    for claim in (files.content.get("claims") or {}).get("claims", []):
        name = claim["claim"]
        if name in seen:
            yield Problem(file, name, "the claim twice", "each claim once", "Give each claim an id of its own.")
        seen.add(name)
        if files.codes:
            yield from _codes_of_claim(file, claim, files)
        if {"speakers", "narrower"} <= set(claim.get("population", {})):
            told = "both speakers and narrower"
            todo = "narrower is for a claim on which everybody's words count: take one of the two out."
            yield Problem(file, f"{name}.population", told, "one of the two", todo)
        for key in ("speakers", "narrower"):
            speakers = claim.get("population", {}).get(key, {})
            settled = _is_originals(files, claim)
            yield from _restricted(file, f"{name}.population.{key}", speakers, files, settled)
        yield from _unheard(file, claim, files)
        for entry in own(files, claim, "negative_cases"):
            if files.cases and entry["case"] not in files.cases:
                todo = f"Mend it{nearest(entry['case'], sorted(files.cases))}."
                yield Problem(file, f"{name}.negative_cases", f"'{entry['case']}'", "a case of cases.csv", todo)
        yield from _said_twice(file, claim, files)


def _said_twice(file: str, claim: Mapping[str, Any], files: Files) -> Iterator[Problem]:
    """Two entries on one segment, or on one whole case: only the first would hold, whatever the other says."""
    first: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(claim.get("negative_cases", []), 1):
        segment = entry.get("segment", "")
        before = first.setdefault((entry["case"], segment), number)
        if before != number and (entry["case"] in files.cases or not files.cases):  # others are the original's alone
            of = f"the segment '{segment}'" if segment else f"the whole case '{entry['case']}'"
            found = f"entries {before} and {number}, both on {of}"
            todo = "Make one of the two, or name the segments that each is about."
            yield Problem(file, f"{claim['claim']}.negative_cases", found, "one entry on each segment or case", todo)


def _is_originals(files: Files, claim: Mapping[str, Any]) -> bool:
    """Whether a claim is that of the study replicated: what it names was settled there, and is no slip here."""
    return files.replication is not None and claim["claim"] in files.replication.original.claim


def own(files: Files, claim: Mapping[str, Any], what: str) -> list[Mapping[str, Any]]:
    """What people said of a claim's evidence here: in a replication, without the original's words on its own cases."""
    entries, replication = claim.get(what, []), files.replication
    return [one for one in entries if not (replication and replication.is_theirs(claim["claim"], what, one))]


def _unheard(file: str, claim: Mapping[str, Any], files: Files) -> Iterator[Problem]:
    """A claim of the study replicated on which nobody's words would count here, unless study.yaml says so."""
    if (
        files.before_sources
        or not _is_originals(files, claim)
        or claim["claim"] in files.replication.said.get("untestable", {})
    ):
        return
    for name in unheard(claim, files.rows("participants")):
        values = ", ".join(claim["population"]["speakers"][name])
        place = f"{claim['claim']}.population.speakers.{name}"
        expected = f"somebody in participants.csv with one of {values}: else the claim can't be tested"
        todo = f"Add them, or say in study.yaml: replicates: {{untestable: {{{claim['claim']}: why}}}}."
        yield Problem(file, place, "values that nobody has", expected, todo)


def _kinds_of_claims(files: Files) -> Iterator[Problem]:
    """Kinds of source that must speak for claims and that the study hasn't got, each told once for all its claims."""
    there = {row["kind"] for row in files.rows("sources")}
    without = files.replication.said.get("without_kinds", []) if files.replication else []
    missing: dict[tuple[str, bool], list[str]] = {}
    for claim in (files.content.get("claims") or {}).get("claims", []):
        replicated = _is_originals(files, claim)
        for kind in claim.get("kinds", []):
            if there and kind not in there and not (replicated and kind in without):
                missing.setdefault((kind, replicated), []).append(claim["claim"])
    for (kind, replicated), claims in missing.items():
        todo = "Take it out, or add such a source: without one the claim can never be supported."
        if replicated:
            todo = (
                f"Say of a source that is one in sources.csv: kind: {kind}; or, if none is, in study.yaml: "
                f"replicates: {{without_kinds: [{kind}], reason: ...}}."
            )
        place = f"kinds of {', '.join(claims)}"
        yield Problem(files.paths["claims"], place, f"'{kind}'", f"some of {', '.join(sorted(there))}", todo)


def _cases_of_claims(files: Files) -> Iterator[Problem]:
    """Claims that no build can judge, since their criterion asks for more cases than the study has."""
    content, n = files.content.get("claims") or {}, len(files.cases)
    usual = usual_criterion() | content.get("criterion", {})
    enough = files.replication.said.get("cases") if files.replication else None
    asked = {
        claim["claim"]: min(number, enough) if enough and _is_originals(files, claim) else number
        for claim in content.get("claims", [])
        for number in [(usual | claim.get("criterion", {}))["cases"]]
    }
    for number in sorted({number for number in asked.values() if 0 < n < number}):
        place = f"criterion.cases of {', '.join(name for name, mine in asked.items() if mine == number)}"
        found = f"{number} cases, where the study has {n}"
        todo = (
            f"Say criterion: {{cases: {n}}}, for all claims or for these (it is 3 where nothing is said), or add cases."
        )
        if files.replication:
            todo = f"Say in study.yaml: replicates: {{cases: {n}, reason: ...}}, or add cases."
        yield Problem(files.paths["claims"], place, found, f"at most {n}: else no claim can be judged", todo)


def _codes_of_claim(file: str, claim: Mapping[str, Any], files: Files) -> Iterator[Problem]:
    name = claim["claim"]
    each_of = [code for group in claim.get("each_of", []) for code in group]
    named = {"supports": claim.get("supports", []), "contradicts": claim.get("contradicts", []), "each_of": each_of}
    for place, given in named.items():
        for code in sorted(set(given) - files.codes):
            yield _lost_code(file, f"{name}.{place}", code, files)
    quoted = {entry["code"] for entry in claim.get("quotations", [])}
    former = {code for code in quoted - files.codes if migrations.became(code, files.history)[0]}
    yield from (_lost_code(file, f"{name}.quotations", code, files) for code in sorted(former))
    for code in sorted(quoted - former - {*named["supports"], *named["contradicts"]}):
        todo = f"Mend the code{nearest(code, sorted({*named['supports'], *named['contradicts']}))}."
        yield Problem(file, f"{name}.quotations", f"'{code}'", "a code for or against the claim", todo)
    for code in sorted(set(named["supports"]) & set(named["contradicts"])):
        yield Problem(file, name, f"'{code}' on both sides", "a code for or against", "Take it from one side.")
    for code in sorted(set(each_of) & files.codes - set(named["supports"])):
        yield Problem(file, f"{name}.each_of", f"'{code}'", "one of the supporting codes", "Add it to supports.")


def _lost_code(file: str, place: str, code: str, files: Files) -> Problem:
    """A code that isn't there; of one that a change ended, what to write instead."""
    found, todo = f"'{code}'", f"Mend the code{nearest(code, sorted(files.codes))}."
    ended, now = migrations.became(code, files.history)
    if ended is not None:
        found, there = migrations.ending(code, ended), [one for one in now if one]
        todo = f"Write those of {', '.join(there)} that are meant instead."
        if len(there) <= 1:
            todo = f"Write '{there[0]}' instead." if there else "Take it out: its codings are gone."
    return Problem(file, place, found, "a code of codebook.yaml", todo)


def _restricted(
    file: str, place: str, speakers: Mapping[str, Any], files: Files, settled: bool = False
) -> Iterator[Problem]:
    """Restrictions to attributes that nobody declared, and to values that nobody has: nothing would be counted.

    settled: whether the values are those of the study replicated, of which some may be had by nobody here.
    """
    if not files.is_known:
        return
    known = {*attribute.CORE["participants"], *files.attributes["participants"]}
    for name, values in speakers.items():
        at = f"{place}.{name}"
        if name not in known:
            todo = f"Mend it{nearest(name, sorted(known))}, or declare it in study.yaml under attributes.participants."
            yield Problem(file, at, f"the unknown attribute '{name}'", f"one of {', '.join(sorted(known))}", todo)
            continue
        had = {row.get(name, "") for row in files.rows("participants")} - {""}
        for value in sorted(set(values) - had) if not (settled or files.before_sources) else ():
            expected = f"a value of participants.csv ({', '.join(sorted(had)) or 'it has none'})"
            yield Problem(file, at, f"'{value}', which nobody has", expected, f"Mend it{nearest(value, sorted(had))}.")


def of_exclusive(files: Files) -> Iterator[Problem]:
    """Sets of codes that are restricted to speakers whom the study hasn't got."""
    for one in exclusive(files.content.get("codebook") or {}):
        if isinstance(one.get("speakers"), Mapping):
            place = f"exclusive, set {one['set']}.speakers"
            settled = bool(files.replication and f"set {one['set']}" in files.replication.original.items)
            yield from _restricted(files.paths["codebook"], place, one["speakers"], files, settled)
