"""How the values that a figure shows are called: as the tables say that it is drawn from, else by their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from multicase.study.attributes import in_words


class Labels:
    """Column and value -> what people call it; tables: what stands around each (`tables.labels.of`)."""

    def __init__(self, tables: Iterable[Mapping[str, Any]] = (), own: Mapping[str, str] | None = None):
        self._by_column: dict[str, dict[str, str]] = {}
        self._headings: dict[str, str] = {}
        self._orders: dict[str, list[str]] = {}
        for about in tables:
            for column, names in about.get("labels", {}).items():
                self._by_column.setdefault(column, {}).update(names)
            self._headings |= about.get("headings", {})
            self._orders |= about.get("orders", {})
        self._own = dict(own or {})

    def __call__(self, column: str, value: object) -> str:
        """What a value of a column is called."""
        text = str(value)
        return self._own.get(text) or self._by_column.get(column, {}).get(text) or in_words(text)

    def text(self, column: str, value: object) -> str:
        """What a value is called, or, of a value that is a text of its own, that text."""
        return self._by_column.get(column, {}).get(str(value), str(value))

    def ordered(self, column: str, values: Iterable[str], named_first: bool = False) -> list[str]:
        """A column's distinct values in the table's order; named_first: first those that the figure names."""
        there = list(dict.fromkeys(values))
        order = [*(self._own if named_first else ()), *self._orders.get(column, ()), *there]
        return [value for value in dict.fromkeys(order) if value in there]

    def lines(self, columns: Sequence[str], rows: pd.DataFrame) -> list[tuple[str, ...]]:
        """The combinations of some columns that rows have, in the order of the columns' values."""
        orders = [self.ordered(column, rows[column]) for column in columns]
        found = rows[list(columns)].drop_duplicates().itertuples(index=False, name=None)
        return sorted(found, key=lambda line: [order.index(v) for order, v in zip(orders, line, strict=True)])

    def heading(self, column: str) -> str:
        """What a column is called."""
        return self._headings.get(column) or in_words(column)
