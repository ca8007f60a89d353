"""Tables: each word of a cell goes where its column says, and where nobody says it, the column is open."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase.ingest import columns, readers
from multicase.ingest.blocks import (
    ASIDE,
    COLUMN,
    COMMENT,
    HEADER,
    HEADING,
    HIDDEN,
    STAMP,
    TABLE_HEADING,
    TEXT,
    OpenColumn,
)
from multicase.ingest.limits import Budget, Limits
from multicase.ingest.readers import rows
from multicase.study.problems import StudyError

openpyxl = pytest.importorskip("openpyxl")


def of(text, declared=None):
    data = text if isinstance(text, bytes) else text.encode()
    return rows.read(data, "csv", "s1", Budget("s1"), declared)


def sheet(data, declared=None, **limits):
    return rows.read(data, "xlsx", "s1", Budget("s1", Limits(**limits)), declared)


def said(reading):
    return [(block.speaker, block.text) for block in reading.blocks]


def left(reading, reason=None):
    return [(one.text, one.locator) for one in reading.left_out if one.reason == reason]


def problems_of(text, declared=None):
    with pytest.raises(StudyError) as error:
        of(text, declared) if isinstance(text, str) else sheet(text, declared)
    return error.value.problems


def workbook(*tables, change=lambda book: None):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, table in enumerate(tables, 1):
        page = book.create_sheet(f"Tab{number}")
        for row in table:
            page.append(row)
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_parts(data, parts=(), replaced=()):
    """A workbook with other parts, and with pieces of its parts replaced: part, piece, by what."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for member in old.namelist():
            text = old.read(member)
            for part, piece, by in replaced:
                if part == member:
                    assert piece in text
                    text = text.replace(piece, by)
            new.writestr(member, text)
        for part, text in parts:
            new.writestr(part, text)
    return buffer.getvalue()


TALK = [["speaker", "words"], ["P1", "Snow fell."], ["I", "And then?"]]


# Delimiters, quotes, rows that don't fit


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter(delimiter):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows([*TALK, ["P1", "One, two; three | four\tfive"]])
    reading = of(buffer.getvalue())
    assert said(reading) == [("P1", "Snow fell."), ("I", "And then?"), ("P1", "One, two; three | four\tfive")]
    assert reading.notes == []


def test_a_delimiter_in_the_words_of_every_row_is_none():
    assert said(of("speaker;words\nP1;Well, yes\nI;So, then\n")) == [("P1", "Well, yes"), ("I", "So, then")]


def test_two_delimiters_fit_and_the_one_with_most_columns_is_told():
    reading = of("a;words,b;c\n1;x,2;3\n", {"words,b": "words"})
    assert said(reading) == [("", "x,2")]
    assert reading.notes[:1] == ["its columns end at semicolons, but might at commas: look at its rows"]


def test_a_delimiter_that_excel_is_told():
    reading = of("sep=;\nspeaker;words\nP1;Well, yes\n")
    assert said(reading) == [("P1", "Well, yes")]
    assert problems_of("sep=;\nspeaker;words\nP1;Well;yes\n")[0].place == "line 3"


def test_one_column():
    assert said(of('words\n"Well, yes"\nSo; then\n\nNo\n')) == [("", "Well, yes"), ("", "So; then"), ("", "No")]
    assert said(of("text\nWell, yes\nSo\n")) == [("", "Well, yes"), ("", "So")]


def test_a_line_above_a_table_is_no_column():
    found = problems_of("Transcript\nspeaker,words\nP1,Snow fell.\n")
    assert [(one.place, one.found, one.expected) for one in found] == [
        ("line 2", "a row of 2 fields", "1 field, as the header has"),
        ("line 3", "a row of 2 fields", "1 field, as the header has"),
    ]


def test_all_rows_that_do_not_fit_are_told_by_the_line_they_begin_at():
    text = 'speaker,words\n"P1","two\nlines"\nI,How,was,it\n\nP1\n , \nP1,"So\nyes",no\n'
    found = problems_of(text)
    assert [(one.place, one.found) for one in found] == [
        ("line 4", "a row of 4 fields"),
        ("line 6", "a row of 1 field"),
        ("line 8", "a row of 3 fields"),
    ]
    assert {one.expected for one in found} == {"2 fields, as the header has"}
    assert "Put quotes round fields" in found[0].todo
    assert "How" not in str(found)


@pytest.mark.parametrize(
    "text", ['speaker,words\nI,So?\nP1,"He said "no" twice"\n', 'speaker,words\nI,So?\nP1,"Well\nno\n']
)
def test_broken_quotes_are_told_by_the_line_they_begin_at(text):
    found = problems_of(text)
    assert [(one.place, one.found) for one in found] == [("line 3", "broken CSV")]


def test_of_two_delimiters_in_a_header_the_one_that_more_rows_fit_tells_what_is_wrong():
    found = problems_of("who, if any\twords\nP1\ta\nP1\tb\tc\n")
    assert [one.place for one in found] == ["line 3"]


