"""F07, level by formal post: who tells of leadership at which level."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from multicase.figures import style
from multicase.study.disclosure import ANY

POSTS = {
    "yes": ("with a formal post", style.BLUE),
    "no": ("without", style.ORANGE),
    "not said": ("documents", style.GREY),
    ANY: ("not told, since few share it", style.PINK),
}


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per level, behaviour and formal post: level, behaviour, titular, n_segments, n_participants."""
    return tables["T12"][["level", "behaviour", "titular", "n_segments", "n_participants"]]


def figure(rows: pd.DataFrame) -> Figure:
    """Bars side by side: levels and behaviours down, a bar for those with and those without a post."""
    kinds = rows[["level", "behaviour"]].drop_duplicates().to_records(index=False).tolist()
    amounts = rows.set_index(["level", "behaviour", "titular"])["n_segments"].to_dict()
    people = rows.set_index(["level", "behaviour", "titular"])["n_participants"].to_dict()
    posts = {post: look for post, look in POSTS.items() if post != ANY or post in set(rows["titular"])}
    step = 0.78 / len(posts)
    drawing, (axes,) = style.canvas(1.1 + 0.72 * len(kinds))
    for place, kind in enumerate(kinds):
        for number, (post, (_, colour)) in enumerate(posts.items()):
            n = amounts.get((*kind, post), 0)
            y = place + (number - (len(posts) - 1) / 2) * step
            axes.barh(y, n, height=step - 0.02, color=colour)
            speakers = people.get((*kind, post), 0)
            told = f" {n} ({speakers})" if speakers else f" {n}"
            axes.text(n, y, told if n else " 0", va="center", fontsize=8)
    names = [f"{style.words(behaviour)}\n({level})" for level, behaviour in kinds]
    axes.set_yticks(range(len(kinds)), names)
    axes.set_ylim(len(kinds) - 0.45, -0.55)
    axes.margins(x=0.12)
    axes.set_xlabel("segments (participants in brackets)")
    axes.tick_params(length=0)
    handles = [axes.barh(0, 0, color=colour) for _, colour in posts.values()]
    drawing.legend(
        handles, [label for label, _ in posts.values()], ncols=len(posts), loc="outside upper left", frameon=False
    )
    return drawing


def alt(rows: pd.DataFrame) -> str:
    """What can be seen, in words."""
    told = []
    for (level, behaviour), group in rows.groupby(["level", "behaviour"], sort=False):
        parts = [f"{row.n_segments} {POSTS[row.titular][0]}" for row in group.itertuples()]
        told.append(f"{behaviour} ({level}): {style.joined(parts)}")
    return "Segments by level, behaviour and formal post of the speaker. " + "; ".join(told) + "."
