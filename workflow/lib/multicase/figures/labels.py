"""How the values that a figure shows are called: as the tables say that it is drawn from, else by their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from multicase.study.attributes import in_words


class Labels:
    """Column and value -> what people call it; tables: what stands around each (`tables.labels.of`)."""

    def __init__(self, tables: Iterable[Mapping[str, Any]] = (), own: Mapping[str, str] | None = None):
        self._by_column: dict[str, dict[str, str]] = {}
        self._headings: dict[str, str] = {}
        for about in tables:
            for column, names in about.get("labels", {}).items():
                self._by_column.setdefault(column, {}).update(names)
            self._headings |= about.get("headings", {})
        self._own = dict(own or {})

    def __call__(self, column: str, value: object) -> str:
        """What a value of a column is called."""
        text = str(value)
        return self._own.get(text) or self._by_column.get(column, {}).get(text) or in_words(text)

    def heading(self, column: str) -> str:
        """What a column is called."""
        return self._headings.get(column) or in_words(column)
