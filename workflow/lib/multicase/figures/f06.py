"""F06, triangulation: do the kinds of source tell the same?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.study.attributes import in_words
from multicase.study.kinds import PLURALS
from multicase.wording import listed

PLATE = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # so that no line runs through a number
MARKS = {
    "converge": ("o", style.BLUE, "converge"),
    "dissonant": ("D", style.ORANGE, "dissonant"),
    "undecided": ("o", style.GREY, "undecided"),
    "one kind": ("s", style.GREY, "no other kind"),
    "no side": ("s", style.SKY, "neutral codes alone"),
    "silent": ("x", style.SOFT, "silent"),
    "not read": ("_", style.SOFT, "nobody has read one"),
    "no sources": ("_", style.LINE, "no sources of this kind"),
}


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per theme and kind: theme, kind, n_sources, n_segments, convergence."""
    return tables["T08"][["theme", "kind", "n_sources", "n_segments", "convergence"]]


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """A grid of marks: size tells the number of sources, form and colour whether the kind agrees."""
    themes, kinds = list(dict.fromkeys(rows["theme"])), list(dict.fromkeys(rows["kind"]))
    drawing, (axes,) = style.canvas(1.3 + 0.45 * len(themes))
    most = max(rows["n_sources"].max(), 1)
    for number, cell in enumerate(rows.itertuples()):
        mark, colour, _ = MARKS[cell.convergence]
        x, y = kinds.index(cell.kind), themes.index(cell.theme)
        size = 60 + 340 * cell.n_sources / most if cell.n_sources else 60
        drawn: list[Artist] = [axes.scatter(x, y, s=size, marker=mark, color=colour, linewidths=1.5, zorder=2)]
        if cell.n_sources:
            told = f"{cell.n_sources} ({cell.n_segments})"
            drawn.append(axes.text(x + 0.16, y, told, va="center", fontsize=8.5, bbox=PLATE))
        marks.show(number, *drawn)
    axes.set_xticks(range(len(kinds)), [in_words(PLURALS[kind]) for kind in kinds])
    axes.set_yticks(range(len(themes)), [style.wrapped(labels("theme", theme), 26) for theme in themes])
    axes.set(xlim=(-0.5, len(kinds) - 0.4), ylim=(len(themes) - 0.5, -0.5))
    axes.xaxis.tick_top()
    axes.tick_params(length=0, colors=style.INK)
    axes.grid(axis="y", color=style.LINE, linewidth=0.8, zorder=0)
    axes.spines[:].set_visible(False)
    shown = [MARKS[name] for name in MARKS if (rows["convergence"] == name).any()]
    handles = [axes.scatter([], [], s=60, marker=mark, color=colour, linewidths=1.5) for mark, colour, _ in shown]
    labels = [label for _, _, label in shown]
    drawing.legend(
        handles,
        labels,
        ncols=4,
        loc="outside lower left",
        frameon=False,
        title="number of sources (segments in brackets)",
        alignment="left",
        title_fontsize=9,
    )
    return drawing


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    told = []
    for name, (_, _, label) in MARKS.items():
        cells = rows[rows["convergence"] == name]
        if name in {"dissonant", "silent"} and len(cells):
            pairs = [f"{labels('theme', row.theme)} in {PLURALS[row.kind]}" for row in cells.itertuples()]
            told.append(f"{label}: {listed(pairs)}")
    same = int((rows["convergence"] == "converge").sum())
    return (
        f"Themes by kind of source: {same} of {len(rows)} converge; "
        + ("; ".join(told) or "none dissonant or silent")
        + "."
    )
