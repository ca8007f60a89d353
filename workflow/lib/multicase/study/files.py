"""Checking people's files against the closed schemas beside this module, one Problem for each thing wrong."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from multicase.study.problems import Problem, StudyError

if TYPE_CHECKING:
    import jsonschema

SCHEMAS = Path(__file__).parent / "schemas"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Columns of the closed zone whose values a message must not repeat.
CONFIDENTIAL = frozenset({"name", "aliases", "text", "label", "replacement", "note"})

# Columns that quote a text: white space at their ends belongs to the quote.
VERBATIM = frozenset({"exact", "prefix", "suffix"})


class Row(dict):
    """One row of a CSV file: values by column; `line` is where the row ends in the file."""

    line: int = 0


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema `schemas/<name>.yaml`."""
    return yaml.load((SCHEMAS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=Loader)


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    import jsonschema  # jobs read files that have passed their checks, and are spared the import

    return jsonschema.Draft202012Validator(schema(name))


def nearest(word: str, known: Iterator[str] | list[str]) -> str:
    """` (nearest: X)` for the known word most like the one found, or an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (nearest: '{close[0]}')" if close else ""


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


def read_csv(path: Path, name: str, file: str, problems: list[Problem]) -> list[Row]:
    """The rows of a CSV file that satisfy the schema `name`; what is wrong is added to `problems`."""
    text = read_text(path, file, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(reader, None)
    if header and len(header) == 1 and (sign := next((sign for sign in ";\t" if sign in header[0]), "")):
        found = f"fields separated by {'semicolons' if sign == ';' else 'tabs'}"
        todo = "Save it as CSV with commas; a spreadsheet asks for the separator when it exports."
        problems.append(Problem(file, "line 1", found, "fields separated by commas", todo))
        return []
    if not header or not _header_is_sound(header, name, file, problems):
        if not header:
            problems.append(Problem(file, "", "an empty file", "a header and rows", "Fill in the file."))
        return []
    rows: list[Row] = []
    try:
        for values in reader:
            if not any(values):
                continue
            if len(values) != len(header):
                place, found = f"line {reader.line_num}", f"{len(values)} fields"
                problems.append(Problem(file, place, found, f"{len(header)} fields", "Quote fields that hold a comma."))
                continue
            cells = zip(header, values, strict=True)
            row = Row({column: value if column in VERBATIM else value.strip() for column, value in cells})
            row.line = reader.line_num
            rows.append(row)
    except csv.Error as error:
        problems.append(Problem(file, f"line {reader.line_num}", f"broken CSV ({error})", "CSV", "Mend the quotes."))
    problems.extend(_row_problems(rows, name, file))
    return rows


def _header_is_sound(header: list[str], name: str, file: str, problems: list[Problem]) -> bool:
    known, required = list(schema(name)["properties"]), schema(name)["required"]
    before = len(problems)
    for column in header:
        if column not in known:
            todo = f"Remove or rename the column{nearest(column, known)}."
            expected = f"one of {', '.join(known)}"
            problems.append(Problem(file, "line 1", f"the unknown column '{column}'", expected, todo))
        elif header.count(column) > 1:
            problems.append(Problem(file, "line 1", f"the column '{column}' twice", "it once", "Remove one of them."))
    for column in required:
        if column not in header:
            meaning = schema(name)["properties"][column]["description"]
            todo = f"Add the column ({meaning})."
            problems.append(Problem(file, "line 1", f"no column '{column}'", f"the column '{column}'", todo))
    return len(problems) == before


def _row_problems(rows: list[Row], name: str, file: str) -> Iterator[Problem]:
    validator, key = _validator(name), schema(name).get("x-key", [])
    seen: dict[tuple[str, ...], int] = {}
    private = file.rpartition("/")[0].endswith("private")
    for row in rows:
        for error in validator.iter_errors(row):
            yield _row_problem(error, row, file, private)
        values = tuple(row.get(column, "") for column in key)
        if values in seen:
            hidden = private and CONFIDENTIAL & set(key)
            what = "the same " + " and ".join(key) if hidden else f"{' and '.join(key)} {', '.join(values)}"
            found = f"{what} as in line {seen[values]}"
            yield Problem(file, f"line {row.line}", found, "each only once", "Remove or rename one of the rows.")
        seen.setdefault(values, row.line)


def _row_problem(error: jsonschema.ValidationError, row: Row, file: str, private: bool) -> Problem:
    column = str(error.path[0]) if error.path else ""
    value = "a value" if private and column in CONFIDENTIAL else f"'{row.get(column, '')}'"
    return Problem(file, f"line {row.line}, column {column}", value, _expected(error), _todo(error))


def _expected(error: jsonschema.ValidationError) -> str:
    rule = error.validator
    if rule in {"enum", "const"}:
        values = error.validator_value if rule == "enum" else [error.validator_value]
        return "one of " + ", ".join("nothing" if value == "" else str(value) for value in values)
    if rule == "pattern":
        described = error.schema.get("description", "")
        return described[:1].lower() + described[1:] if described else f"the form {error.validator_value}"
    if rule == "minLength":
        return "something"
    if rule == "additionalProperties":
        return f"only {', '.join(error.schema.get('properties', {}))}"
    if rule == "required":
        return f"all of {', '.join(error.validator_value)}"
    return f"{rule} {error.validator_value}"


def _todo(error: jsonschema.ValidationError) -> str:
    description = error.schema.get("description", "")
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        return f"Remove or rename it{nearest(sorted(set(error.instance) - set(known))[0], known)}."
    if error.validator in {"enum", "minLength", "minimum", "maximum", "type"} and description:
        return f"It holds: {description}."
    return "Mend it."


def read_yaml(path: Path, name: str, file: str, problems: list[Problem]) -> dict[str, Any] | None:
    """A YAML file that satisfies the schema `name`, or None; what is wrong is added to `problems`."""
    text = read_text(path, file, problems)
    if text is None:
        return None
    try:
        content = yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        found = getattr(error, "problem", None) or "broken YAML"
        problems.append(Problem(file, place, found, "YAML", "Mend the indentation or the quotes."))
        return None
    found = list(yaml_problems(content, name, file, text))
    problems.extend(found)
    return content if not found else None


def yaml_problems(content: Any, name: str, file: str, text: str = "") -> Iterator[Problem]:
    """What in the content of a YAML file goes against the schema `name`; with the file's text, by line."""
    for error in _validator(name).iter_errors(content):
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.path).lstrip(".")
        line = f"line {_line(text, list(error.path), error)}" if text else ""
        yield Problem(file, ", ".join(filter(None, [line, place])), _found(error), _expected(error), _todo(error))


