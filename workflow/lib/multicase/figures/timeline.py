"""A timeline: what was said of what in which year, against what happened in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from multicase.figures import declared, marks, style
from multicase.figures.declared import Declared
from multicase.figures.labels import Labels
from multicase.study import crosstables
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
    shown = found[found[across].str.fullmatch(r"\d{4}")].sort_values([across, line, stack], kind="stable")
    if len(shown) and declaration.get("events"):
        events = [{across: event["date"], line: EVENT, stack: event["event"], columns[-1]: 0} for event in timeline]
        shown = pd.concat([shown, pd.DataFrame(events, columns=columns)])
    shown = shown.reset_index(drop=True)
    for told in (line, stack) if len(shown) else ():
        declared.told_once(shown, table, [across, told], crosstables.drawn(declaration))
    return shown


def figure(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> Figure:
    """Years across, lines down; in each cell stacked bars; events above."""
    across, stack, line = declaration["across"], declaration["stack"], declared.lines(declaration)[0]
    count = crosstables.drawn(declaration)
    rows = rows.reset_index(drop=True)
    events, rows = rows[rows[line] == EVENT], rows[rows[line] != EVENT]
    years = [int(year) for year in rows[across]]
    periods = [str(year) for year in range(min(years), max(years) + 1)]
    lines = labels.ordered(line, rows[line], named_first=True)
    values = labels.ordered(stack, rows[stack], named_first=True)
    colours = dict(zip(values, style.colours(len(values)), strict=True))
    names = [style.wrapped(labels(line, name), 28) for name in lines]
    beside = max(map(style.widest, names)) + 0.3
    counted = declared.counted_once(rows, [across, line], count)
    at_bars = max(style.width_of(f"{n}") for n in counted) * style.SMALL + 0.1
    width = max(style.WIDTH, beside + len(periods) * max(0.5, at_bars / 0.45))
    year = (width - beside) / len(periods)
    placed, above = _events(events, across, stack, int(periods[0]), len(periods), year)
    height = 0.62 * len(lines)
    canvas, (top, axes) = style.canvas(
        1.2 + above + height, 1, 2, width=width, sharex=True, height_ratios=[above, height]
    )
    style.bare(top)
    top.set_ylim(0, above)
    for x, y, text in placed:
        top.plot([x, x], [0, y - 0.05], color=style.SOFT, linewidth=1)
        top.text(x, y, text, ha="center", va="bottom", fontsize=7.5, color=style.INK, linespacing=1.1)
    longest = rows.groupby([across, line])[count].sum().max()
    scale = min(0.78, 0.95 - at_bars / year) / max(longest, 1)
    for (period, name), cell in rows.groupby([across, line]):
        x, y = int(period) - int(periods[0]) + 0.05, lines.index(name)
        drawn: dict[int, list[Artist]] = {}
        for value, colour in colours.items():
            for row, n in cell.loc[cell[stack] == value, count].items():
                drawn[row] = [*axes.barh(y, n * scale, left=x, height=0.55, color=colour)]
                x += n * scale
        number = axes.text(x + 0.01, y, f" {counted[period, name]}", va="center", fontsize=8)
        if len(drawn) > 1:
            marks.show(sorted(drawn), number)
        else:
            drawn[min(drawn)].append(number)
        for row, bars in drawn.items():
            marks.show(row, *bars)
    for place in range(len(periods) + 1):
        axes.axvline(place, color=style.LINE, linewidth=0.8, zorder=0)
    axes.set_xticks([place + 0.5 for place in range(len(periods))], periods)
    axes.set_yticks(range(len(lines)), names)
    axes.set(xlim=(0, len(periods)), ylim=(len(lines) - 0.45, -0.55))
    axes.tick_params(length=0)
    handles = [axes.barh(0, 0, color=colour) for colour in colours.values()]
    style.legend(canvas, handles, [labels(stack, value) for value in values])
    return canvas


def _events(
    events: pd.DataFrame, across: str, stack: str, first: int, years: int, year: float
) -> tuple[list[tuple[float, float, str]], float]:
    """Where each event stands (in years from the first, and inches above them) with its text, and what they all take.

    An event stands beside those before it, or above them where there is no room. year: its width in inches.
    """
    levels: list[list[tuple[float, float, float, str]]] = []
    for date, name in sorted(zip(events[across], events[stack], strict=True), key=lambda event: event[0]):
        x = int(date[:4]) - first + (int(date[5:]) - 0.5) / 12
        if not 0 <= x <= years:
            continue
        text = style.wrapped(name, 13)
        half = style.widest(text) * 7.5 / style.SIZE / 2 / year + 0.08 / year
        level = next((level for level in levels if level[-1][1] <= x - half), None)
        if level is None:
            levels.append(level := [])
        level.append((x, x + half, (1 + text.count("\n")) * 0.13, text))
    placed, y = [], 0.25
    for level in levels:
        placed += [(x, y, text) for x, _, _, text in level]
        y += max(height for _, _, height, _ in level) + 0.15
    return placed, y


def alt(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> str:
    """What can be seen, in words."""
    across, stack, line = declaration["across"], declaration["stack"], declared.lines(declaration)[0]
    count, told = crosstables.drawn(declaration), []
    for period, group in rows[rows[line] != EVENT].groupby(across):
        sums = declared.counted_once(group, [across, stack], count).sort_values(ascending=False, kind="stable")
        told.append(f"{period}: " + listed([f"{n} {labels(stack, value)}" for (_, value), n in sums.items()]))
    return f"{declared.noun(count).capitalize()}s by year of the source. " + "; ".join(told) + "."
