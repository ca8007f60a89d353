"""A matrix: two columns of a table against each other, each cell with its count, darker for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from multicase.figures import declared, marks, style
from multicase.figures.declared import Declared
from multicase.figures.labels import Labels
from multicase.study import crosstables
from multicase.wording import listed


def rows(table: Declared, declaration: Mapping[str, Any], timeline: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """One row per cell with something in it: the declaration's columns, then its counts."""
    return declared.rows(table, declaration)


def figure(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> Figure:
    """Lines down, the values of `across` to the right; the number that is drawn stands in each cell."""
    keys, across = declared.lines(declaration), declaration["across"]
    count, more = crosstables.drawn(declaration), declared.beside(declaration)
    lines = labels.lines(keys, rows)
    values = labels.ordered(across, rows[across])
    names = [style.wrapped(", ".join(map(labels, keys, line)), 30) for line in lines]
    beside = max(map(style.widest, names)) + 0.3
    width = max(style.WIDTH, beside + 0.8 * len(values))
    above = style.Across.fitting([labels(across, value) for value in values], (width - beside) / len(values))
    canvas, (axes,) = style.canvas(1.0 + above.height + 0.45 * len(lines), width=width)
    most = max(rows[count].max(), 1)
    for at, row in enumerate(rows.to_dict("records")):
        x, y = values.index(row[across]), lines.index(tuple(row[key] for key in keys))
        share = row[count] / most
        cell = axes.add_patch(style.cell(x, y, share))
        told = f"{row[count]} ({row[more]})" if more else f"{row[count]}"
        number = axes.text(x, y, told, ha="center", va="center", fontsize=8.5, color=style.on_cell(share))
        marks.show(at, cell, number)
    above.write(axes)
    axes.set_yticks(range(len(lines)), names)
    axes.set(xlim=(-0.5, len(values) - 0.5), ylim=(len(lines) - 0.5, -0.5))
    axes.tick_params(length=0, colors=style.INK)
    axes.spines[:].set_visible(False)
    noun = f"{declared.noun(count)}s" + (f" ({declared.noun(more)}s in brackets)" if more else "")
    axes.set_xlabel(noun)
    return canvas


def alt(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> str:
    """What can be seen, in words."""
    keys, across, count = declared.lines(declaration), declaration["across"], crosstables.drawn(declaration)
    told = []
    for line, group in rows.groupby(keys, sort=False):
        parts = [f"{row[count]} in {labels(across, row[across])}" for row in group.to_dict("records")]
        told.append(f"{', '.join(map(labels, keys, line))}: {listed(parts)}")
    return f"{declared.noun(count).capitalize()}s. " + "; ".join(told) + "."
