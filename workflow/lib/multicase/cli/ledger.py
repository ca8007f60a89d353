"""A ledger: a file of decisions, its rows read as they are, and written whole, never over what another has changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from multicase.closed.locking import write_private
from multicase.study import checking
from multicase.study.problems import Problem, StudyError


@dataclass
class Ledger:
    """A table of the closed zone: rows and columns as they are on the disk, with rows to be added.

    usual: the columns that a new file has, and that are added to one where rows need them.
    """

    path: Path
    usual: Sequence[str]
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)
    before: bytes | None = None  # the file as it was read or written last

    @classmethod
    def open(cls, path: Path, schema: str, usual: Sequence[str]) -> Ledger:
        """Read the file, or begin one. Raises StudyError for everything in it that goes against its schema."""
        path = path.resolve()  # a link stays a link
        if not path.is_file():
            return cls(path, usual, list(usual))
        problems: list[Problem] = []
        checking.read_csv(path, schema, str(path), problems)
        if problems:
            raise StudyError(problems)
        before = path.read_bytes()
        reader = csv.DictReader(io.StringIO(before.decode("utf-8-sig"), newline=""), restval="")
        return cls(path, usual, list(reader.fieldnames or usual), list(reader), before)

    def save(self, rows: list[dict[str, str]]) -> None:
        """Write these rows in place of the file's, whole. Raises StudyError if another program wrote to it."""
        now = self.path.read_bytes() if self.path.is_file() else None
        if now != self.before:
            todo = "The last answer was not written. Start again: what was answered before is kept."
            raise StudyError([Problem(str(self.path), "", "a file that was changed meanwhile", "the same file", todo)])
        added = [name for name in self.usual if name not in self.columns and any(row.get(name) for row in rows)]
        buffer = io.StringIO(newline="")
        writer = csv.DictWriter(buffer, [*self.columns, *added], restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        content = buffer.getvalue().encode()
        write_private(self.path, content)
        self.before, self.rows = content, [dict(row) for row in rows]
        self.columns += added
