"""What of a study is exported with its texts, and in what order: the same for every format.

Only sources whose consent is `quote` leave a study, with the participants and cases that they name; what its own team
codes may hold all but the closed ones. Of participants go the attributes that the study declares, and nothing else.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from multicase.exchange.names import entries
from multicase.study import consent

if TYPE_CHECKING:
    import pandas as pd

SPACE = uuid.UUID("6f1d2c0a-5b1e-5c5e-9a55-3f0f6d0c7e11")
# What makes a coding one, in the stage's table and as it is exported.
KEY = ("source_id", "passage_start", "passage_end", "code", "coder", "origin")
OF = ("source_id", "start", "end", "code", "coder", "origin")


def guid(study: str, *of: object) -> str:
    """A GUID that hangs on the study's name and on what it is of, and on nothing else."""
    return str(uuid.uuid5(SPACE, "\n".join(map(str, (study, *of)))))


def may_be_quoted(source: Mapping[str, str]) -> bool:
    """Whether a source's participants agreed to quotation, which is what an empty cell says."""
    return consent.given(source.get("consent")) == consent.QUOTE


@dataclass(frozen=True)
class Parts:
    """A study's open parts, as their stages and files give them.

    study: its name. texts: anonymised text by source_id. codings: a frame of the contract `codings`. codebook: as
    `codebook.read` gives it. participants and sources: rows of participants.csv and sources.csv; to keep to the study's
    disclosure rule, give participants as `disclosure.shown` returns them. attributes: the columns of participants that
    are exported. of_sources: the attributes of sources that the study declares. chosen: which sources are exported.
    """

    study: str
    texts: Mapping[str, str]
    codings: pd.DataFrame
    codebook: Mapping[str, Any]
    participants: Sequence[Mapping[str, str]]
    sources: Sequence[Mapping[str, str]]
    attributes: Sequence[str] = ("role_group",)
    of_sources: Sequence[str] = ()
    chosen: Callable[[Mapping[str, str]], bool] = may_be_quoted

    @cached_property
    def exported(self) -> list[Mapping[str, str]]:
        """The sources that are exported, by id. Raises ValueError if the text of one isn't given."""
        rows = sorted((row for row in self.sources if self.chosen(row)), key=lambda row: row["source_id"])
        missing = [row["source_id"] for row in rows if row["source_id"] not in self.texts]
        if missing:
            raise ValueError(f"no anonymised text for {', '.join(missing)}")
        return rows

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The codings of these sources, one for each passage, code, coder and origin, with all that was noted on it.

        Raises ValueError where a coding's quote isn't what stands at its place, or the codebook hasn't got its code.
        """
        names = {row["source_id"] for row in self.exported}
        codes = {key[1] for key, *_ in entries(self.codebook) if key[0] == "code"}
        merged: dict[tuple, dict[str, Any]] = {}
        mine = self.codings[self.codings["source_id"].isin(names)]
        for row in mine.sort_values(["segment_id", "rule_id"], kind="stable").to_dict("records"):
            if self.texts[row["source_id"]][row["start"] : row["end"]] != row["exact"]:
                raise ValueError(f"{row['source_id']}: the coding at {row['start']} quotes another text")
            if row["code"] not in codes:
                raise ValueError(f"the code {row['code']} is not in the codebook")
            kept = merged.setdefault(tuple(row[name] for name in KEY), self._whole(row))
            kept.setdefault("case_id", row["case_id"])
            kept.setdefault("memos", {})[row["memo"]] = True
        for row in merged.values():
            row["memo"] = " | ".join(filter(None, row.pop("memos")))
        return [merged[key] for key in sorted(merged)]

    def _whole(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A coding as it was given, with the words of its whole passage, however many segments that touches."""
        start, end = row["passage_start"], row["passage_end"]
        named = {name: row[name] for name in ("source_id", "code", "coder", "origin")}
        return named | {"start": start, "end": end, "exact": self.texts[row["source_id"]][start:end]}

    @cached_property
    def people(self) -> list[tuple[Mapping[str, str], list[str]]]:
        """The participants whom exported sources name, by id, each with those sources."""
        named = {
            row["source_id"]: {name.strip() for name in (row.get("participants") or "").split(";")}
            for row in self.exported
        }
        rows = sorted(self.participants, key=lambda row: row["participant_id"])
        spoken = [(row, [name for name, ids in named.items() if row["participant_id"] in ids]) for row in rows]
        return [(row, sources) for row, sources in spoken if sources]

    @cached_property
    def cases(self) -> dict[str, list[str]]:
        """Each case's exported sources."""
        found: dict[str, list[str]] = {}
        for row in sorted(self.exported, key=lambda row: (row["case_id"], row["source_id"])):
            found.setdefault(row["case_id"], []).append(row["source_id"])
        return found

    @cached_property
    def withheld(self) -> dict[str, int]:
        """Consent -> sources that are not exported for it."""
        return dict(sorted(Counter(row["consent"] for row in self.sources if not self.chosen(row)).items()))

    def guid(self, *of: object) -> str:
        """A GUID for a part of this study."""
        return guid(self.study, *of)
