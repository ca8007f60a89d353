"""F17, robustness: on how many decisions does each verdict hang?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multicase.claims import INSUFFICIENT, VERDICTS, robustness
from multicase.figures import marks, style
from multicase.figures.labels import Labels

ALL = "all together"
NO_VERDICT = "no verdict"
COLUMNS = ("claim", "on_everything", "decision", "variations", "kept", "too_little", "others")


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per claim and kind of decision, and one for all together (COLUMNS).

    on_everything: the verdict, called as in T24, so that a mark leads to its rows there; variations: how many; kept: of
    them, those with that verdict; too_little: those that leave too little to judge; others: the other verdicts, in
    their order.
    """
    table = tables["T24"]
    found = []
    for claim, mine in table.groupby("claim", sort=False):
        for decision in robustness.GROUPS:
            part = mine[mine["decision"] == decision]
            if len(part):
                found.append(_row(claim, mine, decision, part, len(part), *_counts(part)))
        found.append(_row(claim, mine, ALL, mine, *robustness.tally(mine)))
    return pd.DataFrame(found, columns=list(COLUMNS))


def _counts(part: pd.DataFrame) -> tuple[int, int]:
    told = list(part["changed"])
    return told.count(robustness.KEPT), told.count(robustness.TOO_LITTLE)


def _row(
    claim: str, mine: pd.DataFrame, decision: str, part: pd.DataFrame, n: int, kept: int, too_little: int
) -> tuple[object, ...]:
    others = set(part.loc[part["changed"] == robustness.CHANGED, "verdict"])
    named = ", ".join(verdict for verdict in VERDICTS if verdict in others)
    return claim, mine["on_everything"].iloc[0], decision, n, kept, too_little, named


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """A table: claims down with their verdicts, decisions across; the darker, the more variations change them."""
    claims, decisions = list(dict.fromkeys(rows["claim"])), [*robustness.GROUPS, ALL]
    decisions = [decision for decision in decisions if (rows["decision"] == decision).any()]
    verdicts = rows.drop_duplicates("claim").set_index("claim")["on_everything"]
    names = [f"{claim}  {verdicts[claim]}" for claim in claims]
    beside = max(map(style.widest, names)) + 0.3
    width = max(style.WIDTH, beside + 0.85 * len(decisions))
    across = style.Across.fitting(decisions, (width - beside) / len(decisions))
    drawing, (axes,) = style.canvas(0.7 + across.height + 0.62 * len(claims), width=width)
    for number, row in enumerate(rows.itertuples()):
        x, y = decisions.index(row.decision), claims.index(row.claim)
        judged = row.variations - row.too_little
        otherwise = 1 - row.kept / judged if judged and row.on_everything != INSUFFICIENT else 0
        cell = axes.add_patch(style.cell(x, y, otherwise))
        lines = [_kept(row), *filter(None, row.others.split(", "))]
        lines += [f"{row.too_little} too little"] if row.too_little else []
        colour = style.on_cell(otherwise)
        told = axes.text(x, y, "\n".join(lines), ha="center", va="center", fontsize=7, color=colour, linespacing=1.05)
        marks.show(number, cell, told)
    axes.set_yticks(range(len(claims)), names)
    across.write(axes)
    axes.set(xlim=(-0.5, len(decisions) - 0.5), ylim=(len(claims) - 0.5, -0.5))
    axes.tick_params(length=0, colors=style.INK)
    axes.spines[:].set_visible(False)
    return drawing


def _kept(row: Any) -> str:
    """Of the variations that can be judged those that keep the verdict; a claim without a verdict has none to keep."""
    return NO_VERDICT if row.on_everything == INSUFFICIENT else f"{row.kept} of {row.variations - row.too_little}"


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    whole = rows[rows["decision"] == ALL]
    told = [f"{row.claim}, {row.on_everything}: {_kept(row)} variations keep it" for row in whole.itertuples()]
    return "Robustness of the verdicts. " + "; ".join(told) + "."
