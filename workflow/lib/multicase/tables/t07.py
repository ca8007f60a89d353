"""T07, theme by role: who speaks of each theme."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.study import disclosure
from multicase.tables.table import COUNTS, Table, counted

COLUMNS = ("theme", "role", *COUNTS, "role_n")


def build(data: Mapping[str, pd.DataFrame], k: int = 1) -> Table:
    """One row per theme and role (role_group where there is one). Needs codebook, participants, attributes and
    evidence.

    k: as the evidence was gathered with, see `disclosure.shown`.
    Turns without a participant (documents, an observer's notes) have no role and don't count here.
    """
    people = disclosure.shown(data["participants"], data["attributes"], k)
    sizes = disclosure.grouped_roles(people).value_counts().sort_index()
    roles = pd.DataFrame({"role": sizes.index, "role_n": sizes.to_numpy()})
    rows = data["codebook"][["theme"]].drop_duplicates().merge(roles, how="cross")
    evidence = data["evidence"]
    evidence = evidence[evidence["participant_id"] != ""]
    evidence = evidence.assign(role=disclosure.grouped_roles(evidence))
    return counted(rows, evidence, ["theme", "role"])
