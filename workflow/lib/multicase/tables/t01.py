"""T01, case characteristics: what each case is and why it was chosen."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import Table

COLUMNS = ("case", "region_type", "population_band", "service_redesign", "sampling_rationale", "period")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per case, in the order of cases.csv. Needs cases; rests on no coding, so it has no evidence."""
    cases = data["cases"]
    period = [_period(start, end) for start, end in zip(cases["period_start"], cases["period_end"], strict=True)]
    return Table(cases.rename(columns={"label": "case"}).assign(period=period))


def _period(start: str, end: str) -> str:
    return start if start == end else f"{start or '?'} to {end or '?'}"