def test_blank_lines_are_no_rows_and_rows_of_empty_cells_count():
    reading = of("\nspeaker,words\n\nP1,One\n,\n ,,\nI,Two\n")
    assert [(block.locator, block.text) for block in reading.blocks] == [("row 1", "One"), ("row 3", "Two")]


def test_a_long_cell():
    assert len(of("words\n" + "ab " * 100_000 + "\n").blocks[0].text) == 299_999


def test_notes_on_the_encoding_and_limits_of_cells():
    assert any("Windows-1252" in note for note in of("words\nCafé à côté\n".encode("cp1252")).notes)
    with pytest.raises(StudyError, match="cells"):
        rows.read(b"a,words\n1,x\n2,y\n", "csv", "s1", Budget("s1", Limits(cells=3)))
    with pytest.raises(StudyError, match="MB"):
        rows.read(b"words\n" + b"x" * 1_000_000, "csv", "s1", Budget("s1", Limits(megabytes=1)))


@pytest.mark.parametrize("read", [rows.cells, rows.table, rows.tables])
@pytest.mark.parametrize(
    ("data", "format", "found"),
    [
        (b"", "csv", "an empty file"), (b"\n\n", "csv", "an empty file"), (b"\xef\xbb\xbf", "csv", "an empty file"),
        (b"sep=;\n", "csv", "an empty file"), (b'a,b\n"1,2\n', "csv", "broken CSV"), (b"", "xlsx", "a broken xlsx file"),
        (b"PK\x05\x06" + bytes(18), "xlsx", "a broken xlsx file"), (b"a,b\n", "xlsx", "a broken xlsx file"),
    ],
)  # fmt: skip
def test_an_empty_or_broken_table_is_refused_by_whoever_reads_it(read, data, format, found):
    with pytest.raises(StudyError) as caught:
        read(data, format, "t.x", Budget("t.x"))
    (problem,) = caught.value.problems
    assert problem.file == "t.x" and problem.found == found and problem.todo


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("speaker,words,words\nP1,a,b\n", ["line 1, column 3"]),
        ("words,a, words ,a\nx,1,y,2\n", ["line 1, column 3", "line 1, column 4"]),
        ("words,\nx,y\n", ["line 1, column 2"]),
    ],
)
def test_columns_without_a_name_of_their_own(text, places):
    assert [one.place for one in problems_of(text)] == places


def test_a_column_without_a_name_that_holds_no_words():
    reading = of(",words,\n0,x,\n1,y,\n")
    assert [block.text for block in reading.blocks] == ["x", "y"]
    assert left(reading, COLUMN) == [("0", "row 1, column 1"), ("1", "row 2, column 1")]


# What becomes of the cells


def test_one_column_of_words():
    reading = of('speaker,words\nP1:,One\n,Two\nI,"Three\n\n  four \x0b five"\n,\nP1,n/a\n')
    assert [(block.speaker, block.text, block.locator) for block in reading.blocks] == [
        ("P1", "One", "row 1"),
        ("", "Two", "row 2"),
        ("I", "Three", "row 3"),
        ("", "four", "row 3"),
        ("", "five", "row 3"),
        ("P1", "n/a", "row 5"),
    ]
    assert reading.notes == ["1 row without a speaker, as if whoever spoke before went on"]


def test_who_is_named_in_a_row_without_words_speaks_next():
    reading = of("speaker,words\nP1,One\nI,\n,Two\nP2,\nP1,Three\nI,\n")
    assert said(reading) == [("P1", "One"), ("I", "Two"), ("P1", "Three")]
    assert left(reading, COLUMN) == [("P2", "row 4, column 1"), ("I", "row 6, column 1")]
    assert reading.notes == []


def test_without_a_column_of_who_speaks_there_is_nothing_to_note():
    reading = of("words\nOne\n")
    assert (said(reading), reading.notes) == ([("", "One")], [])


def test_other_columns():
    reading = of(
        "timestamp,speaker,words,tags,age\n0:17,P1,One,loud laugh,34\n[0:20],I,Two,,50\n", {"age": "attribute"}
    )
    assert left(reading, STAMP) == [("0:17", "row 1, column 1"), ("[0:20]", "row 2, column 1")]
    assert left(reading, COLUMN) == [
        ("loud laugh", "row 1, column 4"),
        ("34", "row 1, column 5"),
        ("50", "row 2, column 5"),
    ]
    assert left(reading, TABLE_HEADING) == [("timestamp\tspeaker\twords\ttags\tage", "header")]
    assert reading.open_columns == [OpenColumn("tags", 1, 2)]


SURVEY = 'id,Q1,age,Q2,note\nR1,warm,30,dark,ah\nR2,,31,"wet\nand cold",\nR3,,32,,oh my\nR4,NA,33,,\n'
HELD = {"id": "who", "Q1": "words", "Q2": "words", "age": "attribute"}


