"""What a study's material is, in numbers that front page and findings share."""

from __future__ import annotations

from typing import Any

import pandas as pd

from multicase.study.kinds import KINDS, PLURALS
from multicase.wording import counted, listed


def tell(by_case: pd.DataFrame, people: pd.DataFrame) -> dict[str, Any]:
    """cases, sources, kinds, words, participants, first, last, years, as read. by_case: T02; people: T03."""
    columns = {kind: plural.replace(" ", "_") for kind, plural in PLURALS.items()}
    numbers = {kind: int(by_case[column].astype(int).sum()) for kind, column in columns.items()}
    first, last = (
        end(filter(None, by_case[column]), default="") for end, column in ((min, "first_date"), (max, "last_date"))
    )
    return {
        "cases": counted(len(by_case), "case"),
        "sources": counted(sum(numbers.values()), "source"),
        "kinds": listed([counted(n, KINDS[kind][0]) for kind, n in numbers.items() if n]),
        "words": counted(by_case["words"].astype(int).sum(), "word"),
        "participants": participants(people["n"]),
        "first": first,
        "last": last,
        "years": " to ".join(dict.fromkeys(date[:4] for date in (first, last) if date)),
    }


def participants(counts: pd.Series) -> str:
    """How many participants counts sum up to; empty for none."""
    return counted(int(counts.astype(int).sum()), "participant") if len(counts) else ""
