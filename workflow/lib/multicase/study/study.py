"""A study: the directory of everything that people supply, read and checked as a whole.

`load` reports all problems of all files at once, before anything else runs. It reads no raw text: what is inside the
sources is the business of `multicase.ingest`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from multicase.digest import batch_of
from multicase.study import (
    attributes,
    checking,
    codebook,
    coder_names,
    coders,
    consent,
    crosstables,
    files,
    foreign,
    places,
    references,
    replication,
    settings,
    unmet,
)
from multicase.study.attributes import Attributes
from multicase.study.files import Row
from multicase.study.problems import Problem, StudyError
from multicase.study.replication import Replication
from multicase.wording import counted, listed

# name -> (path in the study, whether a study needs it); the schema has the same name
TABLES = {
    "cases": ("cases.csv", True),
    "sources": ("sources.csv", True),
    "participants": ("participants.csv", False),
    "columns": ("columns.csv", False),
    "readings": ("readings.csv", False),
    "adjudication": ("adjudication.csv", False),
    "summaries": ("summaries.csv", False),
    "register": ("private/register.csv", False),
    "speakers": ("private/speakers.csv", False),
    "decisions": ("private/decisions.csv", False),
    "pseudonyms": ("private/pseudonyms.csv", False),
    "rereading": ("private/rereading.csv", False),
    "looked": ("private/looked.csv", False),
    "mapping": ("private/mapping.csv", False),
}
DOCUMENTS = {
    "codebook": ("codebook.yaml", True),
    "study": ("study.yaml", False),
    "tables": ("tables.yaml", False),
    "claims": ("claims.yaml", False),
    "migrations": ("migrations.yaml", False),
    "coders": ("coders.yaml", False),
    "frozen": ("frozen.yaml", False),
}
SETTINGS = "config.yaml"
CODINGS = (".csv", ".qdpx", coders.ENDING)
CODING_FOLDERS = {"codings": "codings", "closed_codings": "private/codings"}  # on texts after anonymisation, and before
AUDITS = "audits"
TAKEN = ("published", "private", "logs")  # folders of the results
STUDY_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Study:
    """A study that has passed every check. An optional table that the study doesn't have is None."""

    root: Path
    cases: list[Row]
    sources: list[Row]
    codebook: dict[str, Any]
    participants: list[Row] | None = None
    adjudication: list[Row] | None = None
    summaries: list[Row] | None = None
    register: list[Row] | None = None
    speakers: list[Row] | None = None
    columns: list[Row] | None = None
    decisions: list[Row] | None = None
    pseudonyms: list[Row] | None = None
    rereading: list[Row] | None = None
    looked: list[Row] | None = None
    mapping: list[Row] | None = None
    readings: list[Row] | None = None
    study: dict[str, Any] | None = None
    tables: dict[str, Any] | None = None
    claims: dict[str, Any] | None = None
    migrations: dict[str, Any] | None = None
    coders: dict[str, Any] | None = None
    frozen: dict[str, Any] | None = None
    codings: dict[str, list[Row]] = field(default_factory=dict)  # coder -> rows
    closed_codings: dict[str, list[Row]] = field(default_factory=dict)  # ... of those on texts before anonymisation
    audits: dict[str, dict[str, Any]] = field(default_factory=dict)  # name -> what an audit by sample found
    settings: dict[str, Any] = field(default_factory=dict)  # what its config.yaml sets otherwise
    replication: Replication | None = None  # of which study, and how far its instrument is the same

    @property
    def name(self) -> str:
        """The name of the study's directory, which also names its results."""
        return self.root.resolve().name

    @property
    def locked(self) -> bool:
        """Whether the closed zone is encrypted (`multicase lock`), so that only what comes after it can be built."""
        return is_locked(self.root)

    @cached_property
    def attributes(self) -> Attributes:
        """What the study records beyond what every study has."""
        return attributes.declared(self.study)

    @cached_property
    def open_sources(self) -> list[Row]:
        """The sources that may appear in the results: all but those whose consent is `closed`."""
        return [source for source in self.sources if source["consent"] != consent.CLOSED]

    @cached_property
    def people(self) -> set[str]:
        """Those who coded, as far as files name them and not projects, and those who read."""
        return {*self.codings, *self.closed_codings, *(row["coder"] for row in self.readings or [])}

    def batches(self, per_case: int) -> dict[str, list[Row]]:
        """Batch id -> its sources. A source's batch hangs on its id alone, so that growth moves none."""
        found: dict[str, list[Row]] = {}
        for source in sorted(self.open_sources, key=lambda row: row["source_id"]):
            found.setdefault(batch_of(source["case_id"], source["source_id"], per_case), []).append(source)
        return dict(sorted(found.items()))

    def path(self, name: str) -> Path | None:
        """Where a file of the study lies, or None if the study hasn't got it."""
        relative, _ = (TABLES | DOCUMENTS)[name]
        return self.root / relative if getattr(self, name) is not None else None

    def coding_paths(self) -> list[Path]:
        """The files of codings on anonymised texts: coders' CSV files, projects of QDA tools, records of programs."""
        return [path for path in _coding_files(self.root, "codings") if path.suffix in CODINGS and path.is_file()]

    def closed_coding_paths(self) -> list[Path]:
        """The files of codings on texts before anonymisation, a CSV file for each coder."""
        return [coding_file(self.root, CODING_FOLDERS["closed_codings"], coder) for coder in self.closed_codings]

    def record_paths(self) -> list[Path]:
        """Of these the records of what programs coded."""
        return [path for path in self.coding_paths() if path.suffix == coders.ENDING]

    def frozen_paths(self) -> list[Path]:
        """The files that `multicase freeze` takes digests of."""
        paths = (self.path(name) for name in ("codebook", "study", "claims", "cases"))
        return [path for path in paths if path is not None]

    def audit_paths(self) -> list[Path]:
        """The files of audits by sample."""
        return [self.root / AUDITS / f"{name}.yaml" for name in self.audits]


