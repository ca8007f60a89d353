"""Manual codings: what people coded, laid over the segments. None is ever dropped quietly."""

from __future__ import annotations

import csv
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from multicase.anchoring.anchor import ELSEWHERE, Anchor, Quote, Text, anchor
from multicase.anchoring.spans import WORD
from multicase.contracts import CONTRACTS
from multicase.study.files import nearest
from multicase.study.problems import Problem, StudyError

ORIGIN = "manual"
# Why a coding whose words were looked for waits.
LOST, AMBIGUOUS = "whose words are not in the text", "whose words stand in several places of the text"
AMONG_OTHERS = "whose words stand in the text, but among other words than those around them when they were coded"
# Why a coding lies in no segment.
OF_CLOSED, BESIDE = "in sources whose consent is closed", "on labels, or on no word at all"
# Why a program's coding waits, which stops nothing: nobody can mend what it answered.
NO_SOURCE, NO_CODE = "in sources that are gone", "with codes that are gone"
UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer: words aren't parted
QUOTED = frozenset({"exact", "prefix", "suffix"})  # white space at their ends belongs to them


def read(paths: Iterable[str | Path]) -> Iterator[dict[str, object]]:
    """The codings in coders' files, with `file`, `line` (`12`, or `12 to 15` of a row of several lines) and `coder`.

    The coder is the file's name without its ending, unless a column `coder` says who it was.
    """
    for path in map(Path, paths):
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            reader.fieldnames  # noqa: B018 - reads the header, so that the first row's lines can be told
            before = reader.line_num
            for row in reader:
                first, before = before + 1, reader.line_num
                if any(row.values()):
                    lines = f"{first} to {before}" if first < before else str(before)
                    tidy = {name: value if name in QUOTED else (value or "").strip() for name, value in row.items()}
                    coder = unicodedata.normalize("NFC", tidy.get("coder") or path.stem)  # as tables are read
                    yield tidy | {"file": str(path), "line": lines, "coder": coder}


