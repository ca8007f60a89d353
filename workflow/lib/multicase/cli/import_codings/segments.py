"""What the segments of the last build say of codings that come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multicase.exchange.merging import Codes, Merge
    from multicase.study.study import Study

Row = Mapping[str, str]


def left_out(merges: Mapping[str, Merge], results: Path) -> list[tuple[Row, list[str]]]:
    """The codings that come new and lie on words that aren't analysed alone, and why."""
    found = []
    for row, segments in _reached((row for merge in merges.values() for row in merge.added), results):
        reasons = list(dict.fromkeys(segment["left_out"] for segment in segments))
        if segments and all(reasons):
            found.append((row, reasons))
    return found


def decided(merges: Mapping[str, Merge], study: Study, results: Path, of_today: Codes) -> list[str]:
    """The decisions on codings that go: where nobody gives the code there any more, the build would stop at them.

    of_today: the codes that rows have today, by which people decide.
    """
    decisions = study.adjudication or []
    lines: dict[int, None] = {}
    gone = [row for merge in merges.values() for row in merge.gone if decisions]
    coded = ({**row, "code": code} for row, code in zip(gone, of_today(gone), strict=True))
    for row, segments in _reached(coded, results):
        reached = {segment["segment_id"] for segment in segments}
        for said in decisions:
            if said["segment_id"] in reached and said["code"] == row["code"]:
                lines[said.line] = None
    told = "adjudication.csv decides about it: where nobody gives the code there any more, take the line out"
    return [f"line {line} of {told}" for line in sorted(lines)]


def _reached(rows: Iterable[Row], results: Path) -> Iterator[tuple[Row, list[Mapping[str, Any]]]]:
    """Codings with a place, and the segments that they reach; none without a build."""
    from multicase import frames
    from multicase.anchoring.anchor import Anchor
    from multicase.code.manual import Segments

    paths = sorted((results / "segments").glob("*.parquet"))
    placed = [row for row in rows if row.get("start") and row.get("end")]
    if not paths or not placed:
        return
    segments = frames.read(paths, "segments")
    sources = {row["source_id"] for row in placed}
    of_source = {source: Segments(segments[segments["source_id"] == source]) for source in sources}
    for row in placed:
        yield row, of_source[row["source_id"]].reached(Anchor(int(row["start"]), int(row["end"]), "offset"))
