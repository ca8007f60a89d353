"""Checking people's files against the closed schemas in `schemas/`: one Problem for each thing wrong, with its place.

What is wrong is said with what was expected and what to do. Of files in `private/` nothing is repeated.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

from multicase.study.attributes import Attribute
from multicase.study.files import VERBATIM, Loader, Row, cell, nearest, parsed, read_text, schema
from multicase.study.problems import Problem
from multicase.wording import counted

if TYPE_CHECKING:
    import jsonschema


# Columns of the closed zone whose values a message must not repeat.
CONFIDENTIAL = frozenset({"name", "aliases", "text", "label", "replacement", "note", "missed"})
CLOSED = re.compile(r"private(?:/programs)?/[^/]*$")
# What can't be seen, or turns text round, and would stand in tables and file names or make two values of one (marks of
# direction, which texts from right to left need, are no such thing, nor what joins letters); line ends and tabs in long
# texts are fine, and so is what word processors leave in them.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")  # also in words that are quoted as they are typed
IN_LONG = re.compile("[\r\xad\u200b\u2060\ufeff]")
FORMATS = {
    "date": "a date of the calendar",
    "regex": "a regular expression in which nothing that repeats is repeated",
    "seen": "text without characters that can't be seen",
    "operator": "bounds {n,m} with n at most m",
    "whole": "a whole number",
}
LONG = frozenset({"summary", "reason", "note", "memo", "sampling_rationale"})
# The limit of Python's reader, which is one of the whole process: what reads interviews from tables raises it.
MOST_IN_FIELD, TOO_LONG = 131_072, csv.Error("a field above the limit")
REPEATED = re.compile(r"[+*}][^()]*\)[^()]*\)?[+*{]")
TYPES = {
    "object": "keys with their values",
    "array": "a list",
    "string": "text, in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}


def unseen(value: str, column: str = "") -> bool:
    """Whether a value holds characters that can't be seen; column: of a table, some of which hold long texts."""
    if column in VERBATIM:
        return bool(CONTROL.search(value))
    return bool(UNSEEN.search(IN_LONG.sub("", value) if column in LONG else value))


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    import jsonschema  # jobs read files that have passed their checks, and are spared the import

    checker = jsonschema.FormatChecker(formats=())
    for form, is_so in IS_OF_FORM.items():
        checker.checks(form)(is_so)
    stricter = {"pattern": _pattern, "minLength": _min_length}
    strict = jsonschema.validators.extend(jsonschema.Draft202012Validator, stricter)
    return strict(schema(name), format_checker=checker)


def _pattern(_validator: Any, pattern: str, value: object, _schema: Any) -> Iterator[jsonschema.ValidationError]:
    """A pattern's `$` is the end of the value; Python's would let a line end follow."""
    import jsonschema

    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield jsonschema.ValidationError("another form")


def _min_length(_validator: Any, least: int, value: object, _schema: Any) -> Iterator[jsonschema.ValidationError]:
    """Blanks around a value are none of it: blanks alone are nothing."""
    import jsonschema

    if isinstance(value, str) and len(value.strip()) < least:
        yield jsonschema.ValidationError("too short")


def _is_date(value: object) -> bool:
    """Whether a date written in full is one of the calendar; less than a full date is the pattern's business."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return True
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_operator(value: object) -> bool:
    """Whether the bounds of an operator {n,m} are in order; its form is the pattern's business."""
    bounds = re.fullmatch(r"\{(\d+),(\d+)\}", str(value))
    return not bounds or int(bounds[1]) <= int(bounds[2])


def _is_regex(value: object) -> bool:
    """Whether it is a regular expression, and none whose search takes time without end, as that for (a+)+ does."""
    try:
        re.compile(str(value))
    except (re.error, RecursionError, OverflowError):
        return False
    return not REPEATED.search(str(value))


IS_OF_FORM = {
    "date": _is_date,
    "regex": _is_regex,
    "operator": _is_operator,
    "whole": lambda value: type(value) is int and abs(value) <= 9999,
    "seen": lambda value: not isinstance(value, str) or not unseen(value),
}
# What fastjsonschema and the validator take alike, where no value has blanks around it.
OF_TABLES = frozenset({"$schema", "title", "description", "type", "additionalProperties", "required", "properties"})
OF_COLUMNS = frozenset({"type", "enum", "const", "pattern", "format", "minLength", "maxLength", "description"})


