"""What is wrong with people's input, said so that they can mend it.

A message names file, place, what was found, what was expected and what to do. It never quotes the closed zone's
text: what stands in `raw/` and `private/` is named by place (row, line, paragraph), labels and ids excepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from multicase.wording import counted


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, what was found, what was expected, what to do."""

    file: str
    place: str
    found: str
    expected: str
    todo: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else self.file
        return f"{where}: found {self.found}; expected {self.expected}. {self.todo}"


class StudyError(Exception):
    """All the problems that one stage found, reported at once."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(set(problems), key=_order))
        super().__init__(str(self))

    def __str__(self) -> str:
        return "\n".join([f"{counted(len(self.problems), 'problem')}:", *(f"  {problem}" for problem in self.problems)])


def _order(problem: Problem) -> tuple[list[str | int], Problem]:
    """As people count: row 5 before row 15."""
    parts = re.split(r"(\d+)", f"{problem.file} {problem.place}")
    return [int(part) if number % 2 else part for number, part in enumerate(parts)], problem
