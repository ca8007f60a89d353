"""Units of agreement: which segments a code can be given to, and who has read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from multicase.anchoring.spans import SPOKEN_LAYERS
from multicase.study.files import split
from multicase.study.problems import Problem, StudyError

PARTICIPANTS, INTERVIEWERS, ALL = "participants", "interviewers", "all"


def by_code(
    segments: pd.DataFrame,
    codes: Sequence[str],
    units: str,
    exclusive: Iterable[Mapping[str, Any]] = (),
    participants: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Each segment with each code of which it is a unit: source_id, segment_id, code; by source, segment, codebook.

    segments: the contract. units: `participants`, the segments that are analysed, or `all`. exclusive: of the codebook.
    The codes of a set that is restricted to speakers have the segments that these say as units, whatever is analysed,
    and all others those of `units`. participants: with their attributes, complete.
    """
    people = pd.DataFrame(columns=["participant_id"]) if participants is None else participants
    own = {
        code: said_by(segments, one["speakers"], people)
        for one in exclusive
        if "speakers" in one
        for code in one["codes"]
    }
    others = (segments["left_out"] == "") | (units == ALL)
    columns = segments[["source_id", "segment_id"]].sort_values(["source_id", "segment_id"], kind="stable")
    rows = columns.merge(pd.DataFrame({"code": list(codes)}), how="cross")
    chosen = np.array([own.get(code, others).loc[columns.index].to_numpy() for code in codes], dtype=bool)
    return rows[chosen.T.reshape(-1)].reset_index(drop=True)


def said_by(segments: pd.DataFrame, speakers: str | Mapping[str, Sequence[str]], people: pd.DataFrame) -> pd.Series:
    """Which segments are said by some speakers (true or false each).

    speakers: `participants` (everybody's speech but interviewers'), `interviewers`, `all` (headings and events too), or
    role, role_group or declared attributes of participants, each with the values of which a speaker has one.
    """
    if speakers == ALL:
        return pd.Series(True, index=segments.index)
    spoken = segments["layer"].isin(SPOKEN_LAYERS)
    asking = segments["is_interviewer"].astype(bool)
    if isinstance(speakers, str):
        return spoken & (asking if speakers == INTERVIEWERS else ~asking)
    chosen = people
    for name, values in sorted(speakers.items()):
        chosen = chosen[chosen[name].isin(list(values))]
    return spoken & segments["participant_id"].isin(chosen["participant_id"]) & ~asking


def unread(readings: pd.DataFrame | None, segments: pd.DataFrame, codings: pd.DataFrame) -> set[tuple[str, str]]:
    """Coder and segment, for the segments of a source that its reader hasn't read.

    readings: coder, source_id, and unread (segment ids, separated by ;). Raises StudyError for segments that the source
    hasn't got, and such as hold a coding of the coder who is said not to have read them.
    """
    if readings is None or "unread" not in readings:
        return set()
    source_of = dict(zip(segments["segment_id"], segments["source_id"], strict=True))
    coded = set(zip(codings["coder"], codings["segment_id"], strict=True))
    named = [
        (row.coder, row.source_id, segment)
        for row in readings.itertuples()
        if row.source_id in set(source_of.values())  # a closed source has no segments
        for segment in split(row.unread)
    ]
    if wrong := list(_wrong(named, source_of, coded)):
        raise StudyError(wrong)
    return {(coder, segment) for coder, _, segment in named}


def read(readings: pd.DataFrame | None, segments: pd.DataFrame, codings: pd.DataFrame) -> frozenset[str]:
    """The segments that somebody has read: of a source with a reading or a coding all but those that all its readers
    left unread. readings, and what is raised: as of `unread`.
    """
    columns = ["coder", "source_id"]
    known = codings[columns] if readings is None else pd.concat([readings[columns], codings[columns]])
    readers: dict[str, set[str]] = {
        source: set(coders) for source, coders in known.groupby("source_id")["coder"].unique().items()
    }
    skipped = unread(readings, segments, codings)
    return frozenset(
        segment
        for segment, source in zip(segments["segment_id"], segments["source_id"], strict=True)
        if any((coder, segment) not in skipped for coder in readers.get(source, ()))
    )


def _wrong(
    named: Iterable[tuple[str, str, str]], source_of: Mapping[str, str], coded: set[tuple[str, str]]
) -> Iterator[Problem]:
    for coder, source, segment in named:
        place = f"coder {coder}, source {source}, column unread"
        if source_of.get(segment) != source:
            expected = "segments of the source, as it is cut now"
            yield Problem(
                "readings.csv", place, f"'{segment}', which isn't there", expected, "Mend it, or take it out."
            )
        elif (coder, segment) in coded:
            found, todo = f"'{segment}', in which {coder} coded something", "Take it out, or remove the coding."
            yield Problem("readings.csv", place, found, "segments without a coding of theirs", todo)
