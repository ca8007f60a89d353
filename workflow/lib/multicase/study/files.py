"""People's files, read: their schemas, YAML that hides nothing, and rows and frames that are complete.

What has been checked (`checking`) is read again by the jobs, with all columns, empty where a file hasn't got them.
"""

from __future__ import annotations

import csv
import difflib
import math
import pickle
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from multicase.study.kinds import KINDS
from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import pandas as pd

SCHEMAS = Path(__file__).parent / "schemas"
LARGEST = 128_000_000  # bytes of a file of the study: the codings of some 20,000 interviews
# Of a YAML file: how deep its lists and keys may lie in one another, how long a text may be, and how many values may
# come from aliases, which a few lines can make millions of.
DEEPEST, LONGEST, ALIASED = 60, 100_000, 10_000
TAG = "tag:yaml.org,2002:"
DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})(\.[0-9]*)?([eE][-+]?[0-9]{1,3})?|[-+]?\.[0-9]+")
_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Base):
    """Safe YAML that refuses what would be taken silently: a key given twice, a key that is no text, a number that is
    none or is read otherwise than people do (010, 1:30). A date is the text that it is written as; letters are NFC.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag not in {f"{TAG}str", f"{TAG}merge", f"{TAG}timestamp"}:
                told = f"the key '{key.value}'" if isinstance(key, yaml.ScalarNode) else "a list or block as a key"
                raise _refused(f"{told}, which is no text without quotes", key)
            name = unicodedata.normalize("NFC", key.value)
            if name in seen:
                raise _refused(f"the key '{name}' twice", key)
            seen.add(name)
        return super().construct_mapping(node, deep=deep)

    def construct_text(self, node: yaml.ScalarNode) -> str:
        return unicodedata.normalize("NFC", self.construct_scalar(node))

    def construct_number(self, node: yaml.ScalarNode) -> float:
        if not DECIMAL.fullmatch(node.value) or not math.isfinite(value := float(node.value)):
            raise _refused(f"'{node.value}', which is no number of at most 15 digits", node)
        return int(node.value) if node.tag == f"{TAG}int" else value

    def construct_truth(self, node: yaml.ScalarNode) -> bool:
        if node.value.lower() not in self.bool_values:
            raise _refused(f"'{node.value}', which is neither true nor false", node)
        return self.bool_values[node.value.lower()]

    def construct_nothing(self, node: yaml.Node) -> None:
        raise _refused("a tag (!), which no file of a study needs", node)


def _refused(found: str, node: yaml.Node | yaml.Event) -> yaml.YAMLError:
    return yaml.constructor.ConstructorError(None, None, found, node.start_mark)


for _kind in ("binary", "set", "omap", "pairs"):
    Loader.add_constructor(TAG + _kind, Loader.construct_nothing)
for _kind in ("str", "timestamp"):
    Loader.add_constructor(TAG + _kind, Loader.construct_text)
for _kind in ("int", "float"):
    Loader.add_constructor(TAG + _kind, Loader.construct_number)
Loader.add_constructor(f"{TAG}bool", Loader.construct_truth)

AS_UTF8 = (
    "Save the file as UTF-8 (Excel: as the type 'CSV UTF-8'; LibreOffice: with 'Edit filter settings'; an editor: as "
    "encoding UTF-8)."
)
# Columns that quote a text: white space at their ends belongs to the quote, and so do its letters as they are typed.
VERBATIM = frozenset({"exact", "prefix", "suffix"})
AS_TYPED = VERBATIM | {"path"}


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


def _with_kinds(content: Any) -> Any:
    if isinstance(content, dict):
        return {k: list(KINDS) if (k, v) == ("enum", "kinds") else _with_kinds(v) for k, v in content.items()}
    return [_with_kinds(item) for item in content] if isinstance(content, list) else content


def nearest(word: str, known: Iterator[str] | list[str]) -> str:
    """` (nearest: X)` for the known word most like the one found, or an empty string."""
    if len(word) > 100:  # no slip, and comparing it would take for ever
        return ""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (nearest: '{close[0]}')" if close else ""


def split(value: str) -> list[str]:
    """The items of a field that holds a list separated by semicolons."""
    return [item.strip() for item in value.split(";") if item.strip()]


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The file's text; a Problem and None where it can't be had. A UTF-8 signature is dropped."""
    before = len(problems)
    data = bytes_of(path, file, problems)
    try:
        return data.decode("utf-8-sig") if len(problems) == before else None
    except UnicodeDecodeError as error:
        found, todo = f"bytes that are not UTF-8 at offset {error.start}", AS_UTF8
    problems.append(Problem(file, "", found, "a readable UTF-8 file", todo))
    return None


