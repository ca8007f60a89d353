"""What is a number, and how a table is read from its files."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from multicase.paper import shown

ABOUT = {"id": "T06", "title": "Theme by case", "caption": "n_segments: of a case.", "note": "Whence.", "missing": ""}


@pytest.mark.parametrize(
    ("words", "form", "texts"),
    [
        (["1", "20"], "0", ["1", "20"]),
        (["2014", "2016"], "0", ["2014", "2016"]),  # years
        (["14953", "120"], "#,##0", ["14,953", "120"]),
        (["0.1163", "0.5", ""], "0.000", ["0.116", "0.500", ""]),
        (["1.0", "1.5"], "0.0", ["1.0", "1.5"]),
        (["1.5", "1.25", "2"], "0.00", ["1.50", "1.25", "2.00"]),
        (["0.968", "undefined"], "0.000", ["0.968", "undefined"]),
        (["+0.321", "-1.200"], "+0.000;-0.000;0.000", ["+0.321", "-1.200"]),
        (["12345.5"], "#,##0.0", ["12,345.5"]),
        (["1e-05", "0.25"], "0.00", ["0.00", "0.25"]),
    ],
)
def test_a_column_of_numbers_is_shown_with_equally_many_decimals(words, form, texts):
    column = shown.Column.of("h", words)
    assert (column.number_format, column.texts()) == (form, texts)
    assert [value is None for value in column.numbers] == [word in {"", "undefined"} for word in words]


@pytest.mark.parametrize(
    "words",
    [["007"], ["+44"], ["1e5"], ["12e+5"], ["1,200"], ["2014-05-01"], ["1", "two"], ["0.2 to 0.4"], ["", ""], ["1" * 16], ["٣"], ["nan"], [" 1"],
     ["1.1", "1.10", "1.2"], ["10", "9.9", "10.0"], ["0.5", "0.50", ""], ["1.10", "undefined", "2"]],
)  # fmt: skip
def test_what_only_looks_like_numbers_stays_a_text_letter_by_letter(words):
    column = shown.Column.of("h", words)
    assert column.numbers == () and column.texts() == words


def test_a_table_is_read_with_headings_labels_and_a_caption_in_words():
    frame = pd.DataFrame({"theme": ["pace", "style"], "n_segments": ["3", "0"]})
    table = shown.of(frame, ABOUT | {"labels": {"theme": {"pace": "Pace of change"}}, "headings": {"theme": "Theme"}})
    assert [column.heading for column in table.columns] == ["Theme", "n segments"]
    assert [column.words for column in table.columns] == [("Pace of change", "style"), ("3", "0")]
    assert table.caption == "n segments: of a case. Whence." and table.n_rows == 2 and table.missing == ""


@pytest.mark.parametrize("column", ["case", "ordered_case", "variation", "value", "version", "from", "to"])
@pytest.mark.parametrize("names", [("1.1", "1.2", "1.10"), ("2019", "2020", "12019")])
def test_what_something_is_called_is_no_number_though_it_looks_like_one(column, names):
    table = shown.of(pd.DataFrame({column: names, "n": ["1", "2", "3"]}), ABOUT)
    assert table.columns[0].texts() == list(names) and not table.columns[0].numbers and table.columns[1].numbers


@pytest.mark.parametrize("names", [("1.1", "1.25"), ("2014", "12000"), ("+1.5", "2"), ("1e-05", "3")])
def test_a_column_that_the_table_declares_to_name_something_stays_as_it_was_written(names):
    frame = pd.DataFrame({"ward": names, "n": ["1", "2"]})
    table = shown.of(frame, ABOUT | {"names": ["ward"]})
    assert table.columns[0].texts() == list(names) and not table.columns[0].numbers and table.columns[1].numbers


def test_a_table_without_rows_says_why():
    table = shown.of(pd.DataFrame({"a": []}, dtype=str), ABOUT | {"missing": "Not available: nobody."})
    assert (table.n_rows, table.missing, len(table.columns)) == (0, "Not available: nobody.", 1)


def test_tables_are_read_from_their_files_by_their_ids(tmp_path):
    for name, csv in (("T10", 'a\n"=1\n2"\n'), ("T02", "a,version\nNA,1.10\n")):
        (tmp_path / f"{name}.csv").write_text(csv)
        (tmp_path / f"{name}.json").write_text(json.dumps(ABOUT | {"id": name}))
    first, second = shown.read([str(tmp_path / f"{n}.{e}") for n in ("T10", "T02") for e in ("json", "csv")])
    assert (first.id, first.columns[0].words, first.columns[1].texts()) == ("T02", ("NA",), ["1.10"])
    assert (second.id, second.columns[0].words) == ("T10", ("=1\n2",))
