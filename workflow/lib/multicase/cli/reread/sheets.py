"""Passages as a spreadsheet: written for a reader to fill in, and read back whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from multicase.anonymise.passages import Passage, Text
from multicase.cli import sheet
from multicase.cli.reread import record
from multicase.study.problems import Problem, StudyError

COLUMNS = ("passage", "place", "words", "text", "read", "missed", "version")
NEEDED = ("passage", "read", "missed", "version")
WIDTHS = {"passage": 24, "text": 110, "missed": 50}
FORM = "lines such as `person: the words` or `job, direct: the words`"
Row = dict[str, str]


def export(draw: Iterable[Passage], texts: Mapping[str, Text], rows: Iterable[Row], reader: str, path: Path) -> int:
    """Write the passages of a draw that a reader hasn't read, as .csv or .xlsx (mode 600); returns how many they are.

    Raises StudyError for another kind of file, and where a file is there already, which may be half filled in.
    """
    read = record.read_by(rows, reader)
    lines = []
    for passage in draw:
        text = texts[passage.source_id]
        if not record.is_read(passage, text, read):
            shown = text.shown(passage)
            about = (passage.name, passage.locator, str(passage.words), shown)
            lines.append((*about, "", "", _version(text, shown)))
    return sheet.write(path, COLUMNS, lines, {"read": ["yes"]}, WIDTHS)


def _version(text: Text, shown: str) -> str:
    return f"{text.sha256[:16]}-{record.digest(shown)}"


def import_(
    path: Path,
    passages: Sequence[Passage],
    texts: Mapping[str, Text],
    rows: Sequence[Row],
    *,
    reader: str,
    today: str,
) -> list[Row]:
    """The rows that a filled sheet adds to the record. A passage that isn't marked as read adds none.

    passages: all of the study. rows: those of the record. Raises StudyError with everything that is wrong in any row of
    the sheet; nothing is written here.
    """
    known = {passage.name: passage for passage in passages}
    problems: list[Problem] = []
    fresh: list[Row] = []
    for number, given in sheet.read(path, COLUMNS, NEEDED):
        reading = _Reading(str(path), number, given, problems)
        passage = reading.passage(known, texts)
        if passage is not None:
            fresh += reading.rows(passage, texts[passage.source_id], [*rows, *fresh], reader, today)
    if problems:
        raise StudyError(problems)
    return fresh


class _Reading:
    """One row of a sheet: what it says, and what is wrong with it."""

    def __init__(self, file: str, number: int, row: Row, problems: list[Problem]):
        self.file, self.number, self.problems = file, number, problems
        self.row = {name: value.strip() for name, value in row.items()}

    def wrong(self, column: str, found: str, expected: str, todo: str) -> None:
        self.problems.append(Problem(self.file, f"row {self.number}, column {column}", found, expected, todo))

    def passage(self, known: Mapping[str, Passage], texts: Mapping[str, Text]) -> Passage | None:
        """The passage of a row that says something, if it is one of the study and its text hasn't changed."""
        if self.row["read"].lower() not in {"", "yes"}:
            self.wrong("read", "something else", "yes or nothing", "Mend it.")
            return None
        if not self.row["read"]:
            if self.row["missed"]:
                todo = "Write yes if the passage was read to its end."
                self.wrong("read", "nothing, but words that were missed", "yes", todo)
            return None
        passage = known.get(self.row["passage"])
        if passage is None or not self.row["version"].startswith(texts[passage.source_id].sha256[:16]):
            found = "a passage that the study hasn't got, or whose text has changed since"
            self.wrong("passage", found, "a passage as it was exported", "Export it again.")
            return None
        return passage

    def rows(self, passage: Passage, text: Text, before: Sequence[Row], reader: str, today: str) -> list[Row]:
        shown = self.row["version"].rpartition("-")[2]
        row = record.passage_row(passage, text, shown, reader, today)
        masked = shown != record.digest(text.shown(passage))  # a build has masked more since
        found: list[Row] = []
        for number, line in enumerate(filter(str.strip, re.split(r"[\n;]", self.row["missed"])), 1):
            told = record.said(line)
            places = text.places(passage, told[2], masked) if told else []
            if told is None:
                self.wrong("missed", f"a line without a kind (the {number}.)", FORM, "Write the kind before the words.")
            elif not places:
                todo = "Copy them from the passage, whole and without brackets."
                self.wrong("missed", f"words that don't stand in the passage (line {number})", "words that do", todo)
            else:
                found += record.missed_rows([*before, *found], row, text, places, *told[:2])
        is_new = not record.is_read(passage, text, record.read_by(before, reader))
        return [*found, *([row] if is_new else [])]
