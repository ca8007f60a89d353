"""`multicase export`: the coded study for other tools, and texts to code for the study's own team."""

from __future__ import annotations

import csv
import shutil
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted


class Tool(StrEnum):
    """The tools that a project to code in can be written for; see `multicase.exchange.for_coding`."""

    qualcoder = "qualcoder"
    nvivo = "nvivo"
    atlasti = "atlasti"
    maxqda = "maxqda"
    taguette = "taguette"


def command(
    to: Annotated[Path, typer.Option(help="the folder that the files go to; with --for, the file")],
    study: place.Study = None,
    tool: Annotated[Tool | None, typer.Option("--for", help="write a project to code in, with this tool")] = None,
    with_codings: Annotated[
        bool, typer.Option("--with-codings", help="with --for: with the codings there are")
    ] = False,
) -> None:
    """Copy the coded study for other tools, and say what each format leaves behind; or write a project to code in.

    With --for the file holds the anonymised text of every source that isn't closed, and stays inside the study's team.
    """
    where = place.of(study)
    if tool is None and with_codings:
        raise typer.BadParameter("only with --for", param_hint="--with-codings")
    print(export(where.results, to) if tool is None else for_coding(where, to, tool.value, with_codings))


def export(results: Path, to: Path) -> str:
    """Copy the exports of the last build into a folder; what they leave behind, in words. Raises StudyError."""
    files = sorted((results / "exports").glob("*"))
    if not files:
        raise StudyError([Problem(str(results / "exports"), "", "no exports", "a finished build", "Run make first.")])
    place.refuse_existing([to / path.name for path in files], "Name another folder, or move the file away.")
    to.mkdir(parents=True, exist_ok=True)
    for path in files:
        shutil.copyfile(path, to / path.name)
    with (results / "exports/losses.csv").open(encoding="utf-8", newline="") as file:
        lost = [f"{row['format']}: {row['what']} ({row['n']}): {row['why']}" for row in csv.DictReader(file)]
    return "\n".join([f"{counted(len(files), 'file')} in {to}. What they leave behind:", *lost])


def for_coding(where: place.Place, to: Path, tool: str, with_codings: bool = False) -> str:
    """Write a project to code in; what a person should know of it. Raises StudyError."""
    from multicase.exchange import for_coding as inside
    from multicase.study import study

    loaded = study.load(where.study)
    _refuse(where, to, inside.ENDINGS[tool])
    place.refuse_existing([to])
    k = place.section("disclosure", loaded.settings).get("k")
    if k is None:
        todo = "Run the command where the Snakefile lies."
        raise StudyError([Problem("config.yaml", "disclosure.k", "no such setting", "a number", todo)])
    parts = inside.parts(loaded, where.results, k, with_codings)
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(inside.project(parts, tool))
    return "\n".join([f"{to}:", *inside.told(parts, tool)])


def _refuse(where: place.Place, to: Path, ending: str) -> None:
    """Raises StudyError for a name that the tool won't open, and for places whose files are published or read."""
    problems = []
    if to.suffix.lower() != ending:
        todo = f"Name a file, such as --to coding{ending}."
        problems.append(Problem(str(to), "", "another ending", f"a file that ends in {ending}", todo))
    folders = (where.results, where.published, where.study)
    inside = [folder for folder in folders if to.resolve().is_relative_to(folder.resolve())]
    if inside:
        found, todo = f"a place inside {inside[0]}", "Write it elsewhere: what lies there is read or published."
        problems.append(Problem(str(to), "", found, "a folder of the team's", todo))
    if problems:
        raise StudyError(problems)
