"""Whatever people say, turns quote the canonical text, nest or stand apart, and lose no word and no label."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
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
    read = ingest.ingest_source("\n\n".join(lines).encode(), source, SPEAKERS)
    return read.text, read.turns


@settings(max_examples=200)
@given(PIECES)
def test_turns_quote_the_text_and_nest_or_stand_apart(pieces):
    text, rows = ingested(pieces)
    for row in rows:
        assert row["text"] == text["text"][row["start"] : row["end"]]
    for a, b in pairwise(rows):
        assert a["start"] <= b["start"]
        assert b["start"] >= a["end"] or b["end"] <= a["end"]
    assert [row["turn"] for row in rows] == list(range(1, len(rows) + 1))


@settings(max_examples=200)
@given(PIECES)
def test_no_word_is_lost(pieces):
    text, rows = ingested(pieces)
    covered = set()
    for row in rows:
        covered |= set(range(row["start"], row["end"])) | set(range(row["label_start"], row["label_end"] + 1))
    assert all(text["text"][place].isspace() or place in covered for place in range(len(text["text"])))


@settings(max_examples=200)
@given(PIECES)
def test_every_label_can_be_found_again(pieces):
    text, rows = ingested(pieces)
    places = {row["label_start"] for row in rows if row["label_start"] >= 0}
    places |= {row["start"] for row in rows if row["layer"] == "label"}
    assert places == {found.start() for found in re.finditer(r"^(?:Adam|Interviewer)(?=:)", text["text"], re.M)}


# Ways in which tools and people write a turn, one a file; `{n}` counts the turns, `{m}` their minutes.
FORMS = (
    "{label}: {words}", "[{label}]: {words}", "{label}： {words}", "**{label}**: {words}", "**{label}:** {words}", "@{label}: {words}",
    "\u200f{label}:\u200f {words}", "{label} (she/her): {words}", "{label}  0:{m}\n{words}", "{label} (00:{m}):\n{words}",
    "[00:00:{m}] {label}: {words}", "{label}: [00:00:{m}] {words}", "{label}: {words} #00:00:{m}-1#", "{label}\n[00:00:{m}] - {words}",
    "00:00:{m} --> 00:01:{m}\n{label}\n{words}", "{n} {label}: {words}", "{n}. {label}: {words}", "{label}\t{words}", "{label} - {words}",
    "[{label}] {words}", "{label}\n{words}", "1{n}/03/2024, 10:{m} - {label}: {words}",
)  # fmt: skip
TURNS = st.lists(
    st.tuples(st.sampled_from(["Ada Miller", "Interviewer", "P1", "דנה"]), st.integers(1, 9), st.booleans()),
    min_size=2,
    max_size=12,
)
LISTED = {"Ada Miller": "p1", "Interviewer": "interviewer", "P1": "p2", "דנה": "p3"}


@settings(max_examples=200)
@given(TURNS, st.sampled_from(FORMS), st.sampled_from(["\n", "\n\n"]))
def test_every_word_stands_with_its_speaker_whatever_the_form(turns, form, gap):
    number, said, lines = 0, {}, []
    for n, (label, words, is_wrapped) in enumerate(turns, 1):
        spoken = [f"w{number + k}x" for k in range(words)]
        number += words
        said |= dict.fromkeys(spoken, LISTED[label])
        text = " ".join(spoken[:2]) + ("\n" if is_wrapped else " ") + " ".join(spoken[2:])
        lines.append(form.format(label=label, words=text.rstrip(), n=n, m=f"{n + 9}"))
    source = {"source_id": "s", "case_id": "c", "kind": "group_interview", "format": "txt"}
    read = ingest.ingest_source(gap.join(lines).encode(), source, LISTED)
    found = [
        (word, row["participant_id"])
        for row in read.turns
        if row["layer"] == "speech"
        for word in re.findall(r"w\d+x", row["text"])
    ]
    open_ = [question for question in read.questions if question.kind not in {"one voice", "voices apart"}]
    if not open_:  # a question is as good: nothing is built before it is answered
        assert sorted(found) == sorted(said.items())
    assert [word for word, _ in found] == list(said)
