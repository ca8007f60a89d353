"""`multicase import-codings`: the codings of another tool's project, or of a table of raters, on a study's texts."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multicase.cli import place
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

if TYPE_CHECKING:
    from multicase.exchange.importing import Report
    from multicase.exchange.rated import Rated
    from multicase.exchange.raters import Layout
    from multicase.ingest.keyed import Keyed
    from multicase.study.study import Study

COLUMNS = ("source_id", "start", "end", "exact", "prefix", "suffix", "code", "memo")


class Missing(StrEnum):
    """What it means that a rater has no row for a unit; see `multicase.exchange.rated`."""

    unread = "unread"
    nothing = "nothing"


SEVERAL = "may be given several times"


def command(
    file: Annotated[
        Path,
        typer.Argument(
            help="a .qdpx project, a Taguette project (.sqlite3) or its highlights (.csv), or a table of raters (.csv)"
        ),
    ],
    study: place.Study = None,
    write: Annotated[
        bool, typer.Option(help="write codings/<coder>.csv, if every coding has a place; of raters, readings.csv too")
    ] = False,
    source_column: Annotated[
        str | None, typer.Option(help="of a table of raters: the column of sources (source)")
    ] = None,
    unit_column: Annotated[str | None, typer.Option(help="the column of units (unit)")] = None,
    coder_column: Annotated[str | None, typer.Option(help="the column of raters (coder)")] = None,
    code_column: Annotated[list[str] | None, typer.Option(help=f"a column of codes (code); {SEVERAL}")] = None,
    rater_column: Annotated[list[str] | None, typer.Option(help=f"a column that is one rater's; {SEVERAL}")] = None,
    units: Annotated[
        str, typer.Option(help="what a unit is that is no segment's id: turn, row, or column:NAME of the source")
    ] = "",
    none: Annotated[
        list[str] | None, typer.Option(help=f"a cell that means no code, as an empty one does; {SEVERAL}")
    ] = None,
    missing: Annotated[Missing | None, typer.Option(help="what it means that a rater has no row for a unit")] = None,
) -> None:
    """Show what a QDA project or a table of raters holds, how it lies on the texts, and what has no place."""
    from multicase.exchange import raters

    where = place.of(study)
    given = {"source": source_column, "unit": unit_column, "coder": coder_column}
    several = {"codes": code_column, "raters": rater_column}
    named = {name: value for name, value in given.items() if value}
    named |= {name: tuple(values) for name, values in several.items() if values}
    if named or raters.is_table(file.read_bytes(), str(file)):
        layout = raters.Layout(**named)
        print(import_ratings(file, where, layout, units, none or (), missing or "", write))
        return
    told, complete = import_codings(file, where.study, where.results, write)
    print(told)
    if not complete:
        raise typer.Exit(1)


def import_ratings(
    file: Path, where: place.Place, layout: Layout, kind: str, none: Sequence[str], missing: str, write: bool
) -> str:
    """What a table of raters gives the study, and, if asked, writes codings/<coder>.csv and readings.csv.

    Arguments: see `exchange.raters.Layout`, `exchange.unit_names.Units` and `exchange.rated.rate`. Raises StudyError
    without a build, for all that is wrong with the table or must be asked, and rather than overwrite; then nothing is
    written.
    """
    from multicase import frames
    from multicase.exchange import rated, raters
    from multicase.exchange.unit_names import Units
    from multicase.ingest.keyed import TABLES
    from multicase.study import study as studies

    loaded = studies.load(where.study)
    texts = _texts(where.results)
    segments = frames.read(sorted((where.results / "segments").glob("*.parquet")), "segments")
    tables = [source["source_id"] for source in loaded.open_sources if source["format"] in TABLES]
    found = rated.rate(
        raters.read(file.read_bytes(), str(file), layout),
        Units(segments, kind, _keyed(loaded, kind), tables, _origins(where.study)),
        segments,
        texts,
        loaded.codebook,
        str(file),
        none=none,
        missing=missing,
    )
    lines = list(_told_of_raters(found))
    readings = where.study / "readings.csv"
    rows = rated.extended(loaded.readings or [], found.readings, str(readings))
    if write:
        lines += _write(found.codings, where.study / "codings")
        _write_readings(readings, rows)
        lines.append(f"written: {readings}")
    return "\n".join(lines)


def _keyed(study: Study, kind: str) -> dict[str, Keyed]:
    """The rows of the sources that are tables, if units are rows of them. Raises StudyError for an unknown kind."""
    from multicase.exchange.unit_names import COLUMN, HOW, ROWS, TURN
    from multicase.ingest.keyed import TABLES, keyed

    if kind in ("", TURN):
        return {}
    if kind != ROWS and not kind.removeprefix(COLUMN) != kind:
        raise StudyError([Problem("--units", "", f"'{kind}'", HOW, "Say it as one of them.")])
    if study.locked:
        found, todo = "a locked study", "Restore it first: multicase unlock."
        raise StudyError([Problem(str(study.root), "", found, "one whose closed zone is open", todo)])
    title, limits = kind.removeprefix(COLUMN) if kind != ROWS else "", place.limits(study.settings)
    return {
        source["source_id"]: keyed(
            (study.root / source["path"]).read_bytes(), source, study.columns or [], limits, title
        )
        for source in study.open_sources
        if source["format"] in TABLES
    }


def _origins(directory: Path) -> list[tuple[str, str]]:
    """The sources and the file of each, if the study was made of a folder (`new-study`)."""
    path = directory / "private/origins.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["source_id"], row["file"]) for row in csv.DictReader(file)]


def _told_of_raters(found: Rated) -> Iterator[str]:
    unread = {
        (row["coder"], row["source_id"]): len(row["unread"].split(";")) for row in found.readings if row["unread"]
    }
    for source, by_coder in found.units.items():
        told = [
            f"{coder} {n}" + (f" ({unread[coder, source]} unread)" if (coder, source) in unread else "")
            for coder, n in by_coder.items()
        ]
        yield f"{source}: units rated by {listed(told)}"
    for name, coder in found.coders.items():
        if name != coder:
            yield f"rater '{name}' is {coder}"
    yield "; ".join(f"{coder}: {counted(len(rows), 'coding')}" for coder, rows in found.codings.items()) or "no codings"


def _write_readings(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Writes the rows with the columns that the file has, and those that are needed now."""
    columns = ["coder", "source_id", *(name for name in ("unread", "round") if any(row.get(name) for row in rows))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def import_codings(file: Path, directory: Path, results: Path, write: bool) -> tuple[str, bool]:
    """What a project holds and how it lies on the anonymised texts, and whether all of it does.

    write: also write one CSV file a coder into the study's codings/, if all could be placed and no file is there yet.
    Raises StudyError without a build, for a file that can't be read, and rather than overwrite.
    """
    from multicase.exchange import importing
    from multicase.study import codebook
    from multicase.study import study as studies

    texts = _texts(results)
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


def _texts(results: Path) -> dict[str, str]:
    """The anonymised texts by source. Raises StudyError where there are none."""
    from multicase.code.manual import texts_below

    texts = texts_below(sorted(path for path in (results / "anonymised").glob("*") if path.is_dir()))
    if not texts:
        todo = "Run make first: codings are laid over the anonymised texts."
        raise StudyError([Problem(str(results / "anonymised"), "", "no anonymised texts", "a finished build", todo)])
    return texts


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
