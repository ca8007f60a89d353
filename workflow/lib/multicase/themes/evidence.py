"""The long evidence table: each analysed coding with all that is known of who said it, where and when."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from multicase.contracts import CONTRACTS
from multicase.study import attributes, consent, files
from multicase.study.attributes import Attributes

REASONS = {
    "interviewer": "on an interviewer's turns",
    "no speech": "on headings or events",
    "not analysed": "in sources marked as not analysed",
    consent.CLOSED: "in sources whose consent is closed",
}


def join(
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    sources: pd.DataFrame,
    participants: pd.DataFrame,
    cases: pd.DataFrame,
    codes: pd.DataFrame,
    declared: Attributes = attributes.NONE,
) -> pd.DataFrame:
    """The evidence (contract `evidence`, with `left_out` and `anchored`): one row per coding and segment.

    codings: of `chosen.choose`. sources, participants, cases: complete frames of the study's files; their further
    columns are attributes, and become columns of the evidence, as do those of `attributes.OPTIONAL` that are declared.
    codes: of `codebook.codes`. left_out: why a row is not
    analysed, empty if it is. An interviewer is no participant, even where what they say is analysed. Raises ValueError
    for a coding whose segment, source or code isn't there.
    """
    _refuse_strays(codings, segments, sources, cases, codes)
    shared = ["source_id", "case_id", "start", "end"]
    one = {"validate": "many_to_one"}
    own = segments.drop(columns=shared).rename(columns={"left_out": "segment_left_out"})
    rows = (
        codings.merge(own, on="segment_id", **one)
        .merge(_sources(sources, declared), on="source_id", **one)
        .merge(_people(participants), on="participant_id", how="left", **one)
        .merge(_cases(cases), on="case_id", **one)
        .merge(codes[["theme", "subtheme", "code", "polarity"]], on="code", **one)
    )
    more = [name for name in rows.columns if "." in name]
    text = ["role", "role_group", *more]
    rows = rows.assign(**rows[text].fillna(""))
    rows["left_out"] = rows["left_out"].where(rows["left_out"] != "", rows["segment_left_out"].map(REASONS).fillna(""))
    rows["participant_id"] = rows["participant_id"].where(~rows["is_interviewer"].astype(bool), "")
    unread = (rows["left_out"] == "") & (rows["source_analysed"] == "no")
    rows["left_out"] = rows["left_out"].where(~unread, REASONS["not analysed"])
    rows["left_out"] = rows["left_out"].where(rows["consent"] != consent.CLOSED, REASONS[consent.CLOSED])
    return rows[[*CONTRACTS["evidence"].columns, *more, "left_out", "anchored"]].reset_index(drop=True)


def _sources(sources: pd.DataFrame, declared: Attributes) -> pd.DataFrame:
    known = sources.assign(consent=consent.filled(sources["consent"]), source_analysed=sources["analysed"])
    columns = ["source_id", "date", "consent", "source_analysed"]
    return pd.concat([known[columns], _own(sources, "sources", declared)], axis=1)


def _people(participants: pd.DataFrame) -> pd.DataFrame:
    columns = ["participant_id", "role", "role_group"]
    return pd.concat([participants[columns], _own(participants, "participants")], axis=1)


def _cases(cases: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([cases[["case_id"]], _own(cases, "cases")], axis=1)


def _own(frame: pd.DataFrame, of: str, declared: Attributes = attributes.NONE) -> pd.DataFrame:
    """The columns of a study's file that are its attributes, under the evidence's names."""
    optional = {name for name in attributes.OPTIONAL.get(of, ()) if name in declared[of]}
    names = [name for name in frame.columns if name in optional or name not in files.schema(of)["properties"]]
    return frame[names].rename(columns={name: attributes.column(of, name) for name in names})


def _refuse_strays(
    codings: pd.DataFrame, segments: pd.DataFrame, sources: pd.DataFrame, cases: pd.DataFrame, codes: pd.DataFrame
) -> None:
    known = {
        "segment_id": set(segments["segment_id"]),
        "source_id": set(sources["source_id"]),
        "case_id": set(cases["case_id"]),
        "code": set(codes["code"]),
    }
    for column, values in known.items():
        strays = sorted(set(codings[column]) - values)
        if strays:
            raise ValueError(f"codings with an unknown {column}: {', '.join(strays)}")


def read_sources(
    sources: pd.DataFrame,
    segments: pd.DataFrame,
    codings: pd.DataFrame,
    readings: pd.DataFrame | None,
    programs: Sequence[str],
    read_by_programs: Collection[str] = (),
    declared: Attributes = attributes.NONE,
) -> tuple[pd.DataFrame, str]:
    """What of the open sources was read (contract `read_sources`), and where that is known from.

    readings: coder, source_id; None if the study has no readings.csv. Who coded a source has read it, whether readings
    say so or not. codings: those of people. programs: coders that read every source, if their codings are analysed.
    read_by_programs: the sources that others read, of whose codings the same holds; no program is among the coders.
    segments, words: those that can be analysed. A source that is marked as not analysed counts as not read.
    """
    rows = sources[sources["consent"] != consent.CLOSED].sort_values("source_id", kind="stable")
    columns = ["coder", "source_id"]
    known = codings[columns] if readings is None else pd.concat([readings[columns], codings[columns]])
    by_source = known.groupby("source_id")["coder"].agg(lambda coders: ";".join(sorted(set(coders)))).to_dict()
    counted = segments[segments["left_out"] == ""].groupby("source_id")["words"].agg(["size", "sum"])
    coders = [by_source.get(source, "") for source in rows["source_id"]]
    analysed = rows["analysed"] != "no"
    seen = rows["source_id"].isin(list(read_by_programs)).to_numpy(dtype=bool)
    table = pd.DataFrame(
        {
            "source_id": rows["source_id"],
            "case_id": rows["case_id"],
            "kind": rows["kind"],
            "date": rows["date"],
            "consent": consent.filled(rows["consent"]),
            "read": (seen | np.array([bool(who or programs) for who in coders], dtype=bool))
            & analysed.to_numpy(dtype=bool),
            "coders": coders,
            "segments": [int(counted["size"].get(source, 0)) for source in rows["source_id"]],
            "words": [int(counted["sum"].get(source, 0)) for source in rows["source_id"]],
        }
    )
    own = _own(rows, "sources", declared)
    alone = len(read_by_programs) > 0 and not by_source
    told = "a program" if programs or alone else "codings" if readings is None else "readings.csv"
    return pd.concat([table, own], axis=1).reset_index(drop=True), told
