"""Diverging bars: one value of a column to the left, another to the right, in colours or in panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from multicase.figures import declared, style
from multicase.figures.declared import Declared
from multicase.figures.labels import Labels
from multicase.wording import counted, listed


def rows(table: Declared, declaration: Mapping[str, Any], timeline: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """One row per bar, of the two sides alone: the declaration's columns, then its counts."""
    found = declared.rows(table, declaration)
    side, values = _side(declaration)
    return found[found[side].isin(values)].reset_index(drop=True)


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
    panels = labels.ordered(panels_of, rows[panels_of]) if panels_of else [""]
    canvas, axes = style.canvas(1.25 + 0.4 * len(lines), len(panels), sharex=True, sharey=True)
    values = labels.ordered(by, rows[by]) if by else list(_side(declaration)[1])
    colours = dict(zip(values, style.colours(len(values)), strict=True))
    reach = max(rows[declared.drawn(declaration)].max(), 1) * 1.35
    for panel, value in zip(axes, panels, strict=True):
        shown = rows[rows[panels_of] == value] if panels_of else rows
        if panels_of:
            panel.set_title(style.wrapped(labels(panels_of, value), 24), loc="left")
        _bars(panel, shown, lines, declaration, colours)
        panel.set_xlim(-reach, reach)
        panel.tick_params(length=0)
    axes[0].set_yticks(range(len(lines)), [style.wrapped(_name(keys, line, labels), 32) for line in lines])
    axes[0].set_ylim(len(lines) - 0.4, -0.6)
    axes[0].xaxis.get_major_locator().set_params(integer=True)
    axes[0].xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    side, (left, right) = _side(declaration)
    noun = declared.noun(declared.drawn(declaration))
    canvas.supxlabel(f"{noun}s: {labels(side, left)} to the left, {labels(side, right)} to the right", fontsize=9)
    handles = [axes[0].barh(0, 0, color=colour) for colour in colours.values()]
    style.legend(canvas, handles, [labels(by or side, value) for value in values])
    return canvas


def _name(keys: Sequence[str], line: Sequence[str], labels: Labels) -> str:
    return ", ".join(labels(key, value) for key, value in zip(keys, line, strict=True))


def _lines(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """With colours: by colour, then what occurs most often first; else in the table's order."""
    keys, by = declared.lines(declaration), declaration.get("by", "")
    if not by:
        return labels.lines(keys, rows)
    order = labels.ordered(by, rows[by])
    ordered = rows.assign(place=[order.index(value) for value in rows[by]])
    ordered = ordered.sort_values(["place", declared.drawn(declaration)], ascending=[True, False], kind="stable")
    return list(ordered[keys].drop_duplicates().itertuples(index=False, name=None))


def _bars(
    panel: Axes,
    rows: pd.DataFrame,
    lines: Sequence[tuple[str, ...]],
    declaration: Mapping[str, Any],
    colours: Mapping[str, str],
) -> None:
    side, (left, _) = _side(declaration)
    count, more, by = declared.drawn(declaration), declared.beside(declaration), declaration.get("by", "")
    panel.axvline(0, color=style.INK, linewidth=0.8)
    for row in rows.to_dict("records"):
        y, n = lines.index(tuple(row[key] for key in declared.lines(declaration))), int(row[count])
        sign = -1 if row[side] == left else 1
        panel.barh(y, sign * n, height=0.62, color=colours[row[by] if by else row[side]])
        told = f" {n} in {counted(int(row[more]), declared.noun(more))} " if more == "n_cases" else f" {n} "
        panel.text(sign * n, y, told, ha="right" if sign < 0 else "left", va="center", fontsize=8)


def alt(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> str:
    """What can be seen, in words."""
    side, sides = _side(declaration)
    count, keys = declared.drawn(declaration), declared.lines(declaration)
    if declaration.get("panels"):
        keys = [declaration["panels"]]
    told = []
    for value in sides:
        sums = (
            rows[rows[side] == value].groupby(keys, sort=False)[count].sum().sort_values(ascending=False, kind="stable")
        )
        parts = [f"{_name(keys, line if len(keys) > 1 else (line,), labels)} ({n})" for line, n in sums.items()]
        told.append(f"{labels(side, value)}: {listed(parts) or 'none'}")
    return f"{declared.noun(count).capitalize()}s. " + "; ".join(told) + "."
