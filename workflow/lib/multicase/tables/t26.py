"""T26, reporting checklist: the items of COREQ and SRQR, and where the study answers them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multicase.study import files
from multicase.study.problems import Problem
from multicase.tables.table import Table

CHECKLISTS = Path(__file__).parent / "reporting.yaml"
ANSWERED, SHOWN, OPEN = "answered", "shown", "open"
COLUMNS = ("item", "asks", "status", "evidence", "location")


def asked_of_people() -> dict[str, str]:
    """Item -> what it asks, of those that no table shows."""
    return {entry["id"]: entry["item"] for entry in _items() if not entry.get("shown")}


def build(data: Mapping[str, Any], empty: Collection[str] = (), frozen: Sequence[Mapping[str, str]] = ()) -> Table:
    """One row per item. Needs study. status: answered (by people, in study.yaml), shown (by tables), or open.

    empty: tables and figures that this study can't fill, and which therefore show nothing. frozen: what became of the
    plan that the study froze (`study.frozen.told`), told after the items of the guidelines.
    """
    answers = data["study"].get("reporting", {})
    rows = []
    for entry in _items():
        answer = answers.get(entry["id"], "")
        shown = [name for name in entry.get("shown", []) if name not in empty]
        status = ANSWERED if answer else SHOWN if shown else OPEN
        places = [*(["study.yaml"] if answer else []), *shown]
        rows.append((entry["id"], entry["item"], status, answer, "; ".join(places)))
    rows += [(*(row[name] for name in COLUMNS[:-1]), "frozen.yaml; T32") for row in frozen]
    return Table(pd.DataFrame(rows, columns=list(COLUMNS)))


def problems(study: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """Answers of study.yaml to items that neither checklist has, and which no table would show."""
    known = [entry["id"] for entry in _items()]
    for item in study.get("reporting", {}):
        if item not in known:
            expected, todo = f"an item of a checklist, such as {known[0]}", f"Mend it{files.nearest(item, known)}."
            yield Problem(file, f"reporting.{item}", f"the unknown item '{item}'", expected, todo)


def _items() -> list[Mapping[str, Any]]:
    checklists = files.parse_yaml(CHECKLISTS.read_text(encoding="utf-8"))
    return [entry for items in checklists.values() for entry in items]
