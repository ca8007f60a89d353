"""The study's findings in words: claim by claim, every number and quotation taken from the tables and the verdicts."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment
from markupsafe import Markup, escape

from multicase import frames
from multicase.claims import AGAINST, VERDICTS
from multicase.figures.labels import Labels
from multicase.pages import cases_told, claims_told, concordance_told, environment, material, open_items, page
from multicase.study import frozen
from multicase.study.kinds import PLURALS
from multicase.tables import t18, t19
from multicase.tables.t22 import UNDISCUSSED
from multicase.themes import balance
from multicase.wording import counted, listed

CRITERION = "criterion"  # what a decision in claims.yaml is about
TABLE = re.compile(r"\bT\d\d\b")
TAG = re.compile(r"<(?=[A-Za-z/!?])")
# What would make a link, a picture, the address of one, or a block of code of people's words.
MARK = re.compile(r"(?<=\])(?=[(\[:])|(?<!\\)(?=```|~~~)")


def write(
    tables: Sequence[str],
    figures: Sequence[str],
    study: Mapping[str, Any],
    read_sources: str,
    links: Any,
    html: str,
    markdown: str,
) -> None:
    """Write the findings as a page and as Markdown.

    tables: paths of the tables' CSV files, with their JSON beside them. figures: paths of the figures' JSON files, with
    their SVG beside them, in the order in which they are shown. study: what it says of itself (title, question,
    synthetic, disclaimer). read_sources: the table of this contract. links: where the page's numbers, verdicts and
    quotations lead to (`site.links.Links`); Markdown has none.
    """
    context = told({Path(path).stem: path for path in tables}, study, frames.read(read_sources, "read_sources"))
    shown = [_figure(path) for path in figures]
    Path(html).write_text(page("findings.html.j2", figures=shown, links=links, **context), encoding="utf-8")
    text = _plain().get_template("findings.md.j2").render(figures=shown, **context)
    Path(markdown).write_text(text, encoding="utf-8")


def _plain() -> Environment:
    """The same templates for Markdown: nothing is escaped but what would begin a tag, which Markdown lets through, and
    what would make a link, a picture or a block of code. What was escaped already stays as it is.
    """
    return environment().overlay(autoescape=False, finalize=lambda value: MARK.sub(r"\\", TAG.sub("&lt;", str(value))))


def _figure(path: str) -> dict[str, str]:
    svg = Path(path).with_suffix(".svg").read_bytes()
    image = "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
    return json.loads(Path(path).read_text(encoding="utf-8")) | {"image": image}


def told(tables: Mapping[str, str], study: Mapping[str, Any], sources: pd.DataFrame) -> dict[str, Any]:
    """What the templates tell. tables: table id -> path of its CSV. sources: the contract `read_sources`."""
    read = {name: pd.read_csv(path, dtype=str, keep_default_na=False) for name, path in tables.items()}
    about = {name: json.loads(Path(path).with_suffix(".json").read_text("utf-8")) for name, path in tables.items()}
    labels = Labels(about.values())
    claims = claims_told.tell(read, labels)
    tally = pd.Series([claim["verdict"] for claim in claims], dtype=object).value_counts()
    return {
        "study": {"title": "Findings", "question": "", "synthetic": False, "disclaimer": ""} | dict(study),
        "material": material.tell(read["T02"], read["T03"]),
        "note": about["T23"]["note"],
        "linked": _linked,
        "missing": about["T23"]["missing"],
        "propositions": [(labels("theme", name), text) for name, text in about["T06"].get("propositions", {}).items()],
        "changed": _changed(read["T32"]),
        "discussed": _discussed(read["T22"]),
        "verdicts": listed([f"{tally[name]} {name}" for name in VERDICTS if name in tally]),
        "cases": cases_told.tell(read, labels),
        "claims": claims,
        "tally": claims_told.tally(claims),
        "concordance": concordance_told.tell(read, about, labels),
        "doubly": _doubly(sources),
        "quoted": claims_told.quoted(read, labels) if about["T23"]["missing"] else [],
        "criterion": claims_told.usual_criterion(claims),
        "number": counted(len(claims), "claim"),
        "reliability": _reliability(read["T19"], about["T19"]["missing"], labels),
        "saturation": _saturation(read["T18"], about["T18"]["missing"]),
        "reading": _reading(sources),
        "silences": _silences(read["T08"], labels),
        "unspoken": _unspoken(read["T08"], labels),
        "plan": _plan(read["T26"]),
        "open_items": open_items.tell(read["T26"]),
    }


def _linked(text: str) -> Markup:
    """A text of the page in which the tables that it names are links to them."""
    return Markup(TABLE.sub(r'<a href="../audit/tables/\g<0>.html">\g<0></a>', str(escape(text))))


def _changed(history: pd.DataFrame) -> list[str]:
    """When the criterion was changed, what it said before, and why; by a later one verdicts may have turned."""
    rows = history[history["about"] == CRITERION]
    return [
        f"The criterion was changed on {row['date']}. Before: {row['from'] or 'not told'}. "
        f"Since: {row['to'] or 'not told'}. Why: {row['reason'].rstrip('.')}"
        for row in rows.to_dict("records")
    ]


def _discussed(against: pd.DataFrame) -> str:
    """Of how much of what speaks against the claims people said what becomes of it."""
    mine = against[against["side"] == AGAINST]
    if mine.empty:
        return ""
    n_open = int((mine["disposition"] == UNDISCUSSED).sum())
    n_claims = mine["claim"].nunique()
    verb = "speaks" if len(mine) == 1 else "speak"
    told = f"{counted(len(mine), 'segment')} {verb} against {counted(n_claims, 'claim')}, each counted once for a claim"
    if not n_open:
        return f"{told}; each is discussed"
    n = len(mine) - n_open
    if not n:
        return f"{told}; nobody has said what becomes of {'it' if n_open == 1 else 'them'}"
    verb = "is" if n == 1 else "are"
    return f"{told}; {n:,} of these {verb} discussed, and nobody has said what becomes of the other {n_open:,}"


def _plan(checklist: pd.DataFrame) -> dict[str, Any]:
    """When the plan was frozen, and what became of each of its parts; empty where nothing was frozen."""
    rows = checklist[checklist["item"].str.startswith(frozen.ITEM)]
    if rows.empty:
        return {}
    parts = [(name.partition("-")[2], text) for name, text in zip(rows["item"], rows["evidence"], strict=True)]
    changed = rows["status"] == frozen.CHANGED
    same = [part for part, status in zip(parts, rows["status"], strict=True) if status == frozen.UNCHANGED]
    return {
        "when": parts[0][1],
        "unchanged": listed([part for part, _ in same]),
        "changed": [part for part, is_changed in zip(parts, changed, strict=True) if is_changed],
    }


def _reading(sources: pd.DataFrame) -> str:
    """What the absence of a coding can say: nothing of a source that nobody has read."""
    read = int(sources["read"].astype(bool).sum())
    if read == len(sources):
        return ""
    if not read:
        return "Nobody has read any of the sources, so that nothing can be said of what they are silent about."
    rest = len(sources) - read
    verb = "stands" if rest == 1 else "stand"
    return (
        f"Somebody has read {read} of {counted(len(sources), 'source')}; the other {rest} {verb} in no count, and "
        "where a case or a kind of source is silent below, those that were read are meant (T08, T10)."
    )


def _doubly(sources: pd.DataFrame) -> str:
    """How much of the material agreement is known of."""
    several = int(sources["coders"].str.contains(";").sum())
    return f"More than one coder read {several} of {counted(len(sources), 'source')}."


def _reliability(table: pd.DataFrame, missing: str, labels: Labels) -> dict[str, str]:
    """Of the codes one by one, then over all: the one says what the other hides."""
    rows = table[table["code"] == "(all codes)"].to_dict("records")
    if not rows:
        return {"missing": missing or "No source was read by two people."}
    return rows[0] | {"missing": "", "distribution": t19.distribution(table, partial(labels, "code"))}


def _saturation(table: pd.DataFrame, missing: str) -> dict[str, str]:
    if table.empty:
        return {"missing": missing or "No interview was coded, so that nothing can be said of saturation."}
    result, *more = t18.sentences(table)
    return {"missing": "", "result": result.removesuffix("."), "more": " ".join(more)}


def _silences(table: pd.DataFrame, labels: Labels) -> list[str]:
    """Which kinds of source tell another thing than the rest: a kind is silent where another speaks."""
    is_silent = (table["convergence"] == balance.SILENT) & table["theme"].isin(_spoken_of(table))
    rows = table[is_silent | (table["convergence"] == balance.DISSONANT)]
    return [
        f"{labels('theme', row.theme)}: {PLURALS[row.kind]} are "
        + (
            "silent"
            if row.convergence == balance.SILENT
            else f"on the other side than the rest ({row.n_for} for, {row.n_mixed} mixed, {row.n_against} against)"
        )
        for row in rows.itertuples()
    ]


def _spoken_of(table: pd.DataFrame) -> set[str]:
    """The themes that some source is coded with; table: T08."""
    speaks = ~table["convergence"].isin([balance.SILENT, balance.NOT_READ, balance.NO_SOURCES])
    return set(table.loc[speaks, "theme"])


def _unspoken(table: pd.DataFrame, labels: Labels) -> str:
    """The themes that no source is coded with, of whatever kind; empty where none was read. table: T08."""
    silent = table.loc[table["convergence"] == balance.SILENT, "theme"].unique()
    return "; ".join(labels("theme", theme) for theme in silent if theme not in _spoken_of(table))
