"""What a table is: rows for people, and for each count the segments behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from multicase.wording import UNDEFINED

EVIDENCE = ("row", "column", "segment_id")
COUNTS = ("n_segments", "n_sources", "n_participants", "n_cases")


@dataclass(frozen=True)
class Table:
    """Rows in the order people read them, and their evidence.

    evidence columns: row (the row's key, see `row_key`), column, segment_id. The column `counts` stands for
    n_segments, n_sources, n_participants and n_cases, which are all taken from the same segments.
    missing: why the table is empty, if something it needs isn't there. orders: column -> its values as figures order
    them, where that isn't the order of the rows. note: what this table's caption must add.
    """

    frame: pd.DataFrame
    evidence: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(EVIDENCE)))
    missing: str = ""
    orders: Mapping[str, Sequence[str]] = field(default_factory=dict)
    note: str = ""


def row_key(keys: pd.DataFrame) -> pd.Series:
    """The key of each row, such as `theme=pace;case=north`, from the columns that name it."""
    parts = [column + "=" + keys[column].astype(str) for column in keys.columns]
    return parts[0].str.cat(parts[1:], sep=";") if len(parts) > 1 else parts[0]


def counts(evidence: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The four counts of the evidence's rows in each group of `by`: columns `by` and n_segments ... n_cases."""
    rows = evidence.assign(participant_id=evidence["participant_id"].replace("", None))
    named = {
        "n_segments": "segment_id",
        "n_sources": "source_id",
        "n_participants": "participant_id",
        "n_cases": "case_id",
    }
    grouped = rows.groupby(list(by), sort=True, observed=True)
    return pd.DataFrame({name: grouped[column].nunique() for name, column in named.items()}).reset_index()


def counted(frame: pd.DataFrame, evidence: pd.DataFrame, by: Sequence[str]) -> Table:
    """A table of every row in `frame`, with its counts (0 where nothing was coded) and their evidence.

    frame: the rows to show; it has the columns `by`, which name a row. evidence: has the columns `by` too.
    """
    keys = list(by)
    full = frame.merge(counts(evidence, keys), on=keys, how="left")
    full[list(COUNTS)] = full[list(COUNTS)].fillna(0).astype("int64")
    shown = evidence.merge(frame[keys].drop_duplicates(), on=keys)
    return Table(full, cell_evidence(shown, keys, "counts"))


def cell_evidence(rows: pd.DataFrame, by: Sequence[str], column: str) -> pd.DataFrame:
    """Evidence for one column: which segments stand behind each row that `by` names."""
    if rows.empty:
        return pd.DataFrame(columns=list(EVIDENCE))
    found = pd.DataFrame({"row": row_key(rows[list(by)]), "column": column, "segment_id": rows["segment_id"]})
    return found.drop_duplicates(ignore_index=True)


def rates(frame: pd.DataFrame, read_sources: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """A table's rows with words and sources_read of the sources that somebody has read in each group of `by`, and
    n_segments per 1,000 of these words. A rate of nothing is "undefined".
    """
    read = read_sources[read_sources["read"].astype(bool)]
    sizes = read.groupby(list(by)).agg(words=("words", "sum"), sources_read=("source_id", "nunique")).reset_index()
    full = frame.merge(sizes, on=list(by), how="left")
    full[["words", "sources_read"]] = full[["words", "sources_read"]].fillna(0).astype("int64")
    return full.assign(per_1000_words=shares(1000 * full["n_segments"], full["words"]))


def shares(parts: pd.Series, wholes: pd.Series) -> list[str]:
    """Parts over wholes with three decimals; of nothing: "undefined"."""
    return [f"{part / whole:.3f}" if whole else UNDEFINED for part, whole in zip(parts, wholes, strict=True)]
