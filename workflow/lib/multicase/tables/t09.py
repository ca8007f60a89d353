"""T09, framework matrix: what each case says on each theme, charted by people, and whether it still holds."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.digest import row_digest
from multicase.study.files import split
from multicase.tables.table import Table, cell_evidence

COLUMNS = ("case", "theme", "summary", "segments", "stale", "evidence")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per case and theme. Needs cases, codebook, summaries and evidence.

    evidence: a digest of the codings under the cell. stale: empty while the segments that the summary rests on are
    still coded with the theme and the digest is the one that summaries.csv gives; else what has changed since.
    """
    themes = list(dict.fromkeys(data["codebook"]["theme"]))
    charted = {(row["case_id"], row["theme"]): row for row in data["summaries"].to_dict("records")}
    below = dict(list(data["evidence"].groupby(["case_id", "theme"], sort=False)))
    rows, shown = [], []
    for case in data["cases"].to_dict("records"):
        for theme in themes:
            coded = below.get((case["case_id"], theme))
            row = charted.get((case["case_id"], theme), {})
            named = split(row.get("segments", ""))
            rows.append(
                {
                    "case": case["label"],
                    "theme": theme,
                    "summary": row.get("summary", ""),
                    "segments": len(named),
                    "stale": _stale(row, named, coded),
                    "evidence": digest(coded),
                }
            )
            shown += [{"case": case["label"], "theme": theme, "segment_id": segment} for segment in named]
    frame = pd.DataFrame(shown, columns=["case", "theme", "segment_id"])
    return Table(pd.DataFrame(rows), cell_evidence(frame, ["case", "theme"], "segments"))


def digest(coded: pd.DataFrame | None) -> str:
    """Eight hexadecimal digits that change when a coding of the cell, or the text it lies in, does."""
    if coded is None:
        return ""
    return row_digest(coded[["segment_id", "code", "text"]].drop_duplicates().to_dict("records"))[:8]


def _stale(row: Mapping[str, str], named: list[str], coded: pd.DataFrame | None) -> str:
    if not row:
        return "not charted" if coded is not None else ""
    lost = sorted(set(named) - set(coded["segment_id"] if coded is not None else ()))
    if lost:
        return f"stale: {len(lost)} of its segments no longer coded with the theme"
    if row.get("evidence") and row["evidence"] != digest(coded):
        return "stale: the evidence has changed since"
    return ""
