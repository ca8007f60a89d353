"""docs/reliability.md says what the tests try, and as many as they try."""

from __future__ import annotations

import reliability_page


def test_the_page_is_up_to_date():
    assert reliability_page.PAGE.read_text(encoding="utf-8") == reliability_page.page()
