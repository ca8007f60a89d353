"""The audit's page of a table, and links that lead nowhere, for tests that have no results folder."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
from multicase.audit.results import Shown
from multicase.site import tables
from multicase.tables.table import EVIDENCE

NOWHERE = SimpleNamespace(page_of=lambda column, value: "", case_ids={}, results=SimpleNamespace(claims=[]))


def table_page(frame, about):
    """The page of a table without evidence."""
    told = {"note": "", "caption": ""} | dict(about)
    shown = Shown(told["id"], frame.astype(str), told, pd.DataFrame(columns=list(EVIDENCE)))
    return next(iter(tables.pages(NOWHERE, shown).values()))


class Links:
    """As `site.links.Links`; each address says what it was asked for."""

    def cell(self, table, keys, column):
        return f"#{table}-{column}"

    def segment(self, segment_id):
        return f"#{segment_id}"

    def claim(self, name, case=""):
        return f"#{name}{case}"

    def case(self, label):
        return f"#{label}"
