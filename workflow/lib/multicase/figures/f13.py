"""F13, claim to theme to case: where the evidence for and against each claim lies, and the verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multicase.figures import marks, style, verdicts
from multicase.figures.labels import Labels
from multicase.wording import ALL_CASES, listed


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per claim and case, "all cases" first: claim, statement, themes, case, verdict and counts of units."""
    columns = ["claim", "statement", "codes_against", "themes", "case", "verdict", "n_for", "n_mixed", "n_against"]
    return tables["T23"][columns].reset_index(drop=True)


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """A table of marks: claims down with their themes, cases across; under each mark, units for and against."""
    claims, cases = list(dict.fromkeys(rows["claim"])), list(dict.fromkeys(rows["case"]))
    firsts = rows.drop_duplicates("claim")
    names = [_name(row, labels("themes", row.themes)) for row in firsts.itertuples()]
    beside = max(map(style.widest, names)) * style.SMALL + 0.3
    column = max(map(style.width_of, map(_numbers, rows.itertuples()))) * style.SMALL + 0.2
    width = max(style.WIDTH, beside + max(0.5, column) * len(cases))
    across = style.Across.fitting(cases, (width - beside) / len(cases))
    line = max(0.74, style.tallest(names) * style.SMALL + 0.1)
    drawing, (axes,) = style.canvas(0.9 + across.height + line * len(claims), width=width)
    for number, row in enumerate(rows.itertuples()):
        x, y = cases.index(row.case), claims.index(row.claim)
        colour, mark = style.VERDICTS[row.verdict]
        size = 150 if row.case == ALL_CASES else 90
        point = axes.scatter(x, y - 0.1, s=size, color=colour, marker=mark, zorder=3)
        marks.show(number, point, axes.text(x, y + 0.3, _numbers(row), ha="center", va="center", fontsize=8))
    verdicts.frame(axes, names, across, len(cases), fontsize=8)
    handles, shown = verdicts.legend(axes, rows["verdict"])
    drawing.legend(
        handles, shown, ncols=6, loc="outside lower left", frameon=False, alignment="left", title_fontsize=9,
        title="verdict (below it: units for · on both sides · against)",
    )  # fmt: skip
    return drawing


def _numbers(row: Any) -> str:
    return f"{row.n_for} · {row.n_mixed} · {row.n_against}"


def _name(row: Any, themes: str) -> str:
    told = style.wrapped(f"{row.claim}  {row.statement}", 52)
    uncontested = "" if row.codes_against else "\n(no code can count against it)"
    return f"{told}{uncontested}" + (f"\n{style.wrapped(f'[{themes}]', 60)}" if themes else "")


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    told = []
    for claim, group in rows.groupby("claim", sort=False):
        of_cases = group[group["case"] != ALL_CASES]["verdict"].value_counts()
        parts = [f"{of_cases[verdict]} {verdict}" for verdict in style.VERDICTS if verdict in of_cases]
        told.append(f"{claim}: {group.iloc[0]['verdict']} (cases: {listed(parts)})")
    return "Verdicts on the claims. " + "; ".join(told) + "."
