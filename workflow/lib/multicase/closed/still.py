"""Whether raw files are still what was read: a run takes a while, and somebody may edit one meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from multicase.digest import file_sha256
from multicase.study.files import Row
from multicase.study.problems import Problem, StudyError


def refuse_changed(texts: Mapping[Path, Iterable[Row]], root: Path) -> None:
    """Raises StudyError with every source whose raw file is no longer what was read; its texts go, to be read anew.

    texts: the file of texts of each batch -> its sources (source_id, path), which lie below `root`. A batch that
    hasn't been read yet, and a raw file that is away, are left out: the workflow sees to them.
    """
    problems = []
    for path, sources in texts.items():
        if not path.is_file():
            continue
        table = pq.read_table(path, columns=["source_id", "raw_sha256"], use_threads=False)
        read = dict(zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True))
        changed = [row["source_id"] for row in sources if _is_changed(root / row["path"], read.get(row["source_id"]))]
        found, todo = "a raw file that was changed after it had been read", "Run make again: it reads it anew."
        problems += [Problem(name, "", found, "the file that the results rest on", todo) for name in changed]
        if changed:
            path.unlink()
    if problems:
        raise StudyError(problems)


def _is_changed(path: Path, sha256: str | None) -> bool:
    return sha256 is not None and path.is_file() and file_sha256(path) != sha256
