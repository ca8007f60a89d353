"""Manual codings: what people coded, laid over the segments. None is ever dropped quietly."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from multicase.anchoring.anchor import Anchor, Quote, Text, anchor
from multicase.anchoring.spans import WORD
from multicase.contracts import CONTRACTS
from multicase.study.files import nearest
from multicase.study.problems import Problem, StudyError

ORIGIN = "manual"
# Why a coding lies in no segment.
OF_CLOSED, BESIDE = "in sources whose consent is closed", "on labels, or on no word at all"
# The same of a program's codings, which stop nothing: nobody can mend what it answered.
NO_SOURCE, NO_CODE, NO_WORDS = "in sources that are gone", "with codes that are gone", "on words that are gone"
QUOTED = frozenset({"exact", "prefix", "suffix"})  # white space at their ends belongs to them


def read(paths: Iterable[str | Path]) -> Iterator[dict[str, object]]:
    """The codings in coders' files, with `file`, `line` and `coder`.

    The coder is the file's name without its ending, unless a column `coder` says who it was.
    """
    for path in map(Path, paths):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                if any(row.values()):
                    tidy = {name: value if name in QUOTED else (value or "").strip() for name, value in row.items()}
                    coder = tidy.get("coder") or path.stem
                    yield tidy | {"file": str(path), "line": reader.line_num, "coder": coder}


def code(
    codings: Iterable[Mapping[str, object]],
    texts: Mapping[str, str],
    segments: pd.DataFrame,
    codes: Sequence[str],
    closed: Collection[str] = (),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Codings (contract `codings`), one row for each segment that a coded passage reaches; and those that lie in none
    (contract `unplaced`), which are counted and don't stop the others.

    closed: sources that may appear nowhere, whose codings are among the latter, without the source's id.
    codings: source_id, start, end, exact, prefix, suffix, code, memo, and file, line, coder; perhaps origin (else
    `manual`) and probability. texts: anonymised text by
    source. A passage reaches a segment if
    it holds one of its words; start, end and exact are the part inside it. The same passage coded twice alike by one
    coder is one coding, with both memos. Raises StudyError naming every coding whose code or source is unknown, whose
    words can't be found or that stand in several places; of other origins than `manual` these are unplaced.
    """
    by_source: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    problems, known, unplaced = [], set(codes), []
    for coding in codings:
        if coding["source_id"] in closed:
            unplaced.append(_unplaced(coding, -1, OF_CLOSED) | {"source_id": ""})  # it appears nowhere
        elif not _is_of_people(coding) and (gone := _gone(coding, texts, known)):
            unplaced.append(_unplaced(coding, -1, gone) | {"source_id": ""})  # it may have been withdrawn
        elif coding["source_id"] not in texts:
            problems.append(_unknown(coding, "source", texts))
        elif coding["code"] not in known:
            problems.append(_unknown(coding, "code", codes))
        else:
            by_source[coding["source_id"]].append(coding)
    rows = []
    for source, given in by_source.items():
        laid, beside, lost = _laid(given, texts[source], Segments(segments[segments["source_id"] == source]))
        rows += laid
        unplaced += beside
        problems += lost
    if problems:
        raise StudyError(problems)
    return (
        _merged(pd.DataFrame(rows, columns=list(CONTRACTS["codings"].columns))),
        pd.DataFrame(unplaced, columns=list(CONTRACTS["unplaced"].columns)),
    )


def _laid(
    codings: Sequence[Mapping[str, object]], text: str, segments: Segments
) -> tuple[list[dict[str, object]], list[dict[str, object]], list[Problem]]:
    """The codings of one source laid over its segments, those that lie beside them, and those whose words are lost."""
    rows, beside, problems = [], [], []
    places = anchor([_quote(coding) for coding in codings], Text(text))
    for coding, place in zip(codings, places, strict=True):
        reached = segments.reached(place) if isinstance(place, Anchor) else []
        rows += [_row(coding, place, segment, text) for segment in reached]
        if not isinstance(place, Anchor) and _is_of_people(coding):
            problems.append(_lost(coding, place))
        elif not isinstance(place, Anchor):
            beside.append(_unplaced(coding, -1, NO_WORDS))
        elif not reached:
            beside.append(_unplaced(coding, place.start, BESIDE))
    return rows, beside, problems