def code(
    codings: Iterable[Mapping[str, object]],
    texts: Mapping[str, str],
    segments: pd.DataFrame,
    codes: Sequence[str],
    closed: Collection[str] = (),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Codings (contract `codings`), one row for each segment that a coded passage reaches; and those that wait or lie
    in none (contract `unplaced`), which are counted and don't stop the others.

    closed: sources that may appear nowhere, whose codings are among the latter, without the source's id.
    codings: source_id, start, end, exact, prefix, suffix, code, memo, and file, line, coder; perhaps origin (else
    `manual`) and probability; `waiting` says why one of them has no place. texts: anonymised text by source. A passage
    reaches a segment if it holds one of its words, or most of one; start, end and exact are the part inside it. The
    same passage coded twice alike by one coder is one coding, with both memos. What can't be found, or stands in
    several places, waits.
    Raises StudyError naming every coding whose code or source is unknown; of other origins than `manual` these wait.
    """
    by_source: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    problems, known, unplaced = [], set(codes), []
    for coding in codings:
        if coding["source_id"] in closed:  # whatever else is to be said of it: it appears nowhere
            unplaced.append(_unplaced(coding, -1, OF_CLOSED) | {"source_id": ""})
        elif coding.get("waiting"):
            unplaced.append(_unplaced(coding, -1, coding["waiting"]))
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
        laid, beside = _laid(given, texts[source], Segments(segments[segments["source_id"] == source]))
        rows += laid
        unplaced += beside
    if problems:
        raise StudyError(problems)
    return (
        _merged(pd.DataFrame(rows, columns=list(CONTRACTS["codings"].columns))),
        pd.DataFrame(unplaced, columns=list(CONTRACTS["unplaced"].columns)),
    )


def _laid(
    codings: Sequence[Mapping[str, object]], text: str, segments: Segments
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The codings of one source laid over its segments, and those that lie beside them or whose words are lost."""
    rows, beside = [], []
    places = anchor([_quote(coding) for coding in codings], Text(text))
    for coding, place in zip(codings, places, strict=True):
        reached = segments.reached(place) if isinstance(place, Anchor) else []
        rows += [_row(coding, place, segment, text) for segment in reached]
        if not isinstance(place, Anchor):
            beside.append(_unplaced(coding, -1, why(place)))
        elif not reached:
            beside.append(_unplaced(coding, place.start, BESIDE))
    return rows, beside


def touched(
    codings: Sequence[Mapping[str, object]], texts: Mapping[str, str], segments: pd.DataFrame
) -> list[list[str]]:
    """The ids of the segments that each coding reaches; none where its words or its source can't be found."""
    found: list[list[str]] = [[] for _ in codings]
    by_source: dict[str, list[int]] = defaultdict(list)
    for number, coding in enumerate(codings):
        if coding["source_id"] in texts:
            by_source[str(coding["source_id"])].append(number)
    for source, numbers in by_source.items():
        of = Segments(segments[segments["source_id"] == source])
        places = anchor([_quote(codings[number]) for number in numbers], Text(texts[source]))
        for number, place in zip(numbers, places, strict=True):
            reached = of.reached(place) if isinstance(place, Anchor) else []
            found[number] = [str(segment["segment_id"]) for segment in reached]
    return found


def why(place: str) -> str:
    """Why a coding waits that `anchor` found no place for."""
    return AMONG_OTHERS if place == ELSEWHERE else AMBIGUOUS if place.startswith("ambiguous") else LOST


def _is_of_people(coding: Mapping[str, object]) -> bool:
    return coding.get("origin", ORIGIN) == ORIGIN


def _gone(coding: Mapping[str, object], texts: Mapping[str, str], codes: Collection[str]) -> str:
    return NO_SOURCE if coding["source_id"] not in texts else NO_CODE if coding["code"] not in codes else ""


def _unplaced(coding: Mapping[str, object], start: int, reason: str) -> dict[str, object]:
    where = {name: coding[name] for name in ("source_id", "code", "coder")}
    file = {"file": Path(str(coding["file"])).name, "lines": str(coding["line"])}
    return where | file | {"start": start, "reason": reason}


def _merged(rows: pd.DataFrame) -> pd.DataFrame:
    """Codings that differ in nothing but their memo made one, with all that was noted."""
    same = ["segment_id", "code", "coder", "passage_start", "passage_end"]
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
        """The segments of which the span holds a word, or most of one; if it holds none at all, any part."""
        touched = []
        for number in range(bisect_right(self.ends, place.start), len(self.rows)):
            if self.rows[number]["start"] >= place.end:
                break
            touched.append(self.rows[number])
        return [segment for segment in touched if _holds_word(segment, place)] or touched


def _holds_word(segment: Mapping[str, object], place: Anchor) -> bool:
    """Whether a span holds most of one of a segment's words or, where no blanks part words, a letter."""
    start, end = place.start - segment["start"], place.end - segment["start"]
    if UNPARTED.search(segment["text"], max(start, 0), max(end, 0)):
        return True
    words = WORD.finditer(segment["text"])
    return any(2 * (min(end, word.end()) - max(start, word.start())) > len(word[0]) for word in words)


def _quote(coding: Mapping[str, object]) -> Quote:
    start, end = (-1 if coding.get(side) in (None, "") else int(coding[side]) for side in ("start", "end"))
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
    place = f"{'lines' if ' to ' in str(coding['line']) else 'line'} {coding['line']}"
    return Problem(str(coding["file"]), place, f"the unknown {what} '{value}'", f"a {what} of {where}", todo)


def write_waiting(unplaced: pd.DataFrame, path: str | Path) -> None:
    """The codings that have no place as CSV, for people to help: all of the contract `unplaced` but those of closed
    sources and those on words that are in no segment.
    """
    columns = ["coder", "file", "lines", "source_id", "code", "reason"]
    waiting = unplaced[~unplaced["reason"].isin([OF_CLOSED, BESIDE])]
    waiting.sort_values(columns, kind="stable").to_csv(path, columns=columns, index=False, lineterminator="\n")


def texts_below(folders: Iterable[str | Path]) -> dict[str, str]:
    """Anonymised texts by source, from the folders that hold them as `<source_id>.txt`."""
    paths = sorted(path for folder in folders for path in Path(folder).glob("*.txt"))
    by_source: dict[str, str] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            by_source[path.stem] = file.read()
    return by_source
