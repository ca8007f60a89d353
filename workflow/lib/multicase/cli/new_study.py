"""`multicase new-study`: a study made out of a folder of raw files. What the files tell is filled in, as a guess."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import yaml

from multicase.closed.locking import write_private
from multicase.study import files
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.ingest import Source
    from multicase.ingest.columns import Column
    from multicase.ingest.guesses import Guess
    from multicase.ingest.voices import Voice

CODEBOOK = """\
# The codebook: themes, subthemes, codes. Replace this example by your own.
version: "0.1"
themes:
  - theme: example
    label: Example
    definition: What the theme claims or gathers.
    subthemes:
      - subtheme: example_part
        label: Example, one part
        codes:
          - code: example_code
            label: Example code
            definition: What the code means.
            polarity: neutral
            indicators:
              - {id: i1, phrase: for example}
"""
STUDY = """\
title: {title}
question: ""
synthetic: false
# What the study records beyond what every study has, such as a participant's gender: see docs/declaring.md.
attributes: {{cases: {{}}, sources: {{}}, participants: {attributes}, codes: {{}}}}
"""
ORIGINS, GUESSES = "private/origins.csv", "private/guesses.csv"


def command(
    directory: Annotated[Path, typer.Argument(help="the new study's directory")],
    source: Annotated[Path, typer.Option("--from", help="a folder of raw files; its sub-folders are the cases")],
    words: Annotated[
        list[str] | None, typer.Option(help="a column of tables that holds what people said or wrote")
    ] = None,
    who: Annotated[
        list[str] | None, typer.Option(help="the column of tables that names the speaker or respondent")
    ] = None,
    attribute: Annotated[
        list[str] | None, typer.Option(help="a column of closed answers, to be an attribute of participants")
    ] = None,
    not_read: Annotated[list[str] | None, typer.Option(help="a column of tables that nothing is read from")] = None,
) -> None:
    """Make a study of a folder of raw files; every guess is marked, and its reason told, for you to confirm."""
    given = {"words": words, "who": who, "attribute": attribute, "not read": not_read}
    declared = {name: holds for holds, names in given.items() for name in names or []}
    ask = _asked if sys.stdin.isatty() and sys.stdout.isatty() else None
    print("\n".join(make(source, directory, declared, ask)))


def _asked(file: Path, column: Column) -> str:
    """What a person says that a column holds."""
    from multicase.ingest.columns import HOLDS

    about = f"{file.name}, column '{column.name}': {counted(column.filled, 'cell')}, {column.distinct} different"
    print(f"{about}, {column.mean_words:.1f} words each; it may hold {', '.join(HOLDS)}")
    choice = typer.prompt("it holds", default=column.suggestion)
    while choice not in HOLDS:
        choice = typer.prompt(f"one of {', '.join(HOLDS)}", default=column.suggestion)
    return choice


@dataclass(frozen=True)
class Found:
    """A raw file, as far as it explains itself.

    columns: column of a table -> what it holds, where people have said so. attributes: attribute -> respondent ->
    value, of a table's closed answers.
    """

    path: Path
    case_id: str
    source_id: str
    format: str
    kind: Guess
    date: Guess
    voices: tuple[Voice, ...]
    notes: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)


def make(
    folder: Path,
    directory: Path,
    declared: Mapping[str, str] | None = None,
    ask: Callable[[Path, Column], str] | None = None,
) -> list[str]:
    """Make the study and say what was made, what was guessed and why, and what a person must now confirm.

    declared: column of tables -> what it holds. ask: asks a person about a column that nobody has settled. Raises
    StudyError, and makes nothing, if the folder has no raw file, one of them can't be read, or the study's directory is
    there already and not empty.
    """
    if directory.exists() and any(directory.iterdir()):
        todo = "Choose a directory that isn't there yet."
        raise StudyError([Problem(str(directory), "", "a directory with files in it", "a new directory", todo)])
    found = survey(folder, declared or {}, ask)
    if unknown := sorted(set(declared or {}) - {name for item in found for name in item.columns}):
        named = f"the column {', '.join(repr(name) for name in unknown)}, which no table has"
        raise StudyError([Problem(str(folder), "", named, "columns of the tables in it", "Mend the option.")])
    (directory / "private").mkdir(parents=True)
    for item in found:
        target = directory / _raw_path(item)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(item.path, target)
    roles = _roles(found)
    tables = _tables(found, roles)
    attributes = {name: label for item in found for name, label in _attribute_names(item).items()}
    for name, rows in tables.items():
        _write(directory / name, rows, list(attributes) if name == "participants.csv" else [])
    (directory / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    inside = yaml.safe_dump(
        {name: {"label": label} for name, label in attributes.items()}, default_flow_style=True, allow_unicode=True
    )
    study = STUDY.format(title=directory.name, attributes=" ".join(inside.split()))
    (directory / "study.yaml").write_text(study, encoding="utf-8")
    (directory / ".gitignore").write_text("# the closed zone\nraw/\nprivate/\n", encoding="utf-8")
    origins = [(item.source_id, item.path.relative_to(folder).as_posix()) for item in found]
    _write_private(directory / ORIGINS, ("source_id", "file"), origins)
    guesses = list(_guesses(found, roles))
    _write_private(directory / GUESSES, ("source_id", "what", "guess", "why"), guesses)
    _close(directory)
    cases = len(tables["cases.csv"])
    return [
        f"{directory}: {counted(cases, 'case')}, {counted(len(found), 'source')}, "
        f"{counted(len(tables['participants.csv']), 'participant')}",
        *(f"  {source_id}  {what}: {guess or 'unknown'} ({why})" for source_id, what, guess, why in guesses),
        *(f"  {item.source_id}  note: {note}" for item in found for note in item.notes),
        f"Cases and sources have opaque names: {ORIGINS} says the file of each, {GUESSES} each guess and why.",
        "Every guess is marked in a column 'guessed'. Now:",
        "  cases.csv             say what each case is",
        "  sources.csv           check kind and date of each source; set consent where it isn't 'quote'",
        "  participants.csv      say what role each participant has; several rows may be one person",
        "  private/speakers.csv  check who each speaker label is (multicase speakers)",
        "  private/register.csv  list the names you know of (entity, kind, name, aliases, replacement)",
        "  codebook.yaml         replace the example by your codebook",
        f"Then: multicase check {directory}; snakemake --config study={directory}",
    ]


def survey(folder: Path, declared: Mapping[str, str], ask: Callable[[Path, Column], str] | None = None) -> list[Found]:
    """Every raw file below the folder with its case, format, kind, date and voices.

    A file's case is its first sub-folder, or the folder itself; cases are numbered, since a folder's name may be that
    of a place. Hidden files are passed over. Raises StudyError naming every file that can't be read.
    """
    if not folder.is_dir():
        todo = "Name a folder whose sub-folders hold the raw files of a case each."
        raise StudyError([Problem(str(folder), "", "no such folder", "a folder of raw files", todo)])
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not _is_hidden(path.relative_to(folder)))
    problems: list[Problem] = []
    found: list[Found] = []
    numbers: dict[str, int] = {}
    folders = sorted({_case_folder(path.relative_to(folder)) for path in paths})
    for path in paths:
        inside = path.relative_to(folder)
        case_id = f"case{folders.index(_case_folder(inside)) + 1}"
        numbers[case_id] = numbers.get(case_id, 0) + 1
        try:
            found.append(_examine(path, inside, case_id, numbers[case_id], declared, ask))
        except StudyError as error:
            problems += error.problems
    if not paths:
        todo = "Put the raw files into the folder, in a sub-folder for each case."
        problems.append(Problem(str(folder), "", "no files", "raw files", todo))
    if problems:
        raise StudyError(problems)
    return found


def _case_folder(inside: Path) -> str:
    return inside.parts[0] if len(inside.parts) > 1 else ""


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~")) for part in path.parts)


def _examine(
    path: Path,
    inside: Path,
    case_id: str,
    number: int,
    declared: Mapping[str, str],
    ask: Callable[[Path, Column], str] | None,
) -> Found:
    from multicase import ingest
    from multicase.ingest import guesses, readers, voices

    fmt = ingest.detect_format(path)
    columns = _columns(path, fmt, declared, ask) if fmt in readers.TABLES else {}
    source_id = f"{case_id}-s{number:03d}"
    read = _read(path, fmt, source_id, case_id, columns)
    spoken = tuple(voices.of_turns(read.turns))
    guessed = voices.roles([spoken])
    roles = [guessed[source_id, voice.label].role if voice.label else "" for voice in spoken]
    lines = str(read.text["text"]).split("\n")
    kind = guesses.kind(str(inside), lines, spoken, roles)
    answers = _attributes(path, fmt, columns) if fmt in readers.TABLES else {}
    date = guesses.date(path.name, lines)
    return Found(path, case_id, source_id, fmt, kind, date, spoken, tuple(read.notes), columns, answers)


def _read(path: Path, fmt: str, source_id: str, case_id: str, columns: Mapping[str, str]) -> Source:
    """The file read as a conversation, with the labels that can be told; in messages it has its own name."""
    from multicase import ingest
    from multicase.ingest.columns import Declared

    about = {"source_id": source_id, "case_id": case_id, "kind": "interview", "format": fmt}
    try:
        return ingest.ingest_source(path.read_bytes(), about, None, columns=Declared(columns, frozenset(columns)))
    except StudyError as error:
        raise StudyError([replace_file(problem, str(path)) for problem in error.problems]) from None


def replace_file(problem: Problem, file: str) -> Problem:
    """A problem of a source under the name of its file."""
    return Problem(file, problem.place, problem.found, problem.expected, problem.todo)


def _columns(
    path: Path, fmt: str, declared: Mapping[str, str], ask: Callable[[Path, Column], str] | None
) -> dict[str, str]:
    """What people say that the columns of a table hold: as declared, else as answered when asked."""
    from multicase.ingest import columns
    from multicase.ingest.limits import Budget
    from multicase.ingest.readers import rows

    header, lines = rows.cells(path.read_bytes(), fmt, str(path), Budget(str(path)))
    said = {name: holds for name, holds in declared.items() if name in header}
    known = columns.guess(header, lines) | said
    if not ask and columns.WORDS not in known.values():
        found = f"no column that is known to hold words, among: {', '.join(name for name in header if name)}"
        todo = (
            "Say what they hold: --words COLUMN (once for each), --who COLUMN, --attribute COLUMN, --not-read COLUMN."
        )
        raise StudyError([Problem(str(path), "", found, "a column of words", todo)])
    if ask:
        for column in columns.describe(header, lines):
            if column.name not in known and column.filled:
                said[column.name] = ask(path, column)
    return said


def _attributes(path: Path, fmt: str, columns: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """attribute column -> respondent -> value: the closed answers of a table."""
    from multicase.ingest import columns as guessing
    from multicase.ingest.limits import Budget
    from multicase.ingest.readers import rows

    header, lines = rows.cells(path.read_bytes(), fmt, str(path), Budget(str(path)))
    holds = guessing.guess(header, lines) | dict(columns)
    who = next((header.index(name) for name in header if holds.get(name) == "who"), None)
    if who is None:
        return {}
    return {
        name: {line[who].strip(): line[at].strip() for line in lines if line[who].strip()}
        for at, name in enumerate(header)
        if holds.get(name) == "attribute"
    }


def _attribute_names(item: Found) -> dict[str, str]:
    """attribute -> the header of the column that it came from."""
    taken = set(files.schema("participants")["properties"])
    found: dict[str, str] = {}
    for label in item.attributes:
        name = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_") or "attribute"
        name = name if name[0].isalpha() else f"a_{name}"
        found[f"{name}_" if name in taken else name] = label
    return found


def _raw_path(item: Found) -> str:
    return f"raw/{item.case_id}/{item.source_id}.{item.format}"


def _roles(found: Sequence[Found]) -> dict[tuple[str, str], object]:
    """(source_id, label) -> what the label is taken for, over the whole study."""
    from multicase.ingest import voices

    return voices.roles([item.voices for item in found if item.kind.value != "document"])


def _guesses(found: Iterable[Found], roles: Mapping[tuple[str, str], object]) -> Iterable[tuple[str, str, str, str]]:
    """What was guessed of each source, and why."""
    for item in found:
        yield item.source_id, "kind", item.kind.value, item.kind.why
        nothing = "neither the file's name nor its first lines tell"
        yield item.source_id, "date", item.date.value, item.date.why or nothing
        for voice in item.voices:
            if guess := roles.get((item.source_id, voice.label)):
                yield item.source_id, f"'{voice.label}'", guess.role, guess.why


def _tables(found: Sequence[Found], roles: Mapping[tuple[str, str], object]) -> dict[str, list[dict[str, str]]]:
    """The study's tables. A name is taken for one participant through a whole case, a generic label (`P1`) for one of
    each source, which a person must confirm.
    """
    from multicase.ingest.labels import is_generic

    people: dict[tuple[str, str], dict[str, str]] = {}
    counts: dict[str, int] = {}
    sources, speakers, columns = [], [], []
    for item in found:
        ids = []
        for voice in item.voices:
            guess = roles.get((item.source_id, voice.label))
            if guess is None:
                continue
            if guess.role != "participant":
                speakers.append(_speaker(item, voice.label, "", guess.role))
                continue
            # `P1` of another source is most likely another person; a name is the same one
            key = (item.source_id if is_generic(voice.label) else item.case_id, voice.label.casefold())
            if key not in people:
                counts[item.case_id] = counts.get(item.case_id, 0) + 1
                name = f"{item.case_id}-p{counts[item.case_id]:03d}"
                people[key] = {"participant_id": name, "case_id": item.case_id, "guessed": "participant_id"}
            for attribute, label in _attribute_names(item).items():
                people[key][attribute] = item.attributes[label].get(voice.label, "")
            ids.append(people[key]["participant_id"])
            speakers.append(_speaker(item, voice.label, people[key]["participant_id"], "participant"))
        columns += [
            {"source_id": item.source_id, "column": name, "holds": holds} for name, holds in item.columns.items()
        ]
        sources.append(
            {
                "source_id": item.source_id, "case_id": item.case_id, "kind": item.kind.value, "path": _raw_path(item),
                "format": item.format, "date": item.date.value, "participants": ";".join(dict.fromkeys(ids)),
                "guessed": "kind;date" if item.date.value else "kind",
            }
        )  # fmt: skip
    case_ids = list(dict.fromkeys(item.case_id for item in found))
    cases = [{"case_id": case_id, "label": f"Case {n}", "guessed": "label"} for n, case_id in enumerate(case_ids, 1)]
    tables = {
        "cases.csv": cases,
        "sources.csv": sources,
        "participants.csv": list(people.values()),
        "private/speakers.csv": speakers,
        "private/register.csv": [],
    }
    return tables | ({"columns.csv": columns} if columns else {})


def _speaker(item: Found, label: str, participant_id: str, role: str) -> dict[str, str]:
    return {
        "source_id": item.source_id, "label": label, "participant_id": participant_id, "role": role,
        "guessed": "participant_id;role",
    }  # fmt: skip


def _write(path: Path, rows: list[dict[str, str]], attributes: list[str]) -> None:
    columns = [*files.schema(path.stem)["properties"], *attributes]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_private(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table for people alone: files may be named after those who speak in them, and labels are names."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    write_private(path, buffer.getvalue())


def _close(directory: Path) -> None:
    """Make the closed zone its owner's alone."""
    for zone in ("raw", "private"):
        for path in [directory / zone, *(directory / zone).rglob("*")]:
            path.chmod(0o700 if path.is_dir() else 0o600)
