"""Themes: which codings are analysed, and the long table that every count is taken from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from multicase.contracts import CONTRACTS
from multicase.errors import Problem, StudyError

PEOPLE = ("role", "role_group", "profession", "titular", "organisation_type", "level")
CLOSED = "closed"


def analysed(
    codings: Mapping[str, pd.DataFrame], adjudication: Sequence[Mapping[str, str]] | None, origins: str | Sequence[str]
) -> tuple[pd.DataFrame, dict[str, object]]:
    """The codings to analyse (contract `codings`), and what captions say of them.

    codings: by origin. origins: `auto` (manual codings if there is any, else the dictionary's) or a list, which is
    pooled. adjudication: segment_id, code, decision (keep, remove), reason; `remove` takes a code from a segment,
    whoever gave it; without a decision a code counts if any coder gave it. Raises StudyError for a decision about
    something that nobody coded.
    """
    chosen = _chosen(codings, origins)
    pooled = pd.concat([codings[origin] for origin in chosen], ignore_index=True)
    decided = adjudication or []
    if decided and "manual" in chosen:
        _refuse_decisions_on_nothing(pooled, decided)
        removed = {(row["segment_id"], row["code"]) for row in decided if row["decision"] == "remove"}
        given = pd.MultiIndex.from_frame(pooled[["segment_id", "code"]])
        pooled = pooled[~given.isin(sorted(removed))] if removed else pooled
    coders = sorted(pooled["coder"].unique()) if len(pooled) else []
    about = {
        "origins": chosen,
        "coders": coders,
        "n_codings": len(pooled),
        "n_adjudicated": len(decided) if "manual" in chosen else 0,
    }
    return pooled, about | {"sentence": _sentence(about)}


def _chosen(codings: Mapping[str, pd.DataFrame], origins: str | Sequence[str]) -> list[str]:
    if origins != "auto":
        return [origin for origin in origins if origin in codings]
    return ["manual"] if len(codings.get("manual", ())) else ["dictionary"]


def _sentence(about: Mapping[str, object]) -> str:
    """`Analysed: 120 manual codings by coder_1 and coder_2, 14 adjudicated.`"""
    by = " and ".join(coder for coder in about["coders"] if coder != "dictionary")
    what = f"{about['n_codings']:,} {' and '.join(about['origins'])} codings"
    told = f"Analysed: {what}{f' by {by}' if by else ''}"
    if about["n_adjudicated"]:
        told += f", {about['n_adjudicated']} adjudicated"
    return told + "."


def _refuse_decisions_on_nothing(codings: pd.DataFrame, decided: Sequence[Mapping[str, str]]) -> None:
    given = set(zip(codings["segment_id"], codings["code"], strict=True))
    todo = "Mend segment_id or code, or remove the row."
    problems = [
        Problem(
            "adjudication.csv",
            f"segment {row['segment_id']}, code {row['code']}",
            "a decision about a code that nobody gave to this segment",
            "a decision about a coding",
            todo,
        )
        for row in decided
        if (row["segment_id"], row["code"]) not in given
    ]
    if problems:
        raise StudyError(problems)


def evidence(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    sources: Sequence[Mapping[str, str]],
    participants: Sequence[Mapping[str, str]] | None,
    codes: pd.DataFrame,
) -> pd.DataFrame:
    """The long evidence table (contract `evidence`): one row per analysed coding, joined to all that is known of it.

    An interviewer's segments and closed sources are left out. Without participants their columns are empty.
    """
    open_sources = [
        {"source_id": row["source_id"], "date": row.get("date", ""), "consent": row.get("consent") or "quote"}
        for row in sources
        if row.get("consent") != CLOSED
    ]
    people = pd.DataFrame(participants or [], columns=["participant_id", *PEOPLE]).fillna("")
    shared = ["source_id", "case_id", "start", "end"]
    rows = (
        codings.merge(segments.drop(columns=shared), on="segment_id")
        .merge(pd.DataFrame(open_sources, columns=["source_id", "date", "consent"]), on="source_id")
        .merge(people, on="participant_id", how="left")
        .merge(codes[["theme", "subtheme", "code", "polarity"]], on="code")
    )
    rows = rows[~rows["is_interviewer"]]
    rows[list(PEOPLE)] = rows[list(PEOPLE)].fillna("")
    return rows[list(CONTRACTS["evidence"].columns)]
