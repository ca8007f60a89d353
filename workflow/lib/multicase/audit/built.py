"""A finished build as its own files tell it: its jobs, files, settings and claims."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from multicase.audit import reproduction
from multicase.digest import file_sha256
from multicase.wording import ALL_CASES

LOGS = "logs"
STUDY = "study:"  # how records name what people supply


@dataclass(frozen=True)
class Job:
    """A job by its record (`journal.record`). name: its rule, and the values of its wildcards if it has any."""

    name: str
    rule: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class File:
    """A file's sha256, and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Build:
    """jobs: in the order of their names. files: of the results and of the study, by the names that records give them.
    settings: setting, value, set_by. claims: the rows of T23 over all cases.
    """

    jobs: Sequence[Job]
    files: Mapping[str, File]
    settings: Sequence[Mapping[str, str]]
    claims: Sequence[Mapping[str, str]]


def read(
    results: Path,
    records: Iterable[str],
    manifest: Iterable[str],
    settings: str,
    claims: str,
    study: str | Path,
    supplied: Iterable[str],
) -> Build:
    """Read a build.

    results: its directory. records: the jobs' records. manifest: the files of T27, its CSV first; they list all others.
    settings, claims: settings.csv and T23. study: the study's directory; supplied: its open files.
    """
    listing, *_ = named = [Path(path) for path in manifest]
    hashes = reproduction.manifest(results, listing.relative_to(results).as_posix())
    own = {path.relative_to(results).as_posix(): path for path in named}
    given = {STUDY + Path(path).relative_to(study).as_posix(): Path(path) for path in supplied}
    files = {name: File(sha256, (results / name).stat().st_size) for name, sha256 in hashes.items()}
    files |= {name: of_file(path) for name, path in (own | given).items()}
    overall = [row for row in _rows(claims) if row["case"] == ALL_CASES]
    jobs = sorted((_job(Path(path)) for path in records), key=lambda job: job.name)
    return Build(jobs, files, _rows(settings), overall)


def of_file(path: str | Path) -> File:
    """What stands of a file in a build."""
    return File(file_sha256(path), Path(path).stat().st_size)


def _job(path: Path) -> Job:
    """A record lies at `logs/<rule>.json`, or at `logs/<rule>/<wildcards>.json`."""
    record = json.loads(path.read_text(encoding="utf-8"))
    name = "/".join(path.with_suffix("").parts[path.parts.index(LOGS) + 1 :])
    parameters = record.get("params", {}) | ({"code": record["code"]} if "code" in record else {})
    return Job(name, record["rule"], record["inputs"], record["outputs"], parameters)


def _rows(path: str | Path) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
