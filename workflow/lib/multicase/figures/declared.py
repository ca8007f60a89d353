"""What the drawings that a study declares share: a cross-table with the segments behind it, counted anew for a figure.

A figure may show fewer columns than its table. A segment that stands in several of the table's rows is then counted
once, from the table's evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from multicase import frames
from multicase.study.crosstables import N_SEGMENTS, columns_of
from multicase.tables.table import counts, row_key


@dataclass(frozen=True)
class Declared:
    """A declared table's rows (text), in its order; and the segments behind them with source, speaker and case."""

    frame: pd.DataFrame
    segments: pd.DataFrame

    @classmethod
    def read(cls, path: Path, evidence: pd.DataFrame, keys: Sequence[str]) -> Declared:
        """From a table's CSV, the evidence beside it, and the long evidence table; keys: columns that name a row."""
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        behind = frames.read(path.with_suffix(".evidence.parquet"), "table_evidence")
        who = evidence.drop_duplicates("segment_id")[["segment_id", "source_id", "participant_id", "case_id"]]
        named = frame[list(keys)].assign(row=row_key(frame[list(keys)]))
        return cls(frame, behind.merge(named, on="row").merge(who, on="segment_id"))

    def counted(self, columns: Sequence[str], shown: Sequence[str]) -> pd.DataFrame:
        """The combinations of some of the table's columns, in the table's order, each with its counts."""
        by = list(columns)
        return self.frame[by].drop_duplicates().merge(counts(self.segments, by), on=by)[[*by, *shown]]


def rows(table: Declared, declaration: Mapping[str, Any]) -> pd.DataFrame:
    """What a declaration draws: its columns in the order in which it names them, then its counts."""
    columns = list(dict.fromkeys(column for _, column in columns_of(declaration)))
    return table.counted(columns, declaration.get("counts", [N_SEGMENTS]))


def told_once(rows: pd.DataFrame, table: Declared, columns: Sequence[str], count: str) -> None:
    """Add to rows what a segment that stands in several of them counts for once: `counted_once` tells it."""
    found = table.counted(columns, [count]).groupby(list(columns), sort=False)[count].sum()
    rows.attrs[" ".join(columns)] = {"; ".join(key): int(n) for key, n in found.items()}


def counted_once(rows: pd.DataFrame, columns: Sequence[str], count: str) -> pd.Series:
    """How often each combination of some columns occurs; the sum of the rows where no table has told it."""
    sums = rows.groupby(list(columns), sort=False)[count].sum()
    told = rows.attrs.get(" ".join(columns), {})
    return pd.Series([told.get("; ".join(key), n) for key, n in sums.items()], index=sums.index, dtype="int64")


def lines(declaration: Mapping[str, Any]) -> list[str]:
    """The columns that make the lines of a drawing."""
    told = declaration["rows"]
    return [told] if isinstance(told, str) else list(told)


def beside(declaration: Mapping[str, Any]) -> str:
    """The count that stands beside it, or nothing."""
    return [*declaration.get("counts", []), "", ""][1]


def noun(count: str) -> str:
    """`n_segments` as a noun: `segment`."""
    return count.removeprefix("n_").removesuffix("s")
