"""The study's findings in words: claim by claim, every number and quotation taken from the tables and the verdicts."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment

from multicase import frames
from multicase.claims import judge
from multicase.figures.labels import Labels
from multicase.pages import environment, page
from multicase.study import files
from multicase.study.kinds import KINDS, PLURALS
from multicase.tables import t18
from multicase.wording import counted, listed

SAID = {
    "supported": "bears the claim out",
    "qualified": "bears the claim out with qualifications",
    "contradicted": "does not bear the claim out",
    "insufficient": "does not suffice to judge the claim",
}


def write(
    tables: Sequence[str],
    figures: Sequence[str],
    study: Mapping[str, Any],
    cases: Sequence[str],
    verdicts: str,
    read_sources: str,
    html: str,
    markdown: str,
) -> None:
    """Write the findings as a page and as Markdown.

    tables: paths of the tables' CSV files, with their JSON beside them. figures: paths of the figures' JSON files, with
    their SVG beside them, in the order in which they are shown. study: what it says of itself (title, question,
    synthetic, disclaimer). cases: the path of cases.csv. verdicts, read_sources: the tables of these contracts.
    """
    of_cases = files.frame(cases, "cases")
    labels = dict(zip(of_cases["case_id"], of_cases["label"], strict=True))
    context = told(
        {Path(path).stem: path for path in tables},
        study,
        labels,
        judge.on_everything(frames.read(verdicts, "verdicts")),
        frames.read(read_sources, "read_sources"),
    )
    shown = [_figure(path) for path in figures]
    Path(html).write_text(page("findings.html.j2", figures=shown, **context), encoding="utf-8")
    text = _plain().get_template("findings.md.j2").render(figures=shown, **context)
    Path(markdown).write_text(text, encoding="utf-8")


def _plain() -> Environment:
    """The same templates without escaping, for Markdown."""
    return environment().overlay(autoescape=False)


def _figure(path: str) -> dict[str, str]:
    svg = Path(path).with_suffix(".svg").read_bytes()
    image = "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
    return json.loads(Path(path).read_text(encoding="utf-8")) | {"image": image}


def told(
    tables: Mapping[str, str],
    study: Mapping[str, Any],
    cases: Mapping[str, str],
    verdicts: pd.DataFrame,
    sources: pd.DataFrame,
) -> dict[str, Any]:
    """What the templates tell. tables: table id -> path of its CSV. cases: case_id -> label. verdicts: on everything.
    sources: the contract `read_sources`.
    """
    read = {name: pd.read_csv(path, dtype=str, keep_default_na=False) for name, path in tables.items()}
    about = {name: json.loads(Path(path).with_suffix(".json").read_text("utf-8")) for name, path in tables.items()}
    labels = Labels(about.values())
    claims = [_claim(row, read, labels, cases, verdicts) for row in read["T23"].to_dict("records")]
    tally = pd.Series([claim["verdict"] for claim in claims], dtype=object).value_counts()
    return {
        "study": {"title": "Findings", "question": "", "synthetic": False, "disclaimer": ""} | dict(study),
        "material": _material(read),
        "note": about["T23"]["note"],
        "missing": about["T23"]["missing"],
        "verdicts": listed([_number_of(tally[name], name) for name in SAID if name in tally]),
        "claims": claims,
        "number": counted(len(claims), "claim"),
        "reliability": _reliability(read["T19"], about["T19"]["missing"]),
        "saturation": _saturation(read["T18"], about["T18"]["missing"]),
        "reading": _reading(sources),
        "silences": _silences(read["T08"], labels),
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


def _material(read: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    by_case, people = read["T02"], read["T03"]
    columns = {kind: plural.replace(" ", "_") for kind, plural in PLURALS.items()}
    numbers = {kind: int(by_case[column].astype(int).sum()) for kind, column in columns.items()}
    return {
        "cases": counted(len(by_case), "case"),
        "sources": counted(sum(numbers.values()), "source"),
        "kinds": listed([counted(n, KINDS[kind][0]) for kind, n in numbers.items() if n]),
        "words": f"{by_case['words'].astype(int).sum():,}",
        "participants": _total(people["n"]) if len(people) else "",
        "first": min(filter(None, by_case["first_date"]), default=""),
        "last": max(filter(None, by_case["last_date"]), default=""),
    }


def _total(counts: pd.Series) -> str:
    """The sum of counts; with suppressed ones among them, at least how many."""
    known = pd.to_numeric(counts, errors="coerce")
    return f"at least {known.sum():.0f}" if known.isna().any() else f"{known.sum():.0f}"


def _claim(
    row: Mapping[str, str],
    read: Mapping[str, pd.DataFrame],
    labels: Labels,
    cases: Mapping[str, str],
    verdicts: pd.DataFrame,
) -> dict[str, Any]:
    quotes = read["T21"][read["T21"]["claim"] == row["claim"]]
    quotes = quotes.assign(
        role=[labels("role", role) if role else "" for role in quotes["role"]],
        kind=[KINDS[kind][0] for kind in quotes["kind"]],
    )
    negative = read["T22"][read["T22"]["claim"] == row["claim"]]
    without = read["T24"][(read["T24"]["claim"] == row["claim"]) & (read["T24"]["changed"] == "yes")]
    of_cases = verdicts[verdicts["claim"] == row["claim"]].set_index("case_id")
    by_verdict: dict[str, list[str]] = {}
    for case, label in cases.items():
        mine = of_cases.loc[case]
        by_verdict.setdefault(mine["verdict"], []).append(f"{label} ({mine['why']})")
    changes = [
        f"{item['verdict']} without {item['omitted_case']} ({item['why']})" for item in without.to_dict("records")
    ]
    return dict(row) | {
        "said": SAID[row["verdict"]],
        "cases": [(verdict, listed(by_verdict[verdict])) for verdict in SAID if verdict in by_verdict],
        "quotes_for": quotes[quotes["side"] == "for"].to_dict("records"),
        "quotes_against": quotes[quotes["side"] == "against"].to_dict("records"),
        "negative": [
            {"case": case, "n": counted(len(rows), "segment"), "disposition": _sentence(rows["disposition"].iloc[0])}
            for case, rows in negative.groupby("case", sort=True)
        ],
        "robust": listed(changes),
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
    result, *more = t18.sentences(table)
    return {"missing": "", "result": result.removesuffix("."), "more": " ".join(more)}


def _number_of(n: int, verdict: str) -> str:
    return f"{n} {'is' if n == 1 else 'are'} {verdict}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _silences(table: pd.DataFrame, labels: Labels) -> list[str]:
    rows = table[table["convergence"].isin(["silent", "dissonant"])]
    return [
        f"{labels('theme', row.theme)}: {PLURALS[row.kind]} are "
        + (
            "silent"
            if row.convergence == "silent"
            else f"on the other side than all together ({row.n_for} for, {row.n_against} against)"
        )
        for row in rows.itertuples()
    ]
