"""Tables of codings: columns by the names that people and tools give them, and every row that is none, with its lines."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from coding_sheets import as_csv, saved
from hypothesis import given
from hypothesis import strategies as st
from multicase.exchange import raters, taguette
from multicase.exchange.coded_tables import is_table, read
from multicase.exchange.filled_sheets import is_sheet
from multicase.exchange.importing import brought
from multicase.study.problems import StudyError
from openpyxl import Workbook

# header, row, and what of it is a coding: source, words, codes, coder, memo
EXPORTS = {
    "MAXQDA": (
        ["Color", "Document group", "Document name", "Code", "Begin", "End", "Weight score", "Segment", "Created by", "Comment"],
        ["●", "East", "I01", "Pace\\Slow", "3", "3", "0", "very slow", "ann", "why"],
        ("I01", "very slow", ["Pace\\Slow"], "ann", "why"),
    ),
    "ATLAS.ti": (
        ["ID", "Document", "Quotation Name", "Quotation Content", "Comment", "Codes", "Created by"],
        ["1:1", "I01", "1:1 ¶ 3 very", "very slow", "why", "Slow\nPace: fast", "ann"],
        ("I01", "very slow", ["Slow", "Pace: fast"], "ann", "why"),
    ),
    "NVivo": (
        ["File Name", "Coded Text", "Code Name", "Coverage", "Coded By Initials"],
        ["Files\\\\I01", "very slow", "Nodes\\\\Slow", "0.0123", "AN"],
        ("Files\\\\I01", "very slow", ["Nodes\\\\Slow"], "AN", ""),
    ),
    "Dedoose": (
        ["Excerpt Creator", "Media Title", "Excerpt Range", "Excerpt Copy", "Codes Applied Combined"],
        ["ann", "I01.docx", "10-19", "very slow", "Slow, Fast"],
        ("I01.docx", "very slow", ["Slow", "Fast"], "ann", ""),
    ),
    "Dedoose, a column a code": (
        ["Media Title", "Excerpt Copy", "Codes Applied Combined", "Code: Slow, very Applied", "Code: Pace\\Fast Applied"],
        ["I01.docx", "very slow", "Slow, very", "True", "False"],
        ("I01.docx", "very slow", ["Slow, very"], "", ""),
    ),
    "QualCoder": (
        ["File", "Coder", "Coded", "Id", "Codename", "Coded_Memo"],
        ["i01.txt", "ann", "very slow", "1", "Slow", ""],
        ("i01.txt", "very slow", ["Slow"], "ann", ""),
    ),
    "a person's": (
        ["Transcript:", "QUOTE", "Tag 1", "tag_2", "by", "Note"],
        ["i01", "very slow", "Slow", "Fast", "Ann", "why"],
        ("i01", "very slow", ["Slow", "Fast"], "Ann", "why"),
    ),
}  # fmt: skip


def workbook(rows, title="Sheet1"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    return saved(book)


def sheets(*tables):
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet()
        for row in table:
            sheet.append(row)
    return saved(book)


def found(imported):
    return [(c.source, c.exact, c.code, c.coder, c.memo) for c in imported.codings]


@pytest.mark.parametrize(
    "make", [as_csv, workbook, lambda rows: as_csv(rows, "\t", "utf-16")], ids=["csv", "xlsx", "tsv"]
)
@pytest.mark.parametrize("tool", EXPORTS)
def test_columns_are_known_as_people_and_tools_call_them(tool, make):
    header, row, (source, words, codes, coder, memo) = EXPORTS[tool]
    data = make([header, row, [""] * len(row)])
    assert is_table(data, "anything")
    imported = read(data, "anything")
    assert found(imported) == [(source, words, code, coder, memo) for code in codes]
    assert [(of.guid, of.name, of.text) for of in imported.sources] == [(source, source, "")]
    assert [code.name for code in imported.codes] == codes
    assert imported.users == ((coder,) if coder else ())


def test_positions_are_taken_where_they_span_the_words_and_else_the_words_tell_the_place():
    rows = [
        ["source", "words", "code", "start", "end"],
        ["a", "very slow", "Slow", "7", "16"],
        ["a", "so", "Slow", "3", "3"],
    ]
    imported = read(as_csv([*rows, ["a", "all", "Slow", "", ""]]), "a.csv")
    assert [(c.start, c.end) for c in imported.codings] == [(7, 16), (-1, -1), (-1, -1)]
    (note,) = imported.notes
    assert note.what.startswith("1 row whose positions")


def test_the_studys_own_files_are_read_with_all_their_columns():
    header = ["source_id", "start", "end", "exact", "prefix", "suffix", "code", "memo"]
    row = ["e-i01", "7", "99", " very slow ", "It was ", ", and", "slow", "why"]
    (one,) = read(as_csv([header, row]), "ann.csv").codings
    told = (one.source, str(one.start), str(one.end), one.exact, one.prefix, one.suffix, one.code, one.memo)
    assert told == tuple(row) and one.coder == ""


def test_rows_that_are_no_codings_are_told_with_the_lines_on_which_they_stand():
    text = (
        "source,words,code,memo\n"
        'a,"It was\nvery slow\n",Slow,\n'
        '\na,"And we\nall\nsaid so",,\n'
        "a,,Slow,\n"
        ",,,\n"
        "a,,,why\n"
        ",no source,Slow,\n"
    )
    imported = read(text.encode(), "a.csv")
    assert [(note.place, note.what) for note in imported.notes] == [
        ("lines 6 to 8", "words without a code: read, and nothing given"),
        ("line 9", "a code and no words"),
        ("line 11", "neither words nor a code"),
        ("line 12", "a code and no source"),
    ]
    assert [(c.source, c.exact, c.without) for c in imported.codings] == [
        ("a", "It was\nvery slow", ""), ("a", "", "no words"), ("", "no source", ""),
    ]  # fmt: skip
    assert {c.source for c in imported.codings} == {of.guid for of in imported.sources}
    rows = [["source", "words", "code"], ["a", "so", ""], ["", "", ""], ["a", "", "Slow"]]
    assert [note.place for note in read(workbook(rows), "a").notes] == ["sheet 1, row 2", "sheet 1, row 4"]


def test_broken_rows_are_refused_with_their_lines():
    text = "source,words,code\na,b,Slow\na,b,Slow,more\n"
    assert is_table(text.encode(), "a.csv")
    with pytest.raises(StudyError, match=r"a\.csv, line 3: found a row of 4 fields"):
        read(text.encode(), "a.csv")


def test_a_header_below_a_title_a_second_sheet_and_filtered_rows_are_found():
    book = Workbook()
    book.active.append(["About", "this"])
    sheet = book.create_sheet("Codings")
    for row in [["Project: pace"], ["Document", "Segment", "Code"], ["a", "so", "Slow"], ["a", "all", "Slow"]]:
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    imported = read(saved(book), "a.xlsx")
    assert [c.exact for c in imported.codings] == ["so", "all"]


HIGHLIGHTS = "id,document,tag,content\n1,I01,pace.slow,very slow\n"
RATERS = "source,unit,coder,code\na,1,ann,slow\n"


def test_no_file_is_claimed_by_two_readers():
    assert not is_table(HIGHLIGHTS.encode(), "a.csv") and taguette.read_csv(HIGHLIGHTS.encode(), "a.csv").codings
    assert raters.is_table(RATERS.encode(), "a.csv") and not is_table(RATERS.encode(), "a.csv")
    with_words = RATERS.replace("code\n", "code,text\n").replace("slow\n", "slow,It was very slow\n").encode()
    assert is_table(with_words, "a.csv") and not raters.is_table(with_words, "a.csv")
    for header, row, _ in EXPORTS.values():
        assert not raters.is_table(as_csv([header, row]), "a.csv") and not is_sheet(as_csv([header, row]), "a.csv")


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\1\2", b"just words, and: more", b"<a/>", json.dumps({"source": "words", "code": 1}).encode(), b"speaker,words\na,b\n",
     b"source_id,code\na,slow\n"],
)  # fmt: skip
def test_what_is_no_table_of_codings_is_none(data):
    assert not is_table(data, "a.csv")
    with pytest.raises(StudyError):
        read(data, "a.csv")


def test_another_archive_is_no_table():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("project.qde", "<Project/>")
    assert not is_table(file.getvalue(), "a.qdpx")


def test_words_and_a_label_are_codings_of_a_study():
    codebook = {
        "themes": [
            {"theme": "pace", "label": "Pace", "subthemes": [
                {"subtheme": "speed", "label": "Speed", "codes": [{"code": "slow", "label": "Slow"}]}]}
        ]
    }  # fmt: skip
    texts = {"e-i01": "It was very slow, and we all said so."}
    data = as_csv([["document", "quote", "code"], ["E-I01.docx", "“very  slow”".strip("“”"), "Speed > slow"]], ";")
    rows, report = brought(read(data, "a"), texts, codebook, "unknown")
    assert report.complete and [(row["exact"], row["code"]) for row in rows["unknown"]] == [("very slow", "slow")]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), min_size=1, max_size=20)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_words_come_out_as_they_were_put_in_whatever_the_delimiter(rows, delimiter):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["source", "words", "code"], *([a, b, "slow"] for a, b in rows)])
    imported = read(file.getvalue().encode("utf-8-sig"), "a.csv")
    ends = [b.replace("\r\n", "\n").replace("\r", "\n").strip() for _, b in rows]
    assert [c.exact for c in imported.codings] == ends
    assert len(imported.notes) == sum((not a.strip()) + (not b) for (a, _), b in zip(rows, ends, strict=True))


def test_every_sheet_of_a_workbook_is_read_by_its_own_columns():
    data = sheets(
        [["source", "quote", "code"], ["i01", "slow", "Slow"]],
        [["What is in here"], ["two interviews"]],
        [["Code", "Coder", "Interview", "Passage"], ["Fast", "ann", "i02", "quick"]],
    )
    imported = read(data, "t.xlsx")
    assert found(imported) == [("i01", "slow", "Slow", "", ""), ("i02", "quick", "Fast", "ann", "")]
    assert [source.name for source in imported.sources] == ["i01", "i02"]


@pytest.mark.parametrize("make", [as_csv, workbook], ids=["csv", "xlsx"])
@pytest.mark.parametrize(
    ("header", "row", "codes", "left"),
    [
        (["code", "code"], ["Slow", "Fast"], ["Slow", "Fast"], None),
        (["Code 1", "code_1", "tag2"], ["Slow", "Fast", "Late"], ["Slow", "Fast", "Late"], None),
        (["code", "second code", "subcode"], ["Slow", "Fast", ""], ["Slow"], "'second code'"),
        (["tags", "codes"], ["Fast", "Slow"], ["Slow"], "'tags'"),
        (["code", "theme"], ["", "Slow"], ["Slow"], None),
        (["code", "memo", "comments"], ["Slow", "", "why"], ["Slow"], None),
        (["code", "memo", "comments"], ["Slow", "why", "so"], ["Slow"], "'comments'"),
        (["code", "coder", "coded by"], ["Slow", "", "ann"], ["Slow"], None),
        (["code", "weight"], ["Slow", "3"], ["Slow"], "'weight'"),
    ],
)
def test_every_filled_column_is_taken_or_told(make, header, row, codes, left):
    imported = read(make([["source", "quote", *header], ["i01", "slow", *row]]), "t")
    assert [coding.code for coding in imported.codings] == codes
    assert [note.what for note in imported.notes] == ([f"columns not taken: {left}"] if left else [])
    (coding, *_) = imported.codings
    assert coding.coder == ("ann" if "coded by" in header else "") and coding.memo in ("", "why")
    assert bool(coding.memo) == ("comments" in header)
