"""Tables of word processors and pages: transcripts in columns, told from others; every cell once."""

from __future__ import annotations

import pytest
from multicase.ingest import readers
from multicase.ingest.blocks import COLUMN, HEADING, TEXT, OpenColumn, Reading
from multicase.ingest.readers.tables import table_blocks


def read(*rows, declared=None, asked=None):
    """The blocks and what was left out; asked: a list that the open columns are added to."""
    reading = Reading(declared=declared or {})
    table_blocks(
        [[[cell] if isinstance(cell, str) and cell else cell or [] for cell in row] for row in rows], "table 1", reading
    )
    blocks = [(block.speaker, block.text) for block in reading.blocks]
    if asked is not None:
        asked += reading.open_columns
    return blocks, [(left.text, left.reason) for left in reading.left_out]


def test_two_columns_say_who_speaks_and_a_header_is_none_of_it():
    assert read(("Speaker", "Text"), ("I:", "So?"), ("JC", "Well."), ("", "It goes on."), ("I", "Hm, and then what was it?")) == (
        [("I", "So?"), ("JC", "Well."), ("", "It goes on."), ("I", "Hm, and then what was it?")],
        [("Speaker\tText", "heading of a table")],
    )  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0)])
def test_three_columns_of_time_speaker_and_words_in_any_order(order):
    rows = [
        ("Time", "Speaker", "Text"),
        ("00:01", "Int", "So?"),
        ("00:03", "P1", "It was cold."),
        ("00:05", "Int", "Oh?"),
    ]
    blocks, left = read(*[[row[at] for at in order] for row in rows])
    assert blocks == [("Int", "So?"), ("P1", "It was cold."), ("Int", "Oh?")]
    assert left[1:] == [("00:01", "time stamp"), ("00:03", "time stamp"), ("00:05", "time stamp")]


def test_without_a_header_columns_are_told_by_what_they_hold():
    blocks, left = read(
        ("1", "00:01 - 00:03", "I", "So how was it then?"),
        ("2", "00:03 - 00:09", "P", "Cold, all of it."),
        ("3", "", "I", "Oh dear me."),
    )
    assert [speaker for speaker, _ in blocks] == ["I", "P", "I"]
    assert [reason for _, reason in left] == ["list number", "time stamp", "list number", "time stamp", "list number"]


def test_one_row_with_a_label_in_a_cell_of_its_own():
    assert read(("P1:", "Snow fell.")) == ([("P1", "Snow fell.")], [])


def test_another_table_is_a_line_a_row_and_its_labels_open_lines():
    assert read(("Year", "Beds", "Staff"), ("2014", "20", "31")) == (
        [("", "Year\tBeds\tStaff"), ("", "2014\t20\t31")],
        [],
    )
    assert read((["Int: So?", "P1: Well."], "x")) == ([("", "Int: So?"), ("", "P1: Well."), ("", "x")], [])
    assert read((["One line.", "And another."],)) == ([("", "One line."), ("", "And another.")], [])


def test_lines_of_a_cell_are_lines_of_one_speaker():
    blocks, _ = read(("I", ["So?", "Really?"]), ("P", "It was cold then."), ("I", "Hm."))
    assert blocks == [("I", "So?"), ("", "Really?"), ("P", "It was cold then."), ("I", "Hm.")]


def test_a_list_of_people_is_no_transcript():
    rows = (("Ada Miller", "Chair of the board"), ("Tom Reed", "Treasurer"), ("Eve Lamb", "Member"))
    assert [speaker for speaker, _ in read(*rows)[0]] == ["", "", ""]


CODED = [
    ("Speaker", "Text", "Codes"),
    ("I", "How was it?", "opening"),
    ("P", "It was fine, all of it.", "coping, resilience"),
    ("P", "I left.", ""),
]
SPOKEN = [("I", "How was it?"), ("P", "It was fine, all of it."), ("P", "I left.")]


