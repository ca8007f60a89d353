"""Reading and writing the tables between stages: Parquet that is the same, byte for byte, for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from multicase.contracts import CONTRACTS
from multicase.study.problems import Problem, StudyError

# Rows are mostly gone through one by one here, at which strings that Arrow holds are several times slower.
pd.set_option("mode.string_storage", "python")

# Arrow's threads gain nothing on files of this size, and now and then abort a process that ends while they start.
ALONE = {"use_threads": False, "pre_buffer": False}


def conform(rows: pd.DataFrame | Iterable[dict], contract: str) -> pa.Table:
    """Rows as an Arrow table with exactly the contract's columns and types, sorted by its key.

    Where the contract takes attributes, their columns (text) follow in the order of the rows' own. Raises ValueError
    when a column is missing or unknown, or a value is null (contracts have no nulls).
    """
    spec = CONTRACTS[contract]
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), columns=list(spec.columns))
    more = [name for name in frame.columns if spec.attributes and "." in name]
    if {*frame.columns} != {*spec.columns, *more}:
        odd = sorted({*frame.columns} ^ {*spec.columns, *more})
        raise ValueError(f"{contract}: columns differ from the contract: {', '.join(odd)}")
    columns = spec.columns | dict.fromkeys(more, "string")
    schema = pa.schema([pa.field(name, pa.type_for_alias(kind)) for name, kind in columns.items()])
    table = pa.Table.from_pandas(frame[list(columns)], schema=schema, preserve_index=False, nthreads=1)
    nulls = [name for name in columns if table.column(name).null_count]
    if nulls:
        raise ValueError(f"{contract}: null values in {', '.join(nulls)}")
    table = table.sort_by([(name, "ascending") for name in spec.key])
    return table.replace_schema_metadata(None).combine_chunks()


def write(rows: pd.DataFrame | Iterable[dict], path: str | Path, contract: str) -> None:
    """Write rows under a contract of `multicase.contracts`; see `conform` for what is checked."""
    pq.write_table(conform(rows, contract), path, compression="zstd", version="2.6")


def read(paths: str | Path | Iterable[str | Path], contract: str) -> pd.DataFrame:
    """Read one file or many of one contract into one frame, sorted by the contract's key.

    Raises StudyError for a file that is cut off, empty or no Parquet.
    """
    spec = CONTRACTS[contract]
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    wanted = None if spec.attributes else list(spec.columns)
    tables = [_read(path, wanted) for path in several]
    if not tables:
        return conform([], contract).to_pandas(use_threads=False)
    frame = pa.concat_tables(tables).sort_by([(name, "ascending") for name in spec.key])
    return frame.to_pandas(use_threads=False)


def _read(path: str | Path, wanted: list[str] | None) -> pa.Table:
    try:
        return pq.read_table(path, columns=wanted, **ALONE)
    except (pa.ArrowInvalid, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise
        todo = "Remove it and run make: it is made again."
        raise StudyError([Problem(str(path), "", "a damaged file", "what an earlier job wrote", todo)]) from None


def write_csv(rows: pd.DataFrame, path: str | Path) -> None:
    """Write rows for people to read."""
    rows.to_csv(path, index=False, lineterminator="\n")


def write_texts(texts: Mapping[str, str], folder: Path) -> None:
    """Write each text as `<source_id>.txt`, with LF line ends, into a folder that is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for source_id, text in texts.items():
        (folder / f"{source_id}.txt").write_text(text, encoding="utf-8", newline="\n")
