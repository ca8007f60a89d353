"""T03, participants: who they are, without names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase.study import attributes, disclosure
from multicase.study.attributes import Attributes
from multicase.tables.table import Table

SAME = (
    "What stands here is shared by k participants of the case, as in audit/participants.csv; of fewer than k it is "
    "told how many they are, and nothing else."
)
SAME_IN_TEAM = "What stands here is shared by k participants of the study, or reads withheld."
COLUMNS, VARIES = ("role", "case", "n"), True  # with the declared attributes after the role


def build(data: Mapping[str, Any], k: int = 1, shown_k: int = 1) -> Table:
    """One row per combination of role and attributes, and case. Needs cases, participants and attributes.

    Rows stand in the order in which the values are declared, others after these as people count.
    Columns: role, the declared attributes in the order of participants.csv, case, n. Roles are shown by their group
    (role_group) where there is one, since a role in words can point to one person. shown_k: how many must share what
    all open tables tell of a participant (`disclosure.shown`); where these hold nothing back, a combination that fewer
    than k participants of the study share is made vaguer here alone, see `disclosure.generalised`.
    """
    people, order = data["participants"], attributes.given_up(data["attributes"])
    named = ["role", *(name for name in attributes.in_order_of(list(people.columns), order) if name != "role")]
    people = disclosure.shown(people, data["attributes"], shown_k)
    people = people.merge(data["cases"][["case_id", "label"]], on="case_id").rename(columns={"label": "case"})
    people = people.assign(role=disclosure.grouped_roles(people)).reindex(columns=[*named, "case"], fill_value="")
    people = disclosure.generalised(people, order, k) if shown_k == 1 else people
    place = {label: number for number, label in enumerate(data["cases"]["label"])}
    grouped = people.groupby([*named, "case"], sort=True).size().reset_index(name="n")
    grouped["place"] = grouped["case"].map(place)
    rows = grouped.sort_values([*named, "place"], kind="stable").drop(columns="place").reset_index(drop=True)
    rows = rows.assign(**{name: _ordered(rows[name], name, data["attributes"]) for name in named})
    rows["place"] = rows["case"].map(place)
    rows = rows.sort_values([*named, "place"], kind="stable").drop(columns="place").reset_index(drop=True)
    return Table(rows.astype(dict.fromkeys(named, str)), note=SAME if shown_k > 1 else SAME_IN_TEAM if k > 1 else "")


def _ordered(column: pd.Series, name: str, declared: Attributes) -> pd.Series:
    """A column whose values stand in the order in which they are declared, then as people count: 9 before 20."""
    attribute = declared["participants"].get("role_group" if name == "role" else name)
    others = sorted(set(column), key=_as_counted)
    values = dict.fromkeys([*(attribute.values if attribute else ()), *others])
    return pd.Series(pd.Categorical(column, list(values), ordered=True), index=column.index)


def _as_counted(value: str) -> list[str | int]:
    return [int(part) if number % 2 else part for number, part in enumerate(re.split(r"(\d+)", value))]
