"""Bars: how often each line of a table occurs, side by side for the values of another column."""

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
    """One row per bar: the declaration's columns, then its counts."""
    return declared.rows(table, declaration)


def figure(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> Figure:
    """Lines down; in each a bar for each value of the column `bars`, with its count."""
    keys, side = declared.lines(declaration), declaration.get("bars", "")
    count, more = crosstables.drawn(declaration), declared.beside(declaration)
    kinds = labels.lines(keys, rows)
    values = labels.ordered(side, rows[side]) if side else [""]
    fills = style.fills(len(values))
    step = 0.78 / len(values)
    given = rows.to_dict("records")
    canvas, (axes,) = style.canvas(1.1 + max(0.3 + 0.14 * len(values), 0.42) * len(kinds))
    for place, kind in enumerate(kinds):
        for number, value in enumerate(values):
            line = dict(zip(keys, kind, strict=True)) | ({side: value} if side else {})
            at = next((at for at, row in enumerate(given) if line.items() <= row.items()), None)
            row = given[at] if at is not None else None
            n = int(row[count]) if row else 0
            y = place + (number - (len(values) - 1) / 2) * step
            bar = axes.barh(y, n, height=step - 0.02, **fills[number])
            told = f" {n} ({row[more]})" if row and more and row[more] else f" {n}"
            drawn = [*bar, axes.text(n, y, told, va="center", fontsize=8)]
            if at is not None:
                marks.show(at, *drawn)
    axes.set_yticks(range(len(kinds)), [_name(keys, kind, labels) for kind in kinds])
    axes.set_ylim(len(kinds) - 0.45, -0.55)
    axes.margins(x=0.12)
    axes.set_xlabel(f"{declared.noun(count)}s" + (f" ({declared.noun(more)}s in brackets)" if more else ""))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.tick_params(length=0)
    if side:
        handles = [axes.barh(0, 0, **fill) for fill in fills]
        style.legend(canvas, handles, [labels(side, value) for value in values])
    return canvas


def _name(keys: Sequence[str], kind: Sequence[str], labels: Labels) -> str:
    """The last column's value and, in brackets below it, the one before."""
    named = [style.wrapped(labels(key, value), 30) for key, value in zip(keys, kind, strict=True)]
    return "\n".join([named[-1], *(f"({name})" for name in named[:-1])])


def alt(rows: pd.DataFrame, labels: Labels, declaration: Mapping[str, Any]) -> str:
    """What can be seen, in words."""
    keys, side, count = declared.lines(declaration), declaration.get("bars", ""), crosstables.drawn(declaration)
    told = []
    for kind, group in rows.groupby(keys, sort=False):
        name = ", ".join(labels(key, value) for key, value in zip(keys, kind, strict=True))
        parts = [f"{row[count]}" + (f" {labels(side, row[side])}" if side else "") for _, row in group.iterrows()]
        told.append(f"{name}: {listed(parts)}")
    return f"{declared.noun(count).capitalize()}s. " + "; ".join(told) + "."
