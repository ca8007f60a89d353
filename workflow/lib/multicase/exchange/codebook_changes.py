"""A study's codebook renewed from another tool's: what is the same code, what was added, what is gone, what changed.

Nothing is lost that the tool can't hold: a code that is found again keeps its id, its indicators, its attributes and
every text that the tool leaves empty.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from multicase.exchange import code_ids, importing
from multicase.exchange.codebooks import VERSION, WITHOUT, Grown
from multicase.exchange.descriptions import codes_of
from multicase.exchange.names import Known
from multicase.study import coders, files
from multicase.study.problems import Problem
from multicase.study.study import CODING_FOLDERS

GROUPS = ("theme", "subtheme")


@dataclass(frozen=True)
class Renewed:
    """A codebook after another was taken into it.

    added, gone: ids of codes. changed: id of a code, or `theme` or `subtheme` and its id -> what is otherwise now.
    notes: what people should know of it.
    """

    codebook: dict[str, Any]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()


def renewed(grown: Grown, old: Mapping[str, Any]) -> Renewed:
    """A study's codebook with what a foreign one says, in the foreign one's order.

    A code is the same if the file tells its id, else by its path, else by its label, else by the id made of its label;
    each is the same as one other at most. Themes and subthemes are the same by id or label.
    """
    return _Renewing(grown, old).renewed()


class _Renewing:
    def __init__(self, grown: Grown, old: Mapping[str, Any]):
        self.grown, self.old = grown, old
        self.new_codes = {code["code"]: (theme, sub, code) for theme, sub, code in codes_of(grown.codebook)}
        self.old_codes = {code["code"]: (theme, sub, code) for theme, sub, code in codes_of(old)}
        self.same = self._same_codes()
        self.taken = {
            "theme": {theme["theme"] for theme in old["themes"]},
            "subtheme": {sub["subtheme"] for theme in old["themes"] for sub in theme["subthemes"]},
            "code": {*self.old_codes},
        }
        self.used: dict[str, set[str]] = {kind: set() for kind in GROUPS}

    def renewed(self) -> Renewed:
        themes = [self._theme(theme) for theme in self.grown.codebook["themes"]]
        themes = self._put_back(themes)
        told = self.grown.codebook["version"]
        book = dict(self.old) | {"version": self.old["version"] if told == VERSION else told, "themes": themes}
        found = {code["code"]: (theme, sub, code) for theme, sub, code in codes_of(book)}
        gone = tuple(code for code in self.old_codes if code not in found)
        notes = list(_without(book, gone))
        known = {code: now for code, now in found.items() if code in self.old_codes}
        changes = {code: tuple(_changes(self.old_codes[code], now)) for code, now in known.items()}
        changed = {code: said for code, said in changes.items() if said} | _changed_groups(book, self.old)
        added = tuple(code for code in found if code not in self.old_codes)
        if (added or gone or changed) and book["version"] == self.old["version"]:
            notes.append(f"the codebook's version stays {book['version']}: raise it")
        return Renewed(book, added, gone, changed, tuple(notes))

    def _put_back(self, themes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Codes that the file puts into no group, where they stood before: a flat list says nothing of places."""
        for guessed in [theme for theme in themes if theme["label"] == WITHOUT]:
            for sub in guessed["subthemes"]:
                for code in [code for code in sub["codes"] if code["code"] in self.old_codes]:
                    theme, old, _ = self.old_codes[code["code"]]
                    if theme["theme"] != guessed["theme"]:
                        sub["codes"].remove(code)
                        top = _entry(themes, "theme", theme, "subthemes")
                        _entry(top["subthemes"], "subtheme", old, "codes")["codes"].append(code)
            guessed["subthemes"] = [sub for sub in guessed["subthemes"] if sub["codes"]]
        return [theme for theme in themes if theme["subthemes"]]

    def _same_codes(self) -> dict[str, str]:
        """New id -> old id."""
        same = {code: code for code in self.new_codes if code in self.grown.told and code in self.old_codes}
        for calls in (_path, lambda place: _loose(place[2]["label"])):
            new = _once({code: calls(place) for code, place in self.new_codes.items() if code not in same})
            found = {*same.values()}
            old = _once({code: calls(place) for code, place in self.old_codes.items() if code not in found})
            same |= {new[name]: old[name] for name in new if name in old}
        left = {*self.old_codes} - {*same.values()}
        return same | {code: code for code in self.new_codes if code not in same and code in left}

    def _theme(self, theme: Mapping[str, Any]) -> dict[str, Any]:
        old = self._group("theme", theme, self.old["themes"])
        subthemes = [self._subtheme(sub, theme["label"]) for sub in theme["subthemes"]]
        return _over(old, theme, {"theme": self._id("theme", theme, old, ())}) | {"subthemes": subthemes}

    def _subtheme(self, sub: Mapping[str, Any], theme: str) -> dict[str, Any]:
        old = self._group("subtheme", sub, [sub for theme in self.old["themes"] for sub in theme["subthemes"]])
        codes = [self._code(code, (theme, sub["label"])) for code in sub["codes"]]
        return _over(old, sub, {"subtheme": self._id("subtheme", sub, old, (theme,))}) | {"codes": codes}

    def _group(self, kind: str, new: Mapping[str, Any], there: list[dict[str, Any]]) -> dict[str, Any]:
        """The theme or subtheme that was there and is this one; an empty one if there was none."""
        free = [old for old in there if old[kind] not in self.used[kind]]
        for calls in (lambda group: group[kind], lambda group: _loose(group["label"])):
            found = [old for old in free if calls(old) == calls(new)]
            if len(found) == 1:
                self.used[kind].add(found[0][kind])
                return found[0]
        return {}

    def _code(self, code: Mapping[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
        old = self.old_codes[self.same[code["code"]]][2] if code["code"] in self.same else {}
        over = _over(old, code, {"code": self._id("code", code, old, above)})
        attributes = old.get("attributes", {}) | code.get("attributes", {})
        return over | ({"attributes": attributes} if attributes else {})

    def _id(self, kind: str, new: Mapping[str, Any], old: Mapping[str, Any], above: tuple[str, ...]) -> str:
        """The id that it had; for something new the one it came with, unless that is another's already."""
        if old:
            return old[kind]
        name = new[kind]
        if name in self.taken[kind]:
            name = code_ids.made({"": (*above, new["label"])}, self.taken[kind])[""]
        self.taken[kind].add(name)
        return name


def _entry(there: list[dict[str, Any]], kind: str, old: Mapping[str, Any], below: str) -> dict[str, Any]:
    """The theme or subtheme of an id in a list, to which it is added as it was, without what stood in it."""
    found = next((entry for entry in there if entry[kind] == old[kind]), None)
    if found is None:
        found = {**old, below: []}
        there.append(found)
    return found


def _over(old: Mapping[str, Any], new: Mapping[str, Any], own: Mapping[str, str]) -> dict[str, Any]:
    """What is said of something now: what the new one says, and where it is silent, what the old one did."""
    return {**old, **{name: value for name, value in new.items() if value not in ("", [], {})}, **own}


def _without(book: dict[str, Any], gone: Collection[str]) -> Iterator[str]:
    """Takes codes out of the sets that exclude each other, and says so."""
    kept = []
    for one in book.get("exclusive", []):
        codes = [code for code in one["codes"] if code not in gone]
        if len(codes) > 1:
            kept.append(one | {"codes": codes})
        if len(codes) < len(one["codes"]):
            became = "has fewer codes" if len(codes) > 1 else "is gone"
            yield f"the set {one['set']} of codes that exclude each other {became}"
    if "exclusive" in book:
        book["exclusive"] = kept


def _changes(old: tuple, new: tuple) -> Iterator[str]:
    """What is otherwise: the fields of a code, and where it stands."""
    for what, before, now in zip(GROUPS, old, new, strict=False):
        if before[what] != now[what]:
            yield f"moved to the {what} '{now['label']}'"
    yield from _fields_changed(old[2], new[2])


def _fields_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*old, *new}):
        before, now = old.get(name, ""), new.get(name, "")
        if str(before).strip() != str(now).strip():
            yield f"label: '{before}' is now '{now}'" if name == "label" else name


