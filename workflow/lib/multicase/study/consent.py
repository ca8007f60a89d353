"""What the participants of a source agreed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from multicase.study.files import split

if TYPE_CHECKING:
    import pandas as pd

QUOTE = "quote"  # its words may be quoted; the default
AGGREGATE = "aggregate"  # it is counted, never quoted
CLOSED = "closed"  # it appears nowhere
WIDTH = (CLOSED, AGGREGATE, QUOTE)  # from what allows least


def given(value: str | None) -> str:
    """What was agreed to; an empty cell says that words may be quoted."""
    return value or QUOTE


def filled(column: pd.Series) -> pd.Series:
    """The same for a whole column."""
    return column.map(given)


def silent(sources: Iterable[Mapping[str, str]]) -> set[str]:
    """The participants all of whose sources are closed. sources: rows of sources.csv."""
    rows = list(sources)
    return named(rows) - named(row for row in rows if is_open(row))


def named(sources: Iterable[Mapping[str, str]]) -> set[str]:
    """The participants whom sources name. sources: as `silent` has them."""
    return {person for row in sources for person in split(row.get("participants") or "")}


def is_open(source: Mapping[str, str]) -> bool:
    """Whether a source may be seen inside the study's team, and counted outside it."""
    return given(source.get("consent")) != CLOSED


def heard(people: pd.DataFrame, sources: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Participants without the silent ones, who appear nowhere: they are not counted, and nobody is hidden among them.

    people: the complete frame of participants.csv. sources: as `silent` has them.
    """
    return people[~people["participant_id"].isin(silent(sources))].reset_index(drop=True)
