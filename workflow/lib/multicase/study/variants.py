"""What a study would be with cases left out, or with cases of another: a directory of its own, the study untouched."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from multicase.study import coders, files, programs
from multicase.study.problems import Problem, StudyError
from multicase.study.study import CODING_FOLDERS, DOCUMENTS, SETTINGS, TABLES, Study

EVERY = "*"  # a source_id that means every source
WHOLE = "study"  # a scope
STATED = ("licence", "publisher", "published", "disclaimer")  # what a study says of its own material and results
LEFT = ("frozen",)  # what was fixed beforehand is about the study itself
# Tables whose rows may hold for every source of a study: what such a row is about, and what it says of that.
OF_EVERY = {"speakers": ("label", ("role", "participant_id")), "columns": ("column", ("holds",))}

Rows = list[dict[str, str]]
Keep = Callable[[Mapping[str, str]], bool]


@dataclass(frozen=True)
class Part:
    """Some of a study: its cases, the sources and participants of these."""

    study: Study
    cases: frozenset[str]
    projects: Mapping[str, Rows]  # coder -> codings of projects, as rows of the schema `codings`

    @property
    def sources(self) -> set[str]:
        """The ids of its sources."""
        return {row["source_id"] for row in self.study.sources if row["case_id"] in self.cases}

    def holds(self, row: Mapping[str, str]) -> bool:
        """Whether a row of a file of the study is about this part, or about no case at all."""
        if row.get("case_id"):
            return row["case_id"] in self.cases
        if row.get("source_id"):
            return row["source_id"] in {*self.sources, EVERY}
        if row.get("segment_id"):
            return row["segment_id"].rpartition(":")[0] in self.sources
        return _is_of_all(row) or self.case_of(row.get("scope", "")) in {*self.cases, ""}

    def case_of(self, scope: str) -> str:
        """The case that a scope is, or that its source is of; empty for the scope of a whole study."""
        kind, _, of = scope.partition(":")
        if kind != "source":
            return of
        return next(row["case_id"] for row in self.study.sources if row["source_id"] == of)

    @cached_property
    def entities_everywhere(self) -> frozenset[str]:
        """The entities that its study looks for everywhere, where that is in several cases."""
        rows = (self.study.register or []) if len(self.cases) > 1 else []
        return frozenset(row["entity"] for row in rows if _is_of_all(row))


def part(study: Study, cases: Collection[str], projects: Mapping[str, Rows]) -> Part:
    """Some cases of a study. Raises StudyError for cases that it hasn't got."""
    known = [row["case_id"] for row in study.cases]
    if unknown := sorted(set(cases) - set(known)):
        expected = f"one of {', '.join(known)}"
        raise StudyError(
            Problem(str(study.root / "cases.csv"), "", f"no case '{case}'", expected, "Mend the command.")
            for case in unknown
        )
    return Part(study, frozenset(cases), projects)


def without(study: Study, cases: Collection[str], projects: Mapping[str, Rows], to: Path) -> None:
    """Write the study without some of its cases into a new directory. Raises StudyError if none is left."""
    part(study, cases, {})
    kept = [row["case_id"] for row in study.cases if row["case_id"] not in cases]
    if not kept:
        file = str(study.root / "cases.csv")
        raise StudyError([Problem(file, "", "no case left", "at least one", "Leave fewer out.")])
    write([part(study, kept, projects)], to)


def write(parts: Sequence[Part], to: Path) -> None:
    """Write parts of studies as one into a new directory; codebook, claims and settings are the first one's. What they
    state otherwise of their material and results (see `unstated`) is left out.

    Raises StudyError for a directory that is there, and where two parts use an id for different things.
    """
    if to.exists():
        raise StudyError([Problem(str(to), "", "a directory that is there", "a new one", "Name another with --to.")])
    tables = {name: _table(parts, name) for name in TABLES}
    codings = {folder: _codings(parts, name) for name, folder in CODING_FOLDERS.items()}
    if problems := list(_doubled(parts)):
        raise StudyError(problems)
    first = parts[0].study
    for name, (relative, _) in TABLES.items():
        _write(to / relative, *tables[name])
    for folder, of_coders in codings.items():
        for coder, rows in of_coders.items():
            _write(to / folder / f"{coder}.csv", list(files.schema("codings")["properties"]), rows)
    for name, (relative, _) in DOCUMENTS.items():
        if first.path(name) and name not in LEFT:
            _put(to / relative, _document(parts, name, relative))
    if (first.root / SETTINGS).is_file():
        _put(to / SETTINGS, (first.root / SETTINGS).read_text(encoding="utf-8"))
    for one in parts:
        _copy((row["path"] for row in one.study.sources if row["case_id"] in one.cases), one.study.root, to)
    _write_programs(parts, to)
    _put(to / ".gitignore", "# the closed zone\nraw/\nprivate/\n")
    for zone in ("raw", "private"):
        for path in [to / zone, *(to / zone).rglob("*")]:
            if path.exists():
                path.chmod(0o700 if path.is_dir() else 0o600)


