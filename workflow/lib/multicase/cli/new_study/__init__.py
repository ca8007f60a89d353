"""`multicase new-study`: a study made out of a folder of raw files. What the files tell is filled in, as a guess."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
import yaml

from multicase.cli.new_study import filling, like, projects
from multicase.cli.new_study.survey import links, passed_over, survey
from multicase.cli.place import repository
from multicase.closed.locking import write_private
from multicase.study import files
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

if TYPE_CHECKING:
    from multicase.cli.new_study.filling import Filled
    from multicase.cli.new_study.survey import Found
    from multicase.ingest.columns import Column
    from multicase.study.originals import Original

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
title: "{title}"
question: ""
synthetic: false
# What the study records beyond what every study has, such as a participant's gender: see docs/declaring.md.
attributes: {attributes}
"""
REPLACE = "replace the example by your codebook"
LOCKED = "is the original's, and locked; in another language: translation_of (docs/replicating.md)"
ORIGINS, GUESSES = "private/origins.csv", "private/guesses.csv"


def command(
    directory: Annotated[Path, typer.Argument(help="the new study's directory")],
    source: Annotated[
        Path,
        typer.Option(
            "--from",
            help="a folder of raw files, whose sub-folders are the cases; or another tool's project (.qdpx, Taguette's "
            ".sqlite3), which may lie in the folder too",
        ),
    ],
    words: Annotated[
        list[str] | None, typer.Option(help="a column of tables that holds what people said or wrote")
    ] = None,
    who: Annotated[
        list[str] | None, typer.Option(help="the column of tables that names the speaker or respondent")
    ] = None,
    attribute: Annotated[
        list[str] | None, typer.Option(help="a column of closed answers, to be an attribute of participants")
    ] = None,
    project: Annotated[int | None, typer.Option(help="the project's number, in a Taguette database of several")] = None,
    not_read: Annotated[list[str] | None, typer.Option(help="a column of tables that nothing is read from")] = None,
    original: Annotated[
        Path | None,
        typer.Option(
            "--like", help="a study to replicate: its directory, or its published results; its instrument is taken"
        ),
    ] = None,
) -> None:
    """Make a study of raw files or of a project; every guess is marked, and its reason told, for you to confirm."""
    given = {"words": words, "who": who, "attribute": attribute, "not read": not_read}
    declared = {name: holds for holds, names in given.items() for name in names or []}
    ask = _asked if sys.stdin.isatty() and sys.stdout.isatty() else None
    print("\n".join(make(source, directory, declared, ask, project, original)))


def _asked(file: Path, column: Column) -> str:
    """What a person says that a column holds."""
    from multicase.ingest.columns import HOLDS

    about = f"{file.name}, column '{column.name}': {counted(column.filled, 'cell')}, {column.distinct} different"
    print(f"{about}, {column.mean_words:.1f} words each; it may hold {', '.join(HOLDS)}")
    choice = typer.prompt("it holds", default=column.suggestion)
    while choice not in HOLDS:
        choice = typer.prompt(f"one of {', '.join(HOLDS)}", default=column.suggestion)
    return choice


def make(
    origin: Path,
    directory: Path,
    declared: Mapping[str, str] | None = None,
    ask: Callable[[Path, Column], str] | None = None,
    number: int | None = None,
    replicated: Path | None = None,
) -> list[str]:
    """Make the study and say what was made, what was guessed and why, and what a person must now confirm.

    origin: a folder of raw files, among them perhaps a project of another tool, or such a project. declared: column of
    tables -> what it holds. ask: asks a person about a column that nobody has settled. number: of the project, in a
    Taguette database of several. replicated: a study, or its results, whose instrument is taken. Raises StudyError, and
    makes nothing, if a study can't be called so, there is no raw file, one of them can't be read, the study's directory
    is there and not empty, or the study to replicate can't be had.
    """
    from multicase.study import study as studies

    if problems := list(studies.name_problems(directory)):
        raise StudyError(replace(problem, todo="Choose another name.") for problem in problems)
    if directory.exists() and any(directory.iterdir()):
        todo = (
            "Choose a directory that isn't there yet; how a source that comes later gets into a study, "
            "docs/transcripts.md says."
        )
        raise StudyError([Problem(str(directory), "", "a directory with files in it", "a new directory", todo)])
    original = like.found(replicated, directory) if replicated else None
    with TemporaryDirectory() as place:
        raws, project = projects.opened(origin, Path(place), number)
        found = survey(raws, origin, declared or {}, ask)
        if unknown := sorted(set(declared or {}) - {name for item in found for name in item.columns}):
            named = f"the column {', '.join(repr(name) for name in unknown)}, which no table has"
            raise StudyError([Problem(str(origin), "", named, "columns of the tables in it", "Mend the option.")])
        study = filling.filled(found)
        if project:
            study = projects.added(study, project, found)
        _write_study(study, found, directory, original)
    told = [*_told(study, found, directory), *_passed_over(origin), *(project.told if project else ())]
    if original is None:
        return [*told, *_next(directory, "give each code its definition" if project else REPLACE)]
    return [*told, *like.told(original[0]), *_next(directory, LOCKED), *_questions(directory)]


