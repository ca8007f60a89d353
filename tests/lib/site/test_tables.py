"""The page of a table: markup in cells, and what it says without rows."""

from __future__ import annotations

import pandas as pd
from site_pages import table_page

ABOUT = {"id": "T01", "title": "Cases", "caption": "What.", "note": "Whence.", "missing": ""}


def test_markup_in_a_cell_is_shown_and_a_table_without_rows_says_why():
    page = table_page(pd.DataFrame({"text": ["<b>so</b>"]}), ABOUT)
    assert "&lt;b&gt;so" in page and "What. Whence." in page
    assert "Nobody coded." in table_page(pd.DataFrame({"text": []}), ABOUT | {"missing": "Nobody coded."})
