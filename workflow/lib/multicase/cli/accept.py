"""`multicase accept`: the only way by which a program's proposal becomes a person's decision."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from multicase.cli import place
from multicase.closed.locking import write_private
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

FILE = "private/pseudonyms.csv"
COLUMNS = ("entity", "replacement")


def command(study: place.Study = None) -> None:
    """Add the pseudonyms that the last build proposed to private/pseudonyms.csv, after your look at them."""
    where = place.unlocked(study)
    print(accept(where.study, where.results))


def accept(study: Path, results: Path) -> str:
    """Append the proposed pseudonyms to the study's table, which is never otherwise changed; says what was done."""
    proposed = results / "private/pseudonyms.proposed.csv"
    if not proposed.is_file():
        raise StudyError([Problem(str(proposed), "", "no such file", "the proposals of a build", "Run make first.")])
    target = study / FILE
    columns, given = _read(target) if target.is_file() else (COLUMNS, [])
    known = {row["entity"] for row in given}
    fresh = [row for row in _read(proposed)[1] if row["entity"] not in known]
    if fresh:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        buffer = io.StringIO(newline="")
        writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\n", extrasaction="ignore")
        if not target.is_file():
            writer.writeheader()
        writer.writerows(fresh)
        before = target.read_bytes() if target.is_file() else b""
        gap = b"" if not before or before.endswith(b"\n") else b"\n"
        write_private(target, before + gap + buffer.getvalue().encode())
    added = f"{counted(len(fresh), 'pseudonym')} added to {target}"
    return added if fresh else "nothing to add: every entity has its pseudonym"


def _read(path: Path) -> tuple[Sequence[str], list[dict[str, str]]]:
    """A table's columns and its rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames or COLUMNS, list(reader)
