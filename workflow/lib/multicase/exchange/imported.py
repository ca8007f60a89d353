"""What another tool's project holds, whatever its format was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Why a coding has no passage: it is of a single point, or of nothing that one could read.
NO_LENGTH, BLANK = "of no length", "of white space alone"

Given = tuple[str, str, str]  # a code as codings name it: its name, path and guid


@dataclass(frozen=True)
class Code:
    """A code: its name, the names from the topmost down to it joined by `/`, and whether it may be given at all.

    above: the guid of the code that it stands under, "" at the top; names may hold a `/`, so the path doesn't tell it.
    colour: as `#rrggbb`, or "".
    """

    guid: str
    name: str
    path: str
    codable: bool = True
    description: str = ""
    above: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Source:
    """A text, with LF line ends and without a byte order mark; counting: how the tool counts its characters.

    original: the file that the tool made the text of, where it comes along, and its name's ending (`docx`, `pdf`).
    values: its attributes.
    """

    guid: str
    name: str
    text: str
    counting: str = ""
    original: bytes = b""
    ending: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A case, person or group of the tool's: its attributes and the guids of the sources that are linked to it.

    is_group: whether it is one of the groups that the tool puts sources into, instead of cases.
    """

    guid: str
    name: str
    values: Mapping[str, str]
    sources: tuple[str, ...] = ()
    description: str = ""
    is_group: bool = False


@dataclass(frozen=True)
class Memo:
    """A note of the project, and the guids of what refers to it and of its source; it may name people."""

    guid: str
    name: str
    text: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coding:
    """One code given to one passage by one coder.

    source: the Source's guid. start, end: code points of its text, end exclusive, -1 if they can't be told; exact,
    prefix and suffix quote it. code: the code's name, code_path its path, code_guid its guid, which alone tells codes
    of one name and path apart. coder: as the tool has it, "" if it doesn't say. date: ISO 8601 as written, or "".
    without: why it has no passage of a text at all (it is of a picture, of a whole source, of no length), or "".
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
    without: str = ""
    code_guid: str = ""

    @property
    def given(self) -> Given:
        """The code that is given."""
        return self.code, self.code_path, self.code_guid


@dataclass(frozen=True, order=True)
class Note:
    """Something in the file that isn't a coding or couldn't be taken as it stands; it never quotes a text."""

    place: str
    what: str


@dataclass(frozen=True)
class Imported:
    """A project as read: nothing in it has been matched to a study yet.

    users: everybody who works in it, whether they coded or not.
    """

    codes: tuple[Code, ...]
    sources: tuple[Source, ...]
    codings: tuple[Coding, ...]
    notes: tuple[Note, ...]
    cases: tuple[Case, ...] = ()
    memos: tuple[Memo, ...] = ()
    users: tuple[str, ...] = ()

    @property
    def used(self) -> frozenset[str]:
        """The guids of the codes that codings give."""
        return frozenset(coding.code_guid for coding in self.codings)