@pytest.mark.parametrize(
    ("cells", "number"), [(["65-74", "18-24"], 2), (["5", "3"], 2), (["✓", ""], 2), (["", "£40,000"], 2)]
)
def test_a_column_without_letters_is_told_until_people_say_what_it_holds(cells, number):
    table = "".join(f'P{n},"{cell}",It was late\n' for n, cell in enumerate(cells, 1))
    noted = [note for note in of(f"id,Band,words\n{table}").notes if "without letters" in note]
    assert (
        len(noted) == 1 and f"1 column of a table without letters ({number})" in noted[0] and "--attribute" in noted[0]
    )
    assert "nobody says what it holds, so nothing is read of it." in noted[0]
    for holds in ("attribute", "not read"):
        assert not of(f"id,Band,words\n{table}", {"Band": holds}).notes
    (both,) = of("id,Band,words,Score\nP1,65-74,It was late,5\nP2,18-24,So,3\n").notes
    assert "2 columns" in both and "nobody says what they hold, so nothing is read of them." in both


def test_columns_of_times_and_counts_and_empty_ones_are_not_told():
    assert not of("no,time,x,who,words\n1,0:03,,Ann,Yes\n2,0:09,,Bo,No\n").notes


def test_several_columns_of_words_are_read_question_by_question():
    reading = of(SURVEY, HELD)
    assert [(block.role, block.speaker, block.text, block.locator) for block in reading.blocks] == [
        (HEADING, "", "Q1", "column 2"),
        (TEXT, "R1", "warm", "row 1, column 2"),
        (TEXT, "R4", "NA", "row 4, column 2"),
        (HEADING, "", "Q2", "column 4"),
        (TEXT, "R1", "dark", "row 1, column 4"),
        (TEXT, "R2", "wet", "row 2, column 4"),
        (TEXT, "", "and cold", "row 2, column 4"),
    ]
    assert reading.open_columns == [OpenColumn("note", 2, 3)]
    assert ("R3", "row 3") in left(reading, COLUMN)
    assert left(reading, TABLE_HEADING) == [("id\tage\tnote", "header")]


QUALTRICS = [
    ["StartDate", "ResponseId", "Q1", "Q2", "Q3"],
    ["Start Date", "Response ID", "What was it\nlike?", "How old are you?", "And now?"],
    ['{"ImportId":"startDate","timeZone":"Z"}', '{"ImportId":"_recordId"}', '{"ImportId":"QID1_TEXT"}', '{"ImportId": "QID2"}', ""],
    ["2024-01-03 10:00:00", "R_1abc", "It was hard.", "34", "So so."],
    ["2024-01-04 10:00:00", "R_2abc", "I liked it.", "51", ""],
]  # fmt: skip
ANSWERS = {"ResponseId": "who", "Q1": "words", "Q2": "attribute"}


def in_csv(table, delimiter=","):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(table)
    return buffer.getvalue()


@pytest.mark.parametrize("read", [lambda table, held: of(in_csv(table, "\t").encode("utf-16"), held),
                                  lambda table, held: sheet(workbook(table), held)])  # fmt: skip
def test_rows_that_describe_the_columns_of_a_survey_are_no_respondents(read):
    one = read(QUALTRICS, ANSWERS | {"Q3": "not read"})
    assert said(one) == [("R_1abc", "It was hard."), ("R_2abc", "I liked it.")]
    assert one.blocks[0].locator == "row 3"  # rows are counted as they stand in the file
    assert any("2 rows below the header" in note for note in one.notes) and not one.open_columns
    several = read(QUALTRICS, ANSWERS | {"Q3": "words"})
    assert said(several) == [
        ("", "What was it like?"), ("R_1abc", "It was hard."), ("R_2abc", "I liked it."), ("", "And now?"), ("R_1abc", "So so."),
    ]  # fmt: skip
    headings = [place for _, place in left(several, TABLE_HEADING) if place in {"header", "row 1", "row 2"}]
    assert headings == ["header", "row 1", "row 2"]
    assert any("Q1" in text for text, _ in left(several, TABLE_HEADING))  # the name that the question replaces


def test_without_the_questions_the_names_are_headings_and_the_cells_are_respondents_alone():
    table = [row for n, row in enumerate(QUALTRICS) if n != 1]
    reading = of(in_csv(table), ANSWERS | {"Q3": "words"})
    assert [block.text for block in reading.blocks if block.role == HEADING] == ["Q1", "Q3"]
    _, cells = rows.cells(in_csv(QUALTRICS).encode(), "csv", "s1", Budget("s1"))
    assert [row[1] for row in cells] == ["R_1abc", "R_2abc"]


@pytest.mark.parametrize("kept", [("StartDate", "ResponseId"), ("ResponseId",), ("StartDate",)])
def test_the_questions_alone_below_the_header_are_headings_and_nobodys_answers(kept):
    columns = [n for n, name in enumerate(QUALTRICS[0]) if name in (*kept, "Q1", "Q3")]
    table = [[row[n] for n in columns] for row in (*QUALTRICS[:2], *QUALTRICS[3:])]
    held = {"Q1": "words", "Q3": "words"} | ({"ResponseId": "who"} if "ResponseId" in kept else {})
    reading = of(in_csv(table), held)
    assert [block.text for block in reading.blocks if block.role == HEADING] == ["What was it like?", "And now?"]
    assert [text for who, text in said(reading)] == [
        "What was it like?",
        "It was hard.",
        "I liked it.",
        "And now?",
        "So so.",
    ]
    assert any(note.startswith("1 row below the header") for note in reading.notes)
    assert problems_of(in_csv([*table, *table[1:]]), held)[0].place == "row 4"


