"""What a codebook says of a theme, subtheme or code as one text, and taken apart again.

Other tools have one field for it. So each thing that has a name of its own stands on a line that begins with that name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from multicase.exchange.code_ids import ID
from multicase.study import files
from multicase.study.attributes import column

NAMES = {
    "rationale": "Rationale",
    "include": "Include",
    "exclude": "Exclude",
    "example": "Example",
    "theory": "Theory",
    "relation": "Relation",
    "polarity": "Polarity",
    "label": "Label",
    "path": "Path",
    "id": "Id",
}
TEXTS = ("rationale", "include", "exclude", "example", "theory", "relation", "polarity")
OF_GROUPS = frozenset({"rationale", "label", "id"})  # what themes and subthemes may have
OURS = ("label", "path")  # what only texts that tell an id have: other people may mean something else by it
ATTRIBUTE, ATTRIBUTES = "Attribute ", column("codes", "")
_CHOICES = files.schema("codebook")["$defs"]["code"]["properties"]
FORMS = {
    "id": ID.fullmatch,
    "relation": _CHOICES["relation"]["enum"].__contains__,
    "polarity": _CHOICES["polarity"]["enum"].__contains__,
}
# A line that begins with a name; one that only looks so, in a text, has a backslash before it.
LINE = re.compile(rf"^({'|'.join(NAMES.values())}|{ATTRIBUTE}[A-Za-z]\w*): ?", re.M)
ALIKE = re.compile(rf"^(?=\\*(?:{LINE.pattern[1:]}))", re.M)
FIELD = {name: field for field, name in NAMES.items()}


def codes_of(codebook: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]]:
    """Every code with its theme and subtheme, as the codebook has them."""
    for theme in codebook["themes"]:
        for subtheme in theme["subthemes"]:
            yield from ((theme, subtheme, code) for code in subtheme["codes"])


def fields(entry: Mapping[str, Any]) -> dict[str, str]:
    """What a codebook says of a theme, subtheme or code, as texts; its label and id aside. A path has a name a line."""
    found = {name: str(entry[name]).strip() for name in ("definition", *TEXTS) if entry.get(name)}
    found |= {column("codes", name): value.strip() for name, value in entry.get("attributes", {}).items()}
    return found | ({"path": "\n".join(entry["path"])} if entry.get("path") else {})


def told(fields: Mapping[str, str]) -> str:
    """The text: the definition, then a line for each other field that says something.

    fields: definition, those of NAMES, and `code.<name>` for attributes.
    """
    given = [name for name in fields if name.startswith(ATTRIBUTES)]
    kept = {name: ALIKE.sub(r"\\", fields[name].strip()) for name in (*given, *NAMES) if fields.get(name)}
    lines = [f"{_name(name)}: {text}" for name, text in kept.items()]
    return "\n".join(filter(None, [ALIKE.sub(r"\\", fields.get("definition", "").strip()), *lines]))


def taken_apart(text: str, known: Collection[str] = frozenset(NAMES)) -> dict[str, str]:
    """The fields that a text tells, its definition among them; it may be anybody's. known: which it may tell.

    A line whose value its field can't have is one of the definition, and so is what only looks like such a line.
    """
    pieces = LINE.split(text)
    pairs = list(zip(pieces[1::2], pieces[2::2], strict=True))
    if not any(name == NAMES["id"] and ID.fullmatch(said.strip()) for name, said in pairs):
        known = {*known} - {*OURS}
    fields = {"definition": pieces[0]}
    at = "definition"
    for name, said in pairs:
        field = _field(name)
        is_one = field in known or (field.startswith(ATTRIBUTES) and "polarity" in known)
        if is_one and field not in fields and FORMS.get(field, bool)(said.strip()):
            at = field
            fields[field] = said
        else:
            fields[at] += f"{name}: {said}"
    return {field: _unmarked(said.strip()) for field, said in fields.items()}


def _name(field: str) -> str:
    return ATTRIBUTE + field.removeprefix(ATTRIBUTES) if field.startswith(ATTRIBUTES) else NAMES[field]


def _field(name: str) -> str:
    return ATTRIBUTES + name.removeprefix(ATTRIBUTE) if name.startswith(ATTRIBUTE) else FIELD[name]


def _unmarked(text: str) -> str:
    return re.sub(rf"^\\(?=\\*(?:{LINE.pattern[1:]}))", "", text, flags=re.M)
