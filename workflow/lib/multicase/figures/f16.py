"""F16, concordance: the verdict on each claim in the original, in the replication, and over the cases of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multicase.comparing.verdicts import NOT_ASKED, NOT_POOLED, SCALE
from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.tables.t28 import ORIGINAL, POOLED, REPLICATION
from multicase.wording import UNDEFINED

MARKS = {  # mark, colour, edge
    ORIGINAL: ("o", "white", style.INK),
    REPLICATION: ("s", style.BLUE, style.BLUE),
    POOLED: ("D", style.ORANGE, style.ORANGE),
}
HEIGHTS = {ORIGINAL: -0.27, REPLICATION: 0.0, POOLED: 0.27}  # beside the claim's line, so that none hides another
NOWHERE = -3  # where stands what has no verdict
PLACES = {NOWHERE: "no verdict"} | {place: verdict for verdict, place in SCALE.items()}
BESIDE = 2.95  # where the concordance is written
COLUMNS = ("claim", "study", "statement", "verdict", "n_for", "n_mixed", "n_against", "concordance")


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per claim and study (original, replication, pooled): COLUMNS, as T28 has them."""
    return tables["T28"][list(COLUMNS)].reset_index(drop=True)


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """Claims down, verdicts across; an arrow from the original's to the replication's."""
    claims = list(dict.fromkeys(rows["claim"]))
    firsts = rows.drop_duplicates("claim")
    names = [style.wrapped(f"{row.claim}  {row.statement}", 44) for row in firsts.itertuples()]
    drawing, (axes,) = style.canvas(1.1 + 0.86 * len(claims))
    places = {claim: _places(mine) for claim, mine in rows.groupby("claim", sort=False)}
    for number, row in enumerate(rows.itertuples()):
        x, y = places[row.claim][row.study], claims.index(row.claim) + HEIGHTS[row.study]
        mark, inside, edge = MARKS[row.study]
        drawn = [axes.scatter(x, y, s=70, marker=mark, facecolor=inside, edgecolor=edge, linewidths=1.3, zorder=3)]
        aside, align = (-0.14, "right") if _has_arrow_at_right(row.study, places[row.claim]) else (0.14, "left")
        drawn.append(axes.text(x + aside, y, _told(row), va="center", ha=align, fontsize=7.5, color=style.SOFT))
        marks.show(number, *drawn)
        if row.concordance:
            axes.text(BESIDE, y, row.concordance, va="center", fontsize=9, weight="bold")
    for line, claim in enumerate(claims):
        if _moved(places[claim]):
            _arrow(axes, line, places[claim])
        axes.axhline(line + 0.5, color=style.LINE, linewidth=0.6, zorder=0)
    axes.set_yticks(range(len(claims)), names, fontsize=8)
    axes.set_xticks(list(PLACES), [told.replace(" ", "\n") for told in PLACES.values()])
    axes.xaxis.tick_top()
    axes.axvspan(NOWHERE - 0.4, NOWHERE + 0.6, color=style.LINE, alpha=0.35, zorder=0)
    axes.set(xlim=(NOWHERE - 0.4, BESIDE + 1.15), ylim=(len(claims) - 0.5, -0.5))
    axes.tick_params(length=0, colors=style.INK)
    axes.grid(axis="x", color=style.LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    handles = [
        axes.scatter([], [], s=70, marker=mark, facecolor=inside, edgecolor=edge, linewidths=1.3)
        for mark, inside, edge in MARKS.values()
    ]
    drawing.legend(
        handles, list(MARKS), ncols=3, loc="outside lower left", frameon=False, alignment="left", title_fontsize=9,
        title="beside each: units for · on both sides · against",
    )  # fmt: skip
    return drawing


def _places(rows: pd.DataFrame) -> dict[str, int]:
    """Study -> where its verdict on a claim stands."""
    return {row.study: SCALE.get(row.verdict, NOWHERE) for row in rows.itertuples()}


def _moved(places: Mapping[str, int]) -> bool:
    """Whether original and replication both have a verdict, and not the same."""
    return NOWHERE not in (places[ORIGINAL], places[REPLICATION]) and places[ORIGINAL] != places[REPLICATION]


def _has_arrow_at_right(study: str, places: Mapping[str, int]) -> bool:
    """Whether the arrow goes or comes at the right of a study's mark, so that its numbers must stand at the left."""
    if study == POOLED or not _moved(places):
        return False
    return places[study] < places[REPLICATION if study == ORIGINAL else ORIGINAL]


def _arrow(axes: Any, line: int, places: Mapping[str, int]) -> None:
    """From the original's mark to the replication's."""
    how = {"arrowstyle": "-|>", "color": style.SOFT, "linewidth": 1.1, "shrinkA": 5, "shrinkB": 5}
    start, end = ((places[study], line + HEIGHTS[study]) for study in (ORIGINAL, REPLICATION))
    axes.annotate("", end, start, arrowprops=how, zorder=2)


def _told(row: Any) -> str:
    """The counts, or why there are none."""
    counts = [str(number) for number in (row.n_for, row.n_mixed, row.n_against)]
    if row.verdict in (NOT_ASKED, NOT_POOLED):
        return row.verdict
    return "" if UNDEFINED in counts else " · ".join(counts)


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    told = []
    for claim, mine in rows.groupby("claim", sort=False):
        verdicts = dict(zip(mine["study"], mine["verdict"], strict=True))
        stands = next(filter(None, mine["concordance"]))
        told.append(f"{claim}, {stands}: " + ", ".join(f"{study} {verdict}" for study, verdict in verdicts.items()))
    return "Verdicts in the original, the replication and both together. " + "; ".join(told) + "."
