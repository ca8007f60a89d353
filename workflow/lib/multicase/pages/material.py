"""What a study's material is, in numbers that front page and findings share."""

from __future__ import annotations

from typing import Any

import pandas as pd

from multicase.study.kinds import KINDS, PLURALS
from multicase.wording import counted, listed


def tell(by_case: pd.DataFrame, people: pd.DataFrame) -> dict[str, Any]:
    """cases, sources, kinds, words, participants, first, last, as people read them. by_case: T02; people: T03."""
    columns = {kind: plural.replace(" ", "_") for kind, plural in PLURALS.items()}
    numbers = {kind: int(by_case[column].astype(int).sum()) for kind, column in columns.items()}
    return {
        "cases": counted(len(by_case), "case"),
        "sources": counted(sum(numbers.values()), "source"),
        "kinds": listed([counted(n, KINDS[kind][0]) for kind, n in numbers.items() if n]),
        "words": f"{by_case['words'].astype(int).sum():,}",
        "participants": _total(people["n"]) if len(people) else "",
        "first": min(filter(None, by_case["first_date"]), default=""),
        "last": max(filter(None, by_case["last_date"]), default=""),
    }


def _total(counts: pd.Series) -> str:
    """The sum of counts; with suppressed ones among them, at least how many."""
    known = pd.to_numeric(counts, errors="coerce")
    return f"at least {known.sum():.0f}" if known.isna().any() else f"{known.sum():.0f}"
