"""F01, the study's design: cases and their sources, and the stages to the findings."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Patch

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.study.kinds import KINDS as NOUNS
from multicase.study.kinds import PLURALS
from multicase.wording import counted, listed

STAGES = ("Raw files", "Turns", "Anonymised", "Segments", "Codings", "Themes", "Tables and figures")
# Inches: a case's box with what lies under and over it; from there to the middle of name, attributes, numbers; a line.
TALL, UNDER, OVER = 1.75, 0.14, 0.105
FIRST, SECOND, THIRD, LINE = 0.35, 0.6825, 1.2425, 0.18
KINDS = tuple(plural.replace(" ", "_") for plural in PLURALS.values())


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per case: case, what stands under its name, sources of each kind, words."""
    about = list(tables["T01"].attrs.get("in_design", ()))
    cases = tables["T01"][["case", *about]]
    return cases.merge(tables["T02"][["case", *KINDS, "words"]], on="case")


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """Cases side by side, above the chain of stages."""
    per_line = min(3, len(rows))
    tiers = -(-len(rows) // per_line)
    cases = rows.to_dict("records")
    names = [style.fitted(case["case"], 2.2 if per_line > 1 else 7, bold=True) for case in cases]
    abouts = [style.wrapped(_about(case, labels), 34) for case in cases]
    # What the texts have beyond two lines each makes all boxes taller.
    more_named, more_about = (LINE * max(0, max(text.count("\n") for text in of) - 1) for of in (names, abouts))
    tall = TALL + more_named + more_about
    drawing, (axes,) = style.canvas(tall * tiers + 1.5 * tall / TALL)
    style.bare(axes)
    axes.set(xlim=(0, 1), ylim=(-0.62, tiers))
    places = FIRST + more_named / 2, SECOND + more_named + more_about / 2, THIRD + more_named + more_about
    at_name, at_about, at_numbers = (1 - inches / tall for inches in places)
    for place, case in enumerate(cases):
        x, y = (place % per_line) / per_line, tiers - 1 - place // per_line
        box = _box(axes, x + 0.01, y + UNDER / tall, 1 / per_line - 0.02, 1 - (UNDER + OVER) / tall, style.BLUE, 0.07)
        middle = x + 0.5 / per_line
        bold = {"weight": "bold", "fontsize": 11, "linespacing": 1.0}
        named = axes.text(middle, y + at_name, names[place], ha="center", va="center", **bold)
        below = axes.text(middle, y + at_about, abouts[place], ha="center", va="center", color=style.SOFT)
        kinds = [
            counted(case[column], noun) for column, (noun, _) in zip(KINDS, NOUNS.values(), strict=True) if case[column]
        ]
        lines = [", ".join(kinds[:2]), ", ".join(kinds[2:]), f"{case['words']:,} words"]
        told = "\n".join(line for line in lines if line)
        numbers = axes.text(middle, y + at_numbers, told, ha="center", va="center", linespacing=1.5)
        marks.show(place, box, named, below, numbers)
    _stages(axes)
    return drawing


def _about(case: Mapping[str, object], labels: Labels) -> str:
    """What stands under a case's name: the attributes that the study declares for it."""
    design = {name: value for name, value in case.items() if name not in {"case", "words", *KINDS} and value != ""}
    return ", ".join(labels.text(name, value) for name, value in design.items())


def _box(axes, x: float, y: float, width: float, height: float, colour: str, alpha: float) -> Patch:
    shape = FancyBboxPatch(
        (x, y),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.012",
        mutation_aspect=6,
        linewidth=1.2,
        edgecolor=colour,
        facecolor=(*_rgb(colour), alpha),
    )
    return axes.add_patch(shape)


def _rgb(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _stages(axes) -> None:
    width = 1 / len(STAGES)
    for place, stage in enumerate(STAGES):
        _box(axes, place * width + 0.01, -0.5, width - 0.03, 0.34, style.GREEN, 0.09)
        axes.text(
            place * width + width / 2 - 0.005, -0.33, style.wrapped(stage, 12), ha="center", va="center", fontsize=8.5
        )
        if place:
            start, end = (place * width - 0.02, -0.33), (place * width + 0.01, -0.33)
            axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=9, color=style.SOFT))


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    cases = []
    for row in rows.to_dict("records"):
        about = [_about(row, labels), counted(sum(row[kind] for kind in KINDS), "source")]
        cases.append(f"{row['case']} ({', '.join(filter(None, about))})")
    return f"{counted(len(rows), 'case')}: {listed(cases)}. Below them the stages: {', '.join(STAGES).lower()}."
