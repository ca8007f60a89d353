"""A replication: the same questions put to other cases, with the instrument of another study, the original.

`locked`: codes, definitions, their limits, polarity, claims and criteria are the original's, and a difference is
refused. `extended`: what is added is marked, and what is changed has its reason in migrations.yaml. What
can't be met of a claim's criterion: `unmet`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multicase.digest import row_digest
from multicase.study import instrument, originals, remarks
from multicase.study.disclosure import WITHHELD
from multicase.study.originals import Original
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from multicase.study.study import Study

LOCKED, EXTENDED = "locked", "extended"
ADDED, CHANGED, REMOVED = "added", "changed", "removed"
CASES = f"{instrument.CRITERION}cases"
SHOWN, AROUND = 160, 60  # characters of a text that a message shows whole, and around a difference in a longer one
Plain = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """Something of the instrument that isn't the original's. item: `code slow`; field: which of its fields, if it is
    changed; was, now: what it says there and here; reason: of migrations.yaml, empty without one.
    """

    item: str
    what: str
    field: str = ""
    was: str = ""
    now: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Replication:
    """What a study says of the one that it replicates, and both instruments. said: `replicates` of study.yaml."""

    original: Original
    said: Mapping[str, Any]
    codebook: Mapping[str, Any]
    claims: Mapping[str, Any] = field(default_factory=dict)
    migrations: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_locked(self) -> bool:
        return self.said["instrument"] == LOCKED

    @property
    def is_translated(self) -> bool:
        return "translation_of" in self.codebook

    @cached_property
    def items(self) -> instrument.Items:
        """This study's codes, claims and so on."""
        return instrument.items(self.codebook, self.claims)

    @cached_property
    def differences(self) -> list[Difference]:
        """What isn't the original's, in the order of this study's instrument, and then what it leaves out. Not told:
        another wording in a translation, as many cases as study.yaml asks for, and the version of an extended codebook.
        """
        return list(self._differences())

    @cached_property
    def additions(self) -> dict[str, list[str]]:
        """code, theme, subtheme, set, claim -> the ids that the original hasn't got, in their order."""
        found: dict[str, list[str]] = {}
        for difference in self.differences:
            if difference.what == ADDED:
                kind, _, name = difference.item.partition(" ")
                found.setdefault(kind, []).append(name)
        return found

    def _differences(self) -> Iterator[Difference]:
        theirs = self.original.items
        for item, fields in self.items.items():
            if item not in theirs:
                yield Difference(item, ADDED)
            elif not (item == instrument.CODEBOOK and not self.is_locked):
                for name, now in fields.items():
                    was = theirs[item][name]
                    if was != now and not self._may_differ(item, name, was, now):
                        yield Difference(item, CHANGED, name, was, now, self.reason(item))
        for item in theirs:
            if item not in self.items:
                yield Difference(item, REMOVED, reason=self.reason(item))

    def _may_differ(self, item: str, name: str, was: str, now: str) -> bool:
        if item.startswith("claim "):
            return name == CASES and now == str(self.said.get("cases"))
        worded = self.is_translated and name in instrument.WORDING
        return worded and (name in instrument.ILLUSTRATION or bool(was) == bool(now))

    def reason(self, item: str) -> str:
        """Why an item is otherwise, as migrations.yaml says it beyond what it took over from the original."""
        name = item.partition(" ")[2]
        theirs = self.original.migrations
        changes = [one for one in self.migrations.get("changes", []) if one not in theirs.get("changes", [])]
        history = [_bare(one) for one in theirs.get("migrations", [])]
        moved = [one for one in self.migrations.get("migrations", []) if _bare(one) not in history]
        reasons = [one["reason"] for one in changes if one["about"] == name]
        if item.startswith("code "):
            reasons += [one["reason"] for one in moved if name in (*one["from"], *one["to"])]
        return " ".join(map(instrument.plain, reasons))

    @cached_property
    def inherited(self) -> list[Plain]:
        """What people recorded as changed before this study took the instrument over: entries of decisions, changes and
        migrations that stand in the original's files too.
        """
        entries = [
            [*_listed(book, "decisions"), *_listed(claims, "decisions"), *_listed(moved, "changes", "migrations")]
            for book, claims, moved in (
                (self.codebook, self.claims, self.migrations),
                (self.original.codebook, self.original.claims, self.original.migrations),
            )
        ]
        ours, theirs = entries
        return [entry for entry in ours if entry in theirs]

    def is_theirs(self, claim: str, what: str, entry: Mapping[str, Any]) -> bool:
        """Whether what people said of evidence, or a quotation that they chose, is the original's, of its own cases.

        what: negative_cases, quotations or rivals.
        """
        theirs = self.original.claim.get(claim, {}).get(what, [])
        held_back = dict(entry) | {"reason": WITHHELD}  # as published results may have it
        return entry in theirs or held_back in theirs


