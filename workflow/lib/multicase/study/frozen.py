"""What a study froze before it went on: question, codebook, claims, criterion and sampling, by digests, on a day.

What was changed since is told with its reason, from the decisions of codebook.yaml and claims.yaml and from
migrations.yaml; a change of which nobody says why is told as that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from multicase.study import instrument
from multicase.study.instrument import CODEBOOK, CRITERION, digest, plain
from multicase.wording import counted, listed

if TYPE_CHECKING:
    from multicase.study.study import Study

FILE, SCHEMA = "frozen.yaml", 1
PARTS = {
    "question": "the research question",
    "codebook": "themes, codes and sets of codes",
    "claims": "the claims, and what speaks for and against them",
    "criterion": "the criterion of each claim",
    "sampling": "why each case was chosen",
    "cases": "the planned cases",
}
# What a part is called in a text that says more of it.
CALLED = {
    "criterion": frozenset({"criterion", "criteria"}),
    "sampling": frozenset({"sampling"}),
    "cases": frozenset({"case", "cases"}),
}
KIND = "codes?|themes?|subthemes?|sets?|claims?|cases?|criterion|criteria"  # what may be joined to a name by a hyphen
RANGE = re.compile(
    r"\b(?P<stem>\w*[^\W\d])(?P<first>\d{1,4})"
    r"(?:[-\u2010-\u2014]|\s*[-\u2010-\u2014]\s*(?P=stem)|\s+(?:to|through|bis|tot)\s+(?P=stem))(?P<last>\d{1,4})\b"
)
PIECES = re.compile(r"[,;:&/+]|\band\b")
UNCHANGED, CHANGED, FROZEN = "unchanged", "changed", "frozen"
NO_REASON = "no reason is given"
ITEM = "FROZEN"  # how the rows of the reporting checklist begin that tell of it


@dataclass(frozen=True)
class Change:
    """What differs from what was frozen. what: changed, added or removed; reasons: with their dates, perhaps none."""

    part: str
    item: str
    what: str
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.item} {self.what} ({'; '.join(self.reasons) or NO_REASON})"


def freeze(study: Study, note: str, date: str, commit: str = "") -> dict[str, Any]:
    """The content of frozen.yaml (see its schema). date: YYYY-MM-DD; commit: in which all of it stands so, if any."""
    already = {
        "sources": len(study.sources),
        "codings": sum(map(len, [*study.codings.values(), *study.closed_codings.values()]))
        + sum(path.suffix != ".csv" for path in study.coding_paths()),
    }
    return (
        {"schema": SCHEMA, "date": date, "note": plain(note)}
        | ({"commit": commit} if commit else {})
        | {"already": already, "parts": parts(study), "decided": [digest(one) for one in _decisions(study)]}
    )


def as_yaml(content: Mapping[str, Any]) -> str:
    """The text of frozen.yaml."""
    return yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=10_000)


def parts(study: Study) -> dict[str, dict[str, str]]:
    """Part -> item -> digest of what it says now. Of the codebook all but its version and history."""
    items = instrument.items(study.codebook, study.claims)
    claims = {name: fields for name, fields in items.items() if name.startswith("claim ")}
    design = [name for name, told in study.attributes["cases"].items() if told.in_design]
    return {
        "question": {"question": digest(plain((study.study or {}).get("question", "")))},
        "codebook": {name: digest(items[name]) for name in items if name not in claims and name != CODEBOOK},
        "claims": {name: digest(_without(fields, criterion=True)) for name, fields in claims.items()},
        "criterion": {name: digest(_without(fields, criterion=False)) for name, fields in claims.items()}
        | ({"replicates": digest(_asked_less(study))} if study.replication else {}),
        "sampling": {
            f"case {row['case_id']}": digest([plain(row[name]) for name in ("sampling_rationale", *design)])
            for row in study.cases
        },
        "cases": {f"case {row['case_id']}": digest(plain(row["label"])) for row in study.cases},
    }


def _asked_less(study: Study) -> dict[str, Any]:
    """What a replication says that it can't meet of its original's criteria."""
    said = study.replication.said if study.replication else {}
    return {name: said[name] for name in ("cases", "without_kinds", "untestable") if name in said}


def _without(fields: Mapping[str, str], criterion: bool) -> dict[str, str]:
    return {name: text for name, text in fields.items() if name.startswith(CRITERION) != criterion}


def changes(study: Study) -> list[Change]:
    """All that isn't as it was frozen, part by part; none of a study that has frozen nothing."""
    return list(_changes(study)) if study.frozen else []


def _changes(study: Study) -> Iterator[Change]:
    frozen, now = study.frozen or {}, parts(study)
    later = [one for one in _decisions(study) if one["date"] >= frozen["date"] and digest(one) not in frozen["decided"]]
    labels = _labels(study.codebook)
    items = {part: list(dict.fromkeys([*now[part], *frozen["parts"][part]])) for part in PARTS}
    names = {item: _names(item, labels) for of_part in items.values() for item in of_part}
    named = [(one, _named(one["about"], names)) for one in sorted(later, key=lambda one: one["date"])]
    for part, of_part in items.items():
        then = frozen["parts"][part]
        for item in of_part:
            if then.get(item) != now[part].get(item):
                what = "added" if item not in then else "removed" if item not in now[part] else "changed"
                yield Change(part, item, what, tuple(_reasons(part, item, of_part, named)))


