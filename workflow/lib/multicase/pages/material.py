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
        "words": counted(by_case["words"].astype(int).sum(), "word"),
        "participants": participants(people["n"]),
        "first": min(filter(None, by_case["first_date"]), default=""),
        "last": max(filter(None, by_case["last_date"]), default=""),
    }


def participants(counts: pd.Series) -> str:
    """How many participants counts sum up to; empty for none."""
    return counted(int(counts.astype(int).sum()), "participant") if len(counts) else ""
