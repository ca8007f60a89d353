"""What every page of the site needs to know: where things are, and what they are called."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from multicase.audit.results import Results
from multicase.digest import batch_of
from multicase.site import addresses
from multicase.study import consent
from multicase.study.kinds import KINDS


class Context:
    """The results that a site is of, and how many batches a case has at most, on which the pages of sources hang."""

    def __init__(self, results: Results, per_case: int) -> None:
        self.results, self.per_case = results, per_case

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        """source_id -> what `audit/sources.csv` says of it."""
        return self.results.listed["sources"].set_index("source_id", drop=False).to_dict("index")

    @cached_property
    def case_ids(self) -> dict[str, str]:
        """What a case is called -> case_id."""
        return {label: name for name, label in self.results.case_labels.items()}

    @cached_property
    def codes(self) -> dict[str, dict[str, Any]]:
        """code -> what the codebook says of it."""
        return self.results.listed["codes"].set_index("code", drop=False).to_dict("index")

    @cached_property
    def claims(self) -> dict[str, dict[str, Any]]:
        """Claim -> what `audit/claims.json` says of it."""
        return {told["id"]: told for told in self.results.claims}

    @cached_property
    def participants(self) -> dict[str, dict[str, Any]]:
        """participant_id -> what may be told of them."""
        return self.results.listed["participants"].set_index("participant_id", drop=False).to_dict("index")

    @cached_property
    def segments(self) -> dict[str, dict[str, Any]]:
        """segment_id -> what `audit/segments.csv` says of it."""
        return self.results.listed["segments"].set_index("segment_id", drop=False).to_dict("index")

    @cached_property
    def codings(self) -> dict[str, list[dict[str, str]]]:
        """segment_id -> its analysed codings, rows of `audit/evidence.csv`."""
        return self._by_segment("evidence")

    @cached_property
    def removed(self) -> dict[str, list[dict[str, str]]]:
        """segment_id -> the codings that adjudication took from it, rows of `audit/removed.csv`."""
        return self._by_segment("removed")

    def _by_segment(self, name: str) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {}
        for row in self.results.listed[name].to_dict("records"):
            found.setdefault(row["segment_id"], []).append(row)
        return found

    @cached_property
    def _places(self) -> dict[str, str]:
        return {
            name: addresses.source(batch_of(told["case_id"], name, self.per_case), name)
            for name, told in self.sources.items()
        }

    def source(self, source_id: str) -> str:
        """The address of a source's page."""
        return self._places[source_id]

    def segment(self, segment_id: str) -> str:
        """The address of a segment on its source's page."""
        return f"{self.source(segment_id.rpartition(':')[0])}#{addresses.segment_anchor(segment_id)}"

    @cached_property
    def _pages(self) -> dict[str, dict[str, str]]:
        """What has a page of its own: column of tables -> value -> address."""
        codes = {name: addresses.code(name) for name in self.codes}
        cases = {label: addresses.case(name) for name, label in self.results.case_labels.items()}
        return {
            "code": codes,
            "code_a": codes,
            "code_b": codes,
            "case": cases,
            "ordered_case": cases,
            "claim": {told["id"]: addresses.claim(told["id"]) for told in self.results.claims},
            "source": {name: self.source(name) for name in self.sources},
        }

    def page_of(self, column: str, value: str) -> str:
        """The page of what a table's column names; empty where it has none."""
        if column in ("segment", "quoted", "quoted_against") and value in self.segments:
            return self.segment(value)
        return self._pages.get(column, {}).get(value, "")

    def quotable(self, source_id: str) -> bool:
        """Whether a source's words may be shown."""
        return self.sources[source_id]["consent"] == consent.QUOTE

    def told(self, source_id: str) -> dict[str, str]:
        """id, case, kind and date of a source in words, and its address."""
        source = self.sources[source_id]
        return {
            "id": source_id,
            "case": self.results.case_labels[source["case_id"]],
            "kind": KINDS[source["kind"]][0],
            "date": source["date"],
            "href": self.source(source_id),
        }

    def who(self, segment_id: str) -> dict[str, str]:
        """Who says a segment: the participant's id and what may stand beside their words, or the interviewer."""
        segment = self.segments[segment_id]
        name = segment["participant_id"]
        if segment["is_interviewer"] == "True":
            return {"id": "", "role": "interviewer", "href": ""}
        if name not in self.participants:
            return {"id": "", "role": "observer" if segment["layer"] in ("verbatim", "inference") else "", "href": ""}
        return {"id": name, "role": self.participants[name]["shown_as"], "href": addresses.participant(name)}