def _decisions(study: Study) -> list[dict[str, str]]:
    """What people say that they changed, and why: date, about, reason."""
    migrations = study.migrations or {}
    said = [*study.codebook.get("decisions", []), *(study.claims or {}).get("decisions", [])]
    said += migrations.get("changes", [])
    found = [{name: plain(one[name]) for name in ("date", "about", "reason")} for one in said]
    return found + [
        {"date": one["date"], "about": ", ".join([*one["from"], *one["to"]]), "reason": plain(one["reason"])}
        for one in migrations.get("migrations", [])
    ]


def _labels(codebook: Mapping[str, Any]) -> dict[str, str]:
    return {item: fields.get("label", "") for item, fields in instrument.items(codebook, None).items()}


def _names(item: str, labels: Mapping[str, str]) -> list[str]:
    """What an item is called where people name it: its id, and its label."""
    return [name.casefold() for name in (item.partition(" ")[2] or item, labels.get(item, "")) if name]


def _named(about: str, names: Mapping[str, Sequence[str]]) -> set[str]:
    """The items that a text names, all of a range (`C1 to C3`), unless that is itself a name (`KS1-2`). A name within a
    longer one (`trust` in `low trust`, `not-trust`) is none; hyphens between names, and between a name and what it is
    of (`trust-codes`), part them.
    """
    items: dict[str, set[str]] = {}
    for item, called in names.items():
        for name in called:
            items.setdefault(name, set()).add(item)
    if not items:
        return set()
    name = "|".join(map(re.escape, sorted(items, key=lambda name: (-len(name), name))))
    joined = re.compile(rf"(?<![\w-])(?:(?:{KIND})-)?(?:{name})(?:-(?:{name}|{KIND}))*(?![\w-])")
    alone = re.compile(rf"(?<!\w)(?:{name})(?!\w)")
    text = RANGE.sub(lambda found: found[0] if found[0] in items else _whole_range(found), about.casefold())
    return {item for one in joined.finditer(text) for found in alone.finditer(one[0]) for item in items[found[0]]}


def _whole_range(found: re.Match[str]) -> str:
    """All names of a range, its ends included; what it says if that is none."""
    first, last = int(found["first"]), int(found["last"])
    width = len(found["first"]) if found["first"].startswith("0") else 1
    numbers = range(first, last + 1)
    return " ".join(f"{found['stem']}{number:0{width}}" for number in numbers) if numbers else found[0]


def _reasons(
    part: str, item: str, of_part: Sequence[str], named: Iterable[tuple[Mapping[str, str], set[str]]]
) -> Iterator[str]:
    """The decisions that name an item, or, naming none of its part, the whole part. named: each with what it names."""
    for one, items in named:
        if item in items or (_is_of(part, one["about"].casefold(), bool(items)) and not items & {*of_part}):
            yield f"{one['date']}: {one['reason'].rstrip('.')}"


def _is_of(part: str, about: str, names_any: bool) -> bool:
    """Whether a text is about a whole part. Cases are spoken of in passing too (`the criterion in some cases`), so that
    the word counts only where nothing else is named. names_any: whether it names items of any part.
    """
    if about.strip(" .").removeprefix("the ") in (part, PARTS[part].removeprefix("the ")):
        return True
    if part == "cases":
        words = [{*re.findall(r"\w+", piece)} for piece in PIECES.split(about)]
        others = {word for other, called in CALLED.items() if other != part for word in called} | {*PARTS} - {part}
        return not names_any and any(found & CALLED[part] and not found & others for found in words)
    return bool(CALLED.get(part, set()) & {*re.findall(r"\w+", about)})


def told(study: Study) -> list[dict[str, str]]:
    """What the reporting checklist says of it: rows of item, asks, status and evidence, the first on when and where;
    none of a study that has frozen nothing. Plain values, which can be a rule's parameter.
    """
    if not study.frozen:
        return []
    found, frozen = changes(study), study.frozen
    commit = f" It stands so in the commit {frozen['commit']}." if "commit" in frozen else ""
    there = [counted(frozen["already"][name], name.removesuffix("s")) for name in ("sources", "codings")]
    evidence = f"On {frozen['date']}: {frozen['note'].rstrip('.')}.{commit} By then {listed(there)} were there."
    rows = [_row("", "When and where the plan was frozen, and what was there already", FROZEN, evidence)]
    for part, called in PARTS.items():
        mine = [str(change) for change in found if change.part == part]
        status = CHANGED if mine else UNCHANGED
        evidence = "; ".join(mine) if mine else f"as on {frozen['date']}"
        rows.append(_row(part, f"What became since of {called}", status, evidence))
    return rows


def _row(part: str, asks: str, status: str, evidence: str) -> dict[str, str]:
    return {"item": "-".join(filter(None, [ITEM, part])), "asks": asks, "status": status, "evidence": evidence}
