"""Running a program of the user's own: what it is given on its standard input, what it says on its standard output.

No shell reads its command. What it complains of goes to a log that nobody else may read; it is never repeated.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from multicase.digest import file_sha256, text_sha256
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

GRACE = 2  # seconds
SHOWN = 20  # lines of output that are named for each thing that is wrong


def program_sha256(told: str, words: Sequence[str], folder: Path) -> str:
    """A digest that changes with a program: of its command as it is `told` and of the first file that it names.

    words: the command and its arguments; an argument is looked at before the command itself, which may be an
    interpreter. folder: where paths begin.
    """
    first, *others = words
    file = next((folder / word for word in (*others, first) if (folder / word).is_file()), None)
    return text_sha256(f"{told}\0{file_sha256(file) if file else ''}")


@contextlib.contextmanager
def answered(
    words: Sequence[str], name: str, given: bytes, folder: Path, seconds: int, log: Path, what: str = "texts"
) -> Iterator[IO[bytes]]:
    """The lines that a program answers to what it is given. It runs in `folder`; what it complains of goes to `log`.

    what: of what it is given. Raises StudyError for a program that can't be started, ends with an error, ends before
    it has read all that it is given or takes more than `seconds`.
    """
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as errors, tempfile.TemporaryFile(dir=log.parent) as output:
        wrong = _run(list(words), given, folder, seconds, output, errors, what)
        if wrong:
            todo = f"Its command runs in {folder}; {log} holds what it complained of. Nothing was recorded."
            raise StudyError([Problem(name, "", *wrong, todo)])
        output.seek(0)
        yield output


def _run(
    words: list[str], given: bytes, folder: Path, seconds: int, output: IO[bytes], errors: IO[bytes], what: str
) -> tuple[str, str] | None:
    """Run a program to its end; what was found and what was expected, where it has no good one."""
    try:
        process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=output, stderr=errors, cwd=folder, umask=0o077, start_new_session=True
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or "no command"
        return f"a program that can't be started ({why})", "a command that can be run"
    unread: list[bool] = []
    feeder = threading.Thread(target=_feed, args=(process, given, unread), daemon=True)
    feeder.start()
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        return f"a program that had not ended after {counted(seconds, 'second')}", "an end, or a longer --timeout"
    finally:
        _end(process)
        feeder.join(GRACE)  # something that the program left behind may hold its input open
    if code:
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return f"a program that {how}", "exit code 0"
    return (
        (f"a program that ended before it had read all {what}", "one that reads to the end")
        if unread or feeder.is_alive()
        else None
    )


def _feed(process: subprocess.Popen[bytes], given: bytes, unread: list[bool]) -> None:
    try:
        process.stdin.write(given)
        process.stdin.close()
    except OSError:
        unread.append(True)
        with contextlib.suppress(OSError):
            process.stdin.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, and what it started."""
    if process.poll() is None:
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()


def json_object(line: bytes) -> dict[str, Any] | None:
    """The JSON object that a line holds, or None."""
    try:
        read = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def lines(numbers: Sequence[int]) -> str:
    """`line 3` or `lines 1 to 4 and 7`; of many places the first."""
    shown = list(_ranges(numbers))
    more = f" and {len(shown) - SHOWN} more places" if len(shown) > SHOWN else ""
    told = ", ".join(shown[:SHOWN]) + more if more else listed(shown)
    return f"line{'' if len(numbers) == 1 else 's'} {told}"


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    first = last = numbers[0]
    for number in [*numbers[1:], -1]:
        if number != last + 1:
            yield str(first) if first == last else f"{first} to {last}"
            first = number
        last = number
