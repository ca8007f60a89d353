"""Columns of a codebook's table: which of them holds what, whoever named them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from multicase.exchange.code_depths import LEVEL, depths, gaps
from multicase.exchange.code_ids import ID
from multicase.ingest.readers.tabular import Table
from multicase.study.problems import Problem, StudyError

# What a column may be called, in small letters and with blanks alone between words; the surest name first.
NAMES = {
    "theme": ("theme", "main theme", "theme name", "main category", "hauptkategorie", "dimension", "domain", "category",
              "kategorie", "code group 1", "code group", "code groups", "group", "family", "code family", "topic"),
    "subtheme": ("subtheme", "sub theme", "subtheme name", "subcategory", "sub category", "subkategorie",
                 "unterkategorie", "subgroup"),
    "code": ("code", "code name", "codename", "name", "tag", "tag name", "node", "node name", "code label", "label",
             "title", "kode", "codes", "subcode", "indicator"),
    "id": ("id", "code id", "cid", "guid", "code number", "no", "nr", "number", "#"),
    "parent_id": ("parent id", "parentid", "id of parent", "parent code id"),
    "parent": ("parent", "parent code", "parent name", "parent node", "parent title", "supercode", "obercode"),
    "path": ("path", "code path", "full path", "hierarchy", "hierarchical name", "hierarchical path", "code hierarchy",
             "full name", "tree"),
    "depth": ("depth", "level", "ebene", "hierarchy level"),
    "definition": ("definition", "description", "code definition", "code description", "desc", "code memo", "memo",
                   "comment", "code comment", "meaning", "beschreibung", "notes", "note", "explanation"),
    "include": ("include", "includes", "inclusion", "inclusion criteria", "inclusion criterion", "when to use",
                "use when", "coding rule", "coding rules", "kodierregel", "kodierregeln"),
    "exclude": ("exclude", "excludes", "exclusion", "exclusion criteria", "exclusion criterion", "when not to use",
                "do not use when", "abgrenzung"),
    "example": ("example", "examples", "example quote", "example quotes", "anchor example", "ankerbeispiel",
                "typical example", "typical exemplar", "exemplar", "quote", "illustrative quote"),
    "theory": ("theory", "construct"),
    "relation": ("relation",),
    "polarity": ("polarity", "valence", "direction"),
    "colour": ("colour", "color", "code color", "code colour", "farbe"),
    "version": ("version",),
}  # fmt: skip
# How deep what a row is called stands.
RANKS = {name: rank for rank, what in enumerate(("theme", "subtheme", "code"), 1) for name in NAMES[what]}
RANKS |= {"subcode": 4, "sub code": 4}
# Columns that are ours alone.
OWN = (
    "theme_label",
    "theme_definition",
    "theme_rationale",
    "subtheme_label",
    "subtheme_definition",
    "subtheme_rationale",
)
PLACES = ("theme", "subtheme", "parent", "parent_id", "path")  # what tells a row's place surer than its depth
ATTRIBUTE = re.compile(r"code\.[A-Za-z]\w*")


class Columns:
    """Which column holds what. at: what -> column. levels: columns of levels, from the top. ours: of our own making.

    depths: cell of the column of depths -> how deep its row stands, if nothing else says where. on_depths: what there
    is to tell of that column.
    """

    def __init__(self, table: Table, file: str):
        self.table = table
        called = [plain(name) for name in table.header]
        self.at: dict[str, int] = {}
        self.levels = self._levels(called)
        free = [n for n in range(len(called)) if n not in self.levels]
        for n in free:
            if table.header[n] in OWN or ATTRIBUTE.fullmatch(table.header[n]):
                self.at[table.header[n]] = n
        self.ours = "theme_label" in self.at
        for what, names in NAMES.items():
            wanted = (name for name in names for n in free if called[n] == name and n not in self.at.values())
            if (name := next(wanted, None)) is not None:
                self.at[what] = next(n for n in free if called[n] == name and n not in self.at.values())
        self._both(called)
        if "code" not in self.at and not self.levels:
            self._from_groups()
        if not self.levels and not {"code", "path"} & set(self.at):
            found = f"the columns {', '.join(repr(name) for name in table.header)}"
            expected = "a column with the names of codes, called code, name, label, title, tag or path"
            todo = "Rename the column, and call the others theme, subtheme, definition, include, exclude or example."
            raise StudyError([Problem(file, table.place, found, expected, todo)])
        self.depths: dict[str, int] = {}
        self.on_depths = ""
        if "depth" in self.at and not self.levels and not {*PLACES} & set(self.at):
            self._read_depths(file)

    def _read_depths(self, file: str) -> None:
        """The depths that a column tells; it isn't taken if it tells none. Raises StudyError if only some cells do."""
        column = self.at["depth"]
        told = [(number, cell) for number, row in self.table.rows if (cell := row[column].strip())]
        self.depths = depths([cell for _, cell in told], plain, RANKS)
        strange = [(number, cell) for number, cell in told if cell not in self.depths]
        title = self.table.header[column]
        if strange and self.depths:
            expected = f"a depth as other rows have it ('{next(iter(self.depths))}')"
            todo = "Write 1 for the topmost, 2 for those under them and so on; or rename the column, if it is none."
            raise StudyError(
                Problem(file, self.table.places[number], f"'{cell}' in the column '{title}'", expected, todo)
                for number, cell in strange
            )
        if not self.depths:
            del self.at["depth"]
        if strange:
            number, cell = strange[0]
            where = f"'{title}' isn't taken as depth, for '{cell}' ({self.table.places[number]}) tells none"
            self.on_depths = f"{where}: numbers would, or Theme and Code"
        elif behind := gaps(list(self.depths)):
            told = f"numbers without the one before them in '{title}': {', '.join(behind)}"
            self.on_depths = f"{told}; if their rows went, nothing is amiss"

    @staticmethod
    def _levels(called: Sequence[str]) -> list[int]:
        """`Level 1, Level 2, ...`, where there are two or more, in their order."""
        found = {int(match[1]): n for n, name in enumerate(called) if (match := LEVEL.fullmatch(name))}
        whole = sorted(found) == [*range(1, len(found) + 1)]
        return [found[number] for number in sorted(found)] if len(found) > 1 and whole else []

    def _both(self, called: Sequence[str]) -> None:
        """`code` and `label` both: then the label is the name, and the code its id if it looks like one."""
        code = self.at.get("code")
        free = [n for n in range(len(called)) if n != code and n not in self.at.values()]
        wanted = ("label", "code label", "code name", "name", "title")
        label = next((n for name in wanted for n in free if called[n] == name), None)
        if code is None or label is None or called[code] != "code":
            return
        values = [row[code].strip() for _, row in self.table.rows if row[code].strip()]
        if self.ours or all(ID.fullmatch(value) or re.fullmatch(r"[\d.]+", value) for value in values):
            self.at["code"] = label
            self.at["id"] = code

    def _from_groups(self) -> None:
        """A table whose lowest column is called a subtheme or theme: that is then its codes'."""
        for what in ("subtheme", "theme"):
            if what in self.at:
                self.at["code"] = self.at.pop(what)
                return

    @property
    def places(self) -> bool:
        """Whether a column says what stands under what."""
        return bool(self.levels) or bool({*PLACES, "depth"} & set(self.at))

    def notes(self) -> Iterator[str]:
        header = self.table.header
        taken = [f"'{header[n]}' as {what.replace('_', ' ')}" for what, n in self.at.items() if header[n] != what]
        taken += [f"'{header[n]}' as level {depth}" for depth, n in enumerate(self.levels, 1)]
        if taken:
            yield f"columns taken: {', '.join(taken)}"
        if self.on_depths:
            yield self.on_depths
        left = [name for n, name in enumerate(header) if name and n not in {*self.at.values(), *self.levels}]
        if left:
            yield f"columns not taken: {', '.join(repr(name) for name in left)}"


def plain(name: str) -> str:
    """A column's name or a code's, to compare: small letters, blanks alone between words."""
    return " ".join(re.split(r"[\s_.\-:]+", name.strip().casefold())).strip()
