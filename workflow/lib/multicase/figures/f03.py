"""F03, the theme tree: how codes make up subthemes and themes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.wording import counted, listed

GAP, BAR, LINE = 0.55, 1.3, 0.24  # inches: between columns, the longest bar, a code


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per code, in the codebook's order: theme, subtheme, code, n_segments."""
    return tables["T05"][["theme", "subtheme", "code", "n_segments"]]


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """Three columns joined by lines, as wide as what stands in them; a code's bar grows with its segments."""
    place = rows.reset_index(drop=True).reset_index(names="y")
    themes = {name: _called(labels("theme", name), len(of)) for name, of in place.groupby("theme", sort=False)}
    subthemes = {
        key: _called(labels("subtheme", key[1]), len(of))
        for key, of in place.groupby(["theme", "subtheme"], sort=False)
    }
    codes = {code: labels("code", code) for code in place["code"]}
    first = _widest(themes.values(), bold=True)
    second = first + GAP + _widest(subthemes.values())
    third = second + GAP + _widest(codes.values()) + 0.1
    drawing, (axes,) = style.canvas(0.5 + LINE * len(rows), width=max(style.WIDTH, third + BAR + 0.6))
    style.bare(axes)
    axes.set(xlim=(0, drawing.get_figwidth() - 0.2), ylim=(len(rows) - 0.4, -0.8))
    scale = BAR / max(rows["n_segments"].max(), 1)
    for number, (theme, within) in enumerate(place.groupby("theme", sort=False)):
        colour, y_theme = style.THEMES[number % len(style.THEMES)], within["y"].mean()
        axes.text(0, y_theme, themes[theme], va="center", weight="bold", color=colour)
        for subtheme, of in within.groupby("subtheme", sort=False):
            y = of["y"].mean()
            axes.text(first + GAP, y, subthemes[theme, subtheme], va="center")
            _link(axes, first, y_theme, first + GAP, y, colour)
            for code in of.itertuples():
                _link(axes, second, y, second + GAP, code.y, colour)
                axes.text(second + GAP, code.y, codes[code.code], va="center")
                bar = axes.barh(code.y, scale * code.n_segments, left=third, height=0.6, color=colour)
                end = third + scale * code.n_segments + 0.05
                number = axes.text(end, code.y, code.n_segments, va="center", fontsize=8, color=style.SOFT)
                marks.show(code.y, *bar, number)
    return drawing


def _called(label: str, codes: int) -> str:
    """A label in as many lines as its codes leave room for, none of which is longer than it must be."""
    lines = int(codes * LINE / style.LINE_HEIGHT)
    broken = (style.wrapped(label, width) for width in count(26, 4))
    return next(text for text in broken if text.count("\n") < lines)


def _widest(texts: Iterable[str], bold: bool = False) -> float:
    """How wide the longest line of some texts is, in inches."""
    return max(style.width_of(line, bold) for text in texts for line in text.split("\n"))


def _link(axes: Axes, x0: float, y0: float, x1: float, y1: float, colour: str) -> None:
    x0, x1 = x0 + 0.08, x1 - 0.08
    middle = (x0 + x1) / 2
    axes.plot(
        [x0, middle, middle, x1], [y0, y0, y1, y1], color=colour, linewidth=0.9, alpha=0.55, solid_joinstyle="round"
    )


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    themes = [
        f"{labels('theme', theme)} ({counted(group['subtheme'].nunique(), 'subtheme')}, {counted(len(group), 'code')})"
        for theme, group in rows.groupby("theme", sort=False)
    ]
    top = rows.sort_values("n_segments", ascending=False, kind="stable").iloc[0]
    most = f"Most segments: {labels('code', top['code'])}, {top['n_segments']}."
    return f"{counted(len(themes), 'theme')}: {listed(themes)}. {most}"
