"""What a job tells: people's mistakes in full, a program's own failures without a word of the material; and its record.

An unexpected exception may quote the text it failed on, so its message is kept only where no closed text is at hand.
The record says which rule made which files from which, by which code and parameters; the manifest and the provenance
graph are put together from the records.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from multicase.digest import text_sha256
from multicase.study.problems import StudyError

CLOSED, RAW = "private", "raw"
NOWHERE = "closed"  # the parameter that names sources which may appear nowhere
LONGEST = 2_000  # characters of a parameter's JSON that a record holds


@contextmanager
def journal(job: Any, closed: bool = False) -> Iterator[None]:
    """Run a job's work; on failure write why to its log and to the console, and end with exit code 1.

    job: what a script gets of its rule: `rule`, `input`, `output`, `params`, `log` and `config`. The first log takes
    the report, and is empty for a job that succeeds; a second one, if there is one, takes the record.
    closed: whether the job reads the closed zone. Then an unexpected exception is reported by type and place only, and
    the record holds no parameters.
    """
    if closed:
        os.umask(0o077)  # files of the closed zone are their owner's alone
    logs = [Path(log) for log in job.log]
    for path in logs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # the record of a job that fails is none
    logs[0].write_text("", encoding="utf-8")
    try:
        yield
    except StudyError as error:
        _fail(logs[0], str(error))
    except Exception as error:
        _fail(logs[0], _withheld(error) if closed else "".join(traceback.format_exception(error)))
    for path in logs[1:]:
        path.write_text(json.dumps(record(job, closed), indent=1) + "\n", encoding="utf-8")


def record(job: Any, closed: bool = False) -> dict[str, Any]:
    """rule, code (a digest), params, inputs and outputs of a job, as they may be shown.

    Paths stand from the results, or after `study:`, `results:` (those of another study) or `workflow:`. A raw file is
    `study:raw`, since its name may be a person's. params is left out for a job of the closed zone; a long one is told
    by its sha256 and length, and sources that may appear nowhere (the parameter `closed`) by how many they are.
    """
    results, study = Path(results_of(job.log[0])), Path(str(job.config["study"]))

    def shown(paths: Iterable[str]) -> list[str]:
        return sorted({_shown(Path(path), results, study) for path in paths})

    given = dict(job.params.items())
    if given.get(NOWHERE):
        given[NOWHERE] = {"not shown": len(given[NOWHERE])}
    about = {"rule": job.rule, "code": given.pop("code", "")}
    params = {} if closed else {"params": {name: _told(given[name]) for name in sorted(given)}}
    return about | params | {"inputs": shown(job.input), "outputs": shown(job.output)}


def _told(value: Any) -> Any:
    """A parameter as plain JSON. Raises TypeError for one that is none, such as a set, which has no order."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return json.loads(text) if len(text) <= LONGEST else {"sha256": text_sha256(text), "length": len(text)}


def results_of(log: str | Path) -> Path:
    """The results directory that a log lies in: above `logs`, or above `private/logs`."""
    path = Path(log)
    folder = next(parent for parent in path.parents if parent.name == "logs").parent
    return folder.parent if folder.name == CLOSED else folder


def _shown(path: Path, results: Path, study: Path) -> str:
    """A path without where it lies on this machine."""
    if path.is_relative_to(study / RAW):
        return f"study:{RAW}"
    for root, prefix in ((results, ""), (study, "study:"), (results.parent, "results:")):
        if path.is_relative_to(root):
            return prefix + path.relative_to(root).as_posix()
    return f"workflow:{path.parent.name}/{path.name}"


def _withheld(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {Path(frame.filename).name}, line {frame.lineno}, in {frame.name}" for frame in frames]
    head = f"{type(error).__name__} (its message is withheld: it may quote the closed zone)"
    return "\n".join([head, *lines])


def _fail(path: Path, report: str) -> None:
    path.write_text(report + "\n", encoding="utf-8")
    print(report, file=sys.stderr)
    sys.exit(1)
