"""The codings of a table of raters: shown, and written as each rater's file and what they read."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multicase.cli import place
from multicase.cli.import_codings.texts import anonymised, origins
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

if TYPE_CHECKING:
    from multicase.exchange.rated import Rated
    from multicase.exchange.raters import Layout
    from multicase.ingest.keyed import Keyed
    from multicase.study.study import Study

COLUMNS = ("source_id", "start", "end", "exact", "prefix", "suffix", "code", "memo")


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
    from multicase.study import coder_names
    from multicase.study import study as studies

    loaded = studies.load(where.study)
    texts = anonymised(where.results)
    segments = frames.read(sorted((where.results / "segments").glob("*.parquet")), "segments")
    tables = [source["source_id"] for source in loaded.open_sources if source["format"] in TABLES]
    found = rated.rate(
        raters.read(file.read_bytes(), str(file), layout),
        Units(segments, kind, _keyed(loaded, kind), tables, origins(where.study)),
        segments,
        texts,
        loaded.codebook,
        str(file),
        none=none,
        missing=missing,
    )
    raters_there = dict.fromkeys(found.coders.values(), str(file))
    if problems := list(coder_names.problems(raters_there, loaded.people, "Write {other} in the table")):
        raise StudyError(problems)
    lines = list(_told_of_raters(found))
    readings = where.study / "readings.csv"
    rows = rated.extended(loaded.readings or [], found.readings, str(readings))
    if write:
        lines += _write(found.codings, where.study)
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


def _write(rows: dict[str, list[dict[str, str]]], study: Path) -> Iterator[str]:
    from multicase.study.study import CODING_FOLDERS, coding_file

    paths = {coder: coding_file(study, CODING_FOLDERS["codings"], coder) for coder in rows}
    if there := [path for path in paths.values() if path.exists()]:
        todo = "Remove it, or rename the coder in the tool."
        raise StudyError(
            Problem(str(path), "", "a file that is there", "no file of this coder", todo) for path in there
        )
    for coder, coded in rows.items():
        paths[coder].parent.mkdir(exist_ok=True)
        with paths[coder].open("x", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(coded)
        yield f"written: {paths[coder]}"
