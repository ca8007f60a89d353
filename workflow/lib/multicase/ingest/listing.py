"""Listing: what private/speakers.csv says of the labels of one source, and rows of it that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from multicase.study import labels
from multicase.study.files import Row
from multicase.study.problems import Problem

FILE = "private/speakers.csv"
Rows = Sequence[Mapping[str, str]]


def listed(speakers: Rows | None, source_id: str) -> tuple[dict[str, str] | None, frozenset[str], frozenset[str]]:
    """Label -> who, for one source; the labels listed for it alone; those that are confirmed.

    A row for the source itself goes before one for every source, however each writes the label.
    """
    if speakers is None:
        return None, frozenset(), frozenset()
    own = [row for row in speakers if row["source_id"] == source_id]
    taken = {labels.of_row(row)[1] for row in own}
    general = [row for row in speakers if row["source_id"] == "*" and labels.of_row(row)[1] not in taken]
    who = {row["label"]: who_of(row) for row in [*general, *own]}
    return who, frozenset(row["label"] for row in own), frozenset(row["label"] for row in own if row.get("confirmed"))


def who_of(row: Mapping[str, str]) -> str:
    """A participant's id, or another role."""
    return row["participant_id"] if row["role"] == "participant" else row["role"]


def contradictions(speakers: Rows | None, file: str = FILE) -> Iterator[Problem]:
    """A Problem for each row that gives a label of a source to somebody else than a row before it.

    Labels are compared as the reader compares them: `Jan` and `JAN` are one. Messages quote none; they may be names.
    """
    first: dict[tuple[str, str], Mapping[str, str]] = {}
    for row in speakers or []:
        before = first.setdefault(labels.of_row(row), row)
        if who_of(before) != who_of(row):
            found = f"a label that {_place(before)} gives to another speaker (capitals make no other label)"
            todo = "Remove one of the two rows, or mend it."
            yield Problem(file, f"{_place(row)}, column label", found, "one speaker for each label of a source", todo)


def _place(row: Mapping[str, str]) -> str:
    return row.place if isinstance(row, Row) else f"the row of {row['source_id']}"
