"""Accepting proposals: the only way by which a program's proposal becomes a person's decision."""

from __future__ import annotations

import csv
from pathlib import Path

from multicase.errors import Problem, StudyError

FILE = "private/pseudonyms.csv"
COLUMNS = ("entity", "replacement")


def accept(study: Path, results: Path) -> str:
    """Append the proposed pseudonyms to the study's table, which is never otherwise changed; says what was done."""
    proposed = results / "private/pseudonyms.proposed.csv"
    if not proposed.is_file():
        raise StudyError([Problem(str(proposed), "", "no such file", "the proposals of a build", "Run make first.")])
    target = study / FILE
    known = {row["entity"] for row in _rows(target)} if target.is_file() else set()
    fresh = [row for row in _rows(proposed) if row["entity"] not in known]
    if fresh:
        target.parent.mkdir(exist_ok=True)
        is_new = not target.is_file()
        with target.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
            if is_new:
                writer.writeheader()
            writer.writerows(fresh)
    return f"{len(fresh)} pseudonyms added to {target}" if fresh else "nothing to add: every entity has its pseudonym"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
