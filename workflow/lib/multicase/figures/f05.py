"""F05, theme by role: who speaks of what."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.tables.t07 import ROLE
from multicase.wording import listed

BAR = 1.3  # inches: the bar of shades with its words, and what lies between it and the grid


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table's rows of roles: theme, by, value (the role), n_participants, value_n, n_segments."""
    table = tables["T07"][tables["T07"]["by"] == ROLE]
    return table[["theme", "by", "value", "n_participants", "value_n", "n_segments"]].reset_index(drop=True)


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """A grid of shares: participants who speak of the theme, of all with the role."""
    themes, roles = list(dict.fromkeys(rows["theme"])), list(dict.fromkeys(rows["value"]))
    sizes = rows.drop_duplicates("value").set_index("value")["value_n"]
    names = [style.wrapped(labels("theme", theme), 26) for theme in themes]
    width, size = max(style.WIDTH, 3.5 + 0.75 * len(roles)), 9 if len(roles) < 7 else 7.5
    column = (width - max(map(style.widest, names)) - BAR) / len(roles)
    across = style.Across.fitting([f"{role}\n(n = {sizes[role]})" for role in roles], column * style.SIZE / size)
    drawing, (axes,) = style.canvas(0.95 + across.height + 0.45 * len(themes), width=width)
    shares = (rows["n_participants"] / rows["value_n"].clip(lower=1)).to_numpy().reshape(len(themes), len(roles))
    mesh = axes.pcolormesh(shares, cmap=style.SHADES, vmin=0, vmax=1, edgecolors="white", linewidth=2)
    for number, cell in enumerate(rows.itertuples()):
        x, y = roles.index(cell.value), themes.index(cell.theme)
        told = f"{cell.n_participants} of {cell.value_n}"
        colour = style.on_cell(shares[y, x])
        # All cells are one drawing; what can be pointed at lies over each, unseen.
        over = axes.add_patch(Rectangle((x, y), 1, 1, facecolor="white", alpha=0, linewidth=0))
        at = axes.text(x + 0.5, y + 0.5, told, ha="center", va="center", color=colour, fontsize=8.5)
        marks.show(number, over, at)
    across.write(axes, 0.5)
    axes.set_yticks([y + 0.5 for y in range(len(themes))], names)
    axes.tick_params(axis="x", labelsize=size)
    axes.invert_yaxis()
    axes.tick_params(length=0, colors=style.INK)
    axes.spines[:].set_visible(False)
    bar = drawing.colorbar(mesh, ax=axes, shrink=0.7, pad=0.01, ticks=[0, 0.5, 1])
    bar.ax.set_yticklabels(["none", "half", "all"])
    bar.outline.set_visible(False)
    return drawing


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    told = []
    for theme, group in rows.groupby("theme", sort=False):
        spoken = [
            f"{row.n_participants} of {row.value_n} {row.value}" for row in group.itertuples() if row.n_participants
        ]
        told.append(f"{labels('theme', theme)}: {listed(spoken) or 'nobody'}")
    return "Participants who speak of each theme. " + "; ".join(told) + "."
