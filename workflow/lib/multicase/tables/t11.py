"""T11, leadership style: who speaks of which style, and how fast they find change."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.attributes import NOT_SAID, joined, tally
from multicase.tables.table import COUNTS, Table

COLUMNS = ("style", "role", "case", "perceived_pace", *COUNTS)


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per style, role of the speaker, case, and perceived pace. Needs cases, codebook and evidence.

    perceived_pace: the paces (codebook attribute `pace`) that the speaker, or the document, is coded with anywhere,
    joined with a plus sign.
    """
    evidence, codebook = data["evidence"], data["codebook"]
    rows = joined(evidence, codebook, ["style"])
    who = ["source_id", "participant_id"]
    paced = joined(evidence, codebook, ["pace"]).groupby(who)["pace"].agg(lambda paces: " + ".join(sorted(set(paces))))
    rows = rows.merge(paced.rename("perceived_pace").reset_index(), on=who, how="left")
    rows["perceived_pace"] = rows["perceived_pace"].fillna(NOT_SAID)
    rows = rows.merge(data["cases"][["case_id", "label"]], on="case_id")
    rows = rows.rename(columns={"role_group": "role", "label": "case", "role": "role_in_words"})
    return tally(rows, COLUMNS[:4], {"case": list(data["cases"]["label"])})
