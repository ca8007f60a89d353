"""The codebooks of other tools: what a file holds of codes, and a codebook of ours grown from any tree of them.

Ours has themes, subthemes and codes. Of a deeper tree the topmost name is the theme, the names between are the
subtheme, and the last is the code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from multicase.exchange import code_ids, code_tables, descriptions, importing, refi, taguette
from multicase.exchange.archive import refusal
from multicase.exchange.code_tables import Row
from multicase.exchange.imported import Code
from multicase.study.attributes import column
from multicase.study.codebook import NO_DEFINITION
from multicase.wording import counted

VERSION = "0.1"
WITHOUT = "Codes without a theme"
OF_CODES = ("include", "exclude", "example", "theory", "relation", "polarity")
ATTRIBUTES = column("codes", "")
TABLES = (".csv", ".tsv", ".txt", ".xlsx")
HIGHLIGHTS = frozenset(taguette.COLUMNS)
SURE, SLASH, STOP = (">", "::", "\\"), "/", "."  # what stands between names in a path


@dataclass(frozen=True)
class Grown:
    """A codebook as its schema wants it. ids: guid of a foreign code -> the id that it has there.

    told: the ids of codes that the file itself tells; all others were made of labels.
    """

    codebook: dict[str, Any]
    ids: Mapping[str, str]
    notes: tuple[str, ...]
    told: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Held:
    """What a file holds of codes. given: guids of those that its codings use, None where it holds no codings."""

    codes: tuple[Code, ...]
    notes: tuple[str, ...] = ()
    given: frozenset[str] | None = None


def read(data: bytes, file: str) -> tuple[Code, ...]:
    """The codes of a file; see `held`."""
    return held(data, file).codes


def held(data: bytes, file: str, project: int | None = None) -> Held:
    """The codes of a codebook (.qdc, or a table as CSV or XLSX) or project (.qdpx, Taguette's), the upper first.

    file: how messages name it; its ending tells tables and .qdc. project: for a Taguette database of several. Raises
    StudyError for a file that can't be read, and for a table of which no column can be a code's name.
    """
    ending = file.lower().rpartition(".")[2]
    if ending == "qdc":
        return Held(refi.read_codebook(data, file))
    if f".{ending}" in TABLES and not data.startswith(taguette.MAGIC):
        table = code_tables.opened(data, ending, file)
        if not {name.casefold() for name in table.header} >= HIGHLIGHTS:
            codes, notes = code_tables.read(table, file)
            return Held(codes, notes)
    imported = importing.read(data, file, project)
    return Held(imported.codes, (), imported.used)


def grown(codes: Sequence[Code], file: str, given: Collection[str] | None = None) -> Grown:
    """A codebook from foreign codes, at any depth.

    file: how notes name it. given: guids of the codes that codings use, where that is known; an upper code becomes a
    code of its own, beside those under it, if codings use it, or may. A label gives its code's id; those of the same
    label are told apart by their paths. Raises StudyError where there is no code at all.
    """
    return _Tree(codes, given).grown(file)


@dataclass
class _Group:
    """A subtheme on its way: the nodes between, and its codes as node and as fields."""

    key: tuple[str, ...]
    between: list[str]
    codes: list[str] = field(default_factory=list)


class _Tree:
    """The codes as a tree: what stands under what."""

    def __init__(self, codes: Sequence[Code], given: Collection[str] | None):
        self.notes: list[str] = []
        self.given = given
        self.nodes: dict[str, Code] = {}
        self.inner: list[str] = []  # groups that are codes too
        for code in codes:
            self.nodes.setdefault(code.guid, code)
        if twice := len(codes) - len(self.nodes):
            self.notes.append(f"{counted(twice, 'code')} with the guid of another: left out")
        self.fields = {guid: _fields(code) for guid, code in self.nodes.items()}
        self.above = {guid: self._upper(code) for guid, code in self.nodes.items()}
        if not any(self.above.values()) and not any(isinstance(code, Row) and code.placed for code in codes):
            self._unfold()
        self._settle()

    def _upper(self, code: Code) -> str:
        """What a code stands under; nothing where that isn't there, or stands under the code itself."""
        above, seen = code.above, {code.guid}
        while above in self.nodes and above not in seen:
            seen.add(above)
            above = self.nodes[above].above
        return code.above if code.above in self.nodes and above not in seen else ""

    def _unfold(self) -> None:
        """Names of a flat list that are paths, taken as such: `Work > Rotas`."""
        names = {guid: code.name for guid, code in self.nodes.items()}
        parts = {guid: split for guid, split in _paths(names).items() if len(split) > 1}
        by_path = {tuple(parts.get(guid, [name])): guid for guid, name in reversed(names.items())}
        for guid, split in parts.items():
            for depth in range(1, len(split)):
                upper = tuple(split[:depth])
                if upper not in by_path:
                    made = by_path[upper] = "\0".join(["path", *upper])
                    self.nodes[made] = Code(made, upper[-1], "", codable=False)
                    self.fields[made] = {"label": upper[-1]}
                    self.above[made] = by_path[upper[:-1]] if depth > 1 else ""
            self.above[guid] = by_path[tuple(split[:-1])]
            if self.fields[guid]["label"] == names[guid]:
                self.fields[guid] = self.fields[guid] | {"label": split[-1]}
        if parts:
            self.notes.append(f"taken as paths: {counted(len(parts), 'name')}, such as '{names[next(iter(parts))]}'")

    def _settle(self) -> None:
        self.below: dict[str, list[str]] = {}
        for guid, above in self.above.items():
            self.below.setdefault(above, []).append(guid)

    def _walk(self, above: str = "") -> Iterator[str]:
        stack = [*reversed(self.below.get(above, ()))]
        while stack:
            yield (guid := stack.pop())
            stack += reversed(self.below.get(guid, ()))

    def chain(self, guid: str) -> list[str]:
        """A node and what stands above it, from the top."""
        found = [guid]
        while found[-1] in self.above and self.above[found[-1]]:
            found.append(self.above[found[-1]])
        return found[::-1]

    def label(self, guid: str) -> str:
        return self.fields[guid]["label"]

    @cached_property
    def groups(self) -> dict[str, dict[tuple[str, ...], _Group]]:
        """Theme -> subthemes, in their order; a theme or subtheme that the file hasn't got is called \"\"."""
        found: dict[str, dict[tuple[str, ...], _Group]] = {}
        empty, inner = 0, self.inner
        for guid in self._walk():
            is_upper = guid in self.below
            if not self.nodes[guid].codable or (is_upper and self.given is not None and guid not in self.given):
                empty += not is_upper
                continue
            *chain, _ = [*self.chain(guid), *([guid] if is_upper else [])]
            inner += [guid] if is_upper else []
            theme, between = (chain[0], chain[1:]) if chain else ("", [])
            key = (theme, *between)
            found.setdefault(theme, {}).setdefault(key, _Group(key, between)).codes.append(guid)
        if empty:
            self.notes.append(f"{counted(empty, 'group')} without a code: left out")
        if inner:
            told = ", ".join(f"'{self.label(guid)}'" for guid in inner[:5]) + (", ..." if len(inner) > 5 else "")
            self.notes.append(
                f"{counted(len(inner), 'code')} with others below ({told}): each is a group, and beside these a code "
                "of its own, for what was given to it in general"
            )
        return found

    def grown(self, file: str) -> Grown:
        if not any(self.groups.values()):
            raise refusal(file, "", "no code", "a codebook", "Export the codebook from your tool again.")
        ids = self._ids()
        versions = [version for fields in self.fields.values() if (version := fields.get("version"))]
        themes = [self._theme(theme, groups, ids) for theme, groups in self.groups.items()]
        coloured = sum(bool(self.nodes[guid].colour) for guid in self.below if guid and ("code", guid) not in ids)
        if coloured:
            self.notes.append(f"{counted(coloured, 'group')} with a colour, which only codes can have here: left out")
        codes = {key[1]: name for key, name in ids.items() if key[0] == "code"}
        told = frozenset(name for guid, name in codes.items() if self.fields[guid].get("id") == name)
        book = {"version": versions[0] if versions else VERSION, "themes": themes}
        return Grown(book, codes, tuple(self.notes), told)

    def _theme(self, theme: str, groups: Mapping[tuple, _Group], ids: Mapping[tuple, str]) -> dict[str, Any]:
        if theme:
            told = {"label": self.label(theme)} | self._group_texts([theme])
        else:
            n = sum(len(group.codes) for group in groups.values())
            self.notes.append(f"{counted(n, 'code')} under nothing: put into the theme '{WITHOUT}', a guess")
            told = {"label": WITHOUT, "rationale": "A guess: the file that they came from puts them into no group."}
        subthemes = [self._subtheme(group, ids) for group in groups.values()]
        return {"theme": ids["theme", theme]} | told | {"subthemes": subthemes}

    def _subtheme(self, group: _Group, ids: Mapping[tuple, str]) -> dict[str, Any]:
        told = {"subtheme": ids["subtheme", *group.key], "label": self._subtheme_label(group)}
        codes = [self._code(guid, group, ids) for guid in group.codes]
        return told | self._group_texts(group.between) | {"codes": codes}

    def _subtheme_label(self, group: _Group) -> str:
        if group.between:
            return " / ".join(map(self.label, group.between))
        return f"{self.label(group.key[0])} (general)" if group.key[0] else WITHOUT

    def _group_texts(self, nodes: Sequence[str]) -> dict[str, str]:
        """Definition and rationale of the last, after what the others say, each with its name."""
        found = {}
        for name in ("definition", "rationale"):
            said = {guid: self._said(guid, name) for guid in nodes}
            lines = [f"{self.label(guid)}: {said[guid]}" for guid in nodes[:-1] if said[guid]]
            lines += [said[guid] for guid in nodes[-1:] if said[guid]]
            found |= {name: "\n".join(lines)} if lines else {}
        return found

    def _said(self, guid: str, name: str) -> str:
        """What is said of a group; what only a code can have stands as lines in its definition."""
        fields = self.fields[guid]
        if name == "definition" and guid not in self.inner:
            more = {key: text for key, text in fields.items() if key in OF_CODES or key.startswith(ATTRIBUTES)}
            return "\n".join(filter(None, [fields.get(name, ""), descriptions.told(more)]))
        return fields.get(name, "")

    def _code(self, guid: str, group: _Group, ids: Mapping[tuple, str]) -> dict[str, Any]:
        code, fields = self.nodes[guid], self.fields[guid]
        told = {"code": ids["code", guid], "label": fields["label"]}
        told |= {name: fields[name] for name in ("definition", *OF_CODES) if fields.get(name)}
        attributes = {
            name.removeprefix(ATTRIBUTES): text for name, text in fields.items() if name.startswith(ATTRIBUTES) and text
        }
        told |= {"attributes": attributes} if attributes else {}
        told |= {"colour": code.colour} if code.colour else {}
        labels = [self.label(node) for node in self.chain(guid)]
        here = [self.label(group.key[0]) if group.key[0] else WITHOUT, self._subtheme_label(group), fields["label"]]
        if fields.get("path"):
            told["path"] = fields["path"].split("\n")
        elif labels not in (here, here[-1:]):
            told["path"] = labels
        return told

    def _ids(self) -> dict[tuple, str]:
        """Ids of all themes, subthemes and codes by their keys: those that the file tells, else made of labels."""
        paths: dict[str, dict[tuple, tuple[str, ...]]] = {"theme": {}, "subtheme": {}, "code": {}}
        told: dict[tuple, str] = {}
        for theme, groups in self.groups.items():
            top = self.label(theme) if theme else WITHOUT
            paths["theme"]["theme", theme] = (top,)
            told["theme", theme] = self.fields[theme].get("id", "") if theme else ""
            for group in groups.values():
                key = ("subtheme", *group.key)
                label = self._subtheme_label(group)
                paths["subtheme"][key] = (top, *map(self.label, group.between[:-1]), label)[-3:]
                told[key] = self.fields[group.between[0]].get("id", "") if len(group.between) == 1 else ""
                for guid in group.codes:
                    paths["code"]["code", guid] = tuple(self.label(node) for node in self.chain(guid))
                    told["code", guid] = self.fields[guid].get("id", "")
        ids: dict[tuple, str] = {}
        for kind in paths.values():
            taken: dict[str, tuple] = {}
            for key in kind:
                if told[key] and code_ids.ID.fullmatch(told[key]):
                    taken.setdefault(told[key], key)
            ids |= {key: name for name, key in taken.items()}
            ids |= code_ids.made({key: path for key, path in kind.items() if key not in ids}, taken)
        return ids


def _fields(code: Code) -> dict[str, str]:
    """What a code's text and, if it is a table's, its row tell of it; its label at least."""
    known = frozenset(descriptions.NAMES) if code.codable else descriptions.OF_GROUPS
    fields = descriptions.taken_apart(code.description, known)
    fields |= {name: text for name, text in code.told.items() if text} if isinstance(code, Row) else {}
    if fields["definition"] == NO_DEFINITION:
        fields["definition"] = ""
    return {"label": " ".join(code.name.split()) or "(no name)"} | fields


def _paths(names: Mapping[str, str]) -> dict[str, list[str]]:
    """Names of a flat list as paths, where something stands between names.

    A slash does so only where several names begin alike before it or another is called so, for people write `and/or`;
    a full stop only where another is called so.
    """
    for sign in SURE:
        found = {key: _split(name, sign) for key, name in names.items()}
        if any(len(parts) > 1 for parts in found.values()):
            return found
    for sign in (SLASH, STOP):
        found = {key: _split(name, sign) for key, name in names.items()}
        firsts = Counter(parts[0] for parts in found.values())
        alike = {first for first, n in firsts.items() if (n > 1 and sign == SLASH) or first in names.values()}
        if any(len(parts) > 1 and parts[0] in alike for parts in found.values()):
            return {key: parts if parts[0] in alike else [names[key]] for key, parts in found.items()}
    return {key: [name] for key, name in names.items()}


def _split(name: str, sign: str) -> list[str]:
    """The names between the signs; a name of its own where one of them would be empty."""
    parts = [" ".join(part.split()) for part in name.split(sign)]
    parts = parts[1:] if len(parts) > 1 and parts[0].casefold() in code_tables.NODES else parts
    return parts if all(parts) else [name]
