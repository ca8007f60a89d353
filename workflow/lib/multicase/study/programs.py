"""Programs of the user's own that read the texts too (`anonymise.programs`), and the records of what they found.

A record is an input of the study, in its closed zone, as decisions are: `multicase consult` writes it, builds read it.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from multicase.study import checking
from multicase.study.files import Row
from multicase.study.problems import Problem, StudyError

FOLDER = "private/programs"  # of the records; the programs run in it
SCHEMA = "programs"
Program = Mapping[str, str]  # name, command


def path(root: Path, name: str) -> Path:
    """Where the record of a program lies, if there is one."""
    return root / FOLDER / f"{name}.csv"


def paths(root: Path, programs: Sequence[Program]) -> list[Path]:
    """The records that are there, in the order of the programs."""
    return [path(root, program["name"]) for program in programs if path(root, program["name"]).is_file()]


def records(root: Path, programs: Sequence[Program]) -> dict[str, list[Row]]:
    """The rows of each program's record, empty where it has none. Raises StudyError with all that is wrong in any."""
    problems: list[Problem] = []
    found: dict[str, list[Row]] = {program["name"]: [] for program in programs}
    for file in paths(root, programs):
        found[file.stem] = checking.read_csv(file, SCHEMA, str(file), problems)
    if problems:
        raise StudyError(problems)
    return found


def problems(content: Any, file: str) -> Iterator[Problem]:
    """Names given to two programs, in a configuration that fits its schema or not."""
    section = content.get("anonymise") if isinstance(content, Mapping) else None
    listed = section.get("programs") if isinstance(section, Mapping) else None
    given = listed if isinstance(listed, list) else []
    names = Counter(str(entry.get("name")) for entry in given if isinstance(entry, Mapping))
    for name, n in names.items():
        if n > 1:
            place, found = "anonymise.programs", f"the name '{name}' {n} times"
            yield Problem(file, place, found, "each only once", "Rename one: its record has its name.")
    for entry in given:
        command = entry.get("command") if isinstance(entry, Mapping) else None
        if isinstance(command, str) and not words(command):
            place = f"anonymise.programs, {entry.get('name')}"
            yield Problem(file, place, "a command whose quotes don't close", "words of a command", "Mend the quotes.")


def words(command: str) -> list[str]:
    """The command and its arguments; nothing where a quote isn't closed."""
    try:
        return shlex.split(command)
    except ValueError:
        return []
