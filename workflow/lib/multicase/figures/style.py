"""How figures look: one size, one type, colours that colour-blind readers can tell apart.

The colours are those of Okabe and Ito (2008), Color universal design.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath

INK, SOFT, LINE = "#1d2730", "#5a6772", "#d8dee3"
BLUE, ORANGE, GREEN, PINK, SKY, GREY = "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#9aa5ad"
KINDS = {"interview": BLUE, "group_interview": SKY, "observation": GREEN, "document": ORANGE}
THEMES = (BLUE, ORANGE, GREEN, PINK, "#8a6d00", "#5b4b9a", SKY, "#8c2d04", GREY)
HATCHES = ("////", "....", "xxxx", "----", "||||", "oo", "\\\\\\\\")  # where there are more values than colours
VERDICTS = {  # colour and mark
    "supported": (BLUE, "s"),
    "leaning for": (SKY, "^"),
    "divided": (PINK, "D"),
    "leaning against": ("#e69f00", "v"),
    "contradicted": (ORANGE, "X"),
    "insufficient": (GREY, "."),
}
WIDTH = 9.0  # inches
FONT, SIZE = "DejaVu Sans", 9
SHADES = LinearSegmentedColormap.from_list("share", ["#f3f6f8", BLUE, "#00263f"])
SMALL = 8 / SIZE  # what stands at marks and bars, as a part of the size
LINE_HEIGHT = 0.16  # inches

# What a person's matplotlibrc says changes no figure.
mpl.rcdefaults()
mpl.rcParams.update(
    {
        "svg.hashsalt": "multicase",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,  # TrueType, which publishers ask for, and whose words can be searched
        "pdf.compression": 0,  # compressors differ between machines, and the bytes must not
        "font.family": FONT,
        "font.size": SIZE,
        "text.parse_math": False,
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


def canvas(
    height: float, columns: int = 1, rows: int = 1, width: float = WIDTH, **layout: object
) -> tuple[Figure, list[Axes]]:
    """A figure and its axes, row by row; height and width in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False, **layout)
    return figure, [axes for line in grid for axes in line]


def fills(n: int) -> list[dict[str, str]]:
    """How the areas of n values are filled: each in its colour; where colours come again, under another pattern."""
    found = []
    for place in range(n):
        again, colour = divmod(place, len(THEMES))
        patterned = (
            {"hatch": HATCHES[(again - 1) % len(HATCHES)], "edgecolor": "white", "linewidth": 0} if again else {}
        )
        found.append({"color": THEMES[colour]} | patterned)
    return found


def legend(figure: Figure, handles: Sequence[Any], labels: Sequence[str], **how: object) -> None:
    """A legend above the drawing, in as many columns as its labels leave room for."""
    columns = _columns(labels, figure.get_figwidth())
    figure.legend(handles, labels, **({"ncols": columns, "loc": "outside upper left", "frameon": False} | how))


def legend_height(labels: Sequence[str], width: float) -> float:
    """What such a legend takes of a figure of a width, in inches."""
    return 0.19 * math.ceil(len(labels) / _columns(labels, width)) + 0.15


def _columns(labels: Sequence[str], width: float) -> int:
    longest = max((width_of(label) for label in labels), default=1)
    return max(1, min(len(labels), int((width - 0.2) / (longest + 0.7))))


@dataclass(frozen=True)
class Across:
    """Names of the columns above a drawing, as they are written; height: what they take, in inches."""

    names: Sequence[str]
    turned: bool
    height: float

    @classmethod
    def fitting(cls, names: Sequence[str], column: float) -> Across:
        """Names in columns of a width (inches): broken where three lines have the room for them, else turned."""
        level = [fitted(name, column - 0.08) for name in names]
        if all(name.count("\n") < 3 for name in level) and max(map(widest, level)) <= column - 0.04:
            return cls(level, False, (1 + max(name.count("\n") for name in level)) * LINE_HEIGHT)
        lines = max(1, int(column / LINE_HEIGHT))
        turned = [_in_lines(" ".join(name.split()), lines) for name in names]
        return cls(turned, True, max(map(widest, turned)) + 0.1)

    def write(self, axes: Axes, first: float = 0) -> None:
        """Above the columns `first`, `first` + 1 and so on."""
        axes.set_xticks(
            [first + place for place in range(len(self.names))], self.names, **({"rotation": 90} if self.turned else {})
        )
        axes.xaxis.tick_top()


def _in_lines(text: str, lines: int) -> str:
    """Text in at most so many lines, none of which is longer than it must be."""
    width = 0.9
    while (found := fitted(text, width)).count("\n") >= lines:
        width += 0.2
    return found


def cell(x: float, y: float, share: float) -> Rectangle:
    """A cell of a matrix, darker for a greater share (0 to 1)."""
    return Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, color=SHADES(share), linewidth=0)


def on_cell(share: float) -> str:
    """The colour of what is written on such a cell."""
    return "white" if share > 0.4 else INK


def wrapped(text: str, width: int = 26) -> str:
    """Text broken into lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False)) or text


@cache
def width_of(text: str, bold: bool = False) -> float:
    """How wide a line of text is in the size of the figures, in inches."""
    font = FontProperties(family=FONT, size=SIZE, weight="bold" if bold else "normal")
    return _outermost(TextPath((0, 0), text, prop=font)).get_extents().width / 72 if text.strip() else 0.0


def _outermost(path: Path) -> Path:
    """The contours of a path that can reach farthest to the left or right: following all the others is slow."""
    starts = np.flatnonzero(path.codes == Path.MOVETO)
    x = path.vertices[:, 0]
    low, high = np.minimum.reduceat(x, starts), np.maximum.reduceat(x, starts)
    kept = (low <= x[starts].min()) | (high >= x[starts].max())
    mask = np.repeat(kept, np.diff([*starts, len(x)]))
    return Path(path.vertices[mask], path.codes[mask])


def widest(text: str, bold: bool = False) -> float:
    """How wide the widest line of a text is, in inches."""
    return max(width_of(line, bold) for line in text.split("\n"))


def tallest(texts: Iterable[str]) -> float:
    """How tall the text with most lines is, in inches."""
    return max((1 + text.count("\n") for text in texts), default=0) * LINE_HEIGHT


def fitted(text: str, width: float, bold: bool = False) -> str:
    """Text broken into lines of at most a width in inches; a longer word stands alone."""
    lines: list[str] = []
    for line in text.split("\n"):
        start = len(lines)
        for word in line.split(" "):
            if len(lines) > start and width_of(f"{lines[-1]} {word}", bold) <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
    return "\n".join(lines)


def bare(axes: Axes) -> None:
    """Axes without frame and ticks, for drawings that are no plots."""
    axes.set_axis_off()


def message(text: str) -> Figure:
    """A figure that says why there is nothing to draw."""
    figure, (axes,) = canvas(1.6)
    bare(axes)
    axes.text(0.5, 0.5, wrapped(text, 90), ha="center", va="center", color=SOFT, fontsize=11)
    return figure
