"""A table as a page: the rows, what they count, and where the evidence lies."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.pages import page


def render(frame: pd.DataFrame, about: Mapping[str, str]) -> str:
    """The page of one table; `about` holds id, title, caption and what is missing."""
    return page("table.html.j2", about=about, **cells(frame))


def cells(frame: pd.DataFrame) -> dict[str, list]:
    """Headings, which columns are numbers, and the rows as text."""
    numeric = [pd.api.types.is_numeric_dtype(frame[column]) for column in frame.columns]
    headings = [str(column).replace("_", " ") for column in frame.columns]
    rows = [[_text(value) for value in row] for row in frame.itertuples(index=False)]
    return {"headings": headings, "numeric": numeric, "rows": rows}


def _text(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
