"""F15, policy timeline: what was said of policy in which year, against what happened in it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from multicase.figures import style

EVENT = "(event)"
EFFECTS = {
    "willingness": ("less willing", style.BLUE),
    "focus": ("focus disturbed", style.SKY),
    "willingness (against)": ("carrying on", style.ORANGE),
    "focus (against)": ("an opportunity", style.PINK),
    "not said": ("trigger only", style.GREY),
}


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per year, trigger and effect: period, trigger, effect, n_segments; then one per event of study.yaml's
    timeline: its date, "(event)" and its name.
    """
    table = tables["T15"]
    table = table[table["period"] != "not said"]
    # A segment with two triggers stands in two rows of the table; the most of them is what the year has at least.
    by_trigger = table.groupby(["period", "trigger", "effect"], as_index=False)["n_segments"].sum()
    told = by_trigger.sort_values(["period", "trigger", "effect"], kind="stable", ignore_index=True)
    dated = tables["study"].rename(columns={"date": "period", "event": "effect"})
    return pd.concat([told, dated.assign(trigger=EVENT, n_segments=0)[list(told.columns)]], ignore_index=True)


def figure(rows: pd.DataFrame) -> Figure:
    """Years across, triggers down; in each cell stacked bars of the effects; events above."""
    events, rows = rows[rows["trigger"] == EVENT], rows[rows["trigger"] != EVENT]
    periods = [str(year) for year in range(int(min(rows["period"])), int(max(rows["period"])) + 1)]
    triggers = sorted(set(rows["trigger"]), key=lambda name: (name == "not said", name))
    drawing, (top, axes) = style.canvas(
        2.2 + 0.62 * len(triggers), 1, 2, sharex=True, height_ratios=[1, 0.62 * len(triggers)]
    )
    style.bare(top)
    first = int(periods[0])
    for number, (date, name) in enumerate(zip(events["period"], events["effect"], strict=True)):
        x = int(date[:4]) - first + (int(date[5:]) - 0.5) / 12
        if -0.2 <= x <= len(periods):
            top.plot([x, x], [0, 0.35 + 0.3 * (number % 2)], color=style.SOFT, linewidth=1)
            top.text(
                x,
                0.4 + 0.3 * (number % 2),
                style.wrapped(name, 13),
                ha="center",
                va="bottom",
                fontsize=7.5,
                color=style.INK,
            )
    top.set_ylim(0, 1.35)
    scale = 0.78 / max(rows.groupby(["period", "trigger"])["n_segments"].sum().max(), 1)
    for (period, trigger), cell in rows.groupby(["period", "trigger"]):
        x = int(period) - first + 0.05
        y = triggers.index(trigger)
        for effect, (_, colour) in EFFECTS.items():
            n = int(cell.loc[cell["effect"] == effect, "n_segments"].sum())
            if n:
                axes.barh(y, n * scale, left=x, height=0.55, color=colour)
                x += n * scale
        axes.text(x + 0.01, y, f" {int(cell['n_segments'].sum())}", va="center", fontsize=8)
    for place in range(len(periods) + 1):
        axes.axvline(place, color=style.LINE, linewidth=0.8, zorder=0)
    axes.set_xticks([place + 0.5 for place in range(len(periods))], periods)
    axes.set_yticks(
        range(len(triggers)), ["no trigger named" if name == "not said" else style.words(name) for name in triggers]
    )
    axes.set(xlim=(0, len(periods)), ylim=(len(triggers) - 0.45, -0.55))
    axes.tick_params(length=0)
    shown = [effect for effect in EFFECTS if (rows["effect"] == effect).any()]
    handles = [axes.barh(0, 0, color=EFFECTS[effect][1]) for effect in shown]
    drawing.legend(handles, [EFFECTS[effect][0] for effect in shown], ncols=5, loc="outside lower left", frameon=False)
    return drawing


def alt(rows: pd.DataFrame) -> str:
    """What can be seen, in words."""
    told = []
    for period, group in rows[rows["trigger"] != EVENT].groupby("period"):
        sums = group.groupby("effect")["n_segments"].sum().sort_values(ascending=False, kind="stable")
        told.append(f"{period}: " + style.joined([f"{n} {EFFECTS[effect][0]}" for effect, n in sums.items()]))
    return "Segments on policy by year of the source. " + "; ".join(told) + "."
