"""Who speaks on a claim, and how: each unit (source, participant or segment) for it, against it, or both (mixed)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from multicase.claims import AGAINST, FOR, MIXED, Claim
from multicase.study import attributes
from multicase.study.attributes import CORE
from multicase.study.disclosure import GIVEN_UP
from multicase.wording import counted, listed

NOBODYS = " "  # before the id of a source that stands for its speaker: no id begins so
PARTICIPANT = "participant"
UNITS = {"source": "source_id", PARTICIPANT: "participant_id", "segment": "segment_id"}


def sides(claim: Claim, evidence: pd.DataFrame) -> pd.DataFrame:
    """The rows of the evidence (contract `evidence`) that bear on a claim, with a column `side` (for, against)."""
    rows = evidence[evidence["code"].isin([*claim.supports, *claim.contradicts])]
    for column, values in _population(claim).items():
        rows = rows[rows[column].isin(values)]
    side = rows["code"].isin(list(claim.supports)).map({True: FOR, False: AGAINST})
    return rows.assign(side=side)


def _population(claim: Claim) -> dict[str, list[str]]:
    """Column of the evidence -> the values of those whose words count."""
    return {
        name if name in CORE["participants"] else attributes.column("participants", name): list(values)
        for name, values in sorted(claim.speakers.items())
    }


def withheld(claim: Claim, evidence: pd.DataFrame) -> pd.DataFrame:
    """The rows on a claim that don't count, since whether who speaks is of its population is withheld.

    Disclosure control has given up their value of what the population asks for, and none of the others excludes them.
    """
    rows = evidence[evidence["code"].isin([*claim.supports, *claim.contradicts])]
    for column, values in _population(claim).items():
        rows = rows[rows[column].isin([*values, GIVEN_UP])]
    return rows[(rows[list(_population(claim))] == GIVEN_UP).any(axis=1)]


def held_back(claims: Iterable[Claim], evidence: pd.DataFrame) -> dict[str, set[str]]:
    """Claim -> the segments in which nothing counts, and something is `withheld`: of none of them results may say what
    it is for the claim, which would tell who speaks.
    """
    return {
        claim.id: {*withheld(claim, evidence)["segment_id"]} - {*sides(claim, evidence)["segment_id"]}
        for claim in claims
    }


def n_withheld(claim: Claim, evidence: pd.DataFrame) -> int:
    """How many participants say what is `withheld`."""
    return withheld(claim, evidence)["participant_id"].nunique()


def told_by_claim(numbers: Mapping[str, int], noun: str) -> str:
    """`C1 (2 participants) and C3 (1 participant)`: the claims of which there are any."""
    return listed([f"{claim} ({counted(n, noun)})" for claim, n in numbers.items() if n])


def told_of(speakers: Mapping[str, Sequence[str]]) -> str:
    """`role_group: nurse or cook`: whose words count, as people read it."""
    return listed([f"{name}: {listed(list(values), 'or')}" for name, values in sorted(speakers.items())])


def speaking(claim: Claim, evidence: pd.DataFrame) -> pd.DataFrame:
    """The rows that bear on a claim with their side, their `unit`, and how the unit speaks: `voice` (for, mixed,
    against).
    """
    rows = sides(claim, evidence)
    rows = rows.assign(unit=unit_of(rows, claim.unit))
    both = rows.groupby(["case_id", "unit"])["side"].transform("nunique") > 1
    return rows.assign(voice=rows["side"].where(~both, MIXED))


def unit_of(rows: pd.DataFrame, unit: str) -> pd.Series:
    """What each row counts as; a turn whose participant isn't known counts as its source, which no participant is."""
    named = rows[UNITS[unit]]
    return named.where(named != "", NOBODYS + rows["source_id"])


def n_speakerless(claim: Claim, evidence: pd.DataFrame) -> int:
    """How many of the participants that are counted are sources, since nobody is known to speak there."""
    rows = sides(claim, evidence)
    return rows.loc[rows["participant_id"] == "", "source_id"].nunique() if claim.unit == PARTICIPANT else 0


def called(unit: str) -> str:
    """What is counted, as it is called beside a number: among participants there may be sources (`unit_of`)."""
    return "unit" if unit == PARTICIPANT else unit


@dataclass(frozen=True)
class Tally:
    """How many units of a case speak for a claim, against it, or both; of the mixed ones, by what they say more of."""

    n_for: int = 0
    mixed_for: int = 0
    mixed_even: int = 0
    mixed_against: int = 0
    n_against: int = 0

    @property
    def n_mixed(self) -> int:
        return self.mixed_for + self.mixed_even + self.mixed_against

    @property
    def n_units(self) -> int:
        return self.n_for + self.n_mixed + self.n_against


class Voices:
    """What bears on one claim, as numbers that can be counted again and again under a mask of its rows.

    rows: of `sides`, with the columns of `evidence`; the order of the masks is theirs.
    """

    def __init__(self, rows: pd.DataFrame, unit: str, cases: Sequence[str]) -> None:
        self.rows = rows
        self.cases = list(cases)
        self.is_for = (rows["side"] == FOR).to_numpy(dtype=bool)
        self.case = pd.Categorical(rows["case_id"], categories=self.cases).codes
        owner = rows["case_id"] + "\n" + unit_of(rows, unit)
        self.unit, _ = pd.factorize(owner)
        said, distinct = pd.factorize(owner + "\n" + rows["side"] + "\n" + rows["segment_id"])
        self.said = said
        first = np.full(len(distinct), -1)
        first[said[::-1]] = np.arange(len(rows))[::-1]
        self._said_by, self._said_for = self.unit[first], self.is_for[first]
        n_units = int(self.unit.max()) + 1 if len(rows) else 0
        self._case_of = np.zeros(n_units, dtype=int)
        self._case_of[self.unit] = self.case
        self._n_units = n_units

    def tallies(self, mask: np.ndarray) -> list[Tally]:
        """Of each case the tally of its units, of the rows under the mask."""
        heard = np.unique(self.said[mask])
        by, is_for = self._said_by[heard], self._said_for[heard]
        n_for = np.bincount(by[is_for], minlength=self._n_units)
        n_against = np.bincount(by[~is_for], minlength=self._n_units)
        both = (n_for > 0) & (n_against > 0)
        kinds = (
            (n_for > 0) & ~both,
            both & (n_for > n_against),
            both & (n_for == n_against),
            both & (n_for < n_against),
            (n_against > 0) & ~both,
        )
        columns = [np.bincount(self._case_of[kind], minlength=len(self.cases)) for kind in kinds]
        return [Tally(*map(int, row)) for row in zip(*columns, strict=True)]

    def cases_with(self, mask: np.ndarray) -> set[int]:
        """The places of the cases that have a row under the mask."""
        return set(np.unique(self.case[mask]).tolist())
