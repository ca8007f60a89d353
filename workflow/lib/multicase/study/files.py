"""People's files, read: their schemas, YAML that hides nothing, and rows and frames that are complete.

What has been checked (`checking`) is read again by the jobs, with all columns, empty where a file hasn't got them.
"""

from __future__ import annotations

import csv
import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from multicase.study.kinds import KINDS
from multicase.study.problems import Problem

if TYPE_CHECKING:
    import pandas as pd

SCHEMAS = Path(__file__).parent / "schemas"
_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Base):
    """Safe YAML that refuses what would be taken silently: a key given twice, and a number that is none."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key '{key.value}' twice", key.start_mark)
            seen.add(getattr(key, "value", "") if isinstance(key, yaml.ScalarNode) else "")
        return super().construct_mapping(node, deep=deep)

    def construct_number(self, node: yaml.ScalarNode) -> float:
        value = self.construct_yaml_float(node)
        if not math.isfinite(value):
            raise yaml.constructor.ConstructorError(None, None, f"'{node.value}', which is no number", node.start_mark)
        return value


Loader.add_constructor("tag:yaml.org,2002:float", Loader.construct_number)

# Columns that quote a text: white space at their ends belongs to the quote.
VERBATIM = frozenset({"exact", "prefix", "suffix"})


class Row(dict):
    """One row of a CSV file: values by column; `first` and `line` are where the row begins and ends in the file."""

    line: int = 0
    first: int = 0

    @property
    def place(self) -> str:
        """The row's lines, in words."""
        return f"lines {self.first} to {self.line}" if 0 < self.first < self.line else f"line {self.line}"


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema `schemas/<name>.yaml`, with the kinds of source where it says `enum: kinds`."""
    content = yaml.load((SCHEMAS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=Loader)
    return _with_kinds(content)


def has_schema(name: str) -> bool:
    """Whether `name` is one of people's files."""
    return (SCHEMAS / f"{name}.yaml").is_file()


@cache
def usual_criterion() -> dict[str, Any]:
    """What the criterion of a claim is where claims.yaml says nothing of it."""
    return {name: told["default"] for name, told in schema("claims")["$defs"]["criterion"]["properties"].items()}


def _with_kinds(content: Any) -> Any:
    if isinstance(content, dict):
        return {k: list(KINDS) if (k, v) == ("enum", "kinds") else _with_kinds(v) for k, v in content.items()}
    return [_with_kinds(item) for item in content] if isinstance(content, list) else content


def nearest(word: str, known: Iterator[str] | list[str]) -> str:
    """` (nearest: X)` for the known word most like the one found, or an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (nearest: '{close[0]}')" if close else ""


def split(value: str) -> list[str]:
    """The items of a field that holds a list separated by semicolons."""
    return [item.strip() for item in value.split(";") if item.strip()]


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The file's text; a Problem and None where it can't be had. A UTF-8 signature is dropped."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found, todo = f"bytes that are not UTF-8 at offset {error.start}", "Save the file as UTF-8."
    except OSError as error:
        found, todo = f"a file that can't be read ({error.strerror})", "Check the file and its permissions."
    problems.append(Problem(file, "", found, "a readable UTF-8 file", todo))
    return None


def parsed(text: str, file: str, problems: list[Problem]) -> Any:
    """The content of a YAML text; None, and a Problem, where it is none."""
    try:
        return yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        found = (getattr(error, "problem", None) or "broken YAML").removeprefix("found ")
        problems.append(
            Problem(file, place, found, "sound YAML", "Mend the line: its indentation, quotes, key or value.")
        )
        return None


def rows(paths: Sequence[str], name: str) -> list[dict[str, str]] | None:
    """The rows of a CSV file that has passed its checks, complete; None for an empty list: the study has no such file.

    Complete: every column of the schema `name`, empty where the file hasn't got it, and the file's further columns.
    """
    if not paths:
        return None
    empty = dict.fromkeys(schema(name)["properties"], "")
    with Path(paths[0]).open(encoding="utf-8-sig", newline="") as file:
        return [empty | _stripped(row) for row in csv.DictReader(file, restval="") if any(row.values())]


def _stripped(row: Mapping[str, str]) -> dict[str, str]:
    return {column: value if column in VERBATIM else value.strip() for column, value in row.items()}


def frame(paths: Sequence[str], name: str) -> pd.DataFrame:
    """The same as `rows`, as a frame that has its columns even where the study has no such file."""
    import pandas as pd

    found = rows(paths, name) or []
    return pd.DataFrame(found, columns=list(found[0]) if found else list(schema(name)["properties"]))


def mapping(paths: list[str]) -> dict[str, Any]:
    """The content of a YAML file that has passed its checks; empty for an empty list."""
    return parse_yaml(Path(paths[0]).read_text(encoding="utf-8-sig")) if paths else {}


def parse_yaml(text: str) -> Any:
    """The content of a YAML text."""
    return yaml.load(text, Loader=Loader)
