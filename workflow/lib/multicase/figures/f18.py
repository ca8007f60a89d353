"""F18, portraits of the sources: where in each source which theme is coded, from its beginning to its end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from multicase.figures import marks, style
from multicase.figures.labels import Labels
from multicase.figures.strips import Part, packed
from multicase.study.kinds import KINDS, PLURALS
from multicase.wording import counted, listed

COLOURED, OTHERS = 8, "other themes"  # how many have a lane of their own, where there are more themes than colours
NOTE = "{} of {} are drawn, evenly spaced in their order; the CSV file holds all."
UNREAD, UNCODED = "not read", "nothing coded"
LIMIT = 240  # strips that are drawn at most
# Inches: the narrowest block and the widest gap that isn't drawn; a lane as it is up to so many strips, and the
# thinnest strip; what stands above and between strips; how tall a column shall be, and how long strips at least.
EYE, LANE, THIN = 0.012, 0.042, 0.1
HEADING, KIND, GAP, BETWEEN = 0.4, 0.17, 0.05, 0.35
COLUMN, LENGTH = 9.5, 2.4
MANY, MOST = 80, 4  # strips from which on lanes are thinner; columns at most
TYPE = 6.5  # points
PAPER = "#eef1f4"


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per source, theme and passage within a segment: case, source, kind, date, read, theme, place, code,
    segment, from, to. Codings by several coders of the same words are one row.

    Sources stand in the order of cases, kinds, dates (undated ones last) and ids; those with nothing coded have one row
    without a theme. read: yes, or no for what nobody has read. place: the theme's in the codebook, from 1. from, to:
    shares of the source's text, counted in characters up to the end of its last segment.
    """
    sources = _in_order(tables["read_sources"], tables["cases"])
    ends = tables["segments"].groupby("source_id")["end"].max()
    places = {theme: number for number, theme in enumerate(dict.fromkeys(tables["T05"]["theme"]), 1)}
    named = ["source_id", "theme", "code", "segment_id", "start", "end"]
    found = sources.merge(tables["evidence"][named].drop_duplicates(), on="source_id", how="left")
    whole = found["source_id"].map(ends)
    found["place"] = found["theme"].map(places).fillna(0).astype(int)
    found["from"], found["to"] = (found["start"] / whole).round(4), (found["end"] / whole).round(4)
    found = found.sort_values(["number", "place", "start", "end", "code"], kind="stable", ignore_index=True)
    found = found.rename(columns={"source_id": "source", "segment_id": "segment"})
    text = ["theme", "code", "segment"]
    columns = ["case", "source", "kind", "date", "read", "theme", "place", "code", "segment", "from", "to"]
    return found.assign(**found[text].fillna(""))[columns]


