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
EFFECTS = ("words", "per_1000_words", "others_per_1000", "difference", "interval")
COLUMNS = ("theme", "by", "value", *COUNTS, "value_n", *EFFECTS)


def build(data: Mapping[str, Any], k: int = 1, replicates: int = 1000, seed: int = 0) -> Table:
    """One row per theme and value: of the role (role_group where there is one), then of each attribute of participants
    that declares its values. Needs codebook, participants, attributes, segments, read_sources and evidence.

    Values stand in the order of their declaration, others after them. k: as the evidence was gathered with, see
    `disclosure.shown`. value_n: participants with the value. words: what they say in sources that somebody has read;
    the rest: `themes.rates`. replicates, seed: of its bootstrap. Turns without a participant (documents, interviewers,
    an observer's notes) have no value and don't count here.
    """
    people = disclosure.shown(data["participants"], data["attributes"], k)
    people = people.assign(role=disclosure.grouped_roles(people)).set_index("participant_id")
    spoken = _spoken(data["segments"], data["read_sources"])
    evidence = data["evidence"][data["evidence"]["participant_id"] != ""]
    themes = list(data["codebook"]["theme"].drop_duplicates())
    tables, effects = [], []
    for called, named, order in _compared(data["attributes"], people):
        sizes = named.value_counts()
        values = pd.DataFrame({"by": called, "value": order, "value_n": [int(sizes[value]) for value in order]})
        rows = pd.DataFrame({"theme": themes}).merge(values, how="cross")
        of_coded, of_spoken = (frame["participant_id"].map(named) for frame in (evidence, spoken))
        tables.append(counted(rows, evidence.assign(by=called, value=of_coded), ["theme", "by", "value"]))
        is_known = of_spoken.notna()  # who has no value is in no group, and none of the others
        told = spoken[is_known]
        rates = {
            value: Rates.of(told, of_spoken[is_known] == value, replicates=replicates, seed=seed) for value in order
        }
        for row in rows.itertuples():
            about = (evidence["theme"] == row.theme) & of_coded.notna()
            effects.append(rates[row.value].compare(evidence[about], of_coded[about] == row.value))
    if not tables:
        return Table(pd.DataFrame(columns=list(COLUMNS)))
    frame = pd.concat([table.frame for table in tables], ignore_index=True).assign(**pd.DataFrame(effects))
    return Table(frame, pd.concat([table.evidence for table in tables], ignore_index=True))


def _spoken(segments: pd.DataFrame, read_sources: pd.DataFrame) -> pd.DataFrame:
    """The segments that can be analysed, of participants, in sources that somebody has read."""
    read = set(read_sources.loc[read_sources["read"].astype(bool), "source_id"])
    of_people = (segments["participant_id"] != "") & ~segments["is_interviewer"].astype(bool)
    return segments[(segments["left_out"] == "") & of_people & segments["source_id"].isin(read)]


def _compared(declared: Attributes, people: pd.DataFrame) -> Iterator[tuple[str, pd.Series, list[str]]]:
    """By what participants are compared, where anybody has a value: what it is called, what the value of each
    participant is called, and all of these in order. No two are called the same.
    """
    groups = declared["participants"].get("role_group")
    compared = [("role", ROLE, groups.values if groups else {})]
    for name, attribute in declared["participants"].items():
        if name not in CORE["participants"] and attribute.values and name in people:
            taken = {label for _, label, _ in compared}
            label = f"{attribute.label} ({name})" if attribute.label in taken else attribute.label
            compared.append((name, label, attribute.values))
    for name, label, values in compared:
        had = people.loc[people[name] != "", name]
        named = had.map(lambda value, values=values: values.get(value, attributes.in_words(value)))
        if len(named):
            yield label, named, _in_order(values, named)


def _in_order(values: Mapping[str, str], named: pd.Series) -> list[str]:
    """The names that occur: as their values are declared, then the others by the alphabet."""
    there = set(named)
    return [name for name in dict.fromkeys([*values.values(), *sorted(there)]) if name in there]
