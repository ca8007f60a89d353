"""The sheet for coding as people get it: what stands where, what may be filled in, what is chosen from."""

from __future__ import annotations

import csv
import io

import pytest
from coding_sheets import CODEBOOK, WORDS, coding, made, segments
from multicase.exchange import sheets
from multicase.exchange.names import Known
from openpyxl import load_workbook


def book(**more):
    return load_workbook(io.BytesIO(made("xlsx", **more)))


def column(sheet, title):
    return next(cells for cells in sheet.iter_cols() if cells[0].value == title)


def values(sheet, title):
    return [cell.value for cell in column(sheet, title)[1:]]


def test_a_row_a_segment_with_what_stands_before_it():
    sheet = book()["coding"]
    assert [cell.value for cell in sheet[1]][: len(sheets.SHOWN)] == list(sheets.SHOWN)
    assert values(sheet, "words") == WORDS
    assert values(sheet, "what stands before") == [None, WORDS[0], WORDS[1], " ".join(WORDS[2].split())]
    assert values(sheet, "who speaks") == ["interviewer, not coded", "e-p01", "e-p01", "e-p01"]
    assert values(sheet, "segment") == [f"e-i01:{number}.1" for number in range(1, 5)]


def test_what_stands_before_is_the_end_of_it_and_never_of_another_source():
    long = "one two " * 40
    rows = list(sheets.rows(segments([long, "b"]), [], {}))
    assert rows[1].before.startswith("… ") and rows[1].before.endswith("one two") and len(rows[1].before) <= 102
    both = [*segments(["a"]).to_dict("records"), *segments(["b"], "e-i02").to_dict("records")]
    assert [row.before for row in sheets.rows(type(segments())(both), [], {})] == ["", ""]


def test_what_is_to_be_filled_in_is_unlocked_and_what_is_not_coded_is_grey_and_locked():
    sheet = book()["coding"]
    assert sheet.protection.sheet and not sheet.protection.password
    assert not sheet.protection.autoFilter and not sheet.protection.formatRows  # allowed
    for title in sheets.SHOWN:
        locked = [cell.protection.locked for cell in column(sheet, title)]
        is_open = title in {*sheets.CODES, "memo", "words (if only part of it)"}
        assert locked == [True, True, *[not is_open] * 3], title
    fills = [cell.fill.fgColor.rgb[2:] for cell in column(sheet, "words")[1:]]
    assert fills == [sheets.GREY, "000000", "000000", "000000"]


def test_the_header_stays_in_view_columns_have_room_and_the_sheet_can_be_filtered():
    sheet = book()["coding"]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:K5"
    assert sheet.column_dimensions["E"].width == 70 and sheet["E2"].alignment.wrap_text
    shown = [title for title in sheets.SHOWN if sheet.column_dimensions[column(sheet, title)[0].column_letter].hidden]
    hidden = [title for title in sheets.HIDDEN if sheet.column_dimensions[column(sheet, title)[0].column_letter].hidden]
    assert shown == [] and hidden == list(sheets.HIDDEN)


def test_codes_are_chosen_from_the_names_of_the_codebooks_sheet():
    workbook = book()
    (choice,) = workbook["coding"].data_validations.dataValidation
    assert (choice.type, choice.formula1, str(choice.sqref)) == ("list", "codebook!$C$2:$C$5", "F2:I5")
    assert choice.errorStyle == "warning" and choice.allow_blank
    listed = [cell.value for (cell,) in workbook["codebook"]["C2:C5"]]
    assert listed == ["Slow", "=Fast", "both", "Pace (code pace_itself)"]
    known = Known(CODEBOOK)
    assert [known.find(name) for name in listed] == [["slow"], ["fast"], ["both"], ["pace_itself"]]
    assert workbook.sheetnames == ["coding", "codebook"]
    assert [cell.value for cell in workbook["codebook"][2]] == [
        "Pace", "Speed", "Slow", "It takes long.", "Years.", None, None, "slow",
    ]  # fmt: skip


def test_no_text_is_a_formula():
    sheet = book()["coding"]
    for row in [*sheet.iter_rows(), *book()["codebook"].iter_rows()]:
        assert all(cell.data_type in {"s", "n"} and (cell.data_type == "s" or cell.value is None) for cell in row)
    assert column(sheet, "words")[4].quotePrefix
    rows = csv.reader(io.StringIO(made("csv").decode("utf-8-sig"), newline=""))
    assert [row[4][:2] for row in rows][3:] == ["'-", "'="]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_same_sheet_is_the_same_bytes(kind):
    assert made(kind) == made(kind)


def test_what_was_coded_before_stands_in_the_slots():
    start = len(WORDS[0]) + 2
    whole, part = (start, start + len(WORDS[1])), (start + 7, start + 16)
    given = [
        *(coding("e-i01:2.1", code, *whole) for code in ("slow", "fast", "both", "pace_itself", "gone")),
        coding("e-i01:2.1", "slow", *part, "how so"),
    ]
    sheet = book(given=given)["coding"]
    slots = [[cell.value for cell in row] for row in sheet["F3:I4"]]
    assert slots[0] == ["Slow", "=Fast", "both", "Pace (code pace_itself); gone"]
    assert slots[1] == ["Slow", None, None, None]
    assert values(sheet, "words (if only part of it)")[1:3] == [None, "very slow"]
    assert values(sheet, "memo")[1:3] == [None, "how so"] and values(sheet, "words")[1:3] == [WORDS[1]] * 2


def test_a_segment_too_long_for_a_cell_is_several_rows_of_whole_words():
    words = "word " * 5000 + "end"
    rows = list(sheets.rows(segments(["?", words]), [], {}))[1:]
    assert len(rows) == 2 and "".join(row.words for row in rows) == words
    assert all(row.words[-1] in " d" and len(row.words) <= sheets.LONGEST for row in rows)
    assert [row.segment for row in rows] == ["e-i01:2.1"] * 2 and rows[0].end == rows[1].start == 3 + len(rows[0].words)