@cache
def _quick(name: str) -> Callable[[Mapping[str, str]], bool]:
    """Whether a row is right for sure, told some fifty times quicker than the validator tells what is wrong."""
    import fastjsonschema

    told = {key: value for key, value in schema(name).items() if not key.startswith("x-")}
    if set(told) - OF_TABLES or any(set(rule) - OF_COLUMNS for rule in told["properties"].values()):
        return lambda row: False
    passes = fastjsonschema.compile(
        told | {"$schema": "http://json-schema.org/draft-07/schema#"}, formats=dict(IS_OF_FORM)
    )

    def is_right(row: Mapping[str, str]) -> bool:
        try:
            passes(row)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return all(value == value.strip() for value in row.values())

    return is_right


def read_csv(
    path: Path,
    name: str,
    file: str,
    problems: list[Problem],
    attributes: Mapping[str, Attribute] | None = MappingProxyType({}),
) -> list[Row]:
    """The rows of a CSV file that satisfy the schema `name`; what is wrong is added to `problems`.

    attributes: further columns that the study declares; None where nobody can tell, since study.yaml is broken.
    """
    text = read_text(path, file, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader, None) or []
        if not _header_is_sound(header, name, file, problems, attributes):
            return []
        rows.extend(_sound_rows(reader, header, name, file, problems))
    except csv.Error as error:
        problems.append(_broken(file, reader, error))
    problems.extend(_row_problems(rows, name, file, attributes or {}))
    return rows


def _sound_rows(reader: Any, header: list[str], name: str, file: str, problems: list[Problem]) -> Iterator[Row]:
    """The rows below a header that have as many fields as it, or lack only such as nobody needs."""
    needed, before = set(schema(name)["required"]), reader.line_num
    for values in reader:
        first, before = before + 1, reader.line_num
        place, missing = f"line {reader.line_num}", header[len(values) :]
        if not any(values):
            continue
        if any(len(value) > MOST_IN_FIELD for value in values):
            problems.append(_broken(file, reader, TOO_LONG))
        elif len(values) > len(header) or not needed.isdisjoint(missing):
            found, todo = counted(len(values), "field"), "Quote fields that hold a comma."
            problems.append(Problem(file, place, found, counted(len(header), "field"), todo))
        elif values == header:
            found, todo = "the header once more", "Remove the line; what stands below it may be another table."
            problems.append(Problem(file, place, found, "a row", todo))
        else:
            cells = zip(header, [*values, *[""] * len(missing)], strict=True)
            row = Row({column: cell(column, value) for column, value in cells})
            row.first, row.line = first, reader.line_num
            yield row


def _broken(file: str, reader: Any, error: csv.Error) -> Problem:
    if "limit" in str(error):
        most = f"{MOST_IN_FIELD:,} characters"
        found, todo = f"a field of more than {most}", "Mend the quotes: a field ends at the next one."
        return Problem(file, f"line {reader.line_num}", found, f"fields of at most {most}", todo)
    return Problem(file, f"line {reader.line_num}", f"broken CSV ({error})", "CSV", "Mend the quotes.")


