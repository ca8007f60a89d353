"""Disagreements as somebody is told of them who decides: the words, who gave which code there, who didn't, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from multicase.code.manual import ORIGIN
from multicase.study.files import split

Pair = tuple[str, str]  # segment_id, code
Row = Mapping[str, str]


@dataclass(frozen=True)
class Given:
    """One code on some words of a segment: who gave it, on which words, and with which memo."""

    coder: str
    words: str
    memo: str


@dataclass(frozen=True)
class Said:
    """A segment's anonymised words, and who says them: a participant's id, `interviewer`, or the layer (`heading`)."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Disagreement:
    """A code that some coders gave to a segment, and others, who read it, didn't.

    place: kind and locator of the segment. said, before, after: the segment and its neighbours in the source, None
    where there is none. given: by whom. not_given: the coders who read it and didn't. others: what people gave to the
    segment besides, by code. differing: those of the other codes on which coders differ too.
    """

    segment_id: str
    source_id: str
    place: str
    said: Said
    before: Said | None
    after: Said | None
    code: str
    given: tuple[Given, ...]
    not_given: tuple[str, ...]
    others: Mapping[str, tuple[Given, ...]]
    differing: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        return self.segment_id, self.code


def told(
    differing: pd.DataFrame,
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    codes: Collection[str],
    closed: Collection[str] = (),
) -> tuple[list[Disagreement], int]:
    """The disagreements between people, in the order of the texts, and how many hold no more.

    differing: columns as of `agreement.disagreements`. codings, segments: the contracts. codes: of the codebook.
    closed: sources that may appear nowhere. A program's codings are no matter of adjudication, and stand for nothing
    here. What holds no more is of a code or a segment that is gone, of a closed source, or of coders who agree by now.
    """
    people = codings[codings["origin"] == ORIGIN]
    programs = set(codings["coder"]) - set(people["coder"])
    given = _given(people)
    rows = [row for row in _without(programs, differing) if row["given_by"] and row["not_given_by"]]
    standing = [
        row
        for row in rows
        if row["source_id"] not in closed
        and row["code"] in codes
        and (mine := given.get(row["segment_id"], {}).get(row["code"]))
        and set(row["not_given_by"]) - {one.coder for one in mine}
    ]
    disputed: dict[str, list[str]] = {}
    for row in standing:
        disputed.setdefault(row["segment_id"], []).append(row["code"])
    texts = _Texts(segments)
    found = [
        texts.disagreement(row, given[row["segment_id"]], disputed[row["segment_id"]])
        for row in standing
        if row["segment_id"] in texts.place
    ]
    found.sort(key=lambda one: texts.place[one.segment_id])  # stable: of one segment in the codebook's order
    return found, len(rows) - len(found)


def unfounded(decided: Iterable[Row], codings: Iterable[pd.DataFrame]) -> list[Row]:
    """The decisions about a code that nobody, and no program, gave to the segment. codings: of all origins."""
    coded = {pair for frame in codings for pair in zip(frame["segment_id"], frame["code"], strict=True)}
    return [row for row in decided if (row["segment_id"], row["code"]) not in coded]


def _without(programs: Collection[str], differing: pd.DataFrame) -> Iterable[dict[str, Any]]:
    for row in differing.to_dict("records"):
        sides = ("given_by", "not_given_by")
        yield row | {side: [coder for coder in split(row[side]) if coder not in programs] for side in sides}


def _given(codings: pd.DataFrame) -> dict[str, dict[str, tuple[Given, ...]]]:
    """segment_id -> code -> who gave it, by coder and place."""
    found: dict[str, dict[str, tuple[Given, ...]]] = {}
    for row in codings.sort_values(["coder", "start", "end"], kind="stable").itertuples():
        codes = found.setdefault(row.segment_id, {})
        codes[row.code] = (*codes.get(row.code, ()), Given(row.coder, row.exact, row.memo))
    return found


class _Texts:
    """The segments in the order of the texts."""

    def __init__(self, segments: pd.DataFrame):
        self.rows = segments.sort_values(["source_id", "turn", "part"], kind="stable").to_dict("records")
        self.place = {row["segment_id"]: number for number, row in enumerate(self.rows)}

    def disagreement(
        self, row: Mapping[str, Any], given: Mapping[str, tuple[Given, ...]], disputed: Sequence[str]
    ) -> Disagreement:
        number = self.place[row["segment_id"]]
        segment, code = self.rows[number], row["code"]
        coders = {one.coder for one in given[code]}
        return Disagreement(
            segment_id=segment["segment_id"],
            source_id=segment["source_id"],
            place=", ".join(filter(None, [segment["kind"].replace("_", " "), segment["locator"]])),
            said=_said(segment),
            before=self._neighbour(number, -1),
            after=self._neighbour(number, 1),
            code=code,
            given=given[code],
            not_given=tuple(coder for coder in row["not_given_by"] if coder not in coders),
            others={other: whose for other, whose in sorted(given.items()) if other != code},
            differing=tuple(other for other in disputed if other != code),
        )

    def _neighbour(self, number: int, step: int) -> Said | None:
        beside = number + step
        inside = 0 <= beside < len(self.rows) and self.rows[beside]["source_id"] == self.rows[number]["source_id"]
        return _said(self.rows[beside]) if inside else None


def _said(segment: Mapping[str, Any]) -> Said:
    who = "interviewer" if segment["is_interviewer"] else segment["participant_id"]
    return Said(who or ("" if segment["layer"] == "speech" else segment["layer"]), segment["text"])
