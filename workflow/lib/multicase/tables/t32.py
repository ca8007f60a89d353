"""T32, history of the instrument: what was changed in codebook, claims and codings while the study went on, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from multicase.study import remarks
from multicase.tables.table import Table
from multicase.wording import counted

COLUMNS = ("date", "about", "from", "to", "reason", "recorded_in")
CHANGED = {"rename": "code renamed", "merge": "codes merged", "split": "code split", "retire": "codes retired"}
NOTHING = (
    "No change is recorded. Here would stand codes renamed, merged, split or retired (migrations.yaml), decisions on "
    "codes, definitions, claims and the criterion (decisions: in codebook.yaml and claims.yaml), and what was decided "
    "where coders differed (adjudication.csv)."
)
Change = dict[str, str]


def build(data: Mapping[str, Any]) -> Table:
    """One row per change, by date; what has no date comes last, and those of one day as they are recorded.

    Needs sources, instrument (codebook.yaml as it is written), and claims, migrations and adjudication where the study
    has some. from, to: what stood before and what stands since. The adjudication is one row a date, of the decisions
    that T20 lists: none on closed sources. What a replication took over
    with its original's files (`inherited`, of `study.replication.inherited`) is that study's history, and only counted.
    """
    inherited = data.get("inherited", {"entries": []})
    own = _own(inherited["entries"])
    changes = [
        *_migrations(own(data["migrations"].get("migrations", ()))),
        *_decisions(own(data["migrations"].get("changes", ())), "migrations.yaml"),
        *_decisions(own(data["instrument"].get("decisions", ())), "codebook.yaml"),
        *_decisions(own(data["claims"].get("decisions", ())), "claims.yaml"),
        *_adjudication(data["adjudication"], data["sources"].to_dict("records")),
    ]
    ordered = sorted(changes, key=lambda change: (not change["date"], change["date"]))
    note = f"The codebook stands at version {data['instrument']['version']}."
    if inherited["entries"]:
        n, name = counted(len(inherited["entries"]), "earlier change"), inherited["original"]
        note += f" Not listed: {n} made in {name}, from which the instrument was taken over; see T32 there."
    return Table(pd.DataFrame(ordered, columns=list(COLUMNS)), missing="" if changes else NOTHING, note=note)


def _own(theirs: Collection[Mapping[str, Any]]) -> Callable[[Iterable[Mapping[str, Any]]], list[Mapping[str, Any]]]:
    """Picks the entries that aren't the original's; what became of single codings, its results don't tell."""
    return lambda entries: [one for one in entries if {k: v for k, v in one.items() if k != "assign"} not in theirs]


def _migrations(entries: Iterable[Mapping[str, Any]]) -> Iterator[Change]:
    for entry in entries:
        before, after = "; ".join(entry["from"]), "; ".join(entry["to"])
        yield _change(entry, CHANGED[entry["change"]], before, after, "migrations.yaml")


def _decisions(entries: Iterable[Mapping[str, Any]], file: str) -> Iterator[Change]:
    for entry in entries:
        yield _change(entry, entry["about"], entry.get("from", ""), entry.get("to", ""), file)


def _adjudication(decisions: pd.DataFrame, sources: Iterable[Mapping[str, str]]) -> Iterator[Change]:
    shown = remarks.shown(decisions.to_dict("records"), sources, of="segment_id")
    decided = pd.DataFrame(shown, columns=decisions.columns)
    for date, rows in decided.groupby("date"):
        kept = list(rows["decision"]).count("keep")
        about = f"adjudication of {counted(len(rows), 'decision')}"
        entry = {"date": date, "reason": "each with its reason in T20"}
        yield _change(entry, about, "", f"{kept:,} kept, {len(rows) - kept:,} removed", "adjudication.csv")


def _change(entry: Mapping[str, Any], about: str, before: str, after: str, file: str) -> Change:
    told = dict(zip(COLUMNS, (entry["date"], about, before, after, entry["reason"], file), strict=True))
    return {column: " ".join(text.split()) for column, text in told.items()}
