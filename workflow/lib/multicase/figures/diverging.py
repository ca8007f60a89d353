"""Diverging bars: one value of a column to the left, another to the right, in colours or in panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from multicase.figures import declared, marks, style
from multicase.figures.declared import Declared
from multicase.figures.labels import Labels
from multicase.study import crosstables
from multicase.wording import counted, listed


def rows(table: Declared, declaration: Mapping[str, Any], timeline: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """One row per bar, of the two sides alone: the declaration's columns, then its counts."""
    found = declared.rows(table, declaration)
    side, values = _side(declaration)
    shown = found[found[side].isin(values)].reset_index(drop=True)
    declared.told_once(shown, table, [side, *_in_words_of(declaration)], crosstables.drawn(declaration))
    return shown


def _in_words_of(declaration: Mapping[str, Any]) -> list[str]:
    """The columns whose values the alternative text tells."""
    return [declaration["panels"]] if declaration.get("panels") else declared.lines(declaration)


def _side(declaration: Mapping[str, Any]) -> tuple[str, tuple[str, str]]:
    """The column that makes the sides, and its values at the left and at the right."""
    ((column, left),) = declaration["left"].items()
    ((_, right),) = declaration["right"].items()
    return column, (left, right)


def figure(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> Figure:
    """Lines down; the value of `left` to the left, that of `right` to the right; a panel for each value of `panels`."""
    panels_of, by = declaration.get("panels", ""), declaration.get("by", "")
    keys = declared.lines(declaration)
    lines = _lines(rows, labels, declaration)
    names = [style.wrapped(_name(keys, line[: len(keys)], labels), 32) for line in lines]
    panels = labels.ordered(panels_of, rows[panels_of]) if panels_of else [""]
    beside = max(map(style.widest, names)) + 0.3
    at_bars = max(style.width_of(_told(row, declaration)) for row in rows.to_dict("records")) * style.SMALL + 0.1
    width = max(style.WIDTH, beside + len(panels) * max(2.1, 3 * at_bars))
    half = (width - beside) / len(panels) / 2 - 0.1
    titles = [style.fitted(labels(panels_of, value) if value else "", 2 * half - 0.2, bold=True) for value in panels]
    above = max(title.count("\n") for title in titles) * style.LINE_HEIGHT
    canvas, axes = style.canvas(1.25 + above + 0.4 * len(lines), len(panels), width=width, sharex=True, sharey=True)
    values = labels.ordered(by, rows[by]) if by else list(_side(declaration)[1])
    fills = dict(zip(values, style.fills(len(values)), strict=True))
    given = rows.to_dict("records")
    reach = max(rows[crosstables.drawn(declaration)].max(), 1) / (1 - at_bars / half)
    for panel, value, title in zip(axes, panels, titles, strict=True):
        shown = [(at, row) for at, row in enumerate(given) if not panels_of or row[panels_of] == value]
        panel.set_title(title, loc="left")
        _bars(panel, shown, lines, declaration, fills)
        panel.set_xlim(-reach, reach)
        panel.tick_params(length=0)
    axes[0].set_yticks(range(len(lines)), names)
    axes[0].set_ylim(len(lines) - 0.4, -0.6)
    axes[0].xaxis.get_major_locator().set_params(integer=True)
    axes[0].xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    side, (left, right) = _side(declaration)
    more = declared.beside(declaration)
    noun = f"{declared.noun(crosstables.drawn(declaration))}s"
    noun += f" ({declared.noun(more)}s in brackets)" if more not in {"", "n_cases"} else ""
    canvas.supxlabel(f"{noun}: {labels(side, left)} to the left, {labels(side, right)} to the right", fontsize=9)
    handles = [axes[0].barh(0, 0, **fill) for fill in fills.values()]
    style.legend(canvas, handles, [labels(by or side, value) for value in values])
    return canvas


def _name(keys: Sequence[str], line: Sequence[str], labels: Labels) -> str:
    return ", ".join(labels(key, value) for key, value in zip(keys, line, strict=True))


def _lines(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """With colours: by colour, a line for each, what occurs most often first; else in the table's order."""
    keys, by = declared.lines(declaration), declaration.get("by", "")
    if not by:
        return labels.lines(keys, rows)
    order = labels.ordered(by, rows[by])
    ordered = rows.assign(place=[order.index(value) for value in rows[by]])
    ordered = ordered.sort_values(["place", crosstables.drawn(declaration)], ascending=[True, False], kind="stable")
    return list(ordered[[*keys, by]].drop_duplicates().itertuples(index=False, name=None))


def _bars(
    panel: Axes,
    rows: Sequence[tuple[int, Mapping[str, Any]]],
    lines: Sequence[tuple[str, ...]],
    declaration: Mapping[str, Any],
    fills: Mapping[str, Mapping[str, str]],
) -> None:
    side, (left, _) = _side(declaration)
    count, by = crosstables.drawn(declaration), declaration.get("by", "")
    of_line = [*declared.lines(declaration), *([by] if by else [])]
    panel.axvline(0, color=style.INK, linewidth=0.8)
    for at, row in rows:
        y, n = lines.index(tuple(row[key] for key in of_line)), int(row[count])
        sign = -1 if row[side] == left else 1
        bar = panel.barh(y, sign * n, height=0.62, **fills[row[by] if by else row[side]])
        told, align = f" {_told(row, declaration)} ", "right" if sign < 0 else "left"
        marks.show(at, *bar, panel.text(sign * n, y, told, ha=align, va="center", fontsize=8))


def _told(row: Mapping[str, Any], declaration: Mapping[str, Any]) -> str:
    """What stands at a bar: its count, and the one beside it."""
    n, more = int(row[crosstables.drawn(declaration)]), declared.beside(declaration)
    if more == "n_cases":
        return f"{n} in {counted(int(row[more]), declared.noun(more))}"
    return f"{n} ({int(row[more])})" if more else f"{n}"


def alt(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> str:
    """What can be seen, in words."""
    side, sides = _side(declaration)
    count, keys = crosstables.drawn(declaration), _in_words_of(declaration)
    told = []
    for value in sides:
        sums = declared.counted_once(rows[rows[side] == value], [side, *keys], count)
        ordered = sums.sort_values(ascending=False, kind="stable")
        parts = [f"{_name(keys, line[1:], labels)} ({n})" for line, n in ordered.items()]
        told.append(f"{labels(side, value)}: {listed(parts) or 'none'}")
    return f"{declared.noun(count).capitalize()}s. " + "; ".join(told) + "."
