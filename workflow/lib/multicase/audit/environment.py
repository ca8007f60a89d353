"""The environment of a build: the version of Python, and of every package that the lock file pins for any machine."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

COLUMNS = ("package", "version")
PINNED = re.compile(r"^([\w.-]+)==\S+(?: ; (.*?))?(?: \\)?$", re.M)
OF_A_PLATFORM = re.compile(r"platform|os_name|implementation_name")


def installed(lock: Path) -> list[dict[str, str]]:
    """One row per package of a lock file that is installed: package, version; python, without its last number, first.

    Packages that only some platforms need are left out, so that the rows are the same on all of them. Without a lock
    file there is the row of python alone.
    """
    pinned = PINNED.findall(lock.read_text(encoding="utf-8")) if lock.is_file() else []
    names = sorted({name for name, marker in pinned if not OF_A_PLATFORM.search(marker)})
    found = [(name, version) for name in names if (version := _version(name))]
    python = ("python", ".".join(map(str, sys.version_info[:2])))
    return [dict(zip(COLUMNS, row, strict=True)) for row in (python, *found)]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def write(rows: Sequence[dict[str, str]], path: str | Path) -> None:
    """Write the rows as CSV."""
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read(path: str | Path) -> list[dict[str, str]]:
    """The rows that `write` wrote."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