def _questions(directory: Path) -> list[str]:
    """What the original asks for and this study hasn't got, as far as can be told: to be answered in study.yaml."""
    from multicase.study import study as studies

    try:
        studies.load(directory)
    except StudyError as error:
        return [f"question: {problem}" for problem in error.problems]
    return []


def _write_study(study: Filled, found: Sequence[Found], directory: Path, original: tuple[Original, str] | None) -> None:
    (directory / "private").mkdir(parents=True)
    for item in found:
        target = directory / filling.raw_path(item)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(item.path, target)
    for name, rows in study.tables.items():
        of = PurePath(name).stem
        own = [*study.attributes.get(of, ()), *(like.columns(original[0], of) if original else ())]
        _write(directory / name, rows, list(dict.fromkeys(own)))
    declared = {
        of: {name: {"label": label} for name, label in study.attributes.get(of, {}).items()}
        for of in ("cases", "sources", "participants", "codes")
    }
    inside = yaml.safe_dump(declared, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000)
    title = STUDY.format(title=directory.resolve().name, attributes=inside.strip())
    written = {"codebook.yaml": study.codebook or CODEBOOK, "study.yaml": title}
    if original:
        from multicase.tables.t26 import asked_of_people

        written |= like.texts(*original, study, directory.name, repository(), asked_of_people())
    for name, text in written.items():
        (directory / name).write_text(text, encoding="utf-8")
    (directory / ".gitignore").write_text("# the closed zone\nraw/\nprivate/\n", encoding="utf-8")
    origins = [(item.source_id, item.inside.as_posix()) for item in found]
    _write_private(directory / ORIGINS, ("source_id", "file"), origins)
    _write_private(directory / GUESSES, ("source_id", "what", "guess", "why"), study.guesses)
    _close(directory)


def _told(study: Filled, found: Sequence[Found], directory: Path) -> list[str]:
    from multicase.anonymise import languages
    from multicase.ingest.copies import copies

    reads = [item.read for item in found]
    cases, people = len(study.tables["cases.csv"]), len(study.tables["participants.csv"])
    return [
        f"{directory}: {counted(cases, 'case')}, {counted(len(found), 'source')}, {counted(people, 'participant')}",
        *(f"  {source_id}  {what}: {guess or 'unknown'} ({why})" for source_id, what, guess, why in study.guesses),
        *(f"  {item.source_id}  note: {note}" for item in found for note in item.notes),
        *(f"  note: {note}" for note in copies(reads)),
        *(f"  note: {one.file}: {one.found}. {one.todo}" for one in languages.problems(reads, languages.USUAL)),
    ]


def _passed_over(origin: Path) -> list[str]:
    if not origin.is_dir():
        return []
    hidden, linked = passed_over(origin), links(origin)
    notes = []
    if hidden:
        many = counted(len(hidden), "file")
        notes.append(f"  note: {many} left out, whose name or folder begins with '.' or '~', such as {hidden[0]}")
    if linked:
        many = counted(len(linked), "link")
        notes.append(f"  note: {many} to a folder or to nothing, such as {linked[0]}: put the files themselves there")
    return notes


def _next(directory: Path, codebook: str) -> list[str]:
    """What a person must do now. codebook: with the codebook."""
    return [
        f"Cases and sources have opaque names: {ORIGINS} says the file of each, {GUESSES} each guess and why.",
        "Every guess is marked in a column 'guessed'. Now:",
        "  cases.csv             say what each case is",
        "  sources.csv           check kind and date of each source; set consent where it isn't 'quote', and wave "
        "where people were met again",
        "  participants.csv      say what role each participant has; several rows may be one person, one several",
        "  private/speakers.csv  check who each speaker label is (multicase speakers)",
        "  private/register.csv  list the names you know of (entity, kind, name, aliases, replacement)",
        f"  codebook.yaml         {codebook}",
        f"Then: multicase check {directory}; make STUDY={directory}",
    ]


def _write(path: Path, rows: list[dict[str, str]], attributes: list[str]) -> None:
    schema = "codings" if path.parent.name == "codings" else path.stem
    known = list(files.schema(schema)["properties"]) if files.has_schema(schema) else list(rows[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*known, *attributes], restval="", lineterminator="\n")
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