def _header_is_sound(
    header: list[str], name: str, file: str, problems: list[Problem], attributes: Mapping[str, Attribute] | None
) -> bool:
    if not header:
        problems.append(Problem(file, "", "an empty file", "a header and rows", "Fill in the file."))
        return False
    if len(header) == 1 and (sign := next((sign for sign in ";\t" if sign in header[0]), "")):
        found = f"fields separated by {'semicolons' if sign == ';' else 'tabs'}"
        todo = (
            "Save it as CSV with commas: LibreOffice asks for the separator if you save with 'Edit filter settings'; "
            "Excel takes the country's: in Windows, Region > Additional settings > List separator, set it to a comma."
        )
        problems.append(Problem(file, "line 1", found, "fields separated by commas", todo))
        return False
    known, required = list(schema(name)["properties"]), schema(name)["required"]
    before, private = len(problems), bool(CLOSED.search(file))
    anything, attributes = attributes is None, attributes or {}
    for number, column in enumerate(header, 1):
        if column not in known and column not in attributes:
            if anything and "x-attributes" in schema(name):
                continue
            todo = f"Remove or rename the column{nearest(column, [*known, *attributes])}"
            if of := schema(name).get("x-attributes"):
                todo += f", or declare it in study.yaml: attributes: {{{of}: {{{column}: {{}}}}}}"
            expected = f"one of {', '.join([*known, *(name for name in attributes if name not in known)])}"
            shown = f"the unknown column '{column}'"
            if private and not difflib.get_close_matches(column, known, n=1):
                shown, todo = f"an unknown column, the {number}. of the header", "Write the header into the first line"
            problems.append(Problem(file, "line 1", shown, expected, f"{todo}."))
        elif header.count(column) > 1:
            problems.append(Problem(file, "line 1", f"the column '{column}' twice", "it once", "Remove one of them."))
    for column in required:
        if column not in header:
            meaning = schema(name)["properties"][column]["description"]
            todo = f"Add the column ({meaning})."
            problems.append(Problem(file, "line 1", f"no column '{column}'", f"the column '{column}'", todo))
    return len(problems) == before


def _row_problems(rows: list[Row], name: str, file: str, attributes: Mapping[str, Attribute]) -> Iterator[Problem]:
    validator, key, unless = _validator(name), schema(name).get("x-key", []), schema(name).get("x-key-unless", "")
    known = set(schema(name)["properties"])
    seen: dict[tuple[str, ...], int] = {}
    private, is_right = bool(CLOSED.search(file)), _quick(name)
    for row in rows:
        cells = {column: value for column, value in row.items() if column in known}
        if not is_right(cells):
            for error in validator.iter_errors(cells):
                yield _row_problem(error, row, file, private)
        yield from _value_problems(row, file, attributes)
        if row.get(unless):
            continue
        values = tuple(row.get(column, "") for column in key)
        if values in seen:
            hidden = private and CONFIDENTIAL & set(key)
            what = "the same " + " and ".join(key) if hidden else f"{' and '.join(key)} {', '.join(values)}"
            found = f"{what} as in line {seen[values]}"
            yield Problem(file, row.place, found, "each only once", "Remove or rename one of the rows.")
        seen.setdefault(values, row.line)


def _value_problems(row: Row, file: str, attributes: Mapping[str, Attribute]) -> Iterator[Problem]:
    """Values that an attribute doesn't have, and values with characters that can't be seen."""
    for column, value in row.items():
        values = attributes[column].values if column in attributes else {}
        if value and values and value not in values:
            todo = f"Mend it{nearest(value, list(values))}, or add it to the values of {column} in study.yaml."
            place = f"{row.place}, column {column}"
            yield Problem(file, place, f"'{value}'", f"one of {', '.join(values)}, or nothing", todo)
        if not (value.isascii() and value.isprintable()) and unseen(value, column):
            place = f"{row.place}, column {column}"
            yield Problem(file, place, "characters that can't be seen", "text", "Type the value anew.")


def _row_problem(error: jsonschema.ValidationError, row: Row, file: str, private: bool) -> Problem:
    column = str(error.path[0]) if error.path else ""
    value = f"'{row.get(column, '')}'"
    if private and not _may_be_repeated(row.get(column, ""), error):
        value = "a value" if row.get(column) else "nothing"
    return Problem(file, f"{row.place}, column {column}", value, _expected(error), _todo(error))


def _may_be_repeated(value: str, error: jsonschema.ValidationError) -> bool:
    """Whether a value of the closed zone is a slip of one of those that its column may have; else it may be a name, in
    whatever column it stands.
    """
    return error.validator == "enum" and bool(difflib.get_close_matches(value, map(str, error.validator_value), n=1))


def _expected(error: jsonschema.ValidationError) -> str:
    rule = error.validator
    if rule in {"enum", "const"}:
        values = error.validator_value if rule == "enum" else [error.validator_value]
        return "one of " + ", ".join("nothing" if value == "" else str(value) for value in values)
    if rule == "pattern":
        described = error.schema.get("description", "")
        return _lowered(described) if described else f"the form {error.validator_value}"
    if rule == "format":
        return FORMATS[error.validator_value]
    if rule in {"oneOf", "propertyNames"} and error.schema.get("description"):
        return _lowered(error.schema["description"])
    if rule == "type":
        told = error.validator_value
        return " or ".join(TYPES[kind] for kind in (told if isinstance(told, list) else [told]))
    if rule == "minLength":
        return "something"
    if rule == "uniqueItems":
        return "each only once"
    if rule == "maxLength":
        return f"at most {error.validator_value} characters"
    if rule == "additionalProperties":
        return f"only {', '.join(error.schema.get('properties', {}))}"
    if rule == "required":
        return f"all of {', '.join(error.validator_value)}"
    return f"{rule} {error.validator_value}"


