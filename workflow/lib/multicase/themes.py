"""Themes: which codings are analysed, and the long table that every count is taken from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from multicase.contracts import CONTRACTS
from multicase.study.problems import Problem, StudyError

PEOPLE = ("role", "role_group", "profession", "titular", "organisation_type", "level")
CLOSED = "closed"


def analysed(
    codings: Mapping[str, pd.DataFrame],
    adjudication: Sequence[Mapping[str, str]] | None,
    origins: str | Sequence[str],
    k: int = 1,
) -> tuple[pd.DataFrame, dict[str, object]]:
    """The codings to analyse (contract `codings`), and what captions say of them.

    codings: by origin. origins: `auto` (manual codings if there is any, else the dictionary's) or a list, which is
    pooled. adjudication: segment_id, code, decision (keep, remove), reason; `remove` takes a code from a segment,
    whoever gave it; without a decision a code counts if any coder gave it. The description holds origins, coders,
    n_codings, n_adjudicated (decisions about codings of these origins), sentence and k, of how many participants must
    share an attribute that stands beside words. Raises StudyError for an origin
    without codings to choose from, and for decisions about what nobody coded or that contradict one another.
    """
    chosen = _chosen(codings, origins)
    decided = list(adjudication or [])
    _refuse_decisions(codings.values(), decided)
    frames = [codings[origin] for origin in chosen if len(codings[origin])]
    pooled = pd.concat(frames, ignore_index=True) if frames else codings[chosen[0]].iloc[:0]
    given = _pairs(pooled)
    removed = {(row["segment_id"], row["code"]) for row in decided if row["decision"] == "remove"}
    n_adjudicated = sum((row["segment_id"], row["code"]) in set(given) for row in decided)
    kept = pd.Series([pair not in removed for pair in given], dtype=bool)
    pooled = pooled[kept.to_numpy()].reset_index(drop=True)
    about = {
        "origins": chosen,
        "coders": sorted(pooled["coder"].unique()),
        "n_codings": len(pooled),
        "n_adjudicated": n_adjudicated,
    }
    return pooled, about | {"sentence": _sentence(pooled, chosen, n_adjudicated), "k": k}


def _pairs(codings: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(codings["segment_id"], codings["code"], strict=True))


def _chosen(codings: Mapping[str, pd.DataFrame], origins: str | Sequence[str]) -> list[str]:
    if origins == "auto":
        return ["manual"] if len(codings.get("manual", ())) else ["dictionary"]
    unknown = [origin for origin in origins if origin not in codings]
    if unknown:
        expected = f"some of {', '.join(sorted(codings))}, or auto"
        todo = "Name origins whose codings this workflow makes."
        raise StudyError(Problem("config.yaml", "themes.origins", f"'{origin}'", expected, todo) for origin in unknown)
    return list(origins)


def _sentence(codings: pd.DataFrame, origins: Sequence[str], n_adjudicated: int) -> str:
    """`Analysed: 120 manual codings by coder_1 and coder_2, pooled with 80 dictionary codings, 14 adjudicated.`"""
    told = []
    for origin in origins:
        rows = codings[codings["origin"] == origin]
        coders = [coder for coder in sorted(rows["coder"].unique()) if coder != origin]
        told.append(f"{len(rows):,} {origin} codings{f' by {_listed(coders)}' if coders else ''}")
    adjudicated = f", {n_adjudicated:,} adjudicated" if n_adjudicated else ""
    alike = int((codings["anchored"] == "fuzzy").sum())
    verb = "lies" if alike == 1 else "lie"
    likeness = f"; {alike:,} of them {verb} on words that are only like those coded" if alike else ""
    return f"Analysed: {', pooled with '.join(told)}{adjudicated}{likeness}."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _refuse_decisions(codings: Iterable[pd.DataFrame], decided: Sequence[Mapping[str, str]]) -> None:
    """Raises StudyError for decisions about a code that nobody gave to the segment, and for contradictory ones."""
    given = {pair for frame in codings for pair in _pairs(frame)}
    first: dict[tuple[str, str], str] = {}
    problems = []
    for row in decided:
        pair = (row["segment_id"], row["code"])
        place = f"segment {pair[0]}, code {pair[1]}"
        if pair not in given:
            found, expected = "a decision about a code that nobody gave to this segment", "a decision about a coding"
            todo = "Mend segment_id or code, or remove the row."
            problems.append(Problem("adjudication.csv", place, found, expected, todo))
        elif first.setdefault(pair, row["decision"]) != row["decision"]:
            found, todo = "both keep and remove", "Remove the row that doesn't hold."
            problems.append(Problem("adjudication.csv", place, found, "one decision", todo))
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

    codes: of `codebook.codes`. An interviewer's segments and closed sources are left out. Without participants their
    columns are empty. Raises ValueError for a coding whose segment, source or code isn't there: none goes missing.
    """
    _refuse_strays(codings, segments, sources, codes)
    open_sources = [
        {"source_id": row["source_id"], "date": row.get("date") or "", "consent": row.get("consent") or "quote"}
        for row in sources
        if row.get("consent") != CLOSED
    ]
    people = pd.DataFrame(participants or [], columns=["participant_id", *PEOPLE]).fillna("")
    shared = ["source_id", "case_id", "start", "end"]
    one = {"validate": "many_to_one"}
    rows = (
        codings.merge(segments.drop(columns=shared), on="segment_id", **one)
        .merge(pd.DataFrame(open_sources, columns=["source_id", "date", "consent"]), on="source_id", **one)
        .merge(people, on="participant_id", how="left", **one)
        .merge(codes[["theme", "subtheme", "code", "polarity"]], on="code", **one)
    )
    rows = rows[~rows["is_interviewer"].astype(bool)]
    people_columns = list(PEOPLE)
    rows = rows.assign(**rows[people_columns].fillna(""))
    return rows[list(CONTRACTS["evidence"].columns)].reset_index(drop=True)


def _refuse_strays(
    codings: pd.DataFrame, segments: pd.DataFrame, sources: Sequence[Mapping[str, str]], codes: pd.DataFrame
) -> None:
    known = {
        "segment_id": set(segments["segment_id"]),
        "source_id": {row["source_id"] for row in sources},
        "code": set(codes["code"]),
    }
    for column, values in known.items():
        strays = sorted(set(codings[column]) - values)
        if strays:
            raise ValueError(f"codings with an unknown {column}: {', '.join(strays)}")
