"""`multicase import-codings`: how the codings of another tool's project lie on a study's texts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from multicase.exchange.importing import Report

COLUMNS = ("source_id", "start", "end", "exact", "prefix", "suffix", "code", "memo")


def command(
    file: Annotated[
        Path, typer.Argument(help="a .qdpx project, a Taguette project (.sqlite3) or its highlights (.csv)")
    ],
    study: place.Study = None,
    write: Annotated[bool, typer.Option(help="write codings/<coder>.csv, if every coding has a place")] = False,
) -> None:
    """Show what a QDA project holds, how its codings lie on the anonymised texts, and what could not be placed."""
    where = place.of(study)
    told, complete = import_codings(file, where.study, where.results, write)
    print(told)
    if not complete:
        raise typer.Exit(1)


def import_codings(file: Path, directory: Path, results: Path, write: bool) -> tuple[str, bool]:
    """What a project holds and how it lies on the anonymised texts, and whether all of it does.

    write: also write one CSV file a coder into the study's codings/, if all could be placed and no file is there yet.
    Raises StudyError without a build, for a file that can't be read, and rather than overwrite.
    """
    from multicase.code.manual import texts_below
    from multicase.exchange import importing
    from multicase.study import codebook
    from multicase.study import study as studies

    texts = texts_below(sorted(path for path in (results / "anonymised").glob("*") if path.is_dir()))
    if not texts:
        todo = "Run make first: codings are laid over the anonymised texts."
        raise StudyError([Problem(str(results / "anonymised"), "", "no anonymised texts", "a finished build", todo)])
    book = codebook.read(studies.load(directory).path("codebook"))
    rows, report = importing.to_codings(importing.read(file.read_bytes(), str(file)), texts, book)
    lines = list(_told(report, rows))
    if write:
        if not report.complete:
            todo = "Mend them, or the names in the tool, and import again."
            found = f"{len(report.unplaced)} codings that can't be placed"
            raise StudyError([Problem(str(file), "", found, "codings that all have a place", todo)])
        lines += _write(rows, directory / "codings")
    return "\n".join(lines), report.complete


def _told(report: Report, rows: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    for source in report.sources:
        counts = ", ".join(f"{n} {how}" for how, n in source.counts.items()) or "no codings"
        known = f"{source.source_id} ({source.matched})" if source.source_id else "no source of the study"
        yield f"{source.name}: {known}; positions in {source.counting}; {counts}"
    for path, n in report.unknown_codes.items():
        yield f"unknown code '{path}': {n} codings"
    for item in report.fuzzy:
        yield f"to be looked at: {item.source_id}, {item.start} to {item.end}, {item.code}: {item.why}"
    for item in report.unplaced:
        places = f" ({len(item.places)} places)" if item.places else ""
        yield f"not placed: '{item.source}', {item.start} to {item.end}, {item.code}: {item.why}{places}"
    for note in report.notes:
        yield f"note: {note.place}: {note.what}"
    yield "; ".join(f"{coder}: {len(coded)} codings" for coder, coded in rows.items()) or "no codings"


def _write(rows: dict[str, list[dict[str, str]]], folder: Path) -> Iterator[str]:
    there = [path for coder in rows if (path := folder / f"{coder}.csv").exists()]
    if there:
        todo = "Remove it, or rename the coder in the tool."
        raise StudyError(
            Problem(str(path), "", "a file that is there", "no file of this coder", todo) for path in there
        )
    folder.mkdir(exist_ok=True)
    for coder, coded in rows.items():
        with (folder / f"{coder}.csv").open("x", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(coded)
        yield f"written: {folder / f'{coder}.csv'}"
