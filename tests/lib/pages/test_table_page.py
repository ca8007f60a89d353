"""A table as a page: numbers to the right, room for long texts, labels for ids, or why there is nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.pages import table_page

ABOUT = {"id": "T01", "title": "Cases", "caption": "What.", "note": "Whence.", "missing": ""}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 20], "n"), ([0.5, 2.0], "n"), (["1.907", "undefined", ""], "n"), (["+0.321", "-1.2"], "n"), (["", ""], "s"),
        (["0.20 to 0.40"], "s"), (["a word"], "s"), (["x" * 40], ""), (["x" * 90], "l"), (["x" * 400, ""], "x"), (["1", "2 of 3"], "s"),
    ],
)  # fmt: skip
def test_a_column_has_the_room_that_its_texts_need_and_numbers_stand_right(values, expected):
    assert table_page.cells(pd.DataFrame({"c": values}), ABOUT)["classes"] == [expected]


def test_ids_are_shown_as_people_call_them_and_columns_by_their_headings():
    about = ABOUT | {"labels": {"code": {"slow": "Slowness"}}, "headings": {"code": "Code of it"}}
    told = table_page.cells(pd.DataFrame({"code": ["slow", "fast"], "n_segments": [1200, 3]}), about)
    assert told["headings"] == ["Code of it", "n segments"] and told["rows"] == [["Slowness", "1,200"], ["fast", "3"]]
