"""F03, the theme tree: how codes make up subthemes and themes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from multicase.figures import style
from multicase.figures.labels import Labels
from multicase.wording import counted, listed

COLUMNS = (0.0, 0.3, 0.62)  # where themes, subthemes and codes stand, as shares of the width


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per code, in the codebook's order: theme, subtheme, code, n_segments."""
    return tables["T05"][["theme", "subtheme", "code", "n_segments"]]


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """Three columns joined by lines; a code's bar grows with its segments."""
    drawing, (axes,) = style.canvas(0.5 + 0.24 * len(rows))
    style.bare(axes)
    axes.set(xlim=(-0.01, 1.02), ylim=(len(rows) - 0.4, -0.8))
    place = rows.reset_index(drop=True).reset_index(names="y")
    most = max(rows["n_segments"].max(), 1)
    for number, (theme, within) in enumerate(place.groupby("theme", sort=False)):
        colour = style.THEMES[number % len(style.THEMES)]
        y_theme = within["y"].mean()
        axes.text(
            COLUMNS[0], y_theme, style.wrapped(labels("theme", theme), 30), va="center", weight="bold", color=colour
        )
        for subtheme, codes in within.groupby("subtheme", sort=False):
            y_subtheme = codes["y"].mean()
            axes.text(COLUMNS[1], y_subtheme, style.wrapped(labels("subtheme", subtheme), 34), va="center")
            _link(axes, COLUMNS[0] + 0.235, y_theme, COLUMNS[1] - 0.01, y_subtheme, colour)
            for code in codes.itertuples():
                _link(axes, COLUMNS[1] + 0.24, y_subtheme, COLUMNS[2] - 0.01, code.y, colour)
                axes.text(COLUMNS[2], code.y, labels("code", code.code), va="center")
                axes.barh(code.y, 0.12 * code.n_segments / most, left=0.86, height=0.6, color=colour)
                axes.text(
                    0.865 + 0.12 * code.n_segments / most,
                    code.y,
                    code.n_segments,
                    va="center",
                    fontsize=8,
                    color=style.SOFT,
                )
    return drawing


def _link(axes, x0: float, y0: float, x1: float, y1: float, colour: str) -> None:
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
