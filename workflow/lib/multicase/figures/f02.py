"""F02, source coverage: how many sources of each kind each case has."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.study.kinds import KINDS as KIND_NAMES
from multicase.study.kinds import PLURALS
from multicase.tables.t02 import KINDS
from multicase.wording import counted, listed


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per case and kind: case, kind, n, words (of the whole case)."""
    long = tables["T02"].melt(["case", "words"], list(KINDS), "kind", "n")
    return long.assign(kind=long["kind"].map(KINDS))[["case", "kind", "n", "words"]]


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """Stacked bars of sources, and beside them the words."""
    cases = list(dict.fromkeys(rows["case"]))
    drawing, (left, right) = style.canvas(1.3 + 0.42 * len(cases), 2, sharey=True, width_ratios=(3, 1))
    place = {key: number for number, key in enumerate(zip(rows["case"], rows["kind"], strict=True))}
    start = dict.fromkeys(cases, 0)
    for kind, colour in style.KINDS.items():
        sizes = rows[rows["kind"] == kind].set_index("case")["n"]
        bars = left.barh(
            cases,
            [sizes[case] for case in cases],
            left=list(start.values()),
            color=colour,
            label=PLURALS[kind],
            height=0.62,
        )
        for case, bar in zip(cases, bars, strict=True):
            drawn: list[Artist] = [bar]
            if sizes[case]:
                number = left.text(
                    start[case] + sizes[case] / 2,
                    case,
                    sizes[case],
                    ha="center",
                    va="center",
                    color=style.INK if kind == "group_interview" else "white",
                    weight="bold",
                )
                drawn.append(number)
            marks.show(place[case, kind], *drawn)
            start[case] += sizes[case]
    words = rows.drop_duplicates("case").set_index("case")["words"]
    bars = right.barh(cases, [words[case] for case in cases], color=style.GREY, height=0.62)
    for case, bar in zip(cases, bars, strict=True):
        whole = [place[case, kind] for kind in style.KINDS]
        marks.show(whole, bar, right.text(words[case], case, f" {words[case]:,}", va="center"))
    right.set_xlim(0, max(words, default=0) * 1.4 or 1)
    right.set(xticks=[], xlabel="words")
    left.set(xlabel="sources")
    left.xaxis.get_major_locator().set_params(integer=True)
    left.set_ylim(len(cases) - 0.4, -0.6)
    for axes in (left, right):
        axes.tick_params(axis="y", length=0)
    drawing.legend(*left.get_legend_handles_labels(), ncols=4, loc="outside upper left", frameon=False)
    return drawing


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    told = []
    for case, group in rows.groupby("case", sort=False):
        kinds = [counted(n, KIND_NAMES[kind][0]) for kind, n in zip(group["kind"], group["n"], strict=True) if n]
        told.append(f"{case}: {listed(kinds) or 'no source'}, {group['words'].iloc[0]:,} words")
    return "; ".join(told) + "."
