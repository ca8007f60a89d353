"""What a job tells: people's mistakes in full, a program's own failures without a word of the material; and its record.

An unexpected exception may quote the text it failed on, so its message is kept only where no closed text is at hand.
The record says which rule made which files from which, by which code and parameters; the manifest and the provenance
graph are put together from the records.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from multicase import altered
from multicase.digest import text_sha256
from multicase.study.problems import Problem, StudyError

CLOSED, RAW = "private", "raw"
NOWHERE = "closed"  # the parameter that names sources which may appear nowhere
LONGEST = 2_000  # characters of a parameter's JSON that a record holds
STOPPED = 130  # the exit code of a program that Ctrl-C ended
NOTE = "note: "  # how lines begin of what a person should look at, and stops nothing
VERBOSE = "MULTICASE_VERBOSE"  # set in the surroundings where a person wants to see all of a failure
# What the machine lacks: found, expected, and what to do.
LACKING = {
    errno.ENOSPC: ("a full disk", "room for the results", "Free some space, and run make again: it goes on."),
    errno.EDQUOT: ("a full quota", "room for the results", "Free some space, and run make again: it goes on."),
    errno.EFBIG: ("a limit to the size of files", "room for the results", "Raise the limit, and run make again."),
    errno.EROFS: ("a place that can only be read", "one that can be written", "Make it writable, and run make again."),
    errno.EACCES: ("a file or folder that is closed to you", "none", "Mend its permissions, and run make again."),
}


@contextmanager
def journal(job: Any, closed: bool = False) -> Iterator[None]:
    """Run a job's work; on failure write why to its log and to the console, and end with exit code 1.

    job: what a script gets of its rule: `rule`, `input`, `output`, `params`, `log` and `config`. The first log takes
    the report, and of a job that succeeds its notes alone (`note`); a second one, if there is one, takes the record.
    The sums of all files that were written go beside the logs (`multicase.altered`). On the console an unexpected
    exception is told in short, all of it only where the person asked for it (-v); Ctrl-C ends a job without a word.
    closed: whether the job reads the closed zone. Then an unexpected exception is reported by type and place only, and
    the record holds no parameters.
    """
    if closed:
        os.umask(0o077)  # files of the closed zone are their owner's alone
    logs, root = [Path(log) for log in job.log], Path(results_of(job.log[0]))
    try:
        for path in logs:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)  # the record of a job that fails is none
        altered.forget(logs[0], root)
        logs[0].write_text("", encoding="utf-8")
        yield
        for path in logs[1:]:
            path.write_text(json.dumps(record(job, closed), indent=1) + "\n", encoding="utf-8")
        altered.record(logs[0], [*map(Path, job.output), *logs], root)
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    except StudyError as error:
        _withdraw(logs, root)
        _fail(logs[0], str(error))
    except Exception as error:
        _withdraw(logs, root)
        if told := _lacking(error, root):
            _fail(logs[0], str(told))
        report = _withheld(error) if closed else "".join(traceback.format_exception(error))
        _fail(logs[0], report, _in_short(error, closed, job.rule, logs[0]))


def note(job: Any, told: Iterable[str], aloud: bool = False) -> None:
    """Write what is to be told of a job's work, a line each, to its log; aloud: on the console, too."""
    text = "".join(f"{NOTE}{one}\n" for one in told)
    Path(job.log[0]).write_text(text, encoding="utf-8")
    if aloud:
        sys.stderr.write(text)  # in one piece, as in `_fail`


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
    about = {"rule": job.rule, "code": given.pop("code", "").partition(altered.MARK)[0]}
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


def _lacking(error: Exception, root: Path) -> StudyError | None:
    """What the machine lacks, where that is why a job failed."""
    number = errno.ENOSPC if "disk is full" in str(error) else getattr(error, "errno", None)  # as SQLite says it
    return StudyError([Problem(str(root), "", *LACKING[number])]) if number in LACKING else None


def _in_short(error: Exception, closed: bool, rule: str, log: Path) -> str:
    """An unexpected failure in two lines; the log holds the rest."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    why = "" if closed else f": {str(error).splitlines()[0]}" if str(error) else ""
    return (
        f"{rule} failed, in {Path(last.filename).name}, line {last.lineno}: {type(error).__name__}{why}\n"
        f"  That is no fault of the study's files that multicase knows of; {log} holds the rest."
    )


def _withdraw(logs: list[Path], root: Path) -> None:
    """Leave no record and no sums of a job that failed, not even half of one."""
    with suppress(OSError):
        altered.forget(logs[0], root)
        for path in logs[1:]:
            path.unlink(missing_ok=True)


def _fail(path: Path, report: str, in_short: str = "") -> None:
    """Write a report to the log, if the disk takes it, and to the console; end with exit code 1."""
    with suppress(OSError):
        path.write_text(report + "\n", encoding="utf-8")
    told = report if os.environ.get(VERBOSE) else in_short or report
    sys.stderr.write(f"{told}\n")  # in one piece, since other jobs may fail at the same moment
    sys.exit(1)
