"""A study: the directory of everything that people supply, read and checked as a whole.

`load` reports all problems of all files at once, before anything else runs. It reads no raw text: what is inside the
sources is the business of `multicase.ingest`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from multicase.digest import stable_bucket
from multicase.study import files
from multicase.study.files import Row, nearest
from multicase.study.problems import Problem, StudyError

# name -> (path in the study, whether a study needs it); the schema has the same name
TABLES = {
    "cases": ("cases.csv", True),
    "sources": ("sources.csv", True),
    "participants": ("participants.csv", False),
    "adjudication": ("adjudication.csv", False),
    "summaries": ("summaries.csv", False),
    "register": ("private/register.csv", False),
    "speakers": ("private/speakers.csv", False),
    "decisions": ("private/decisions.csv", False),
    "pseudonyms": ("private/pseudonyms.csv", False),
}
DOCUMENTS = {
    "codebook": ("codebook.yaml", True),
    "study": ("study.yaml", False),
    "claims": ("claims.yaml", False),
    "migrations": ("migrations.yaml", False),
}
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
    decisions: list[Row] | None = None
    pseudonyms: list[Row] | None = None
    study: dict[str, Any] | None = None
    claims: dict[str, Any] | None = None
    migrations: dict[str, Any] | None = None
    codings: dict[str, list[Row]] = field(default_factory=dict)  # coder -> rows

    @property
    def name(self) -> str:
        """The name of the study's directory, which also names its results."""
        return self.root.resolve().name

    @property
    def locked(self) -> bool:
        """Whether the closed zone is encrypted (`multicase lock`), so that only what comes after it can be built."""
        return is_locked(self.root)

    @property
    def open_sources(self) -> list[Row]:
        """The sources that may appear in the results: all but those whose consent is `closed`."""
        return [source for source in self.sources if source.get("consent") != "closed"]

    def batches(self, per_case: int) -> dict[str, list[Row]]:
        """Batch id -> its sources. A source's batch hangs on its id alone, so that growth moves none."""
        found: dict[str, list[Row]] = {}
        for source in sorted(self.open_sources, key=lambda row: row["source_id"]):
            bucket = stable_bucket(source["source_id"], per_case)
            found.setdefault(f"{source['case_id']}-{bucket}", []).append(source)
        return dict(sorted(found.items()))

    def path(self, name: str) -> Path | None:
        """Where a file of the study lies, or None if the study hasn't got it."""
        relative, _ = (TABLES | DOCUMENTS)[name]
        return self.root / relative if getattr(self, name) is not None else None

    def coding_paths(self) -> list[Path]:
        """The files of manual codings: a CSV file for each coder, and projects of QDA tools."""
        return sorted(path for ending in ("csv", "qdpx") for path in (self.root / "codings").glob(f"*.{ending}"))


def load(root: Path | str) -> Study:
    """Read and check the study in `root`.

    Raises StudyError with every problem of every file: unreadable files, unknown or missing columns and keys, values
    of the wrong form, duplicate ids, references that lead nowhere, raw files that aren't there.
    """
    root = Path(root)
    problems: list[Problem] = []
    content: dict[str, Any] = {}
    if not root.is_dir():
        todo = "Name the study's directory in config.yaml, or with --config study=PATH."
        raise StudyError([Problem(str(root), "", "no such directory", "the directory of a study", todo)])
    if not STUDY_NAME.fullmatch(root.resolve().name):
        expected = "a name of letters, digits, '.', '_' and '-', since it names the results"
        problems.append(Problem(str(root), "", "a directory with another name", expected, "Rename the directory."))
    for name, (relative, needed) in TABLES.items():
        if _is_there(root / relative, needed, problems):
            before = len(problems)
            rows = files.read_csv(root / relative, name, str(root / relative), problems)
            if rows or len(problems) == before:  # what can't be read at all would make every reference to it wrong
                content[name] = rows
    for name, (relative, needed) in DOCUMENTS.items():
        if _is_there(root / relative, needed, problems):
            content[name] = files.read_yaml(root / relative, name, str(root / relative), problems)
    content["codings"] = {
        path.stem: files.read_csv(path, "codings", str(path), problems)
        for path in sorted((root / "codings").glob("*.csv"))
    }
    problems.extend(_reference_problems(root, content))
    if not is_locked(root):
        problems.extend(_raw_problems(root, content.get("sources", [])))
    if problems:
        raise StudyError(problems)
    return Study(root=root, **content)


