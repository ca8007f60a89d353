"""Where a number comes from: the chain of evidence from a cell, a mark or a claim down to the words and the raw file.

It reads what the audit site reads, so that it can be asked of a build and of published results alike. Words of sources
that may not be quoted are withheld.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from multicase.audit.behind import SEGMENTS, SIDES, Behind, Rest, coded_as, of_mark, segments_of
from multicase.audit.results import Drawn, Results, Shown
from multicase.audit.segments import Segments
from multicase.audit.sides import by_polarity, of_claim, of_row
from multicase.claims.robustness import CHANGED
from multicase.study.files import nearest
from multicase.study.problems import Problem, StudyError
from multicase.tables import catalogue
from multicase.tables.table import COUNTS
from multicase.wording import ALL_CASES

LISTED = 12
NO_CODES: Mapping[str, list[str]] = {"supports": [], "contradicts": []}
CODED = ("code", "coder", "origin", "rule_id", "start", "end")  # what tells the codings of a segment apart
Told = dict[str, Any]


def explain(root: Path | Results, target: str, row: str = "", column: str = "") -> Told:
    """What stands behind a table's cell (`T06`), a figure's mark (`F08`), a claim (`C3`) or a segment.

    Also a quotation (`C3.north-i01:12.1`) and a code, which are rows of T21 and T05. root: a results directory, of a
    build or published. row: the number of a row of the table or of the figure's CSV, from 1, or its key, such as
    `theme=pace;case=C` (parts that name one row are enough). Without a row: the rows there are. Raises StudyError for a
    target, row or column that isn't there, naming those that are, and for a directory without results.

    Of a row or a mark: segments (see `segments.Segments.told`), withheld (of how many of them the words are), and
    listed, the sources, participants or cases that are counted, by these words; where sides are counted, speaking, how
    each unit speaks. counts: what the column counts. made: the rule and inputs, from T27.
    """
    results = root if isinstance(root, Results) else Results(root)
    return {"study": results.study} | _explained(Segments(results), target, row, column)


def _explained(known: Segments, target: str, row: str, column: str) -> Told:
    if target in known.codes:  # small letters, as `c1`: a claim or table of that name is asked for by a capital
        return _table(known, "T05", f"code={target}", "")
    named = target.upper()
    if re.fullmatch(r"T\d\d", named):
        return _table(known, named, row, column)
    if re.fullmatch(r"F\d\d", named):
        return _figure(known, named, row)
    if re.fullmatch(r"C\d+", named):
        return _claim(known, named)
    if quotation := re.fullmatch(r"([Cc]\d+)(\..+)", target):
        return _table(known, "T21", f"quote_id={quotation[1].upper()}{quotation[2]}", "text")
    return _segment(known, target)


def _lost(what: str, found: str, there: list[str], todo: str = "Name one of these") -> StudyError:
    parts = {part.strip() for part in found.split(";")}
    likely = sorted(
        there, key=lambda name: -len(parts & set(name.split(";")))
    )  # those that share most of the key first
    listed = "".join(f"\n    {name}" for name in likely[:LISTED]) + ("\n    ..." if len(there) > LISTED else "")
    here = f"{what} that is there{nearest(found, there)}"
    return StudyError([Problem("multicase explain", what, f"'{found}'", f"a {here}", f"{todo}:{listed}")])


def _shown(results: Results, name: str) -> Shown:
    if name not in results.tables:
        raise _lost("table", name, results.tables)
    return results.table(name)


def _around(about: Mapping[str, Any]) -> Told:
    return {"title": about["title"], "caption": about.get("caption", ""), "note": about.get("note", "")}


def _table(known: Segments, target: str, row: str, column: str) -> Told:
    table = _shown(known.results, target)
    told = {"target": target} | _around(table.about) | {"made": _made(known.results, f"tables/{target}.csv")}
    if not row:
        rows = dict(zip(range(1, len(table.keys) + 1), table.keys, strict=True))
        return told | {"rows": rows, "columns": list(table.frame.columns)}
    number = _row_number(table.keys, row, list(table.frame.columns))
    cells = table.frame.iloc[number].to_dict()
    if column and column not in cells:
        raise _lost("column", column, list(cells))
    told |= {"row": table.keys[number], "cells": {column: cells[column]} if column else cells}
    if table.evidence.empty:
        return told | {"without_segments": "This table rests on no segments; see what it was made from."}
    behind = Behind(table)
    column = "" if column in table.key_columns else column  # what names a row is of all that stands behind it
    if column and not behind.is_evidenced(column):
        return told | {"without_segments": f"{_unevidenced(table, column)}; without it, all of the row's are told."}
    return told | of_cell(known, behind, number, column)


def _unevidenced(table: Shown, column: str) -> str:
    """Why no segments can be told of a column: none stand behind it, or the results don't say which."""
    entry = (catalogue.core() | catalogue.of_replications()).get(table.id)
    if entry and column in entry.derived and "derived" not in table.about:
        return f"An earlier version built these results, in which it isn't said what {column} is worked out of"
    return f"No segments stand behind {column}"


