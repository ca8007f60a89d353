"""F10, code co-occurrence: which codes meet in the same segment."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.wording import counted, listed

RADIUS = 2.5  # of the circle, in inches; greater where codes are many


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per line of the drawing and, first, per code: code_a, code_b (empty for a code), theme, n, jaccard."""
    met, codes = tables["T16"], tables["T05"]
    shown = codes[codes["code"].isin({*met["code_a"], *met["code_b"]})]
    nodes = pd.DataFrame(
        {"code_a": shown["code"], "code_b": "", "theme": shown["theme"], "n": shown["n_segments"], "jaccard": 1.0}
    )
    lines = met[["code_a", "code_b", "n", "jaccard"]].assign(theme="")
    return pd.concat([nodes, lines], ignore_index=True)[["code_a", "code_b", "theme", "n", "jaccard"]]


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """Codes on a circle in the codebook's order, so that the same codebook gives the same layout; curved lines."""
    rows = rows.reset_index(drop=True)
    nodes, lines = rows[rows["code_b"] == ""], rows[rows["code_b"] != ""]
    names = {code: style.wrapped(labels("code", code), 30) for code in nodes["code_a"]}
    lines_of_names = 1 + max(name.count("\n") for name in names.values())
    radius = max(RADIUS, len(nodes) * lines_of_names * style.LINE_HEIGHT / (2 * math.pi))
    reach = 1.09 + 0.05 + max(map(style.widest, names.values())) * style.SMALL / radius
    side = max(style.WIDTH, 2 * reach * radius)
    drawing, (axes,) = style.canvas(side, width=side)
    style.bare(axes)
    axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    angle = {code: math.pi / 2 - 2 * math.pi * (place + 0.5) / len(nodes) for place, code in enumerate(nodes["code_a"])}
    themes = list(dict.fromkeys(nodes["theme"]))
    fills = [{"color": fill["color"], "hatch": fill.get("hatch")} for fill in style.fills(len(themes))]
    most_lines, most_nodes = max(lines["n"].max(), 1), max(nodes["n"].max(), 1)
    for line in lines.iloc[::-1].itertuples():
        ends = [(math.cos(angle[code]), math.sin(angle[code])) for code in (line.code_a, line.code_b)]
        curve = Path([ends[0], (0, 0), ends[1]], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        share = line.n / most_lines
        drawn = axes.add_patch(
            PathPatch(curve, fill=False, edgecolor=style.INK, linewidth=0.5 + 4.5 * share, alpha=0.12 + 0.5 * share)
        )
        marks.show(line.Index, drawn)
    for node in nodes.itertuples():
        x, y = math.cos(angle[node.code_a]), math.sin(angle[node.code_a])
        point = axes.scatter(
            x, y, s=30 + 220 * node.n / most_nodes, edgecolors="white", zorder=3, **fills[themes.index(node.theme)]
        )
        turn = math.degrees(angle[node.code_a])
        left = x < -1e-9
        name = axes.text(
            1.09 * x,
            1.09 * y,
            names[node.code_a],
            rotation=turn + 180 if left else turn,
            rotation_mode="anchor",
            ha="right" if left else "left",
            va="center",
            fontsize=8,
        )
        marks.show(node.Index, point, name)
    handles = [axes.scatter([], [], **fill) for fill in fills]
    style.legend(drawing, handles, [labels("theme", theme) for theme in themes], loc="outside lower left")
    return drawing


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    nodes, lines = rows[rows["code_b"] == ""], rows[rows["code_b"] != ""]
    top = [
        f"{labels('code', row.code_a)} with {labels('code', row.code_b)} ({row.n})"
        for row in lines.head(3).itertuples()
    ]
    drawn = f"{counted(len(nodes), 'code')} on a circle, joined by {counted(len(lines), 'line')}"
    return f"{drawn}. The most frequent pairs: {listed(top)}."
