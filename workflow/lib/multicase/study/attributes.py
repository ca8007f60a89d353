"""Attributes: what a study records of its cases, sources, participants and codes beyond what every study has.

A study declares them in study.yaml; what isn't declared is refused where it stands. In the evidence an attribute's
column carries the name of what it is of (`speaker.level`), so that it can't be taken for a column of every study.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

# What attributes can be of -> how their columns in the evidence begin.
OF = {"cases": "case", "sources": "source", "participants": "speaker", "codes": "code"}
# Columns that every study has and that may be declared all the same, to say how their values are called.
CORE = {"participants": ("role", "role_group")}
# ... and those that are an attribute like any other once they are declared, and stand in no table before.
OPTIONAL = {"sources": ("wave",)}


@dataclass(frozen=True)
class Attribute:
    """An attribute as declared. values: value -> how it is called, in order; empty where any text will do."""

    name: str
    label: str
    values: Mapping[str, str] = field(default_factory=dict)
    stands_for_role: bool = False
    in_design: bool = False


Attributes = Mapping[str, Mapping[str, Attribute]]
NONE: Attributes = MappingProxyType({of: MappingProxyType({}) for of in OF})  # of a study that declares none


def declared(study: Mapping[str, Any] | None) -> dict[str, dict[str, Attribute]]:
    """The attributes that a study.yaml declares, by what they are of; those of `OF` that it doesn't name are empty."""
    content = (study or {}).get("attributes") or {}
    return {of: {name: _attribute(name, told or {}) for name, told in (content.get(of) or {}).items()} for of in OF}


def _attribute(name: str, told: Mapping[str, Any]) -> Attribute:
    values = told.get("values") or {}
    named = values if isinstance(values, Mapping) else {value: in_words(value) for value in values}
    flags = {flag: bool(told.get(flag)) for flag in ("stands_for_role", "in_design")}
    return Attribute(name, told.get("label") or in_words(name), dict(named), **flags)


def in_words(slug: str) -> str:
    """A slug as people read it: `leadership_style` becomes `Leadership style`."""
    text = slug.replace("_", " ")
    return text[:1].upper() + text[1:]


def column(of: str, name: str) -> str:
    """The evidence's column for an attribute: `column("participants", "level")` is `speaker.level`."""
    return f"{OF[of]}.{name}"


def given_up(attributes: Attributes) -> tuple[str, ...]:
    """Attributes of participants in the order in which disclosure gives them up; what they do is given up last."""
    return (*(name for name in attributes["participants"] if name not in CORE["participants"]), "role")


def stands_for_role(attributes: Attributes) -> str:
    """The attribute that is shown instead of a role which too few share; empty if the study declares none."""
    return next((name for name, told in attributes["participants"].items() if told.stands_for_role), "")


def in_order_of(header: Sequence[str], names: Iterable[str]) -> list[str]:
    """Attributes in the order of a file's columns, those without a column last."""
    place = {column: number for number, column in enumerate(header)}
    return sorted(names, key=lambda name: place.get(name, len(place)))
