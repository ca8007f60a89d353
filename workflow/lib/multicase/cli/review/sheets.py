"""The queue as a spreadsheet: written for people to fill in, and read back whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from multicase.anonymise.decide import key
from multicase.anonymise.propose import QUEUE
from multicase.cli import sheet
from multicase.cli.review.questions import ACTIONS, Decision, decision, offered
from multicase.cli.review.replacements import MASKED, SAME, Given, Names, Replacement
from multicase.study.files import nearest, split
from multicase.study.problems import Problem, StudyError

Row = Mapping[str, str]
ANSWERS = ("action", "replacement", "scope", "reviewer", "note")
NEEDED = ("text", "kind", "action", "replacement")
REVIEWER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
WIDTHS = {"text": 30, "contexts": 90, "replacement": 30, "note": 30}


def export(queue: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write the queue with empty columns for the answers, as .csv or .xlsx (mode 600); returns the number of rows.

    queue: rows with the columns of `propose.QUEUE`. The file quotes the closed zone. Raises StudyError for another kind
    of file, and where a file is there already, which may be half filled in.
    """
    rows = [[*(str(row[column]) for column in QUEUE), *[""] * len(ANSWERS)] for row in queue]
    return sheet.write(path, (*QUEUE, *ANSWERS), rows, {"action": list(ACTIONS.values())}, WIDTHS)


def read(path: Path) -> list[tuple[int, Decision]]:
    """The rows of a sheet with their numbers, as a spreadsheet counts them. Raises StudyError if it can't be read."""
    return sheet.read(path, (*QUEUE, *ANSWERS), NEEDED)


def import_(
    path: Path,
    queue_rows: Iterable[Row],
    decisions_rows: Iterable[Row],
    *,
    reviewer: str,
    today: str,
    cases: Mapping[str, str],
    names: Names,
) -> list[Decision]:
    """The rows that a filled sheet adds to decisions.csv; without an action, or decided so already, a row adds none.

    An empty replacement takes the one proposed, an empty scope the study, an empty reviewer the one given here. Raises
    StudyError with everything that is wrong in any row; nothing is written here.
    """
    queue = {(key(row["text"]), row["kind"]): row for row in queue_rows}
    known: dict[tuple[str, str, str], tuple[str, Row]] = {}
    given = Given()
    for row in decisions_rows:
        known.setdefault(_key(row), ("decisions.csv", row))
        given.add(row)
    problems: list[Problem] = []
    fresh: list[Decision] = []
    # `same:` may name a replacement that another row of the sheet gives, wherever that stands.
    for number, row in sorted(read(path), key=lambda item: item[1]["replacement"].strip().lower().startswith(SAME)):
        reading = _Reading(str(path), f"row {number}", {name: value.strip() for name, value in row.items()})
        new = reading.decision(queue, known, given, names, cases, reviewer, today)
        problems += reading.problems
        if new:
            fresh.append(new)
            given.add(new)
            known[_key(new)] = (f"row {number}", new)
    if problems:
        raise StudyError(problems)
    return fresh


def _key(row: Row) -> tuple[str, str, str]:
    return key(row["text"]), row["kind"], row["scope"]


class _Reading:
    """One row of a sheet: what it decides, and what is wrong with it."""

    def __init__(self, file: str, place: str, row: Decision):
        self.file, self.place, self.row = file, place, row
        self.problems: list[Problem] = []

    def wrong(self, column: str, found: str, expected: str, todo: str) -> None:
        self.problems.append(Problem(self.file, f"{self.place}, column {column}", found, expected, todo))

    def decision(
        self,
        queue: Mapping[tuple[str, str], Row],
        known: Mapping[tuple[str, str, str], tuple[str, Row]],
        given: Given,
        names: Names,
        cases: Mapping[str, str],
        reviewer: str,
        today: str,
    ) -> Decision | None:
        """The decision; None where the row holds none, holds one that is known, or is wrong."""
        row = self.row | {"action": self.row["action"].lower(), "scope": self.row["scope"] or "study"}
        if not row["action"]:
            if self.row["replacement"] or self.row["scope"]:
                self.wrong("action", "nothing, but a replacement or a scope", _ACTIONS, "Fill in the action.")
            return None
        self._check(row)
        if self.problems:
            return None
        where, before = known.get(_key(row), ("", None))
        if before is not None and _same(before, row, names, given):
            return None
        if before is not None:
            todo = "Settle which holds; a decision is changed in decisions.csv itself."
            self.wrong("action", f"another decision than in {where}", "one decision a string, kind and scope", todo)
            return None
        item = queue.get((key(row["text"]), row["kind"]))
        if item is None:
            found, todo = "a string of a kind that isn't in the queue", "Leave text and kind as they were exported."
            self.wrong("text", found, "a string of the queue or of decisions.csv", todo)
            return None
        replacement = self._replacement(row, item, given, names)
        scopes = offered(split(item["sources"]), cases)
        if row["scope"] not in scopes:
            todo = f"Mend it{nearest(row['scope'], scopes)}."
            self.wrong(
                "scope", f"'{row['scope']}', where the string doesn't stand", "study, case:<id> or source:<id>", todo
            )
        if self.problems:
            return None
        return decision(item, row["action"], replacement, row["scope"], row["reviewer"] or reviewer, today, row["note"])

    def _check(self, row: Decision) -> None:
        if row["action"] not in ACTIONS.values():
            todo = f"Mend it{nearest(row['action'], list(ACTIONS.values()))}."
            self.wrong("action", f"'{self.row['action']}'", _ACTIONS, todo)
        elif row["action"] not in MASKED and row["replacement"]:
            todo = "Empty it, or choose pseudonymise or generalise."
            self.wrong("replacement", f"a replacement for the action {row['action']}", "nothing", todo)
        if row["reviewer"] and not REVIEWER.fullmatch(row["reviewer"]):
            self.wrong("reviewer", "something else", "an id of letters, digits, '_' and '-'", "Use an id, no name.")

    def _replacement(self, row: Decision, item: Row, given: Given, names: Names) -> Replacement:
        if row["action"] not in MASKED:
            return Replacement()
        judged = names.judge(row["action"], row["replacement"] or item["proposed_replacement"], row["text"], given)
        if judged.refused:
            self.wrong("replacement", f"a replacement that is refused: {judged.refused}", "another", "Choose another.")
        return judged


_ACTIONS = f"one of {', '.join(ACTIONS.values())}"


def _same(before: Row, row: Decision, names: Names, given: Given) -> bool:
    """Whether a row of a sheet says what has been decided already."""
    if before["action"] != row["action"]:
        return False
    typed = row["replacement"] or row["proposed_replacement"]
    if row["action"] not in MASKED or before["replacement"] == typed:
        return True
    return before["replacement"] == names.judge(row["action"], typed, row["text"], given).text
