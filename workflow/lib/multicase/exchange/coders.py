"""What coders handed in, whatever their tool, read into the same rows, with today's codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multicase.code import manual, programs
from multicase.exchange import before, importing
from multicase.exchange.migrate import SEGMENTS, migrate, of_today
from multicase.exchange.names import Known
from multicase.study import coder_names
from multicase.study.codebook import code_ids
from multicase.study.coders import ENDING
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd


def read(
    paths: Iterable[str | Path],
    texts: Mapping[str, str],
    codebook: Mapping[str, Any],
    migrations: Sequence[Mapping[str, Any]] = (),
    handed_in: pd.DataFrame | None = None,
    segments: pd.DataFrame | None = None,
    closed: Collection[str] = (),
) -> list[dict[str, object]]:
    """The rows of all coders (see `code.manual.read`), their codes migrated to those of today's codebook.

    texts: by source, those that the files' codings are of. The coder of a CSV file is its name; those of a project
    (.qdpx) its users, or the file's name where it doesn't say; the codings of a program (.jsonl) have its `origin`.
    What of a project has no place waits (column `waiting`). handed_in: the contract, of codings on the texts before
    anonymisation. segments: the contract; by their ids too a split says which coding has which code. closed:
    sources that may appear nowhere, whose codings keep their codes. Raises StudyError for codes that the history of the
    codebook leaves open, and for `problems`.
    """
    files = sorted(map(Path, paths))
    rows = rows_of(files, texts, codebook, migrations, handed_in)
    if wrong := list(problems(rows)):
        raise StudyError(wrong)
    answered = _of_programs([path for path in files if path.suffix == ENDING], migrations, code_ids(codebook))
    is_all = handed_in is not None or any(path.suffix != ENDING for path in files)  # else only programs are read
    return [*migrated(rows, codebook, migrations, texts, segments, is_all, closed), *answered]


def rows_of(
    paths: Iterable[Path],
    texts: Mapping[str, str],
    codebook: Mapping[str, Any],
    migrations: Sequence[Mapping[str, Any]] = (),
    handed_in: pd.DataFrame | None = None,
) -> list[dict[str, object]]:
    """What people coded, as their files have it: CSV files, projects, and those of the texts before anonymisation."""
    files = sorted(paths)
    rows = list(manual.read(path for path in files if path.suffix == ".csv"))
    for path in (path for path in files if path.suffix not in (".csv", ENDING)):
        rows += _of_project(path, texts, codebook, migrations)
    return rows if handed_in is None else [*rows, *before.handed_in(handed_in)]


def problems(rows: Sequence[Mapping[str, object]]) -> Iterator[Problem]:
    """What is wrong with who coded: coders whose names can't be told from others, and those of `overlapping`."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(str(row["coder"]), str(row["file"]))
    yield from coder_names.problems(first)
    yield from overlapping(rows)


def overlapping(rows: Iterable[Mapping[str, object]]) -> Iterator[Problem]:
    """Coders whose codings of one source stand in several files: nobody can tell whether they are the same codings."""
    files: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in rows:
        if row["source_id"]:
            files[str(row["coder"]), str(row["source_id"])][str(row["file"])] = None
    several: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for (coder, source_id), named in sorted(files.items()):
        if len(named) > 1:
            several[coder, *named].append(source_id)
    for (coder, first, *others), source_ids in several.items():
        found = f"codings of {', '.join(source_ids)} by {coder}, of which {', '.join(others)} holds some too"
        todo = "Take the newer file in with multicase import-codings, and remove the other; or rename one coder."
        yield Problem(first, "", found, "a coder's codings of a source in one file", todo)


