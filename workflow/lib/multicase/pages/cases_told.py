"""An account of each case, for the findings: within the case first, and only then across.

Source of the order: Miles and Huberman (1994), Qualitative Data Analysis, chapters 5 and 7; Stake (2006), Multiple Case
Study Analysis, on keeping each case whole before cases are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase.claims import VERDICTS
from multicase.claims.judge import UNCONTESTED
from multicase.figures.labels import Labels
from multicase.pages import material
from multicase.study.kinds import KINDS, PLURALS
from multicase.tables.t09 import NOT_CHARTED
from multicase.wording import counted, listed

STRONGEST = 3
OF_EVERY_CASE = ("case", "sampling_rationale", "period")  # columns of T01 that are told in words of their own


def tell(tables: Mapping[str, pd.DataFrame], labels: Labels) -> list[dict[str, Any]]:
    """What the templates tell of each case. tables: T01 to T03, T06, T09, T10, T23."""
    return [_case(row, tables, labels) for row in tables["T01"].to_dict("records")]


def _case(row: Mapping[str, str], tables: Mapping[str, pd.DataFrame], labels: Labels) -> dict[str, Any]:
    case = row["case"]
    mine = {name: tables[name][tables[name]["case"] == case] for name in ("T02", "T03", "T06", "T09", "T23")}
    themes = {theme["theme"]: _theme(theme, mine["T06"], labels) for theme in mine["T09"].to_dict("records")}
    strongest = _strongest(case, tables["T10"], mine["T06"])
    return {
        "case": case,
        "why": _sentence(row.get("sampling_rationale", "")),
        "attributes": [
            f"{labels.heading(name)}: {labels.text(name, value)}"
            for name, value in row.items()
            if name not in OF_EVERY_CASE and value
        ],
        "studied": _studied(mine["T02"], mine["T03"], row.get("period", "")),
        "strongest": [themes[theme] | {"strength": how} for theme, how in strongest if theme in themes],
        "others": [told for theme, told in themes.items() if told["summary"] and theme not in dict(strongest)],
        "verdicts": _verdicts(mine["T23"]),
        "judged": _judged(mine["T23"]),
    }


def _sentence(text: str) -> str:
    """A text with a full stop, so that others can follow."""
    return text if not text or text.rstrip().endswith((".", "!", "?", "…")) else f"{text.rstrip()}."


def _studied(sources: pd.DataFrame, people: pd.DataFrame, period: str) -> str:
    """`2 documents and 6 interviews, 16,539 words, 15 participants, from 2014 to 2016`."""
    row = sources.iloc[0]
    numbers = [(int(row[plural.replace(" ", "_")]), KINDS[kind][0]) for kind, plural in PLURALS.items()]
    kinds = listed([counted(n, noun) for n, noun in numbers if n]) or "no source"
    dates = f", from {row['first_date']} to {row['last_date']}" if row["first_date"] else ""
    who = material.participants(people["n"])
    told = ", ".join(filter(None, (kinds, counted(int(row["words"]), "word"), who))) + dates
    return f"{told}; period studied: {period}" if period.strip(" to") else told


def _strongest(case: str, matrix: pd.DataFrame, counts: pd.DataFrame) -> list[tuple[str, str]]:
    """The themes that most sources of the case speak for, and how many do; of themes without a side, speak of."""
    rows = matrix[matrix["ordered_case"] == case]
    if len(rows):
        found = [
            (int(row.sources.split(" of ")[0]), row.theme, f"something for its proposition in {row.sources} sources")
            for row in rows.itertuples()
        ]
    else:
        by_theme = counts.assign(n=counts["n_sources"].astype(int)).groupby("theme", sort=False)["n"].max()
        found = [(n, str(theme), f"told in {counted(n, 'source')}") for theme, n in by_theme.items()]
    spoken = [entry for entry in found if entry[0]]
    return [(theme, how) for _, theme, how in sorted(spoken, key=lambda entry: -entry[0])[:STRONGEST]]


def _theme(row: Mapping[str, str], counts: pd.DataFrame, labels: Labels) -> dict[str, Any]:
    return {
        "id": row["theme"],
        "theme": labels("theme", row["theme"]),
        "summary": row["summary"],
        "stale": row["stale"] if row["stale"] != NOT_CHARTED else "",
        "gainsaid": _gainsaid(counts[counts["theme"] == row["theme"]]),
        "quotes": [
            {"side": side, "text": row[text], "by": _by(row[by], labels), "segment": row[segment]}
            for side, text, segment, by in (
                ("", "quotation", "quoted", "said_by"),
                ("Against", "against", "quoted_against", "said_against_by"),
            )
            if row[text]
        ],
    }


def _gainsaid(counts: pd.DataFrame) -> str:
    """What speaks against a theme, and whether anything could. counts: its rows of T06, one for each side of its codes.

    A source may say both: what is counted on the two sides is no split of the sources.
    """
    sides = {*counts["polarity"]}
    if "contradicts" not in sides:
        return UNCONTESTED if "supports" in sides else "no code takes a side"
    against = counts[counts["polarity"] == "contradicts"]
    n, in_sources = (int(against[name].astype(int).sum()) for name in ("n_segments", "n_sources"))
    told = f"something against it in {counted(in_sources, 'source')}, {counted(n, 'segment')}"
    return told if n else "nothing against it"


def _by(said_by: str, labels: Labels) -> str:
    """`role; kind` in words."""
    role, _, kind = said_by.rpartition("; ")
    return ", ".join(filter(None, [labels("role", role) if role else "", KINDS[kind][0]]))


def _verdicts(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Each verdict with its claims, and the numbers behind it."""
    return [(verdict, listed([f"{claim} ({why})" for claim, why in of])) for verdict, of in _judged(rows)]


def _judged(rows: pd.DataFrame) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each verdict with its claims, each with the numbers behind it."""
    return [
        (verdict, [(row.claim, row.why) for row in rows[rows["verdict"] == verdict].itertuples()])
        for verdict in VERDICTS
        if (rows["verdict"] == verdict).any()
    ]