def load(root: Path | str, before_sources: bool = False, book: Mapping[str, Any] | None = None) -> Study:
    """Read and check the study in `root`. Its rows are complete: all columns, empty where a file hasn't got them.

    Raises StudyError with every problem of every file: unreadable files, unknown or missing columns and keys, values
    of the wrong form, duplicate ids, references that lead nowhere, raw files that aren't there, files nobody reads.
    before_sources: whether a study may have no sources and no participants yet, as when its plan is frozen. book: a
    sound codebook to be taken for the study's, as if its file held it.
    """
    root = Path(root)
    problems: list[Problem] = []
    if not root.is_dir():
        todo = "Mend the path: it stands behind the command, in config.yaml, or behind --study or --config study=."
        raise StudyError([Problem(str(root), "", "no such directory", "the directory of a study", todo)])
    if not (root / TABLES["sources"][0]).exists() and (root / "audit/evidence.csv").is_file():
        found, todo = "the results of a study", "Name the study's own directory, or get it: results hold no sources."
        raise StudyError([Problem(str(root), "", found, "the directory of a study", todo)])
    problems.extend(name_problems(root))
    problems.extend(places.problems(root, [*(path for path, _ in (TABLES | DOCUMENTS).values()), SETTINGS]))
    content = _documents(root, problems) | ({"codebook": book} if book else {})
    declared = attributes.declared(content.get("study"))
    is_known = "study" in content or not (root / DOCUMENTS["study"][0]).is_file()
    content |= _tables(root, declared, problems, is_known, before_sources)
    for name, folder in CODING_FOLDERS.items():
        columns = list(files.schema("codings")["properties"])
        content[name] = of_coders = {}
        for path in _coding_files(root, folder):
            if path.suffix == ".csv" and path.is_file():
                of_coder = of_coders.setdefault(_coder(path), [])
                of_coder += [_complete(row, columns) for row in checking.read_csv(path, "codings", str(path), problems)]
    content["audits"] = _audits(root, problems)
    content["settings"] = _settings(root, problems)
    paths = {name: str(root / relative) for name, (relative, _) in (TABLES | DOCUMENTS).items()}
    if book := content.get("codebook"):
        problems.extend(codebook.problems(book, declared if is_known else None, paths["codebook"]))
    if (tables := content.get("tables")) and is_known:
        problems.extend(crosstables.problems(tables, declared, content.get("codebook"), paths["tables"]))
    replicated = replication.of(root, content, paths["study"], problems)
    if replicated:
        problems.extend(replication.problems(replicated, paths))
        problems.extend(unmet.problems(replicated, content, paths["study"]))
    files_read = references.Files(root, content, paths, declared, is_known, replicated, before_sources)
    problems.extend(references.problems(files_read))
    problems.extend(coders.problems(content.get("coders"), root, paths["coders"]))
    problems.extend(_unread(root))
    if not is_locked(root):
        problems.extend(_raw_problems(root, content.get("sources", [])))
    if problems:
        raise StudyError(problems)
    content = {"sources": []} | content
    return Study(root=root, replication=replicated, **content)