def of_texts_before(
    paths: Iterable[Path], texts: Mapping[str, str], canonical: Mapping[str, str], codebook: Mapping[str, Any]
) -> Iterator[Problem]:
    """Projects among the open files whose texts are those before anonymisation: they hold what nobody may see."""
    for path in paths:
        imported = importing.read(path.read_bytes(), str(path), names=Known(codebook).is_called)
        matches = importing.matched(imported, [texts, canonical], codebook, alone=path.stem)
        if any(match.id for match in matches.sources.values()) and not importing.lies_on(
            imported, matches, texts, canonical
        ):
            expected = "projects of anonymised texts in codings/, which is open"
            todo = "Move it away, and take it in from there: multicase import-codings FILE."
            yield Problem(str(path), "", "a project of the texts before anonymisation", expected, todo)


def migrated(
    rows: Sequence[dict[str, object]],
    codebook: Mapping[str, Any],
    migrations: Sequence[Mapping[str, Any]],
    texts: Mapping[str, str],
    segments: pd.DataFrame | None = None,
    is_all: bool = True,
    closed: Collection[str] = (),
) -> list[dict[str, object]]:
    """The rows with today's codes; those that wait stay as they are, since their codes may be nobody's.

    texts, segments, closed: as for `read`. is_all: whether the rows are all that people coded, so that each line
    of `assign` must be about one of them.
    """
    if not migrations:
        return list(rows)
    placed = [row for row in rows if not row.get("waiting")]
    at_segments = _at_segments(placed, migrations, texts, segments)
    changed, report = migrate(at_segments, migrations, code_ids(codebook), closed=closed)
    if wrong := [*report.problems, *(report.unused if is_all else ())]:
        raise StudyError(wrong)
    of_files = [{name: value for name, value in row.items() if name != SEGMENTS} for row in changed]
    return [*of_files, *(row for row in rows if row.get("waiting"))]


def codes_of_today(
    rows: Sequence[Mapping[str, Any]],
    codebook: Mapping[str, Any],
    migrations: Sequence[Mapping[str, Any]],
    texts: Mapping[str, str],
    segments: pd.DataFrame | None = None,
) -> list[str]:
    """The code that each row has today (`migrate.of_today`), of what waits as it stands. Arguments: of `migrated`."""
    if not migrations:
        return [str(row["code"]) for row in rows]
    placed = [row for row in rows if not row.get("waiting")]
    found = iter(of_today(_at_segments(placed, migrations, texts, segments), migrations, code_ids(codebook)))
    return [str(row["code"]) if row.get("waiting") else next(found) for row in rows]


def _at_segments(
    rows: Sequence[Mapping[str, Any]],
    migrations: Sequence[Mapping[str, Any]],
    texts: Mapping[str, str],
    segments: pd.DataFrame | None,
) -> Sequence[Mapping[str, Any]]:
    """The rows with the segments that they reach, where a split may name them by these."""
    if segments is None or all(entry["change"] != "split" for entry in migrations):
        return rows
    reached = manual.touched(rows, texts, segments)
    return [{**row, SEGMENTS: ids} for row, ids in zip(rows, reached, strict=True)]


def _of_programs(
    paths: Iterable[Path], migrations: Sequence[Mapping[str, Any]], codes: Sequence[str]
) -> list[dict[str, object]]:
    """What programs answered, with today's codes as far as the history knows them: what it leaves open stays."""
    rows = [row for path in paths for row in programs.rows(path)]
    former = {code for entry in migrations for code in entry["from"]}
    known = [row for row in rows if row["code"] in former.union(codes)]
    strays = [row for row in rows if row["code"] not in former.union(codes)]
    return [*(migrate(known, migrations, codes)[0] if migrations else known), *strays]


def _of_project(
    path: Path, texts: Mapping[str, str], codebook: Mapping[str, Any], migrations: Sequence[Mapping[str, Any]]
) -> list[dict[str, object]]:
    imported = importing.read(path.read_bytes(), str(path), names=Known(codebook, migrations).is_called)
    by_coder, _ = importing.brought(imported, texts, codebook, path.stem, migrations)
    return [
        {**row, "coder": coder, "file": str(path), "line": str(number)}
        for coder, coded in by_coder.items()
        for number, row in enumerate(coded, 1)
    ]
