"""Building one table: read what it needs, call its module, word its caption, write its four files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from multicase import frames
from multicase.pages import table_page
from multicase.study import files
from multicase.study.codebook import codes as codebook_codes
from multicase.tables import CATALOGUE
from multicase.tables.table import Table

SYNTHETIC = "The material is synthetic: it was written for this study and says nothing about real people or places."
Inputs = Mapping[str, str | Sequence[str]]


def build(table_id: str, inputs: Inputs, options: Mapping[str, Any] | None = None) -> tuple[Table, dict[str, str]]:
    """The table, and what stands around it: title, caption, note on what is missing.

    inputs: for each need of the catalogue's entry, a path or a list of paths; an empty list for what the study
    hasn't got, in which case the table is empty and says so.
    """
    entry = CATALOGUE[table_id]
    module = import_module(f"multicase.tables.{table_id.lower()}")
    absent = [need for need in entry.needs if need != "artefacts" and not inputs[need]]
    data = {
        need: load(need, inputs[need]) for need in (*entry.needs, "study") if need not in absent and inputs.get(need)
    }
    reflexive = data.get("study", {}).get("school") == "reflexive"
    if entry.not_reflexive and reflexive:
        table = Table(pd.DataFrame(columns=list(module.COLUMNS)), missing=f"Not applicable. {entry.not_reflexive}")
    elif absent:
        missing = f"Not available: the study has no {' and no '.join(absent)}."
        table = Table(pd.DataFrame(columns=list(module.COLUMNS)), missing=missing)
    else:
        table = module.build(data, **(options or {}))
        table = Table(table.frame[list(module.COLUMNS)].reset_index(drop=True), table.evidence, table.missing)
    about = {"id": table_id, "title": entry.title, "caption": entry.caption, "note": note(entry, data)}
    return table, about | {"missing": table.missing}


def note(entry: Any, data: Mapping[str, Any]) -> str:
    """What every caption must add: the origin of the codings it rests on, and whether the material is synthetic."""
    parts = []
    if entry.coded and "analysed" in data:
        parts.append(data["analysed"]["sentence"])
    if data.get("study", {}).get("synthetic"):
        parts.append(SYNTHETIC)
    return " ".join(parts)


def load(need: str, path: str | Sequence[str]) -> Any:
    """What a table needs, read: a frame for a table, a mapping for a YAML or JSON file, paths for the artefacts."""
    several = [path] if isinstance(path, str) else list(path)
    if need in {"evidence", "segments", "log"}:
        return frames.read(several, need)
    if need == "ratings":
        return pd.read_csv(several[0])
    if need == "artefacts":
        return several
    first = Path(several[0])
    if first.suffix == ".csv":
        return pd.read_csv(first, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    content = first.read_text(encoding="utf-8-sig")
    if first.suffix == ".json":
        return json.loads(content)
    parsed = files.parse_yaml(content)
    return codebook_codes(parsed) if need == "codebook" else parsed


def write(table: Table, about: Mapping[str, str], *, csv: str, evidence: str, about_path: str, page: str) -> None:
    """Write the table as CSV, its evidence as Parquet, title and caption as JSON, and all of it as a page."""
    table.frame.to_csv(csv, index=False, lineterminator="\n", float_format="%.6g")
    frames.write(table.evidence, evidence, "table_evidence")
    Path(about_path).write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    Path(page).write_text(table_page.render(table.frame, about), encoding="utf-8")
