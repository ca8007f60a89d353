"""T19, reliability: do those who read the same sources agree?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from multicase.code import standing
from multicase.reliability import status
from multicase.reliability.agreement import ALL, COLUMNS, coders_of, row_of, shown
from multicase.reliability.measures import Measures
from multicase.reliability.programs import PEOPLE
from multicase.tables.table import Table
from multicase.wording import UNDEFINED, counted, listed

__all__ = ["COLUMNS", "build"]

UNITS = {
    "participants": "Units: the segments that are analysed.",
    "all": "Units: all segments, also interviewers' turns, headings and events that are not analysed.",
}
NOBODY = "No source was read by two people."
HOW = (
    "Programs are compared with what people gave, taken together as adjudication left it, in the sources that both "
    "have read (alpha_ with a program's name: Krippendorff's alpha of the two), and with themselves where they were "
    "asked twice. They are no coders of the other rows."
)
ALPHA = "alpha_"  # begins the names of the programs' columns
VARIES = True  # with the programs that coded
UNSAID = "Read: a source in which a coder coded something, for the study has no readings.csv."


def build(data: Mapping[str, Any], units: str) -> Table:
    """The rows of `reliability.agreement.table`. Needs agreement, ratings, codebook and, if there are any, readings.

    units: which segments are units, `participants` or `all`. Evidence: the segments to which all of the coders, or some
    but not all, gave the code. Where programs coded (program_coders, program_agreement), each has a column
    `alpha_<name>`, its alpha with what people gave, and rows for its agreement with people and with itself.
    """
    people = _of_people(data, units)
    compared = data.get("program_agreement")
    told = standing.notes(data.get("program_coders", ()))
    if compared is None or compared.empty:
        return replace(people, note=" ".join(filter(None, [people.note, *told])))
    frame = people.frame if len(people.frame) else _undefined(data["codebook"]["code"])
    return Table(_with_programs(frame, compared), people.evidence, note=" ".join([people.note or NOBODY, HOW, *told]))


def _undefined(codes: Iterable[str]) -> pd.DataFrame:
    """The rows of a study of which no source was read by two people."""
    nothing = Measures(0, 0, 0, 0, 0.0, None, None, "", None, None, None)
    return pd.DataFrame([row_of(code, nothing) for code in (*codes, ALL)], columns=list(COLUMNS))


def _with_programs(frame: pd.DataFrame, compared: pd.DataFrame) -> pd.DataFrame:
    """The rows of people with a column for each program, and the programs' rows after them."""
    of_people = compared[compared["with"] == PEOPLE]
    columns = {}
    for coder, rows in of_people.groupby("coder", sort=True):
        alphas = dict(zip(rows["code"], rows["alpha"], strict=True))
        columns[f"{ALPHA}{coder}"] = [alphas.get(code, "") for code in frame["code"]]
    own = compared[compared["code"] == ALL]
    names = [f"(all codes, {row.coder} and {row.other})" for row in own.rename(columns={"with": "other"}).itertuples()]
    more = own.assign(code=names)[list(COLUMNS)]
    return pd.concat([frame.assign(**columns), more], ignore_index=True).fillna("")


def _of_people(data: Mapping[str, Any], units: str) -> Table:
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
