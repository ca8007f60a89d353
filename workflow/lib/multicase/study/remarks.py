"""What people write about a passage, as results may show it: as its words themselves.

A reason tells what was said, in other words or in the same ones. Of a source that may be counted and not quoted the
decision stands without its reason; of a closed one neither stands anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from multicase.digest import row_digest
from multicase.study import consent
from multicase.study.disclosure import WITHHELD

BY_CLAIM = ("negative_cases", "quotations")  # what claims.yaml says of segments


def shown(
    entries: Iterable[Mapping[str, str]], sources: Iterable[Mapping[str, str]], of: str = "segment"
) -> list[dict[str, str]]:
    """The entries that results may show, with their reasons as far as these may be. What is of no segment stays.

    of: the field of an entry that names its segment. sources: rows of sources.csv.
    """
    agreed = {row["source_id"]: consent.given(row.get("consent")) for row in sources}
    found = []
    for entry in entries:
        segment = entry.get(of, "")
        what = agreed.get(segment.partition(":")[0], "") if segment else consent.QUOTE
        if what != consent.CLOSED:
            held_back = {} if what == consent.QUOTE or not entry.get("reason") else {"reason": WITHHELD}
            found.append(dict(entry) | held_back)
    return found


def without(entries: Iterable[Mapping[str, str]], segments: Collection[str]) -> list[Mapping[str, str]]:
    """The entries that are of none of some segments."""
    return [entry for entry in entries if entry.get("segment", "") not in segments]


def of_claims(
    content: Mapping[str, Any],
    sources: Iterable[Mapping[str, str]],
    passed_on: Mapping[str, Any] = MappingProxyType({}),
    held_back: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> dict[str, Any]:
    """The same of a whole claims.yaml. passed_on: claim -> of BY_CLAIM -> digest of an entry of the original's -> what
    its results show of it (`replication.passed_on`). held_back: claim -> the segments of which nothing is shown.
    """
    rows = list(sources)
    claims = [
        dict(claim)
        | {
            what: [
                one
                for entry in without(claim[what], held_back.get(claim["claim"], ()))
                for one in _shown_of_both(entry, passed_on.get(claim["claim"], {}).get(what, {}), rows)
            ]
            for what in BY_CLAIM
            if what in claim
        }
        for claim in content.get("claims", [])
    ]
    return dict(content) | ({"claims": claims} if claims else {})


def _shown_of_both(
    entry: Mapping[str, str], theirs: Mapping[str, list[dict[str, str]]], sources: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    """An entry as the study's own consent has it; one of the original's as the original's has it, and the study's too
    where it has a source of that name.
    """
    passed_on = theirs.get(row_digest([entry]))
    if passed_on is None:
        return shown([entry], sources)
    is_own = entry.get("segment", "").partition(":")[0] in {row["source_id"] for row in sources}
    return shown(passed_on, sources) if is_own else passed_on