def is_locked(root: Path) -> bool:
    """Whether a study's raw files are away, in the encrypted file that `multicase lock` makes."""
    return (root / "closed.age").is_file() and not (root / "raw").is_dir()


def _is_there(path: Path, needed: bool, problems: list[Problem]) -> bool:
    if not path.is_file() and needed:
        problems.append(Problem(str(path), "", "no such file", "a file that every study needs", "Write it."))
    return path.is_file()


def code_ids(codebook: dict[str, Any]) -> list[str]:
    """The ids of a codebook's codes, in its order."""
    return [
        code["code"] for theme in codebook["themes"] for subtheme in theme["subthemes"] for code in subtheme["codes"]
    ]


def unconfirmed(study: Study) -> Iterator[Problem]:
    """What no person has said yet, a file at a time: whether guesses are right, and consent. Told, and no error."""
    silent = [row.line for row in study.sources if not row.get("consent")]
    if silent:
        place = f"lines {silent[0]} to {silent[-1]}" if len(silent) > 1 else f"line {silent[0]}"
        found, todo = f"{len(silent)} sources without consent, which are quoted", "Say what was agreed to."
        yield Problem(str(study.root / "sources.csv"), place, found, "quote, aggregate or closed", todo)
    for name, (relative, _) in TABLES.items():
        lines = [row.line for row in getattr(study, name) or [] if row.get("guessed")]
        if lines:
            place = f"lines {lines[0]} to {lines[-1]}" if len(lines) > 1 else f"line {lines[0]}"
            todo = "Check the columns that 'guessed' names, then empty it."
            yield Problem(str(study.root / relative), place, f"{len(lines)} rows of guesses", "confirmed values", todo)


def split(value: str) -> list[str]:
    """The items of a field that holds a list separated by semicolons."""
    return [item.strip() for item in value.split(";") if item.strip()]


def _reference_problems(root: Path, content: dict[str, Any]) -> Iterator[Problem]:
    cases = {row["case_id"] for row in content.get("cases", [])}
    sources = {row["source_id"] for row in content.get("sources", [])}
    participants = {row["participant_id"] for row in content.get("participants") or []}
    codebook = content.get("codebook")
    codes = set(code_ids(codebook)) if codebook else set()
    if "sources" in content and not sources:
        todo = "Add a row for each source, or make a study of a folder with multicase new-study."
        yield Problem(str(root / "sources.csv"), "", "no sources", "at least one source", todo)
    for name in ("sources", "participants", "summaries"):
        if cases:
            yield from _lost(root, content, name, "case_id", cases, "case", "cases.csv")
    if participants:
        yield from _lost(root, content, "sources", "participants", participants, "participant", "participants.csv")
        yield from _lost(root, content, "speakers", "participant_id", participants, "participant", "participants.csv")
    if sources:
        yield from _lost(root, content, "speakers", "source_id", sources | {"*"}, "source", "sources.csv")
    if codes:
        yield from _lost(root, content, "adjudication", "code", codes, "code", "codebook.yaml")
        themes = {theme["theme"] for theme in codebook["themes"]}
        yield from _lost(root, content, "summaries", "theme", themes, "theme", "codebook.yaml")
        yield from _code_twice(root, codebook)
        history = (content.get("migrations") or {}).get("migrations", [])
        former = {code for entry in history for code in entry["from"]}
        for coder, rows in content["codings"].items():
            file = str(root / "codings" / f"{coder}.csv")
            yield from _lost_in(rows, file, "code", codes | former, "code", "codebook.yaml")
            if sources:
                yield from _lost_in(rows, file, "source_id", sources, "source", "sources.csv")
        yield from _claim_problems(root, (content.get("claims") or {}).get("claims", []), codes, cases)
    for name, coded in ((content.get("study") or {}).get("double_coding") or {}).items():
        for source in sorted(set(coded) - sources) if sources else ():
            todo = f"Mend it{nearest(source, sorted(sources))}."
            yield Problem(
                str(root / "study.yaml"), f"double_coding.{name}", f"'{source}'", "a source of sources.csv", todo
            )
    for row in content.get("speakers") or []:
        if (row["role"] == "participant") != bool(row["participant_id"]):
            file, place = str(root / "private/speakers.csv"), f"line {row.line}, column participant_id"
            expected = "a participant for the role participant, and nothing for other roles"
            yield Problem(file, place, f"'{row['participant_id']}'", expected, "Mend the row.")


