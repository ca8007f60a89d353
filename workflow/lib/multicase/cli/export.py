"""`multicase export`: the coded study for other tools."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Annotated

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError


def command(
    to: Annotated[Path, typer.Option(help="the folder that the files go to")],
    study: place.Study = None,
) -> None:
    """Copy the coded study for other tools (.qdpx, .qdc, JSON-LD, CSV), and say what each format leaves behind."""
    print(export(place.of(study).results, to))


def export(results: Path, to: Path) -> str:
    """Copy the exports of the last build into a folder; what they leave behind, in words. Raises StudyError."""
    files = sorted((results / "exports").glob("*"))
    if not files:
        raise StudyError([Problem(str(results / "exports"), "", "no exports", "a finished build", "Run make first.")])
    to.mkdir(parents=True, exist_ok=True)
    for path in files:
        shutil.copyfile(path, to / path.name)
    with (results / "exports/losses.csv").open(encoding="utf-8", newline="") as file:
        lost = [f"{row['format']}: {row['what']} ({row['n']}): {row['why']}" for row in csv.DictReader(file)]
    return "\n".join([f"{len(files)} files in {to}. What they leave behind:", *lost])