def _write_programs(parts: Sequence[Part], to: Path) -> None:
    """What programs recorded, of the sources there are, and the files that they need.

    What a coder answered is the first study's alone, whose codebook it was asked with. What was found in a text is so
    whatever study the text is of.
    """
    first = parts[0].study
    for path in first.record_paths():
        record, _ = coders.read(path)
        if (told := coders.narrowed(record, parts[0].sources)).head["sources"]:
            _put(to / path.relative_to(first.root), coders.written(told).decode())
    columns = list(files.schema(programs.SCHEMA)["properties"])
    for name, rows in _found_by_programs(parts).items():
        _write(programs.path(to, name), columns, rows)
    _copy((path for path in _of_programs(first) if not (to / path).exists()), first.root, to)


def _found_by_programs(parts: Sequence[Part]) -> dict[str, Rows]:
    """Program of `anonymise.programs` -> rows of its records. Raises StudyError for a record that is none."""
    found: dict[str, Rows] = {}
    for one in parts:
        names = sorted(path.stem for path in (one.study.root / programs.FOLDER).glob("*.csv"))
        for name, rows in programs.records(one.study.root, [{"name": name} for name in names]).items():
            if kept := [row for row in rows if one.holds(row)]:
                found.setdefault(name, []).extend(kept)
    return found


def _of_programs(study: Study) -> set[str]:
    """The files of a study that its programs are, or are given: paths from the study."""
    told = (study.coders or {}).get("coders", [])
    named = [(Path(), word) for coder in told for word in coder["command"]]
    named += [(Path(), coder["prompt"]["file"]) for coder in told if isinstance(coder.get("prompt"), dict)]
    for program in study.settings.get("anonymise", {}).get("programs", []):
        named += [(Path(programs.FOLDER), word) for word in programs.words(program["command"])]
    root = study.root.resolve()
    paths = [(root / folder / word).resolve() for folder, word in named]
    inside = [path.relative_to(root) for path in paths if path.is_file() and path.is_relative_to(root)]
    return {
        path.as_posix() for path in inside if path.parts[0] not in coders.CLOSED or path.is_relative_to(programs.FOLDER)
    }


def _copy(paths: Iterable[str], root: Path, to: Path) -> None:
    for path in paths:
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, to / path)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def _table(parts: Sequence[Part], name: str) -> tuple[list[str], Rows]:
    """Columns and rows of a table: the rows as the studies were loaded with, for only those have been checked."""
    columns: list[str] = []
    rows: Rows = []
    for one in parts:
        if path := one.study.path(name):
            columns += [column for column in _header(path) if column not in columns]
            held = [row for row in getattr(one.study, name) if one.holds(row)]
            further = [narrow for row in held for narrow in _narrowed(row, one)]
            rows += held if one is parts[0] else [row for row in further if not _is_said(row, rows, name)]
    scoped = ["scope"] if "scope" not in columns and any(row.get("scope") for row in rows) else []
    return columns + scoped, rows


def _is_said(row: Mapping[str, str], rows: Rows, name: str) -> bool:
    """Whether what a row says of every source is said already, as that interviewers are called so."""
    about = OF_EVERY[name][0] if name in OF_EVERY and row["source_id"] == EVERY else ""
    return bool(about) and any(other["source_id"] == EVERY and other[about] == row[about] for other in rows)


def _narrowed(row: dict[str, str], one: Part) -> Rows:
    """A row of a further study: what holds for all of that study holds for its cases.

    An entity that is looked for in several of them becomes one of each, of the same name and replacement.
    """
    is_everywhere = row.get("entity", "") in one.entities_everywhere
    is_of_each = _is_of_all(row) or ("scope" not in row and is_everywhere)
    cases = sorted(one.cases) if is_of_each else [one.case_of(row.get("scope", ""))]
    return [
        {
            **row,
            **({"scope": f"case:{case}"} if _is_of_all(row) else {}),
            **({"entity": f"{row['entity']}-{case}"} if is_everywhere else {}),
        }
        for case in cases
    ]


def _is_of_all(row: Mapping[str, str]) -> bool:
    """Whether a row with a scope holds for the whole study, as one does whose scope is empty."""
    return row.get("scope") in {WHOLE, ""}


def _codings(parts: Sequence[Part], name: str) -> dict[str, Rows]:
    """Coder -> rows: those of CSV files, and of projects as rows. name: `codings` or `closed_codings`."""
    found: dict[str, Rows] = {}
    for one in parts:
        projects = one.projects if name == "codings" else {}
        for of_coders in (getattr(one.study, name), projects):
            for coder, rows in of_coders.items():
                if kept := [row for row in rows if row["source_id"] in one.sources]:
                    found.setdefault(coder, []).extend(kept)
    return found


def _doubled(parts: Sequence[Part]) -> list[Problem]:
    """Ids, and labels of cases, that several parts use, each for its own; also those of one study given twice."""
    problems = [*_contradicting(parts)]
    told_apart = (
        ("cases", "case_id"),
        ("cases", "label"),
        ("sources", "source_id"),
        ("participants", "participant_id"),
    )
    for name, column in told_apart:
        seen: dict[str, Part] = {}
        for one in parts:
            rows = (row for row in getattr(one.study, name) or [] if one.holds(row))
            for value in (row[column] for row in rows):
                if seen.setdefault(value, one) is not one:
                    found = f"the {column} '{value}', which {seen[value].study.root} has too"
                    file = str(one.study.root / TABLES[name][0])
                    problems.append(Problem(file, "", found, "names of its own", "Rename it in one of the studies."))
    return problems


