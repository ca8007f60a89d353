"""F09, the alliance, two-sided: what clinicians and what managers say of working together."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from multicase.figures import style

SIDES = {"clinician": ("clinicians", style.BLUE), "manager": ("managers", style.ORANGE)}
FACETS = {"skills": "different skills", "common_interest": "common interests", "tension": "tension"}


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per facet, side of the speaker and case: facet, speaker_side, case, n_segments, n_participants."""
    table = tables["T14"]
    return table.loc[
        table["speaker_side"].isin(SIDES), ["facet", "speaker_side", "case", "n_segments", "n_participants"]
    ]


def figure(rows: pd.DataFrame) -> Figure:
    """A panel per facet; in it a line per case, clinicians to the left and managers to the right."""
    facets, cases = [facet for facet in FACETS if (rows["facet"] == facet).any()], sorted(set(rows["case"]))
    drawing, panels = style.canvas(1.3 + 0.36 * len(cases), max(len(facets), 1), sharex=True, sharey=True)
    amounts = rows.set_index(["facet", "speaker_side", "case"])["n_segments"].to_dict()
    reach = max([*amounts.values(), 1]) * 1.35
    for panel, facet in zip(panels, facets, strict=False):
        panel.set_title(style.words(FACETS[facet]), loc="left")
        panel.axvline(0, color=style.INK, linewidth=0.8)
        for y, case in enumerate(cases):
            for side, sign in (("clinician", -1), ("manager", 1)):
                n = amounts.get((facet, side, case), 0)
                panel.barh(y, sign * n, height=0.62, color=SIDES[side][1])
                if n:
                    panel.text(sign * n, y, f" {n} ", ha="right" if sign < 0 else "left", va="center", fontsize=8)
        panel.set_xlim(-reach, reach)
        panel.tick_params(length=0)
    panels[0].set_yticks(range(len(cases)), cases)
    panels[0].set_ylim(len(cases) - 0.4, -0.6)
    panels[0].xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    handles = [panels[0].barh(0, 0, color=colour) for _, colour in SIDES.values()]
    drawing.legend(handles, [label for label, _ in SIDES.values()], ncols=2, loc="outside upper left", frameon=False)
    drawing.supxlabel("segments", fontsize=9)
    return drawing


def alt(rows: pd.DataFrame) -> str:
    """What can be seen, in words."""
    told = []
    for facet, name in FACETS.items():
        sums = rows[rows["facet"] == facet].groupby("speaker_side")["n_segments"].sum()
        told.append(f"{name}: {sums.get('clinician', 0)} by clinicians, {sums.get('manager', 0)} by managers")
    return "Segments on working together. " + "; ".join(told) + "."
