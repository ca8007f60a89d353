"""Gathering: everything that the stage `themes` writes, from what the stages before it and the study's files hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from multicase.study import attributes, consent, disclosure, remarks
from multicase.study.attributes import Attributes
from multicase.themes import chosen, evidence, omissions


@dataclass(frozen=True)
class Gathered:
    """evidence, sources, omissions: the contracts `evidence`, `read_sources`, `omissions`. removed: what adjudication
    took away of the evidence, in its form. about: for captions.
    """

    evidence: pd.DataFrame
    removed: pd.DataFrame
    sources: pd.DataFrame
    omissions: pd.DataFrame
    about: dict[str, object]


def gather(
    codings: Mapping[str, pd.DataFrame],
    unplaced: pd.DataFrame,
    segments: pd.DataFrame,
    balance: pd.DataFrame,
    people: Mapping[str, pd.DataFrame],
    codes: pd.DataFrame,
    declared: Attributes,
    *,
    sought: Collection[str],
    origins: str | Sequence[str],
    k: int,
    k_beside_words: int,
    program_unplaced: pd.DataFrame | None = None,
    program_sources: Collection[str] = (),
) -> Gathered:
    """The evidence of a study, what was read, what was left out, and what captions say of it.

    codings: by origin (contract `codings`). unplaced, segments, balance: the contracts. people: the complete frames of
    cases, sources,
    participants, adjudication and readings. codes: of `codebook.codes`. sought: the codes with indicators,
    without which the dictionary coder reads nothing. k: how many participants must share what the
    evidence tells of them. k_beside_words: how many must share what stands beside words; it goes into `about`.
    program_unplaced, program_sources: of programs of the user's own, their codings that stand nowhere (contract
    `unplaced`) and the sources that they read.
    """
    given = people["sources"].to_dict("records")
    # what was decided about closed sources rests: nobody's codings of them are here
    decided = remarks.shown(people["adjudication"].to_dict("records"), given, of="segment_id")
    picked, named, n_decided = chosen.choose(codings, decided, origins)
    heard = consent.heard(people["participants"], given)
    shown = disclosure.shown(heard, declared, k)
    files = segments, people["sources"], shown, people["cases"], codes, declared
    rows = evidence.join(picked, *files)
    removed = evidence.join(picked[picked["left_out"] == chosen.REMOVED].assign(left_out=""), *files)
    readings = people["readings"] if len(people["readings"]) else None
    programs = [origin for origin in named if origin == "model" or (origin == "dictionary" and sought)]
    read_by_programs = program_sources if "program" in named else ()
    sources, known_from = evidence.read_sources(
        people["sources"], segments, codings["manual"], readings, programs, read_by_programs, declared
    )
    omitted = omissions.of_codings(rows, _unplaced({"manual": unplaced, "program": program_unplaced}, named))
    unused = {origin: chosen.n_codings(of) for origin, of in codings.items() if origin not in named and len(of)}
    analysed = rows[rows["left_out"] == ""].drop(columns="left_out")
    unread = (omissions.n_unread(people["sources"], sources), len(sources))
    looked_for = (len(set(codes["code"]) & set(sought)), len(codes)) if "dictionary" in programs else (0, 0)
    about = chosen.describe(analysed, named, n_decided, omitted, known_from, unread, looked_for) | {
        "k": k_beside_words,
        "stands_for_role": attributes.stands_for_role(declared),
    }
    return Gathered(
        evidence=analysed.drop(columns="anchored"),
        removed=removed[removed["left_out"] == ""].drop(columns=["left_out", "anchored"]),
        sources=sources,
        omissions=omissions.table(balance, people["sources"], sources, segments, omitted, unused),
        about=about,
    )


def _unplaced(by_origin: Mapping[str, pd.DataFrame | None], named: Sequence[str]) -> pd.DataFrame:
    """The codings of the analysed origins that lie in no segment (contract `unplaced`)."""
    found = [rows for origin, rows in by_origin.items() if origin in named and rows is not None and len(rows)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["reason"])
