"""T02, sources by case: how much material of each kind there is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.segment import OTHER_LAYERS
from multicase.study import consent
from multicase.study.kinds import DOCUMENT, PLURALS
from multicase.tables.table import Table, cell_evidence

# Column -> kind of source: documents first, then what people said.
KINDS = {
    plural.replace(" ", "_"): kind for kind, plural in sorted(PLURALS.items(), key=lambda item: item[0] != DOCUMENT)
}
COLUMNS = ("case", *KINDS, "words", "first_date", "last_date")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per case. Needs cases, sources and segments; dates are the earliest and latest known.

    Evidence: for each kind and for words, the segments of the sources counted. Closed sources appear nowhere.
    """
    cases, sources = data["cases"], data["sources"][data["sources"]["consent"] != consent.CLOSED]
    segments = data["segments"][~data["segments"]["layer"].isin(OTHER_LAYERS)]
    segments = segments.assign(case=segments["case_id"].map(dict(zip(cases["case_id"], cases["label"], strict=True))))
    rows = [_row(case, sources[sources["case_id"] == case["case_id"]], segments) for case in cases.to_dict("records")]
    evidence = [cell_evidence(segments, ["case"], "words")]
    for column, kind in KINDS.items():
        evidence.append(cell_evidence(segments[segments["kind"] == kind], ["case"], column))
    return Table(pd.DataFrame(rows, columns=list(COLUMNS)), pd.concat(evidence, ignore_index=True))


def _row(case: Mapping[str, str], sources: pd.DataFrame, segments: pd.DataFrame) -> dict[str, object]:
    dates = sorted(date for date in sources["date"] if date)
    numbers = {column: int((sources["kind"] == kind).sum()) for column, kind in KINDS.items()}
    words = int(segments.loc[segments["case_id"] == case["case_id"], "words"].sum())
    first, last = (dates[0], dates[-1]) if dates else ("", "")
    return {"case": case["label"], **numbers, "words": words, "first_date": first, "last_date": last}