def original(study: Study) -> Original:
    """The original of a study that replicates one. Raises StudyError for a study that doesn't."""
    return _of(study).original


def additions(study: Study) -> dict[str, list[str]]:
    """code, theme, subtheme, set, claim -> the ids that a study adds to the instrument it replicates; none of a study
    that replicates none.
    """
    return study.replication.additions if study.replication else {}


def differences(study: Study) -> list[Difference]:
    """In what the instrument of a study isn't that of the one it replicates; none of a study that replicates none."""
    return study.replication.differences if study.replication else []


def passed_on(study: Study) -> Plain:
    """Claim -> negative_cases, quotations -> digest of each entry of the original's -> what the original's results show
    of it: the original's consent holds there, and nobody here can withhold it. Nothing of a study that replicates none,
    and nothing in it that may not be shown: it is a rule's parameter.
    """
    if study.replication is None:
        return {}
    theirs = study.replication.original
    return {
        name: {
            what: {row_digest([entry]): theirs.shown(entry) for entry in claim.get(what, [])}
            for what in remarks.BY_CLAIM
        }
        for name, claim in theirs.claim.items()
    }


def _of(study: Study) -> Replication:
    if study.replication is None:
        found, todo = "a study that replicates none", "Say so: replicates: {study: ..., instrument: locked}."
        raise StudyError([Problem(str(study.root / "study.yaml"), "", found, "replicates", todo)])
    return study.replication


def of(root: Path, content: Mapping[str, Any], file: str, problems: list[Problem]) -> Replication | None:
    """The replication that a study.yaml declares; None where it declares none, or where its original can't be read.

    content: the study's files by name, as far as they are sound. file: how messages call study.yaml.
    """
    said = (content.get("study") or {}).get("replicates")
    if not said:
        return None
    try:
        place = originals.find(said["study"], root)
    except StudyError as error:
        problems += [replace(one, file=file, place="replicates.study") for one in error.problems]
        return None
    try:
        found = originals.read(place)
    except StudyError as error:
        problems += error.problems
        return None
    if not content.get("codebook"):
        return None
    return Replication(found, said, content["codebook"], content.get("claims") or {}, content.get("migrations") or {})


def problems(replication: Replication, paths: Mapping[str, str]) -> Iterator[Problem]:
    """Where the instrument isn't the original's, as far as it has to be. paths: where the study's files lie."""
    yield from _locked(replication, paths) if replication.is_locked else _unexplained(replication, paths)
    yield from _translation(replication, paths["codebook"])


def _locked(replication: Replication, paths: Mapping[str, str]) -> Iterator[Problem]:
    name = replication.original.name
    extend = "or say instrument: extended in study.yaml, and why in migrations.yaml"
    for one in replication.differences:
        file = paths["claims" if one.item.startswith("claim ") else "codebook"]
        if one.what == ADDED:
            expected = f"only what {name} has: its instrument is locked"
            yield Problem(file, one.item, "something added", expected, f"Take it out, {extend}.")
        elif one.what == REMOVED:
            yield Problem(file, one.item, "nothing", f"it, as {name} has it: its instrument is locked", "Put it back.")
        else:
            place, was, now = _place(one), *_told_apart(one.was, one.now)
            more = ""
            if one.item.partition(" ")[0] in ("theme", "subtheme", "code") and one.field in instrument.WORDING:
                more = f" In another language: translation_of: {name}."
            todo = f"Take the original's, {extend}.{more}"
            yield Problem(file, place, now, f"{was}, as {name} has it: its instrument is locked", todo)


