"""The results of a study as an auditor has them: of a build, or as they were published, from the same files.

Everything is read when it is first asked for; text columns hold text, an empty cell is "".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from multicase import frames
from multicase.audit import listing
from multicase.study.problems import Problem, StudyError
from multicase.tables.table import EVIDENCE, row_key

KEY_PARTS = re.compile(r";(?=\w+=)")


@dataclass(frozen=True)
class Shown:
    """A table: its rows as text, what stands around it, and its evidence (contract `table_evidence`)."""

    id: str
    frame: pd.DataFrame
    about: Mapping[str, Any]
    evidence: pd.DataFrame

    @cached_property
    def key_columns(self) -> list[str]:
        """The columns that name a row in the table's evidence, whatever stands in the cells; none without evidence."""
        if self.evidence.empty:
            return []
        names = [part.partition("=")[0] for part in KEY_PARTS.split(self.evidence["row"].iloc[0])]
        return [name for name in dict.fromkeys(names) if name in self.frame]

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """Its rows, each a mapping of column to what stands there: a loop over cells is slow in a frame."""
        return records(self.frame)

    @cached_property
    def keys(self) -> list[str]:
        """The key of each row, by which its evidence names it; its number where the table has no evidence."""
        if not self.key_columns:
            return [f"row={number}" for number in range(1, len(self.frame) + 1)]
        return list(row_key(self.frame[self.key_columns]))


@dataclass(frozen=True)
class Drawn:
    """A figure: what is drawn, mark by mark, and what stands around it."""

    id: str
    marks: pd.DataFrame
    about: Mapping[str, Any]


class Results:
    """What lies in a results directory. Raises StudyError for one that holds no evidence."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)
        self._tables: dict[str, Shown] = {}
        if not (self.root / "audit/evidence.csv").is_file():
            expected = "a finished build, or published results"
            raise StudyError([Problem(str(self.root), "", "no results to audit", expected, "Run make first.")])

    @property
    def study(self) -> str:
        """The study's name."""
        return self.root.resolve().name

    @cached_property
    def listed(self) -> Mapping[str, pd.DataFrame]:
        """The files of `audit.listing`, by name."""
        return _Lazy(self.root)

    @cached_property
    def claims(self) -> list[dict[str, Any]]:
        """The claims register, as `audit/claims.json` has it."""
        return json.loads((self.root / "audit/claims.json").read_text(encoding="utf-8"))

    @cached_property
    def case_labels(self) -> dict[str, str]:
        """case_id -> what the case is called."""
        cases = self.listed["cases"]
        return dict(zip(cases["case_id"], cases["case"], strict=True))

    @property
    def tables(self) -> list[str]:
        """The ids of the tables that are there."""
        return sorted(path.stem for path in (self.root / "tables").glob("T??.csv"))

    @property
    def figures(self) -> list[str]:
        """The ids of the figures that are there."""
        return sorted(path.stem for path in (self.root / "figures").glob("F??.csv"))

    def table(self, name: str) -> Shown:
        """A table by its id, read once. Raises FileNotFoundError for one that isn't there."""
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name]

    def _read(self, name: str) -> Shown:
        path = self.root / f"tables/{name}.csv"
        evidence, about = path.with_suffix(".evidence.parquet"), path.with_suffix(".json")
        rows = frames.read(evidence, "table_evidence") if evidence.is_file() else pd.DataFrame(columns=list(EVIDENCE))
        return Shown(name, _csv(path), _json(about), rows.astype(object))

    def figure(self, name: str) -> Drawn:
        """A figure by its id. Raises FileNotFoundError for one that isn't there."""
        path = self.root / f"figures/{name}.csv"
        return Drawn(name, _csv(path), _json(path.with_suffix(".json")))

    @cached_property
    def manifest(self) -> pd.DataFrame:
        """T27; without rows where it isn't there yet."""
        path = self.root / "tables/T27.csv"
        return _csv(path) if path.is_file() else pd.DataFrame(columns=["artefact", "rule", "inputs", "sha256"])


def records(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a frame of text, each a mapping of column to what stands there."""
    names = [str(name) for name in frame.columns]
    columns = [frame[name].to_numpy(dtype=object) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


class _Lazy(dict):
    """The listed files, each read when it is first asked for."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self.root = root

    def __missing__(self, name: str) -> pd.DataFrame:
        if name not in listing.FILES:
            raise KeyError(name)
        self[name] = _csv(self.root / f"audit/{name}.csv")
        return self[name]


def _csv(path: Path) -> pd.DataFrame:
    if path.stat().st_size <= 1:  # a figure that shows nothing has no columns
        return pd.DataFrame()
    return pd.read_csv(path, dtype=object, keep_default_na=False)  # its text is gone through value by value


def _json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"title": "Manifest", "caption": ""}
