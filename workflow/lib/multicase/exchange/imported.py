"""What another tool's project holds, whatever its format was."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A code: its name, the names from the topmost down to it joined by `/`, and whether it may be given at all."""

    guid: str
    name: str
    path: str
    codable: bool = True
    description: str = ""


@dataclass(frozen=True)
class Source:
    """A text, with LF line ends and without a byte order mark; counting: how the tool counts its characters."""

    guid: str
    name: str
    text: str
    counting: str = ""


@dataclass(frozen=True)
class Coding:
    """One code given to one passage by one coder.

    source: the Source's guid. start, end: code points of its text, end exclusive, -1 if they can't be told; exact,
    prefix and suffix quote it. code: the code's name, code_path its path. coder: as the tool has it, "" if it doesn't
    say. date: ISO 8601 as written, or "".
    """

    source: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    code: str
    code_path: str
    coder: str
    memo: str = ""
    date: str = ""


@dataclass(frozen=True, order=True)
class Note:
    """Something in the file that isn't a coding or couldn't be taken as it stands; it never quotes a text."""

    place: str
    what: str


@dataclass(frozen=True)
class Imported:
    """A project as read: nothing in it has been matched to a study yet."""

    codes: tuple[Code, ...]
    sources: tuple[Source, ...]
    codings: tuple[Coding, ...]
    notes: tuple[Note, ...]
