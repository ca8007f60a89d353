"""The page of decisions: who decided what on the way from the raw files to the findings, and why."""

from __future__ import annotations

from typing import Any

import pandas as pd

from multicase.site import addresses, page, used
from multicase.site.cells import Cell
from multicase.site.context import Context
from multicase.site.rows import Rows, Tables
from multicase.study.settings import REPOSITORY
from multicase.tables.t22 import UNDISCUSSED
from multicase.wording import counted

PLACE = "decisions.html"
USED = used.TABLES["decisions"]
LOT = "lot"
DECIDED = {"keep": "kept", "remove": "removed"}


def pages(context: Context, settings: pd.DataFrame) -> dict[str, str]:
    """The page, by its place. settings: setting, value, set_by, of all settings."""
    tables = Tables(context)
    return {
        PLACE: page(
            "decisions.html.j2",
            PLACE,
            readings=_readings(context),
            adjudication=_adjudication(tables),
            history=_whole(tables, "T32"),
            dispositions=_dispositions(tables),
            chosen=_chosen(tables),
            drawn=counted(len(tables.at("T21", "chosen_by", LOT)), "quotation"),
            identifiers=_whole(tables, "T25"),
            notes={name: tables.cells(name).table.about["note"] for name in USED},
            settings=settings[settings["set_by"] != REPOSITORY].to_dict("records"),
            usual=settings[settings["set_by"] == REPOSITORY].to_dict("records"),
            tables={table: addresses.table(table) for table in USED},
        )
    }


def _readings(context: Context) -> dict[str, Any]:
    """Of each coder the sources and words that they have read; how many sources several have read, and nobody."""
    found: dict[str, list[int]] = {}
    readers = {name: [coder for coder in told["coders"].split(";") if coder] for name, told in context.sources.items()}
    for name, coders in readers.items():
        for coder in coders:
            found.setdefault(coder, []).append(int(context.sources[name]["words"]))
    return {
        "coders": [{"coder": coder, "sources": len(of), "words": sum(of)} for coder, of in sorted(found.items())],
        "several": sum(len(coders) > 1 for coders in readers.values()),
        "nobody": sum(told["read"] != "True" for told in context.sources.values()),
        "all": counted(len(readers), "source"),
    }


def _whole(tables: Tables, name: str) -> Rows:
    cells = tables.cells(name)
    return tables.shown(name, range(len(cells.table.frame)), cells.columns)


def _adjudication(tables: Tables) -> list[dict[str, Any]]:
    """T20 by decision."""
    frame = tables.cells("T20").table.frame
    return [
        {
            "said": _said(tables.context, decision, len(of := tables.at("T20", "decision", decision))),
            "rows": tables.shown("T20", of, ("segment", "code", "codes_by_coder", "reason")),
        }
        for decision in sorted(set(frame.get("decision", ())))
    ]


def _said(context: Context, decision: str, n: int) -> str:
    """`142 decisions kept the code`; of those that removed it, how many codings went."""
    taken = sum(map(len, context.removed.values()))
    more = f", {counted(taken, 'coding')} in all" if decision == "remove" and taken else ""
    return f"{counted(n, 'decision')} {DECIDED[decision]} the code{more}"


def _dispositions(tables: Tables) -> dict[str, Any]:
    """What people made of the evidence against each claim: claim, case, how many segments, and what they said."""
    found: dict[tuple[str, str, str], int] = {}
    frame = tables.cells("T22").table.frame
    for row in frame.to_dict("records"):
        key = (row["claim"], row["case"], row["disposition"])
        found[key] = found.get(key, 0) + 1
    context = tables.context
    rows = [
        [
            Cell(claim, addresses.verdict(claim, context.case_ids[case])),
            Cell(case, context.page_of("case", case)),
            Cell(f"{n:,}"),
            Cell(disposition[:1].upper() + disposition[1:]),
        ]
        for (claim, case, disposition), n in found.items()
        if disposition != UNDISCUSSED
    ]
    headings, classes = ("claim", "case", "segments", "what people say becomes of them"), ("s", "s", "n", "l")
    n_open = sum(n for (_, _, disposition), n in found.items() if disposition == UNDISCUSSED)
    return {"rows": Rows("T22", headings, classes, rows), "open": n_open, "all": counted(len(frame), "segment")}


def _chosen(tables: Tables) -> Rows:
    """The quotations that people chose, instead of the lot."""
    frame = tables.cells("T21").table.frame
    chosen = [row for row, by in enumerate(frame.get("chosen_by", ())) if by != LOT]
    return tables.shown("T21", chosen, ("claim", "side", "segment", "text", "chosen_by"))
