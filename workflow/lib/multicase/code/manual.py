"""Manual codings: what people coded, laid over the segments. None is ever dropped quietly."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from multicase.code.anchor import Anchor, Quote, Text, anchor
from multicase.contracts import CONTRACTS
from multicase.errors import Problem, StudyError
from multicase.spans import count_words

ORIGIN = "manual"
SHOWN = 60  # characters of a quote that a message repeats; codings quote anonymised text


def read(paths: Iterable[str | Path]) -> Iterator[dict[str, object]]:
    """The codings in coders' files, with `file`, `line` and `coder`, which is the file's name without its ending."""
    for path in map(Path, paths):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                if any(row.values()):
                    yield row | {"file": str(path), "line": reader.line_num, "coder": path.stem}


def code(
    codings: Iterable[Mapping[str, object]], texts: Mapping[str, str], segments: pd.DataFrame, codes: Sequence[str]
) -> pd.DataFrame:
    """Codings (contract `codings`, origin `manual`), one row for each segment that a coded passage reaches.

    codings: source_id, start, end, exact, prefix, suffix, code, memo, and file, line, coder. texts: anonymised text by
    source. A passage reaches a segment if it holds one of its words; start, end and exact are the part inside it.
    Raises StudyError naming every coding whose code or source is unknown, whose words can't be found or stand in
    several places, or that reaches no segment.
    """
    by_source = {source: Segments(rows) for source, rows in segments.groupby("source_id", sort=False)}
    prepared: dict[str, Text] = {}
    known, rows, problems = set(codes), [], []
    for coding in codings:
        source = coding["source_id"]
        if source not in texts or coding["code"] not in known:
            problems.append(_unknown(coding, source in texts))
            continue
        text = prepared.setdefault(source, Text(texts[source]))
        place = anchor(_quote(coding), text)
        reached = list(by_source[source].reached(place)) if isinstance(place, Anchor) and source in by_source else []
        if not reached:
            problems.append(_lost(coding, place))
            continue
        rows += [_row(coding, place, segment, texts[source]) for segment in reached]
    if problems:
        raise StudyError(problems)
    frame = pd.DataFrame(rows, columns=list(CONTRACTS["codings"].columns))
    return frame.drop_duplicates(["segment_id", "code", "coder", "start", "end"], ignore_index=True)


class Segments:
    """The segments of one source, to be asked which a span reaches."""

    def __init__(self, rows: pd.DataFrame):
        self.rows = sorted(rows.to_dict("records"), key=lambda row: row["start"])
        self.ends = [row["end"] for row in self.rows]

    def reached(self, place: Anchor) -> Iterator[Mapping[str, object]]:
        for number in range(bisect_right(self.ends, place.start), len(self.rows)):
            segment = self.rows[number]
            if segment["start"] >= place.end:
                return
            start, end = max(segment["start"], place.start), min(segment["end"], place.end)
            if count_words(segment["text"][start - segment["start"] : end - segment["start"]]):
                yield segment


def _quote(coding: Mapping[str, object]) -> Quote:
    start, end = (int(coding[side]) if coding.get(side) else -1 for side in ("start", "end"))
    return Quote(coding["exact"], coding.get("prefix") or "", coding.get("suffix") or "", start, end)


def _row(coding: Mapping[str, object], place: Anchor, segment: Mapping[str, object], text: str) -> dict[str, object]:
    start, end = max(segment["start"], place.start), min(segment["end"], place.end)
    return {
        "segment_id": segment["segment_id"],
        "source_id": segment["source_id"],
        "case_id": segment["case_id"],
        "code": coding["code"],
        "coder": coding["coder"],
        "origin": ORIGIN,
        "start": start,
        "end": end,
        "exact": text[start:end],
        "rule_id": "",
        "probability": -1.0,
        "anchored": place.how,
        "memo": coding.get("memo") or "",
    }


def _unknown(coding: Mapping[str, object], source_is_known: bool) -> Problem:
    what, where = ("code", "codebook.yaml") if source_is_known else ("source", "sources.csv")
    value = coding["code" if source_is_known else "source_id"]
    place = f"line {coding['line']}"
    return Problem(str(coding["file"]), place, f"the unknown {what} '{value}'", f"a {what} of {where}", "Mend it.")


def _lost(coding: Mapping[str, object], place: Anchor | str) -> Problem:
    quote = str(coding["exact"])
    shown = quote if len(quote) <= SHOWN else quote[: SHOWN - 1] + "…"
    if isinstance(place, Anchor):
        why, todo = "a passage that lies in no segment", "Code words that somebody speaks, no heading and no label."
    elif place.startswith("ambiguous"):
        why, todo = f"a quote that is {place}", "Add some of the text before and after it as prefix and suffix."
    else:
        why, todo = "a quote that isn't in the text", "Copy it from the anonymised text."
    expected = f"words of results/.../anonymised/.../{coding['source_id']}.txt, in one place"
    return Problem(str(coding["file"]), f"line {coding['line']}", f"{why}: '{shown}'", expected, todo)


def texts_below(folders: Iterable[str | Path]) -> dict[str, str]:
    """Anonymised texts by source, from the folders that hold them as `<source_id>.txt`."""
    paths = sorted(path for folder in folders for path in Path(folder).glob("*.txt"))
    by_source: dict[str, str] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            by_source[path.stem] = file.read()
    return by_source
