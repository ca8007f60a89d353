"""Disagreements as a spreadsheet: written for people to fill in, and read back whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from multicase.cli import sheet
from multicase.cli.adjudicate import record, shown
from multicase.cli.adjudicate.record import DECISIONS, Decision, Row
from multicase.reliability.disagreements import Disagreement, Pair
from multicase.study.files import nearest
from multicase.study.problems import Problem, StudyError

COLUMNS = (
    "segment_id", "place", "before", "words", "after", "code", "definition",
    "given_by", "not_given_by", "other_codes", "decision", "reason",
)  # fmt: skip
NEEDED = ("segment_id", "code", "decision", "reason")
BOOK = ("theme", "subtheme", "code", "label", "definition", "include", "exclude", "example")
WIDTHS = {
    "before": 30, "words": 70, "after": 30, "code": 24, "definition": 50, "given_by": 40, "other_codes": 40,
    "reason": 50, "include": 50, "exclude": 50, "example": 50, "label": 24, "subtheme": 24, "theme": 24,
}  # fmt: skip


def export(todo: Iterable[Disagreement], rows: Iterable[Row], codes: Mapping[str, shown.Code], path: Path) -> int:
    """Write disagreements, and in a workbook the codebook beside them; returns how many there are.

    What has been decided stands there. Raises StudyError for another kind of file than .csv or .xlsx, and where a file
    is there already, which may be half filled in.
    """
    known = record.decided(rows)
    lines = [[*_about(one, codes), *_answer(known.get(one.pair))] for one in todo]
    book = [[code[column] for column in BOOK] for code in codes.values()]
    return sheet.write(path, COLUMNS, lines, {"decision": DECISIONS}, WIDTHS, {"codebook": [BOOK, *book]})


def _about(one: Disagreement, codes: Mapping[str, shown.Code]) -> Sequence[str]:
    beside = [shown.speech(said, said.text) if said else "" for said in (one.before, one.after)]
    return (
        one.segment_id,
        one.place,
        beside[0],
        shown.speech(one.said, one.said.text),
        beside[1],
        one.code,
        shown.definition(codes[one.code]),
        "\n".join(shown.given(one)),
        ", ".join(one.not_given),
        "\n".join(shown.others(one, codes)),
    )


def _answer(known: Decision | None) -> Sequence[str]:
    return (known.decision, known.reason) if known else ("", "")


def import_(path: Path, standing: Collection[Pair], rows: Iterable[Row], again: bool) -> list[Decision]:
    """The decisions that a filled sheet adds; an unanswered row, and one that says what is decided already, adds none.

    standing: the disagreements that there are. rows: of adjudication.csv. again: whether earlier decisions may be
    changed. Raises StudyError with everything that is wrong in any row of the sheet; nothing is written here.
    """
    reading = _Reading(str(path), set(standing), record.decided(rows), again)
    for number, row in sheet.read(path, COLUMNS, NEEDED):
        reading.take(number, {name: row[name].strip() for name in NEEDED})
    if reading.problems:
        raise StudyError(reading.problems)
    return reading.made


class _Reading:
    """A sheet as it is read: what it decides, and what is wrong with it."""

    def __init__(self, file: str, standing: Collection[Pair], known: Mapping[Pair, Decision], again: bool):
        self.file, self.standing, self.known, self.again = file, standing, known, again
        self.problems: list[Problem] = []
        self.made: list[Decision] = []
        self.seen: dict[Pair, int] = {}  # in which row something was answered about it

    def take(self, number: int, row: Row) -> None:
        """One row of the sheet. number: as a spreadsheet counts them."""
        if row["decision"] or row["reason"]:
            found = Decision((row["segment_id"], row["code"]), row["decision"].lower(), record.reason(row["reason"]))
            problems = [Problem(self.file, f"row {number}, column {at}", *said) for at, *said in self._wrong(found)]
            self.problems += problems
            self.seen.setdefault(found.pair, number)
            if not problems and self.known.get(found.pair) != found:
                self.made.append(found)

    def _wrong(self, found: Decision) -> Iterable[tuple[str, str, str, str]]:
        """Column, what was found, what was expected, what to do."""
        expected = f"one of {', '.join(DECISIONS)}"
        known = self.known.get(found.pair)
        if not found.decision:
            yield "decision", "nothing, but a reason", expected, "Choose one, or empty the reason."
        elif found.decision not in DECISIONS:
            todo = f"Mend it{nearest(found.decision, list(DECISIONS))}."
            yield "decision", f"'{found.decision}'", expected, todo
        elif not found.reason:
            yield "reason", "nothing, but a decision", "why it was decided so", "Write the reason."
        if found.pair not in self.standing:
            todo = "Leave segment_id and code as they were written, or write the sheet anew if the build has changed."
            yield "segment_id", "a code on a segment about which nobody differs", "a disagreement of the build", todo
        elif found.pair in self.seen:
            said = f"the same segment and code as in row {self.seen[found.pair]}"
            yield "segment_id", said, "one answer about each", "Empty the decision and the reason of one of the two."
        elif known and known != found and not self.again:
            todo = "Empty decision and reason, or take the sheet with --again."
            yield "decision", f"another decision or reason than in {record.FILE}", "what is not decided yet", todo
