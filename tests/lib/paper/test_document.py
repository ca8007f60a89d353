"""The document: real tables with captions, headings on each page, and what is left out named with its reason."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import office, paper
from multicase.paper import document
from multicase.paper.shown import Column, Shown


def opened(*tables):
    return docx.Document(io.BytesIO(document.made(tables, "A study")))


def test_a_table_has_a_caption_its_rows_and_its_note(table):
    file = opened(table("T06", theme=["Pace", "Style"], words=["14953", ""]))
    (made,) = file.tables
    assert [[cell.text for cell in row.cells] for row in made.rows] == [
        ["theme", "words"], ["Pace", "14,953"], ["Style", ""],
    ]  # fmt: skip
    captions = [p for p in file.paragraphs if p.style.name == "Caption"]
    assert [p.text for p in captions] == ["Table 6. Title of T06."] and captions[0].paragraph_format.keep_with_next
    assert file.paragraphs[-1].text == "Caption of T06."


def test_only_the_headings_come_again_on_each_page_and_no_row_is_broken(table):
    rows = opened(table(theme=["Pace", "Style"])).tables[0].rows
    about = [{part.tag.rpartition("}")[2] for part in row._tr.trPr} for row in rows]
    assert about == [{"cantSplit", "tblHeader"}, {"cantSplit"}, {"cantSplit"}]


def test_pages_lie_across_and_letters_are_small(table):
    file = opened(table(theme=["Pace"]))
    section = file.sections[0]
    assert section.orientation == 1 and section.page_width > section.page_height
    assert file.styles["Normal"].font.size.pt == 8


@pytest.mark.parametrize(
    ("rows", "columns", "why"),
    [
        (120, 10, ""), (121, 1, "In the workbook alone: 121 rows."), (1, 11, "In the workbook alone: 11 columns."),
        (121, 11, "In the workbook alone: 121 rows and 11 columns."),
    ],
)  # fmt: skip
def test_what_fits_no_page_is_named_with_the_reason(table, rows, columns, why):
    made = table("T22", **{f"c{n}": ["x"] * rows for n in range(columns)})
    assert document.left_out(made) == why
    file = opened(made)
    assert len(file.tables) == (not why)
    assert [p.text for p in file.paragraphs if p.text.endswith(why)][-1:] == ([f"Table 22. Title of T22. {why}"] if why else ["Caption of T22."])  # fmt: skip


def test_a_table_without_rows_is_named_with_what_is_missing(table):
    file = opened(table("T20", missing="Not available: no file.", case=[]))
    assert "Table 20. Title of T20. Not available: no file." in [p.text for p in file.paragraphs]
    assert not file.tables


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=300)), min_size=1, max_size=10))
def test_columns_are_together_no_wider_than_the_page_and_each_has_some_room(told):
    widths = document.widths([Column(heading, (text,)) for heading, text in told])
    assert sum(widths) <= document.WIDTH - 2 * document.MARGIN + 1e-6 and min(widths) >= 1


def test_a_column_has_the_room_for_its_longest_word_and_long_texts_have_the_rest():
    short, long = document.widths([Column("code", ("C1",)), Column("text", ("so it is " * 60,))])
    assert short < 12 and long > 60


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_whatever_a_text_holds_the_document_can_be_read(text):
    file = opened(Shown("T01", text, text, "", (Column(text, (text,)),)))
    assert file.tables[0].cell(1, 0).text == office.speakable(text)


def test_the_bytes_hang_on_no_clock_and_nothing_of_the_template_is_left(table, monkeypatch):
    tables = [table(theme=["a"], n=["1"])]
    first = document.made(tables, "A study")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert document.made(tables, "A study") == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {office.EPOCH}
        names, core = archive.namelist(), archive.read("docProps/core.xml").decode()
        styles = re.findall(r'w:styleId="(\w+)"', archive.read("word/styles.xml").decode())
    assert sorted(names) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels", "word/document.xml",
        "word/settings.xml", "word/styles.xml",
    ]  # fmt: skip
    assert set(styles) == document.KEPT and "python-docx" not in core and "2013" not in core


def test_both_files_are_written(tmp_path):
    (tmp_path / "T01.csv").write_text("case\nA\n")
    about = '{"id": "T01", "title": "Cases", "caption": "What.", "note": "", "missing": ""}'
    (tmp_path / "T01.json").write_text(about)
    paper.write([str(tmp_path / "T01.json")], "S", xlsx=str(tmp_path / "a.xlsx"), docx=str(tmp_path / "a.docx"))
    assert docx.Document(tmp_path / "a.docx").tables[0].cell(1, 0).text == "A" and (tmp_path / "a.xlsx").is_file()