def _contradicting(parts: Sequence[Part]) -> Iterator[Problem]:
    """What two studies each say of every source, and not the same."""
    for name, (about, saying) in OF_EVERY.items():
        said: dict[str, tuple[Part, list[str]]] = {}
        for one in parts:
            for row in getattr(one.study, name) or []:
                if row["source_id"] != EVERY:
                    continue
                told = [row[column] for column in saying if row[column]]
                other, before = said.setdefault(row[about], (one, told))
                if before != told:
                    found = f"'{row[about]}' as {', '.join(told)} in every source"
                    found += f", in {other.study.root} {', '.join(before)}"
                    todo = "Name the sources instead of * in one of the studies."
                    file = str(one.study.root / TABLES[name][0])
                    yield Problem(file, "", found, "one meaning in every source", todo)


def are_synthetic(parts: Sequence[Part]) -> bool:
    """Whether all material of some parts was invented, as their studies say."""
    return all((one.study.study or {}).get("synthetic", False) for one in parts)


def unstated(parts: Sequence[Part]) -> dict[str, list[Any]]:
    """What the studies of parts don't all state alike of their material and results, so that it can't be said of them
    together: key of study.yaml -> what each says, None where it says nothing.

    Disclaimers that differ are said together, as long as all parts are synthetic.
    """
    found = {key: [(one.study.study or {}).get(key) for one in parts] for key in STATED}
    is_told = {key: all(one == said[0] for one in said) for key, said in found.items()}
    is_told["disclaimer"] |= are_synthetic(parts)
    return {key: said for key, said in found.items() if not is_told[key]}


def _about(parts: Sequence[Part], text: str) -> str:
    """study.yaml of the first study, as far as it holds for all parts; as it stands there if all of it does."""
    before = files.parse_yaml(text)
    sources = {source for one in parts for source in one.sources}
    rounds = {key: [i for i in ids if i in sources] for key, ids in before.get("double_coding", {}).items()}
    content = {key: said for key, said in before.items() if key not in unstated(parts)}
    if "double_coding" in before:
        content["double_coding"] = {key: ids for key, ids in rounds.items() if ids}
    if before.get("synthetic") and not are_synthetic(parts):
        content["synthetic"] = False
    disclaimers = dict.fromkeys((one.study.study or {}).get("disclaimer", "") for one in parts)
    if are_synthetic(parts) and (both := " ".join(filter(None, disclaimers))):
        content["disclaimer"] = both
    return text if content == before else yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _document(parts: Sequence[Part], name: str, relative: str) -> str:
    """A document of the first study; what claims and changes of the codebook say of cases that are left out goes.

    It is synthetic only if all parts are: else the closed zone of the others would be open for anybody to commit.
    """
    first = parts[0].study
    text = (first.root / relative).read_text(encoding="utf-8-sig")
    if name == "study":
        return _about(parts, text)
    cases = {case for one in parts for case in one.cases}
    content = files.parse_yaml(text)
    if name == "migrations":
        return _history(parts, text)
    if name != "claims":
        return text
    sources = {source for one in parts for source in one.sources}
    fits = {
        "negative_cases": lambda entry: entry["case"] in cases,
        "quotations": lambda entry: entry["segment"].rpartition(":")[0] in sources,
    }
    is_whole = True
    for claim in content["claims"]:
        for key in fits.keys() & claim.keys():
            kept = [entry for entry in claim[key] if fits[key](entry)]
            is_whole &= len(kept) == len(claim[key])
            if kept:
                claim[key] = kept
            else:
                del claim[key]
    if is_whole:
        return text
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _history(parts: Sequence[Part], text: str) -> str:
    """migrations.yaml of the first study without lines of `assign` about what is left out, which no coding has then."""
    first, content = parts[0], files.parse_yaml(text)
    sources = {source for one in parts for source in one.sources}
    left = {row["source_id"] for row in first.study.sources} - sources
    zones = (first.study.codings, first.study.closed_codings, first.projects)
    coded = [row for of_coders in zones for rows in of_coders.values() for row in rows]
    stay = {_joined(row["exact"]) for row in coded if row["source_id"] not in left}
    gone = {_joined(row["exact"]) for row in coded} - stay
    is_whole = True
    for entry in content["migrations"]:
        assign = entry.pop("assign", {})
        kept = {
            name: code
            for name, code in assign.items()
            if name.rpartition(":")[0] not in left and _joined(name) not in gone
        }
        is_whole &= len(kept) == len(assign)
        entry |= {"assign": kept} if kept else {}
    return text if is_whole else yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _joined(words: str) -> str:
    return " ".join(words.split())


def _write(path: Path, columns: Sequence[str], rows: Rows) -> None:
    if not columns:
        return
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    _put(path, buffer.getvalue())


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
