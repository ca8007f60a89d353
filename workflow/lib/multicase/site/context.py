"""What every page of the site needs to know: where things are, and what they are called."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from multicase.audit.listed import Listed
from multicase.audit.results import Results
from multicase.digest import batch_of
from multicase.site import addresses
from multicase.study.kinds import KINDS

WORDS_PER_PAGE = 15_000  # of a source: closely coded, they make a page of some 400 kB


class Context(Listed):
    """The results that a site is of, and how many batches a case has at most, on which the pages of sources hang.

    of: the sources whose segments are wanted; all, where nothing is said.
    """

    def __init__(self, results: Results, per_case: int, of: Collection[str] | None = None) -> None:
        super().__init__(results, of)
        self.per_case = per_case

    @cached_property
    def case_ids(self) -> dict[str, str]:
        """What a case is called -> case_id."""
        return {label: name for name, label in self.results.case_labels.items()}

    @cached_property
    def _batches(self) -> dict[str, str]:
        return {name: batch_of(told["case_id"], name, self.per_case) for name, told in self.sources.items()}

    @cached_property
    def beside(self) -> dict[str, tuple[list[str], list[str]]]:
        """source_id -> the source before it in its case and the one after it, as far as there are any."""
        of_cases: dict[str, list[str]] = {}
        for name, told in self.sources.items():
            of_cases.setdefault(told["case_id"], []).append(name)
        return {
            name: (names[max(place - 1, 0) : place], names[place + 1 : place + 2])
            for names in of_cases.values()
            for place, name in enumerate(names)
        }

    @cached_property
    def parts(self) -> dict[str, list[list[str]]]:
        """source_id -> its segments in the order of the text, page by page; a page ends with a turn."""
        found: dict[str, list[list[str]]] = {name: [[]] for name in self.sources}
        words, last = dict.fromkeys(found, 0), dict.fromkeys(found, "")
        for name, told in self.segments.items():
            source, _, place = name.rpartition(":")
            turn, _, _ = place.partition(".")
            if turn != last[source] and words[source] >= WORDS_PER_PAGE:
                found[source].append([])
                words[source] = 0
            last[source] = turn
            words[source] += int(told["words"])
            found[source][-1].append(name)
        return found

    @cached_property
    def _part(self) -> dict[str, int]:
        """Of the segments that stand on a second page or a later one: on which."""
        return {
            name: number for parts in self.parts.values() for number, names in enumerate(parts[1:], 2) for name in names
        }

    def source(self, source_id: str, part: int = 1) -> str:
        """The address of a source's page, or of one that it goes on on."""
        return addresses.source(self._batches[source_id], source_id, part)

    def segment(self, segment_id: str) -> str:
        """The address of a segment on its source's page."""
        page = self.source(segment_id.rpartition(":")[0], self._part.get(segment_id, 1))
        return f"{page}#{addresses.segment_anchor(segment_id)}"

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
        """Who says a segment: the participant's id and what may stand beside their words, or the interviewer.

        Of a source that may be counted and not quoted it is told what its speakers are, and not who.
        """
        segment = self.segments[segment_id]
        name = segment["participant_id"]
        if segment["is_interviewer"] == "True":
            return {"id": "", "role": "interviewer", "href": ""}
        if name not in self.participants:
            return {"id": "", "role": "observer" if segment["layer"] in ("verbatim", "inference") else "", "href": ""}
        role = self.participants[name]["shown_as"]
        if not self.is_quotable(segment["source_id"]):
            return {"id": "", "role": role, "href": ""}
        return {"id": name, "role": role, "href": addresses.participant(name)}
