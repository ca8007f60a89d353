"""Whatever people say, turns quote the canonical text, nest or stand apart, and lose no word and no label."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from multicase import ingest

WORDS = st.lists(
    st.sampled_from(["well", "it", "was", "late", "[laughs]", "café", "Naïve", "“so”", "(pause)", "1999"]),
    min_size=1,
    max_size=9,
)
PIECES = st.lists(st.tuples(st.sampled_from(["Adam", "Interviewer", ""]), WORDS), min_size=1, max_size=12)
SPEAKERS = {"Adam": "p1", "Interviewer": "interviewer"}


def ingested(pieces):
    pieces = [("Adam", ["well"]), *pieces]  # an interview has a label
    lines = [f"{label}: {' '.join(words)}" if label else " ".join(words) for label, words in pieces]
    source = {"source_id": "s", "case_id": "c", "kind": "interview", "format": "txt"}
    return ingest.ingest_source("\n\n".join(lines).encode(), source, SPEAKERS)


@given(PIECES)
def test_turns_quote_the_text_and_nest_or_stand_apart(pieces):
    text, rows = ingested(pieces)
    for row in rows:
        assert row["text"] == text["text"][row["start"] : row["end"]]
    for a, b in pairwise(rows):
        assert a["start"] <= b["start"]
        assert b["start"] >= a["end"] or b["end"] <= a["end"]
    assert [row["turn"] for row in rows] == list(range(1, len(rows) + 1))


@given(PIECES)
def test_no_word_is_lost(pieces):
    text, rows = ingested(pieces)
    covered = set()
    for row in rows:
        covered |= set(range(row["start"], row["end"])) | set(range(row["label_start"], row["label_end"] + 1))
    assert all(text["text"][place].isspace() or place in covered for place in range(len(text["text"])))


@given(PIECES)
def test_every_label_can_be_found_again(pieces):
    text, rows = ingested(pieces)
    places = {row["label_start"] for row in rows if row["label_start"] >= 0}
    places |= {row["start"] for row in rows if row["layer"] == "label"}
    assert places == {found.start() for found in re.finditer(r"^(?:Adam|Interviewer)(?=:)", text["text"], re.M)}
