"""T27, the manifest: every file of the results, with the rule that made it, its inputs and its hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multicase.digest import file_sha256
from multicase.tables.table import Table

COLUMNS = ("artefact", "rule", "inputs", "sha256")


def build(data: Mapping[str, Any], lineage: Sequence[Mapping[str, Any]], root: str) -> Table:
    """One row per file that a rule wrote, a directory by the files in it, in the order of their paths.

    lineage: for each output of the workflow, `path`, `rule` and `inputs` (as they are to be shown: raw files by the
    id of their source). root: the results directory, from which artefacts are named.
    """
    rows = []
    for entry in lineage:
        path = Path(entry["path"])
        files = (
            sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
            if path.is_dir()
            else [path]
        )
        for file in files:
            name = file.relative_to(root).as_posix()
            rows.append((name, entry["rule"], "; ".join(sorted(entry["inputs"])), file_sha256(file)))
    return Table(pd.DataFrame(sorted(rows), columns=list(COLUMNS)))
