"""T03, participants: who they are, without names."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.study import disclosure
from multicase.tables.table import Table

ATTRIBUTES = ("role", "profession", "titular", "organisation_type", "level")
COLUMNS: tuple[str, ...] = (*ATTRIBUTES, "case", "n")


def build(data: Mapping[str, pd.DataFrame], k: int = 1, profile: str = "internal") -> Table:
    """One row per combination of attributes and case. Needs cases and participants.

    A combination that fewer than k participants of the study share is made vaguer, see `disclosure.generalised`. Roles
    are shown by their group (role_group) where there is one, since a role in words can point to one person. Unless the
    profile is internal, counts below k are suppressed, and a second one wherever the first could be had back.
    """
    people = (
        data["participants"].merge(data["cases"][["case_id", "label"]], on="case_id").rename(columns={"label": "case"})
    )
    group = people.get("role_group", "")
    people["role"] = people["role"].where(group == "", group)
    for column in set(ATTRIBUTES) - set(people):
        people[column] = ""
    people = disclosure.generalised(people, ATTRIBUTES, k)
    order = {label: place for place, label in enumerate(data["cases"]["label"])}
    grouped = people.groupby([*ATTRIBUTES, "case"], sort=True).size().reset_index(name="n")
    grouped["place"] = grouped["case"].map(order)
    rows = grouped.sort_values([*ATTRIBUTES, "place"], kind="stable").reset_index(drop=True)
    if profile != "internal":
        rows = disclosure.suppressed(rows, "n", k, [list(ATTRIBUTES), ["case"]])
    return Table(rows)
