"""Copies: a file or a text that stands in a study several times is told, in whatever format."""

from __future__ import annotations

import pytest
from multicase.ingest.copies import copies


def of(*sources):
    """Sources of (raw_sha256, text), called a, b, c ..."""
    rows = [
        {"source_id": name, "raw_sha256": raw, "text": text}
        for name, (raw, text) in zip("abcdef", sources, strict=False)
    ]
    return list(copies(rows))


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ([("1", "I: So?\nP: Yes."), ("2", "I: So?\nP: No.")], []),
        ([("1", "P: Yes."), ("1", "P: Yes.")], ["a, b: the same file"]),  # and not the same text as well
        ([("1", "P: Yes."), ("1", "P: No.")], ["a, b: the same file"]),  # other columns of one table
        ([("1", "I: So?\nP: Yes."), ("2", "I: So?\n\nP:  Yes.\n")], ["a, b: the same text"]),
        ([("1", "P: Yes."), ("1", "P: Yes."), ("2", "P: Yes.")], ["a, b: the same file", "a, b, c: the same text"]),
        ([("1", "P: Yes."), ("2", "P: No."), ("3", "P: Yes."), ("4", "P: No.")], ["a, c: the same text", "b, d: the same text"]),
        ([("1", ""), ("2", " \n")], []),  # nothing was read of either, which is told elsewhere
    ],
)  # fmt: skip
def test_sources_of_one_file_or_one_text_are_told(sources, told):
    assert [note.split(";")[0] for note in of(*sources)] == told


TALK = "I: How was it?\nAnna Bakker: It was late, and the staff didn't know why we'd decided so.\nI: And then?\n" + (
    "Anna Bakker: We talked about it in the meeting, then again on the way home, and nobody was sure in 2019.\n"
)
OTHER = (
    "I: How was it?\nBo: The children liked the garden most of all, although it rained on each day of that summer.\n"
)


@pytest.mark.parametrize(
    ("copy", "told"),
    [
        (TALK.replace("Anna Bakker", "ANNA BAKKER"), "a, b: the same text"),
        (TALK.replace("'", "’"), "a, b: the same text"),
        (TALK.replace(" in 2019", " — in 2019"), "a, b: the same text"),
        ("Transcript of interview 3\n" + TALK, "a, b: nearly the same text"),
        (TALK + "I: Thank you very much.\n", "a, b: nearly the same text"),
        (TALK.replace("nobody", "no one"), "a, b: nearly the same text"),
        (TALK.replace("Anna Bakker", "P1"), "a, b: nearly the same text"),
    ],
)
def test_a_copy_that_differs_in_form_or_by_a_title_is_told(copy, told):
    (note,) = of(("1", TALK), ("2", copy), ("3", OTHER))
    assert note.startswith(told)


def test_of_the_same_texts_the_first_is_compared_and_questions_alone_make_no_copy():
    titled = "Transcript of interview 3\n" + TALK
    assert [note.split(" the")[0] for note in of(("1", TALK), ("2", TALK), ("3", titled))] == ["a, b:", "a, c: nearly"]
    edited = [titled, TALK, TALK + "I: Thank you.\n", titled + "I: Thank you.\n"]
    (note,) = of(*[(str(n), text) for n, text in enumerate(edited)])
    assert note.startswith("a, b, c, d: nearly the same text")
    questions = "I: Would you tell me how it was for you when the school was moved to another place last year?\n"
    answers = (
        "It was a hard year, and the bus was never on time, to say the least of it.",
        "Nobody asked us, you know, so we stayed at home.",
    )
    assert not of(*[(str(n), f"{questions}P: {words * 3}") for n, words in enumerate(answers)])
