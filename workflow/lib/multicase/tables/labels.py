"""How a table's values and columns are called: by the codebook, by the study's declarations, else by their words.

The CSV of a table keeps ids, so that it can be reckoned with; pages and figures show what people call them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from multicase.study import attributes
from multicase.study.attributes import Attributes, in_words
from multicase.study.kinds import PLURALS

# Columns that hold ids of the codebook, alone or several with something between them.
OF_CODEBOOK = {
    "theme": "theme", "themes": "theme", "subtheme": "subtheme", "parent": "", "code": "code", "code_a": "code",
    "code_b": "code", "codes_for": "code", "codes_against": "code",
}  # fmt: skip
BETWEEN = ("; ", " > ")
# Columns of what cases, values that studies declare, and versions are called: texts, though they may look like numbers.
NAMES = ("case", "ordered_case", "variation", "value", "version", "from", "to")
IN_WORDS = ("construct", "theory", "polarity", "relation")


def of(
    frame: pd.DataFrame, declaration: Mapping[str, Any], codebook: pd.DataFrame | None, declared: Attributes
) -> dict[str, Any]:
    """labels: column -> value -> what it is called, where that is another; headings: column -> what it is called;
    names: the columns of what something is called, whose values are texts though they may look like numbers; in_design:
    the columns that stand under the case's name in F01; codes: of a declared table, column -> over whose
    codes its values are looked for, and value -> the codes that have it.

    declaration: of a table that the study declares, else empty. codebook: of `codebook.codes`, if the table needs it.
    """
    rows = declaration.get("rows", {})
    labels, headings, names = {}, {}, []
    for column in frame.columns:
        if pd.api.types.is_numeric_dtype(frame[column]):
            continue
        called = _names(column, rows.get(column), codebook, declared)
        if called is not None or column in rows or column in NAMES:
            names.append(column)
        if called is None:
            continue
        between = (*BETWEEN, *([rows[column]["join"]] if rows.get(column, {}).get("join") else []))
        values = {value: _called(value, called, between) for value in sorted(set(frame[column].astype(str)))}
        labels[column] = {value: text for value, text in values.items() if text != value}
    for column in frame.columns:
        told = _heading(column, rows.get(column), declared)
        if told:
            headings[column] = told
    cases = declared["cases"]
    return {
        "labels": {column: named for column, named in labels.items() if named},
        "headings": headings,
        "names": names,
        "codes": _codes(rows, codebook),
        "in_design": [column for column in frame.columns if column in cases and cases[column].in_design],
    }


def _codes(rows: Mapping[str, Any], codebook: pd.DataFrame | None) -> dict[str, Any]:
    """Which codes stand behind a value of a column that shows an attribute of codes."""
    found: dict[str, Any] = {}
    for column, row in rows.items():
        if "code" not in row or codebook is None or attributes.column("codes", row["code"]) not in codebook:
            continue
        values: dict[str, list[str]] = {}
        given = codebook[attributes.column("codes", row["code"])]
        for code, value, polarity in zip(codebook["code"], given, codebook["polarity"], strict=True):
            if value:
                denied = row.get("denied", "") if polarity == "contradicts" else ""
                values.setdefault(value + denied, []).append(code)
        found[column] = {"over": row.get("over", "coding"), "values": values}
    return found


def _called(value: str, names: Mapping[str, str], between: Sequence[str]) -> str:
    """What a value is called, or each of several that have something between them."""
    if value in names:
        return names[value]
    parts = re.split(f"({'|'.join(map(re.escape, between))})", value)
    return "".join(names.get(part, part) for part in parts) if all(p in names for p in parts[::2]) else value


def _names(
    column: str, row: Mapping[str, Any] | None, codebook: pd.DataFrame | None, declared: Attributes
) -> Mapping[str, str] | None:
    """Value -> what it is called, for the values of one column; None where they are texts of their own."""
    if row and (source := next((source for source in ("code", "speaker", "source", "case") if source in row), "")):
        of_what = {"code": "codes", "speaker": "participants", "source": "sources", "case": "cases"}[source]
        names = dict(declared[of_what][row[source]].values) if row[source] in declared[of_what] else {}
        if row.get("denied"):
            names |= {value + row["denied"]: text + row["denied"] for value, text in names.items()}
        return names
    if column in OF_CODEBOOK and codebook is not None:
        return _of_codebook(codebook, OF_CODEBOOK[column])
    if column == "role":
        return _Words(declared["participants"]["role_group"].values if "role_group" in declared["participants"] else {})
    if column == "kind":
        return PLURALS
    if column in IN_WORDS:
        return _Words({})
    own = declared["participants"].get(column) or declared["cases"].get(column)
    return own.values if own and row is None else None


class _Words(dict):
    """Names, and the words of an id that has none."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> str:
        return in_words(key)

    def get(self, key: str, default: str | None = None) -> str:
        return self[key]


def _of_codebook(codebook: pd.DataFrame, what: str) -> dict[str, str]:
    if not what:
        return _of_codebook(codebook, "theme") | _of_codebook(codebook, "subtheme")
    label = "label" if what == "code" else f"{what}_label"
    return dict(zip(codebook[what], codebook[label], strict=True))


def _heading(column: str, row: Mapping[str, Any] | None, declared: Attributes) -> str:
    if row is not None:
        return row.get("label", "")
    own = declared["participants"].get(column) or declared["cases"].get(column)
    return own.label if own else ""
