"""T08, theme by source kind: do interviews, observations and documents tell the same?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from multicase.study.kinds import KINDS
from multicase.tables.table import COUNTS, Table, counted, rates
from multicase.themes import balance

COMPARED = ("n_for", "n_mixed", "n_against", "balance", "interval", "convergence")
COLUMNS = ("theme", "kind", *COUNTS, "words", "per_1000_words", "sources_read", *COMPARED)


def build(data: Mapping[str, pd.DataFrame], replicates: int = 1000, seed: int = 0) -> Table:
    """One row per theme and kind of source. Needs read_sources, codebook and evidence.

    words, sources_read: of the sources of the kind that somebody has read. The rest: `told`. replicates, seed: of the
    bootstrap.
    """
    rows = data["codebook"][["theme"]].drop_duplicates().merge(pd.DataFrame({"kind": list(KINDS)}), how="cross")
    return told(rows, data, (), replicates, seed)


def told(
    rows: pd.DataFrame,
    data: Mapping[str, pd.DataFrame],
    within: Sequence[str],
    replicates: int,
    seed: int,
) -> Table:
    """Rows of theme, `within` and kind, with counts, rates, sources on either side, and how these compare with others.

    n_for, n_mixed, n_against: sources with codes that support the theme's proposition alone, with both, and with codes
    that contradict it alone. balance, interval, convergence: see `themes.balance`; a kind is compared with the other
    kinds `within` the same group, such as the case. Evidence and read_sources have these columns.
    """
    by = [*within, "kind"]
    table = counted(rows, data["evidence"], ["theme", *by])
    frame = rates(table.frame, data["read_sources"], by)
    sided = set(data["codebook"].loc[data["codebook"]["polarity"] != "neutral", "theme"])
    sources = balance.by_source(data["evidence"], ["theme", *by])
    there = set(data["read_sources"][by].itertuples(index=False, name=None))
    was_read = frame["sources_read"] > 0
    kinds_read = was_read.groupby([frame["theme"], *(frame[name] for name in within)]).transform("sum")
    more = []
    for row, n_kinds in zip(frame.to_dict("records"), kinds_read, strict=True):
        near = sources["theme"] == row["theme"]
        for name in within:
            near &= sources[name] == row[name]
        mine = balance.balance(sources[near & (sources["kind"] == row["kind"])], replicates=replicates, seed=seed)
        others = balance.balance(sources[near & (sources["kind"] != row["kind"])], replicates=replicates, seed=seed)
        verdict = (
            balance.NO_SOURCES
            if tuple(row[name] for name in by) not in there
            else balance.NOT_READ
            if not row["sources_read"]
            else balance.SILENT
            if not row["n_segments"]
            else balance.NO_SIDE
            if row["theme"] not in sided
            else balance.ONE_KIND
            if n_kinds == 1
            else balance.convergence(mine, others)
        )
        more.append(mine.shown() | {"convergence": verdict})
    return Table(frame.assign(**pd.DataFrame(more, index=frame.index, columns=list(COMPARED))), table.evidence)
