"""The evidence laid open: plain files from which every count can be had back, by any program and without this one.

They are what the audit site, `multicase explain` and `recount.py` read, in a build and in published results alike.
Words of sources that may be counted and not quoted are withheld, and so are memos on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multicase.claims import Claim
from multicase.study import attributes, consent, disclosure
from multicase.study.attributes import Attributes, in_words
from multicase.study.disclosure import WITHHELD

if TYPE_CHECKING:
    import pandas as pd

FILES = ("cases", "sources", "participants", "attributes", "codes", "segments", "evidence", "removed")
ATTRIBUTES = ("of", "attribute", "label", "value", "called")
CODING = ["segment_id", "start", "end", "code", "coder", "origin", "rule_id"]  # what one row of evidence is


def listed(
    evidence: pd.DataFrame,
    removed: pd.DataFrame,
    codings: pd.DataFrame,
    segments: pd.DataFrame,
    read_sources: pd.DataFrame,
    people: Mapping[str, pd.DataFrame],
    codes: pd.DataFrame,
    declared: Attributes,
    *,
    k: int,
    k_beside_words: int,
) -> dict[str, pd.DataFrame]:
    """The files' rows, by the names in FILES.

    evidence, removed, codings, segments, read_sources: the contracts; codings with the memos. people: the complete
    frames of cases, sources and participants. codes: of `codebook.codes`. k, k_beside_words: as the evidence was
    gathered with.

    cases: case_id, case (its label), and the attributes. sources: contract `read_sources`, with the hashes of
    anonymised text and raw file. participants: participant_id, case_id, role and attributes as tables may count them,
    shown_as (what may stand beside their words, in words). attributes: what study.yaml declares, a row per value.
    codes: the codebook. segments: contract `segments`. evidence, removed: contract `evidence` with memo, and without
    the segment's text, which stands in segments. docs/recounting.md tells of every column.
    """
    quotable = set(read_sources.loc[read_sources["consent"] == consent.QUOTE, "source_id"])
    hashes = segments.drop_duplicates("source_id")[["source_id", "text_sha256", "raw_sha256"]]
    mine = segments.merge(read_sources[["source_id"]], on="source_id")
    heard = consent.heard(people["participants"], people["sources"].to_dict("records"))
    memos = codings[[*CODING, "memo"]].drop_duplicates(CODING)
    return {
        "cases": people["cases"].rename(columns={"label": "case"}).drop(columns="guessed", errors="ignore"),
        "sources": read_sources.merge(hashes, on="source_id", how="left").fillna({"text_sha256": "", "raw_sha256": ""}),
        "participants": _participants(heard, declared, k, k_beside_words),
        "attributes": _attributes(declared),
        "codes": codes,
        "segments": _withheld(mine.drop(columns=["text_sha256", "raw_sha256"]), quotable, ["text"]),
        **{
            name: _withheld(
                rows.merge(memos, on=CODING, how="left").fillna({"memo": ""}).drop(columns="text"),
                quotable,
                ["exact", "memo"],
            )
            for name, rows in (("evidence", evidence), ("removed", removed))
        },
    }


def _participants(people: pd.DataFrame, declared: Attributes, k: int, k_beside_words: int) -> pd.DataFrame:
    import pandas as pd  # who only asks which files there are is spared the import

    shown = disclosure.shown(people, declared, k)
    instead = attributes.stands_for_role(declared)
    beside = disclosure.roles_by_case(people, k_beside_words, instead)
    called: dict[str, str] = {}
    for name in ("role", "role_group", instead):
        called |= declared["participants"][name].values if name in declared["participants"] else {}
    role = disclosure.grouped_roles(shown) if len(shown) else pd.Series(dtype=str)
    own = [name for name in declared["participants"] if name in shown and name not in ("role", "role_group")]
    return pd.DataFrame(
        {
            "participant_id": shown["participant_id"],
            "case_id": shown["case_id"],
            "role": role,
            "shown_as": [called.get(beside[name]) or in_words(beside[name]) for name in shown["participant_id"]],
        }
        | {attributes.column("participants", name): shown[name] for name in own}
    ).reset_index(drop=True)


def _attributes(declared: Attributes) -> pd.DataFrame:
    """One row per declared value, in the order of declaration, and one of an attribute without declared values."""
    import pandas as pd

    rows = [
        (of, name, attribute.label, value, called)
        for of, named in declared.items()
        for name, attribute in named.items()
        for value, called in (attribute.values or {"": ""}).items()
    ]
    return pd.DataFrame(rows, columns=list(ATTRIBUTES))


def _withheld(rows: pd.DataFrame, quotable: set[str], columns: Iterable[str]) -> pd.DataFrame:
    """Rows whose words and memos stand there only where the source's may be quoted."""
    may = rows["source_id"].isin(quotable)
    return rows.assign(**{name: rows[name].where(may | (rows[name] == ""), WITHHELD) for name in columns})


def write(files: Mapping[str, pd.DataFrame], claims: Iterable[Claim], paths: Mapping[str, str]) -> None:
    """Write each file as CSV, and the claims with all that judges them as JSON. paths: by the files' names, and
    `claims`.
    """
    for name, rows in files.items():
        rows.to_csv(paths[name], index=False, lineterminator="\n")
    told: list[dict[str, Any]] = [asdict(claim) for claim in claims]
    for claim in told:
        if not claim["replicates"]:
            del claim["replicates"]
    Path(paths["claims"]).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
