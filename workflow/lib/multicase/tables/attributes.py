"""What tables T11 to T15 share: codings joined to the attributes that the codebook gives their codes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from multicase.tables.table import Table, counted

NOT_SAID = "not said"


def joined(evidence: pd.DataFrame, codebook: pd.DataFrame, attributes: Sequence[str]) -> pd.DataFrame:
    """The codings whose code has the first of the attributes, with a column for each of them.

    The codebook's `level` is called `code_level`, to tell it from the speaker's. Speakers without a value, such as
    documents, are "not said".
    """
    renamed = codebook.rename(columns={"level": "code_level"})
    names = ["code_level" if name == "level" else name for name in attributes]
    rows = evidence.merge(renamed[["code", *names]], on="code")
    rows = rows[rows[names[0]] != ""]
    for column in ("role_group", "profession", "titular", "level"):
        rows[column] = rows[column].replace("", NOT_SAID)
    return rows


def tally(rows: pd.DataFrame, by: Sequence[str], orders: dict[str, Sequence[str]] | None = None) -> Table:
    """A table of the groups that occur, with their counts; columns in `orders` are sorted as given there."""
    keys = list(by)
    frame = rows[keys].drop_duplicates()
    for column, order in (orders or {}).items():
        frame[column] = pd.Categorical(
            frame[column], list(dict.fromkeys([*order, *sorted(frame[column])])), ordered=True
        )
    frame = frame.sort_values(keys, kind="stable").astype(str).reset_index(drop=True)
    return counted(frame, rows, keys)
