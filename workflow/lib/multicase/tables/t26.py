"""T26, reporting checklist: the items of COREQ and SRQR, and where the study answers them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multicase.study import files
from multicase.tables.table import Table

CHECKLISTS = Path(__file__).parent / "reporting.yaml"
ANSWERED, SHOWN, OPEN = "answered", "shown", "open"
COLUMNS = ("item", "asks", "status", "evidence", "location")


def asked_of_people() -> dict[str, str]:
    """Item -> what it asks, of those that no table shows."""
    checklists = files.parse_yaml(CHECKLISTS.read_text(encoding="utf-8"))
    return {entry["id"]: entry["item"] for items in checklists.values() for entry in items if not entry.get("shown")}


def build(data: Mapping[str, Any], empty: Collection[str] = (), frozen: Sequence[Mapping[str, str]] = ()) -> Table:
    """One row per item. Needs study. status: answered (by people, in study.yaml), shown (by tables), or open.

    empty: tables and figures that this study can't fill, and which therefore show nothing. frozen: what became of the
    plan that the study froze (`study.frozen.told`), told after the items of the guidelines.
    """
    answers = data["study"].get("reporting", {})
    checklists = files.parse_yaml(CHECKLISTS.read_text(encoding="utf-8"))
    rows = []
    for entry in (entry for items in checklists.values() for entry in items):
        answer = answers.get(entry["id"], "")
        shown = [name for name in entry.get("shown", []) if name not in empty]
        status = ANSWERED if answer else SHOWN if shown else OPEN
        places = [*(["study.yaml"] if answer else []), *shown]
        rows.append((entry["id"], entry["item"], status, answer, "; ".join(places)))
    rows += [(*(row[name] for name in COLUMNS[:-1]), "frozen.yaml; T32") for row in frozen]
    return Table(pd.DataFrame(rows, columns=list(COLUMNS)))
