"""Segments as an auditor is told of them: in their words, with who said them where, and what stands around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from multicase.audit.behind import CASES, IDS, PARTICIPANTS, fitting
from multicase.audit.listed import Listed
from multicase.audit.shortened import beginning, ending
from multicase.study.disclosure import WITHHELD

NOT_NAMED = "(not named)"  # who speaks in sources alone that may be counted and not quoted
AROUND = 160  # characters that are shown of what stands before and after a segment
Told = dict[str, Any]


class Segments(Listed):
    """The segments of some results."""

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.segments)}

    def quotable(self, segment: str) -> bool:
        """Whether a segment's words may be shown."""
        return self.is_quotable(self.segments[segment]["source_id"])

    def withheld(self, segments: Iterable[str]) -> int:
        """Of how many segments the words are withheld."""
        return sum(not self.quotable(name) for name in segments)

    def role(self, segment: str) -> str:
        """What may be told of who says a segment."""
        row = self.segments[segment]
        return "interviewer" if row["is_interviewer"] == "True" else self._shown_as(row["participant_id"])

    def _shown_as(self, participant: str) -> str:
        return self.participants[participant]["shown_as"] if participant in self.participants else ""

    def told(self, segment: str, codings: Sequence[Mapping[str, str]], sides: Mapping[str, str]) -> Told:
        """A segment with its place, speaker, words, hashes, neighbours (before, after) and codings.

        codings: those to be told. sides: code -> the side on which it counts. Of a source that may be counted and not
        quoted participant_id is empty.
        """
        row = self.segments[segment]
        source = self.sources[row["source_id"]]
        named = ("source_id", "case_id", "kind", "turn", "participant_id", "locator", "text")
        return (
            {"segment": segment, "case": self.results.case_labels[row["case_id"]]}
            | {name: row[name] for name in named}
            | ({} if self.quotable(segment) else {"participant_id": ""})
            | {"date": source["date"], "role": self.role(segment)}
            | {name: source[name] for name in ("text_sha256", "raw_sha256")}
            | {"before": self._neighbour(segment, -1), "after": self._neighbour(segment, 1)}
            | {"codings": [_coding(row, sides.get(row["code"], "")) for row in codings]}
        )

    def all_told(self, coded: Mapping[str, Sequence[Mapping[str, str]]], sides: Mapping[str, str]) -> list[Told]:
        """Segments as `told`, in the order of the text. coded: segment -> its codings that are to be told."""
        return [self.told(name, coded[name], sides) for name in sorted(coded, key=self._places.__getitem__)]

    def counting(self, segments: Iterable[str], coded: Mapping[str, Collection[str]]) -> dict[str, list[Any]]:
        """Segment -> its codings that count where codings are as in `coded` (see `behind.coded_as`)."""
        return {name: list(fitting(self.codings.get(name, []), coded)) for name in segments}

    def _neighbour(self, segment: str, step: int) -> Told | None:
        """The segment of the same source before (-1) or after (1) one, shortened; None where there is none, or its
        words are withheld.
        """
        names, place = list(self._places), self._places[segment] + step
        if not 0 <= place < len(names) or not self.quotable(segment):
            return None
        row = self.segments[names[place]]
        if row["source_id"] != self.segments[segment]["source_id"]:
            return None
        return {"segment": names[place], "role": self.role(names[place]), "text": cut(row["text"], at_end=step > 0)}

    def units(self, what: str, segments: Iterable[str]) -> list[Told]:
        """The sources, participants or cases of segments, with how many of these each has (n_segments).

        Participants who speak in sources alone that may be counted and not quoted aren't named.
        """
        if what == PARTICIPANTS:
            named, unnamed = self.people(segments)
            found = [{"id": name, "is": self._shown_as(name), "n_segments": n} for name, n in named.items()]
            return found + [{"id": NOT_NAMED, "is": WITHHELD.strip("()"), "n_segments": n} for n in unnamed]
        rows = [self.segments[name] for name in segments]
        tally = Counter(row[IDS[what]] for row in rows if row[IDS[what]])
        return [self._unit(what, name) | {"n_segments": n} for name, n in sorted(tally.items())]

    def _unit(self, what: str, name: str) -> Told:
        if what == CASES:
            return {"id": name, "is": self.results.case_labels[name]}
        row = self.sources[name]
        return {"id": name, "is": ", ".join(filter(None, [row["kind"].replace("_", " "), row["date"]]))}

    def speaking(self, unit: str, parts: Mapping[str, Iterable[str]]) -> list[Told]:
        """How each unit of a claim speaks in its case: id, case, speaks (for, mixed, against), n_segments.

        unit: what a claim counts (source, participant or segment). parts: side -> its segments. A turn whose
        participant isn't known counts as its source. Who isn't named, and how many segments of those who are: see
        `Listed.people`.
        """
        named, _ = self.people(name for segments in parts.values() for name in segments)
        tally: Counter[tuple[str, str, str]] = Counter()
        for side, segments in parts.items():
            for row in (self.segments[name] for name in segments):
                name = row[IDS[f"{unit}s"]] or row["source_id"]
                tally[row["case_id"], name, side] += name not in named or self.is_quotable(row["source_id"])
        labels = self.results.case_labels
        return [
            {
                "id": NOT_NAMED if name in self.participants and name not in named else name,
                "case": labels[case],
                "speaks": side,
                "n_segments": n,
            }
            for (case, name, side), n in sorted(tally.items())
        ]


def _coding(row: Mapping[str, str], side: str) -> Told:
    return {name: row[name] for name in ("code", "polarity", "coder", "origin")} | {
        "side": side, "rule": row["rule_id"], "words": row["exact"], "memo": row["memo"],
    }  # fmt: skip


def cut(text: str, at_end: bool) -> str:
    """The end of a text that is nearest to its neighbour, on one line and short."""
    return (beginning if at_end else ending)(" ".join(text.split()), AROUND)
