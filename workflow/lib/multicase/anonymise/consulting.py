"""Asking another program about texts: one JSON line a text on its standard input, one a find on its standard output.

In:   {"id": "a-i01", "text": "Then Marsh rang."}
Out:  {"id": "a-i01", "start": 5, "end": 10, "kind": "PERSON", "score": 0.9}

Offsets are code points, end exclusive. What comes back is taken whole or not at all; nothing that is said of it quotes
a text.
"""

from __future__ import annotations

import json
import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from multicase import running
from multicase.anonymise.labels import kind_of
from multicase.study.problems import Problem, StudyError

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
    """A digest that changes with a program: of its command and of the first file that this names, from `folder` on."""
    return running.program_sha256(command, words_of(command, name), folder)


def ask(command: str, name: str, texts: Mapping[str, str], folder: Path, seconds: int, log: Path) -> list[Answer]:
    """What a program finds in texts (by source_id), sorted. It runs in `folder`; what it complains of goes to `log`.

    Raises StudyError for a program that can't be started, ends with an error, ends before it has read all texts or
    takes more than `seconds`, and with everything that is wrong in its answers.
    """
    given = b"".join(json.dumps({"id": i, "text": text}).encode() + b"\n" for i, text in texts.items())
    with running.answered(words_of(command, name), name, given, folder, seconds, log) as output:
        return answers(output, texts, name)


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
        raise StudyError(
            Problem(name, f"{running.lines(numbers)} of its output", *what, MEND) for what, numbers in wrong.items()
        )
    return [Answer(*span, score) for span, score in sorted(found.items(), key=lambda item: item[0])]


def _answer(line: bytes, texts: Mapping[str, str]) -> Answer:
    read = running.json_object(line)
    if read is None:
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
