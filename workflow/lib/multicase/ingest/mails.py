"""E-mails pasted into a text: where their heads stand (`From: ...`, `To: ...`, `Subject: ...`), which nobody says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from multicase.study import files

WORDS = Path(__file__).with_name("mails.yaml")
LABEL = re.compile(r"[\s*_>|]*([^\W\d_][^\W_]*(?:[ -][^\W_]+)?)[\s*_]*:(?![^\s*_])")
FEWEST = 3  # lines of a head, if it names no subject


def heads(lines: Sequence[str]) -> frozenset[int]:
    """The numbers of the lines that are of heads: one below the other, each another field, with who wrote it and what
    on. Somebody may be called An or Van, and speak again; nobody is called Subject beside them.
    """
    found: set[int] = set()
    run: dict[str, int] = {}
    for number, line in enumerate([*lines, ""]):
        opened = LABEL.match(line)
        field = _fields().get(opened[1].casefold(), "") if opened else ""
        if field and field not in run:
            run[field] = number
            continue
        if "from" in run and ("subject" in run or len(run) >= FEWEST):
            found |= set(run.values())
        run = {field: number} if field else {}
    return frozenset(found)


@cache
def _fields() -> Mapping[str, str]:
    """Word -> the field that it names, in whichever language."""
    listed = files.parsed(WORDS.read_text(encoding="utf-8"), WORDS.name, [])
    return {word: field for field, words in listed.items() for word in words}