def _in_order(sources: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """case (its label), source_id, kind, date, read and number, in the figure's order."""
    places = {"case_id": list(cases["case_id"]), "kind": list(KINDS)}
    keys = {name: sources[name].map(order.index) for name, order in places.items()}
    keys |= {"undated": sources["date"] == "", "date": sources["date"], "source_id": sources["source_id"]}
    order = pd.DataFrame(keys).sort_values(list(keys), kind="stable").index
    labels = dict(zip(cases["case_id"], cases["label"], strict=True))
    read = sources["read"].astype(bool).map({True: "yes", False: "no"})
    found = sources.assign(case=sources["case_id"].map(labels), read=read).loc[order].reset_index(drop=True)
    return found[["case", "source_id", "kind", "date", "read"]].assign(number=range(len(found)))


class Passage(NamedTuple):
    """What is coded, or a block of it. start, end: shares of the source, or inches; rows: those that it shows."""

    start: float
    end: float
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Strip:
    """A source as it is drawn. blocks: lane -> what is coded. nothing: why it has no blocks."""

    source: str
    kind: str
    opens: bool  # whether it is the first of its kind in its case
    nothing: str
    blocks: Mapping[int, Sequence[Passage]]


@dataclass(frozen=True)
class Plan:
    """Where everything stands, in inches. columns: parts of the cases' strips. thick, length: of a strip."""

    cases: Mapping[str, Sequence[Strip]]
    headings: Sequence[float]
    heights: Sequence[Sequence[float]]
    columns: Sequence[Sequence[Part]]
    thick: float
    length: float
    beside: float
    width: float
    height: float


def figure(rows: pd.DataFrame, labels: Labels) -> Figure:
    """A strip per source under the name of its case, a lane per theme in each; in as many columns as are needed."""
    rows = rows.reset_index(drop=True)
    lanes = _lanes(rows)
    names = list(dict.fromkeys(labels("theme", theme) if alone else OTHERS for theme, (_, alone) in lanes.items()))
    sources = list(dict.fromkeys(rows["source"]))
    shown = [sources[n * len(sources) // LIMIT] for n in range(LIMIT)] if len(sources) > LIMIT else sources
    plan = _plan(_strips(rows[rows["source"].isin(shown)], lanes), max(len(names), 1))
    note = "" if len(shown) == len(sources) else NOTE.format(len(shown), counted(len(sources), "source"))
    drawing, (axes,) = style.canvas(plan.height + 0.35 + style.legend_height(names, plan.width), width=plan.width + 0.1)
    style.bare(axes)
    axes.set(xlim=(0, plan.width), ylim=(plan.height + (0.4 if note else 0.2), 0))
    colours = style.THEMES[: len(names)]
    for number, column in enumerate(plan.columns):
        left = number * (plan.beside + plan.length + BETWEEN) + plan.beside
        _column(axes, plan, column, left, colours)
    axes.text(0, plan.height + 0.36, note, fontsize=8, color=style.SOFT)
    if names:
        style.legend(drawing, [Rectangle((0, 0), 1, 1, color=colour) for colour in colours], names)
    return drawing


def _lanes(rows: pd.DataFrame) -> dict[str, tuple[int, bool]]:
    """Theme -> its lane, and whether the lane is its alone: of many themes, the most frequent have one of their own."""
    coded = rows[rows["theme"] != ""]
    sizes = coded.groupby(["place", "theme"])["segment"].nunique().reset_index()
    if len(sizes) <= len(style.THEMES):
        return {theme: (lane, True) for lane, theme in enumerate(sizes["theme"])}
    most = set(sizes.sort_values("segment", ascending=False, kind="stable")["theme"][:COLOURED])
    alone = {theme: (lane, True) for lane, theme in enumerate(theme for theme in sizes["theme"] if theme in most)}
    return alone | {theme: (COLOURED, False) for theme in sizes["theme"] if theme not in most}


def _strips(rows: pd.DataFrame, lanes: Mapping[str, tuple[int, bool]]) -> dict[str, list[Strip]]:
    """Case -> its strips."""
    cases: dict[str, list[Strip]] = {}
    for (case, source), of in rows.groupby(["case", "source"], sort=False):
        blocks: dict[int, list[Passage]] = {}
        for row, theme, start, end in zip(of.index, of["theme"], of["from"], of["to"], strict=True):
            if theme:
                blocks.setdefault(lanes[theme][0], []).append(Passage(start, end, (row,)))
        kind, before = of["kind"].iloc[0], cases.setdefault(case, [])
        opens = not before or before[-1].kind != kind
        nothing = "" if blocks else UNCODED if of["read"].iloc[0] == "yes" else UNREAD
        before.append(Strip(source, kind, opens, nothing, blocks))
    return cases


def _plan(cases: Mapping[str, Sequence[Strip]], lanes: int) -> Plan:
    strips = [strip for group in cases.values() for strip in group]
    thick = max(LANE * min(1.0, MANY / len(strips)) * lanes, THIN)
    heights = [[thick + GAP + KIND * strip.opens for strip in group] for group in cases.values()]
    beside = max(style.width_of(strip.source) for strip in strips) * TYPE / style.SIZE + 0.1
    headings = [HEADING + style.LINE_HEIGHT * _name(case, beside).count("\n") for case in cases]
    total = math.fsum(height for group in heights for height in group) + math.fsum(headings)
    columns = packed(heights, headings, min(MOST, math.ceil(total / COLUMN)))
    between = BETWEEN * (len(columns) - 1)
    width = max(style.WIDTH - 0.1, len(columns) * (beside + LENGTH) + between)
    length = (width - between) / len(columns) - beside
    parts = (
        [math.fsum(heights[part.group][part.start : part.stop]) + headings[part.group] for part in of] for of in columns
    )
    return Plan(cases, headings, heights, columns, thick, length, beside, width, max(map(math.fsum, parts)))


def _name(case: str, beside: float) -> str:
    """A case's name, broken so that it stands in the narrowest column."""
    return style.fitted(case, beside + LENGTH, bold=True)


def _column(axes: Axes, plan: Plan, column: Sequence[Part], left: float, colours: Sequence[str]) -> None:
    """A column of strips that begin at `left`, each part of a case under its name."""
    names, groups = list(plan.cases), list(plan.cases.values())
    y = 0.0
    for part in column:
        first = groups[part.group][part.start]
        more = f", continued: {PLURALS[first.kind]}" if part.start else ""
        name = _name(names[part.group] + more, plan.beside)
        y += plan.headings[part.group]
        axes.text(left - plan.beside, y - 0.08, name, weight="bold", va="bottom")
        for place in range(part.start, part.stop):
            strip = groups[part.group][place]
            y += plan.heights[part.group][place]
            if strip.opens:
                top = y - plan.thick - GAP - 0.03
                axes.text(left, top, PLURALS[strip.kind], fontsize=TYPE, color=style.SOFT, va="bottom")
            _strip(axes, plan, strip, left, y - plan.thick - GAP, colours)
    for at, text in ((0, "beginning"), (1, "end")):
        side = "right" if at else "left"
        axes.text(left + at * plan.length, y, text, fontsize=TYPE, color=style.SOFT, ha=side, va="top")


def _strip(axes: Axes, plan: Plan, strip: Strip, left: float, top: float, colours: Sequence[str]) -> None:
    """One strip, its upper left corner at `left` and `top`."""
    middle, read = top + plan.thick / 2, strip.nothing != UNREAD
    axes.add_patch(Rectangle((left, top), plan.length, plan.thick, color=PAPER if read else style.LINE, linewidth=0))
    quarters = [left + plan.length * quarter / 4 for quarter in (1, 2, 3)]
    axes.vlines(quarters, top, top + plan.thick, color="white", linewidth=0.8)
    axes.text(left - 0.06, middle, strip.source, ha="right", va="center", fontsize=TYPE)
    if strip.nothing:
        axes.text(
            left + plan.length / 2, middle, strip.nothing, ha="center", va="center", fontsize=TYPE, color=style.SOFT
        )
    thin = plan.thick / max(len(colours), 1)
    for lane, shares in sorted(strip.blocks.items()):
        for start, end, rows in _blocks(shares, plan.length):
            block = Rectangle((left + start, top + lane * thin), end - start, thin, linewidth=0, zorder=3)
            block.set_facecolor(colours[lane])
            marks.show(rows, axes.add_artist(block))  # the axes have their limits: nothing is to be reckoned anew


def _blocks(shares: Iterable[Passage], length: float) -> list[Passage]:
    """The blocks of a lane in inches, wide enough to be seen; those that the eye wouldn't tell apart are one."""
    found: list[Passage] = []
    for start, end, rows in sorted(Passage(start * length, end * length, rows) for start, end, rows in shares):
        start = min(start, length - EYE)
        end = max(end, start + EYE)
        if found and start - found[-1].end < EYE:
            found[-1] = Passage(found[-1].start, max(found[-1].end, end), found[-1].rows + rows)
        else:
            found.append(Passage(start, end, rows))
    return found


def alt(rows: pd.DataFrame, labels: Labels) -> str:
    """What can be seen, in words."""
    sources = rows.drop_duplicates("source")
    coded = (
        rows[rows["theme"] != ""].sort_values("place", kind="stable").groupby("theme", sort=False)["source"].nunique()
    )
    unread = int((sources["read"] == "no").sum())
    cases = counted(sources["case"].nunique(), "case")
    told = [f"{labels('theme', theme)} in {n}" for theme, n in coded.items()]
    return (
        f"{counted(len(sources), 'source')} of {cases}, each a strip from its beginning to its end; "
        f"nobody has read {unread:,} of them. Sources in which the themes are coded: {listed(told) or 'none'}."
    )