@pytest.mark.parametrize("rows", [CODED, CODED[1:]])
def test_a_column_of_codes_or_notes_beside_the_words_is_asked_about_and_is_no_speech(rows):
    asked = []
    blocks, left = read(*rows, asked=asked)
    assert blocks == SPOKEN
    name = "Codes" if len(rows) == 4 else "column 3"
    assert asked == [OpenColumn(name, 2, 3)]
    assert [text for text, reason in left if reason == COLUMN] == ["opening", "coping, resilience"]


@pytest.mark.parametrize(
    ("holds", "more"), [("not read", []), ("attribute", []), ("words", ["opening", "coping, resilience"])]
)
def test_what_people_say_of_such_a_column_holds(holds, more):
    asked = []
    blocks, left = read(*CODED, declared={"Codes": holds}, asked=asked)
    assert asked == [] and sorted(text for _, text in blocks) == sorted([*(text for _, text in SPOKEN), *more])
    assert sorted(text for text, reason in left if reason == COLUMN) == sorted(
        [] if more else ["opening", "coping, resilience"]
    )


def test_a_column_of_several_tables_is_asked_about_once():
    reading = Reading()
    for n in (1, 2):
        table_blocks([[[cell] if cell else [] for cell in row] for row in CODED], f"table {n}", reading)
    assert reading.open_columns == [OpenColumn("Codes", 4, 6)]


def test_a_column_of_several_tables_without_letters_is_told_once():
    rows = [
        ("Speaker", "Words", "Score"),
        ("I", "How was it?", "✓"),
        ("P1", "It was quite late.", "65-74"),
        ("I", "So?", ""),
    ]
    reading = Reading()
    for n in (1, 2):
        table_blocks([[[cell] for cell in row] for row in rows], f"table {n}", reading)
    assert len(reading.notes) == 1 and "(3)" in reading.notes[0] and not reading.open_columns


def test_a_table_of_facts_asks_nothing():
    asked = []
    read(("Name", "Role", "Town"), ("P1", "nurse", "Leeds"), ("P2", "cook", "York"), asked=asked)
    assert asked == []


NOTED = [
    ("00:12", "Mod", "How are things decided here?", ""),
    ("00:20", "Mary S", "It was slow, all of it, and it went to two meetings.", "cf. Dave"),
    ("00:51", "Mod", "And what came after that, then?", "KEY"),
    ("01:10", "Mary S", "We got it in the end.", ""),
]


@pytest.mark.parametrize("words", ["What was said", "Quote", "Antwort", "Wortlaut", "Propos"])
@pytest.mark.parametrize(
    ("heads", "at"),
    [(("Time", "Speaker"), (0, 1, 2, 3)), (("Zeit", "Sprecher"), (0, 1, 2, 3)), (("Time", "Who"), (0, 1, 2, 3)),
     (("", "Speaker"), (1, 2, 3)), (("", "Speaker"), (3, 1, 2)), (("At", "Role"), (1, 0, 2, 3))],
)  # fmt: skip
def test_a_header_is_one_whatever_it_calls_the_words_and_notes_beside_them_are_asked_about(heads, at, words):
    """Times stand below a word, or a column is called as speakers alone are."""
    asked = []
    rows = [(*heads, words, "RO notes"), *NOTED]
    blocks, left = read(*[[row[n] for n in at] for row in rows], asked=asked)
    assert blocks == [(row[1], row[2]) for row in NOTED]
    assert asked == [OpenColumn("RO notes", 2, 3)]
    assert {text for text, reason in left if reason == COLUMN} == {"cf. Dave", "KEY"}