@pytest.mark.parametrize("read", [lambda table: of(in_csv(table)), lambda table: sheet(workbook(table))])
def test_a_next_line_in_a_table_is_noted_and_an_ellipsis_where_others_of_windows_1252_are_there(read):
    table = [["who", "text"], ["I", "So?\x85Well."], ["P", "Yes"]]
    found = read(table)
    assert said(found) == [("I", "So?"), ("", "Well."), ("P", "Yes")]
    assert [note for note in found.notes if note.startswith("1 character U+0085")] == found.notes
    found = read([*table, ["I\x92m P", "it\x92s"]])
    assert said(found)[0] == ("I", "So?…Well.") and said(found)[-1] == ("I’m P", "it’s")
    assert [note.split(" stood")[0] for note in found.notes] == ["3 characters"]
    assert not read([["who", "text"], ["I", "So…"], ["P", "Yes"]]).notes


@pytest.mark.parametrize(
    "names", [("Startdatum", "Antwort-ID"), ("Date de début", "ID de réponse"), ("开始日期", "答复 ID")]
)
def test_the_questions_are_known_in_other_languages(names):
    (header, *_, one, two), held = QUALTRICS, {"Q1": "words", "Q3": "words", "ResponseId": "who", "Q2": "attribute"}
    asked = [*names, "Wie war es?", "Wie alt?", "Und nun?"]
    reading = of(in_csv([header, asked, one, two]), held)
    assert [block.text for block in reading.blocks if block.role == HEADING] == ["Wie war es?", "Und nun?"]
    assert "R_1abc" in dict(said(reading)) and names[1] not in dict(said(reading))
    for row in ([*asked[:1], *one[1:]], ["", *asked[1:]]):  # not in all of them
        assert not any("Qualtrics" in note for note in of(in_csv([header, row, two, two]), held).notes)


def test_answers_below_a_header_like_one_of_qualtrics_stay_answers():
    text = "StartDate,ResponseId,Q1\n2024-01-03,R_1,Response ID?\n2024-01-04,R_2,Start Date\n"
    assert said(of(text, {"ResponseId": "who", "Q1": "words"})) == [("R_1", "Response ID?"), ("R_2", "Start Date")]


def test_two_surveys_in_one_file_are_refused():
    (found,) = problems_of(in_csv([*QUALTRICS, *QUALTRICS]), ANSWERS)
    assert found.place == "row 7" and "Qualtrics" in found.found


def test_answers_of_nobody_among_those_of_somebody():
    found = problems_of("id,Q1,Q2\nR1,a,b\n,c,\n,,\n,,d\n", {"id": "who", "Q1": "words", "Q2": "words"})
    assert [(one.place, one.found) for one in found] == [("row 2", "words of nobody"), ("row 4", "words of nobody")]
    nobody = of("Q1,Q2\na,b\nc,\n", {"Q1": "words", "Q2": "words"})
    assert said(nobody) == [("", "Q1"), ("", "a"), ("", "c"), ("", "Q2"), ("", "b")]


@pytest.mark.parametrize(
    ("header", "held"),
    [
        ("who,tell,age", {"who": "who", "tell": "words", "age": "attribute"}),
        ("ID,tell,age", {"ID": "who", "tell": "words", "age": "not read"}),
        ("Respondent ID,words,age", {"age": "not read"}),
    ],
)
def test_answers_of_nobody_are_not_those_of_the_respondent_above_where_rows_are_respondents(header, held):
    found = problems_of(f"{header}\nR1,One,30\n,Two,\nR2,,40\n,Three,45\n", held)
    assert [(one.place, one.found) for one in found] == [("row 2", "words of nobody"), ("row 4", "words of nobody")]
    assert not of(f"{header}\nR1,One,30\nR2,,40\n,,45\n", held).notes


@pytest.mark.parametrize(
    "who", [("Interviewer", "Anna", "Interviewer", "Anna"), ("Int", "Anna", "Bo", "Cy"), ("Ada", "Bo", "ADA", "Bo")]
)
def test_in_a_talk_with_a_closed_column_an_empty_speaker_goes_on(who):
    one, two, three, four = who
    text = f"speaker,text,tone\n{one},How?,warm\n{two},Well.,\n,And so.,cold\n{three},Then?,\n{four},So.,warm\n"
    reading = of(text, {"text": "words", "speaker": "who", "tone": "attribute"})
    assert said(reading) == [(one, "How?"), (two, "Well."), ("", "And so."), (three, "Then?"), (four, "So.")]


