"""F12, reliability with intervals: how far coders agree on each code, and over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.tables import t19
from multicase.wording import UNDEFINED

SIGNS = (("D", style.GREEN), ("^", style.PINK), ("s", style.SKY), ("v", style.GREY))
NO_NUMBER = ("", UNDEFINED)


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per code, then over all and for sets of codes.

    Columns: code, units, given_by_all, given_by_some, alpha, ac1, low, high, status, and of each program that coded
    `alpha_<name>`, its alpha with what people gave.
    """
    table = tables["T19"]
    table = table[~table["code"].str.contains("unitizing")]
    bounds = table["interval"].str.extract(r"^(-?[0-9.]+) to (-?[0-9.]+)$")
    shown = table[["code", "units", "given_by_all", "given_by_some", "alpha", "ac1"]]
    shown = shown.assign(low=bounds[0].fillna(""), high=bounds[1].fillna(""), status=table["status"])
    return shown.assign(**{name: table[name] for name in table.columns if name.startswith(t19.ALPHA)})


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """A line per code: alpha with its interval as a point and a bar, AC1 as a ring, each program's alpha as a sign of
    its own.
    """
    programs = [name for name in rows.columns if name.startswith(t19.ALPHA)]
    names = [style.wrapped(_name(code, labels), 60) for code in rows["code"]]
    drawing, (axes,) = style.canvas(1.3 + max(0.235, style.tallest(names) * style.SMALL + 0.06) * len(rows))
    for limit, name in ((0.667, "tentative"), (0.8, "good")):
        axes.axvline(limit, color=style.SOFT, linestyle=":", linewidth=1)
        side = "right" if name == "tentative" else "left"
        axes.text(limit, -1.1, f" {name} ", ha=side, fontsize=8, color=style.SOFT)
    for y, row in enumerate(rows.itertuples()):
        colour = style.INK if row.code.startswith("(") else style.BLUE
        drawn: list[Artist] = []
        if row.low != "":
            drawn += axes.plot([float(row.low), float(row.high)], [y, y], color=colour, linewidth=1.6, alpha=0.6)
        if row.ac1 not in NO_NUMBER:
            drawn.append(axes.scatter(float(row.ac1), y, s=26, facecolors="none", edgecolors=style.ORANGE, zorder=3))
        for place, name in enumerate(programs):
            if (value := getattr(row, name)) not in NO_NUMBER:
                drawn.append(axes.scatter(float(value), y, zorder=5, **_sign(place)))
        if row.alpha in NO_NUMBER:
            drawn.append(axes.text(-0.98, y, row.status, va="center", fontsize=7.5, color=style.SOFT))
        else:
            drawn.append(axes.scatter(float(row.alpha), y, s=22, color=colour, zorder=4))
        drawn.append(axes.text(1.05, y, f"{row.given_by_all} / {row.given_by_some}", va="center", fontsize=7.5))
        marks.show(y, *drawn)
    axes.text(1.05, -1.1, "all / some", fontsize=7.5, color=style.SOFT)
    axes.set_yticks(range(len(rows)), names, fontsize=8)
    axes.set(xlim=(-1, 1.2), ylim=(len(rows) - 0.4, -1.6), xlabel="agreement beyond chance")
    axes.set_xticks([-1, -0.5, 0, 0.5, 1])
    axes.grid(axis="y", color=style.LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    handles = [
        axes.scatter([], [], s=22, color=style.BLUE),
        axes.plot([], [], color=style.BLUE, alpha=0.6)[0],
        axes.scatter([], [], s=26, facecolors="none", edgecolors=style.ORANGE),
    ]
    told = ["Krippendorff's alpha", "its 95% interval, over sources", "Gwet's AC1"]
    handles += [axes.scatter([], [], **_sign(place)) for place in range(len(programs))]
    told += [f"alpha of {name.removeprefix(t19.ALPHA)} (a program) and people" for name in programs]
    drawing.legend(handles, told, ncols=2 if programs else 3, loc="outside upper left", frameon=False)
    return drawing


def _sign(place: int) -> dict[str, Any]:
    """How a program's alpha is drawn, by its place among the programs."""
    sign, colour = SIGNS[place % len(SIGNS)]
    return {"marker": sign, "color": colour, "s": 24}


def _name(code: str, labels: Labels) -> str:
    name = code.strip("()")
    return labels("code", code) if name == code else name[0].upper() + name[1:]


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    over_all = rows.loc[rows["code"] == "(all codes)"].iloc[0]
    interval = f" ({over_all['low']} to {over_all['high']})" if over_all["low"] else ""
    seen = f"{t19.distribution(rows, partial(labels, 'code'))} Alpha over all codes is {over_all['alpha']}{interval}."
    programs = [name for name in rows.columns if name.startswith(t19.ALPHA)]
    own = [f"Of {name.removeprefix(t19.ALPHA)} (a program) and people it is {over_all[name]}." for name in programs]
    return " ".join([seen, *own])
