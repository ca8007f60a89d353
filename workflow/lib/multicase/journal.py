"""What a job tells: people's mistakes in full, a program's own failures without a word of the material.

An unexpected exception may quote the text it failed on, so its message is kept only where no closed text is at hand.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from multicase.study.problems import StudyError


@contextmanager
def journal(log: str | Path, closed: bool = False) -> Iterator[None]:
    """Run a job's work; on failure write why to its log and to the console, and end with exit code 1.

    log: where the report goes; the log of a job that succeeds is empty.
    closed: whether the job reads the closed zone. Then an unexpected exception is reported by type and place only.
    """
    if closed:
        os.umask(0o077)  # files of the closed zone are their owner's alone
    path = Path(log)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", encoding="utf-8")
    try:
        yield
    except StudyError as error:
        _fail(path, str(error))
    except Exception as error:
        _fail(path, _withheld(error) if closed else "".join(traceback.format_exception(error)))


def _withheld(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {Path(frame.filename).name}, line {frame.lineno}, in {frame.name}" for frame in frames]
    head = f"{type(error).__name__} (its message is withheld: it may quote the closed zone)"
    return "\n".join([head, *lines])


def _fail(path: Path, report: str) -> None:
    path.write_text(report + "\n", encoding="utf-8")
    print(report, file=sys.stderr)
    sys.exit(1)