@pytest.mark.parametrize("kind", ["attribute", "not read"])
@pytest.mark.parametrize("waves", [("1", "1", "1", "2", "2", "2"), ("May", "may", "May", "June", "June", "June")])
def test_a_row_without_a_name_is_not_the_one_aboves_where_people_were_asked_anew(kind, waves):
    held = {"name": "who", "tell": "words", "wave": kind}

    def told(*names):
        rows = zip(names, waves, strict=True)
        return "name,wave,tell\n" + "".join(f"{name},{wave},It was so.\n" for name, wave in rows)

    (found,) = problems_of(told("Ann", "Bo", "Cy", "Ann", "", "Cy"), held)
    assert (found.place, found.found) == ("row 5", "words of nobody")
    assert [who for who, _ in said(of(told("Ann", "Bo", "Cy", "Ann", "Bo", "Cy"), held))] == ["Ann", "Bo", "Cy"] * 2
    for names in (["Int", "Bo", "Cy", "Int", "", "Cy"], ["Ann", "Bo", "Ann", "Bo", "", "Bo"]):  # somebody asks or talks
        assert said(of(told(*names), held))[4][0] == ""


@pytest.mark.parametrize("other", ["R1", "r-1", " r1"])
def test_respondents_that_letters_alone_part_are_told(other):
    held = {"ID": "who", "tell": "words", "age": "attribute"}
    reading = of(f"ID,tell,age\nr1,One,30\nr2,Two,40\n{other},Three,50\nr1,Four,30\n", held)
    told = [note for note in reading.notes if "row 3: the respondent of row 1" in note]
    assert len(told) == len(reading.notes) == (other.strip() != "r1")


def test_no_column_of_words():
    (found,) = problems_of("speaker,notes\nP1,secret\n")
    assert (found.place, found.found) == ("line 1", "no column of speech")
    assert "words, text, transcript, utterance, content, or declared in columns.csv" in found.expected
    assert "columns.csv: source_id,column,holds" in found.todo


def test_two_declared_columns_of_who_speaks_and_a_declared_one_that_is_not_there():
    (two,) = problems_of("a,b,words\nx,y,z\n", {"a": "who", "b": "who"})
    assert two.found == "2 columns of who speaks"
    (gone,) = problems_of("a,words\nx,z\n", {"b": "who", "c": "time", "a": "who"})
    assert gone.found == "a header without 2 columns that columns.csv declares"


# Which column holds what


@pytest.mark.parametrize(
    ("name", "cells", "holds"),
    [
        ("Text:", ["a", "b"], "words"),
        (" ÄUSSERUNG : ", ["a", "b"], "words"),
        ("Äußerung", ["a", "b"], "words"),
        ("Texto", ["1", "2"], "words"),
        ("comment", ["a", "b"], None),
        ("tags", ["a", "b"], None),
        ("Sprecher", ["a", "b"], "who"),
        ("Respondent", ["1", "2"], "who"),
        ("who", ["a", "b " * 41], None),
        ("End", ["2024-05-01 10:00:00 AM GMT+1", "12.5"], "time"),
        ("End", ["of the day", "0:12"], None),
        ("x", ["0:12", "[1:00:02.5 --> 1:00:03]"], "time"),
        ("x", ["0:12", "2024-05-01"], None),
        ("id", ["7", "3"], "not read"),
        ("id", ["R7", "R3"], None),
        ("x", ["0", "1"], "not read"),
        ("x", ["1", "2"], "not read"),
        ("x", ["34", "35"], None),
        ("x", ["1", "3"], None),
        ("x", ["1" * 5000, "3"], None),
        ("x", ["1", ""], None),
        ("x", ["", " "], "not read"),
        ("speaker", ["", " "], "who"),
    ],
)
def test_guesses(name, cells, holds):
    assert columns.guess([name], [[cell] for cell in cells]).get(name) == holds


def test_the_first_name_goes_first_and_a_filled_column_before_an_empty_one():
    assert columns.guess(["text", "words", "name", "speaker"], [["a", "b", "c", "d"]]) == {
        "words": "words",
        "speaker": "who",
    }
    assert columns.guess(["text", "words"], [["a", ""]]) == {"text": "words", "words": "not read"}


def test_what_people_say_goes_before_what_is_guessed():
    header, row = ["text", "speaker", "name", "Q1", "n"], ["a", "b", "c", "d", "5"]
    assert columns.settled(header, [row], {}) == ({"text": "words", "speaker": "who"}, ["name", "Q1"])
    held = {"Q1": "words", "speaker": "attribute"}
    assert columns.settled(header, [row], held) == (held | {"name": "who"}, ["text"])
    assert columns.settled(header, [row], {"text": "not read", "Q1": "who"}) == (
        {"text": "not read", "Q1": "who"},
        ["speaker", "name"],
    )


def test_columns_in_figures():
    header = ["id", "sex", "answer", "when", "code", "long"]
    table = [
        [
            f"R{n}",
            "fm"[n % 2],
            "it was cold there " * (n % 3),
            f"0:{n:02}",
            f"c{n % 14}",
            f"{n} 雪が降って道がなくなった長い冬の日のこと",
        ]
        for n in range(30)
    ]
    found = {one.name: one for one in columns.describe(header, table)}
    assert [(one.filled, one.distinct) for one in found.values()] == [
        (30, 30),
        (30, 2),
        (20, 2),
        (30, 30),
        (30, 14),
        (30, 30),
    ]
    assert found["answer"].mean_words == 6
    assert [one.suggestion for one in found.values()] == ["who", "attribute", "words", "time", "", "words"]
    assert columns.describe(["a"], [["x"], [""]])[0].suggestion == "attribute"
    assert columns.describe(["a"], [["x"], ["y"]])[0].suggestion == "who"
    assert {one.suggestion for one in found.values()} <= {*columns.HOLDS, ""}


