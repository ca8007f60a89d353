"""Which figures there are: those of every study (catalogue.yaml), those of a replication (replication.yaml), and those
that the study declares (tables.yaml).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from multicase.study import files
from multicase.study.crosstables import columns_of, drawn

CATALOGUE = Path(__file__).parent / "catalogue.yaml"
REPLICATION = Path(__file__).parent / "replication.yaml"


@dataclass(frozen=True)
class Entry:
    """A figure: its title, what it shows, and what it is drawn from, as catalogue.yaml describes it.

    module: which module of this package draws it. marks: what its marks rest on. declaration: what the study says of
    it, if it declares it, with `keys`, the columns that name a row of its table.
    """

    id: str
    title: str
    caption: str
    needs: tuple[str, ...]
    about: str
    module: str
    marks: tuple[Mapping[str, Any], ...]
    declaration: Mapping[str, Any] = field(default_factory=dict)


@cache
def core() -> dict[str, Entry]:
    """The figures of every study."""
    return _catalogue(CATALOGUE)


@cache
def of_replications() -> dict[str, Entry]:
    """The figures that a study has besides if it replicates another."""
    return _catalogue(REPLICATION)


def _catalogue(path: Path) -> dict[str, Entry]:
    content = files.parse_yaml(path.read_text(encoding="utf-8"))
    return {name: _core(name, told) for name, told in content.items()}


def _core(name: str, told: Mapping[str, Any]) -> Entry:
    caption = " ".join(told["caption"].split())
    return Entry(name, told["title"], caption, tuple(told["needs"]), told["about"], name.lower(), tuple(told["marks"]))


def of_study(tables: Mapping[str, Any] | None, replicates: bool = False) -> dict[str, Entry]:
    """All figures of a study, by id. tables: its tables.yaml, checked. replicates: whether it replicates another."""
    content = tables or {}
    keys = {name: list(told.get("rows", ())) for name, told in (content.get("tables") or {}).items()}
    declared = {name: _declared(name, told, keys) for name, told in (content.get("figures") or {}).items()}
    more = of_replications() if replicates else {}
    return dict(sorted((core() | more | declared).items()))


def _declared(name: str, told: Mapping[str, Any], keys: Mapping[str, list[str]]) -> Entry:
    caption = " ".join(told.get("caption", "").split())
    declaration = dict(told) | {"keys": keys[told["of"]]}
    shown = {column for _, column in columns_of(told)}
    marks = {"table": told["of"], "by": {key: key for key in keys[told["of"]] if key in shown}, "column": drawn(told)}
    needs = (told["of"], "evidence")
    return Entry(name, told["title"], caption, needs, told["of"], told["draw"], (marks,), declaration)


def empty(entries: Mapping[str, Entry], tables: Collection[str]) -> list[str]:
    """The figures that show nothing where these tables are empty (`tables.catalogue.empty`)."""
    return [name for name, entry in entries.items() if set(entry.needs) & set(tables)]


def as_mapping(entry: Entry) -> dict[str, Any]:
    """An entry as plain values, which can be a rule's parameter."""
    return asdict(entry)
