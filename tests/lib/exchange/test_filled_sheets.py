"""Sheets for coding come back with exactly what was put in, whatever people and programs did to them."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from coding_sheets import CODEBOOK, WORDS, as_csv, changed, coding, filled, made, saved, segments, text
from hypothesis import given, settings
from hypothesis import strategies as st
from multicase import office
from multicase.exchange import coded_tables, raters, sheets
from multicase.exchange.filled_sheets import MOVED, is_sheet, read
from multicase.exchange.importing import brought
from multicase.study.problems import StudyError
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

KINDS = pytest.mark.parametrize("kind", ["xlsx", "csv"])
PART = "words (if only part of it)"


def got(imported):
    return [(coding.exact, coding.code) for coding in imported.codings]


def notes(imported):
    return [note.what for note in imported.notes[1:]]


def agree(imported):
    """Whether each coding with a position quotes what stands there."""
    return all(text()[coding.start : coding.end] == coding.exact for coding in imported.codings if coding.start >= 0)


@KINDS
def test_codes_come_back_with_their_words_places_and_coder(kind):
    data = filled(made(kind), (2, "code 1", "Slow"), (2, "memo", "why"), (4, "code 3", "speed/SLOW; fast"))
    imported = read(data, "a.bin")
    assert got(imported) == [(WORDS[1], "Slow"), (WORDS[3], "speed/SLOW"), (WORDS[3], "fast")]
    assert agree(imported) and all(coding.start >= 0 for coding in imported.codings)
    assert {coding.coder for coding in imported.codings} == {"anna"} == set(imported.users)
    assert [coding.memo for coding in imported.codings] == ["why", "", ""]
    assert [(source.guid, source.name, source.text) for source in imported.sources] == [("e-i01", "e-i01", "")]
    (note,) = imported.notes
    assert "anna" in note.what and "'small'" in note.what and "2 of 4 rows have codes" in note.what


@KINDS
def test_they_are_codings_of_the_study(kind):
    data = filled(made(kind), (2, "code 1", "slow"), (4, "code 1", "=Fast"), (3, "code 4", "Pace (code pace_itself)"))
    rows, report = brought(read(data, "a"), {"e-i01": text()}, CODEBOOK, "a")
    assert [(row["exact"], row["code"]) for row in rows["anna"]] == [
        (WORDS[1], "slow"), (WORDS[2], "pace_itself"), (WORDS[3], "fast"),
    ]  # fmt: skip
    assert report.complete and report.sources[0].counts == {"exactly": 3}


@KINDS
def test_what_was_coded_before_comes_back_as_it_was(kind):
    start = len(WORDS[0]) + 2
    places = [(start, start + len(WORDS[1]), ""), (start + 7, start + 16, "=m"), (start + 31, start + 33, "")]
    before = [coding("e-i01:2.1", code, *place) for place in places for code in ("fast", "both")]
    imported = read(made(kind, before), "a")
    found = [(item.start, item.end, item.memo) for item in imported.codings]
    assert sorted(found) == sorted(place for place in places for _ in range(2)) and agree(imported)
    assert {item.code for item in imported.codings} == {"=Fast", "both"}


@KINDS
def test_a_part_is_what_a_code_is_about_if_it_stands_there_once(kind):
    data = filled(
        made(kind),
        (2, "code 1", "Slow"), (2, PART, " very  slow "),
        (3, "code 1", "Slow"), (3, PART, "a"),
        (4, "code 1", "Slow"), (4, PART, "what she means"),
    )  # fmt: skip
    imported = read(data, "a")
    assert [coding.exact for coding in imported.codings] == ["very slow", "a", "what she means"]
    one, several, none = imported.codings
    assert agree(imported) and one.start > 0 and one.prefix == "It was " and one.suffix.startswith(", and")
    assert several.start == none.start == -1
    assert "times among" in notes(imported)[0] and "isn't among" in notes(imported)[1]


def test_a_part_that_stands_there_twice_keeps_the_place_that_it_had():
    start = len(WORDS[0]) + 2
    places = [(start + at, start + at + 1) for at, char in enumerate(WORDS[1]) if char == "a"]
    before = [coding("e-i01:2.1", "slow", *place) for place in places]
    assert len(places) == 4 and [(c.start, c.end) for c in read(made("xlsx", before), "a").codings] == places


@KINDS
def test_rows_may_be_moved_copied_and_deleted(kind):
    data = filled(made(kind), (2, "code 1", "Slow"), (4, "code 1", "fast"))
    rows = rows_of(data, kind)
    header, _, second, _, last = rows
    again = [*second]
    again[header.index("code 1")], again[header.index(PART)] = "fast", "very slow"
    for order in ([last, second, again], [again, [""] * len(header), last, second]):
        imported = read(as_kind([header, *order], kind), "a")
        assert sorted(got(imported)) == sorted([(WORDS[1], "Slow"), (WORDS[3], "fast"), ("very slow", "fast")])
        assert agree(imported) and not notes(imported) and "3 of 3 rows" in imported.notes[0].what


def rows_of(data, kind):
    if kind == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return [
        ["" if value is None else value for value in row] for row in load_workbook(io.BytesIO(data))["coding"].values
    ]


def as_kind(rows, kind):
    if kind == "csv":
        return as_csv(rows)
    book = Workbook()
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value != "":
                office.put_text(book.active.cell(number, column), value)
    return saved(book)


@KINDS
def test_columns_sorted_without_the_others_are_told_and_never_take_other_words(kind):
    """Codes and words of one row stand beside the id of another."""
    rows = rows_of(filled(made(kind), (2, "code 1", "Slow")), kind)
    header, at = rows[0], rows[0].index("segment")
    rows[2][at], rows[3][at] = rows[3][at], rows[2][at]
    hidden = slice(header.index(sheets.KEY), None)
    rows[2][hidden], rows[3][hidden] = rows[3][hidden], rows[2][hidden]
    (given_code,) = read(as_kind(rows, kind), "a").codings
    assert (given_code.start, given_code.without) == (-1, MOVED)
    assert notes(read(as_kind(rows, kind), "a")) == [MOVED]


@KINDS
def test_hidden_columns_that_stayed_where_they_were_do_no_harm(kind):
    rows = rows_of(filled(made(kind), (2, "code 1", "Slow"), (4, "code 1", "fast")), kind)
    hidden = slice(rows[0].index(sheets.KEY), None)
    kept = [row[hidden] for row in rows]
    rows[1:] = rows[:0:-1]
    for row, values in zip(rows, kept, strict=True):
        row[hidden] = values
    imported = read(as_kind(rows, kind), "a")
    assert sorted(got(imported)) == sorted([(WORDS[1], "Slow"), (WORDS[3], "fast")])
    assert agree(imported) and all(coding.start >= 0 for coding in imported.codings)


@KINDS
def test_changed_words_are_told(kind):
    data = filled(made(kind), (2, "code 1", "Slow"), (2, "words", "It was very sloow, and we all said so."))
    imported = read(data, "a")
    assert notes(imported) == ["its words were changed"] and imported.notes[1].place.endswith("3")
    assert got(imported) == [("It was very sloow, and we all said so.", "Slow")]
    rows, report = brought(imported, {"e-i01": text()}, CODEBOOK, "a")
    assert [row["exact"] for row in rows["anna"]] == [WORDS[1]] and len(report.inexact) == 1
    gone = read(filled(made(kind), (2, "code 1", "Slow"), (2, "words", "")), "a")
    assert notes(gone) == ["its words are gone"] and gone.codings[0].without == "no words"


@KINDS
def test_an_id_that_was_overwritten_is_told_by_its_words(kind):
    imported = read(filled(made(kind), (2, "code 1", "Slow"), (2, "segment", "")), "a")
    assert got(imported) == [(WORDS[1], "Slow")] and agree(imported) and imported.codings[0].source == "e-i01"
    assert "another segment's id" in notes(imported)[0]


@KINDS
def test_a_sheet_without_its_hidden_columns_is_read_and_this_is_said(kind):
    rows = [row[: len(sheets.SHOWN)] for row in rows_of(filled(made(kind), (2, "code 1", "Slow")), kind)]
    data = as_kind(rows, kind)
    imported = read(data, "a")
    assert is_sheet(data, "a") and got(imported) == [(WORDS[1], "Slow")] and imported.codings[0].start == -1
    assert "hidden columns are gone" in notes(imported)[0] and imported.codings[0].source == "e-i01"


@KINDS
def test_memos_without_a_code_are_kept_and_rows_without_codes_are_nothing(kind):
    imported = read(filled(made(kind), (3, "memo", "think!"), (4, PART, "SUM")), "a")
    assert imported.codings == () and [(memo.name, memo.text) for memo in imported.memos] == [("e-i01:3.1", "think!")]
    assert notes(imported) == ["a memo without a code", "a part of the words without a code"]
    assert "0 of 4 rows" in imported.notes[0].what


def test_a_sheet_that_other_programs_saved():
    """Rich text, numbers for positions, empty rows at the end, the codebook first, another case, a filter, a title."""

    def change(sheet):
        titles = [cell.value for cell in sheet[1]]
        words = sheet.cell(3, titles.index("words") + 1)
        words.value = CellRichText(WORDS[1][:6], TextBlock(InlineFont(b=True), WORDS[1][6:]))
        for number in range(2, 6):
            for title in ("start", "end"):
                cell = sheet.cell(number, titles.index(title) + 1)
                cell.value, cell.number_format = float(cell.value), "General"
        for cell in sheet[1]:
            cell.value = cell.value.upper()
        for number in range(6, 40):
            sheet.cell(number, 1).value = " "
        sheet.row_dimensions[3].hidden = True
        sheet.title = "Tabelle1"
        sheet.insert_rows(1)
        sheet.cell(1, 1).value = "Please fill in"

    data = changed(filled(made("xlsx"), (2, "code 2", "Slow")), change)
    book = load_workbook(io.BytesIO(data), rich_text=True)
    book.move_sheet("Tabelle1", 1)
    data = saved(book)
    imported = read(data, "a")
    assert is_sheet(data, "a.zip") and got(imported) == [(WORDS[1], "Slow")] and agree(imported)
    assert imported.codings[0].start == len(WORDS[0]) + 2 and not notes(imported)
    assert "1 of 4 rows" in imported.notes[0].what


def test_every_sheet_that_somebody_filled_is_read():
    book = load_workbook(io.BytesIO(filled(made("xlsx"), (2, "code 1", "Slow"))))
    second = book.copy_worksheet(book["coding"])
    titles = [cell.value for cell in second[1]]
    second.cell(3, titles.index("code 1") + 1).value = None
    second.cell(4, titles.index("code 1") + 1).value = "Fast"
    imported = read(saved(book), "a.xlsx")
    assert got(imported) == [(WORDS[1], "Slow"), (WORDS[2], "Fast")] and agree(imported)
    assert "2 of 8 rows" in imported.notes[0].what


@KINDS
@pytest.mark.parametrize("title", ["code 1", "Code_1", "code9", "my own code"])
def test_a_column_that_somebody_added_is_taken_or_told(kind, title):
    header, *rows = rows_of(filled(made(kind), (2, "code 1", "Slow")), kind)
    more = [[*header, title], *([*row, "Fast" if number == 2 else ""] for number, row in enumerate(rows, 1))]
    imported = read(as_kind(more, kind), "a")
    told = [f"columns not taken: '{title}'"] if "own" in title else []
    assert [code for _, code in got(imported)] == (["Slow"] if told else ["Slow", "Fast"]) and notes(imported) == told


@KINDS
def test_of_columns_of_one_name_the_first_filled_in_a_row_counts_and_what_is_dropped_is_told_but_codes_all_do(kind):
    header, *rows = rows_of(filled(made(kind), (2, "code 1", "Slow")), kind)
    more = [[*header, "Memo", "memo", "Code 1"], *([*row, "", "", ""] for row in rows)]
    more[2][-3:] = "why", "or so", "Fast"
    imported = read(as_kind(more, kind), "a")
    assert [(coding.code, coding.memo) for coding in imported.codings] == [("Slow", "why"), ("Fast", "why")]
    assert notes(imported) == ["3 columns are called 'memo', with different texts in 1 row: the first is taken"]


@KINDS
@pytest.mark.parametrize("title", ["memo", PART])
def test_what_stands_in_the_second_of_two_columns_in_some_rows_is_taken(kind, title):
    header, *rows = rows_of(filled(made(kind), (2, "code 1", "Slow"), (4, "code 1", "Fast")), kind)
    more = [[*header, title], *([*row, ""] for row in rows)]
    first, second = WORDS[1].split()[0], WORDS[3].split()[0]
    more[2][header.index(title)], more[4][-1] = first, second
    imported = read(as_kind(more, kind), "a")
    said = [coding.memo if title == "memo" else coding.exact for coding in imported.codings]
    assert said == [first, second] and notes(imported) == []


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8")])
def test_a_sheet_saved_as_text_by_other_programs(delimiter, encoding):
    """A workbook saved as CSV has no apostrophes, a CSV file saved as a workbook keeps them."""
    rows = rows_of(filled(made("xlsx"), (3, "code 1", "Slow"), (4, "code 1", "=Fast")), "xlsx")
    imported = read(as_csv(rows, delimiter, encoding), "a")
    assert got(imported) == [(WORDS[2], "Slow"), (WORDS[3], "=Fast")] and agree(imported) and not notes(imported)
    back = read(as_kind(rows_of(filled(made("csv"), (4, "code 1", "Slow")), "csv"), "xlsx"), "a")
    assert got(back) == [(WORDS[3], "Slow")] and agree(back) and not notes(back)


@KINDS
def test_a_sheet_is_known_by_its_content_and_claimed_by_no_other_reader(kind):
    data = made(kind)
    for name in ("a.xlsx", "a.csv", "a"):
        assert is_sheet(data, name) and not coded_tables.is_table(data, name)
    assert not raters.is_table(made("csv"), "a.csv")


@pytest.mark.parametrize(
    "data", [b"", b"PK\x05\x06", b"<?xml version='1.0'?><a/>", b"SQLite format 3\0", b"source,unit\n"]
)
def test_what_is_no_sheet_is_none(data):
    assert not is_sheet(data, "a.csv")
    with pytest.raises(StudyError):
        read(data, "a.csv")


def test_a_bomb_and_a_broken_workbook_are_refused():
    file = io.BytesIO(made("xlsx"))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", b"\0" * 300_000_000)
    with pytest.raises(StudyError, match="MB once unpacked"):
        is_sheet(file.getvalue(), "a.xlsx")
    broken = made("xlsx").replace(b"<sheetData>", b"<sheetData<")
    with pytest.raises(StudyError, match="a broken xlsx file"):
        read(broken, "a.xlsx")


def test_formulas_without_a_value_are_refused_where_they_stand():
    def change(sheet):
        sheet["F3"].value, sheet["F3"].data_type = "=A1", "f"

    with pytest.raises(StudyError, match="cell F3: found a formula without its value"):
        read(changed(made("xlsx"), change), "a")


CHARACTERS = st.characters(exclude_categories=["Cs"])
SPOKEN = st.text(CHARACTERS, min_size=1, max_size=30) | st.sampled_from(
    [
        "=1+1",
        "'=x",
        "''",
        "-",
        "@a",
        "\ta",
        'say "x", he said',
        "a\r\nb\rc",
        "😀\n😀",
        "+44",
        "1e5",
        "12:30",
        "sep=;",
        " x ",
    ]
)
CODE = st.sampled_from(["Slow", "=Fast", "both", "pace/speed/slow", "Something new", "-minus", "ñ 😀"])


@settings(max_examples=40)
@given(
    st.lists(SPOKEN.filter(lambda text: office.speakable(text).strip()), min_size=1, max_size=4),
    st.lists(st.lists(CODE, max_size=4, unique=True), min_size=4, max_size=4),
    st.sampled_from(["xlsx", "csv"]),
)
def test_what_was_put_in_comes_out_whatever_the_words(words, codes, kind):
    given_codes = list(zip(range(1, len(words) + 1), codes, strict=False))
    cells = [(row, f"code {n}", code) for row, of in given_codes for n, code in enumerate(of, 1)]
    imported = read(filled(made(kind, words=words), *cells), "a")
    places = segments(words)
    wanted = [
        (office.speakable(words[row - 1]), places["start"][row - 1], places["end"][row - 1], code)
        for row, of in given_codes
        for code in of
    ]
    assert [(item.exact, item.start, item.end, item.code) for item in imported.codings] == wanted
    assert not notes(imported)
