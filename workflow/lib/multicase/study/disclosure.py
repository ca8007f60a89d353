"""Disclosure control: no attribute, and no small count, may point to one participant.

Source: Samarati and Sweeney (1998) for k-anonymity. Counts of participants are taken from what is shown of each of
them (`shown`), so that none is smaller than k but that of those of whom nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from multicase.study import attributes
from multicase.study.attributes import Attributes
from multicase.wording import counted

if TYPE_CHECKING:
    import pandas as pd

GIVEN_UP = "withheld"  # stands for what too few share
PARTICIPANT = "participant"
INTERNAL = "internal"  # the profile of what stays within the team
WITHHELD = "(may be counted, not quoted)"


def shown_k(config: Mapping[str, Any]) -> int:
    """How many must share what evidence and counts tell of a participant; within the team, nothing is held back."""
    return 1 if config["anonymise"]["profile"] == INTERNAL else config["disclosure"]["k"]


def grouped_roles(people: pd.DataFrame) -> pd.Series:
    """Each participant's role as tables group it: role_group, or role where that is empty."""
    return people["role_group"].where(people["role_group"] != "", people["role"])


def roles_by_case(people: pd.DataFrame, k: int, instead: str = "") -> dict[str, str]:
    """participant_id -> what may stand beside their words, shared by k people of the case.

    people: participant_id, case_id, role, role_group, and the column `instead` if anyone has it. What fewer than k
    participants of a case share is replaced by what is vaguer: the role by `instead` (see
    `attributes.stands_for_role`), that by "participant".
    """
    import pandas as pd  # who only asks for the numbers of a setting is spared the import

    if people.empty:
        return {}
    roles = grouped_roles(people)
    vaguer = [people[instead]] if instead in people else []
    for other in (*vaguer, pd.Series(PARTICIPANT, index=people.index)):
        sizes = people.assign(shown=roles).groupby(["case_id", "shown"])["participant_id"].transform("nunique")
        roles = roles.where(sizes >= k, other)
    return dict(zip(people["participant_id"], roles, strict=True))


def generalised(people: pd.DataFrame, order: Sequence[str], k: int, within: Sequence[str] = ()) -> pd.DataFrame:
    """Participants whose combination of attributes is shared by at least k; what had to be given up is "withheld".

    order: the attributes, from what is given up first to what is given up last. within: columns that are shown as they
    are, such as the case: k must share a combination within each. Attributes are given up one after the other, and only
    where a combination falls short. Combinations only merge, so that who still falls short at the end has given up all:
    one row of "withheld" throughout, be they fewer than k or not.
    """
    rows, keys = people.copy(), [*within, *order]

    def short() -> pd.Series:
        return rows.groupby(keys)[order[0]].transform("size") < k

    for attribute in order:
        rows.loc[short(), attribute] = GIVEN_UP
    return rows


def shown(participants: pd.DataFrame, declared: Attributes, k: int) -> pd.DataFrame:
    """Participants as tables and exports may show them: as they are where k is 1, else roles by group, and attributes
    shared by k of their case: a participant stands there with its sources, and a chair is one per group.

    participants: the complete frame of participants.csv. role_group is what stands for the role (`grouped_roles`); the
    role itself is withheld where somebody of the case is shown by that word as their group.
    """
    if k == 1 or participants.empty:
        return participants
    order = attributes.given_up(declared)
    people = participants.assign(role=grouped_roles(participants))
    for column in order:
        if column not in people:
            people[column] = ""
    found = generalised(people, order, k, within=["case_id"])
    has_group = participants["role_group"] != ""
    stands_for = has_group.groupby([found["case_id"], found["role"]]).transform("any")
    return found.assign(role_group=found["role"], role=found["role"].where(~stands_for, GIVEN_UP))


def asked_by_role(
    claims: Mapping[str, Any] | None, participants: pd.DataFrame, declared: Attributes, k: int
) -> Iterator[str]:
    """What a claims.yaml asks for that `shown` withholds: roles where a group stands for them. Yields what to tell of
    each claim. participants, declared, k: as `shown` has them.
    """
    seen = shown(participants, declared, k)
    is_withheld, by = (seen["role"] == GIVEN_UP), seen["role_group"]
    is_grouped = is_withheld & ((by != GIVEN_UP) | (participants["role_group"] != ""))
    for claim in (claims or {}).get("claims", ()):
        for key, speakers in claim.get("population", {}).items():
            roles = speakers.get("role", ()) if isinstance(speakers, Mapping) else ()
            of = participants["role"].isin(list(roles))
            if (of & is_grouped).any():
                asked = sorted(set(participants.loc[of & is_grouped, "role"]))
                counting = f"{int((of & ~is_withheld).sum())} of {counted(int(of.sum()), 'participant')} count"
                words = sorted(set(by[of]) - {GIVEN_UP})
                todo = f"Ask for role_group ({' or '.join(words)}), if all who are shown so may count" if words else ""
                named = f"{claim['claim']}.population.{key} asks for the role {' or '.join(asked)}"
                why = f"which this profile withholds where a role_group stands for it: {counting}"
                yield f"{named}, {why}. {todo or 'No group is shown that could be asked for'}."