# Workbooks


def test_a_workbook_reads_like_text():
    reading = sheet(workbook([*TALK, [None, "It lay."]]))
    assert [(block.speaker, block.text, block.locator) for block in reading.blocks] == [
        ("P1", "Snow fell.", "row 1"),
        ("I", "And then?", "row 2"),
        ("", "It lay.", "row 3"),
    ]
    assert left(reading, TABLE_HEADING) == [("Tab1", "sheet 1"), ("speaker\twords", "header")]


def test_values_as_people_see_them():
    values = [
        (1.0, "General", "1"), (0.1 + 0.2, "General", "0.3"), (0.5, "0%", "50%"), (True, "General", "TRUE"),
        (datetime.datetime(2024, 5, 1), "yyyy-mm-dd", "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 9, 30), "yyyy-mm-dd hh:mm", "2024-05-01 09:30:00"),
        (datetime.time(0, 0, 17), "hh:mm:ss", "00:00:17"), (datetime.timedelta(hours=30, seconds=5), "[h]:mm:ss", "30:00:05"),
        ("a_x000D_\nb", "General", "a b"), ("#N/A", "General", "#N/A"),
    ]  # fmt: skip

    def change(book):
        for number, (value, form, _) in enumerate(values, 2):
            book.active.cell(number, 2, value).number_format = form

    reading = sheet(workbook([["words", "x"], *(["y"] for _ in values)], change=change), {"x": "attribute"})
    assert [text for text, _ in left(reading, COLUMN)] == [shown for _, _, shown in values]


def test_hidden_rows_columns_and_cells():
    def change(book):
        page = book.active
        page.column_dimensions["B"].hidden = True
        page.row_dimensions[1].hidden = page.row_dimensions[4].hidden = True
        page["C5"].number_format = ";;;"

    table = [["x1"], ["words", "x2", "note"], ["a", "x3", "n"], ["x4", "x5"], ["b", None, "x6"]]
    reading = sheet(workbook(table, change=change))
    assert [(block.text, block.locator) for block in reading.blocks] == [("a", "row 1"), ("b", "row 3")]
    assert left(reading, HIDDEN) == [
        ("x1", "header, column 1"), ("x2", "header, column 2"), ("x3", "row 1, column 2"),
        ("x4", "row 2, column 1"), ("x5", "row 2, column 2"), ("x6", "row 3, column 3"),
    ]  # fmt: skip
    assert reading.notes == ["rows, columns or cells that are hidden hold words, which aren't read"]
    assert left(reading, COLUMN) == [("n", "row 1, column 3")]


def test_merged_cells_are_read_once_and_what_they_cover_is_hidden():
    data = workbook([*TALK, ["x", "c"], ["P2", "d"]])
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells>'
    reading = sheet(with_parts(data, replaced=[("xl/worksheets/sheet1.xml", b"</sheetData>", merged)]))
    assert said(reading) == [("P1", "Snow fell."), ("I", "And then?"), ("", "c"), ("P2", "d")]
    assert left(reading, HIDDEN) == [("x", "row 3, column 1")]


def test_other_sheets_are_left_out_and_told():
    def change(book):
        book.worksheets[0].sheet_state = "hidden"
        book.worksheets[3]["A1"].comment = openpyxl.comments.Comment("remark", "me")

    data = workbook([["words"], ["x1"]], [], [["words"], ["a"]], [["p", "q"]], change=change)
    reading = sheet(data)
    assert said(reading) == [("", "a")]
    assert left(reading, HIDDEN) == [("Tab1\twords\tx1", "sheet 1")]
    assert left(reading, COLUMN) == [("Tab2", "sheet 2"), ("Tab4\tp\tq", "sheet 4")]
    assert left(reading, COMMENT) == [("remark", "sheet 4, cell A1")]
    assert reading.notes == [
        "sheet 1, which is hidden, has words, which aren't read",
        "sheet 4 has words, which aren't read",
    ]


def test_comments_headers_and_footers():
    def change(book):
        book.active["B2"].comment = openpyxl.comments.Comment("a remark", "me")
        book.active.oddHeader.left.text = "Study A && B"
        book.active.oddFooter.center.text = "Page &P"

    reading = sheet(workbook(TALK, change=change))
    assert left(reading, COMMENT) == [("a remark", "cell B2")]
    assert left(reading, HEADER) == [("Study A & B", "header or footer"), ("Page", "header or footer")]


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = """<xdr:wsDr xmlns:xdr="u:x" xmlns:a="u:a" xmlns:mc="u:m"><xdr:twoCellAnchor>
<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>Boxed </a:t></a:r><a:r><a:t>words.</a:t></a:r></a:p></xdr:txBody></xdr:sp>
<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" hidden="1"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>Gone.</a:t></a:r></a:p></xdr:txBody></xdr:sp>
<mc:AlternateContent><mc:Choice><a:p><a:r><a:t>Once.</a:t><a:br/><a:t>Twice.</a:t></a:r></a:p></mc:Choice><mc:Fallback><a:p><a:t>Once.</a:t></a:p></mc:Fallback></mc:AlternateContent>
</xdr:twoCellAnchor></xdr:wsDr>"""


def related(*parts):
    made = [
        f'<Relationship Id="r{n}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts)
    ]
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(made)}</Relationships>'


