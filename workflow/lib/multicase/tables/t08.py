"""T08, theme by source kind: do interviews, observations and documents tell the same?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from multicase.study.kinds import KINDS
from multicase.tables.table import COUNTS, Table, counted

COLUMNS = ("theme", "kind", *COUNTS, "n_for", "n_against", "convergence")


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per theme and kind of source. Needs read_sources, codebook and evidence.

    convergence compares the sign of (segments for minus segments against) of a kind with that of all kinds together;
    a kind without a side (as many for as against) is taken to converge, as it doesn't gainsay the others. n_for,
    n_against: its segments with a code that supports, and with one that contradicts.
    """
    evidence = data["evidence"]
    rows = data["codebook"][["theme"]].drop_duplicates().merge(pd.DataFrame({"kind": list(KINDS)}), how="cross")
    table = counted(rows, evidence, ["theme", "kind"])
    side = evidence["polarity"].map({"supports": 1, "contradicts": -1}).fillna(0)
    votes = evidence.assign(side=side).drop_duplicates(["segment_id", "theme", "polarity"])
    by_kind = np.sign(votes.groupby(["theme", "kind"])["side"].sum()).to_dict()
    over_all = np.sign(votes.groupby("theme")["side"].sum()).to_dict()
    sources = data["read_sources"]
    there, read = set(sources["kind"]), set(sources.loc[sources["read"].astype(bool), "kind"])
    verdicts = [
        "no sources"
        if row.kind not in there
        else "not read"
        if row.kind not in read
        else _convergence(row.n_segments, by_kind.get((row.theme, row.kind), 0), over_all.get(row.theme, 0))
        for row in table.frame.itertuples()
    ]
    sided = votes.groupby(["theme", "kind", "polarity"]).size().to_dict()
    numbers = {
        name: [sided.get((row.theme, row.kind, polarity), 0) for row in table.frame.itertuples()]
        for name, polarity in (("n_for", "supports"), ("n_against", "contradicts"))
    }
    return Table(table.frame.assign(**numbers, convergence=verdicts), table.evidence)


def _convergence(segments: int, side: float, over_all: float) -> str:
    if segments == 0:
        return "silent"
    return "dissonant" if side * over_all < 0 else "converge"
