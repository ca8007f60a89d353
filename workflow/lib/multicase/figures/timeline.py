"""A timeline: what was said of what in which year, against what happened in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from multicase.figures import declared, style
from multicase.figures.declared import Declared
from multicase.figures.labels import Labels
from multicase.wording import listed

EVENT = "(event)"
NOTHING = "None of the sources that the table counts has a date, so that nothing can be put in the order of time."


def rows(table: Declared, declaration: Mapping[str, Any], timeline: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """One row per year, line and stacked value: the declaration's columns, n_segments; then one per event.

    An event's row has its date, "(event)" in the line's column and its name in the stacked one. Undated sources are
    left out; without a dated one there are no rows.
    """
    across, stack = declaration["across"], declaration["stack"]
    line = declared.lines(declaration)[0]
    found = declared.rows(table, declaration)
    columns = list(found.columns)
    dated = found[found[across].str.fullmatch(r"\d{4}")].sort_values([across, line, stack], kind="stable")
    if dated.empty or not declaration.get("events"):
        return dated.reset_index(drop=True)
    events = pd.DataFrame(
        [{across: event["date"], line: EVENT, stack: event["event"], columns[-1]: 0} for event in timeline],
        columns=columns,
    )
    return pd.concat([dated, events], ignore_index=True)


def figure(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> Figure:
    """Years across, lines down; in each cell stacked bars; events above."""
    across, stack, line = declaration["across"], declaration["stack"], declared.lines(declaration)[0]
    count = declared.drawn(declaration)
    events, rows = rows[rows[line] == EVENT], rows[rows[line] != EVENT]
    years = [int(year) for year in rows[across]]
    periods = [str(year) for year in range(min(years), max(years) + 1)]
    lines = labels.ordered(line, rows[line], named_first=True)
    values = labels.ordered(stack, rows[stack], named_first=True)
    colours = dict(zip(values, style.colours(len(values)), strict=True))
    height = 0.62 * len(lines)
    canvas, (top, axes) = style.canvas(2.2 + height, 1, 2, sharex=True, height_ratios=[1, height])
    _events(top, events, across, stack, int(periods[0]), len(periods))
    scale = 0.78 / max(rows.groupby([across, line])[count].sum().max(), 1)
    for (period, name), cell in rows.groupby([across, line]):
        x, y = int(period) - int(periods[0]) + 0.05, lines.index(name)
        for value, colour in colours.items():
            n = int(cell.loc[cell[stack] == value, count].sum())
            if n:
                axes.barh(y, n * scale, left=x, height=0.55, color=colour)
                x += n * scale
        axes.text(x + 0.01, y, f" {int(cell[count].sum())}", va="center", fontsize=8)
    for place in range(len(periods) + 1):
        axes.axvline(place, color=style.LINE, linewidth=0.8, zorder=0)
    axes.set_xticks([place + 0.5 for place in range(len(periods))], periods)
    axes.set_yticks(range(len(lines)), [style.wrapped(labels(line, name), 28) for name in lines])
    axes.set(xlim=(0, len(periods)), ylim=(len(lines) - 0.45, -0.55))
    axes.tick_params(length=0)
    handles = [axes.barh(0, 0, color=colour) for colour in colours.values()]
    style.legend(canvas, handles, [labels(stack, value) for value in values])
    return canvas


def _events(top: Axes, events: pd.DataFrame, across: str, stack: str, first: int, years: int) -> None:
    style.bare(top)
    for number, (date, name) in enumerate(zip(events[across], events[stack], strict=True)):
        x, height = int(date[:4]) - first + (int(date[5:]) - 0.5) / 12, 0.3 * (number % 2)
        if -0.2 <= x <= years:
            top.plot([x, x], [0, 0.35 + height], color=style.SOFT, linewidth=1)
            told = style.wrapped(name, 13)
            top.text(x, 0.4 + height, told, ha="center", va="bottom", fontsize=7.5, color=style.INK)
    top.set_ylim(0, 1.35)


def alt(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> str:
    """What can be seen, in words."""
    across, stack, line = declaration["across"], declaration["stack"], declared.lines(declaration)[0]
    count, told = declared.drawn(declaration), []
    for period, group in rows[rows[line] != EVENT].groupby(across):
        sums = group.groupby(stack)[count].sum().sort_values(ascending=False, kind="stable")
        told.append(f"{period}: " + listed([f"{n} {labels(stack, value)}" for value, n in sums.items()]))
    return f"{declared.noun(count).capitalize()}s by year of the source. " + "; ".join(told) + "."
