"""The open zone: which files of a build the leak scan must search."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path

GATE = "audit"  # what the gates themselves write, after the scan
WARNING = "DO_NOT_SHARE.txt"


def files(results: Path) -> list[Path]:
    """Every file below a results directory but those of its closed zone, `private/`, and of the audit."""
    return sorted(
        path
        for path in results.rglob("*")
        if path.is_file() and path.relative_to(results).parts[0] not in {"private", GATE, WARNING}
    )


def mark(results: Path, n_hits: int) -> None:
    """Leave a warning beside results in which something leaked; take it away where nothing did."""
    path = results / WARNING
    if n_hits:
        path.write_text(
            f"The leak scan found {n_hits} places with original identifiers. Share nothing of this folder.\n"
        )
    else:
        path.unlink(missing_ok=True)


def write_report(paths: Sequence[Path], terms: Collection[str], path: str | Path) -> None:
    """Write how many artefacts were searched (logs not counted, since they come and go) and for how many terms."""
    artefacts = sum("logs" not in file.parts for file in paths)
    report = {"artefacts": artefacts, "terms": len(terms), "hits": 0}
    Path(path).write_text(json.dumps(report) + "\n", encoding="utf-8")