def test_text_boxes_and_threaded_comments():
    parts = [
        (
            "xl/worksheets/_rels/sheet1.xml.rels",
            related(("drawing", "../drawings/d.xml"), ("comments", "../c.xml"), ("threadedComment", "/xl/t.xml")),
        ),
        ("xl/drawings/d.xml", DRAWING),
        (
            "xl/c.xml",
            '<comments xmlns="u:c"><comment ref="A1"><text><r><t>[Threaded] old</t></r></text></comment><comment ref="B1"><text><t>alone</t></text></comment></comments>',
        ),
        (
            "xl/t.xml",
            '<ThreadedComments xmlns="u:t"><threadedComment ref="A1"><text>new</text></threadedComment><threadedComment ref="A1"><text>reply</text></threadedComment></ThreadedComments>',
        ),
    ]
    reading = sheet(with_parts(workbook(TALK), parts))
    assert [block.text for block in reading.blocks if block.role == ASIDE] == ["Boxed words.", "Once.", "Twice."]
    assert left(reading, HIDDEN) == [("Gone.", "text box")]
    assert sorted(left(reading, COMMENT)) == [("alone", "cell B1"), ("new", "cell A1"), ("reply", "cell A1")]


def test_formulas_have_their_values_or_are_refused():
    data = workbook([*TALK, ["P1", "=1+1"], ["I", "=A1"]])
    found = problems_of(data)
    assert [(one.place, one.found) for one in found] == [
        ("sheet 1, cell B4", "a formula without its value"),
        ("sheet 1, cell B5", "a formula without its value"),
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    one, two = re.findall(rb'<c r="B[45]".*?</c>', xml)
    values = [(one, b'<c r="B4"><f>1+1</f><v>2</v></c>'), (two, b'<c r="B5" t="str"><f>A1</f><v></v></c>')]
    reading = sheet(with_parts(data, replaced=[("xl/worksheets/sheet1.xml", *change) for change in values]))
    assert said(reading) == [("P1", "Snow fell."), ("I", "And then?"), ("P1", "2")]
    assert left(reading, COLUMN) == [("I", "row 4, column 1")]


def test_blank_rows_of_a_sheet_count_and_its_columns_need_names():
    data = workbook([[], ["speaker", "words"], [], ["P1", "a"]])
    assert sheet(data).blocks[0].locator == "row 2"
    (found,) = problems_of(workbook([["speaker", "words"], ["P1", "a", "secret"]]))
    assert (found.place, found.found) == ("sheet 1, row 1, column 3", "a column of words without a name")


def test_what_a_sheet_says_of_its_size_may_be_wrong():
    size = re.compile(rb'<dimension ref="[^"]*"')
    data = workbook(TALK)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (old,) = size.findall(archive.read("xl/worksheets/sheet1.xml"))
    for said_of_it in (b"A1:A2", b"A1:XFD1048576"):
        new = b'<dimension ref="' + said_of_it + b'"'
        reading = sheet(with_parts(data, replaced=[("xl/worksheets/sheet1.xml", old, new)]), cells=100)
        assert said(reading) == [("P1", "Snow fell."), ("I", "And then?")]


def test_parts_that_lead_to_each_other_and_rows_hidden_in_words():
    parts = [
        ("xl/worksheets/_rels/sheet1.xml.rels", related(("drawing", "../d.xml"), ("drawing", "/xl/d.xml"))),
        (
            "xl/_rels/d.xml.rels",
            related(("drawing", "worksheets/sheet1.xml"), ("drawing", "d.xml"), ("chart", "gone.xml")),
        ),
        ("xl/d.xml", DRAWING),
    ]
    replaced = [("xl/worksheets/sheet1.xml", b'<row r="3"', b'<row hidden="true" r="3"')]
    reading = sheet(with_parts(workbook(TALK), parts, replaced))
    assert said(reading) == [("", "Boxed words."), ("", "Once."), ("", "Twice."), ("P1", "Snow fell.")]
    assert left(reading, HIDDEN) == [("I", "row 2, column 1"), ("And then?", "row 2, column 2"), ("Gone.", "text box")]


def test_limits_hold_before_and_while_a_workbook_is_opened():
    with pytest.raises(StudyError, match="MB"):
        sheet(with_parts(workbook(TALK), [("xl/media/zeros", b"\0" * 2_000_000)]), megabytes=1)
    with pytest.raises(StudyError, match="MB"):  # 3 MB unpacked, and 3 MB of cells
        sheet(workbook([["words"], *([["ab " * 10_000]] * 100)]), megabytes=5)
    with pytest.raises(StudyError, match="cells"):
        sheet(workbook([["words"], ["x"]], [["a", "b", "c", "d"]]), cells=5)
    with pytest.raises(StudyError, match="cells"):
        sheet(workbook([["words", *"abcdefgh"], *([["x"]] * 9)]), cells=50)
    merged = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 2_000 + b"</mergeCells>"
    many = with_parts(workbook(TALK), replaced=[("xl/worksheets/sheet1.xml", b"</sheetData>", merged)])
    with pytest.raises(StudyError, match="cells"):
        sheet(many, cells=3_000)


@pytest.mark.parametrize("row", [b"99999999999", b"1"])
def test_rows_out_of_order_are_a_broken_file(row):
    data = with_parts(workbook(TALK), replaced=[("xl/worksheets/sheet1.xml", b'<row r="3"', b'<row r="' + row + b'"')])
    with pytest.raises(StudyError, match="a broken xlsx file"):
        readers.read(data, "xlsx", "s1")


@pytest.mark.parametrize("tables", [[[]], [[], []]])
def test_a_workbook_without_words(tables):
    with pytest.raises(StudyError, match="without text"):
        readers.read(workbook(*tables), "xlsx", "s1")


# Conservation

KINDS = ("words", "who", "time", "attribute", "not read", "open")


@st.composite
def tables(draw):
    """A header, what its columns hold, and rows of cells of lines of words, each word unique."""
    number = itertools.count()
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6).filter(lambda kinds: kinds.count("who") < 2))
    kinds = draw(st.permutations([*kinds, "words"]))
    lines = st.integers(1, 2).map(lambda n: " ".join(f"w{next(number)}" for _ in range(n)))
    header = [f"h{n} of" for n in range(len(kinds))]
    cell = st.lists(lines, max_size=2)
    table = draw(st.lists(st.tuples(*[cell] * len(kinds)), min_size=1, max_size=5))
    if "who" in kinds:
        at = kinds.index("who")
        for row in table:
            if (kinds.count("words") > 1 or "attribute" in kinds) and not row[at]:
                row[at].append(f"w{next(number)}")
    return header, list(kinds), table