def of_cell(known: Segments, behind: Behind, row: int, column: str) -> Told:
    """The segments behind a row (from 0), or a cell of it, and the sources, participants, cases or speakers that are
    counted; see `explain`.
    """
    table = behind.table
    part = behind.part(row, column) if column else None
    segments = _union(behind, row) if not column else list(part.segments) if part else []
    coded = known.counting(segments, coded_as(known.results, table, row))
    told: Told = {"counts": behind.counted(row, column)} if column else {}
    told["listed"] = {name: known.units(name, of) for name, of in _countable(behind, row, column, segments).items()}
    if speaking := _speaking(known, behind, row, column):
        told["speaking"] = speaking
    told |= {"withheld": known.withheld(segments), "n_segments": len(segments)}
    return told | {"segments": known.all_told(coded, of_row(table, row, known.claims, known.codes))}


def _union(behind: Behind, row: int) -> list[str]:
    return sorted({segment for part in behind.parts(row) for segment in part.segments})


def _countable(behind: Behind, row: int, column: str, segments: list[str]) -> dict[str, list[str]]:
    """What is listed of a row -> of which segments: what its column counts, or all that the row counts."""
    if column:
        counted = behind.counted(row, column)
        return {} if counted == SEGMENTS or column in SIDES else {counted: segments}
    names = [name for name in COUNTS if name in behind.table.frame and name.removeprefix("n_") != SEGMENTS]
    found = {name.removeprefix("n_"): behind.part(row, name) for name in names}
    return {name: list(part.segments) for name, part in found.items() if part}


def _speaking(known: Segments, behind: Behind, row: int, column: str) -> list[Told]:
    """How the units of a row speak whose sides are counted; of one side, where that is the column."""
    parts = {part.column: part.segments for part in behind.parts(row) if part.column in SIDES}
    wanted = {side: parts[side] for side in ([column] if column in SIDES else SIDES) if side in parts}
    sides = {side.removeprefix("n_"): of for side, of in wanted.items()}
    return known.speaking(behind.unit(row), sides)