def name_problems(root: Path) -> Iterator[Problem]:
    """What is wrong with how a study's directory is called."""
    if root.resolve().name in TAKEN:
        found, todo = f"the name '{root.resolve().name}'", "Rename the directory."
        yield Problem(str(root), "", found, "a name that means nothing else among the results", todo)
    elif not STUDY_NAME.fullmatch(root.resolve().name):
        expected = "a name of letters, digits, '.', '_' and '-', since it names the results"
        yield Problem(str(root), "", "a directory with another name", expected, "Rename the directory.")
    if set("{}") & set(str(root)):
        yield Problem(str(root), "", "braces in the path", "a path without them", "Rename or move the directory.")


def _documents(root: Path, problems: list[Problem]) -> dict[str, Any]:
    """The YAML files that are there and sound."""
    found = {}
    for name, (relative, needed) in DOCUMENTS.items():
        if _is_there(root / relative, needed, problems):
            read = checking.read_yaml(root / relative, name, str(root / relative), problems)
            found |= {} if read is None else {name: read}
    return found


def _tables(
    root: Path, declared: Attributes, problems: list[Problem], is_known: bool, before_sources: bool
) -> dict[str, list[Row]]:
    """The rows of the CSV files that can be read, complete. is_known: whether what the study declares is known."""
    found: dict[str, list[Row]] = {}
    for name, (relative, needed) in TABLES.items():
        if not _is_there(root / relative, needed and not (before_sources and name == "sources"), problems):
            continue
        before, own = len(problems), declared.get(name, {})
        rows = checking.read_csv(root / relative, name, str(root / relative), problems, own if is_known else None)
        if rows or len(problems) == before:  # what can't be read at all would make every reference to it wrong
            found[name] = [_complete(row, [*files.schema(name)["properties"], *own]) for row in rows]
    return found


def _complete(row: Row, columns: list[str]) -> Row:
    complete = Row(dict.fromkeys(columns, "") | row)
    complete.first, complete.line = row.first, row.line
    return complete


def _audits(root: Path, problems: list[Problem]) -> dict[str, dict[str, Any]]:
    """What audits by sample found, by the names of their files."""
    found = {}
    for path in sorted(path for path in (root / AUDITS).glob("*") if not path.name.startswith((".", "~"))):
        if path.suffix != ".yaml" or set("{}") & set(path.name):
            expected, todo = "reports of multicase audit, which end in .yaml", "Move it away, or name it so."
            problems.append(Problem(str(path), "", "a file that nobody reads", expected, todo))
        elif (read := checking.read_yaml(path, "audit", str(path), problems)) is not None:
            found[path.stem] = read
    return found


def _settings(root: Path, problems: list[Problem]) -> dict[str, Any]:
    """What the study's config.yaml sets otherwise than the repository's."""
    path = root / SETTINGS
    text = files.read_text(path, str(path), problems) if path.is_file() else None
    before = len(problems)
    content = files.parsed(text, str(path), problems) if text else None
    if len(problems) == before:
        problems.extend(settings.partial_problems({} if content is None else content, str(path), text or ""))
    return content if isinstance(content, dict) else {}


def coding_file(root: Path, folder: str, coder: str) -> Path:
    """A coder's table of codings in one of CODING_FOLDERS, as it is called there, or will be if there is none."""
    there = (path for path in _coding_files(root, folder) if path.suffix == ".csv" and _coder(path) == coder)
    return next(there, root / folder / f"{coder}.csv")


def _coder(path: Path) -> str:
    """Whose a file of codings is: a name is the same, however a system writes its letters."""
    return unicodedata.normalize("NFC", path.stem)


def _coding_files(root: Path, folder: str) -> list[Path]:
    return sorted(path for path in (root / folder).glob("*") if not path.name.startswith((".", "~")))


def _unread(root: Path) -> Iterator[Problem]:
    """Files among the codings that no reader takes, and would be missing without a sound."""
    for name, folder in CODING_FOLDERS.items():
        taken = CODINGS if name == "codings" else CODINGS[:1]
        for path in _coding_files(root, folder):
            if set("{}") & set(path.name):
                yield Problem(str(path), "", "braces in the file's name", "a name without them", "Rename the file.")
            elif not coder_names.names_a_coder(path.stem):
                expected = "a name that begins with a letter or digit and holds nothing that can't be seen"
                yield Problem(str(path), "", "a file that can't name a coder", expected, "Rename the file.")
            elif path.is_dir():
                found, todo = "a folder, in which nobody reads", "Move its files up, or away."
                yield Problem(str(path), "", found, "files of codings", todo)
            elif path.suffix not in taken:
                yield _unread_file(path, taken)


