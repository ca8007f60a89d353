"""What people write about a passage is shown as its words are."""

from __future__ import annotations

import pytest
from multicase import claims
from multicase.study import remarks
from multicase.study.disclosure import WITHHELD

SOURCES = [{"source_id": f"a-{name}", "consent": "" if name == "free" else name} for name in
           ("free", "quote", "aggregate", "closed")]  # fmt: skip


@pytest.mark.parametrize(
    ("segment", "reason"),
    [
        ("a-free:1.1", "why"),
        ("a-quote:1.1", "why"),
        ("a-aggregate:1.1", WITHHELD),
        ("a-closed:1.1", None),
        ("a-unknown:1.1", WITHHELD),
        ("", "why"),  # of a whole case
    ],
)
def test_a_reason_stands_where_the_words_may(segment, reason):
    expected = [] if reason is None else [{"segment_id": segment, "code": "slow", "reason": reason}]
    assert remarks.shown([{"segment_id": segment, "code": "slow", "reason": "why"}], SOURCES, "segment_id") == expected


def test_no_reason_is_none_that_is_held_back():
    entry = {"segment": "a-aggregate:1.1", "reason": ""}
    assert remarks.shown([entry], SOURCES) == [entry]


@pytest.mark.parametrize("what", remarks.BY_CLAIM)
def test_of_claims_the_same_holds_as_they_are_written_and_as_they_are_read(what):
    more = {"case": "a", "disposition": "coding doubtful"} if what == "negative_cases" else {"code": "slow"}
    said = [{"segment": f"{row['source_id']}:1.1", "reason": "why"} | more for row in SOURCES]
    content = {"criterion": {}, "claims": [{"claim": "C1", "statement": "S.", "supports": ["slow"], what: said}]}
    (written,) = remarks.of_claims(content, SOURCES)["claims"]
    (read,) = claims.shown(claims.parse(content), SOURCES)
    assert [entry["reason"] for entry in written[what]] == ["why", "why", WITHHELD]
    assert tuple(written[what]) == getattr(read, what) and content["claims"][0][what] == said


@pytest.mark.parametrize("what", remarks.BY_CLAIM)
def test_of_segments_that_are_held_back_nothing_stands_and_of_cases_all(what):
    more = {"case": "a", "disposition": "coding doubtful"} if what == "negative_cases" else {"code": "slow"}
    said = [{"segment": f"a-quote:{turn}.1", "reason": "why"} | more for turn in (1, 2)]
    said += [{"case": "a", "disposition": "coding doubtful", "reason": "why"}] if what == "negative_cases" else []
    told = [{"claim": name, "statement": "S.", "supports": ["slow"], what: said} for name in ("C1", "C2")]
    content, held_back = {"criterion": {}, "claims": told}, {"C1": {"a-quote:1.1"}}
    written = [claim[what] for claim in remarks.of_claims(content, SOURCES, held_back=held_back)["claims"]]
    read = [list(getattr(claim, what)) for claim in claims.shown(claims.parse(content), SOURCES, held_back)]
    assert written == read == [said[1:], said]
