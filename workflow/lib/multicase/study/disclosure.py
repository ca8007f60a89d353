"""Disclosure control: no attribute, and no small count, may point to one participant.

Sources: Samarati and Sweeney (1998) for k-anonymity; Hundepool et al. (2012), Statistical Disclosure Control, for the
suppression of small counts, primary and secondary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

ANY = "any"
PARTICIPANT = "participant"
WITHHELD = "(may be counted, not quoted)"
# From what is given up first to what is given up last.
ORDER = ("organisation_type", "level", "titular", "profession", "role")


def roles_by_case(participants: pd.DataFrame, k: int) -> dict[str, str]:
    """participant_id -> what may stand beside their words: role, side or "participant", shared by k people of the case.

    What fewer than k participants of a case share is replaced by what is vaguer.
    """
    people = participants.copy()
    group = people.get("role_group", "")
    people["role"] = people["role"].where(group == "", group)
    told = people["role"].copy()
    for vaguer in (people["profession"], pd.Series(PARTICIPANT, index=people.index)):
        sizes = people.assign(told=told).groupby(["case_id", "told"])["participant_id"].transform("nunique")
        told = told.where(sizes >= k, vaguer)
    return dict(zip(people["participant_id"], told, strict=True))


def generalised(people: pd.DataFrame, attributes: Sequence[str], k: int, within: Sequence[str] = ()) -> pd.DataFrame:
    """Participants whose combination of attributes is shared by at least k; what had to be given up is "any".

    within: columns that are shown as they are, such as the case: k must share a combination within each. Attributes are
    given up one after the other, in ORDER, and only where a combination falls short. Who still falls short at the end
    shares one row of "any" throughout, be they fewer than k or not.
    """
    rows, keys = people.copy(), [*within, *attributes]

    def short() -> pd.Series:
        return rows.groupby(keys)[attributes[0]].transform("size") < k

    for attribute in (name for name in ORDER if name in attributes):
        rows.loc[short(), attribute] = ANY
    rows.loc[short(), list(attributes)] = ANY
    return rows


def generalised_rows(participants: Sequence[Mapping[str, str]], k: int) -> list[dict[str, str]]:
    """Rows of participants.csv as they may leave the study: roles by group, attributes shared by k of their case.

    Of their case, since a participant stands there with its sources: an accountable officer is one per group.
    """
    if not participants:
        return []
    people = pd.DataFrame(participants).fillna("")
    for column in ORDER:
        people[column] = people.get(column, "")
    people["role"] = people.get("role_group", people["role"]).where(people.get("role_group", "") != "", people["role"])
    shown = generalised(people, ORDER, k, within=["case_id"])
    return shown.assign(role_group=shown["role"]).to_dict("records")


def shown(participants: Sequence[Mapping[str, str]], k: int) -> list[dict[str, str]]:
    """Rows of participants.csv as tables may show them: as they are where k is 1, else as `generalised_rows`."""
    return [dict(row) for row in participants] if k == 1 else generalised_rows(participants, k)


def suppressed(frame: pd.DataFrame, column: str, k: int, within: Sequence[Sequence[str]] = ()) -> pd.DataFrame:
    """Counts from 1 to k - 1 replaced by "<k", and in each group of `within` a second one where only one was replaced.

    Without the second, the first could be had back from the group's total.
    """
    counts = pd.to_numeric(frame[column])
    hidden = (counts > 0) & (counts < k)
    for keys in within:
        for _, rows in frame.groupby(list(keys), sort=True):
            open_rows = rows.index[~hidden[rows.index] & (counts[rows.index] > 0)]
            if hidden[rows.index].sum() == 1 and len(open_rows):
                hidden[counts[open_rows].idxmin()] = True
    shown = counts.astype("int64").astype(str).where(~hidden, f"<{k}")
    shown = shown.where(~(hidden & (counts >= k)), "suppressed")
    return frame.assign(**{column: shown})
