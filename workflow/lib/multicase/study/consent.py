"""What the participants of a source agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

QUOTE = "quote"  # its words may be quoted; the default
AGGREGATE = "aggregate"  # it is counted, never quoted
CLOSED = "closed"  # it appears nowhere
WIDTH = (CLOSED, AGGREGATE, QUOTE)  # from what allows least


def given(value: str | None) -> str:
    """What was agreed to; an empty cell says that words may be quoted."""
    return value or QUOTE


def filled(column: pd.Series) -> pd.Series:
    """The same for a whole column."""
    return column.map(given)