def _changed_groups(now: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The themes and subthemes that were there and of which something else is said now."""
    before, after = (dict(_groups(book)) for book in (old, now))
    found = {name: tuple(_fields_changed(before[name], group)) for name, group in after.items() if name in before}
    return {name: said for name, said in found.items() if said}


def _groups(book: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for theme in book["themes"]:
        yield f"theme {theme['theme']}", {name: value for name, value in theme.items() if name != "subthemes"}
        for sub in theme["subthemes"]:
            yield f"subtheme {sub['subtheme']}", {name: value for name, value in sub.items() if name != "codes"}


def _path(place: tuple) -> tuple[str, ...]:
    theme, sub, code = place
    return tuple(map(_loose, code.get("path") or (theme["label"], sub["label"], code["label"])))


def _loose(label: str) -> str:
    return " ".join(label.split()).casefold()


def _once(names: Mapping[str, Any]) -> dict[Any, str]:
    """Name -> code, of the names that one code has."""
    often = Counter(names.values())
    return {name: code for code, name in names.items() if often[name] == 1}


def in_use(root: Path, codebook: Mapping[str, Any], faults: list[Problem] | None = None) -> dict[str, tuple[str, ...]]:
    """The codes of a codebook that files of the study use -> those files; what migrations.yaml ends is not used.

    Codings in both zones, of projects and programs too, adjudication.csv and claims.yaml are looked at. What can't be
    read of a table is passed over, and added to `faults`.
    """
    found: dict[str, list[str]] = {}
    for file, codes in (*_coded(root, Known(codebook), [] if faults is None else faults), *_claimed(root)):
        for code in codes:
            found.setdefault(code, []).append(file)
    ended = {code for entry in _yaml(root / "migrations.yaml").get("migrations", []) for code in entry.get("from", [])}
    return {code: tuple(where) for code, where in sorted(found.items()) if code not in ended}


def _coded(root: Path, known: Known, faults: list[Problem]) -> Iterator[tuple[str, set[str]]]:
    tables = (path for folder in CODING_FOLDERS.values() for path in sorted((root / folder).glob("*.csv")))
    for path in [*tables, root / "adjudication.csv"]:
        if path.is_file():
            yield path.relative_to(root).as_posix(), _codes_in(path, faults)
    for path in sorted((root / "codings").glob(f"*{coders.ENDING}")):
        record, _ = coders.read(path)
        yield path.relative_to(root).as_posix(), {coding["code"] for _, coding in record.codings}
    for path in sorted((root / "codings").glob("*.qdpx")):
        imported = importing.read(path.read_bytes(), str(path))
        pairs = {(coding.code, coding.code_path) for coding in imported.codings}
        yield path.relative_to(root).as_posix(), {code for pair in pairs for code in known.find(*pair)}


def _codes_in(path: Path, faults: list[Problem]) -> set[str]:
    """What stands in the column `code` of a table, however faulty the rest is."""
    reader = csv.DictReader(io.StringIO(files.read_text(path, str(path), faults) or "", newline=""), restval="")
    try:
        found = {files.cell("code", row["code"]) for row in reader if row.get("code")}
    except csv.Error as error:
        faults.append(Problem(str(path), "", f"broken CSV ({error})", "CSV", "Mend the quotes."))
        return set()
    if reader.fieldnames and "code" not in reader.fieldnames:
        faults.append(Problem(str(path), "line 1", "no column 'code'", "a table with commas, and it", "Mend the file."))
    return found


def _claimed(root: Path) -> Iterator[tuple[str, set[str]]]:
    for claim in _yaml(root / "claims.yaml").get("claims", []):
        groups = [*claim.get("each_of", []), claim.get("supports", []), claim.get("contradicts", [])]
        yield f"claims.yaml ({claim.get('claim', '')})", {code for group in groups for code in group}


def _yaml(path: Path) -> dict[str, Any]:
    problems: list[Problem] = []
    text = files.read_text(path, str(path), problems) if path.is_file() else None
    content = files.parsed(text, str(path), problems) if text else None
    return content if isinstance(content, dict) else {}
