"""Codebooks as tables: whoever made them, with whatever names of columns, read as foreign codes.

A code's place is told by columns of its theme and subtheme, of its parent (by name, id or path), of its path, of
levels, by the depth of its row, or by how far its name is indented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from multicase.exchange.archive import refusal
from multicase.exchange.code_columns import ATTRIBUTE, Columns, plain
from multicase.exchange.code_ids import ID
from multicase.exchange.imported import Code
from multicase.ingest.formats import content_format
from multicase.ingest.limits import Budget
from multicase.ingest.readers import rows
from multicase.ingest.readers.tabular import Table
from multicase.office import FORMULA
from multicase.study import files
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

BLANKS = " \t\u00a0\u2003"
OF_CODE = ("definition", "include", "exclude", "example", "theory", "relation", "polarity", "version")
CRITERIA = ("include", "exclude", "example")
PATH = re.compile(r"\s*(?:>|::|\\|\n)\s*")
POLARITIES = {"+": "supports", "positive": "supports", "for": "supports", "-": "contradicts", "negative": "contradicts",
              "against": "contradicts", "0": "neutral", "none": "neutral", "": ""}  # fmt: skip
COLOUR = re.compile(r"#?([0-9a-f]{6})")
RGB = re.compile(r"(?:rgb\()?\s*(\d{1,3})\s*[,; ]\s*(\d{1,3})\s*[,; ]\s*(\d{1,3})\s*\)?")
NODES = frozenset({"nodes", "codes", "code system", "codesystem"})  # what some tools call the top of all paths
_CODE = files.schema("codebook")["$defs"]["code"]["properties"]


@dataclass(frozen=True)
class Row(Code):
    """A code of a table. told: what its columns say, by the codebook's fields, and `id` and `version`.

    placed: whether the table says what stands under what, so that a name is never a path.
    """

    told: Mapping[str, str] = field(default_factory=dict)
    placed: bool = True


def opened(data: bytes, ending: str, file: str) -> Table:
    """A table as it stands in a file; ending: `xlsx`, or another for text. Raises StudyError for a broken one."""
    if ending == "xlsx" and content_format(data) != "xlsx":
        raise refusal(file, "", "no workbook, or one with a password", "a .xlsx file", "Save it as .xlsx again.")
    table = rows.table(data, "xlsx" if ending == "xlsx" else "csv", file, Budget(file))
    if ending == "xlsx":
        return table
    cells = [(number, [_unquoted(cell) for cell in row]) for number, row in table.rows]
    return replace(table, rows=cells)


def _unquoted(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reckoning it out."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def read(table: Table, file: str) -> tuple[tuple[Code, ...], tuple[str, ...]]:
    """The codes of a table, the upper before the lower, and notes: which column was taken for what, what wasn't taken.

    Raises StudyError where no column can be a code's name, and where none of its rows names one.
    """
    columns = Columns(table, file)
    made = _Made(columns)
    for _, cells in table.rows:
        if any(cell.strip() for cell in cells):
            made.add(cells)
    codes = made.codes()
    if not codes:
        raise StudyError([Problem(file, table.place, "no code", "a code in each row", "Fill in the column of codes.")])
    return codes, (*columns.notes(), *made.notes())


class _Made:
    """The codes of a table while its rows are read."""

    def __init__(self, columns: Columns):
        self.columns, self.at = columns, columns.at
        self.found: dict[str, Row] = {}  # in order
        self.parents: dict[str, tuple[str, str]] = {}  # guid -> id and name of the parent, to be looked up at the end
        self.by_id: dict[str, str] = {}
        self.last: dict[str, str] = {}  # theme and subtheme of the row before
        self.open: list[tuple[int, str]] = []  # depth and guid of the rows that the next may stand under
        self.counts: dict[str, int] = {}
        self.unsure: dict[str, list[str]] = {}  # guid of a parent told by a name that others have too -> names under it
        self.indented = not columns.places and self._is_indented()
        self.by_path = "parent_id" not in columns.at and any(len(_names(name)) > 1 for name in self._cells("parent"))

    def notes(self) -> Iterator[str]:
        for what, n in self.counts.items():
            yield what.format(counted(n, "row"))
        for guid, names in self.unsure.items():
            row = self.found[guid]
            first = f"that of '{self.found[row.above].name}'" if row.above else "the one at the top"
            told = f"{listed(names)} put under {first}"
            yield f"several codes are called '{row.name}': {told}; ids or paths would tell which it is"
        for names in self._alike():
            yield f"{listed(names)} are kept apart: write them alike if they are one"

    def _alike(self) -> list[list[str]]:
        """The names that stand side by side and differ in their case or blanks alone."""
        written: dict[tuple[str, str], dict[str, None]] = {}
        for row in self.found.values():
            written.setdefault((row.above, " ".join(row.name.casefold().split())), {})[f"'{row.name}'"] = None
        return [[*names] for names in written.values() if len(names) > 1]

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def _cells(self, what: str) -> list[str]:
        return [row[self.at[what]] for _, row in self.columns.table.rows] if what in self.at else []

    def _is_indented(self) -> bool:
        return len({_indent(name) for name in self._cells("code") if name.strip()}) > 1

    def add(self, cells: Sequence[str]) -> None:
        said = {what: cells[n].strip() for what, n in self.at.items()}
        fields = self._fields(said)
        if self.columns.levels:
            self._by_levels([cells[n].strip() for n in self.columns.levels], fields, said)
        elif not said.get("code") and not said.get("path"):
            self._of_group(fields, said)
        elif self.columns.ours or {"theme", "subtheme"} & set(self.at):
            self._by_theme(fields, said)
        elif self.by_path:
            self._at([*_names(said["parent"]), said["code"]], fields, said)
        elif "parent" in self.at or "parent_id" in self.at:
            self._by_parent(fields, said)
        elif "path" in self.at:
            names = _names(said["path"]) or [said["code"]]
            if said.get("code") and plain(names[-1]) != plain(said["code"]):
                names.append(said["code"])  # a path of what it stands under
            self._at(names, fields, said)
        elif "depth" in self.at or self.indented:
            depth = self.columns.depths.get(said.get("depth", ""), 0)
            if "depth" in self.at and not depth:
                self._count("{} without a depth: put at the top")
            self._by_depth(_indent(cells[self.at["code"]]) if self.indented else depth, fields, said)
        else:
            self._put(("", said["code"]), said["code"], "", fields, said, placed=False)

    def codes(self) -> tuple[Code, ...]:
        """All of them with their paths, once what stands under what is known; a circle begins at its first row."""
        by_name: dict[str, list[str]] = {}
        for guid, row in self.found.items():
            by_name.setdefault(plain(row.name), []).append(guid)
        for guid, (number, name) in self.parents.items():
            alike = [key for key in by_name.get(plain(name), []) if key != guid]
            called = [key for key in alike if self.found[key].name == name] or alike
            above = self.by_id.get(number) or (called[0] if called else "")
            if len(called) > 1 and number not in self.by_id:
                self.unsure.setdefault(above, []).append(f"'{self.found[guid].name}'")
            if not above and name:
                above = self._chain([name])
            if not above and number:
                self._count("{} with a parent that the table hasn't got: put at the top")
            self.found[guid] = replace(self.found[guid], above=above)
        below: dict[str, list[str]] = {}
        for guid, row in self.found.items():
            below.setdefault(row.above, []).append(guid)
        told: dict[str, Row] = {}
        for first in ("", *self.found):
            waiting = [*reversed(below.get("", []))] if not first else [first] * (first not in told)
            while waiting:
                row = self.found[waiting.pop()]
                upper = told.get(row.above)
                path = f"{upper.path}/{row.name}" if upper else row.name
                told[row.guid] = replace(row, above=upper.guid if upper else "", path=path)
                waiting += [guid for guid in reversed(below.get(row.guid, [])) if guid not in told]
        return tuple(told.values())

    # Where a row stands

    def _by_theme(self, fields: dict[str, str], said: Mapping[str, str]) -> None:
        """A row with its theme and subtheme; empty cells of both go on with those of the row before."""
        theme, sub = said.get("theme", ""), said.get("subtheme", "")
        if not theme and self.last.get("theme"):
            self._count("{} without a theme: in that of the row before")
            theme, sub = self.last["theme"], sub or self.last["subtheme"]
        elif "theme" not in self.at and not sub:
            sub = self.last.get("subtheme", "")
        self.last = {"theme": theme, "subtheme": sub}
        above = ""
        for what, name in (("theme", theme), ("subtheme", sub)):
            if name:
                above = self._group(what, name, above, said)
        key = (above, "our own", said.get("id", ""), said["code"]) if self.columns.ours else (above, said["code"])
        self._put(key, said["code"], above, fields, said)

    def _group(self, what: str, name: str, above: str, said: Mapping[str, str]) -> str:
        """The guid of a theme or subtheme; of our own tables with what their columns tell of it."""
        if not self.columns.ours:
            for part in _names(name):
                above = self._node((above, part), part, above)
            return above
        told = {part: said.get(f"{what}_{part}", "") for part in ("label", "definition", "rationale")}
        told |= {"id": name} if ID.fullmatch(name) else {}
        return self._node((above, "our own", name), told["label"] or name, above, told)

    def _of_group(self, fields: dict[str, str], said: Mapping[str, str]) -> None:
        """A row that names no code tells of its theme or subtheme."""
        names = _names(said.get("theme", "")) + _names(said.get("subtheme", ""))
        if not names:
            self._count("{} without a name: left out")
            return
        self.last = {"theme": said.get("theme", ""), "subtheme": said.get("subtheme", "")}
        guid = self._chain(names)
        self.found[guid] = replace(self.found[guid], told=self.found[guid].told | fields)

    def _by_parent(self, fields: dict[str, str], said: Mapping[str, str]) -> None:
        parent = said.get("parent_id", ""), said.get("parent", "")
        guid = self._put((*parent, said["code"]), said["code"], "", fields, said)
        self.parents[guid] = parent

    def _by_levels(self, names: Sequence[str], fields: dict[str, str], said: Mapping[str, str]) -> None:
        """A row with its names in columns of levels; empty ones above the first go on with those of the row before."""
        first = next((n for n, name in enumerate(names) if name), len(names))
        before = [self.found[guid].name for _, guid in self.open[:first]]
        whole = [*before, *names[first:]]
        if said.get("code") and said["code"] not in whole:
            whole.append(said["code"])
        self.open = []
        if whole := [name for name in whole if name]:
            guid = self._at(whole, fields, said)
            chain = []
            while guid:
                chain.append((0, guid))
                guid = self.found[guid].above
            self.open = chain[::-1]

    def _by_depth(self, depth: int, fields: dict[str, str], said: Mapping[str, str]) -> None:
        while self.open and self.open[-1][0] >= depth:
            self.open.pop()
        above = self.open[-1][1] if self.open else ""
        name = said["code"].lstrip(BLANKS)
        self.open.append((depth, self._put((above, name), name, above, fields, said)))

    def _at(self, names: Sequence[str], fields: dict[str, str], said: Mapping[str, str]) -> str:
        above = self._chain(names[:-1])
        return self._put((above, names[-1]), names[-1], above, fields, said)

    def _chain(self, names: Sequence[str]) -> str:
        """The guid of the last of these names, each under the one before; made where they aren't there."""
        above = ""
        for name in names:
            above = self._node((above, name), name, above)
        return above

    # What it is

    def _node(self, key: Sequence[str], name: str, above: str, told: Mapping[str, str] | None = None) -> str:
        """What stands above codes: not one itself, unless a row says so."""
        guid = _guid(key)
        if guid not in self.found:
            self.found[guid] = Row(guid, name, "", False, above=above, told=told or {})
        return guid

    def _put(
        self, key: Sequence[str], name: str, above: str, fields: dict[str, str], said: Mapping[str, str],
        placed: bool = True,
    ) -> str:  # fmt: skip
        """A code; what several rows say of the same one stands together."""
        guid = _guid(key)
        told = dict(fields)
        description = told.pop("definition", "") if not {*CRITERIA} & set(self.at) else ""
        colour = _colour(said.get("colour", ""))
        if said.get("colour") and not colour:
            self._count("{} with a colour that isn't #rrggbb: left out")
        before = self.found.get(guid)
        if before is not None and before.codable:
            self._count("{} of a code that stood before: what they say was added to it")
            told = _together(before.told, told)
            description = "\n".join(dict.fromkeys(filter(None, [before.description, description])))
            colour = before.colour or colour
        elif before is not None:
            told = {**before.told, **told}
        if number := said.get("id"):
            self.by_id.setdefault(number, guid)
        self.found[guid] = Row(guid, name, "", True, description, above, colour, told, placed)
        return guid

    def _fields(self, said: Mapping[str, str]) -> dict[str, str]:
        """What a row says of its code, by the codebook's fields."""
        told = {what: said[what] for what in OF_CODE if said.get(what)}
        told |= {what: text for what, text in said.items() if ATTRIBUTE.fullmatch(what) and text}
        for what in ("polarity", "relation"):
            value = told.get(what, "").casefold()
            value = POLARITIES.get(value, value) if what == "polarity" else value
            told[what] = value if value in _CODE[what]["enum"] else ""
            if said.get(what) and not told[what]:
                self._count(f"{{}} with a {what} that is none of {listed(_CODE[what]['enum'], 'or')}: left out")
        is_id = ID.fullmatch(said.get("id", "")) and (self.columns.ours or not {"parent", "parent_id"} & set(self.at))
        told["id"] = said["id"] if is_id else ""
        if self.columns.ours and said.get("path"):
            told["path"] = said["path"]
        return {what: text for what, text in told.items() if text}


def _together(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """What two rows say of one code: texts under one another, and of the rest what the first says."""
    told = dict(now) | dict(before)
    for what in ("definition", *CRITERIA, "theory"):
        if text := "\n".join(dict.fromkeys(filter(None, [before.get(what), now.get(what)]))):
            told[what] = text
    return told


def _guid(key: Sequence[str]) -> str:
    return "\x1f".join(key)


def _names(path: str) -> list[str]:
    """The names of a path, without a root that stands above all of them."""
    names = [" ".join(name.split()) for name in PATH.split(path) if name.strip()]
    return names[1:] if len(names) > 1 and names[0].casefold() in NODES else names


def _indent(name: str) -> int:
    """How far a name is indented."""
    return len(name) - len(name.lstrip(BLANKS))


def _colour(told: str) -> str:
    told = told.strip().casefold()
    if match := COLOUR.fullmatch(told):
        return f"#{match[1]}"
    if (match := RGB.fullmatch(told)) and all(int(part) < 256 for part in match.groups()):
        return "#" + "".join(f"{int(part):02x}" for part in match.groups())
    return ""
