"""The study's findings in words: claim by claim, every number and quotation taken from the tables."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment

from multicase.figures import style
from multicase.figures.f13 import BY_CASE
from multicase.pages import environment, page
from multicase.study import files
from multicase.wording import counted

SAID = {
    "supported": "bears the claim out",
    "qualified": "bears the claim out with qualifications",
    "contradicted": "does not bear the claim out",
    "insufficient": "does not suffice to judge the claim",
}
FIGURES = ("F13", "F04", "F08", "F14")


def write(tables: Sequence[str], figures: Sequence[str], study: Sequence[str], html: str, markdown: str) -> None:
    """Write the findings as a page and as Markdown.

    tables: paths of the tables' CSV files, with their JSON beside them. figures: paths of the figures' JSON files, with
    their SVG beside them. study: the path of study.yaml, if there is one.
    """
    told = context({Path(path).stem: path for path in tables}, files.mapping(list(study)))
    shown = [_figure(path) for path in sorted(figures, key=lambda path: FIGURES.index(Path(path).stem))]
    Path(html).write_text(page("findings.html.j2", figures=shown, **told), encoding="utf-8")
    Path(markdown).write_text(_plain().get_template("findings.md.j2").render(figures=shown, **told), encoding="utf-8")


def _plain() -> Environment:
    """The same templates without escaping, for Markdown."""
    return environment().overlay(autoescape=False)


def _figure(path: str) -> dict[str, str]:
    svg = Path(path).with_suffix(".svg").read_bytes()
    image = "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
    return json.loads(Path(path).read_text(encoding="utf-8")) | {"image": image}


def context(tables: Mapping[str, str], study: Mapping[str, Any]) -> dict[str, Any]:
    """What the templates tell. tables: table id -> path of its CSV."""
    read = {name: pd.read_csv(path, dtype=str, keep_default_na=False) for name, path in tables.items()}
    about = {name: json.loads(Path(path).with_suffix(".json").read_text("utf-8")) for name, path in tables.items()}
    claims = [_claim(row, read) for row in read["T23"].to_dict("records")]
    verdicts = pd.Series([claim["verdict"] for claim in claims]).value_counts()
    return {
        "study": {"title": "Findings", "question": "", "synthetic": False} | dict(study),
        "material": _material(read),
        "note": about["T23"]["note"],
        "missing": about["T23"]["missing"],
        "verdicts": style.joined([_number_of(verdicts[name], name) for name in SAID if name in verdicts]),
        "claims": claims,
        "number": counted(len(claims), "claim"),
        "reliability": _reliability(read["T19"], about["T19"]["missing"]),
        "saturation": _saturation(read["T18"], about["T18"]["missing"]),
        "silences": _silences(read["T08"]),
        "words": style.words,
    }


def _material(read: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    by_case, people = read["T02"], read["T03"]
    kinds = ("interviews", "group_interviews", "observations", "documents")
    numbers = {kind: int(by_case[kind].astype(int).sum()) for kind in kinds}
    named = [counted(n, kind.replace("_", " ").removesuffix("s")) for kind, n in numbers.items() if n]
    return {
        "cases": counted(len(by_case), "case"),
        "sources": counted(sum(numbers.values()), "source"),
        "kinds": style.joined(named),
        "words": f"{by_case['words'].astype(int).sum():,}",
        "participants": _total(people["n"]) if len(people) else "",
        "first": min(filter(None, by_case["first_date"]), default=""),
        "last": max(filter(None, by_case["last_date"]), default=""),
    }


def _total(counts: pd.Series) -> str:
    """The sum of counts; with suppressed ones among them, at least how many."""
    known = pd.to_numeric(counts, errors="coerce")
    return f"at least {known.sum():.0f}" if known.isna().any() else f"{known.sum():.0f}"


def _claim(row: Mapping[str, str], read: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    quotes = read["T21"][read["T21"]["claim"] == row["claim"]]
    negative = read["T22"][read["T22"]["claim"] == row["claim"]]
    without = read["T24"][(read["T24"]["claim"] == row["claim"]) & (read["T24"]["changed"] == "yes")]
    by_verdict: dict[str, list[str]] = {}
    for found in BY_CASE.finditer(row["by_case"]):
        more = f"; {found['more'].replace('_', ' ')}" if found["more"] else ""
        told = f"{found['case'].strip()} ({found['n_for']} for, {found['n_against']} against{more})"
        by_verdict.setdefault(found["verdict"], []).append(told)
    changes = [
        f"{item['verdict']} without {item['omitted_case']} ({item['why']})" for item in without.to_dict("records")
    ]
    return dict(row) | {
        "said": SAID[row["verdict"]],
        "cases": [(verdict, style.joined(by_verdict[verdict])) for verdict in SAID if verdict in by_verdict],
        "quotes_for": quotes[quotes["side"] == "for"].to_dict("records"),
        "quotes_against": quotes[quotes["side"] == "against"].to_dict("records"),
        "negative": [
            {"case": case, "n": counted(len(rows), "segment"), "disposition": _sentence(rows["disposition"].iloc[0])}
            for case, rows in negative.groupby("case", sort=True)
        ],
        "robust": style.joined(changes) if changes else "",
        "rival_list": [rival.strip() for rival in row["rivals"].split(" | ") if rival.strip()],
    }


def _reliability(table: pd.DataFrame, missing: str) -> dict[str, str]:
    rows = table[table["code"] == "(all codes)"].to_dict("records")
    if not rows:
        return {"missing": missing or "No source was coded by two people."}
    return rows[0] | {"missing": "", "status": rows[0]["status"].partition(",")[0]}  # over all, codes are always rare


def _saturation(table: pd.DataFrame, missing: str) -> dict[str, str]:
    if table.empty:
        return {"missing": missing or "No interview was coded, so that nothing can be said of saturation."}
    reached, last = table[table["reached"] == "yes"], table.iloc[-1].to_dict()
    later = int(reached["new_codes"].iloc[1:].astype(int).sum())
    after = f"{counted(later, 'code')} came in for the first time after it" if later else "no code came in after it"
    return last | {"missing": "", "at": reached["order"].iloc[0] if len(reached) else "", "after": after}


def _number_of(n: int, verdict: str) -> str:
    return f"{n} {'is' if n == 1 else 'are'} {verdict}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _silences(table: pd.DataFrame) -> list[str]:
    rows = table[table["convergence"].isin(["silent", "dissonant"])]
    return [
        f"{style.words(row.theme)}: {style.KINDS[row.kind][0]} are "
        + (
            "silent"
            if row.convergence == "silent"
            else f"on the other side than all together ({row.n_for} for, {row.n_against} against)"
        )
        for row in rows.itertuples()
    ]
