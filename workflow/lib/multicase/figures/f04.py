"""F04, theme by case: the pattern over the cases, for and against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.wording import listed

SIDES = {"contradicts": ("against", style.ORANGE), "neutral": ("neutral", style.GREY), "supports": ("for", style.BLUE)}


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per theme, case and polarity: theme, case, polarity, n_segments, n_sources."""
    return tables["T06"][["theme", "case", "polarity", "n_segments", "n_sources"]]


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """A small panel per case: themes down, segments against to the left and for to the right."""
    themes, cases = list(dict.fromkeys(rows["theme"])), list(dict.fromkeys(rows["case"]))
    per_line = min(3, len(cases))
    lines = -(-len(cases) // per_line)
    titles = {case: style.fitted(case, 2.0 if per_line > 1 else 6, bold=True) for case in cases}
    above = max(title.count("\n") for title in titles.values()) * style.LINE_HEIGHT
    height = 0.75 + lines * (0.55 + above + 0.4 * len(themes))
    drawing, panels = style.canvas(height, per_line, lines, sharex=True, sharey=True)
    keys = list(rows[["theme", "case", "polarity"]].itertuples(index=False, name=None))
    amounts = dict(zip(keys, rows["n_segments"].tolist(), strict=True))
    place = {key: number for number, key in enumerate(keys)}
    right = [
        n + amounts.get((theme, case, "neutral"), 0) for (theme, case, side), n in amounts.items() if side == "supports"
    ]
    reach = max([*amounts.values(), *right, 1]) * 1.35
    for panel, case in zip(panels, cases, strict=False):
        panel.set_title(titles[case], loc="left")
        _panel(panel, case, themes, amounts, place)
        panel.set_xlim(-reach, reach)
    for panel in panels[len(cases) :]:
        panel.set_axis_off()
    panels[0].set_yticks(range(len(themes)), [style.wrapped(labels("theme", theme), 24) for theme in themes])
    panels[0].set_ylim(len(themes) - 0.4, -0.6)
    panels[0].xaxis.get_major_locator().set_params(integer=True)
    panels[0].xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    handles = [panels[0].barh(0, 0, color=colour, label=label) for label, colour in SIDES.values()]
    drawing.legend(handles, [label for label, _ in SIDES.values()], ncols=3, loc="outside upper left", frameon=False)
    drawing.supxlabel("segments", fontsize=9)
    return drawing


Key = tuple[str, str, str]


def _panel(panel: Axes, case: str, themes: Sequence[str], amounts: Mapping[Key, int], place: Mapping[Key, int]) -> None:
    panel.axvline(0, color=style.INK, linewidth=0.8)
    for y, theme in enumerate(themes):
        against, neutral, supports = (amounts.get((theme, case, side), 0) for side in SIDES)
        drawn: dict[str, list[Artist]] = {
            "contradicts": [*panel.barh(y, -against, color=style.ORANGE, height=0.62)],
            "supports": [*panel.barh(y, supports, color=style.BLUE, height=0.62)],
            "neutral": [*panel.barh(y, neutral, left=supports, color=style.GREY, height=0.62)],
        }
        if against:
            drawn["contradicts"].append(panel.text(-against, y, f"{against} ", ha="right", va="center", fontsize=8))
        if supports or neutral:
            told = f" {supports} + {neutral}" if neutral else f" {supports}"
            number = panel.text(supports + neutral, y, told, va="center", fontsize=8)
            drawn["supports" if supports else "neutral"].append(number)
        for side in SIDES:
            if (theme, case, side) in place:
                marks.show(place[theme, case, side], *drawn[side])
    panel.tick_params(length=0)


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    told = []
    for case, group in rows.groupby("case", sort=False):
        if not group["n_segments"].sum():
            told.append(f"{case}: none")
            continue
        top = group.groupby("theme", sort=False)["n_segments"].sum().idxmax()
        of_top = group[group["theme"] == top].set_index("polarity")["n_segments"]
        sides = [f"{of_top[side]} {label}" for side, (label, _) in SIDES.items() if of_top.get(side, 0)]
        told.append(f"{case}: most on {labels('theme', top)} ({listed(sides)})")
    return "Segments by theme and case. " + "; ".join(told) + "."
