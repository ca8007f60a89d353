"""Which outputs that are there are made again all the same: altered ones, and those whose inputs were replaced.

Snakemake goes by dates, and a file that is copied, unpacked or put back keeps the date of its last saving. jobs: those
of a plan, each with its `input` and `output`, paths as text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from multicase import altered
from multicase.digest import file_sha256
from multicase.study.problems import Problem, StudyError


class Digests:
    """The sha256 of files, remembered from one plan to the next: a file of the same path, size and times isn't read."""

    def __init__(self, path: Path):
        self._path, self._known, self._is_new = path, {}, False
        with suppress(OSError, ValueError, TypeError, AttributeError):
            kept = json.loads(path.read_text(encoding="utf-8"))
            self._known = {name: (list(times), str(sha256)) for name, (times, sha256) in kept.items()}

    def of(self, file: str | Path) -> str:
        """The sha256 of a file that is there, in hex."""
        stat = Path(file).stat()
        times = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
        if self._known.get(str(file), ([], ""))[0] != times:
            self._known[str(file)] = (times, file_sha256(file))
            self._is_new = True
        return self._known[str(file)][1]

    def keep(self) -> None:
        """Leave them for later plans; a disk that takes no more is no failure."""
        part = self._path.with_name(f"{self._path.name}.part")
        if not self._is_new:
            return
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_text(json.dumps(self._known, sort_keys=True) + "\n", encoding="utf-8")
            part.replace(self._path)


def of_replaced(jobs: Collection[Any], read: Callable[[Any, str], set[str | None]], digests: Digests) -> list[Any]:
    """The outputs of jobs of which an input that no job makes holds something else than when they read it.

    read: the `sha256:...` of an input when a job read it, None where nobody knows: then its date is all that counts, as
    it is for what is `ancient`, which reaches its job by parameters.
    """
    made = {str(file) for job in jobs for file in job.output}

    def is_replaced(job: Any, file: Any) -> bool:
        if file.is_ancient or str(file) in made or not Path(file).is_file():
            return False
        before = read(job, file) - {None}
        return bool(before) and f"sha256:{digests.of(file)}" not in before

    return [file for job in jobs if any(is_replaced(job, given) for given in job.input) for file in job.output]


def of_altered(jobs: Collection[Any], results: Path) -> tuple[list[Any], list[Path]]:
    """The outputs that were altered, or in which a file was, since their job wrote them; and these files.

    Raises StudyError for an altered file that a job reads and none makes: one from before a closed zone was locked.
    """
    outputs = {str(file): file for job in jobs for file in job.output}
    inputs = {str(file) for job in jobs for file in job.input}
    found: dict[Path, list[Any]] = {}
    lost: list[Path] = []
    for place in (results / name for name in altered.changed(results)):
        within = [str(path) for path in (place, *place.parents)]
        if again := [outputs[path] for path in within if path in outputs]:
            found[place] = again
        elif inputs.intersection(within):
            lost.append(place)
    if lost:
        raise StudyError(_lost(lost))
    return [file for again in found.values() for file in again], [*found]


def _lost(places: Iterable[Path]) -> list[Problem]:
    told, expected = "a file that was altered since it was made", "what its job wrote"
    todo = "With the closed zone locked it can't be made again: put the file back, or unlock the study first."
    return [Problem(str(place), "", told, expected, todo) for place in places]
