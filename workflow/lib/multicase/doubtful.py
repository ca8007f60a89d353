"""What Snakemake takes for up to date and nobody should: found by what a study's files and its results hold.

Snakemake goes by dates and by its own notes on earlier jobs. So it sees neither a file that was replaced by one with
an older date (unpacked, synchronised, put back), nor a result that was altered by hand, nor that its notes are gone. A
record for each study says what its files held when its results were last made; sums of the jobs say what they wrote.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from multicase import altered
from multicase.digest import file_sha256, text_sha256
from multicase.leaks.open_zone import TIMESTAMP
from multicase.study.problems import Problem, StudyError

OLD = (86_400, 86_400)  # seconds: before all that anybody writes
LOCKED = ".age"
STUDY = "study="  # on a command line, behind --config
FORCING = re.compile(r"--forceall|-[knpqrt]*F\w*")  # `-F`, behind other letters that take no value
UNKNOWN = "results of which .snakemake doesn't say (any more) how they were made"
Files = dict[str, tuple[list[int], str]]


@dataclass(frozen=True)
class Record:
    """files: path -> size and times, sha256, of what results are made from and no job makes; None where nobody wrote
    it down. again: job -> a mark for each time that a file of its was found altered.
    """

    files: Files | None = None
    again: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Doubts:
    """replaced: files that hold something else than the record says though no date tells so. altered: results, each
    with its job. lost: those of them that can't be made again, since the closed zone is locked. unrecorded: the folder
    of the results, if there is no record of them. again: the record's, with what was altered since.
    """

    replaced: tuple[Path, ...]
    altered: dict[Path, str]
    lost: tuple[Path, ...]
    unrecorded: Path | None
    again: dict[str, list[str]]


def read(path: Path) -> Record:
    """The record of a study; an empty one where there is none that can be read."""
    with suppress(OSError, ValueError, TypeError, AttributeError, KeyError):
        told = json.loads(path.read_text(encoding="utf-8"))
        files = told["files"] and {name: (list(times), str(sha256)) for name, (times, sha256) in told["files"].items()}
        return Record(files, {job: sorted(map(str, marks)) for job, marks in told["again"].items()})
    return Record()


def write(path: Path, record: Record) -> None:
    """Write a study's record, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part.write_text(json.dumps({"files": record.files, "again": record.again}, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(path)


def below(folder: Path) -> Iterator[Path]:
    """The files below a folder, neither hidden nor in a hidden one, nor what is locked away."""
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not is_hidden and path.suffix != LOCKED and path.is_file():
            yield path


def held_by(paths: Iterable[Path], before: Files | None = None) -> Files:
    """What files hold: those that have kept size and times since `before` aren't read anew. What is no longer there
    stays as it was before, so that it is known when it comes back; what can't be read is left out.
    """
    found = dict(before or {})
    for path in paths:
        with suppress(OSError):
            times = _times(path)
            if str(path) not in found or found[str(path)][0] != times:
                found[str(path)] = (times, file_sha256(path))
    return found


def seen(results: Path, record: Record, is_locked: bool = False) -> Doubts:
    """What is doubtful in the results of a study; to look changes nothing. Where nothing was built, nothing is."""
    sums = list(altered.sums(results))
    if not sums:
        return Doubts((), {}, (), None, record.again)
    made = max(path.stat().st_mtime_ns for path in sums)
    changed = {results / name: job for name, job in altered.changed(results).items()}
    lost = [path for path, job in changed.items() if is_locked and _is_closed(_job(results, job))]
    replaced = [path for path in map(Path, record.files or {}) if _is_replaced(path, record.files[str(path)], made)]
    again = {job: {*marks} for job, marks in record.again.items()}
    for path, job in changed.items():
        again.setdefault(job, set()).add(text_sha256(f"{path.relative_to(results)} {_times(path)[:2]}")[:16])
    unrecorded = results if record.files is None else None
    return Doubts(tuple(replaced), changed, tuple(lost), unrecorded, {job: sorted(again[job]) for job in again})


def code_of_job(code: str, marks: Iterable[str] = ()) -> str:
    """A digest of code as a job's parameter: it changes with its marks, so that the job is done again."""
    told = "".join(marks)
    return f"{code}{altered.MARK}{text_sha256(told)[:8]}" if told else code


