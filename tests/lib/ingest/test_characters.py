"""Characters that a wrong encoding left: what can be told is read right, and each kind is noted with its place."""

from __future__ import annotations

import pytest
from multicase.ingest import cleaning, readers
from multicase.ingest.blocks import Block, Reading


def cleaned(*lines):
    """(texts, left out, notes)."""
    found = cleaning.cleaned(
        Reading([Block(line, f"line {n}") for n, line in enumerate(lines, 1)], notes=["one before"])
    )
    return [block.text for block in found.blocks], found.left_out, found.notes[1:]


@pytest.mark.parametrize("right", ["Don’t you think—so?", "“Well… I”", "5 € – or Š"])
def test_windows_1252_that_was_read_as_latin_1_is_read_as_it_was_meant(right):
    wrong = right.encode("cp1252").decode("latin-1")
    texts, left, notes = cleaned("Ann: So?", wrong)
    assert (texts, left) == (["Ann: So?", right], [])
    (note,) = notes
    assert "Windows-1252" in note and note[0].isdigit()
    found = readers.read(f"Ann: So?\n{wrong}".encode(), "txt", "a.txt")
    assert found.blocks[1].text == right and "Windows-1252" in found.notes[-1]


def test_a_next_line_ends_a_line_where_nothing_speaks_for_windows_1252():
    texts, left, (note,) = cleaned("So?\x85Well.", "Yes.")
    assert (texts, left) == (["So?", "Well.", "Yes."], []) and note.startswith("1 character U+0085")
    found = readers.read("So?\x85Well.\x85".encode(), "txt", "a.txt")
    assert [block.text for block in found.blocks] == ["So?", "Well.", ""]
    assert [note.split(" read")[0] for note in found.notes] == ["2 characters U+0085"]
    assert not cleaned("So?", "Well…")[2] and not readers.read("So?\nWell…".encode(), "txt", "a.txt").notes
    assert cleaned("I said\x85 so", "it\x92s late")[0] == ["I said… so", "it’s late"]


def test_other_controls_are_left_out():
    assert cleaned("it was\x81 late")[0] == ["it was late"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("caf\ufffd", "U+FFFD"), ("Donâ€™t", "UTF-8"), ("cafÃ©", "UTF-8"), ("â€œWell", "UTF-8"), ("Â£5", "UTF-8"),
        ("caf\u00c3\u00a9", "UTF-8"), ("Hello\u200bworld", "no width"),
    ],
)  # fmt: skip
def test_what_was_lost_or_garbled_before_is_noted_with_its_place_and_without_words(line, kind):
    _, _, notes = cleaned("So?", line)
    (note,) = notes
    assert note.startswith("1 ") and kind in note and "line 2" in note and line[:4] not in note


@pytest.mark.parametrize(
    "line", ["MANHÃ É ÂNGULO", "“café” – Š…", "it was \u200blate", "\u200bหนึ่ง\u200bสอง", "DON\u2060T 5 £"]
)
def test_what_is_as_it_was_written_is_not_noted(line):
    assert cleaned("So?", line)[2] == []
