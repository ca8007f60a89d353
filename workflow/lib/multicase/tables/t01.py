"""T01, case characteristics: what each case is and why it was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from multicase.study import attributes
from multicase.tables.table import Table

COLUMNS, VARIES = ("case", "sampling_rationale", "period"), True  # with the declared attributes between


def build(data: Mapping[str, Any]) -> Table:
    """One row per case, in the order of cases.csv. Needs cases and attributes; rests on no coding, so has no evidence.

    Columns: case, the declared attributes in the order of cases.csv, sampling_rationale, period.
    """
    cases = data["cases"]
    own = attributes.in_order_of(list(cases.columns), data["attributes"]["cases"])
    period = [_period(start, end) for start, end in zip(cases["period_start"], cases["period_end"], strict=True)]
    frame = cases.reindex(columns=["label", *own, "sampling_rationale"], fill_value="")
    return Table(frame.rename(columns={"label": "case"}).assign(period=period))


def _period(start: str, end: str) -> str:
    return start if start == end else f"{start or '?'} to {end or '?'}"
