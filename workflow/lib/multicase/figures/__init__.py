"""The study's figures, each a module of its own (`f01`, `f02` ...), drawn from the tables and written in one way.

A figure's module has `rows(tables)`, the numbers that are drawn, `figure(rows)`, the drawing, and `alt(rows)`, which
says in words what can be seen. This module knows which figures there are and what they are drawn from.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A figure in the catalogue: its title, what it shows, and the tables it is drawn from; `study` stands
    for the timeline of study.yaml.

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
    "F07": Entry(
        "Level by formal post",
        "Segments on leadership at each level, told by participants with a formal leadership post, by those "
        "without, and by documents.",
        ("T12",),
        "T12",
    ),
    "F08": Entry(
        "Enablers and barriers",
        "Segments on what stands in the way of GPs' leadership (left) and what helps it (right).",
        ("T13",),
        "T13",
    ),
    "F09": Entry(
        "The alliance, two-sided",
        "Segments in which clinicians (left) and managers (right) speak of working together, case by case.",
        ("T14",),
        "T14",
    ),
    "F10": Entry(
        "Code co-occurrence network",
        "Codes given to the same segment; the wider the line, the more segments they share. Fixed layout: codes stand "
        "on a circle in the order of the codebook.",
        ("T05", "T16"),
        "T16",
    ),
    "F11": Entry(
        "Saturation",
        "Distinct codes found in the interviews in the order of their dates, and new codes in each.",
        ("T18",),
        "T18",
    ),
    "F12": Entry(
        "Reliability with intervals",
        "Agreement of those who coded the same sources, code by code; the numbers at the right are the segments "
        "that both, and that only one of them, gave the code.",
        ("T19",),
        "T19",
    ),
    "F13": Entry(
        "Claim to theme to case",
        "The verdict on each claim over all and in each case, with the units that speak for and against it.",
        ("T23",),
        "T23",
    ),
    "F14": Entry(
        "Leave-one-case-out",
        "The verdict on each claim with each case left out.",
        ("T24",),
        "T24",
    ),
    "F15": Entry(
        "Policy timeline",
        "Segments on policy by year of the source and by trigger, coloured by what it does to GP leaders; a "
        "segment that names two triggers stands in both lines. Above: public events.",
        ("T15", "study"),
        "T15",
    ),
}
