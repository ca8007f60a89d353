"""Office files: a text is never a formula, what XML can't hold stops nothing, and the bytes hang on no clock."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import office


def book_with(text):
    book = openpyxl.Workbook()
    office.put_text(book.active["A1"], text)
    return office.workbook(book)


def read_back(data):
    return openpyxl.load_workbook(io.BytesIO(data)).active["A1"]


@pytest.mark.parametrize("text", ["=1+1", "+44 1632", "-2", "@SUM(A1)", "\t=1", "\r=1", "'=1", '=HYPERLINK("x")', "so"])
def test_a_text_that_begins_like_a_formula_is_a_text_and_stays_one_when_somebody_edits_it(text):
    cell = read_back(book_with(text))
    assert (cell.data_type, cell.value) == ("s", office.speakable(text))
    assert cell.quotePrefix == (text != "so" and text[0] != "\r")


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_whatever_a_text_holds_it_is_read_back_as_a_text(text):
    cell = read_back(book_with(text))
    assert cell.data_type in "sn" and (cell.value or "") == office.speakable(text)
    assert cell.data_type == "s" or cell.value is None


def test_what_xml_cant_hold_is_a_blank_and_line_ends_are_lf():
    assert office.speakable("a\x00b\x1bc\ufffed\ufeff") == "a b c d "
    assert office.speakable("a\r\nb\rc\n\td") == "a \nb\nc\n\td"


def test_archives_keep_their_order_and_no_date():
    data = office.packed({"b": b"1", "a": b"22"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["b", "a"] and archive.read("a") == b"22"
        assert {(info.date_time, info.compress_type) for info in archive.infolist()} == {(office.EPOCH, 0)}


def test_a_workbook_has_the_same_bytes_whenever_it_is_written_and_no_fonts_that_are_called_like_people(monkeypatch):
    first = book_with("so")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert book_with("so") == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert b"1980-01-01" in archive.read("docProps/core.xml")
        theme = archive.read("xl/theme/theme1.xml")
    assert b"Cambria" in theme and not [name for name in (b"Latha", b"Shruti", b"Kartika") if name in theme]
