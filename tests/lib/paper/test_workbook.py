"""The workbook: every table on a sheet of its own, numbers as numbers, texts as texts, and a list to find them by."""

from __future__ import annotations

import io

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from multicase import office
from multicase.paper import workbook
from multicase.paper.shown import Column, Shown


def opened(*tables):
    return openpyxl.load_workbook(io.BytesIO(workbook.made(tables, "A study")))


def values(sheet):
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_the_first_sheet_lists_the_tables_and_leads_to_them(table):
    book = opened(table("T01", case=["a", "b"]), table("T20", missing="Not available: no file.", case=[]))
    assert book.sheetnames == ["Contents", "T01", "T20"]
    contents = book["Contents"]
    assert values(contents)[:4] == [
        ["A study: tables"], ["table", "title", "rows", "what it shows"],
        ["T01", "Title of T01", 2, "Caption of T01."],
        ["T20", "Title of T20", 0, "Not available: no file. Caption of T20."],
    ]  # fmt: skip
    assert [cell.hyperlink.location for row in contents["A3:B4"] for cell in row] == ["'T01'!A1"] * 2 + ["'T20'!A1"] * 2
    assert "T27" in values(contents)[5][0]


def test_a_sheet_has_title_headings_rows_and_its_caption_below(table):
    book = opened(table(theme=["Pace", "Style"], words=["14953", "undefined"], share=["0.5", "0.25"]))
    sheet = book["T06"]
    assert values(sheet) == [
        ["T06 Title of T06"], ["theme", "words", "share"], ["Pace", 14953, 0.5], ["Style", "undefined", 0.25], [],
        ["Caption of T06."],
    ]  # fmt: skip
    assert (sheet["B3"].number_format, sheet["C3"].number_format) == ("#,##0", "0.00")
    assert (sheet["B3"].data_type, sheet["B4"].data_type) == ("n", "s")
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B3", "A2:C4", "$1:$2")
    assert sheet["A3"].alignment.wrap_text and sheet["B4"].alignment.horizontal == "right"


def test_columns_have_the_room_that_their_texts_need_and_no_more(table):
    book = opened(table(a=["x"], long=["word " * 100], n_participants=["1"], some=["x" * 20]))
    widths = [book["T06"].column_dimensions[letter].width for letter in "ABCD"]
    assert widths == [8, 60, 17, 22]


def test_a_table_without_rows_says_why_and_is_no_filter(table):
    sheet = opened(table(missing="Not available.", case=[]))["T06"]
    assert values(sheet) == [["T06 Title of T06"], ["case"], ["Not available."], [], ["Caption of T06."]]
    assert sheet.auto_filter.ref is None


def test_a_text_longer_than_a_cell_is_cut_and_says_so(table):
    cell = opened(table(text=["x" * 40_000]))["T06"]["A3"]
    assert cell.value == "x" * workbook.LONGEST + workbook.CUT and len(cell.value) < 32_767


@given(
    st.lists(
        st.one_of(
            st.text(st.characters(codec="utf-8"), max_size=20),
            st.builds(str.__add__, st.sampled_from("=+-@\t\r"), st.text(st.characters(codec="utf-8"), max_size=9)),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_no_cell_is_ever_a_formula_and_every_text_and_number_is_kept(words):
    column = Column.of(words[0], words)
    sheet = opened(Shown("T01", words[0], words[-1], "", (column,)))["T01"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type in "fe"]
    for row, (word, value) in enumerate(zip(words, column.numbers or [None] * len(words), strict=True), 3):
        cell = sheet.cell(row, 1)
        assert cell.value == value if value is not None else (cell.value or "") == office.speakable(word)
        assert cell.data_type == "s" or value is not None or cell.value is None
        assert cell.quotePrefix or not office.FORMULA.match(word) or value is not None


def test_the_same_tables_have_the_same_bytes(table, monkeypatch):
    tables = [table(theme=["a"], n=["1"])]
    first = workbook.made(tables, "A study")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert workbook.made(tables, "A study") == first