@pytest.mark.parametrize("ids", ["P01", "7"])
@pytest.mark.parametrize("head", ["Participant ID", "Respondent", "Interviewee", "Name"])
@pytest.mark.parametrize("speaker", ["Speaker", "Sprecher"])
def test_who_speaks_stands_in_the_column_that_says_so_and_not_in_one_of_ids_before_it(ids, head, speaker):
    rows = [(ids, who, words) for _, who, words, _ in NOTED]
    assert read((head, speaker, "Text"), *rows)[0] == [(who, words) for _, who, words in rows]


@pytest.mark.parametrize("header", [("No.", "Who", "Action"), ("Item", "Name", "Task"), ("Item", "Who", "By when")])
def test_a_table_of_what_people_are_to_do_is_no_transcript(header):
    rows = [("1", "DN", "Ask three shops for a price."), ("2", "MS", "Write to the council again."), ("3", "DN", "Mend it.")]  # fmt: skip
    assert {speaker for speaker, _ in read(header, *rows)[0]} == {""}


TALK = [("I", "How was it?"), ("P", "It was fine, all of it."), ("I", "And then what came?"), ("P", "I left.")]


@pytest.mark.parametrize("n_columns", [2, 3])
@pytest.mark.parametrize("at", [0, 2, 4])
@pytest.mark.parametrize("header", [[], [("Speaker", "Text", "Codes")]])
def test_a_cell_across_a_transcript_is_a_heading_and_nobodys_words(n_columns, at, header):
    rows = [row[:n_columns] for row in [*header, *((*turn, "a code") for turn in TALK)]]
    rows.insert(at, ("Part two: the work",))
    reading = Reading()
    table_blocks([[[cell] for cell in row] for row in rows], "table 1", reading)
    said = [(block.speaker, block.text) for block in reading.blocks if block.role == TEXT]
    assert said == TALK
    across = [(block.speaker, block.text, block.locator) for block in reading.blocks if block.role == HEADING]
    assert across == [("", "Part two: the work", f"table 1, row {at + 1}")]
    assert [one.rows for one in reading.open_columns] == ([4] if n_columns == 3 else [])


def test_a_cell_across_a_transcript_whose_line_says_who_speaks_is_theirs():
    assert read(*TALK, ("P: And back again.",))[0] == [*TALK, ("", "P: And back again.")]


def test_a_table_with_as_many_rows_of_one_cell_as_others_is_no_transcript():
    rows = [("P1:", "Snow fell."), ("It was cold, as one may think.",)]
    assert [speaker for speaker, _ in read(*rows)[0]] == ["", "", ""]


@pytest.mark.parametrize("format", ["html", "rtf"])
def test_cells_that_formats_merge_across_a_row_are_one(format):
    rows = [*TALK[:2], ("Part two",), *TALK[2:]]
    made = {
        "html": "<table>" + "".join(
            "<tr>" + "".join(f"<td colspan={3 - len(row)}>{cell}</td>" for cell in row) for row in rows
        ) + "</table>",
        "rtf": r"{\rtf1 " + "".join(
            r"\trowd" + r"\cellx9" * len(row) + r"\pard\intbl " + "".join(rf"{cell}\cell " for cell in row) + r"\row"
            for row in rows
        ) + r"\pard\par}",
    }[format]  # fmt: skip
    found = readers.read(made.encode(), format, "s1").blocks
    assert [(block.role, block.speaker, block.text) for block in found] == [
        *((TEXT, *turn) for turn in TALK[:2]), (HEADING, "", "Part two"), *((TEXT, *turn) for turn in TALK[2:]),
    ]  # fmt: skip


@pytest.mark.parametrize("label", ["Speaker", "Who", "Initials"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_label_that_could_be_a_columns_name_is_one_where_it_speaks(label, times):
    rows = [(label, "I started in nineteen ninety."), ("I", "And then?"), *[(label, "I moved to the town.")] * (times - 1), ("I", "So?")]  # fmt: skip
    assert read(*rows) == (rows, [])
    header = (label, "What was said")
    assert read(header, *TALK) == (TALK, [(f"{label}\tWhat was said", "heading of a table")])
