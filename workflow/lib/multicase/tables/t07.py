"""T07, theme by role and attribute: who speaks of each theme, and how much more than others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from multicase.study import attributes, disclosure
from multicase.study.attributes import CORE, Attributes
from multicase.tables.table import COUNTS, Table, counted
from multicase.themes.rates import Rates

ROLE = "Role"
COLUMNS = (
    "theme", "by", "value", *COUNTS, "value_n", "words", "per_1000_words", "others_per_1000", "difference", "interval",
)  # fmt: skip


def build(data: Mapping[str, Any], k: int = 1, replicates: int = 1000, seed: int = 0) -> Table:
    """One row per theme and value: of the role (role_group where there is one), then of each attribute of participants
    that declares its values. Needs codebook, participants, attributes, segments, read_sources and evidence.

    k: as the evidence was gathered with, see `disclosure.shown`. value_n: participants with the value. words: what
    they say in sources that somebody has read; the rest: `themes.rates`. replicates, seed: of its bootstrap. Turns
    without a participant (documents, an observer's notes) have no value and don't count here.
    """
    people = disclosure.shown(data["participants"], data["attributes"], k)
    people = people.assign(role=disclosure.grouped_roles(people)).set_index("participant_id")
    spoken = data["segments"][(data["segments"]["left_out"] == "") & (data["segments"]["participant_id"] != "")]
    read = data["read_sources"].loc[data["read_sources"]["read"].astype(bool), "source_id"]
    spoken = spoken[spoken["source_id"].isin(set(read))]
    evidence = data["evidence"][data["evidence"]["participant_id"] != ""]
    themes = list(data["codebook"]["theme"].drop_duplicates())
    tables, effects = [], []
    for column, called, names in _compared(data["attributes"], people):
        sizes = people[column][people[column] != ""].value_counts().sort_index()
        values = pd.DataFrame({"by": called, "value": sizes.index.map(names), "value_n": sizes.to_numpy()})
        rows = pd.DataFrame({"theme": themes}).merge(values, how="cross")
        told = {
            name: frame["participant_id"].map(people[column]).map(names)
            for name, frame in (("e", evidence), ("s", spoken))
        }
        tables.append(counted(rows, evidence.assign(by=called, value=told["e"]), ["theme", "by", "value"]))
        rates = {
            value: Rates.of(spoken, told["s"] == value, replicates=replicates, seed=seed) for value in values["value"]
        }
        for row in rows.itertuples():
            about = evidence["theme"] == row.theme
            effects.append(rates[row.value].compare(evidence[about], told["e"][about] == row.value))
    if not tables:
        return Table(pd.DataFrame(columns=list(COLUMNS)))
    frame = pd.concat([table.frame for table in tables], ignore_index=True).assign(**pd.DataFrame(effects))
    return Table(frame, pd.concat([table.evidence for table in tables], ignore_index=True))


def _compared(declared: Attributes, people: pd.DataFrame) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """The columns of participants by which they are compared, what each is called, and what its values are."""
    if len(people):
        groups = declared["participants"].get("role_group")
        yield "role", ROLE, _called(people["role"], groups.values if groups else {})
    for name, attribute in declared["participants"].items():
        if name not in CORE["participants"] and attribute.values and name in people:
            yield name, attribute.label, _called(people[name], attribute.values)


def _called(values: pd.Series, names: Mapping[str, str]) -> dict[str, str]:
    return {value: names.get(value, attributes.in_words(value)) for value in values.unique() if value}
