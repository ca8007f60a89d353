"""T14, the alliance of clinicians and managers: what each side says of it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.study.disclosure import ANY
from multicase.tables.attributes import joined, tally
from multicase.tables.table import COUNTS, Table

COLUMNS = ("facet", "speaker_side", "case", *COUNTS)
SIDES = ("clinician", "manager", "lay", ANY)


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per facet, side of the speaker and case. Needs cases, codebook and evidence."""
    rows = joined(data["evidence"], data["codebook"], ["facet"])
    rows = rows.merge(data["cases"][["case_id", "label"]], on="case_id")
    rows = rows.rename(columns={"profession": "speaker_side", "label": "case"})
    facets = list(dict.fromkeys(data["codebook"]["facet"]))
    return tally(rows, COLUMNS[:3], {"facet": facets, "speaker_side": SIDES, "case": list(data["cases"]["label"])})
