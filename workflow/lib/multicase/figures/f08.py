"""F08, enablers and barriers, diverging: what helps and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from multicase.figures import style
from multicase.wording import counted

DOMAINS = {"professional": style.BLUE, "political": style.ORANGE, "organisational": style.GREEN}


def rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per factor and direction: domain, factor, direction, n_segments, n_cases (most in any level)."""
    table = tables["T13"]
    return table.groupby(["domain", "factor", "direction"], sort=False, as_index=False).agg(
        n_segments=("n_segments", "sum"), n_cases=("cases", _cases)
    )


def _cases(named: pd.Series) -> int:
    return len({case for cases in named for case in cases.split("; ")})


def figure(rows: pd.DataFrame) -> Figure:
    """Barriers to the left, enablers to the right, by domain."""
    place = {domain: number for number, domain in enumerate(DOMAINS)}
    ordered = rows.assign(place=rows["domain"].map(place).fillna(9)).sort_values(
        ["place", "n_segments"], ascending=[True, False], kind="stable"
    )
    factors = ordered[["domain", "factor"]].drop_duplicates().to_records(index=False).tolist()
    drawing, (axes,) = style.canvas(1.2 + 0.42 * len(factors))
    reach = max(rows["n_segments"].max(), 1) * 1.35
    for row in ordered.itertuples():
        y = factors.index((row.domain, row.factor))
        side = -1 if row.direction == "barrier" else 1
        axes.barh(y, side * row.n_segments, height=0.62, color=DOMAINS.get(row.domain, style.GREY))
        told = f" {row.n_segments} in {counted(row.n_cases, 'case')} "
        axes.text(side * row.n_segments, y, told, ha="right" if side < 0 else "left", va="center", fontsize=8)
    axes.axvline(0, color=style.INK, linewidth=0.8)
    axes.set_yticks(range(len(factors)), [style.words(factor) for _, factor in factors])
    axes.set(xlim=(-reach, reach), ylim=(len(factors) - 0.4, -0.6))
    axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    axes.set_xlabel("segments: barriers to the left, enablers to the right")
    axes.tick_params(length=0)
    shown = [domain for domain in DOMAINS if (rows["domain"] == domain).any()]
    handles = [axes.barh(0, 0, color=DOMAINS[domain]) for domain in shown]
    drawing.legend(handles, shown, ncols=3, loc="outside upper left", frameon=False)
    return drawing


def alt(rows: pd.DataFrame) -> str:
    """What can be seen, in words."""
    told = []
    for direction in ("barrier", "enabler"):
        some = rows[rows["direction"] == direction].sort_values("n_segments", ascending=False, kind="stable")
        parts = [f"{row.factor} ({row.n_segments})" for row in some.itertuples()]
        told.append(f"{direction}s: {style.joined(parts)}")
    return "Segments on what helps and hinders. " + "; ".join(told) + "."
