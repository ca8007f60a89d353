"""What is wrong with people's input, said so that they can mend it.

A message names file, place, what was found, what was expected and what to do. It never quotes the closed zone's
text: what stands in `raw/` and `private/` is named by place (row, line, paragraph), labels and ids excepted. Whatever
stands in a file, a message is short and moves no cursor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from multicase.wording import counted

LINE = "\n    "  # a line of a list in a message
LONGEST = 400  # characters of one part of a message: an id of a megabyte is no help


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, what was found, what was expected, what to do."""

    file: str
    place: str
    found: str
    expected: str
    todo: str

    def __str__(self) -> str:
        file, place, found, expected, todo = map(shown, (self.file, self.place, self.found, self.expected, self.todo))
        where = f"{file}, {place}" if place else file
        return f"{where}: found {found}; expected {expected}. {todo}"


def shown(text: str) -> str:
    """A text as a message repeats it: what can't be printed as its number (\\x1b), what is too long cut. Lines that a
    message itself begins, four blanks in, stay lines.
    """
    return LINE.join(map(_line, text.split(LINE)))


def _line(text: str) -> str:
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} [...] {text[-LONGEST // 4 :]}"
    if text.isprintable():
        return text
    escaped = (char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
    return _line("".join(escaped))


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
