"""Another program's eyes on the texts: what it found in them as they are now, laid beside what the rules find.

Nothing is replaced because of it: what no rule found waits in the queue, as the finds of a model do. `consulting` asks
the programs, long before a build; a build reads the records alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from multicase.anonymise import beyond
from multicase.anonymise.beyond import Find
from multicase.anonymise.consulting import Answer, program_sha256
from multicase.study import programs as study_programs
from multicase.study.problems import Problem, StudyError
from multicase.wording import counted

LAYER = "program"
COLUMNS = ("source_id", "text_sha256", "start", "end", "kind", "score", "program_sha256")
REPORT = ("program", "kind", "finds", "by_rules", "identifier", "keep", "by_setting", "undecided")
Row = Mapping[str, str]
Records = Mapping[str, Sequence[Row]]  # a program's name -> the rows of its record


def recorded(read: Mapping[str, str], found: Iterable[Answer], program: str) -> list[dict[str, str]]:
    """Rows of a record (COLUMNS) for the texts that were read: one a find, and one for a text in which nothing was.

    read: sha256 by source_id. program: the digest of what read them.
    """
    by_source: dict[str, list[Answer]] = defaultdict(list)
    for answer in found:
        by_source[answer.source_id].append(answer)
    rows = []
    for source_id, sha256 in read.items():
        told = [
            (str(a.start), str(a.end), a.kind, "" if a.score is None else f"{a.score:.4f}")
            for a in by_source[source_id]
        ]
        rows += [(source_id, sha256, *cells, program) for cells in told or [("", "", "", "")]]
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def merged(before: Iterable[Row], fresh: Sequence[Row]) -> list[Row]:
    """A record with fresh rows, by source; what stood there of the same sources goes."""
    again = {row["source_id"] for row in fresh}
    rows = [row for row in before if row["source_id"] not in again] + list(fresh)
    return sorted(rows, key=lambda row: (row["source_id"], int(row["start"] or -1), int(row["end"] or -1), row["kind"]))


def unread(texts: pd.DataFrame, record: Iterable[Row]) -> list[str]:
    """The sources (of the contract `texts`) whose present text a program hasn't read, in their order."""
    known = {(row["source_id"], row["text_sha256"]) for row in record}
    present = zip(texts["source_id"], texts["text_sha256"], strict=True)
    return [text[0] for text in present if text not in known]


def notes(
    texts: pd.DataFrame, records: Records, programs: Iterable[Mapping[str, str]], study: str | Path
) -> Iterator[str]:
    """What is to be told of each program: texts that it hasn't read as they are, or that another version of it read.

    study: its directory, in which the programs' files lie.
    """
    for program in programs:
        name = program["name"]
        command = f"multicase consult {study} --program {name}"
        n = len(unread(texts, records[name]))
        if n:
            yield f"{name} has not read {n:,} of {counted(len(texts), 'text')} as they are now: {command}"
        now = program_sha256(program["command"], name, Path(study) / study_programs.FOLDER)
        present = set(zip(texts["source_id"], texts["text_sha256"], strict=True))
        old = {
            row["source_id"]
            for row in records[name]
            if row["program_sha256"] != now and (row["source_id"], row["text_sha256"]) in present
        }
        if old:
            yield f"{name} has changed since it read {counted(len(old), 'text')}: {command} --again"


def add(texts: pd.DataFrame, found: pd.DataFrame, records: Records, ordinary: Collection[str] = ()) -> pd.DataFrame:
    """What was found (contract `identifiers`), and what only a program saw, of layer `program`.

    texts: the contract. Of a program's finds that meet, the likelier is kept, then the longer; of two programs' the
    first one's. Raises StudyError for a find that lies outside its text.
    """
    by_text = {name: _by_text(rows) for name, rows in records.items()}

    def see(source: Mapping[str, object]) -> Iterator[Find]:
        for name, rows in by_text.items():
            yield from _seen(source, rows, name)

    return beyond.add(texts, found, see, ordinary)


def report(texts: pd.DataFrame, identifiers: pd.DataFrame, ruled: pd.DataFrame, records: Records) -> pd.DataFrame:
    """What each program found, and what became of it: columns REPORT, a row a program and kind, and one for all kinds.

    texts, identifiers: the contracts, of the whole study; identifiers with what was decided. ruled: what the rules find
    without any decision (contract `identifiers`). by_rules: finds that meet one of these. Each find is one of:
    identifier (people decided so, or its register did), keep (people decided), by_setting (config.yaml settles it, as
    dates and ages), undecided. A find on which several lie is what the first of them in this order says; by_setting,
    if all of them are.
    """
    flagged = {source_id: _spans(rows) for source_id, rows in ruled.groupby("source_id", sort=False)}
    settled = {source_id: rows.to_dict("records") for source_id, rows in identifiers.groupby("source_id", sort=False)}
    rows = []
    for name, record in records.items():
        by_text = _by_text(record)
        for source in texts.to_dict("records"):
            outcomes = settled.get(source["source_id"], [])
            for find in _seen(source, by_text, name):
                met = [row for row in outcomes if row["start"] < find.end and find.start < row["end"]]
                by_rules = beyond.meets(flagged.get(source["source_id"], ()), find.start, find.end)
                counts = {"finds": 1, "by_rules": int(by_rules), _outcome(met): 1}
                rows += [{"program": name, "kind": kind, **counts} for kind in (find.kind, "all")]
    counted_rows = pd.DataFrame(rows, columns=list(REPORT)).fillna(0)
    sums = counted_rows.groupby(["program", "kind"], sort=False)[list(REPORT[2:])].sum().astype(int).reset_index()
    order = {name: place for place, name in enumerate(records)}
    sums = sums.assign(place=sums["program"].map(order), last=sums["kind"] == "all")
    return sums.sort_values(["place", "last", "kind"])[list(REPORT)].reset_index(drop=True)


def _outcome(met: Sequence[Mapping[str, object]]) -> str:
    if any(row["by"] in {"structure", "register", "decision"} and row["action"] != "keep" for row in met):
        return "identifier"
    if any(row["by"] == "decision" for row in met):
        return "keep"
    return "by_setting" if met and all(row["by"] == "rule" for row in met) else "undecided"


def _by_text(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["start"]:
            found[row["source_id"], row["text_sha256"]].append(row)
    return found


def _seen(source: Mapping[str, object], rows: Mapping[tuple[str, str], list[Row]], name: str) -> Iterator[Find]:
    """A program's finds in the present form of a text, within lines, the likeliest first."""
    text = str(source["text"])
    here = rows.get((str(source["source_id"]), str(source["text_sha256"])), ())
    spans = [(float(row["score"] or 1), int(row["start"]), int(row["end"] or 0), row["kind"]) for row in here]
    if any(not (0 <= start < end <= len(text) and kind) for _, start, end, kind in spans):
        place, found = f"rows of {source['source_id']}", "a find that is none or lies outside its text"
        todo = "Remove these rows, and run multicase consult again."
        file = f"{study_programs.FOLDER}/{name}.csv"
        raise StudyError([Problem(file, place, found, "finds as a program gave them", todo)])
    for _, start, end, kind in sorted(spans, key=lambda span: (-span[0], span[1] - span[2], span[1], span[3])):
        for begin, stop in beyond.within_lines(text, start, end):
            yield Find(begin, stop, kind, LAYER, name)


def _spans(rows: pd.DataFrame) -> list[tuple[int, int]]:
    return list(zip(rows["start"], rows["end"], strict=True))