@given(tables(), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=200)
def test_each_word_of_a_table_is_in_one_place(made, delimiter, line_end, is_workbook):
    header, kinds, table = made
    cells = [["\n".join(cell) for cell in row] for row in table]
    held = {name: kind for name, kind in zip(header, kinds, strict=True) if kind != "open"}
    if is_workbook:
        reading = sheet(workbook([header, *([cell or None for cell in row] for row in cells)]), held)
        reading.left_out.pop(0)  # the sheet's name
    else:
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(
            [header, *cells]
        )
        reading = of(buffer.getvalue(), held)

    words = [n for n, kind in enumerate(kinds) if kind == "words"]
    who = kinds.index("who") if "who" in kinds else -1
    expected, speaker = [], ""
    if len(words) == 1:
        for number, row in enumerate(table, 1):
            speaker = " ".join(row[who]) or speaker if who >= 0 else ""
            expected += [(line, speaker, f"row {number}") for line in row[words[0]]]
    else:
        for n in words:
            expected.append((header[n], None, f"column {n + 1}"))
            for number, row in enumerate(table, 1):
                expected += [
                    (line, " ".join(row[who]) if who >= 0 else "", f"row {number}, column {n + 1}") for line in row[n]
                ]
    found, speaker = [], ""
    for block in reading.blocks:
        speaker = block.speaker or (speaker if block.role == TEXT else "")
        found.append((block.text, None if block.role == HEADING else speaker, block.locator))
    assert found == expected

    named = {word for block in reading.blocks for word in block.speaker.split()}
    unread = {}
    for number, row in enumerate(table, 1):
        for n, cell in enumerate(row):
            if kinds[n] not in {"words", "who"} and cell:
                unread[" ".join(cell)] = (STAMP if kinds[n] == "time" else COLUMN, f"row {number}, column {n + 1}")
    others = [one for one in reading.left_out if one.text in unread]
    assert {one.text: (one.reason, one.locator) for one in others} == unread and len(others) == len(unread)
    headings, *labels = [one for one in reading.left_out if one.text not in unread] or [None]
    titles = [name for n, name in enumerate(header) if len(words) == 1 or n not in words]
    assert (headings and (headings.text, headings.reason)) == (("\t".join(titles), TABLE_HEADING) if titles else None)
    spoken = [" ".join(row[who]) for row in table if who >= 0 and row[who]]
    assert {one.reason for one in labels} <= {COLUMN}
    assert sorted([*named, *(word for one in labels for word in one.text.split())]) == sorted(" ".join(spoken).split())
    opened = [n for n, kind in enumerate(kinds) if kind == "open" and any(row[n] for row in table)]
    assert [one.name for one in reading.open_columns] == [header[n] for n in opened]
    for one, n in zip(reading.open_columns, opened, strict=True):
        assert one.rows == sum(bool(row[n]) for row in table)
        assert one.words == sum(len(" ".join(row[n]).split()) for row in table)
