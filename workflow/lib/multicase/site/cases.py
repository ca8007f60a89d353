"""Pages of cases: the case whole, before it is compared; its sources, its people, and what it says of each claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from multicase.claims.units import called
from multicase.pages import cases_told
from multicase.site import addresses, page, portrait, used
from multicase.site.context import Context
from multicase.site.rows import Tables
from multicase.wording import listed

USED = used.TABLES["cases"]
NUMBERS = ("n_for", "n_mixed", "n_against", "n_units")


def pages(context: Context) -> dict[str, str]:
    """The page of each case: place below the site's folder -> page."""
    tables = Tables(context)
    told = {one["case"]: one for one in cases_told.tell(tables.frames(*USED), tables.labels(*USED))}
    drawn = portrait.of_cases(context)
    return {
        addresses.case(case): page(
            "case.html.j2",
            addresses.case(case),
            label=label,
            told=_linked(context, told[label]),
            sources=_sources(context, case),
            people=[
                {"id": name, "shown_as": one["shown_as"], "href": addresses.participant(name)}
                for name, one in context.participants.items()
                if one["case_id"] == case
            ],
            verdicts=_verdicts(context, tables, case, label),
            portrait=drawn.get(label),
            figure=addresses.figure(portrait.NAME),
            tables={table: addresses.table(table) for table in USED},
        )
        for case, label in context.results.case_labels.items()
    }


def _linked(context: Context, told: Mapping[str, Any]) -> dict[str, Any]:
    """The account of a case, each quotation with the address of its segment."""
    themes = {
        part: [
            theme | {"quotes": [quote | {"href": context.segment(quote["segment"])} for quote in theme["quotes"]]}
            for theme in told[part]
        ]
        for part in ("strongest", "others")
    }
    return dict(told) | themes


def _sources(context: Context, case: str) -> list[dict[str, Any]]:
    """The sources of a case, in the order of their kinds as they are listed, with who read them and what is coded."""
    codings: dict[str, set[tuple[str, ...]]] = {}
    for rows in context.codings.values():
        for row in rows:
            passage = (row["passage_start"], row["passage_end"], row["code"], row["coder"], row["origin"])
            codings.setdefault(row["source_id"], set()).add(passage)
    return [
        context.told(name)
        | {
            "words": int(source["words"]),
            "coders": listed(source["coders"].split(";")) if source["coders"] else "",
            "codings": len(codings.get(name, ())),
            "quotable": context.is_quotable(name),
        }
        for name, source in context.sources.items()
        if source["case_id"] == case
    ]


def _verdicts(context: Context, tables: Tables, case: str, label: str) -> list[dict[str, Any]]:
    """The verdicts within a case, claim by claim, each number a link."""
    cells = tables.cells("T23")
    rows = {tables.value("T23", row, "claim"): row for row in tables.at("T23", "case", label)}
    return [
        {
            "claim": claim["id"],
            "short": claim["short"],
            "href": addresses.verdict(claim["id"], case),
            "verdict": tables.value("T23", rows[claim["id"]], "verdict"),
            "numbers": [cells(rows[claim["id"]], column) for column in NUMBERS],
            "unit": f"{called(claim['unit'])}s",
        }
        for claim in context.results.claims
        if claim["id"] in rows
    ]
