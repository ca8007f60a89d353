"""What a notebook sees of the results: what its header names, and without a word there all that notebooks may see.

The header is that of a percent script, YAML behind number signs; there stands, below `jupyter`,
`multicase: {reads: [T06, F04, segments]}`. What isn't named isn't there for the notebook, so that nothing it shows can
be older than what it was read from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from yaml import YAMLError

from multicase.study import files
from multicase.study.problems import Problem, StudyError

EDGE, SIGN = "# ---", "#"
READS = "jupyter.multicase.reads"


def of_all(scripts: Iterable[str | Path], known: Collection[str]) -> dict[str, list[str]]:
    """What each notebook reads, by their names, as `named` has it. Raises StudyError for the problems of all."""
    found: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for script in scripts:
        try:
            found[Path(script).stem] = named(script, known)
        except StudyError as error:
            problems += error.problems
    if problems:
        raise StudyError(problems)
    return found


def named(script: str | Path, known: Collection[str]) -> list[str]:
    """What of `known` a notebook reads, in that order: what its header names, and all where it names nothing.

    Raises StudyError for a header that can't be read, and for a name that is none of `known`.
    """
    path = Path(script)
    try:
        header = files.parse_yaml(_header(path.read_text(encoding="utf-8")))
    except (YAMLError, UnicodeDecodeError) as error:
        told = str(error).splitlines()[0]
        raise StudyError([_problem(path, f"what is no YAML ({told})")]) from None
    given = _inside(header, READS.split("."))
    if given is None:
        return list(known)
    if not isinstance(given, list):
        raise StudyError([_problem(path, f"'{given}'")])
    strange = [name for name in given if name not in known]
    if strange:
        raise StudyError(_problem(path, f"'{name}'", known) for name in strange)
    return [name for name in known if name in given]


def _header(script: str) -> str:
    """The YAML at the top of a percent script, empty if there is none."""
    first, *lines = script.splitlines() or [""]
    if first.rstrip() != EDGE:
        return ""
    header = []
    for line in lines:
        if line.rstrip() == EDGE or not line.startswith(SIGN):
            break
        header.append(line.removeprefix(SIGN).removeprefix(" "))
    return "\n".join(header)


def _inside(content: Any, keys: Iterable[str]) -> Any:
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return content


def _problem(path: Path, found: str, known: Collection[str] = ()) -> Problem:
    expected = f"one of {', '.join(known)}" if known else "a list of names, as in reads: [T06, F04, segments]"
    return Problem(
        str(path), READS, found, expected, "Mend the header, or take the line out: the notebook sees all then."
    )


def lay(given: Iterable[str | Path], results: Path, folder: Path) -> None:
    """Lay links to some files of the results into a folder, each where it lies in the results."""
    for path in map(Path, given):
        link = folder / path.relative_to(results)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(path.resolve())
