"""What stands in no count of codings, and why: sources, segments, words and codings, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from multicase.contracts import CONTRACTS
from multicase.ingest.balance import LEFT_OUT
from multicase.segment import INTERVIEWER, NO_SPEECH
from multicase.study import consent
from multicase.themes.chosen import n_codings

SEGMENTS = {INTERVIEWER: "an interviewer's turns", NO_SPEECH: "headings and events"}


def of_codings(evidence: pd.DataFrame, unplaced: pd.DataFrame) -> dict[str, int]:
    """Reason -> codings that are not analysed. evidence: of `evidence.join`. unplaced: the contract.

    A coding of which one segment is analysed is analysed, and isn't counted here.
    """
    counted = evidence[evidence["left_out"] == ""]
    key = ["source_id", "passage_start", "passage_end", "code", "coder", "origin"]
    kept = set(counted[key].itertuples(index=False, name=None))
    is_left = [row not in kept for row in evidence[key].itertuples(index=False, name=None)]
    rest = evidence[pd.Series(is_left, index=evidence.index, dtype=bool)]
    found = {reason: n_codings(rows) for reason, rows in rest.groupby("left_out", sort=True)}
    return found | unplaced.groupby("reason", sort=True).size().to_dict()


def table(
    balance: pd.DataFrame,
    sources: pd.DataFrame,
    read: pd.DataFrame,
    segments: pd.DataFrame,
    codings: Mapping[str, int],
    unused: Mapping[str, int],
) -> pd.DataFrame:
    """One row per stage, reason and unit (contract `omissions`).

    balance: the contract. sources: the study's, complete. read: of `evidence.read_sources`. codings: of `of_codings`.
    unused: origin ->
    codings of the origins that are not analysed.
    """
    rows: list[tuple[str, str, str, Any]] = [
        ("raw files", reason, "words", n)
        for reason, n in balance[balance["place"] == LEFT_OUT].groupby("reason")["words"].sum().items()
    ]
    rows += [
        ("sources", "consent: closed, they appear nowhere", "sources", (sources["consent"] == consent.CLOSED).sum()),
        ("sources", "marked as not analysed", "sources", (sources["analysed"] == "no").sum()),
        ("sources", "nobody has read them", "sources", n_unread(sources, read)),
        ("sources", "consent: aggregate, they are counted and not quoted", "sources", _aggregate(read)),
    ]
    for reason, name in SEGMENTS.items():
        of = segments[segments["left_out"] == reason]
        rows += [("segments", name, "segments", len(of)), ("segments", name, "words", of["words"].sum())]
    rows += [("codings", reason, "codings", n) for reason, n in codings.items()]
    rows += [
        ("codings", f"of the origin {origin}, which is not analysed", "codings", n) for origin, n in unused.items()
    ]
    shown = [(place, *row[:3], int(row[3])) for place, row in enumerate(row for row in rows if row[3])]
    return pd.DataFrame(shown, columns=list(CONTRACTS["omissions"].columns))


def n_unread(sources: pd.DataFrame, read: pd.DataFrame) -> int:
    """How many sources nobody has read, those aside that are not analysed. sources: complete; read: with `read`."""
    silent = set(read.loc[~read["read"].astype(bool), "source_id"])
    return len(silent & set(sources.loc[sources["analysed"] != "no", "source_id"]))


def _aggregate(read: pd.DataFrame) -> int:
    return int(((read["consent"] == consent.AGGREGATE) & read["read"].astype(bool)).sum())