def _lost(
    root: Path, content: dict[str, Any], name: str, column: str, known: set[str], what: str, where: str
) -> Iterator[Problem]:
    yield from _lost_in(content.get(name) or [], str(root / TABLES[name][0]), column, known, what, where)


def _lost_in(rows: list[Row], file: str, column: str, known: set[str], what: str, where: str) -> Iterator[Problem]:
    """References that lead nowhere, one Problem a row and value."""
    for row in rows:
        for value in split(row.get(column, "")):
            if value not in known:
                todo = f"Mend it, or add the {what} to {where}{nearest(value, sorted(known))}."
                place = f"line {row.line}, column {column}"
                yield Problem(file, place, f"the unknown {what} '{value}'", f"a {what} of {where}", todo)


def _claim_problems(root: Path, claims: list[dict[str, Any]], codes: set[str], cases: set[str]) -> Iterator[Problem]:
    file, seen = str(root / "claims.yaml"), set()
    for claim in claims:
        name = claim["claim"]
        if name in seen:
            yield Problem(file, name, "the claim twice", "each claim once", "Give each claim an id of its own.")
        seen.add(name)
        each_of = [code for group in claim.get("each_of", []) for code in group]
        named = {"supports": claim.get("supports", []), "contradicts": claim.get("contradicts", []), "each_of": each_of}
        for place, given in named.items():
            for code in sorted(set(given) - codes):
                todo = f"Mend the code{nearest(code, sorted(codes))}."
                yield Problem(file, f"{name}.{place}", f"'{code}'", "a code of codebook.yaml", todo)
        for code in sorted(set(named["supports"]) & set(named["contradicts"])):
            yield Problem(file, name, f"'{code}' on both sides", "a code for or against", "Take it from one side.")
        for code in sorted(set(each_of) - set(named["supports"])):
            yield Problem(file, f"{name}.each_of", f"'{code}'", "one of the supporting codes", "Add it to supports.")
        for entry in claim.get("negative_cases", []):
            if entry["case"] not in cases:
                todo = f"Mend it{nearest(entry['case'], sorted(cases))}."
                yield Problem(file, f"{name}.negative_cases", f"'{entry['case']}'", "a case of cases.csv", todo)


def _code_twice(root: Path, codebook: dict[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for code in code_ids(codebook):
        if code in seen:
            todo = "Give each code an id of its own."
            yield Problem(str(root / "codebook.yaml"), "", f"the code '{code}' twice", "each code once", todo)
        seen.add(code)


def _raw_problems(root: Path, sources: list[Row]) -> Iterator[Problem]:
    file = str(root / "sources.csv")
    for row in sources:
        path = root / row.get("path", "")
        place = f"line {row.line}, column path"
        if ".." in Path(row.get("path", "")).parts:
            yield Problem(file, place, "a path that leaves the study", "a path below raw/", "Move the file into raw/.")
        elif not path.is_file():
            found = f"a path where no file lies, for {row['source_id']}"
            yield Problem(file, place, found, "a file below raw/", "Mend the path, or put the file there.")
