"""F11, saturation: how many codes the interviews bring, one after the other."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from multicase.figures import style
from multicase.figures.labels import Labels


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per interview: order, new_codes, codes, ratio, reached, band_low, band_high, base."""
    columns = ["order", "new_codes", "codes", "ratio", "reached", "band_low", "band_high", "base", "run", "threshold"]
    return tables["T18"][columns]


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """Codes found so far with the band over other orders, and new codes as bars."""
    drawing, (axes,) = style.canvas(4.2)
    axes.fill_between(rows["order"], rows["band_low"], rows["band_high"], color=style.SKY, alpha=0.35, linewidth=0)
    axes.plot(rows["order"], rows["codes"], color=style.BLUE, marker="o", markersize=4, label="codes so far, by date")
    axes.bar(rows["order"], rows["new_codes"], color=style.ORANGE, width=0.6, label="new codes")
    handles, labels = axes.get_legend_handles_labels()
    handles.append(axes.fill_between([], [], [], color=style.SKY, alpha=0.35))
    labels.append("middle 90% over other orders")
    reached = rows.loc[rows["reached"] == "yes", "order"]
    if len(reached):
        axes.axvline(reached.iloc[0], color=style.INK, linestyle="--", linewidth=1)
        side = "right" if reached.iloc[0] > rows["order"].max() / 2 else "left"
        told = f" saturation by interview {reached.iloc[0]} "
        axes.text(reached.iloc[0], rows["codes"].max() * 0.45, told, ha=side, fontsize=8.5)
    axes.axvspan(0.5, rows["base"].iloc[0] + 0.5, color=style.LINE, alpha=0.5, zorder=0)
    axes.set(xlim=(0.5, rows["order"].max() + 0.5), ylim=(0, max(*rows["codes"], *rows["band_high"], 1) * 1.14))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.text(0.6, axes.get_ylim()[1] * 0.93, "base", color=style.SOFT, fontsize=8.5)
    axes.set(xlabel="interviews, in the order of their dates", ylabel="codes")
    drawing.legend(handles, labels, ncols=3, loc="outside upper left", frameon=False)
    return drawing


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    reached = rows.loc[rows["reached"] == "yes", "order"]
    end = f"saturation is reached with interview {reached.iloc[0]}" if len(reached) else "saturation is not reached"
    last = rows.iloc[-1]
    first = rows[rows["order"] <= last["base"]]["new_codes"].sum()
    return f"The first {last['base']} of {last['order']} interviews bring {first} of {last['codes']} codes; {end}."
