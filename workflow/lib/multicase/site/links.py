"""Where pages outside the site lead into it: to what stands behind a cell, a segment, a claim, a case."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from multicase.site import addresses
from multicase.site.cells import Cells
from multicase.site.context import Context


class Links:
    """Addresses within the site, from a page beside it; base: the way from that page to the site's folder."""

    def __init__(self, context: Context, base: str) -> None:
        self.context, self.base = context, base
        self._cells = cache(lambda name: Cells(context, context.results.table(name)))

    def cell(self, table: str, keys: Mapping[str, str], column: str) -> str:
        """What a cell of a table rests on; empty where it rests on nothing, or no row has these keys."""
        cells = self._cells(table)
        row = cells.row_of(keys)
        return "" if row is None else self._from(cells.address(row, column))

    def segment(self, segment_id: str) -> str:
        """A segment on its source's page."""
        return self._from(self.context.segment(segment_id))

    def claim(self, name: str, case: str = "") -> str:
        """A claim's page, or what it says of one case (by what the case is called)."""
        return self._from(addresses.verdict(name, self.context.case_ids.get(case, "")))

    def case(self, label: str) -> str:
        """A case's page, by what the case is called."""
        return self._from(addresses.case(self.context.case_ids[label]))

    def _from(self, address: str) -> str:
        return self.base + address if address else ""
