"""A table as a page: the rows, what they count, and where the evidence lies."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.pages import page

SLUGS = frozenset(
    {"theme", "subtheme", "code", "parent", "theory", "role", "kind", "code_a", "code_b", "organisation_type"}
)
SHORT, LONG = 18, 90  # characters


def render(frame: pd.DataFrame, about: Mapping[str, str]) -> str:
    """The page of one table; `about` holds id, title, caption and what is missing."""
    return page("table.html.j2", about=about, **cells(frame))


def cells(frame: pd.DataFrame) -> dict[str, list]:
    """Headings, a class for each column (n: numbers, s: short, l: long texts) and the rows as text."""
    headings = [str(column).replace("_", " ") for column in frame.columns]
    columns = [[_text(value, name in SLUGS) for value in frame[name]] for name in frame.columns]
    classes = [_class(frame[name], shown) for name, shown in zip(frame.columns, columns, strict=True)]
    return {"headings": headings, "classes": classes, "rows": [list(row) for row in zip(*columns, strict=True)]}


def _class(column: pd.Series, shown: list[str]) -> str:
    if pd.api.types.is_numeric_dtype(column):
        return "n"
    longest = max(map(len, shown), default=0)
    return "s" if longest <= SHORT else "l" if longest >= LONG else ""


def _text(value: object, is_slug: bool) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return text.replace("_", " ") if is_slug else text
