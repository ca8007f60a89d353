"""What the study leaves open: the items of the reporting checklist that nobody has answered, for the findings."""

from __future__ import annotations

import pandas as pd

from multicase.study.frozen import ITEM
from multicase.tables.t26 import OPEN
from multicase.wording import counted

Told = dict[str, str | list[dict[str, str]]]


def tell(checklist: pd.DataFrame) -> Told:
    """A sentence, and the open items (item, asks) in their order. checklist: T26."""
    checklist = checklist[~checklist["item"].str.startswith(ITEM)]
    items = checklist.loc[checklist["status"] == OPEN, ["item", "asks"]].to_dict("records")
    return {"sentence": _sentence(len(items), len(checklist)), "list": items}


def _sentence(n_open: int, n: int) -> str:
    if not n_open:
        return f"Of {counted(n, 'item')} of the reporting guidelines COREQ and SRQR none is open"
    verb = "is" if n_open == 1 else "are"
    return (
        f"Of {counted(n, 'item')} of the reporting guidelines COREQ and SRQR, {n_open} {verb} open: nobody has said it "
        "in study.yaml, and no table shows it"
    )