def _row_number(keys: list[str], row: str, columns: Sequence[str]) -> int:
    """Which row is meant by its number or by parts of its key. columns: by which the parts are known, whatever stands
    in the cells.
    """
    if row.isdecimal() and 1 <= int(row) <= len(keys):
        return int(row) - 1
    between = re.compile(rf"\s*;\s*(?=(?:{'|'.join(map(re.escape, columns))})=)")
    parts = set(between.split(row.strip()))
    fitting = [n for n, key in enumerate(keys) if parts <= set(between.split(key))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _lost("row", row, [keys[n] for n in fitting], "It names several rows; add a part")
    raise _lost("row", row, keys)


def _figure(known: Segments, target: str, row: str) -> Told:
    results = known.results
    if target not in results.figures:
        raise _lost("figure", target, results.figures)
    drawn = results.figure(target)
    told = {"target": target} | _around(drawn.about) | {"made": _made(results, f"figures/{target}.svg")}
    told["drawn_from"] = drawn.about["drawn_from"]
    told["tables_made"] = [_made(results, f"tables/{name}.csv") for name in drawn.about["drawn_from"]]
    marks = drawn.marks.to_dict("records")
    numbered = {n: "; ".join(f"{k}={v}" for k, v in mark.items()) for n, mark in enumerate(marks, 1)}
    if not row:
        return told | {"rows": numbered}
    number = _row_number(list(numbered.values()), row, list(drawn.marks.columns))
    return told | {"mark": marks[number]} | _mark(known, drawn, number)


def _mark(known: Segments, drawn: Drawn, number: int) -> Told:
    """The table's rows behind a mark and their segments, each with the codings that count in any of these rows."""
    coded: dict[str, list[Mapping[str, str]]] = {}
    sides: dict[str, str] = by_polarity(known.codes)
    rest = of_mark(known.results, drawn, number)
    rows: dict[str, list[str]] = {}
    if rest.segments:
        mark = drawn.marks.iloc[number]
        own = {name: {mark[name]} for name in ("theme", "code") if mark.get(name)}
        coded = known.counting(rest.segments, own)
    elif rest.table:
        behind = Behind(known.results.table(rest.table))
        rows[rest.table] = [behind.table.keys[row] for row in rest.rows]
        for row in rest.rows:
            segments = list(segments_of([Rest(rest.table, (row,), rest.column)], lambda _: behind))
            for segment, found in known.counting(segments, coded_as(known.results, behind.table, row)).items():
                coded[segment] = _merged(coded.get(segment, []), found)
            sides |= of_row(behind.table, row, known.claims, known.codes)
    return {
        "table_rows": rows, "withheld": known.withheld(coded), "n_segments": len(coded),
        "segments": known.all_told(coded, sides),
    }  # fmt: skip


def _merged(first: list[Mapping[str, str]], more: list[Mapping[str, str]]) -> list[Mapping[str, str]]:
    there = {tuple(row[name] for name in CODED) for row in first}
    return first + [row for row in more if tuple(row[name] for name in CODED) not in there]


def _claim(known: Segments, target: str) -> Told:
    table = _shown(known.results, "T23")
    there = list(dict.fromkeys(table.frame["claim"]))
    if target not in there:
        raise _lost("claim", target, there)
    behind = Behind(table)
    mine = [n for n, row in enumerate(table.frame.to_dict("records")) if row["claim"] == target]
    whole = next(n for n in mine if table.frame["case"].iat[n] == ALL_CASES)
    told = {"target": target, "note": table.about["note"], "made": _made(known.results, "tables/T23.csv")}
    told |= table.frame.iloc[whole].to_dict()
    of_cases = [table.frame.iloc[n] for n in mine if n != whole]
    told["by_case"] = {row["case"]: f"{row['verdict']} ({row['why']})" for row in of_cases}
    told |= _questioned(known.results, target)
    told["speaking"] = _speaking(known, behind, whole, "")
    told["withheld"] = known.withheld(_union(behind, whole))
    coded, sides = coded_as(known.results, table, whole), of_claim(known.claims.get(target, NO_CODES))
    for column in SIDES:
        part = behind.part(whole, column)
        counting = known.counting(part.segments if part else [], coded)
        told[f"segments_{column.removeprefix('n_')}"] = known.all_told(counting, sides)
    return told


def _questioned(results: Results, claim: str) -> Told:
    """By which decisions a verdict would be another, and what speaks against the claim."""
    varied, against = results.table("T24").frame, results.table("T22").frame
    changed = varied[(varied["claim"] == claim) & (varied["changed"] == CHANGED)].to_dict("records")
    return {
        "changed_by": {f"{row['decision']}: {row['variation']}": row["verdict"] for row in changed},
        "evidence_against": against[against["claim"] == claim].to_dict("records"),
    }


def _segment(known: Segments, target: str) -> Told:
    if target not in known.segments:
        of_source = [name for name in known.segments if name.partition(":")[0] == target.partition(":")[0]]
        if of_source:
            raise _lost("segment", target, of_source)
        such = next(iter(known.segments), "north-i01:12.1")
        expected = f"a table (T06), a figure (F08), a claim (C3), a quotation (C3.{such}), a code or a segment ({such})"
        raise StudyError([Problem("multicase explain", "", f"'{target}'", expected, "Name one that is there.")])
    sides = by_polarity(known.codes)
    told = {"target": target} | known.told(target, known.codings.get(target, []), sides)
    told["left_out"] = known.segments[target]["left_out"]
    told["removed"] = known.told(target, known.removed.get(target, []), sides)["codings"]
    return told | {"withheld": known.withheld([target]), "stands_behind": _resting_on(known.results, target)}


def _resting_on(results: Results, segment: str) -> list[str]:
    """The cells that a segment stands behind."""
    found = []
    for name in results.tables:
        of_table = results.table(name).evidence
        mine = of_table[of_table["segment_id"] == segment]
        found += [f"{name} {row} ({column})" for row, column in zip(mine["row"], mine["column"], strict=True)]
    return found


def _made(results: Results, artefact: str) -> Told:
    """The rule that made an artefact, its inputs with their hashes, and its own hash, from the manifest."""
    manifest = results.manifest.set_index("artefact")
    if artefact not in manifest.index:
        return {"artefact": artefact}
    row, hashes = manifest.loc[artefact], manifest["sha256"].to_dict()
    inputs = [f"{name} {hashes[name][:12]}" if name in hashes else name for name in row["inputs"].split("; ")]
    return {"artefact": artefact, "rule": row["rule"], "sha256": row["sha256"], "inputs": inputs}
