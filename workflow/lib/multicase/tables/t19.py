"""T19, reliability: do those who read the same sources agree?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from multicase.reliability import status
from multicase.reliability.agreement import COLUMNS, coders_of, shown
from multicase.tables.table import Table
from multicase.wording import UNDEFINED, counted, listed

__all__ = ["COLUMNS", "build"]

UNITS = {
    "participants": "Units: the segments that are analysed.",
    "all": "Units: all segments, also interviewers' turns, headings and events that are not analysed.",
}
UNSAID = "Read: a source in which a coder coded something, for the study has no readings.csv."


def build(data: Mapping[str, pd.DataFrame], units: str) -> Table:
    """The rows of `reliability.agreement.table`. Needs agreement, ratings, codebook and, if there are any, readings.

    units: which segments are units, `participants` or `all`. Evidence: the segments to which all of the coders, or some
    but not all, gave the code.
    """
    ratings = data["ratings"]
    if data["agreement"].empty:
        return Table(data["agreement"], missing="Not available: no source was read by two people.")
    values = ratings[coders_of(ratings)]
    known, given = (values >= 0).sum(axis=1), (values == 1).sum(axis=1)
    parts = []
    for column, chosen in (("given_by_all", (given == known)), ("given_by_some", (given > 0) & (given < known))):
        rows = ratings[chosen & (known >= 2)]
        parts.append(pd.DataFrame({"row": "code=" + rows["code"], "column": column, "segment_id": rows["segment_id"]}))
    labels = dict(zip(data["codebook"]["code"], data["codebook"]["label"], strict=True))
    idle = [coder for coder in values if not (values[coder] == 1).any() and (values[coder] == 0).any()]
    told = [
        distribution(data["agreement"], labels.__getitem__),
        UNITS[units],
        "" if len(data["readings"]) else UNSAID,
        f"Read, and gave no unit a code: {listed(idle)}." if idle else "",
    ]
    return Table(data["agreement"], pd.concat(parts, ignore_index=True), note=" ".join(filter(None, told)))


def distribution(table: pd.DataFrame, called: Callable[[str], str]) -> str:
    """How alpha varies over the codes, and how many codes have which status, in words: what a pooled alpha hides.

    table: of COLUMNS. called: what people call a code.
    """
    codes = table[~table["code"].str.startswith("(")]
    known = codes[codes["alpha"] != UNDEFINED]
    kinds = [status.kind(told) for told in codes["status"]]
    tally = listed([f"{kinds.count(kind)} {kind}" for kind in status.KINDS if kind in kinds])
    if known.empty:
        return f"Alpha is defined for none of {counted(len(codes), 'code')}."
    values = known["alpha"].astype(float)
    low, middle, high = np.percentile(values, [25, 50, 75])
    worst = known.loc[values.idxmin(), "code"]
    return (
        f"Alpha of {counted(len(known), 'code')}: median {shown(middle)}, quartiles {shown(low)} and {shown(high)}, "
        f"lowest {shown(values.min())} ({called(worst)}). By status: {tally}."
    )
