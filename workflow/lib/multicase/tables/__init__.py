"""The study's result tables, each a module of its own (`t01`, `t02` ...), built and written in one way.

A table's module has COLUMNS, and `build(data)` which returns its rows and, where it counts segments, its evidence.
This module knows which tables there are, reads what they need, words their captions and writes them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A table in the catalogue: its title, what it counts or shows, and what it is built from.

    needs: tables of the workflow (evidence, segments, log, artefacts) or files of the study, by name.
    coded: whether it rests on the analysed codings, so that its caption must name their origin.
    """

    title: str
    caption: str
    needs: tuple[str, ...]
    coded: bool = False
    group: str = "The material"


COUNTS = (
    "Counts are of distinct segments, sources, participants and cases with at least one such coding; "
    "they are no prevalence."
)

CATALOGUE: dict[str, Entry] = {
    "T01": Entry("Case characteristics", "The cases of the study, and why each was chosen.", ("cases",)),
    "T02": Entry(
        "Sources by case",
        "Sources of each kind, words in their turns (labels, headings and events not counted) and dates.",
        ("cases", "sources", "segments"),
    ),
    "T03": Entry(
        "Participants",
        "Participants by role, profession, formal leadership post (titular), organisation and level; n in each case.",
        ("cases", "participants"),
    ),
    "T04": Entry("Codebook", "Every code with its definition and limits.", ("codebook",), group="The coding"),
    "T05": Entry(
        "Codes to themes",
        f"How codes make up subthemes and themes. {COUNTS}",
        ("codebook", "evidence", "analysed"),
        coded=True,
        group="The coding",
    ),
    "T06": Entry(
        "Theme by case",
        f"How each theme stands in each case, for and against its proposition (polarity of the codes). {COUNTS}",
        ("cases", "codebook", "evidence", "analysed"),
        coded=True,
        group="Across the cases",
    ),
    "T07": Entry(
        "Theme by role",
        f"Who speaks of each theme; role_n is the number of participants with that role. {COUNTS}",
        ("codebook", "participants", "evidence", "analysed"),
        coded=True,
        group="Across the cases",
    ),
    "T08": Entry(
        "Theme by source kind",
        "Triangulation of each theme over kinds of source. converge: the balance of codings for and against is on the "
        "same side as over all kinds; dissonant: on the other side; silent: sources of this kind exist and none was "
        f"coded with the theme; no sources: the study has none of this kind. {COUNTS}",
        ("sources", "codebook", "evidence", "analysed"),
        coded=True,
        group="Across the cases",
    ),
    "T16": Entry(
        "Code co-occurrence",
        "Pairs of codes given to the same segment: n segments with both, Jaccard index (both over either), cases.",
        ("codebook", "evidence", "analysed"),
        coded=True,
        group="Across the cases",
    ),
    "T25": Entry(
        "Anonymisation",
        "Identifiers found and what became of them. rule: layers that found them. reviewer: mentions that a registered "
        "name or a person's decision settled. residual: mentions masked or generalised by rule, nobody having decided.",
        ("log",),
        group="Provenance",
    ),
    "T27": Entry(
        "Manifest",
        "Every file of the results, the rule that made it, what it was made from, and its hash.",
        ("artefacts",),
        group="Provenance",
    ),
}