def problems(doubts: Doubts, words: Sequence[str] = ()) -> list[Problem]:
    """What keeps Snakemake alone from building on such results: what `mend` mends, and what can't be made again.

    words: those of the command line; they may name the study, and ask to make everything again: then no record is
    needed.
    """
    make = _make(words)
    found = [_replaced(path, f"Run {make}, which reads it anew, or do: {_touch(path)}") for path in doubts.replaced]
    found += [_lost(path) for path in doubts.lost]
    if doubts.unrecorded and not any(FORCING.fullmatch(word) for word in words):
        todo = f"Run {make}, or snakemake --forceall: either makes them again."
        found.append(Problem(str(doubts.unrecorded), "", UNKNOWN, "those of runs in this directory", todo))
    return found


def told(doubts: Doubts) -> list[str]:
    """What is said of altered results, which every run that comes to them makes again."""
    again = "was altered since it was made: a run that comes to it makes it again"
    return [f"{path} {again}" for path in sorted({*doubts.altered} - {*doubts.lost})]


def outdate(results: Path, is_locked: bool = False) -> None:
    """Give results a date before all that they are made from; what is made from nothing goes: no date tells of it.

    Raises StudyError where a date can't be set.
    """
    for sums in altered.sums(results):
        job = _job(results, altered.job_of(sums, results))
        if is_locked and _is_closed(job):
            continue  # it can't be made again
        for file in (results / name for name in altered.read(sums) if altered.is_result(name)):
            if job and job.get("inputs") == []:
                file.unlink(missing_ok=True)
                continue
            folders = file.parents[: len(file.relative_to(results).parts) - 1]
            for dated in (file, *(folder / TIMESTAMP for folder in folders)):
                if dated.is_file():
                    _set_old(dated)


def mend(results: Path, path: Path, is_locked: bool = False) -> list[str]:
    """Let Snakemake see what is doubtful in the results of a study, whose record is at `path`; returns what was found.

    A file that was replaced gets today's date, results without a record one before all others, and the jobs of altered
    ones a mark in the record. Raises StudyError where an altered result can't be made again or a date can't be set.
    """
    record = read(path)
    doubts = seen(results, record, is_locked)
    if doubts.lost:
        raise StudyError(map(_lost, doubts.lost))
    for file in doubts.replaced:
        try:
            os.utime(file)
        except OSError:
            todo = f"Make it writable, and run make again; or have its owner do: {_touch(file)}"
            raise StudyError([_replaced(file, todo)]) from None
    if doubts.unrecorded:
        outdate(results, is_locked)
    if doubts.again != record.again:
        write(path, Record(record.files, doubts.again))
    said = [f"{file} holds something else than when the results were made: it is read anew" for file in doubts.replaced]
    said += [f"{doubts.unrecorded}: {UNKNOWN}: a run that comes to them makes them again"] if doubts.unrecorded else []
    return [*said, *told(doubts)]


def _set_old(path: Path) -> None:
    try:
        os.utime(path, OLD)
    except OSError:
        todo = "Have its owner run make, or make it yours: it must be made again, and its date can't be set."
        raise StudyError([Problem(str(path), "", "a result that isn't yours", "your own", todo)]) from None


def _job(results: Path, job: str) -> dict[str, Any] | None:
    """The record that a job left (`multicase.journal`); None where it left none, empty where it can't be read."""
    path = results / altered.LOGS / f"{job}.json"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _is_closed(job: Mapping[str, Any] | None) -> bool:
    """Whether a job is of the closed zone, and shows no parameters; so is one whose record can't be read."""
    return job is not None and "params" not in job


def _times(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]


def _is_replaced(path: Path, before: tuple[list[int], str], made: int) -> bool:
    """Whether a file holds something else than before, and isn't newer than the results: that Snakemake would see."""
    with suppress(OSError):
        times = _times(path)
        return path.is_file() and times != before[0] and times[1] <= made and file_sha256(path) != before[1]
    return False


def _replaced(path: Path, todo: str) -> Problem:
    return Problem(str(path), "", "something else than when the results were made", "a newer date", todo)


def _make(words: Iterable[str]) -> str:
    """How the front door is called for the study that a command line names."""
    named = [word.removeprefix(STUDY) for word in words if word.startswith(STUDY)]
    return shlex.join(["make", f"STUDY={named[-1]}"]) if named else "make"


def _touch(path: Path) -> str:
    return shlex.join(["touch", str(path)])


def _lost(path: Path) -> Problem:
    found, expected = "a file that was altered since it was made", "what its job wrote"
    todo = "With the closed zone locked it can't be made again: put the file back, or unlock the study first."
    return Problem(str(path), "", found, expected, todo)
