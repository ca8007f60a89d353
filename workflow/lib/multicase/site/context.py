"""What every page of the site needs to know: where things are, and what they are called."""

from __future__ import annotations

from functools import cached_property

from multicase.audit.listed import Listed
from multicase.audit.results import Results
from multicase.digest import batch_of
from multicase.site import addresses
from multicase.study.kinds import KINDS


class Context(Listed):
    """The results that a site is of, and how many batches a case has at most, on which the pages of sources hang."""

    def __init__(self, results: Results, per_case: int) -> None:
        super().__init__(results)
        self.per_case = per_case

    @cached_property
    def case_ids(self) -> dict[str, str]:
        """What a case is called -> case_id."""
        return {label: name for name, label in self.results.case_labels.items()}

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
