"""On which side a code counts: for or against a claim, or for or against a theme's proposition by its polarity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from multicase.audit.results import Shown

SIDE = {"supports": "for", "contradicts": "against"}


def of_claim(claim: Mapping[str, Any]) -> dict[str, str]:
    """code -> side, of the codes that count for or against a claim of `audit/claims.json`."""
    return dict.fromkeys(claim["supports"], "for") | dict.fromkeys(claim["contradicts"], "against")


def of_row(
    table: Shown, row: int, claims: Mapping[str, Mapping[str, Any]], codes: Mapping[str, Mapping[str, Any]]
) -> dict[str, str]:
    """code -> the side on which it counts beside a row (from 0): of the row's claim, or by its polarity; "" for none.

    claims: by their ids. codes: by their names, rows of `audit/codes.csv`.
    """
    claim = table.rows[row].get("claim", "")
    return of_claim(claims[claim]) if claim in claims else by_polarity(codes)


def by_polarity(codes: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """code -> side by its polarity; "" for none."""
    return {code: SIDE.get(told["polarity"], "") for code, told in codes.items()}
