"""T27, the manifest: every file of the results, with the rule that made it, its inputs and its hash."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multicase.digest import file_sha256
from multicase.journal import results_of
from multicase.tables.table import Table

COLUMNS = ("artefact", "rule", "inputs", "sha256")


def build(data: Mapping[str, Any]) -> Table:
    """One row per file that a rule wrote, a directory by the files in it, in the order of their paths.

    Needs records, the paths of the jobs' records, which say what each made from what (see `journal.record`), and
    artefacts, the files themselves.
    """
    rows = [row for path in data["records"] for row in _of_job(Path(path))]
    return Table(pd.DataFrame(sorted(rows), columns=list(COLUMNS)))


def _of_job(path: Path) -> Iterator[tuple[str, str, str, str]]:
    record, root = json.loads(path.read_text(encoding="utf-8")), results_of(path)
    for name in record["outputs"]:
        if name.startswith("private/"):
            continue  # hashed inside the closed zone
        for file in _files(root / name):
            artefact = file.relative_to(root).as_posix()
            yield artefact, record["rule"], "; ".join(sorted(record["inputs"])), file_sha256(file)


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