def _unexplained(replication: Replication, paths: Mapping[str, str]) -> Iterator[Problem]:
    """What is changed or left out of an extended instrument without a reason."""
    name = replication.original.name
    for one in replication.differences:
        if one.what == ADDED or one.reason:
            continue
        file = paths["claims" if one.item.startswith("claim ") else "codebook"]
        item = one.item.partition(" ")[2] or one.item
        entry = f"{{date: ..., about: {item}, reason: ...}}"
        todo = f"Say why in migrations.yaml: changes: [{entry}], or take the original's."
        if one.what == REMOVED:
            yield Problem(file, one.item, "nothing, and no reason", f"it, as {name} has it, or why it is gone", todo)
        else:
            was, now = _told_apart(one.was, one.now)
            yield Problem(file, _place(one), f"{now}, and no reason", f"{was}, as {name} has it", todo)


def _place(one: Difference) -> str:
    return f"{one.item}, {one.field}"


def _told_apart(was: str, now: str) -> tuple[str, str]:
    """Both texts in quotes; of long ones what is around the places where they differ."""
    if max(len(was), len(now)) <= SHOWN:
        return _quoted(was), _quoted(now)
    shorter = min(len(was), len(now))
    start = next((n for n in range(shorter) if was[n] != now[n]), shorter)
    end = next((n for n in range(shorter - start) if was[-1 - n] != now[-1 - n]), shorter - start)
    return _quoted(_cut(was, start, end)), _quoted(_cut(now, start, end))


def _cut(text: str, start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(text), len(text) - end + AROUND)
    return f"{'...' if first else ''}{text[first:last]}{'...' if last < len(text) else ''}"


def _quoted(text: str) -> str:
    return f"'{text}'" if text else "nothing"


def _listed(content: Mapping[str, Any], *keys: str) -> list[Plain]:
    return [_bare(entry) for key in keys for entry in content.get(key, [])]


def _bare(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A migration without what became of single codings, which published results don't tell."""
    return {key: value for key, value in entry.items() if key != "assign"}


def _translation(replication: Replication, file: str) -> Iterator[Problem]:
    named, theirs = replication.codebook.get("translation_of"), replication.original.name
    if named not in (None, theirs, replication.said["study"]):
        todo = f"Say translation_of: {theirs}, or take it out."
        yield Problem(file, "translation_of", f"'{named}'", f"{theirs}, the study replicated", todo)


def inherited(study: Study) -> Plain:
    """The original's name, and the entries on changes of the instrument that are its own history; empty where none is.
    Plain values, which can be a rule's parameter.
    """
    found = study.replication.inherited if study.replication else []
    return {"original": original(study).name, "entries": found} if found else {}


def replicated(study: Study) -> Plain:
    """What the codebook's table says of a replication: the original's name, the instrument (locked, extended),
    whether it is translated, and what is added and what is changed, with the reason: code -> `added`, `changed: ...`.
    Empty for a study that replicates none.
    """
    replication = study.replication
    if replication is None:
        return {}
    found = {f"code {code}": ADDED for code in replication.additions.get("code", [])}
    for one in replication.differences:
        if one.what == CHANGED:
            found[one.item] = f"{CHANGED}: {one.reason.rstrip('.')}"
    return {
        "original": replication.original.name,
        "instrument": replication.said["instrument"],
        "is_translated": replication.is_translated,
        "codes": {item.removeprefix("code "): text for item, text in found.items() if item.startswith("code ")},
    }
