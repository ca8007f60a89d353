"""Where a number comes from: the chain of evidence from a cell, a mark or a claim down to the words and the raw file.

It reads only what the last build wrote to a study's open results, and the manifest T27, so that it can be asked of
published results as well. Words of sources that may not be quoted are withheld.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multicase import frames
from multicase.claims.robustness import CHANGED
from multicase.study import consent, disclosure
from multicase.study.disclosure import WITHHELD
from multicase.study.files import nearest
from multicase.study.problems import Problem, StudyError
from multicase.tables.t23 import ALL_CASES
from multicase.tables.table import COUNTS, row_key

UNTOLD = "(not shown: nothing of its source is analysed, so that its consent isn't told)"
LISTED = 12
ABOUT = ("source_id", "case_id", "kind", "date", "participant_id", "role_group", "locator", "text_sha256", "raw_sha256")


def explain(results: Path, target: str, row: str = "", column: str = "") -> dict[str, Any]:
    """What stands behind a table's cell (`T06`), a figure's mark (`F08`), a claim (`C3`) or a segment.

    Also a quotation (`C3.north-i01:12.1`) and a code, which are rows of T21 and T05. row: the number of a row of the
    table or of the figure's CSV, from 1, or its key, such as `theme=pace;case=C` (parts that name one row are enough).
    Without a row: the rows there are. Raises StudyError for a target, row or column that isn't there, naming those
    that are.
    """
    refuse_unbuilt(results)
    return {"study": results.name} | _explained(results, target, row, column)


def refuse_unbuilt(results: Path) -> None:
    """Raises StudyError for results of no build."""
    if not (results / "themes/evidence.parquet").is_file():
        raise StudyError([Problem(str(results), "", "no finished build", "the results of a build", "Run make first.")])


def _explained(results: Path, target: str, row: str, column: str) -> dict[str, Any]:
    named = target.upper()
    if re.fullmatch(r"T\d\d", named):
        return _table(results, named, row, column)
    if re.fullmatch(r"F\d\d", named):
        return _figure(results, named, row)
    if re.fullmatch(r"C\d+", named):
        return _claim(results, named)
    if quotation := re.fullmatch(r"([Cc]\d+)(\..+)", target):
        return _table(results, "T21", f"quote_id={quotation[1].upper()}{quotation[2]}", "text")
    if target in set(_read_table(results, "T05")[0]["code"]):
        return _table(results, "T05", f"code={target}", "")
    return _segment(results, target)


def _lost(what: str, found: str, known: list[str], todo: str = "Name one of these") -> StudyError:
    parts = {part.strip() for part in found.split(";")}
    likely = sorted(
        known, key=lambda name: -len(parts & set(name.split(";")))
    )  # those that share most of the key first
    listed = "".join(f"\n    {name}" for name in likely[:LISTED]) + ("\n    ..." if len(known) > LISTED else "")
    here = f"{what} that is there{nearest(found, known)}"
    return StudyError([Problem("multicase explain", what, f"'{found}'", f"a {here}", f"{todo}:{listed}")])


def _read_table(results: Path, table: str) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    path = results / f"tables/{table}.csv"
    if not path.is_file():
        known = sorted(item.stem for item in (results / "tables").glob("T??.csv"))
        raise _lost("table", table, known)
    about_path = path.with_suffix(".json")
    about = json.loads(about_path.read_text(encoding="utf-8")) if about_path.is_file() else {"title": "Manifest"}
    evidence_path = path.with_suffix(".evidence.parquet")
    evidence = frames.read(evidence_path, "table_evidence") if evidence_path.is_file() else pd.DataFrame()
    return pd.read_csv(path, dtype=str, keep_default_na=False), evidence, about


def keys_of(table: pd.DataFrame, evidence: pd.DataFrame) -> list[str]:
    """The key of each row of a table, by which its evidence names it; numbers where the table has no evidence."""
    if evidence.empty:
        return [f"row={number}" for number in range(1, len(table) + 1)]
    return list(row_key(table[_key_columns(table, evidence)]))


def _key_columns(table: pd.DataFrame, evidence: pd.DataFrame) -> list[str]:
    """The columns that name a row in a table's evidence, whatever stands in the cells."""
    if evidence.empty:
        return []
    names = [part.partition("=")[0] for part in re.split(r";(?=\w+=)", evidence["row"].iloc[0])]
    return [name for name in dict.fromkeys(names) if name in table]


