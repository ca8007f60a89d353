"""The study's figures, each a module of its own (`f01`, `f02` ...), drawn from the tables and written in one way.

A figure's module has `rows(tables)`, the numbers that are drawn, `figure(rows)`, the drawing, and `alt(rows)`, which
says in words what can be seen. This module knows which figures there are and what they are drawn from.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A figure in the catalogue: its title, what it shows, and the tables it is drawn from.

    about: the table whose note says on which codings the figure rests.
    """

    title: str
    caption: str
    needs: tuple[str, ...]
    about: str


CATALOGUE: dict[str, Entry] = {
    "F01": Entry(
        "Design of the study",
        "From raw material to findings: cases, their sources, and the stages that every result passes through.",
        ("T01", "T02"),
        "T02",
    ),
    "F02": Entry(
        "Source coverage by case and kind",
        "Number of sources of each kind in each case; the bar at the right shows the words of the case.",
        ("T02",),
        "T02",
    ),
    "F03": Entry(
        "Theme tree",
        "Themes, subthemes and codes; the number beside a code is the number of distinct segments coded with it.",
        ("T05",),
        "T05",
    ),
    "F04": Entry(
        "Theme by case",
        "Distinct segments coded for (right) and against (left) each theme's proposition, case by case; "
        "neutral codes in grey, their number after the plus sign.",
        ("T06",),
        "T06",
    ),
    "F05": Entry(
        "Theme by role",
        "Distinct participants of each role who speak of each theme, out of all participants with that role.",
        ("T07",),
        "T07",
    ),
    "F06": Entry(
        "Triangulation by source kind",
        "Distinct sources of each kind that speak of each theme, and whether the kinds agree.",
        ("T08",),
        "T08",
    ),
    "F10": Entry(
        "Code co-occurrence network",
        "Codes given to the same segment; the wider the line, the more segments they share. Fixed layout: codes stand "
        "on a circle in the order of the codebook.",
        ("T05", "T16"),
        "T16",
    ),
}
