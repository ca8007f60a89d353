"""Strips in columns: every line once and in its order, groups whole where they can be, columns of about one height."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.figures.strips import Part, packed

HEIGHTS = st.lists(st.lists(st.floats(0.1, 2), min_size=1, max_size=12), min_size=1, max_size=8)


@given(HEIGHTS, st.floats(0, 1), st.integers(1, 4))
def test_every_line_stands_once_in_its_order_in_no_more_columns_than_asked(groups, heading, columns):
    found = packed(groups, [heading] * len(groups), columns)
    placed = [(part.group, line) for column in found for part in column for line in range(part.start, part.stop)]
    assert placed == [(group, line) for group, lines in enumerate(groups) for line in range(len(lines))]
    assert 1 <= len(found) <= columns and all(found)


@pytest.mark.parametrize(
    ("sizes", "columns", "parts"),
    [
        ([3], 1, [[(0, 0, 3)]]),
        ([2, 2, 2, 2], 2, [[(0, 0, 2), (1, 0, 2)], [(2, 0, 2), (3, 0, 2)]]),
        ([3, 3, 3], 3, [[(0, 0, 3)], [(1, 0, 3)], [(2, 0, 3)]]),
        ([2, 5], 2, [[(0, 0, 2)], [(1, 0, 5)]]),  # a little uneven: whole
        ([3, 3, 3], 2, [[(0, 0, 3), (1, 0, 3)], [(2, 0, 3)]]),  # none begins where it would end in another column
        ([9], 2, [[(0, 0, 5)], [(0, 5, 9)]]),  # much too tall: in parts
    ],
)
def test_a_group_stays_whole_unless_it_is_much_taller_than_a_column(sizes, columns, parts):
    found = packed([[1.0] * size for size in sizes], [0.5] * len(sizes), columns)
    assert found == [[Part(*part) for part in column] for column in parts]
