"""What coders handed in, whatever their tool, read into the same rows, with today's codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from multicase.code import manual, programs
from multicase.exchange import importing
from multicase.exchange.migrate import migrate
from multicase.study.codebook import code_ids
from multicase.study.coders import ENDING
from multicase.study.problems import Problem, StudyError

SHOWN = 20  # unplaced codings that a message lists


def read(
    paths: Iterable[str | Path],
    texts: Mapping[str, str],
    codebook: Mapping[str, Any],
    migrations: Sequence[Mapping[str, Any]] = (),
) -> list[dict[str, object]]:
    """The rows of all coders (see `code.manual.read`), their codes migrated to those of today's codebook.

    texts: anonymised text by source. The coder of a CSV file is its name; those of a project (.qdpx) its users, or the
    file's name if there is one user alone; the codings of a
    program (.jsonl) have its `origin`. Raises StudyError for a coding of a project that can't be placed, and for
    codes that the history of the codebook leaves open.
    """
    files = sorted(map(Path, paths))
    rows = list(manual.read(path for path in files if path.suffix == ".csv"))
    for path in (path for path in files if path.suffix not in (".csv", ENDING)):
        rows += _of_project(path, texts, codebook)
    if migrations:
        rows, report = migrate(rows, migrations, code_ids(codebook))
        if report.problems:
            raise StudyError(report.problems)
    return rows + _of_programs([path for path in files if path.suffix == ENDING], migrations, code_ids(codebook))


def _of_programs(
    paths: Iterable[Path], migrations: Sequence[Mapping[str, Any]], codes: Sequence[str]
) -> list[dict[str, object]]:
    """What programs answered, with today's codes as far as the history knows them: what it leaves open stays."""
    rows = [row for path in paths for row in programs.rows(path)]
    former = {code for entry in migrations for code in entry["from"]}
    known = [row for row in rows if row["code"] in former.union(codes)]
    strays = [row for row in rows if row["code"] not in former.union(codes)]
    return [*(migrate(known, migrations, codes)[0] if migrations else known), *strays]


def _of_project(path: Path, texts: Mapping[str, str], codebook: Mapping[str, Any]) -> list[dict[str, object]]:
    imported = importing.read(path.read_bytes(), str(path))
    by_coder, report = importing.to_codings(imported, texts, codebook)
    if not report.complete:
        raise StudyError(_unplaced(path, item) for item in report.unplaced[:SHOWN])
    alone = len(by_coder) == 1
    return [
        {**row, "coder": path.stem if alone else coder, "file": str(path), "line": number}
        for coder, coded in by_coder.items()
        for number, row in enumerate(coded, 1)
    ]


def _unplaced(path: Path, item: importing.Listed) -> Problem:
    place = f"source '{item.source}', {item.start} to {item.end}, code '{item.code}'"
    todo = f"Look at it with multicase import-codings {path}, and mend it there or rename its source or code."
    return Problem(str(path), place, f"a coding that can't be placed: {item.why}", "words of an anonymised text", todo)
