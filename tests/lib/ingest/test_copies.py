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
