"""F14, leave-one-case-out: do the verdicts hang on one case?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from multicase.claims import robustness
from multicase.figures import marks, style, verdicts
from multicase.figures.labels import Labels

ALL = "none"


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per claim and case left out, with none left out first: claim, decision, variation, verdict, changed.

    They are called as in T24, so that a mark leads to its row there.
    """
    told = tables["T24"]
    table = told[told["decision"] == robustness.CASES]
    whole = table.drop_duplicates("claim")
    whole = whole.assign(variation=ALL, verdict=whole["on_everything"], changed=robustness.KEPT)
    both = pd.concat([whole, table], ignore_index=True)
    return both[["claim", "decision", "variation", "verdict", "changed"]]


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """Claims down, the case left out across; a ring where the verdict changes."""
    claims, omitted = list(dict.fromkeys(rows["claim"])), list(dict.fromkeys(rows["variation"]))
    beside = max(map(style.widest, claims)) + 0.3
    width = max(style.WIDTH, beside + 0.45 * len(omitted))
    names = ["all cases", *(f"without\n{case}" for case in omitted[1:])]
    across = style.Across.fitting(names, (width - beside) / len(omitted))
    drawing, (axes,) = style.canvas(0.9 + across.height + 0.42 * len(claims), width=width)
    for number, row in enumerate(rows.itertuples()):
        x, y = omitted.index(row.variation), claims.index(row.claim)
        colour, mark = style.VERDICTS[row.verdict]
        drawn = [axes.scatter(x, y, s=95, color=colour, marker=mark, zorder=3)]
        if row.changed == robustness.CHANGED:
            drawn.append(axes.scatter(x, y, s=330, facecolors="none", edgecolors=style.INK, linewidths=1.2, zorder=4))
        marks.show(number, *drawn)
    verdicts.frame(axes, claims, across, len(omitted))
    handles, shown = verdicts.legend(axes, rows["verdict"])
    if (rows["changed"] == robustness.CHANGED).any():
        shown.append("verdict changes")
        handles.append(axes.scatter([], [], s=200, facecolors="none", edgecolors=style.INK))
    drawing.legend(handles, shown, ncols=4, loc="outside lower left", frameon=False)
    return drawing


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    changed = rows[rows["changed"] != robustness.KEPT]
    told = [f"{row.claim} becomes {row.verdict} without {row.variation}" for row in changed.itertuples()]
    return "Verdicts with each case left out. " + ("; ".join(told) if told else "No verdict changes") + "."
