"""Pages of claims: the verdict step by step, over all and case by case, what would change it, and what speaks where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from multicase.claims import AGAINST, FOR, judge, laid_open, robustness
from multicase.pages import claims_told
from multicase.site import addresses, coded, page, reckoned, used
from multicase.site.context import Context
from multicase.site.rows import Tables
from multicase.wording import ALL_CASES, counted

USED = used.TABLES["claims"]
OF_CLAIMS = ("T21", "T22", "T23", "T24")
NUMBERS = (("n_for", "for alone"), ("n_mixed", "mixed"), ("n_against", "against alone"), ("n_units", "in all"))
OUTCOMES = (
    (robustness.CHANGED, "changes"),
    (robustness.TOO_LITTLE, "leaves too little to judge"),
    (robustness.KEPT, "keeps"),
)


def pages(context: Context) -> dict[str, str]:
    """The page of each claim: place below the site's folder -> page."""
    tables = Tables(context)
    told = {one["claim"]: one for one in claims_told.tell(tables.frames(*OF_CLAIMS), tables.labels(*OF_CLAIMS))}
    return {
        addresses.claim(claim["id"]): page(
            "claim.html.j2", addresses.claim(claim["id"]), **_claim(context, tables, claim, told[claim["id"]])
        )
        for claim in context.results.claims
    }


def _claim(context: Context, tables: Tables, claim: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    rows = {tables.value("T23", row, "case"): row for row in tables.at("T23", "claim", claim["id"])}
    steps = _steps(context, claim)
    return {
        "claim": claim,
        "told": told,
        "over_all": {"numbers": _numbers(tables, rows[ALL_CASES]), "steps": steps[judge.OVER_ALL]},
        "cases": [
            {
                "id": case,
                "label": label,
                "href": addresses.case(case),
                "row": rows[label],
                "verdict": tables.value("T23", rows[label], "verdict"),
                "undiscussed": int(tables.value("T23", rows[label], "undiscussed")),
                "numbers": _numbers(tables, rows[label]),
                "steps": steps[case],
            }
            for case, label in context.results.case_labels.items()
        ],
        "is_against": told["verdict"] in judge.ON_SIDES[1],  # T22 lists what speaks for it too, then
        "overview": tables.shown("T23", [rows[label] for label in context.results.case_labels.values()], OVERVIEW),
        "codes": [
            (side, _codes(context, tables, claim[name])) for side, name in ((FOR, "supports"), (AGAINST, "contradicts"))
        ],
        "variations": _variations(tables, claim["id"]),
        "quotes": [_quote(context, quote, side) for side in (FOR, AGAINST) for quote in told[f"quotes_{side}"]],
        "against": _against(context, tables, claim["id"]),
        "tables": {table: addresses.table(table) for table in USED},
        "history": addresses.table("T32"),
    }


OVERVIEW = ("case", "verdict", "n_for", "n_mixed", "n_against", "n_units", "undiscussed")


def _steps(context: Context, claim: Mapping[str, Any]) -> dict[str, Any]:
    """case_id, or OVER_ALL -> the steps by which its verdict comes about."""
    judged, called = laid_open(claim), {name: code["label"] for name, code in context.codes.items()}
    of_cases, (_, whole) = judge.of_all(
        judged, context.results.listed["evidence"], list(context.results.case_labels), called
    )
    told = dict(zip(context.results.case_labels, of_cases, strict=True))
    return {case: reckoned.of_case(judged, *found) for case, found in told.items()} | {
        judge.OVER_ALL: reckoned.over_all(judged, whole, [verdict.verdict for _, verdict in of_cases])
    }


def _numbers(tables: Tables, row: int) -> list[tuple[str, Any]]:
    cells = tables.cells("T23")
    return [(name, cells(row, column)) for column, name in NUMBERS]


def _codes(context: Context, tables: Tables, codes: Sequence[str]) -> list[dict[str, Any]]:
    """Codes with the number of their segments in all cases."""
    cells = tables.cells("T05")
    return [
        {
            "label": context.codes[code]["label"],
            "href": addresses.code(code),
            "n": [cells(row, "n_segments") for row in tables.at("T05", "code", code)],
        }
        for code in codes
    ]


def _variations(tables: Tables, claim: str) -> list[dict[str, Any]]:
    """Of each outcome the variations that have it, by decision: those that change the verdict first."""
    cells, rows = tables.cells("T24"), tables.at("T24", "claim", claim)
    found = []
    for outcome, verb in OUTCOMES:
        by_decision: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            if tables.value("T24", row, "changed") == outcome:
                entry = {
                    "name": cells(row, "variation").text,
                    "href": cells.address(row, "verdict"),
                    "verdict": tables.value("T24", row, "verdict"),
                }
                by_decision.setdefault(tables.value("T24", row, "decision"), []).append(entry)
        n = sum(map(len, by_decision.values()))
        found.append(
            {"outcome": outcome, "verb": verb, "number": counted(n, "variation"), "n": n, "decisions": by_decision}
        )
    return found


def _quote(context: Context, quote: Mapping[str, Any], side: str) -> dict[str, Any]:
    return dict(quote) | {
        "side": side,
        "href": context.segment(quote["segment"]),
        "case_href": context.page_of("case", quote["case"]),
    }


def _against(context: Context, tables: Tables, claim: str) -> list[dict[str, Any]]:
    """What T22 lists, by what people make of it and by case, the undiscussed last."""
    frame = tables.cells("T22").table.frame
    rows = [frame.iloc[row].to_dict() for row in tables.at("T22", "claim", claim)]
    found: dict[tuple[str, str], dict[str, list[dict[str, str]]]] = {}
    for row in sorted(rows, key=lambda row: row["disposition"] == claims_told.UNDISCUSSED):
        entry = coded.place(context, row["segment"], row["words"])
        source = row["segment"].rpartition(":")[0]
        entry["place"] = f"{source} {entry['place']}"
        found.setdefault((row["disposition"], row["side"]), {}).setdefault(row["case"], []).append(entry)
    open_ones = [group for group in found if group[0] == claims_told.UNDISCUSSED][:1]
    return [
        {
            "id": "undiscussed" if (disposition, side) in open_ones else "",
            "disposition": disposition[:1].upper() + disposition[1:],
            "side": side,
            "n": counted(sum(map(len, cases.values())), "segment"),
            "cases": list(cases.items()),
        }
        for (disposition, side), cases in found.items()
    ]
