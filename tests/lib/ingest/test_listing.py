"""Listing: one label of one source is one speaker, however rows of private/speakers.csv write it."""

from __future__ import annotations

import pytest
from multicase.ingest import ingest_source, read
from multicase.ingest.listing import contradictions, listed


def row(source, label, who):
    is_role = who in {"interviewer", "observer", "unidentified", "not a label"}
    people = {"participant_id": "" if is_role else who, "role": who if is_role else "participant"}
    return {"source_id": source, "label": label, **people}


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("Jan de Boer", "JAN DE BOER"),
        ("Zoë", "ZOË"),
        ("P1", "p 1"),
        ("R.1", "R-1"),
        ("Jan", "Jan "),
        ("Jan", "jan:"),
        ("Mary B.", "MARY B."),
        ("Dr. J.", "dr. j."),
        ("[P1]", "[p1]"),
        ('"Bo"', '"BO"'),
        ("(Anna)", "(anna):"),
    ],
)
@pytest.mark.parametrize(("who", "another"), [("p1", "p2"), ("p1", "interviewer"), ("observer", "not a label")])
def test_two_answers_for_one_label_are_refused_in_either_order(label, other, who, another, tmp_path):
    for rows in (
        [row("s1", label, who), row("s1", other, another)],
        [row("*", other, another), row("*", label, who)],
    ):
        assert len(list(contradictions(rows))) == 1
        assert [problem.place.endswith("column label") for problem in read([], rows, tmp_path).problems] == [True]


@pytest.mark.parametrize(
    "rows",
    [
        [row("s1", "Jan", "p1"), row("s1", "JAN", "p1")],  # the same twice
        [row("s1", "Jan", "p1"), row("s2", "Jan", "p2")],
        [row("*", "Jan", "p1"), row("s1", "JAN", "p2")],  # the source's own goes before
        [row("s1", "I", "interviewer"), row("s1", "I -", "not a label")],  # one way of writing a label
        [row("s1", "P1", "p1"), row("s1", "P1;", "not a label"), row("s1", "[P1]", "not a label")],
        [row("s1", "P1", "p1"), row("s1", "P1?", "unidentified"), row("s1", "P1/P2", "p2")],
    ],
)
def test_rows_that_say_the_same_or_of_another_label_are_none(rows):
    assert not list(contradictions(rows))


def test_what_is_listed_for_a_source_itself_goes_before_whatever_its_capitals():
    who, own, _ = listed([row("*", "JAN", "interviewer"), row("*", "I -", "not a label"), row("s1", "Jan", "p1")], "s1")
    assert who == {"I -": "not a label", "Jan": "p1"} and own == {"Jan"}


@pytest.mark.parametrize(("label", "other"), [("Mary B.", "MARY B."), ('"Bo"', '"BO"'), ("JAN", "Jan")])
def test_lines_of_a_label_are_the_sources_own_speakers_in_whatever_capitals(label, other):
    who, own, _ = listed([row("*", label, "p1"), row("s1", other, "p2"), row("s1", "I", "interviewer")], "s1")
    source = {"source_id": "s1", "case_id": "c", "kind": "interview", "format": "txt"}
    text = f"I: How?\n{label}: Well.\nI: And?\n{other}: So.\n"
    turns = ingest_source(text.encode(), source, who, own).turns
    assert {turn["participant_id"] for turn in turns if turn["layer"] == "speech"} == {"interviewer", "p2"}
