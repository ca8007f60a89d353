"""Tables as people read them, small enough to be seen whole."""

from __future__ import annotations

import pytest
from multicase.paper.shown import Column, Shown


@pytest.fixture
def table():
    """A table with these columns; of a name its words."""

    def made(name="T06", missing="", **columns):
        of = tuple(Column.of(heading, words) for heading, words in columns.items())
        return Shown(name, f"Title of {name}", f"Caption of {name}.", missing, of)

    return made
