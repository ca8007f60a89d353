"""What a program that codes is given: segments that may be quoted, and the codebook; and digests of both.

No other words leave the study: sources whose consent is `quote`, and of them the segments that are analysed, with what
stands before each in its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from multicase.digest import as_json, text_sha256
from multicase.study import consent
from multicase.study.codebook import codes as codes_of
from multicase.study.codebook import exclusive
from multicase.study.coders import Coder

OF_CODES = (
    "theme", "theme_label", "subtheme", "subtheme_label", "code", "label", "definition", "include", "exclude",
    "example", "polarity",
)  # fmt: skip


@dataclass(frozen=True)
class Material:
    """segments: segment_id -> its row (contract `segments`). given: source_id -> the lines that are handed over for it.
    codebook: what is handed over of it.
    """

    segments: Mapping[str, Mapping[str, Any]]
    given: Mapping[str, str]
    codebook: Mapping[str, Any]

    @cached_property
    def codes(self) -> list[str]:
        """The codes that may be given, in the codebook's order."""
        return [told["code"] for told in self.codebook["codes"]]

    @cached_property
    def sources(self) -> dict[str, str]:
        """source_id -> the sha256 of what is handed over of it."""
        return {source: text_sha256(lines) for source, lines in self.given.items()}

    @cached_property
    def codebook_sha256(self) -> str:
        """The sha256 of what is handed over of the codebook."""
        return text_sha256(as_json(self.codebook))

    def handed(self, coder: Coder) -> bytes:
        """All that a coder is given: a line with the codebook, its parameters and its prompt, then one a segment."""
        first = {"codebook": self.codebook, "parameters": coder.parameters, "prompt": coder.prompt}
        return f"{as_json(first)}\n{''.join(self.given.values())}".encode()


def material(
    segments: pd.DataFrame, sources: Iterable[Mapping[str, str]], people: pd.DataFrame, codebook: Mapping[str, Any]
) -> Material:
    """What is handed over of a study.

    segments: the contract. sources: rows of sources.csv, complete. people: participants as open tables have them
    (`disclosure.shown`). A line holds segment_id, kind (of source), role_group, text, and before: the text of the
    segment before it in its source, whoever says it.
    """
    may = {row["source_id"] for row in sources if _may_be_handed(row)}
    groups = dict(zip(people["participant_id"], people["role_group"], strict=True))
    chosen: dict[str, Mapping[str, Any]] = {}
    given: dict[str, str] = {}
    for source, rows in segments[segments["source_id"].isin(may)].groupby("source_id", sort=True):
        before, lines = "", []
        for row in rows.sort_values(["turn", "part"]).to_dict("records"):
            if not row["left_out"]:
                chosen[row["segment_id"]] = row
                group = groups.get(row["participant_id"], "")
                lines.append(
                    {name: row[name] for name in ("segment_id", "kind", "text")}
                    | {"role_group": group, "before": before}
                )
            before = row["text"]
        if lines:
            given[str(source)] = "".join(f"{as_json(line)}\n" for line in lines)
    rows = codes_of(codebook)[list(OF_CODES)].to_dict("records")
    return Material(chosen, given, {"codes": rows, "exclusive": exclusive(codebook)})


def _may_be_handed(source: Mapping[str, str]) -> bool:
    return consent.given(source["consent"]) == consent.QUOTE and source["analysed"] != "no"
