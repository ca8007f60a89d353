"""Settings: the repository's config.yaml, what a study sets otherwise, and what the command line says on top."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from multicase.study import checking, programs
from multicase.study.problems import Problem, StudyError

REPOSITORY, STUDY, LINE = "config.yaml", "the study's config.yaml", "the command line"
COLUMNS = ("setting", "value", "set_by")


def named_study(value: Any, arguments: Sequence[str]) -> str:
    """The study's path as it was typed: Snakemake makes the number 202401 of `--config study=2024_01`, and the study
    `east` of `study=east #2`.

    value: what the configuration has. arguments: the command line; quotes around the whole path are none of it. Raises
    StudyError for what is no path.
    """
    typed = [found[1] for word in arguments if (found := re.fullmatch(r"(?:--config=|-C)?study=(.+)", word, re.DOTALL))]
    if typed:
        quoted = re.fullmatch(r"([\"'])(.+)\1", typed[-1], re.DOTALL)
        return quoted[2] if quoted else typed[-1]
    if isinstance(value, str) and value:
        return value
    todo = 'Name it, in quotes if it looks like a number: study: "007".'
    raise StudyError([Problem(REPOSITORY, "study", f"'{value}'", "the path of a study, as text", todo)])


def found_from(study: str, home: Path) -> Path:
    """The study's path: from the working directory or, where it isn't there, from where the workflow lies."""
    path = Path(study)
    return home / path if not path.is_absolute() and not path.exists() and (home / path).exists() else path


def merged(
    repository: Mapping[str, Any], study: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The values that hold, and for each setting its value and what set it (COLUMNS), in the order of config.yaml.

    repository: config.yaml. study: the study's own config.yaml, empty if it has none. given: what the command line says
    (or a file that it names), which holds, also where config.yaml says the same; of a file that is config.yaml whole,
    only what differs. Raises StudyError with everything that goes against the schema.
    """
    held, setters = copy.deepcopy(dict(repository)), dict[tuple[str, ...], str]()
    for place, value in _leaves(study):
        _set(held, place, value)
        setters[place] = STUDY
    before, said = dict(_leaves(repository)), dict(_leaves(given))
    is_whole = before.keys() <= said.keys()
    for place, value in said.items():
        if not is_whole or before.get(place) != value:
            _set(held, place, _typed(value, before.get(place)))
            setters[place] = LINE
    check(held)
    rows = [
        {"setting": ".".join(place), "value": _text(value), "set_by": setters.get(place, REPOSITORY)}
        for place, value in _leaves(held)
        if place != ("study",)
    ]
    return held, rows


def _typed(value: Any, like: Any) -> Any:
    """A value as YAML has it: inside braces (`disclosure={k: 3}`) Snakemake passes on what was typed, as text."""
    if not isinstance(value, str) or not value or isinstance(like, str):
        return value
    try:
        return yaml.safe_load(value)
    except yaml.YAMLError:
        return value  # which the schema refuses, with the setting's name


def check(config: Mapping[str, Any], file: str = REPOSITORY) -> None:
    """Raises StudyError with everything in the configuration that goes against its schema."""
    problems = [*checking.yaml_problems(dict(config), "config", file), *programs.problems(config, file)]
    if problems:
        raise StudyError(problems)


def partial_problems(content: Any, file: str, text: str) -> Iterator[Problem]:
    """What is wrong with a study's config.yaml, in which nothing need be said, and the study can't be named."""
    yield from checking.yaml_problems(content, "config", file, text, partial=True)
    yield from programs.problems(content, file)
    if isinstance(content, dict) and "study" in content:
        todo = "Take it away: the study is where the file lies."
        line = next((n for n, line in enumerate(text.splitlines(), 1) if line.startswith("study")), 1)
        yield Problem(file, f"line {line}, study", "a study", "only what the study sets otherwise", todo)


def apart(repository: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Of wanted settings those that differ from the repository's, as a study's config.yaml has them."""
    found: dict[str, Any] = {}
    before = dict(_leaves(repository))
    for place, value in _leaves(wanted):
        if before.get(place) != value:
            _set(found, place, value)
    return found


def _leaves(content: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*above, str(key)))
        else:
            yield (*above, str(key)), value


def _set(content: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    for key in place[:-1]:
        content = content.setdefault(key, {})
    content[place[-1]] = value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and Path(value).is_absolute():
        return Path(value).name  # where it lies on this machine is nobody's business
    if isinstance(value, list):  # of programs the names: their commands say where things lie on this machine
        return "; ".join(str(item["name"] if isinstance(item, Mapping) else item) for item in value)
    return str(value)