def _unread_file(path: Path, taken: tuple[str, ...]) -> Problem:
    expected = f"a name that ends in {listed(taken, 'or')}"
    if path.suffix.lower() in taken:
        todo = f"Rename it to {path.stem}{path.suffix.lower()}."
        return Problem(str(path), "", "a file that nobody reads", expected, todo)
    if kind := foreign.told(path.name):
        todo = f"Move it away. {kind.todo} Then take that in: multicase import-codings FILE."
        return Problem(str(path), "", f"{kind.what}, which nobody reads", expected, todo)
    todo = "Move it away, and take it in from there: multicase import-codings FILE."
    return Problem(str(path), "", "a file that nobody reads", expected, todo)


def is_locked(root: Path) -> bool:
    """Whether a study's raw files are away, in the encrypted file that `multicase lock` makes."""
    return (root / "closed.age").is_file() and not (root / "raw").is_dir()


def _is_there(path: Path, needed: bool, problems: list[Problem]) -> bool:
    if needed and not os.path.lexists(path):
        problems.append(Problem(str(path), "", "no such file", "a file that every study needs", "Write it."))
    return path.is_file()


def unconfirmed(study: Study) -> Iterator[Problem]:
    """What no person has said yet, a file at a time: whether guesses are right, and consent. Told, and no error."""
    silent = [row.line for row in study.sources if not row["consent"]]
    if silent:
        found = f"{counted(len(silent), 'source')} without consent, which {'are' if len(silent) > 1 else 'is'} quoted"
        todo = "Say what was agreed to."
        yield Problem(str(study.root / "sources.csv"), _lines(silent), found, "quote, aggregate or closed", todo)
    for name, (relative, _) in TABLES.items():
        lines = [row.line for row in getattr(study, name) or [] if row.get("guessed")]
        if lines:
            todo = "Check the columns that 'guessed' names, then empty it."
            found = f"{counted(len(lines), 'row')} of guesses"
            yield Problem(str(study.root / relative), _lines(lines), found, "confirmed values", todo)


def unheard(study: Study) -> Iterator[Problem]:
    """Participants whom no speaker label is, and no document names. Told, and no error: they may have been silent."""
    if study.speakers is None:
        return
    known = {row["participant_id"] for row in study.speakers}
    known |= consent.named(row for row in study.sources if row["kind"] == "document")
    if quiet := [row for row in study.participants or [] if row["participant_id"] not in known]:
        lines, ids = [row.line for row in quiet], [row["participant_id"] for row in quiet]
        found = f"{counted(len(quiet), 'participant')} whom no label of private/speakers.csv is: {listed(ids)}"
        todo = "If nobody is meant, remove them here and in sources.csv: tables count them."
        yield Problem(str(study.root / "participants.csv"), _lines(lines), found, "people who speak", todo)


def _lines(numbers: Sequence[int]) -> str:
    return f"lines {numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else f"line {numbers[0]}"


def unlisted(study: Study) -> Iterator[Problem]:
    """Files below raw/ that no source names, and that are not read. Told, and no error."""
    named = {(study.root / row["path"]).resolve() for row in study.sources}
    lying = (path for path in sorted((study.root / "raw").rglob("*")) if path.is_file())
    found = [path for path in lying if not path.name.startswith((".", "~")) and path.resolve() not in named]
    if found:
        told = f"{counted(len(found), 'file')} that no source names, such as {found[0].relative_to(study.root)}"
        todo = "Add a row to sources.csv for each, or move them away: they are not read."
        yield Problem(str(study.root / "raw"), "", told, "files that sources.csv names", todo)


def _raw_problems(root: Path, sources: list[Row]) -> Iterator[Problem]:
    file = str(root / "sources.csv")
    read: dict[str, Row] = {}
    for row in sources:
        path = root / row["path"]
        place = f"{row.place}, column path"
        if ".." in Path(row["path"]).parts:
            yield Problem(file, place, "a path that leaves the study", "a path below raw/", "Move the file into raw/.")
        elif not places.is_file(path):
            found = f"a path where no file lies, for {row['source_id']}"
            yield Problem(file, place, found, "a file below raw/", "Mend the path, or put the file there.")
        elif row["path"] in read:
            found = f"the file of {read[row['path']]['source_id']} (line {read[row['path']].line})"
            todo = "Mend the path, or split the file: its words would count twice."
            yield Problem(file, place, found, "a file of its own for each source", todo)
        read.setdefault(row["path"], row)
