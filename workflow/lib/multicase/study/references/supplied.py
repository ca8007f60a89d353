"""What could be read of a study, and the questions that several checks ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from multicase.study.attributes import Attributes
from multicase.study.codebook import code_ids
from multicase.study.files import Row, nearest, split
from multicase.study.problems import Problem
from multicase.study.replication import Replication


@dataclass(frozen=True)
class Files:
    """What could be read of a study. content: rows or documents by name; a file that is broken or absent isn't in it.

    paths: where each file lies, as messages call it.
    """

    root: Path
    content: Mapping[str, Any]
    paths: Mapping[str, str]
    attributes: Attributes
    is_known: bool = True  # whether what the study declares could be read
    replication: Replication | None = None
    before_sources: bool = False  # whether there may be no sources and no participants yet

    def rows(self, name: str) -> list[Row]:
        return self.content.get(name) or []

    def has(self, name: str) -> bool:
        """Whether a table is there and can be read: then what it doesn't list is unknown, though it lists nothing."""
        return name in self.content

    @cached_property
    def case_of_source(self) -> dict[str, str]:
        return {row["source_id"]: row["case_id"] for row in self.rows("sources")}

    @cached_property
    def case_of_participant(self) -> dict[str, str]:
        return {row["participant_id"]: row["case_id"] for row in self.rows("participants")}

    @cached_property
    def cases(self) -> set[str]:
        return {row["case_id"] for row in self.rows("cases")}

    @cached_property
    def coders(self) -> set[str]:
        """Those who handed in codings."""
        return {*self.content.get("codings", {}), *self.content.get("closed_codings", {})}

    @cached_property
    def codes(self) -> set[str]:
        return set(code_ids(self.content["codebook"])) if self.content.get("codebook") else set()

    @cached_property
    def history(self) -> list[Mapping[str, Any]]:
        """The changes of migrations.yaml, in order of date."""
        changes = (self.content.get("migrations") or {}).get("migrations", [])
        return sorted(changes, key=lambda entry: entry["date"])


def backwards(rows: Iterable[Row], file: str) -> Iterator[Problem]:
    """Rows that end before they start."""
    for row in rows:
        if all(row[name].isdecimal() for name in ("start", "end")) and int(row["start"]) >= int(row["end"]):
            yield Problem(file, f"{row.place}, column end", "an end before the start", "a later end", "Mend the row.")


def handed_in(files: Files) -> Iterator[tuple[str, str, list[Row]]]:
    """Folder, coder and rows of the CSV files of codings, on anonymised texts and on those before."""
    for name, folder in (("codings", "codings"), ("closed_codings", "private/codings")):
        for coder, rows in files.content.get(name, {}).items():
            yield folder, coder, rows


def lost(files: Files, name: str, column: str, known: set[str], what: str, where: str) -> Iterator[Problem]:
    yield from lost_in(files.rows(name), files.paths[name], column, known, what, where)


def lost_in(
    rows: Iterable[Row], file: str, column: str, known: set[str], what: str, where: str, more: str = ""
) -> Iterator[Problem]:
    """References that lead nowhere, one Problem a row and value. more: what else could be done about one."""
    for row in rows:
        for value in split(row.get(column, "")):
            if value not in known:
                todo = f"Mend it, or add the {what} to {where}{more}{nearest(value, sorted(known))}."
                place = f"{row.place}, column {column}"
                yield Problem(file, place, f"the unknown {what} '{value}'", f"a {what} of {where}", todo)