def _table(results: Path, target: str, row: str, column: str) -> dict[str, Any]:
    table, evidence, about = _read_table(results, target)
    keys = keys_of(table, evidence)
    told = {
        "target": target,
        "title": about["title"],
        "caption": about.get("caption", ""),
        "note": about.get("note", ""),
    }
    told["made"] = _made(results, f"tables/{target}.csv")
    if not row:
        return told | {"rows": dict(zip(range(1, len(keys) + 1), keys, strict=True)), "columns": list(table.columns)}
    number = _row_number(keys, row, list(table.columns))
    cells = table.iloc[number].to_dict()
    if column and column not in cells:
        raise _lost("column", column, list(cells))
    counted = [] if _nothing(column, cells.get(column, "")) else cell_segments(evidence, keys[number], column)
    told |= {"row": keys[number], "cells": cells if not column else {column: cells[column]}}
    if evidence.empty:
        return told | {"without_segments": "This table rests on no segments; see what it was made from."}
    return told | {"segments": _segments(results, counted, _coded_as(results, cells, [about]))}


def _coded_as(results: Path, cells: Mapping[str, str], tables: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """What the row says of the codings that it counts: of the segments' codings only these are of interest.

    tables: what stands around the tables that the row is of.
    """
    found = {name: {cells[name]} for name in ("theme", "code", "polarity") if name in cells}
    if "code_a" in cells:
        found["code"] = {cells["code_a"], cells["code_b"]}
    elif "claim" in cells and "code" not in cells:
        claim = _of_claim(_read_table(results, "T23")[0], cells["claim"])
        found["code"] = {*claim["codes_for"].split("; "), *claim["codes_against"].split("; ")}
    elif codes := _of_attributes(cells, tables):
        found["code"] = codes
    return found


def _of_attributes(cells: Mapping[str, str], tables: Sequence[Mapping[str, Any]]) -> set[str]:
    """The codes that have what a row of a declared table says of their attributes."""
    own: list[set[str]] = []
    beside: set[str] = set()
    for about in tables:
        for column, told in about.get("codes", {}).items():
            codes = set(told["values"].get(cells.get(column, ""), []))
            if told["over"] == "coding" and codes:
                own.append(codes)
            elif told["over"] == "segment":
                beside |= codes
    return set.intersection(*own) if own else beside


def _nothing(column: str, value: str) -> bool:
    """Whether a cell is a count of nothing, which no segment stands behind."""
    return column.startswith("n_") and value == "0"


def cell_segments(evidence: pd.DataFrame, key: str, column: str) -> list[str]:
    """The segments behind a cell; all of its row's, if the cell is derived from the row's counts."""
    if evidence.empty:
        return []
    mine = evidence[evidence["row"] == key]
    wanted = "counts" if column in COUNTS else column
    exact = mine[mine["column"] == wanted]
    return sorted(set((exact if len(exact) else mine)["segment_id"]))


def _row_number(keys: list[str], row: str, columns: Sequence[str]) -> int:
    """Which row is meant by its number or by parts of its key. columns: by which the parts are known, whatever stands
    in the cells.
    """
    if row.isdigit() and 1 <= int(row) <= len(keys):
        return int(row) - 1
    between = re.compile(rf"\s*;\s*(?=(?:{'|'.join(map(re.escape, columns))})=)")
    parts = set(between.split(row.strip()))
    fitting = [n for n, key in enumerate(keys) if parts <= set(between.split(key))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _lost("row", row, [keys[n] for n in fitting], "It names several rows; add a part")
    raise _lost("row", row, keys)


def _figure(results: Path, target: str, row: str) -> dict[str, Any]:
    path = results / f"figures/{target}.csv"
    if not path.is_file():
        raise _lost("figure", target, sorted(item.stem for item in (results / "figures").glob("F??.csv")))
    about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    drawn = pd.read_csv(path, dtype=str, keep_default_na=False)
    told = {"target": target, "title": about["title"], "caption": about["caption"], "note": about["note"]}
    told["made"] = _made(results, f"figures/{target}.svg")
    told["drawn_from"] = about["drawn_from"]
    numbered = {
        n + 1: "; ".join(f"{k}={v}" for k, v in mark.items()) for n, mark in enumerate(drawn.to_dict("records"))
    }
    if not row:
        return told | {"rows": numbered}
    number = _row_number(list(numbered.values()), row, list(drawn.columns))
    mark = drawn.iloc[number].to_dict()
    segments: set[str] = set()
    rows = {}
    tables = []
    for name in about["drawn_from"]:
        table, evidence, around = _read_table(results, name)
        tables.append(around)
        keys = keys_of(table, evidence)
        own = {
            *_key_columns(table, evidence),
            *(name for name in table if not table[name].str.fullmatch(r"-?[\d.]+").all()),
        }
        shared = [column for column in mark if column in own]
        fits = [n for n, cells in enumerate(table.to_dict("records")) if all(cells[c] == mark[c] for c in shared)]
        rows[name] = [keys[n] for n in fits]
        segments |= {segment for n in fits for segment in cell_segments(evidence, keys[n], "counts")}
    if "segment" in mark:  # a mark that is one segment's
        segments = {mark["segment"]} - {""}
    return told | {
        "mark": mark,
        "table_rows": rows,
        "segments": _segments(results, sorted(segments), _coded_as(results, mark, tables)),
    }


def _of_claim(claims: pd.DataFrame, claim: str) -> dict[str, str]:
    """What T23 says of a claim over all cases."""
    rows = claims[(claims["claim"] == claim) & (claims["case"] == ALL_CASES)]
    return {str(name): str(value) for name, value in rows.iloc[0].items()}


def _claim(results: Path, target: str) -> dict[str, Any]:
    table, evidence, about = _read_table(results, "T23")
    known = list(dict.fromkeys(table["claim"]))
    if target not in known:
        raise _lost("claim", target, known)
    whole = _of_claim(table, target)
    varied, gainsaid = _read_table(results, "T24")[0], _read_table(results, "T22")[0]
    told = {"target": target, "note": about["note"], "made": _made(results, "tables/T23.csv"), **whole}
    of_cases = table[(table["claim"] == target) & (table["case"] != ALL_CASES)]
    told["by_case"] = {row["case"]: f"{row['verdict']} ({row['why']})" for row in of_cases.to_dict("records")}
    told["changed_by"] = {
        f"{row['decision']}: {row['variation']}": row["verdict"]
        for row in varied[(varied["claim"] == target) & (varied["changed"] == CHANGED)].to_dict("records")
    }
    told["evidence_against"] = gainsaid[gainsaid["claim"] == target].to_dict("records")
    codes = {"code": {*whole["codes_for"].split("; "), *whole["codes_against"].split("; ")}}
    for column in ("n_for", "n_mixed", "n_against"):
        key = f"claim={target};case={ALL_CASES}"
        counted = [] if _nothing(column, whole[column]) else cell_segments(evidence, key, column)
        told[f"segments_{column[2:]}"] = _segments(results, counted, codes)
    return told


def _segment(results: Path, target: str) -> dict[str, Any]:
    batch = sorted((results / "segments").glob("*.parquet"))
    rows = frames.read(batch, "segments") if batch else pd.DataFrame(columns=["segment_id"])
    found = rows[rows["segment_id"] == target]
    if found.empty:
        of_source = [name for name in rows["segment_id"] if name.partition(":")[0] == target.partition(":")[0]]
        if of_source:
            raise _lost("segment", target, of_source)
        such = rows["segment_id"].iloc[0] if len(rows) else "harbour-i01:12.1"
        expected = f"a table (T06), a figure (F08), a claim (C3), a quotation (C3.{such}), a code or a segment ({such})"
        raise StudyError([Problem("multicase explain", "", f"'{target}'", expected, "Name one that is there.")])
    evidence = frames.read(results / "themes/evidence.parquet", "evidence")
    quotable = _quotable(evidence)
    row = found.iloc[0].to_dict()
    may = quotable.get(row["source_id"])
    text = row["text"] if may else UNTOLD if may is None else WITHHELD
    cells = []
    for path in sorted((results / "tables").glob("T??.evidence.parquet")):
        of_table = frames.read(path, "table_evidence")
        mine = of_table[of_table["segment_id"] == target]
        cells += [f"{path.name[:3]} {item.row} ({item.column})" for item in mine.itertuples()]
    told = {name: str(row[name]) for name in ("source_id", "case_id", "kind", "turn", "participant_id", "locator")}
    told |= {"target": target, "text": text, "text_sha256": row["text_sha256"], "raw_sha256": row["raw_sha256"]}
    return told | {"codings": _codings(results, target, quotable), "stands_behind": cells}


def _quotable(evidence: pd.DataFrame) -> dict[str, bool]:
    sources = evidence.drop_duplicates("source_id")
    return dict(zip(sources["source_id"], sources["consent"] == consent.QUOTE, strict=True))


def _codings(results: Path, segment: str, quotable: Mapping[str, bool]) -> list[dict[str, str]]:
    paths = [results / "codings/manual.parquet", *sorted((results / "codings/dictionary").glob("*.parquet"))]
    rows = frames.read([path for path in paths if path.is_file()], "codings")
    mine = rows[rows["segment_id"] == segment]
    return [
        {
            "code": row.code,
            "coder": row.coder,
            "origin": row.origin,
            "rule": row.rule_id,
            "words": row.exact if quotable.get(row.source_id, False) else WITHHELD,
            "memo": row.memo if quotable.get(row.source_id, False) else "",
        }
        for row in mine.itertuples()
    ]


def _segments(results: Path, ids: list[str], coded_as: Mapping[str, Collection[str]]) -> list[dict[str, Any]]:
    """Each segment with who said it where, its analysed codings, and the hashes of its text and its raw file.

    coded_as: what codings must have to be shown; a segment of which none has it is shown with all.
    """
    evidence = frames.read(results / "themes/evidence.parquet", "evidence")
    called = roles(results, evidence)
    told = []
    for segment, rows in evidence[evidence["segment_id"].isin(ids)].groupby("segment_id", sort=True):
        first = rows.iloc[0]
        fitting = rows
        for name, values in coded_as.items():
            fitting = fitting[fitting[name].isin(list(values))]
        shown = fitting if len(fitting) else rows
        quotes = first["consent"] == consent.QUOTE
        told.append(
            {"segment": segment}
            | {name: str(first[name]) for name in ABOUT}
            | {"role_group": called.get(first["participant_id"], "")}
            | {
                "codings": [
                    {
                        "code": row.code,
                        "polarity": row.polarity,
                        "coder": row.coder,
                        "origin": row.origin,
                        "rule": row.rule_id,
                        "words": row.exact if quotes else WITHHELD,
                    }
                    for row in shown.itertuples()
                ]
            }
        )
    return told


def roles(results: Path, evidence: pd.DataFrame) -> dict[str, str]:
    """participant_id -> what may stand beside their words: a role that k of the case share, or something vaguer.

    evidence: the contract's rows of a finished build.
    """
    about = json.loads((results / "themes/analysed.json").read_text(encoding="utf-8"))
    people = evidence[evidence["participant_id"] != ""].drop_duplicates("participant_id")
    instead = about["stands_for_role"]
    return disclosure.roles_by_case(people, about["k"], f"speaker.{instead}" if instead else "")


def _made(results: Path, artefact: str) -> dict[str, str]:
    """The rule that made an artefact, its inputs with their hashes, and its own hash, from the manifest."""
    path = results / "tables/T27.csv"
    if not path.is_file():
        return {"artefact": artefact}
    manifest = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("artefact")
    if artefact not in manifest.index:
        return {"artefact": artefact}
    row = manifest.loc[artefact]
    hashes = manifest["sha256"].to_dict()
    inputs = [f"{name} {hashes[name][:12]}" if name in hashes else name for name in row["inputs"].split("; ")]
    return {"artefact": artefact, "rule": row["rule"], "sha256": row["sha256"], "inputs": inputs}
