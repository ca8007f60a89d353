"""Asking another program about texts: one JSON line a text on its standard input, one a find on its standard output.

In:   {"id": "a-i01", "text": "Then Marsh rang."}
Out:  {"id": "a-i01", "start": 5, "end": 10, "kind": "PERSON", "score": 0.9}

Offsets are code points, end exclusive. What comes back is taken whole or not at all; nothing that is said of it quotes
a text.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from multicase.anonymise.labels import kind_of
from multicase.digest import file_sha256, text_sha256
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted, listed

GRACE = 2  # seconds
SHOWN = 20  # lines of output that are named for each thing that is wrong
MEND = "Mend the program; nothing of what it found was recorded."


class WrongAnswer(ValueError):
    """A line of output that is no find; its message says what was found and what was expected."""

    def __init__(self, found: str, expected: str):
        super().__init__(found, expected)
        self.found, self.expected = found, expected


@dataclass(frozen=True, order=True)
class Answer:
    """One find: start, end (code points of the text, end exclusive), one of the project's kinds, a score or nothing."""

    source_id: str
    start: int
    end: int
    kind: str
    score: float | None = None


def words_of(command: str, name: str) -> list[str]:
    """The command and its arguments. Raises StudyError where a quote isn't closed."""
    try:
        return shlex.split(command)
    except ValueError:
        found, expected = "a command with a quote that isn't closed", "a command as one would type it"
        raise StudyError([Problem("config.yaml", f"anonymise.programs, {name}", found, expected, "Mend it.")]) from None


def program_sha256(command: str, name: str, folder: Path) -> str:
    """A digest that changes with a program: of its command and of the first file that this names, from `folder` on.

    An argument is looked at before the command itself, which may be an interpreter.
    """
    first, *others = words_of(command, name)
    file = next((folder / word for word in (*others, first) if (folder / word).is_file()), None)
    return text_sha256(f"{command}\0{file_sha256(file) if file else ''}")


def ask(command: str, name: str, texts: Mapping[str, str], folder: Path, seconds: int, log: Path) -> list[Answer]:
    """What a program finds in texts (by source_id), sorted. It runs in `folder`; what it complains of goes to `log`.

    Raises StudyError for a program that can't be started, ends with an error, ends before it has read all texts or
    takes more than `seconds`, and with everything that is wrong in its answers.
    """
    given = b"".join(json.dumps({"id": i, "text": text}).encode() + b"\n" for i, text in texts.items())
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as errors, tempfile.TemporaryFile(dir=log.parent) as output:
        wrong = _run(words_of(command, name), given, folder, seconds, output, errors)
        if wrong:
            todo = f"Its command runs in {folder}; {log} holds what it complained of. Nothing was recorded."
            raise StudyError([Problem(name, "", *wrong, todo)])
        output.seek(0)
        return answers(output, texts, name)


def _run(
    words: list[str], given: bytes, folder: Path, seconds: int, output: IO[bytes], errors: IO[bytes]
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
        ("a program that ended before it had read all texts", "one that reads to the end")
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


def answers(output: Iterable[bytes], texts: Mapping[str, str], name: str) -> list[Answer]:
    """The finds in a program's output, sorted, each once with its highest score; blanks at a span's ends are no part.

    output: its lines. Raises StudyError for every line that is no JSON, names no text, leaves the text, has a kind that
    nobody knows or a score that is none; lines are named, never quoted.
    """
    found: dict[tuple[str, int, int, str], float | None] = {}
    wrong: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, line in enumerate(output, 1):
        if not line.strip():
            continue
        try:
            answer = _answer(line, texts)
        except WrongAnswer as error:
            wrong[error.found, error.expected].append(number)
            continue
        span = (answer.source_id, answer.start, answer.end, answer.kind)
        scores = [score for score in (found.get(span), answer.score) if score is not None]
        found[span] = max(scores, default=None)
    if wrong:
        raise StudyError(Problem(name, _lines(numbers), *what, MEND) for what, numbers in wrong.items())
    return [Answer(*span, score) for span, score in sorted(found.items(), key=lambda item: item[0])]


def _answer(line: bytes, texts: Mapping[str, str]) -> Answer:
    try:
        read = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise WrongAnswer("no JSON object", 'one a line: {"id", "start", "end", "kind"}')
    source_id = read.get("id")
    if not isinstance(source_id, str) or source_id not in texts:
        raise WrongAnswer("an id of no text", "the id of a text that it was given")
    start, end = _span(read.get("start"), read.get("end"), texts[source_id])
    label = read.get("kind")
    kind = kind_of(label) if isinstance(label, str) else ""
    if not kind:
        raise WrongAnswer("a kind that nobody knows", "person, organisation, place or another of docs/anonymisation.md")
    return Answer(source_id, start, end, kind, _score(read.get("score")))


def _span(start: Any, end: Any, text: str) -> tuple[int, int]:
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise WrongAnswer("a span outside the text", "start and end in code points, 0 <= start < end <= its length")
    words = text[start:end]
    if not any(map(str.isalnum, words)):
        raise WrongAnswer("a span without letter or digit", "a span with one")
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _score(score: Any) -> float | None:
    if score is None:
        return None
    if type(score) not in {int, float} or not 0 <= score <= 1:
        raise WrongAnswer("a score that is none", "a number from 0 to 1, or no score")
    return round(float(score), 4)


def _lines(numbers: list[int]) -> str:
    """`line 3` or `lines 1 to 4 and 7 of its output`."""
    shown = list(_ranges(numbers))
    more = f" and {len(shown) - SHOWN} more places" if len(shown) > SHOWN else ""
    told = ", ".join(shown[:SHOWN]) + more if more else listed(shown)
    return f"line{'' if len(numbers) == 1 else 's'} {told} of its output"


def _ranges(numbers: list[int]) -> Iterator[str]:
    first = last = numbers[0]
    for number in [*numbers[1:], -1]:
        if number != last + 1:
            yield str(first) if first == last else f"{first} to {last}"
            first = number
        last = number
