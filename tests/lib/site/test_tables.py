"""The page of a table: markup in cells, and what it says without rows."""

from __future__ import annotations

import pandas as pd
from laid_open import Links
from site_pages import table_page

ABOUT = {"id": "T01", "title": "Cases", "caption": "What.", "note": "Whence.", "missing": ""}


def test_markup_in_a_cell_is_shown_and_a_table_without_rows_says_why():
    page = table_page(pd.DataFrame({"text": ["<b>so</b>"]}), ABOUT)
    assert "&lt;b&gt;so" in page and "What. Whence." in page
    assert "Nobody coded." in table_page(pd.DataFrame({"text": []}), ABOUT | {"missing": "Nobody coded."})


def test_numbers_of_a_table_told_on_another_page_lead_to_their_row_there(tmp_path):
    page = table_page(pd.DataFrame({"role": ["gp", "nurse"], "n": [3, 2]}), ABOUT | {"told_on": "there.html"})
    assert [href for href in Links(page).hrefs if "there" in href] == ["../there.html#r1", "../there.html#r2"]


def test_the_numbers_of_a_sum_lead_to_the_rows_that_it_sums():
    rows = pd.DataFrame({"code": ["a", "(all codes)", "b"], "n": [3, 5, 2]})
    page = table_page(rows, ABOUT | {"sums": {"code": "(all codes)"}})
    assert [href for href in Links(page).hrefs if "#row" in href] == ["../tables/T01.html#row1"]


def test_a_matrix_stands_where_something_stands_in_it():
    about = ABOUT | {"matrix": {"rows": "theme", "columns": "case", "show": ["summary"]}}
    rows = {"theme": ["pace", "pace"], "case": ["C1", "C2"]}
    summed_up = table_page(pd.DataFrame(rows | {"summary": ["", "They hurried."]}), about)
    nobody = table_page(pd.DataFrame(rows | {"summary": ["", ""]}), about)
    assert 'class="matrix"' in summed_up and 'class="matrix"' not in nobody and "In each cell" not in nobody
