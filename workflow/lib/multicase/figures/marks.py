"""Marks: which rows of a figure's CSV something that is drawn shows, told by its id in the SVG."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matplotlib.artist import Artist

ID = re.compile(r"mark-(\d+(?:\.\d+)*)(?:-\d+)?")


def show(rows: int | Sequence[int], *drawn: Artist) -> None:
    """Say of what is drawn that it shows a row of the figure's rows, or several; rows: their places, from 0.

    Its id is `mark-12`, with rows numbered from 1 as in the CSV; what else shows the same is `mark-12-2` and so on;
    what shows several rows is `mark-12.13`. All that shows the same rows is named at once, so that no id stands twice.
    """
    name = ".".join(str(row + 1) for row in ([rows] if isinstance(rows, int) else rows))
    for number, artist in enumerate(drawn, 1):
        artist.set_gid(f"mark-{name}" + (f"-{number}" if number > 1 else ""))


def shown(name: str) -> tuple[int, ...]:
    """The places (from 0) of the rows that an id of the SVG names; none where it is the id of something else."""
    found = ID.fullmatch(name)
    return tuple(int(row) - 1 for row in found[1].split(".")) if found else ()
