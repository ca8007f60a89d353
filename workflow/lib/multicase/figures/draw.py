"""Drawing one figure: read its tables, call its module, word its caption, write its four files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from multicase.figures import CATALOGUE, style
from multicase.study import files


def draw(figure_id: str, tables: Mapping[str, str]) -> tuple[Figure, pd.DataFrame, dict[str, str]]:
    """The figure, the rows it shows, and its title, caption and alternative text.

    tables: table id -> path of its CSV; the table's title and caption lie beside it as JSON; `study` -> a list with the
    path of study.yaml, for figures that need it. Where a table is not
    available or has no rows, the figure says so.
    """
    entry = CATALOGUE[figure_id]
    module = import_module(f"multicase.figures.{figure_id.lower()}")
    study = tables.get("study")
    tables = {table: path for table, path in tables.items() if table != "study"}
    about = {
        table: json.loads(Path(path).with_suffix(".json").read_text(encoding="utf-8")) for table, path in tables.items()
    }
    frames = {table: pd.read_csv(path, keep_default_na=False) for table, path in tables.items()}
    told = {"id": figure_id, "title": entry.title, "caption": entry.caption, "note": about[entry.about]["note"]}
    missing = [
        item["missing"] or f"{item['title']} has no rows." for table, item in about.items() if frames[table].empty
    ]
    if missing:
        return style.message(missing[0]), pd.DataFrame(), told | {"alt": missing[0]}
    if "study" in entry.needs:
        frames["study"] = pd.DataFrame(
            files.mapping([study] if isinstance(study, str) else list(study or ())).get("timeline", []),
            columns=["date", "event"],
        )
    rows = module.rows(frames)
    return module.figure(rows), rows, told | {"alt": module.alt(rows)}


def write(
    figure: Figure, rows: pd.DataFrame, about: Mapping[str, str], *, svg: str, png: str, csv: str, about_path: str
) -> None:
    """Write the figure as SVG and PNG, its rows as CSV, and title, caption and alternative text as JSON."""
    figure.savefig(svg, metadata={"Date": None, "Creator": "multicase", "Title": about["title"]})
    figure.savefig(png, dpi=150, metadata={"Software": None})
    rows.to_csv(csv, index=False, lineterminator="\n", float_format="%.6g")
    Path(about_path).write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
