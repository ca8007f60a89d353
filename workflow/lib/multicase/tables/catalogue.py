"""Which tables there are: those of every study (catalogue.yaml), those of a replication (replication.yaml), and those
that the study declares (tables.yaml).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache, reduce
from pathlib import Path
from typing import Any

from multicase.study import files

CATALOGUE = Path(__file__).parent / "catalogue.yaml"
REPLICATION = Path(__file__).parent / "replication.yaml"
COUNTS = (
    "Counts are of distinct segments, sources, participants and cases with at least one such coding; "
    "they are no prevalence."
)
CROSS_TABLE = "crosstable"  # the module that builds what a study declares
DECLARED_NEEDS = ("cases", "codebook", "attributes", "evidence", "analysed")
TYPOLOGY = "typology"  # the module that builds a table declared as one
TYPOLOGY_NEEDS = ("cases", "attributes", "claims", "verdicts")
DECLARED_GROUP = "The study's own"


@dataclass(frozen=True)
class Entry:
    """A table: its title, what it counts or shows, and what it is built from, as catalogue.yaml describes it.

    module: which module of this package builds it. optional: which of its needs may be absent. lists: what its evidence
    is shown as (catalogue.yaml). derived: column -> the column of its evidence that it is worked out of. told_on: the
    page of the audit that tells its rows, where they rest on no segments. sums: the rows that are sums of the others,
    by a column's value. matrix: how people read it where it has two dimensions. declaration: what the study says of its
    rows, if it declares it.
    """

    id: str
    title: str
    caption: str
    group: str
    needs: tuple[str, ...]
    module: str
    optional: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    not_reflexive: str = ""
    lists: str = "segments"
    derived: Mapping[str, str] = field(default_factory=dict)
    told_on: str = ""
    sums: Mapping[str, str] = field(default_factory=dict)
    matrix: Mapping[str, Any] = field(default_factory=dict)
    declaration: Mapping[str, Any] = field(default_factory=dict)


@cache
def core() -> dict[str, Entry]:
    """The tables of every study."""
    return _catalogue(CATALOGUE)


@cache
def of_replications() -> dict[str, Entry]:
    """The tables that a study has besides if it replicates another."""
    return _catalogue(REPLICATION)


def _catalogue(path: Path) -> dict[str, Entry]:
    content = files.parse_yaml(path.read_text(encoding="utf-8"))
    return {name: _core(name, told) for name, told in content.items()}


def _core(name: str, told: Mapping[str, Any]) -> Entry:
    return Entry(
        id=name,
        title=told["title"],
        caption=_caption(told["caption"], told.get("counts", False)),
        group=told["group"],
        needs=tuple(told["needs"]),
        module=name.lower(),
        optional=tuple(told.get("optional", ())),
        options=told.get("options", {}),
        not_reflexive=told.get("not_reflexive", ""),
        lists=told.get("lists", "segments"),
        derived=told.get("derived", {}),
        told_on=told.get("told_on", ""),
        sums=told.get("sums", {}),
        matrix=told.get("matrix", {}),
    )


def of_study(tables: Mapping[str, Any] | None, replicates: bool = False) -> dict[str, Entry]:
    """All tables of a study, by id. tables: its tables.yaml, checked. replicates: whether it replicates another."""
    declared = {name: _declared(name, told) for name, told in ((tables or {}).get("tables") or {}).items()}
    more = of_replications() if replicates else {}
    return dict(sorted((core() | more | declared).items()))


def _declared(name: str, told: Mapping[str, Any]) -> Entry:
    return _typology(name, told) if TYPOLOGY in told else _cross_table(name, told)


def _typology(name: str, told: Mapping[str, Any]) -> Entry:
    return Entry(
        id=name,
        title=told["title"],
        caption=_caption(told.get("caption", ""), False),
        group=told.get("group", DECLARED_GROUP),
        needs=TYPOLOGY_NEEDS,
        module=TYPOLOGY,
        optional=("claims",),
        options={"school": "school"},
        declaration=dict(told),
    )


def _cross_table(name: str, told: Mapping[str, Any]) -> Entry:
    rows = {column: row or {} for column, row in told["rows"].items()}
    return Entry(
        id=name,
        title=told["title"],
        caption=_caption(told.get("caption", ""), True),
        group=told.get("group", DECLARED_GROUP),
        needs=DECLARED_NEEDS,
        module=CROSS_TABLE,
        derived={"cases": "counts"} if "cases" in told.get("list", ()) else {},
        declaration={"of": [], "themes": [], "list": []} | dict(told) | {"rows": rows},
    )


def _caption(text: str, counts: bool) -> str:
    return " ".join(filter(None, [" ".join(text.split()), COUNTS if counts else ""]))


def settings(entry: Entry, config: Mapping[str, Any], derived: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that a table's module gets beside its data: values of the configuration, or derived from it."""
    return {
        name: derived[place] if place in derived else reduce(lambda part, key: part[key], place.split("."), config)
        for name, place in entry.options.items()
    }


def empty(entries: Mapping[str, Entry], lacking: Collection[str], school: str) -> list[str]:
    """The tables that a study can't fill: for want of a file, or since they have no place in its school.

    lacking: the files that the study hasn't got, by their names among a table's needs.
    """
    return [
        name
        for name, entry in entries.items()
        if (entry.not_reflexive and school == "reflexive") or (set(entry.needs) - set(entry.optional)) & set(lacking)
    ]


def as_mapping(entry: Entry) -> dict[str, Any]:
    """An entry as plain values, which can be a rule's parameter."""
    return asdict(entry)
