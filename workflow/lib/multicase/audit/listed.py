"""What the files of `audit.listing` say, by what is asked for: of a source, a segment, a code, a claim."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

from multicase.audit.results import Results, records
from multicase.study import consent

Row = dict[str, str]


class Listed:
    """The listed files of some results, each read when it is first asked for.

    of: the sources whose segments are wanted; all, where nothing is said.
    """

    def __init__(self, results: Results, of: Collection[str] | None = None) -> None:
        self.results, self.of = results, of

    @cached_property
    def sources(self) -> dict[str, Row]:
        """source_id -> its row of `audit/sources.csv`."""
        return self._by("sources", "source_id")

    @cached_property
    def codes(self) -> dict[str, Row]:
        """code -> its row of `audit/codes.csv`."""
        return self._by("codes", "code")

    @cached_property
    def claims(self) -> dict[str, dict[str, Any]]:
        """Claim -> what `audit/claims.json` says of it."""
        return {told["id"]: told for told in self.results.claims}

    @cached_property
    def participants(self) -> dict[str, Row]:
        """participant_id -> what may be told of them, a row of `audit/participants.csv`."""
        return self._by("participants", "participant_id")

    @cached_property
    def segments(self) -> dict[str, Row]:
        """segment_id -> its row of `audit/segments.csv`, in the order of the text."""
        listed = self.results.listed["segments"]
        if self.of is not None:
            listed = listed[listed["source_id"].isin(self.of)]
        return {row["segment_id"]: row for row in records(listed)}

    @cached_property
    def codings(self) -> dict[str, list[Row]]:
        """segment_id -> its analysed codings, rows of `audit/evidence.csv`."""
        return self._grouped("evidence")

    @cached_property
    def removed(self) -> dict[str, list[Row]]:
        """segment_id -> the codings that adjudication took from it, rows of `audit/removed.csv`."""
        return self._grouped("removed")

    def is_quotable(self, source_id: str) -> bool:
        """Whether a source's words may be shown."""
        return self.sources[source_id]["consent"] == consent.QUOTE

    def people(self, segments: Iterable[str]) -> tuple[dict[str, int], list[int]]:
        """Who says segments: participant -> how many of them are theirs; and how many are said by each of those who
        aren't named. In a source that may be counted and not quoted nobody is told to speak.
        """
        said: dict[str, list[bool]] = {}
        for row in (self.segments[name] for name in segments):
            if row["participant_id"] and row["is_interviewer"] != "True":
                said.setdefault(row["participant_id"], []).append(self.is_quotable(row["source_id"]))
        named = {name: sum(quotable) for name, quotable in sorted(said.items()) if any(quotable)}
        return named, sorted(len(quotable) for quotable in said.values() if not any(quotable))

    def _by(self, name: str, key: str) -> dict[str, Row]:
        return {row[key]: row for row in records(self.results.listed[name])}

    def _grouped(self, name: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in records(self.results.listed[name]):
            found.setdefault(row["segment_id"], []).append(row)
        return found
