"""Items of an audit by sample as people read them: what each says, where it is shown, and what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from multicase import pages
from multicase.audit.explain import of_cell
from multicase.audit.sampling import CODINGS, QUOTATIONS, Item
from multicase.audit.segments import Segments
from multicase.audit.sides import by_polarity
from multicase.site import HERE, addresses, style
from multicase.site.cells import Cells
from multicase.site.context import Context
from multicase.study.kinds import KINDS

SHOWN = 30  # segments of an item that are shown; the rest stand on the page of its evidence


class Reader:
    """Reads items out of some results."""

    def __init__(self, context: Context) -> None:
        self.context, self.known = context, Segments(context.results)
        self.cells = cache(lambda table: Cells(context, context.results.table(table)))

    def says(self, item: Item) -> str:
        """What an item claims, in a line."""
        if item.kind == CODINGS:
            by = " ".join(filter(None, [item.coding["coder"], item.coding["rule_id"]]))
            return f"{item.coding['segment_id']}: coded as {self._label(item.coding['code'])} by {by}"
        cells = self.cells(item.table)
        if item.kind == QUOTATIONS:
            said = {name: cells(item.row, name).text for name in ("claim", "side", "case", "kind", "text")}
            return f"{item.table}: {said['claim']}, {said['side']} it, {said['case']}, {said['kind']}: “{said['text']}”"
        title, heading = cells.table.about["title"], cells.headings[cells.columns.index(item.column)]
        key = " · ".join(cells(item.row, name).text for name in cells.table.key_columns)
        return f"{item.table} {title}: {key}: {heading} = {cells(item.row, item.column).text}"

    def _label(self, code: str) -> str:
        return self.context.codes[code]["label"]

    def href(self, item: Item) -> str:
        """The address of an item below the site's folder."""
        if item.kind == CODINGS:
            return self.context.segment(item.coding["segment_id"])
        return self.cells(item.table).address(item.row, item.column) or addresses.table(item.table)

    def is_withheld(self, item: Item) -> bool:
        """Whether words that an item rests on are withheld."""
        if item.kind == CODINGS:
            return not self.known.quotable(item.coding["segment_id"])
        part = self.cells(item.table).behind.part(item.row, item.column)
        return any(not self.known.quotable(segment) for segment in (part.segments if part else ()))

    def told(self, item: Item, shown: int = SHOWN) -> dict[str, Any]:
        """An item as a page tells it: what it says, where it is shown, and what stands behind it."""
        return {"id": item.id, "kind": item.kind, "says": self.says(item), "href": self.href(item)} | self.behind(
            item, shown
        )

    def behind(self, item: Item, shown: int) -> dict[str, Any]:
        """The segments behind an item, the first `shown` of them, with how many there are and how many are withheld."""
        if item.kind == CODINGS:
            segment = item.coding["segment_id"]
            told = [self.known.told(segment, [item.coding], by_polarity(self.known.codes))]
            found = {"segments": told, "withheld": self.known.withheld([segment]), "n_segments": 1}
        else:
            found = of_cell(self.known, self.cells(item.table).behind, item.row, item.column)
        return {
            "n": found["n_segments"],
            "withheld": found["withheld"],
            "speaking": found.get("speaking", []),
            "listed": found.get("listed", {}),
            "segments": [self._segment(segment) for segment in found["segments"][:shown]],
        }

    def _segment(self, told: Mapping[str, Any]) -> dict[str, Any]:
        labelled = [coding | {"label": self._label(coding["code"])} for coding in told["codings"]]
        kind = KINDS[told["kind"]][0]
        return dict(told) | {"kind": kind, "codings": labelled, "href": self.context.segment(told["segment"])}


def page(reader: Reader, items: Iterable[Item], about: Mapping[str, Any], site: str) -> str:
    """The page beside a sheet: each item with what stands behind it; whole by itself, but for the links into the site.

    about: `report.HEADER` of the draw. site: the way from the page to the site's folder, with a slash at its end.
    """
    told = [reader.told(item) for item in items]
    template = pages.environment(HERE).get_template("drawn.html.j2")
    return template.render(style=style(), about=about, items=told, site=site, shown=SHOWN, boxes=())
