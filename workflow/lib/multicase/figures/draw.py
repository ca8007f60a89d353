"""Drawing one figure: read its tables, call its module, word its caption, write its files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from multicase import frames
from multicase.contracts import CONTRACTS
from multicase.figures import style
from multicase.figures.declared import Declared
from multicase.figures.labels import Labels
from multicase.study import files
from multicase.tables.labels import NAMES

Inputs = Mapping[str, str | Sequence[str]]
DOTS = 150  # of a PNG, an inch


def draw(
    entry: Mapping[str, Any], inputs: Inputs, timeline: Sequence[Mapping[str, str]] = ()
) -> tuple[Figure, pd.DataFrame, dict[str, Any]]:
    """The figure, the rows it shows, its title, caption and alternative text, and the tables it is drawn from.

    entry: of `catalogue.as_mapping`. inputs: for each need of the entry a path; a table's title, caption and labels
    lie beside its CSV as JSON. timeline: the events of study.yaml. Where a table is not available or has no rows, the
    figure says so.
    """
    module = import_module(f"multicase.figures.{entry['module']}")
    tables = [need for need in entry["needs"] if need.startswith("T")]
    about = {table: json.loads(_path(inputs[table]).with_suffix(".json").read_text("utf-8")) for table in tables}
    caption = {name: entry[name] for name in ("id", "title", "caption")}
    caption |= {"note": about[entry["about"]]["note"], "drawn_from": tables, "marks": list(entry["marks"])}
    in_design = {table: about[table].get("in_design", []) for table in tables}
    data = {need: load(need, inputs[need], in_design.get(need, ())) for need in entry["needs"]}
    for table in tables:
        data[table].attrs["in_design"] = in_design[table]
    missing = [item["missing"] or f"{item['title']} has no rows." for table, item in about.items() if data[table].empty]
    if missing:
        return style.message(missing[0]), pd.DataFrame(), caption | {"alt": missing[0]}
    declaration = entry["declaration"]
    labels = Labels(about.values(), declaration.get("labels"))
    if declaration:
        more = {"declaration": declaration}
        table = Declared.read(_path(inputs[declaration["of"]]), data["evidence"], declaration["keys"])
        rows = module.rows(table, declaration, timeline)
    else:
        more, rows = {}, module.rows(data)
    if rows.empty:
        nothing = getattr(module, "NOTHING", "No row of the table is of what the figure shows.")
        return style.message(nothing), rows, caption | {"alt": nothing}
    return module.figure(rows, labels, **more), rows, caption | {"alt": module.alt(rows, labels, **more)}


def _path(path: str | Sequence[str]) -> Path:
    return Path(path if isinstance(path, str) else path[0])


def load(need: str, path: str | Sequence[str], texts: Sequence[str] = ()) -> pd.DataFrame:
    """What a figure is drawn from: a table, a table of the workflow, or a file of the study.

    texts: further columns of a table that are texts, whatever their values look like.
    """
    if need in CONTRACTS:
        return frames.read(path, need)
    if files.has_schema(need):
        return files.frame([str(_path(path))], need)
    return pd.read_csv(_path(path), dtype=dict.fromkeys((*NAMES, *texts), str), keep_default_na=False)


def write(
    figure: Figure,
    rows: pd.DataFrame,
    about: Mapping[str, Any],
    *,
    svg: str,
    pdf: str,
    png: str,
    csv: str,
    about_path: str,
) -> None:
    """Write the figure as SVG, PDF and PNG, its rows as CSV, and title, caption and alternative text as JSON."""
    figure.draw_without_rendering()
    # Laid out once, and drawn once a form: `savefig` would draw each twice, since the figure had a layout.
    figure.set_layout_engine("none")
    ours = {"Creator": "multicase", "Title": about["title"]}
    FigureCanvasSVG(figure).print_svg(svg, metadata=ours | {"Date": None})
    FigureCanvasPdf(figure).print_pdf(pdf, metadata=ours | {"CreationDate": None, "Producer": None})
    figure.set_dpi(DOTS)
    FigureCanvasAgg(figure).print_png(png, metadata={"Software": None})
    rows.to_csv(csv, index=False, lineterminator="\n", float_format="%.6g")
    Path(about_path).write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