def bytes_of(path: Path, file: str, problems: list[Problem]) -> bytes:
    """What is in a file; a Problem, and nothing, where it can't be read or is larger than LARGEST."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):  # reading a pipe would never end
            problems.append(Problem(file, "", "no file, but a folder, pipe or device", "a file", "Put a file here."))
            return b""
        if (size := about.st_size) <= LARGEST:
            return path.read_bytes()
        found, todo = f"a file of {size // 1_000_000:,} MB", "Look whether it is the right file, or split it."
        expected = f"at most {LARGEST // 1_000_000:,} MB"
    except OSError as error:
        found, todo = f"a file that can't be read ({error.strerror})", "Check the file and its permissions."
        expected = "a readable file"
    problems.append(Problem(file, "", found, expected, todo))
    return b""


def parsed(text: str, file: str, problems: list[Problem]) -> Any:
    """The content of a YAML text; None, and a Problem, where it is none."""
    try:
        return parse_yaml(text)
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
        found = (row for row in csv.DictReader(file, restval="") if any(row.values()))
        return [empty | {column: cell(column, value) for column, value in row.items()} for row in found]


def cell(column: str, value: str) -> str:
    """A value of a table without the blanks around it, its letters in one form (NFC); quoted text as it is typed."""
    if column in AS_TYPED:
        return value if column in VERBATIM else value.strip()
    return unicodedata.normalize("NFC", value).strip()


def frame(paths: Sequence[str], name: str) -> pd.DataFrame:
    """The same as `rows`, as a frame that has its columns even where the study has no such file."""
    import pandas as pd

    found = rows(paths, name) or []
    return pd.DataFrame(found, columns=list(found[0]) if found else list(schema(name)["properties"]))


def mapping(paths: list[str]) -> dict[str, Any]:
    """The content of a YAML file; empty for an empty list or file. Raises StudyError for what is no YAML of keys."""
    problems: list[Problem] = []
    text = read_text(Path(paths[0]), str(paths[0]), problems) if paths else None
    content = (parsed(text, str(paths[0]), problems) if text is not None else None) or {}
    if not isinstance(content, dict):
        problems.append(
            Problem(str(paths[0]), "", "no keys with values", "a block of keys (seed: 7)", "Mend the file.")
        )
    if problems:
        raise StudyError(problems)
    return content


def parse_yaml(text: str) -> Any:
    """The content of a YAML text. Raises YAMLError for what is none, and for what would take for ever to read."""
    return pickle.loads(_pickled(text))  # of our own making, and the caller's own to change


@lru_cache(maxsize=64)
def _pickled(text: str) -> bytes:
    """The content of a YAML text, ready to be had again: a codebook takes long to read, and most jobs read it."""
    _bounded(text)
    return pickle.dumps(yaml.load(text, Loader=Loader))


def known(path: str) -> None:
    """Read a YAML file for all processes that are forked from this one: `parse_yaml` of the same text takes no time."""
    parse_yaml(Path(path).read_text(encoding="utf-8-sig"))


def _bounded(text: str) -> None:
    """Raises YAMLError for values too deep in one another, for too long ones, and for aliases that multiply.

    It looks at one token after another, and builds nothing.
    """
    open_ones: list[list[Any]] = []  # anchor and number of values of each list and block around
    sizes: dict[str, int] = {}
    aliased = 0
    for event in yaml.parse(text, Loader=_Base):
        if isinstance(event, yaml.CollectionStartEvent):
            open_ones.append([event.anchor, 1])
            if len(open_ones) > DEEPEST:
                raise _refused(f"lists and keys more than {DEEPEST} deep in one another", event)
            continue
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:
                raise _refused(f"the alias '{event.anchor}' of nothing that is whole before it", event)
            size = sizes[event.anchor]
            aliased += size
            if aliased > ALIASED:
                raise _refused(f"aliases that make more than {ALIASED:,} values", event)
        elif isinstance(event, yaml.ScalarEvent):
            size = 1
            if len(event.value) > LONGEST:
                raise _refused(f"a text of more than {LONGEST:,} characters", event)
            sizes |= {event.anchor: 1} if event.anchor else {}
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, size = open_ones.pop()
            sizes |= {anchor: size} if anchor else {}
        else:
            continue
        if open_ones:
            open_ones[-1][1] += size
