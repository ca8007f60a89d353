"""Pages of codes: what a code means, how it came to be, how often and where it is given, and what it counts for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from multicase.audit import sides
from multicase.site import addresses, coded, page, used
from multicase.site.cells import Cell
from multicase.site.context import Context
from multicase.site.rows import Rows, Tables
from multicase.study.attributes import OF, in_words
from multicase.study.codebook import NO_DEFINITION
from multicase.wording import ALL_CASES

USED = used.TABLES["codes"]
MOST = 1000  # segments that a page lists
POLARITY = {
    "supports": "speaks for what its theme proposes",
    "contradicts": "speaks against what its theme proposes",
    "neutral": "takes no side",
}
TEXTS = ("definition", "include", "exclude", "example", "rationale")
OPEN = {"definition": NO_DEFINITION}  # what is said of a text that is missing
COUNTS = ("n_codings", "n_segments", "n_sources", "n_participants", "n_cases")
BY_CASE = ("case", "n_segments", "n_sources", "n_participants", "per_1000_words", "share_of_sources")
AGREEMENT = (
    "units",
    "coders",
    "given_by_all",
    "given_by_some",
    "agreement",
    "kappa",
    "alpha",
    "ac1",
    "interval",
    "status",
)
HISTORY = ("date", "about", "from", "to", "reason", "recorded_in")


def pages(context: Context) -> dict[str, str]:
    """The page of each code: place below the site's folder -> page."""
    tables, passages = Tables(context), coded.passages(context)
    return {
        addresses.code(name): page(
            "code.html.j2", addresses.code(name), **_code(context, tables, told, passages.get(name, []))
        )
        for name, told in context.codes.items()
    }


def _code(
    context: Context, tables: Tables, told: Mapping[str, Any], passages: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    name = told["code"]
    (counted,) = tables.at("T05", "code", name)
    return {
        "code": name,
        "label": told["label"],
        "theme": told["theme_label"],
        "subtheme": told["subtheme_label"],
        "polarity": POLARITY[told["polarity"]],
        "proposition": tables.cells("T05").table.about.get("propositions", {}).get(told["theme"], ""),
        "texts": [(in_words(text), shown) for text in TEXTS if (shown := told.get(text) or OPEN.get(text))],
        "theory": _theory(told),
        "attributes": _attributes(told),
        "history": _history(tables, name),
        "counts": tables.shown("T05", [counted], COUNTS),
        "whole": tables.cells("T05").address(counted, "n_segments"),
        "by_case": tables.shown("T29", tables.at("T29", "code", name), BY_CASE),
        "agreement": tables.shown("T19", tables.at("T19", "code", name), AGREEMENT),
        "together": _together(tables, name),
        "claims": _claims(context, tables, name),
        "n": len(passages),
        "most": MOST,
        "cases": coded.by_case(context, coded.by_source(context, passages[:MOST])),
        "tables": {table: addresses.table(table) for table in USED},
    }


def _theory(told: Mapping[str, str]) -> str:
    """`Distributed leadership (the code extends it)`, where the codebook names a theory."""
    if not told.get("theory"):
        return ""
    says = {"fit": "the code fits it", "extend": "the code extends it", "contradict": "the code contradicts it"}
    relation = says.get(told.get("relation", ""), "")
    return f"{in_words(told['theory'])}{f' ({relation})' if relation else ''}"


def _attributes(told: Mapping[str, str]) -> list[tuple[str, str]]:
    prefix = f"{OF['codes']}."
    named = [(column, value) for column, value in told.items() if column.startswith(prefix) and value]
    return [(in_words(column.removeprefix(prefix)), value) for column, value in named]


def _history(tables: Tables, name: str) -> Rows:
    """The rows of T32 that name a code, as what is decided about or as what a change starts from or leads to."""
    frame = tables.cells("T32").table.frame
    found = [
        number
        for number, row in enumerate(frame.to_dict("records"))
        if any(name in row[column].split("; ") for column in ("about", "from", "to"))
    ]
    return tables.shown("T32", found, HISTORY)


def _together(tables: Tables, name: str) -> Rows:
    """The rows of T16 about a code, with the other code alone: in how many segments and cases they meet."""
    rows, of = [], {"code_a": "code_b", "code_b": "code_a"}
    for mine, other in of.items():
        rows += [(number, other) for number in tables.at("T16", mine, name)]
    cells = tables.cells("T16")
    shown = [
        [cells(row, other), *(cells(row, column) for column in ("n", "cases", "jaccard"))]
        for row, other in sorted(rows)
    ]
    return Rows("T16", ("code", "segments with both", "cases", "jaccard"), ("", "n", "n", "n"), shown)


def _claims(context: Context, tables: Tables, name: str) -> list[dict[str, Any]]:
    """The claims that a code counts for or against, with their verdicts."""
    found = []
    for claim in context.results.claims:
        if side := sides.of_claim(claim).get(name):
            (row,) = [n for n in tables.at("T23", "claim", claim["id"]) if tables.value("T23", n, "case") == ALL_CASES]
            found.append(
                {
                    "claim": Cell(claim["id"], addresses.claim(claim["id"])),
                    "statement": claim["statement"],
                    "side": side,
                    "verdict": tables.value("T23", row, "verdict"),
                }
            )
    return found
