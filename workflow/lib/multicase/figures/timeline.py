"""A timeline: what was said of what in which year, against what happened in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from multicase.figures import declared, marks, style
from multicase.figures.declared import Declared
from multicase.figures.labels import Labels
from multicase.study import crosstables
from multicase.wording import counted, listed

EVENT, UNDATED = "(event)", "undated"
NOTHING = "None of the sources that the table counts has a date, so that nothing can be put in the order of time."


def rows(table: Declared, declaration: Mapping[str, Any], timeline: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """One row per year, line and stacked value: the declaration's columns, n_segments; then one per event.

    An event's row has its date, "(event)" in the line's column and its name in the stacked one. Undated sources are
    left out, and the rows' attribute `undated` tells how many segments; without a dated one there are no rows.
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
    if len(shown):
        counts = table.counted([across], [crosstables.drawn(declaration)])
        is_dated = counts[across].str.fullmatch(r"\d{4}")
        shown.attrs[UNDATED] = int(counts.loc[~is_dated, crosstables.drawn(declaration)].sum())
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
    fills = dict(zip(values, style.fills(len(values)), strict=True))
    names = [style.wrapped(labels(line, name), 28) for name in lines]
    beside = max(map(style.widest, names)) + 0.3
    in_cell = declared.counted_once(rows, [across, line], count)
    at_bars = max(style.width_of(f"{n}") for n in in_cell) * style.SMALL + 0.1
    width = max(style.WIDTH, beside + len(periods) * max(0.5, at_bars / 0.45))
    year = (width - beside) / len(periods)
    placed, above = _events(events, across, stack, int(periods[0]), len(periods), year)
    height = 0.62 * len(lines)
    note = style.fitted(_left_out(rows, events, declaration), width - 1)
    canvas, (top, axes) = style.canvas(
        1.2 + above + height + (1 + note.count("\n")) * style.LINE_HEIGHT * bool(note),
        1,
        2,
        width=width,
        sharex=True,
        height_ratios=[above, height],
    )
    _draw_events(top, placed, above)
    longest = rows.groupby([across, line])[count].sum().max()
    scale = min(0.78, 0.95 - at_bars / year) / max(longest, 1)
    for (period, name), cell in rows.groupby([across, line]):
        at = int(period) - int(periods[0]) + 0.05, lines.index(name)
        parts = [
            (row, n * scale, fill)
            for value, fill in fills.items()
            for row, n in cell.loc[cell[stack] == value, count].items()
        ]
        _bar(axes, at, parts, in_cell[period, name])
    for place in range(len(periods) + 1):
        axes.axvline(place, color=style.LINE, linewidth=0.8, zorder=0)
    axes.set_xticks([place + 0.5 for place in range(len(periods))], periods)
    axes.set_yticks(range(len(lines)), names)
    axes.set(xlim=(0, len(periods)), ylim=(len(lines) - 0.45, -0.55))
    axes.tick_params(length=0)
    canvas.supxlabel(note, fontsize=8, color=style.SOFT)
    handles = [axes.barh(0, 0, **fill) for fill in fills.values()]
    style.legend(canvas, handles, [labels(stack, value) for value in values])
    return canvas


def _draw_events(axes: Axes, placed: Sequence[tuple[float, float, str]], height: float) -> None:
    """Events in words, each at the end of a line that stands at its date. placed: of `_events`."""
    style.bare(axes)
    axes.set_ylim(0, height)
    for x, y, text in placed:
        axes.plot([x, x], [0, y - 0.05], color=style.SOFT, linewidth=1)
        axes.text(x, y, text, ha="center", va="bottom", fontsize=7.5, color=style.INK, linespacing=1.1)


def _bar(axes: Axes, at: tuple[float, int], parts: Sequence[tuple[int, float, dict[str, Any]]], number: int) -> None:
    """One stacked bar with its number behind it. parts: row of the figure's rows, length and fill of each."""
    x, y = at
    drawn: dict[int, list[Artist]] = {}
    for row, length, fill in parts:
        drawn[row] = [*axes.barh(y, length, left=x, height=0.55, **fill)]
        x += length
    told = axes.text(x + 0.01, y, f" {number}", va="center", fontsize=8)
    if len(drawn) > 1:
        marks.show(sorted(drawn), told)
    else:
        drawn[min(drawn)].append(told)
    for row, bars in drawn.items():
        marks.show(row, *bars)


def _events(
    events: pd.DataFrame, across: str, stack: str, first: int, years: int, year: float
) -> tuple[list[tuple[float, float, str]], float]:
    """Where each event stands (in years from the first, and inches above them) with its text, and what they all take.

    An event stands beside those before it, or above them where there is no room. year: its width in inches.
    """
    levels: list[list[tuple[float, float, float, str]]] = []
    for date, name in sorted(zip(events[across], events[stack], strict=True), key=lambda event: event[0]):
        x = _place(date, first)
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


def _place(date: str, first: int) -> float:
    """Where a month stands, in years from the first one drawn."""
    return int(date[:4]) - first + (int(date[5:]) - 0.5) / 12


def _left_out(rows: pd.DataFrame, events: pd.DataFrame, declaration: Mapping[str, Any]) -> str:
    """What has no place in the years drawn: segments without a year, and events before or after these years."""
    across, stack = declaration["across"], declaration["stack"]
    first, last = int(rows[across].min()), int(rows[across].max())
    undated = rows.attrs.get(UNDATED, 0)
    parts = [f"{counted(undated, declared.noun(crosstables.drawn(declaration)))} without a year"] if undated else []
    for date, name in zip(events[across], events[stack], strict=True):
        if not 0 <= _place(date, first) <= last - first + 1:
            parts.append(f"{name} ({date})")
    return f"Not drawn: {'; '.join(parts)}." if parts else ""


def alt(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> str:
    """What can be seen, in words."""
    across, stack, line = declaration["across"], declaration["stack"], declared.lines(declaration)[0]
    count, told = crosstables.drawn(declaration), []
    for period, group in rows[rows[line] != EVENT].groupby(across):
        sums = declared.counted_once(group, [across, stack], count).sort_values(ascending=False, kind="stable")
        told.append(f"{period}: " + listed([f"{n} {labels(stack, value)}" for (_, value), n in sums.items()]))
    events = rows[line] == EVENT
    left_out = _left_out(rows[~events], rows[events], declaration)
    return " ".join(
        [f"{declared.noun(count).capitalize()}s by year of the source.", f"{'; '.join(told)}.", left_out]
    ).strip()
