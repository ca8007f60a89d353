"""Which segment a unit of another table is: by the segment's id, the number of its turn, or its row in a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

import pandas as pd

from multicase.ingest.keyed import ROW, Keyed
from multicase.study.files import nearest
from multicase.study.references import SEGMENT
from multicase.wording import listed

TURN, ROWS, COLUMN = "turn", "row", "column:"  # what a unit may be that is no segment's id
HOW = "turn, row or column:NAME"


class UnknownUnitError(Exception):
    """A unit that isn't one segment: what was found, what was expected, what to do."""


class Units:
    """The segments of a study, by what units are called in a table of raters."""

    def __init__(
        self,
        segments: pd.DataFrame,
        kind: str,
        keyed: Mapping[str, Keyed],
        tables: Iterable[str] = (),
        origins: Iterable[tuple[str, str]] = (),
    ):
        """segments: the contract. kind: TURN, ROWS or COLUMN and its name; "" if nobody said. keyed: the rows of each
        source that is a table, named as `kind` has it. tables: the sources that are tables. origins: sources and the
        files that they come from, by whose names, without ending, they may be called too.
        """
        self._kind, self._tables = kind, frozenset(tables)
        self._called: dict[str, list[str]] = defaultdict(list)
        for source, file in origins:
            self._called[PurePosixPath(file).stem].append(source)
        self.of_source: dict[str, list[str]] = defaultdict(list)
        self._turns: dict[tuple[str, str], list[str]] = defaultdict(list)
        starts: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in segments.sort_values(["source_id", "turn", "part"]).itertuples():
            self.of_source[row.source_id].append(row.segment_id)
            self._turns[row.source_id, str(row.turn)].append(row.segment_id)
            if place := ROW.match(row.locator):
                starts[row.source_id][int(place["number"])].append(row.segment_id)
        self._rows: dict[str, dict[str, list[str]]] = {source: defaultdict(list) for source in keyed}
        self._shared: set[str] = set()  # segments over several rows
        for source, of in keyed.items():
            for name, segment_ids, are_own in _in_rows(of, starts[source]):
                self._rows[source][name] += segment_ids
                self._shared.update(() if are_own else segment_ids)

    def find(self, source: str, unit: str) -> str:
        """The id of the segment that a unit is. Raises UnknownUnitError with what is wrong."""
        if source not in self.of_source and len(called := self._called.get(source, [])) == 1:
            source = called[0]
        form = SEGMENT.fullmatch(unit)
        named = form["source"] if form else source
        if named not in self.of_source:
            found = f"the unknown source '{named}'" if named else "a unit of no source"
            expected = "a source of the study that has segments"
            raise UnknownUnitError(found, expected, f"Mend it{nearest(named, sorted(self.of_source))}.")
        if form:
            return self._segment(source, named, unit)
        kind = self._kind or ("" if source in self._tables else TURN)
        if not kind:
            expected = "to be told what units are, since the source is a table"
            raise UnknownUnitError(f"'{unit}', which may be a turn or a row", expected, f"Say it with --units: {HOW}.")
        if kind == TURN:
            known = self._turns.get((source, unit), [])
        elif source in self._rows:
            known = list(dict.fromkeys(self._rows[source].get(unit, [])))
        else:
            raise UnknownUnitError("a source that is no table", "one with rows", "Name its units by turn or segment.")
        if len(known) == 1 and (kind == TURN or known[0] not in self._shared):
            return known[0]
        found = f"'{unit}', which is in {listed(known)}" if known else f"'{unit}', which isn't there, or holds no words"
        expected = "a unit that is one segment, and no other unit's"
        raise UnknownUnitError(found, expected, "Name the segment's id, or cut otherwise (segment.unit).")

    def _segment(self, source: str, named: str, unit: str) -> str:
        if source and source != named:
            raise UnknownUnitError(
                f"'{unit}' of the source '{source}'", f"a unit of '{source}'", "Mend one of the two."
            )
        if unit not in self.of_source[named]:
            raise UnknownUnitError(f"the unknown segment '{unit}'", "a segment of the last build", "Mend it.")
        return unit


def _in_rows(keyed: Keyed, starts: Mapping[int, Sequence[str]]) -> Iterator[tuple[str, list[str], bool]]:
    """Of each row that holds words its name, the segments that it may be, and whether these are its own alone.

    Where somebody goes on over several rows, these are one turn; with a segment for each row they are told apart by
    their order, else each of them may be any.
    """
    opening = sorted(starts)
    for number, first in enumerate(opening):
        after = opening[number + 1] if number + 1 < len(opening) else None
        rows = [row for row in keyed.spoken if first <= row and (after is None or row < after)]
        segments = list(starts[first])
        if len(rows) == len(segments):
            yield from ((keyed.named.get(row, ""), [one], True) for row, one in zip(rows, segments, strict=True))
        else:
            yield from ((keyed.named.get(row, ""), segments, len(rows) == 1) for row in rows)
