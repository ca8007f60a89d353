"""Numbers agree with their nouns."""

from __future__ import annotations

import pytest
from multicase.wording import counted, per_cent, share


def test_one_is_singular_and_all_else_plural():
    assert [counted(n, "source") for n in (0, 1, 2, 1200)] == ["0 sources", "1 source", "2 sources", "1,200 sources"]


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 300, "0%"), (1, 300, "<1%"), (2, 300, "1%"), (150, 300, "50%"), (298, 300, "99%"), (299, 300, ">99%"), (300, 300, "100%")],
)  # fmt: skip
def test_per_cent_is_none_or_all_only_where_it_is_none_or_all(part, whole, told):
    assert per_cent(part, whole) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.25, "25%"), (0.6, "60%"), (0.125, "12.5%"), (0.667, "66.7%"), (0.66667, "66.667%"), (0.07, "7%"), (0, "0%"), (1, "100%")],
)  # fmt: skip
def test_a_declared_share_has_all_its_digits(value, told):
    assert share(value) == told
