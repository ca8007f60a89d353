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
    not_reflexive: why it has no place in reflexive thematic analysis; empty if it has one.
    """

    title: str
    caption: str
    needs: tuple[str, ...]
    coded: bool = False
    group: str = "The material"
    not_reflexive: str = ""


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
        "Participants by role, profession, formal leadership post (titular), organisation and level; n in each case. "
        "any: given up, since fewer than k participants of the study share the combination.",
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
        "Triangulation of each theme over kinds of source. converge: the balance of codings for and against is on "
        "the same side as over all kinds; dissonant: on the other side; silent: sources of this kind exist and "
        "none was coded with the theme; no sources: the study has none of this kind. n_for, n_against: segments. "
        f"{COUNTS}",
        ("sources", "codebook", "evidence", "analysed"),
        coded=True,
        group="Across the cases",
    ),
    "T09": Entry(
        "Framework matrix",
        "What each case says on each theme, charted by people; segments: how many the summary names. stale: what "
        "has changed since it was charted. evidence: a digest of the codings under the cell, for summaries.csv.",
        ("cases", "codebook", "summaries", "evidence", "analysed"),
        coded=True,
        group="Across the cases",
    ),
    "T10": Entry(
        "Case-ordered meta-matrix",
        "Cases ordered by the share of segments for the themes' propositions, highest first. strength: strong, "
        "from half of the case's sources on; moderate, from a quarter; weak; absent. sources: those with a segment "
        "for the proposition.",
        ("cases", "sources", "codebook", "evidence", "analysed"),
        coded=True,
        group="Across the cases",
    ),
    "T11": Entry(
        "Leadership style",
        "Who speaks of which style of leadership, and which pace of change the same speaker reports anywhere. "
        + COUNTS,
        ("cases", "codebook", "evidence", "analysed"),
        coded=True,
        group="Leadership",
    ),
    "T12": Entry(
        "Level by formal post",
        "Leadership at each level as told by participants with a formal leadership post (titular) and without. "
        + COUNTS,
        ("codebook", "evidence", "analysed"),
        coded=True,
        group="Leadership",
    ),
    "T13": Entry(
        "Enablers and barriers",
        "What helps GPs' leadership and what stands in its way, by the level at which the speaker works. " + COUNTS,
        ("cases", "codebook", "evidence", "analysed"),
        coded=True,
        group="Leadership",
    ),
    "T14": Entry(
        "Clinician-manager alliance",
        "What clinicians, managers and lay people say of working together. " + COUNTS,
        ("cases", "codebook", "evidence", "analysed"),
        coded=True,
        group="Leadership",
    ),
    "T15": Entry(
        "Policy uncertainty",
        "Triggers and effects coded in the same segment, by year of the source; (against): the effect is denied. "
        + COUNTS,
        ("cases", "codebook", "evidence", "analysed"),
        coded=True,
        group="Leadership",
    ),
    "T16": Entry(
        "Code co-occurrence",
        "Pairs of codes given to the same segment: n segments with both, Jaccard index (both over either), cases.",
        ("codebook", "evidence", "analysed"),
        coded=True,
        group="Across the cases",
    ),
    "T17": Entry(
        "Theory",
        "Codes that fit, extend or contradict the constructs that informed them. " + COUNTS,
        ("codebook", "evidence", "analysed"),
        coded=True,
        group="Across the cases",
    ),
    "T18": Entry(
        "Saturation",
        "New codes in each further interview, by date, after Guest, Namey and Chen (2020). ratio: new codes in the "
        "run that ends here over the codes of the base; band: middle 90% of the codes found so far over "
        "permutations of the order.",
        ("sources", "evidence", "analysed"),
        coded=True,
        group="Trustworthiness",
        not_reflexive="In reflexive thematic analysis meaning is made by the researcher, so that no point exists "
        "after which the material holds nothing new (Braun and Clarke 2021).",
    ),
    "T19": Entry(
        "Reliability",
        "Agreement of those who coded the same sources. Units are segments of participants; over all codes, "
        "segments with each code. kappa: Cohen's; alpha: Krippendorff's, with a 95% interval bootstrapped over "
        "sources; ac1: Gwet's. given_by_some: units where they differ. Status by Krippendorff's limits: good from "
        ".800, tentative from .667.",
        ("agreement", "ratings"),
        group="Trustworthiness",
        not_reflexive="In reflexive thematic analysis a code is one researcher's reading, not a measurement that "
        "another should repeat (Braun and Clarke 2021).",
    ),
    "T20": Entry(
        "Adjudication",
        "What was decided where coders differed, and why.",
        ("adjudication", "disagreements"),
        group="Trustworthiness",
    ),
    "T21": Entry(
        "Exemplar quotations",
        "Words for and against each claim, chosen by rule: spread over cases, roles and kinds of source, then what "
        "more coders gave, then a length near 30 words. Sources that may not be quoted are never chosen. A role "
        "that fewer than k participants of the case share is shown as a vaguer one.",
        ("cases", "participants", "claims", "evidence", "analysed"),
        coded=True,
        group="Claims",
    ),
    "T22": Entry(
        "Negative cases",
        "Segments of the cases whose verdict is the opposite of the one over all, and what people make of them.",
        ("cases", "claims", "evidence", "analysed"),
        coded=True,
        group="Claims",
    ),
    "T23": Entry(
        "Claims",
        "Each claim with its verdict by the criterion that claims.yaml declares: units for and against in each case, "
        "then cases. A unit speaks on the side on which it has more segments.",
        ("cases", "claims", "evidence", "analysed"),
        coded=True,
        group="Claims",
    ),
    "T24": Entry(
        "Robustness",
        "The verdict on each claim with each case left out.",
        ("cases", "claims", "evidence", "analysed"),
        coded=True,
        group="Claims",
    ),
    "T25": Entry(
        "Anonymisation",
        "Identifiers found and what became of them. rule: layers that found them. reviewer: mentions that a "
        "registered name or a person's decision settled. residual: mentions masked, generalised or kept by rule, "
        "nobody having decided.",
        ("log",),
        group="Provenance",
    ),
    "T26": Entry(
        "Reporting checklist",
        "Items of COREQ and SRQR, in our words. answered: by people, in study.yaml; shown: by the tables and "
        "figures named.",
        ("study",),
        group="Provenance",
    ),
    "T27": Entry(
        "Manifest",
        "Every file of the results, the rule that made it, what it was made from, and its hash.",
        ("artefacts",),
        group="Provenance",
    ),
}