def _is_of_people(coding: Mapping[str, object]) -> bool:
    return coding.get("origin", ORIGIN) == ORIGIN


def _gone(coding: Mapping[str, object], texts: Mapping[str, str], codes: Collection[str]) -> str:
    return NO_SOURCE if coding["source_id"] not in texts else NO_CODE if coding["code"] not in codes else ""


def _unplaced(coding: Mapping[str, object], start: int, reason: str) -> dict[str, object]:
    return {name: coding[name] for name in ("source_id", "code", "coder")} | {"start": start, "reason": reason}


def _merged(rows: pd.DataFrame) -> pd.DataFrame:
    """Codings that differ in nothing but their memo made one, with all that was noted."""
    same = ["segment_id", "code", "coder", "start", "end"]
    if not rows.duplicated(same).any():
        return rows
    memos = rows.groupby(same, sort=False)["memo"].transform(lambda memo: " | ".join(dict.fromkeys(filter(None, memo))))
    return rows.assign(memo=memos).drop_duplicates(same, ignore_index=True)


class Segments:
    """The segments of one source, to be asked which a span reaches."""

    def __init__(self, rows: pd.DataFrame):
        self.rows = sorted(rows.to_dict("records"), key=lambda row: row["start"])
        self.ends = [row["end"] for row in self.rows]

    def reached(self, place: Anchor) -> list[Mapping[str, object]]:
        """The segments of which the span holds a whole word or, if it holds none at all, any part."""
        touched = []
        for number in range(bisect_right(self.ends, place.start), len(self.rows)):
            if self.rows[number]["start"] >= place.end:
                break
            touched.append(self.rows[number])
        return [segment for segment in touched if _holds_word(segment, place)] or touched


def _holds_word(segment: Mapping[str, object], place: Anchor) -> bool:
    start, end = place.start - segment["start"], place.end - segment["start"]
    return any(start <= word.start() and word.end() <= end for word in WORD.finditer(segment["text"]))


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
        "origin": coding.get("origin", ORIGIN),
        "passage_start": place.start,
        "passage_end": place.end,
        "start": start,
        "end": end,
        "exact": text[start:end],
        "rule_id": "",
        "probability": coding.get("probability", -1.0),
        "anchored": place.how,
        "memo": coding.get("memo") or "",
    }


def _unknown(coding: Mapping[str, object], what: str, known: Iterable[str]) -> Problem:
    column, where = ("code", "codebook.yaml") if what == "code" else ("source_id", "sources.csv")
    value = str(coding[column])
    todo = f"Mend it{nearest(value, sorted(known))}."
    return Problem(
        str(coding["file"]), f"line {coding['line']}", f"the unknown {what} '{value}'", f"a {what} of {where}", todo
    )


def _lost(coding: Mapping[str, object], place: str) -> Problem:
    if place.startswith("ambiguous"):
        why, todo = f"a quote that is {place}", "Add some of the text before and after it as prefix and suffix."
    else:
        why, todo = "a quote that isn't in the text", "Copy it from the anonymised text."
    expected = f"words of the anonymised text {coding['source_id']}.txt, in one place"
    # The quote may come from a raw text, and what a job says stands in an open log: its line names it.
    return Problem(str(coding["file"]), f"line {coding['line']}, column exact", why, expected, todo)


def texts_below(folders: Iterable[str | Path]) -> dict[str, str]:
    """Anonymised texts by source, from the folders that hold them as `<source_id>.txt`."""
    paths = sorted(path for folder in folders for path in Path(folder).glob("*.txt"))
    by_source: dict[str, str] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            by_source[path.stem] = file.read()
    return by_source
