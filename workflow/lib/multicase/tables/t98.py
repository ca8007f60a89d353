"""T98, concordance of the codes: how often each is given in the study replicated and in this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase.comparing import codes
from multicase.comparing.outcome import alike
from multicase.tables.t28 import ORIGINAL, REPLICATION
from multicase.tables.table import Table, cell_evidence

COLUMNS = (
    "code", "theme", "study", "n_segments", "n_sources", "words", "per_1000_words", "difference", "interval",
    "given_in", "instrument",
)  # fmt: skip
CALLED = (ORIGINAL, REPLICATION)


def build(data: Mapping[str, Any], replicates: int = 1000, seed: int = 0) -> Table:
    """Two rows per code of either codebook: original, replication. Needs both (`comparing.outcome`), and codebook.

    The rest: `comparing.codes`. difference to instrument stand in the replication's row. replicates, seed: of the
    bootstrap. Evidence: the replication's segments.
    """
    original, replication = alike([data["original"], data["replication"]])
    first, second = (codes.Rates(outcome, replicates, seed) for outcome in (original, replication))
    rows = []
    for code in codes.listed_codes([original, replication]).to_dict("records"):
        name = code["code"]
        given = first.given(name), second.given(name)
        apart, interval = codes.difference(name, first, second)
        compared = {
            "difference": apart,
            "interval": interval,
            "given_in": codes.occurs(*given, CALLED),
            "instrument": codes.instrument(name, original, replication, CALLED),
        }
        for study, told in zip(CALLED, given, strict=True):
            own = compared if study == REPLICATION else dict.fromkeys(compared, "")
            rows.append({"code": name, "theme": code["theme"], "study": study} | _numbers(told) | own)
    evidence = cell_evidence(replication.codings.assign(study=REPLICATION), ["code", "study"], "counts")
    return Table(pd.DataFrame(rows, columns=list(COLUMNS)), evidence)


def _numbers(given: codes.Given) -> dict[str, object]:
    return {
        "n_segments": given.n_segments,
        "n_sources": given.n_sources,
        "words": given.words,
        "per_1000_words": given.shown,
    }
