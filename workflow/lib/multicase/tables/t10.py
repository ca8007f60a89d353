"""T10, case-ordered meta-matrix: how strongly each theme speaks in each case, the most supporting case first."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from multicase.tables.table import Table, cell_evidence

COLUMNS = ("ordered_case", "theme", "strength", "sources", "exception")
ONLY_AGAINST = "only against"
STRONG, MODERATE = 0.5, 0.25  # share of the case's sources that speak for the theme's proposition


def build(data: Mapping[str, pd.DataFrame]) -> Table:
    """One row per case and theme. Needs cases, read_sources, codebook and evidence.

    Cases stand in the order of the share of segments for the themes' propositions among those for and against, highest
    first. strength: strong, moderate, weak or absent, by the share of the case's sources with a segment for the
    proposition; only against, where there is none and something speaks against it. sources: those, of all that somebody
    has read. exception: where more segments speak against than for.
    """
    labels = dict(zip(data["cases"]["case_id"], data["cases"]["label"], strict=True))
    read = data["read_sources"][data["read_sources"]["read"].astype(bool)]
    totals = read.groupby("case_id")["source_id"].nunique().to_dict()
    sided = data["evidence"][data["evidence"]["polarity"].isin(["supports", "contradicts"])]
    themes = list(dict.fromkeys(data["codebook"].loc[data["codebook"]["polarity"] != "neutral", "theme"]))
    rows = []
    for case in ordered(sided, list(labels)):
        for theme in themes:
            cell = sided[(sided["case_id"] == case) & (sided["theme"] == theme)]
            for_it = cell[cell["polarity"] == "supports"]
            against = cell[cell["polarity"] == "contradicts"]
            n, total = for_it["source_id"].nunique(), totals.get(case, 0)
            a, b = against["segment_id"].nunique(), for_it["segment_id"].nunique()
            rows.append(
                {
                    "ordered_case": labels[case],
                    "theme": theme,
                    "strength": ONLY_AGAINST if a and not n else _strength(n, total),
                    "sources": f"{n} of {total}",
                    "exception": f"more against ({a}) than for ({b})" if a > b else "",
                }
            )
    told = sided.assign(ordered_case=sided["case_id"].map(labels))
    for_rows = cell_evidence(told[told["polarity"] == "supports"], ["ordered_case", "theme"], "sources")
    exceptions = cell_evidence(told[told["polarity"] == "contradicts"], ["ordered_case", "theme"], "exception")
    return Table(pd.DataFrame(rows, columns=list(COLUMNS)), pd.concat([for_rows, exceptions], ignore_index=True))


def ordered(sided: pd.DataFrame, cases: list[str]) -> list[str]:
    """Cases by their share of supporting segments, highest first; those without any last."""
    shares = {}
    for case in cases:
        mine = sided[sided["case_id"] == case].drop_duplicates(["segment_id", "polarity"])
        shares[case] = (mine["polarity"] == "supports").mean() if len(mine) else -1.0
    return sorted(cases, key=lambda case: (-shares[case], cases.index(case)))


def _strength(n: int, total: int) -> str:
    if not total:
        return "not read"
    share = n / total
    return "strong" if share >= STRONG else "moderate" if share >= MODERATE else "weak" if n else "absent"
