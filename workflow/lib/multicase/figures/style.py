"""How figures look: one size, one type, colours that colour-blind readers can tell apart.

The colours are those of Okabe and Ito (2008), Color universal design.
"""

from __future__ import annotations

import textwrap

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, SOFT, LINE = "#1d2730", "#5a6772", "#d8dee3"
BLUE, ORANGE, GREEN, PINK, SKY, GREY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#9aa5ad"
KINDS = {
    "interview": ("interviews", BLUE),
    "group_interview": ("group interviews", SKY),
    "observation": ("observations", GREEN),
    "document": ("documents", ORANGE),
}
THEMES = (BLUE, ORANGE, GREEN, PINK, "#8a6d00", "#5b4b9a", SKY, "#8c2d04", GREY)
WIDTH = 9.0  # inches
ACRONYMS = {"gp": "GP", "gps": "GPs", "stp": "STP", "nhs": "NHS", "ccg": "CCG", "lmc": "LMC"}

mpl.rcParams.update(
    {
        "svg.hashsalt": "multicase",
        "svg.fonttype": "path",
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "axes.edgecolor": LINE,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "axes.titleweight": "bold",
        "text.color": INK,
        "xtick.color": SOFT,
        "ytick.color": INK,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }
)


def canvas(height: float, columns: int = 1, rows: int = 1, **layout: object) -> tuple[Figure, list[Axes]]:
    """A figure of the common width and its axes, row by row; `height` in inches."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False, **layout)
    return figure, [axes for line in grid for axes in line]


def words(slug: str) -> str:
    """A slug in words: `leadership_style` becomes `Leadership style`, `gp` becomes `GP`."""
    parts = [ACRONYMS.get(part, part) for part in slug.split("_")]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]


def wrapped(text: str, width: int = 26) -> str:
    """Text broken into lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False)) or text


def bare(axes: Axes) -> None:
    """Axes without frame and ticks, for drawings that are no plots."""
    axes.set_axis_off()


def message(text: str) -> Figure:
    """A figure that says why there is nothing to draw."""
    figure, (axes,) = canvas(1.6)
    bare(axes)
    axes.text(0.5, 0.5, wrapped(text, 90), ha="center", va="center", color=SOFT, fontsize=11)
    return figure


def joined(items: list[str]) -> str:
    """Items in a sentence: `a, b and c`."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else "none"
