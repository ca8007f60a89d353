"""Numbers agree with their nouns."""

from __future__ import annotations

from multicase.wording import counted


def test_one_is_singular_and_all_else_plural():
    assert [counted(n, "source") for n in (0, 1, 2, 1200)] == ["0 sources", "1 source", "2 sources", "1,200 sources"]
