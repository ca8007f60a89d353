"""A table as people read it: headings and values in words, and how wide each column is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

SHORT, LONG, LONGEST = 18, 90, 400  # characters
NUMBER = re.compile(r"[+-]?[\d,]+(\.\d+)?|undefined|")


def cells(frame: pd.DataFrame, about: Mapping[str, Any]) -> dict[str, list]:
    """Headings, a class for each column (n: numbers, s: short, l: long texts, x: very long ones) and the rows as people
    read them.
    """
    called, labels = about.get("headings", {}), about.get("labels", {})
    headings = [called.get(column) or str(column).replace("_", " ") for column in frame.columns]
    columns = [[_text(value, labels.get(name, {})) for value in frame[name]] for name in frame.columns]
    classes = [_class(frame[name], shown) for name, shown in zip(frame.columns, columns, strict=True)]
    return {"headings": headings, "classes": classes, "rows": [list(row) for row in zip(*columns, strict=True)]}


def _class(column: pd.Series, shown: list[str]) -> str:
    if pd.api.types.is_numeric_dtype(column):
        return "n"
    if any(shown) and all(NUMBER.fullmatch(text) for text in shown):
        return "n"
    longest = max(map(len, shown), default=0)
    return "s" if longest <= SHORT else "x" if longest >= LONGEST else "l" if longest >= LONG else ""


def _text(value: object, labels: Mapping[str, str]) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, int):
        return f"{value:,}"
    return labels.get(str(value), str(value))
