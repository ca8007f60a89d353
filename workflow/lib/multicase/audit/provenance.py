"""The provenance graph: which job made which file from which, read from the jobs' records and the manifest."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multicase.digest import file_sha256

if TYPE_CHECKING:
    import pandas as pd

STUDY, RAW, RESULTS, LOGS = "study:", "study:raw", "results:", "logs/"
PRIVATE = ("private/", "study:private/")


@dataclass(frozen=True)
class Job:
    """A run of a rule: what it read and wrote, with which parameters and code (a digest).

    name: what tells it from the rule's other jobs (a batch, case, table, figure or notebook); empty for a single one.
    """

    rule: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    code: str = ""


class Graph:
    """Jobs and files, to walk in both directions. Files are named as in the records."""

    def __init__(self, jobs: Iterable[Job], sha256: Mapping[str, str]):
        """sha256: path -> hash, of files or of those in a folder that a job wrote. No two jobs write one file."""
        self.jobs = tuple(sorted(jobs, key=lambda job: (job.rule, job.name)))
        self.sha256 = dict(sha256)
        self._maker = {path: job for job in self.jobs for path in job.outputs}
        self._readers: dict[str, list[Job]] = defaultdict(list)
        for job in self.jobs:
            for path in job.inputs:
                self._readers[path].append(job)
        self._inside: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.sha256):
            if path not in self._maker and (folder := self._folder(path)):
                self._inside[folder].append(path)

    def made_from(self, path: str) -> Job | None:
        """The job that wrote a file, or the folder that it lies in; None for an input of the study."""
        return self._maker.get(path) or self._maker.get(self._folder(path))

    def makes(self, path: str) -> list[Job]:
        """The jobs that read a file, or the folder that it lies in."""
        return [*self._readers.get(path, ()), *self._readers.get(self._folder(path), ())]

    def inside(self, folder: str) -> list[str]:
        """The files in a folder that a job wrote, as far as the manifest lists them."""
        return list(self._inside.get(folder, ()))

    def up(self, path: str) -> list[str]:
        """All files that a file was made from, however far back."""
        return self._walk(path, lambda name: job.inputs if (job := self.made_from(name)) else ())

    def down(self, path: str) -> list[str]:
        """All files that were made from a file, however far on."""
        return self._walk(path, lambda name: [made for job in self.makes(name) for made in job.outputs])

    def before(self, job: Job) -> list[Job]:
        """The jobs whose files a job reads."""
        found = {(maker.rule, maker.name): maker for path in job.inputs if (maker := self.made_from(path))}
        return [found[key] for key in sorted(found)]

    def after(self, job: Job) -> list[Job]:
        """The jobs that read what a job wrote."""
        written = [*job.outputs, *(path for folder in job.outputs for path in self.inside(folder))]
        found = {(reader.rule, reader.name): reader for path in written for reader in self.makes(path)}
        return [found[key] for key in sorted(found)]

    def inputs(self) -> list[str]:
        """The files that jobs read and none wrote: the study's, and the workflow's own."""
        return sorted(path for path in self._readers if not self.made_from(path))

    def _folder(self, path: str) -> str:
        """The folder that a job wrote and a file lies in, or nothing."""
        above = (parent.as_posix() for parent in Path(path).parents)
        return next((folder for folder in above if folder in self._maker), "")

    @staticmethod
    def _walk(path: str, step: Any) -> list[str]:
        seen: set[str] = set()
        todo = [path]
        while todo:
            for other in step(todo.pop()):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return sorted(seen)


def read(records: Iterable[str | Path], manifest: str | Path, study: Path, workflow: Iterable[str | Path]) -> Graph:
    """The graph of a build, from the jobs' records and T27; `study` is where the study lies.

    The hashes are those of T27. It has none of its own files, of the study's, the `workflow`'s and other studies'
    results that jobs read, which are hashed here; the closed zone's files have none.
    """
    jobs = [job_of(Path(path)) for path in records]
    with Path(manifest).open(encoding="utf-8", newline="") as file:
        sha256 = {row["artefact"]: row["sha256"] for row in csv.DictReader(file)}
    root = Path(manifest).parents[1]
    own_names = Path(manifest).relative_to(root).with_suffix("").as_posix() + "."
    own = {name: root / name for job in jobs for name in job.outputs if name.startswith(own_names)}
    read_files = {path for job in jobs for path in job.inputs if path.startswith(STUDY) and not is_closed(path)}
    own |= {name: study / name.removeprefix(STUDY) for name in read_files}
    of_others = {path for job in jobs for path in job.inputs if path.startswith(RESULTS)}
    own |= {name: root.parent / name.removeprefix(RESULTS) for name in of_others}
    own |= {f"workflow:{path.parent.name}/{path.name}": path for path in map(Path, workflow)}
    return Graph(jobs, sha256 | {name: file_sha256(own[name]) for name in sorted(own) if own[name].is_file()})


def raw_hashes(segments: pd.DataFrame) -> list[dict[str, str]]:
    """One row per source that segments come from: source_id, raw_sha256, the hash of its raw file."""
    rows = segments[["source_id", "raw_sha256"]].drop_duplicates().sort_values("source_id")
    return rows.to_dict("records")


def job_of(path: Path) -> Job:
    """The job of a record, which lies in a folder of its rule's name if the rule has several.

    The records themselves, which the manifest is made from too, are left out: all that they say stands in the graph.
    """
    record = json.loads(path.read_text(encoding="utf-8"))
    rule = record["rule"]
    name = path.stem if path.parent.name == rule else ""
    told = record.get("params", {}), record.get("code", "")
    inputs = tuple(name for name in record["inputs"] if not name.startswith(LOGS))
    return Job(rule, name, inputs, tuple(record["outputs"]), *told)


def is_closed(path: str) -> bool:
    """Whether a file of the graph lies in the closed zone."""
    return path == RAW or path.startswith(PRIVATE)