def _lowered(text: str) -> str:
    """A description as it goes on in a sentence; an id at its beginning stays as it is."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]


def _todo(error: jsonschema.ValidationError) -> str:
    description = error.schema.get("description", "")
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", {}))
        return f"Remove or rename it{nearest(_unknown(error)[0], known)}."
    if error.validator in {"enum", "minLength", "minimum", "maximum", "type"} and description:
        return f"It holds: {description.rstrip('.')}."
    return "Mend it."


def read_yaml(path: Path, name: str, file: str, problems: list[Problem]) -> dict[str, Any] | None:
    """A YAML file that satisfies the schema `name`, or None; what is wrong is added to `problems`."""
    text = read_text(path, file, problems)
    if text is None:
        return None
    before = len(problems)
    content = parsed(text, file, problems)
    if len(problems) == before:
        problems.extend(yaml_problems(content, name, file, text))
    return content if len(problems) == before else None


def yaml_problems(content: Any, name: str, file: str, text: str = "", partial: bool = False) -> Iterator[Problem]:
    """What in the content of a YAML file goes against the schema `name`; with the file's text, by line.

    partial: whether what the schema requires may be missing, save in the items of a list.
    """
    node = yaml.compose(text, Loader=Loader) if text else None
    seen: set[tuple[str | int, ...]] = set()  # places of which it is told that they hold what can't be seen
    for error in _validator(name).iter_errors(content):
        is_item = any(isinstance(part, int) for part in error.path)
        if partial and error.validator == "required" and not is_item:
            continue
        path = list(error.path)
        seen |= {tuple(one.absolute_path) for one in (error, *error.context) if one.validator_value == "seen"}
        if "propertyNames" in error.schema_path:
            path.append(error.instance)
        elif error.validator == "additionalProperties":
            path.append(_unknown(error)[0])
        yield Problem(file, _place(node, path, list(error.path)), _found(error), _expected(error), _todo(error))
    for path in (path for path in _unseen_texts(content) if tuple(path) not in seen):
        todo = "Type it anew, without what was copied with it."
        yield Problem(file, _place(node, path, path), "characters that can't be seen", "text", todo)


def _unseen_texts(content: Any, path: tuple[str | int, ...] = ()) -> Iterator[list[str | int]]:
    """Where keys and texts hold characters that can't be seen; line ends are fine here, in texts."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            if isinstance(key, str) and unseen(key):
                yield [*path, key]
            yield from _unseen_texts(value, (*path, key))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from _unseen_texts(value, (*path, number))
    elif isinstance(content, str) and UNSEEN.search(IN_LONG.sub("", content)):
        yield list(path)


def _place(node: yaml.Node | None, path: list[str | int], called: list[str | int]) -> str:
    """The line at which a part of a YAML file begins, and how the part is called."""
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in called).lstrip(".")
    return ", ".join(filter(None, [f"line {_line(node, path)}" if node else "", place]))


def _unknown(error: jsonschema.ValidationError) -> list[str]:
    return sorted(map(str, set(error.instance) - set(error.schema.get("properties", {}))))


def _line(node: yaml.Node, path: list[str | int]) -> int:
    """The line at which a part of a YAML file begins; of an unknown key, the key's own."""
    mark = node.start_mark
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


def _found(error: jsonschema.ValidationError) -> str:
    if error.validator == "additionalProperties":
        extra = _unknown(error)
        return f"the unknown {'key' if len(extra) == 1 else 'keys'} {', '.join(map(repr, extra))}"
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return f"no {', '.join(missing)}"
    if isinstance(error.instance, dict | list):
        return "a block" if error.instance else "an empty block"
    return "nothing" if error.instance is None else f"'{error.instance}'"
