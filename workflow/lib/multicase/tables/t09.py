"""T09, framework matrix: what each case says on each theme, charted by people, and whether it still holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase.claims import quotes
from multicase.digest import row_digest
from multicase.study import attributes, disclosure
from multicase.study.files import split
from multicase.tables.table import Table, cell_evidence

NOT_CHARTED = "not charted"
COLUMNS = (
    "case", "theme", "summary", "segments", "stale", "evidence", "quotation", "quoted", "said_by", "against",
    "quoted_against", "said_against_by",
)  # fmt: skip


def build(data: Mapping[str, Any], k: int = 3, seed: int = 0) -> Table:
    """One row per case and theme. Needs cases, participants, attributes, codebook, summaries and evidence.

    evidence: a digest of the codings under the cell. stale: empty while the segments that the summary rests on are
    still coded with the theme and the digest is the one that summaries.csv gives; else what has changed since.
    quotation, against: a passage that speaks for the theme's proposition, and one against it, each drawn by lot
    (`claims.quotes`; seed); where no coding is for it, the first is one on neither side. quoted, quoted_against: their
    segments; said_by, said_against_by: role (k: see `disclosure.roles_by_case`) and kind of source.
    """
    themes = list(dict.fromkeys(data["codebook"]["theme"]))
    charted = {(row["case_id"], row["theme"]): row for row in data["summaries"].to_dict("records")}
    below = dict(list(data["evidence"].groupby(["case_id", "theme"], sort=False)))
    roles = disclosure.roles_by_case(data["participants"], k, attributes.stands_for_role(data["attributes"]))
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
                | _quoted(coded, f"{case['case_id']}:{theme}", roles, seed)
            )
            shown += [{"case": case["label"], "theme": theme, "segment_id": segment} for segment in named]
    named = pd.DataFrame(shown, columns=["case", "theme", "segment_id"])
    frame = pd.DataFrame(rows)
    behind = [cell_evidence(named, ["case", "theme"], "segments")]
    for column, segment in (("quotation", "quoted"), ("against", "quoted_against")):
        quoted = frame[frame[segment] != ""].rename(columns={segment: "segment_id"})
        behind.append(cell_evidence(quoted, ["case", "theme"], column))
    return Table(frame, pd.concat(behind, ignore_index=True))


def _quoted(coded: pd.DataFrame | None, place: str, roles: Mapping[str, str], seed: int) -> dict[str, str]:
    found = {}
    for is_against, names in ((False, COLUMNS[6:9]), (True, COLUMNS[9:12])):
        rows = _on_side(coded, is_against) if coded is not None else None
        drawn = quotes.one_of(rows, f"{place}:{is_against}", seed) if rows is not None else None
        told = ("", "", "")
        if drawn is not None and rows is not None:
            speaker = rows.loc[rows["segment_id"] == drawn["segment_id"], "participant_id"].iloc[0]
            told = (
                drawn["text"],
                drawn["segment_id"],
                "; ".join(filter(None, [roles.get(speaker, ""), drawn["kind"]])),
            )
        found |= dict(zip(names, told, strict=True))
    return found


def _on_side(coded: pd.DataFrame, is_against: bool) -> pd.DataFrame:
    """The codings of a cell against its theme's proposition, or those for it; if none is for it, the neutral ones."""
    is_for = coded["polarity"] == "supports"
    is_contrary = coded["polarity"] == "contradicts"
    return coded[is_contrary if is_against else is_for if is_for.any() else ~is_contrary]


def digest(coded: pd.DataFrame | None) -> str:
    """Eight hexadecimal digits that change when a coding of the cell, or the text it lies in, does."""
    if coded is None:
        return ""
    return row_digest(coded[["segment_id", "code", "text"]].drop_duplicates().to_dict("records"))[:8]


def _stale(row: Mapping[str, str], named: list[str], coded: pd.DataFrame | None) -> str:
    if not row:
        return NOT_CHARTED if coded is not None else ""
    lost = sorted(set(named) - set(coded["segment_id"] if coded is not None else ()))
    if lost:
        return f"stale: {len(lost)} of its segments no longer coded with the theme"
    if row.get("evidence") and row["evidence"] != digest(coded):
        return "stale: the evidence has changed since"
    return ""
