"""What an earlier scan found, for one that looks for the same: files that are the same since aren't read again.

Kept are the files without a leak alone, so that one with a leak is read, and told of, by each scan. It lies in the
closed zone, for it holds the places that people judge.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from multicase.closed.locking import write_private
from multicase.leaks.scan import Scanner
from multicase.leaks.terms import Term

NAME = "private/.searched.json"  # below the results


@dataclass(frozen=True)
class Clean:
    """A file without a leak: the sha256 of its bytes, whether terms that people judge were looked for, and where they
    stand, as term and context."""

    sha256: str
    judged: bool
    places: frozenset[tuple[str, str]] = frozenset()


def sought(scanner: Scanner, doubtful: Iterable[Term], code: str) -> str:
    """A digest of all that decides what a scan finds in a file. code: that of the program itself, and of the versions
    of the libraries that open files and look through them (the job's parameter of this name).
    """
    told = [
        code,
        sys.version,
        sorted(scanner.terms.items()),
        sorted(scanner.names.items()),
        sorted(scanner.ordinary),
        [*scanner.languages],
        sorted((term.text, term.kind, term.why) for term in doubtful),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def recall(path: Path, wanted: str) -> dict[str, Clean]:
    """Files by their names below the results; none where another was sought, or where the record can't be read."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["sought"] == wanted:
            return {
                name: Clean(sha256, judged, frozenset((term, context) for term, context in places))
                for name, (sha256, judged, places) in told["files"].items()
            }
    return {}


def keep(path: Path, wanted: str, files: Mapping[str, Clean]) -> None:
    """Leave it for the next scan."""
    told = {name: (file.sha256, file.judged, sorted(file.places)) for name, file in sorted(files.items())}
    write_private(path, json.dumps({"sought": wanted, "files": told}) + "\n")
