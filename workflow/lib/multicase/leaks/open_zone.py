"""The open zone: which files of a build the leak scan must search."""

from __future__ import annotations

from pathlib import Path

GATE = "audit"  # what the gates themselves write, after the scan


def files(results: Path) -> list[Path]:
    """Every file below a results directory but those of its closed zone, `private/`, and of the audit."""
    return sorted(
        path
        for path in results.rglob("*")
        if path.is_file() and path.relative_to(results).parts[0] not in {"private", GATE}
    )
