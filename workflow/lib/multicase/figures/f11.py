"""F11, saturation: how many codes the interviews bring, one after the other, and where saturation stands."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.tables import t18
from multicase.tables.t18 import Outcome
from multicase.wording import counted

COLUMNS = (
    "order", "dated", "new_codes", "codes", "ratio", "reached", "band_low", "band_high", "base", "run", "threshold",
    "orders_reached", "orders", "in_codebook",
)  # fmt: skip
THIS, OTHERS = 1, 0  # where the two stand in the strip
ROOM = 1.2  # how high the axes are, over the highest that is drawn: what is written stands above


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per interview: COLUMNS, as they are in T18."""
    return tables["T18"][list(COLUMNS)]


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """Codes found so far with the band over other orders and new codes as bars; below, where saturation stands."""
    found = t18.outcome(rows)
    drawing, (axes, strip) = style.canvas(5.5, rows=2, sharex=True, height_ratios=(5, 1.4))
    _codes(axes, rows, found)
    _strip(strip, rows, found)
    strip.set(xlim=(0.5, found.interviews + 0.5), xlabel=_along(found))
    strip.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    handles, texts = axes.get_legend_handles_labels()
    style.legend(drawing, handles, texts)
    return drawing


def _codes(axes: Axes, rows: pd.DataFrame, found: Outcome) -> None:
    axes.plot(rows["order"], rows["codes"], color=style.BLUE, marker="o", markersize=4, label="codes so far")
    bars = axes.bar(rows["order"], rows["new_codes"], color=style.ORANGE, width=0.6, label="new codes")
    for number, bar in enumerate(bars):
        marks.show(number, bar)
    axes.fill_between(
        rows["order"], rows["band_low"], rows["band_high"], color=style.SKY, alpha=0.35, linewidth=0,
        label="middle 90% over other orders", zorder=0.5,
    )  # fmt: skip
    axes.axvspan(0.5, found.base + 0.5, color=style.LINE, alpha=0.5, zorder=0)
    if found.first:
        axes.axvline(found.first, color=style.INK, linestyle="--", linewidth=1, ymax=1 / ROOM)
    axes.axhline(found.in_codebook, color=style.SOFT, linestyle=":", linewidth=1)
    top = max(*rows["band_high"], found.in_codebook, 1)
    axes.set(ylim=(0, top * ROOM), ylabel="codes")
    axes.text(0.6, top * 1.11, "base", color=style.SOFT, fontsize=8.5)
    told = f"{counted(found.in_codebook, 'code')} in the codebook "
    axes.text(found.interviews + 0.5, found.in_codebook + top * 0.03, told, ha="right", color=style.SOFT, fontsize=8.5)


def _strip(axes: Axes, rows: pd.DataFrame, found: Outcome) -> None:
    """Where saturation holds in this order, and by which interview it is reached in others."""
    axes.set_ylim(OTHERS - 0.6, THIS + 0.6)
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    if not found.judged:
        axes.text(found.interviews / 2 + 0.5, THIS, t18.unjudged(found), ha="center", va="center", fontsize=8.5)
    if found.enough:
        axes.set_yticks([THIS, OTHERS], [_in_this_order(found), _in_other_orders(found)])
    else:
        axes.set_yticks([THIS], [_in_this_order(found)])
    held = rows.loc[rows["reached"] == "yes", "order"]
    axes.plot(held, [THIS] * len(held), color=style.BLUE, linestyle="", marker="s", markersize=4)
    if found.low is not None:
        axes.plot([found.low, found.high], [OTHERS] * 2, color=style.SKY, linewidth=5)
        axes.plot([found.median], [OTHERS], color=style.INK, marker="|", markersize=9, markeredgewidth=2)


def _in_this_order(found: Outcome) -> str:
    if not found.judged:
        return "saturation:\ncannot be judged"
    if not found.first:
        return "saturation:\nnot reached"
    return f"saturation:\nreached by {found.first}{', lost later' if found.lost else ''}"


def _in_other_orders(found: Outcome) -> str:
    if found.low is None:
        return f"in other orders:\nin none of {found.orders:,}"
    span = f"by {found.low}" if found.low == found.high else f"by {found.low} to {found.high}"
    return f"in other orders:\n{span}, never in {found.never:,} of {found.orders:,}"


def _along(found: Outcome) -> str:
    if found.undated == found.interviews:
        return "interviews, undated, in an arbitrary order"
    undated = f"; the last {found.undated if found.undated > 1 else 'one'} undated" if found.undated else ""
    tied = f"; {found.tied} dated alike" if found.tied else ""
    return f"interviews, in the order of their dates{tied}{undated}"


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    found = t18.outcome(rows)
    first = rows[rows["order"] <= found.base]["new_codes"].astype(int).sum()
    base, n = min(found.base, found.interviews), found.interviews
    told = f"The first {base} of {n} interviews bring {first} of {counted(found.codes, 'code')}."
    return " ".join(filter(None, [told, t18.result(found), t18.in_other_orders(found)]))
