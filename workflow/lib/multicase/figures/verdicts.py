"""Verdicts as marks in a grid: claims down, and what they are verdicts on across, all cases first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes

from multicase.figures import style


def frame(axes: Axes, claims: Sequence[str], across: style.Across, columns: int, **of_claims: Any) -> None:
    """The grid's lines and names. across: the columns' names. of_claims: how the claims are written."""
    axes.axvspan(-0.5, 0.5, color=style.LINE, alpha=0.4, zorder=0)
    axes.set_yticks(range(len(claims)), claims, **of_claims)
    across.write(axes)
    axes.set(xlim=(-0.5, columns - 0.5), ylim=(len(claims) - 0.45, -0.55))
    axes.tick_params(length=0, colors=style.INK)
    axes.grid(axis="y", color=style.LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)


def legend(axes: Axes, verdicts: Iterable[str]) -> tuple[list[Any], list[str]]:
    """A mark for each kind of verdict that there is, and its name."""
    there = set(verdicts)
    shown = {verdict: look for verdict, look in style.VERDICTS.items() if verdict in there}
    return [axes.scatter([], [], s=90, color=colour, marker=mark) for colour, mark in shown.values()], list(shown)
