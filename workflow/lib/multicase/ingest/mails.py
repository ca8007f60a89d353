"""E-mails pasted into a text: where their heads stand (`From: ...`, `To: ...`, `Subject: ...`), which nobody says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from multicase.study import files

WORDS = Path(__file__).with_name("mails.yaml")
LABEL = re.compile(r"[\s*_>|]*([^\W\d_][^\W_]*(?:[ -][^\W_]+)?)[\s*_]*:(?![^\s*_])")
FEWEST = 3  # lines of a head, if no mail that has a subject stands below it, apart
LONGEST_INITIALS = 2


def heads(lines: Sequence[str]) -> frozenset[int]:
    """The numbers of the lines that are of heads: one below the other, each another field, with who wrote it and what
    on. Somebody may be called An or Van, and speak again; they hardly do so in turn with two others called as fields.
    """
    found: set[int] = set()
    run: dict[str, int] = {}
    for number, line in enumerate([*lines, ""]):
        field = _field(line)
        if field and field not in run:
            run[field] = number
            continue
        if "from" in run and (len(run) >= FEWEST or ("subject" in run and _is_apart(lines, number))):
            found |= set(run.values())
        run = {field: number} if field else {}
    return frozenset(found)


def _is_apart(lines: Sequence[str], number: int) -> bool:
    """Whether a line is blank and others stand below it."""
    return number + 1 < len(lines) and not lines[number].strip()


def _field(line: str) -> str:
    """The field that a line fills; none is what is no writer: initials (`DA: ...`) and times (`From: 10.00`)."""
    opened = LABEL.match(line)
    field = _fields().get(opened[1].casefold(), "") if opened else ""
    if opened and field == "from":
        is_initials = opened[1].isupper() and len(opened[1]) <= LONGEST_INITIALS
        is_time = line[opened.end() :].strip(" \t*_")[:1].isdigit()
        return "" if is_initials or is_time else field
    return field


@cache
def _fields() -> Mapping[str, str]:
    """Word -> the field that it names, in whichever language."""
    listed = files.parsed(WORDS.read_text(encoding="utf-8"), WORDS.name, [])
    return {word: field for field, words in listed.items() for word in words}
