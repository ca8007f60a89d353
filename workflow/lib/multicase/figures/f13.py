"""F13, claim to theme to case: where the evidence for and against each claim lies, and the verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd
from matplotlib.figure import Figure

from multicase.figures import style

MARKS = {
    "supported": (style.BLUE, "s"),
    "qualified": (style.PINK, "D"),
    "contradicted": (style.ORANGE, "X"),
    "insufficient": (style.GREY, "."),
}
BY_CASE = re.compile(
    r"(?P<case>[^:;]+): (?P<verdict>\w+) \((?P<n_for>\d+) for, (?P<n_against>\d+) against(?:; )?(?P<more>[^)]*)\)"
)
ALL = "all cases"


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per claim and case, "all cases" first: claim, statement, themes, case, verdict, n_for, n_against."""
    return pd.DataFrame(row for claim in tables["T23"].to_dict("records") for row in _of_claim(claim))


def _of_claim(claim: Mapping[str, object]) -> Iterator[dict[str, object]]:
    about = {name: claim[name] for name in ("claim", "statement", "themes")}
    yield about | {"case": ALL} | {name: claim[name] for name in ("verdict", "n_for", "n_against")}
    for found in BY_CASE.finditer(str(claim["by_case"])):
        told = {name: found[name] for name in ("verdict", "n_for", "n_against")}
        yield about | {"case": found["case"].strip()} | told


def figure(rows: pd.DataFrame) -> Figure:
    """A table of marks: claims down with their themes, cases across; under each mark, units for and against."""
    claims, cases = list(dict.fromkeys(rows["claim"])), list(dict.fromkeys(rows["case"]))
    drawing, (axes,) = style.canvas(1.1 + 0.74 * len(claims))
    for row in rows.itertuples():
        x, y = cases.index(row.case), claims.index(row.claim)
        colour, mark = MARKS[row.verdict]
        axes.scatter(x, y - 0.1, s=150 if row.case == ALL else 90, color=colour, marker=mark, zorder=3)
        axes.text(x, y + 0.3, f"{row.n_for} : {row.n_against}", ha="center", va="center", fontsize=8)
    firsts = rows.drop_duplicates("claim")
    names = [_name(row.claim, row.statement, row.themes) for row in firsts.itertuples()]
    axes.axvspan(-0.5, 0.5, color=style.LINE, alpha=0.4, zorder=0)
    axes.set_yticks(range(len(claims)), names, fontsize=8)
    axes.set_xticks(range(len(cases)), cases)
    axes.xaxis.tick_top()
    axes.set(xlim=(-0.5, len(cases) - 0.5), ylim=(len(claims) - 0.45, -0.55))
    axes.tick_params(length=0, colors=style.INK)
    axes.grid(axis="y", color=style.LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    shown = [verdict for verdict in MARKS if (rows["verdict"] == verdict).any()]
    handles = [axes.scatter([], [], s=90, color=MARKS[verdict][0], marker=MARKS[verdict][1]) for verdict in shown]
    drawing.legend(
        handles, shown, ncols=4, loc="outside lower left", frameon=False, alignment="left", title_fontsize=9,
        title="verdict (below it: units for : units against)",
    )  # fmt: skip
    return drawing


def _name(claim: str, statement: str, themes: str) -> str:
    told = style.wrapped(f"{claim}  {statement}", 52)
    return f"{told}\n[{', '.join(style.words(theme).lower() for theme in themes.split('; '))}]"


def alt(rows: pd.DataFrame) -> str:
    """What can be seen, in words."""
    told = []
    for claim, group in rows.groupby("claim", sort=False):
        of_cases = group[group["case"] != ALL]["verdict"].value_counts()
        parts = [f"{of_cases[verdict]} {verdict}" for verdict in MARKS if verdict in of_cases]
        told.append(f"{claim}: {group.iloc[0]['verdict']} (cases: {style.joined(parts)})")
    return "Verdicts on the claims. " + "; ".join(told) + "."