def _line(text: str, path: list[str | int], error: jsonschema.ValidationError) -> int:
    """The line of a YAML text at which a part of its content begins; of an unknown key, the key's own."""
    node = yaml.compose(text, Loader=Loader)
    if error.validator == "additionalProperties":
        path = [*path, sorted(set(error.instance) - set(error.schema.get("properties", {})))[0]]
    mark = node.start_mark if node else None
    for part in path:
        if isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if str(part) not in pairs:
                break
            key, node = pairs[str(part)]
            mark = key.start_mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            mark = node.start_mark
        else:
            break
    return mark.line + 1 if mark else 1


def rows(paths: list[str]) -> list[dict[str, str]] | None:
    """The rows of a CSV file that has passed its checks; None for an empty list: the study hasn't got the file."""
    if not paths:
        return None
    with Path(paths[0]).open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if any(row.values())]


def mapping(paths: list[str]) -> dict[str, Any]:
    """The content of a YAML file that has passed its checks; empty for an empty list."""
    return parse_yaml(Path(paths[0]).read_text(encoding="utf-8-sig")) if paths else {}


def parse_yaml(text: str) -> Any:
    """The content of a YAML text."""
    return yaml.load(text, Loader=Loader)


def check_config(config: dict[str, Any], file: str = "config.yaml") -> None:
    """Raises StudyError with everything in the configuration that goes against its schema."""
    problems = list(yaml_problems(config, "config", file))
    if problems:
        raise StudyError(problems)


def _found(error: jsonschema.ValidationError) -> str:
    if error.validator == "additionalProperties":
        extra = sorted(set(error.instance) - set(error.schema.get("properties", {})))
        return f"the unknown {'key' if len(extra) == 1 else 'keys'} {', '.join(map(repr, extra))}"
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return f"no {', '.join(missing)}"
    if isinstance(error.instance, dict | list):
        return "a block" if error.instance else "an empty block"
    return "nothing" if error.instance is None else f"'{error.instance}'"
