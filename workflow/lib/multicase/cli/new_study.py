"""`multicase new-study`: a study made out of a folder of raw files. What the files tell is filled in, as a guess."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from multicase.closed.locking import write_private
from multicase.study import files
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

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
attributes: {{cases: {{}}, sources: {{}}, participants: {{}}, codes: {{}}}}
"""
KINDS = (
    ("group_interview", re.compile(r"group|focus", re.I)),
    ("observation", re.compile(r"observ|meeting|field.?note", re.I)),
    ("document", re.compile(r"minutes|paper|report|strategy|newsletter|policy|document", re.I)),
    ("interview", re.compile(r"interview", re.I)),
)
DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
ORIGINS = "private/origins.csv"
ENCLOSING = 3  # speakers from which a conversation is taken for a group interview


def command(
    directory: Annotated[Path, typer.Argument(help="the new study's directory")],
    source: Annotated[Path, typer.Option("--from", help="a folder of raw files; its sub-folders are the cases")],
) -> None:
    """Make a study of a folder of raw files; every guess is marked, for you to confirm."""
    print("\n".join(make(source, directory)))


@dataclass(frozen=True)
class Found:
    """A raw file, as far as it explains itself."""

    path: Path
    case_id: str
    source_id: str
    format: str
    kind: str
    date: str
    labels: tuple[str, ...]


def make(folder: Path, directory: Path) -> list[str]:
    """Make the study and say what was made and what a person must now confirm.

    Raises StudyError, and makes nothing, if the folder has no raw file, one of them can't be read, or the study's
    directory is there already and not empty.
    """
    if directory.exists() and any(directory.iterdir()):
        todo = "Choose a directory that isn't there yet."
        raise StudyError([Problem(str(directory), "", "a directory with files in it", "a new directory", todo)])
    found = survey(folder)
    (directory / "private").mkdir(parents=True)
    for item in found:
        target = directory / _raw_path(item)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(item.path, target)
    tables = _tables(found)
    for name, rows in tables.items():
        _write(directory / name, rows)
    (directory / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (directory / "study.yaml").write_text(STUDY.format(title=directory.name), encoding="utf-8")
    (directory / ".gitignore").write_text("# the closed zone\nraw/\nprivate/\n", encoding="utf-8")
    _write_origins(directory / ORIGINS, found, folder)
    _close(directory)
    cases = len(tables["cases.csv"])
    return [
        f"{directory}: {counted(cases, 'case')}, {counted(len(found), 'source')}, "
        f"{counted(len(tables['participants.csv']), 'participant')}",
        f"Cases and sources have opaque names; {ORIGINS} says which file each came from.",
        "Every guess is marked in a column 'guessed'. Now:",
        "  cases.csv             say what each case is",
        "  sources.csv           check kind and date of each source; set consent where it isn't 'quote'",
        "  participants.csv      say what role each participant has; several rows may be one person",
        "  private/speakers.csv  check who each speaker label is",
        "  private/register.csv  list the names you know of (entity, kind, name, aliases, replacement)",
        "  codebook.yaml         replace the example by your codebook",
        f"Then: multicase check {directory}; snakemake --config study={directory}",
    ]


def survey(folder: Path) -> list[Found]:
    """Every raw file below the folder with its case, format, kind, date and speaker labels.

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
            found.append(_examine(path, inside, case_id, numbers[case_id]))
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


def _examine(path: Path, inside: Path, case_id: str, number: int) -> Found:
    from multicase import ingest

    fmt = ingest.detect_format(path)
    labels = tuple(ingest.labels_of(path, fmt))
    kind = _kind(str(inside), labels)
    date = DATE.search(path.name)
    return Found(path, case_id, f"{case_id}-s{number:03d}", fmt, kind, "-".join(date.groups()) if date else "", labels)


def _kind(name: str, labels: tuple[str, ...]) -> str:
    from multicase.ingest.styles import INTERVIEWER

    for kind, words in KINDS:
        if words.search(name):
            return kind
    speakers = [label for label in labels if not INTERVIEWER.fullmatch(label)]
    return "document" if not labels else "group_interview" if len(speakers) > ENCLOSING else "interview"


def _raw_path(item: Found) -> str:
    return f"raw/{item.case_id}/{item.source_id}.{item.format}"


def _tables(found: Iterable[Found]) -> dict[str, list[dict[str, str]]]:
    """The study's tables. A label is taken for one participant through a whole case, which a person must confirm."""
    from multicase.ingest.styles import INTERVIEWER

    found = list(found)
    people: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    sources, speakers, participants = [], [], []
    for item in found:
        ids = []
        for label in item.labels:
            if INTERVIEWER.fullmatch(label):
                speakers.append(_speaker(item, label, "", "interviewer"))
                continue
            key = (item.case_id, label.casefold())
            if key not in people:
                counts[item.case_id] = counts.get(item.case_id, 0) + 1
                people[key] = f"{item.case_id}-p{counts[item.case_id]:03d}"
                guess = {"participant_id": people[key], "case_id": item.case_id, "guessed": "participant_id"}
                participants.append(guess)
            ids.append(people[key])
            speakers.append(_speaker(item, label, people[key], "participant"))
        sources.append(
            {
                "source_id": item.source_id, "case_id": item.case_id, "kind": item.kind, "path": _raw_path(item),
                "format": item.format, "date": item.date, "participants": ";".join(dict.fromkeys(ids)),
                "guessed": "kind;date" if item.date else "kind",
            }
        )  # fmt: skip
    case_ids = list(dict.fromkeys(item.case_id for item in found))
    cases = [{"case_id": case_id, "label": f"Case {n}", "guessed": "label"} for n, case_id in enumerate(case_ids, 1)]
    return {
        "cases.csv": _complete(cases, "cases"),
        "sources.csv": _complete(sources, "sources"),
        "participants.csv": _complete(participants, "participants"),
        "private/speakers.csv": _complete(speakers, "speakers"),
        "private/register.csv": [],
    }


def _speaker(item: Found, label: str, participant_id: str, role: str) -> dict[str, str]:
    return {
        "source_id": item.source_id, "label": label, "participant_id": participant_id, "role": role,
        "guessed": "participant_id;role",
    }  # fmt: skip


def _complete(rows: list[Mapping[str, str]], name: str) -> list[dict[str, str]]:
    return [{column: row.get(column, "") for column in files.schema(name)["properties"]} for row in rows]


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    columns = list(files.schema(path.stem)["properties"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_origins(path: Path, found: Iterable[Found], folder: Path) -> None:
    """Which raw file became which source: for people alone, since files may be named after those who speak in them."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["source_id", "file"])
    writer.writerows([item.source_id, item.path.relative_to(folder).as_posix()] for item in found)
    write_private(path, buffer.getvalue())


def _close(directory: Path) -> None:
    """Make the closed zone its owner's alone."""
    for zone in ("raw", "private"):
        for path in [directory / zone, *(directory / zone).rglob("*")]:
            path.chmod(0o700 if path.is_dir() else 0o600)
