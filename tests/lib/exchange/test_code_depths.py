"""How deep a row stands is read in whatever form people write it, and never guessed where they wrote none."""

from __future__ import annotations

import pytest
from multicase.exchange.code_columns import RANKS, plain
from multicase.exchange.code_depths import depths


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("1 2 2 3", [1, 2, 2, 3]),
        ("0 1 0", [0, 1, 0]),
        ("1.0 2.0 3.0", [1, 2, 3]),
        ("1,0 2,0", [1, 2]),
        ("1 1.1 1.1.1 2 2.10", [1, 2, 3, 1, 2]),
        ("1. 1.1. 2.", [1, 2, 1]),
        ("1.0 1.1 2.0 2.1", [1, 2, 1, 2]),
        ("L1 l2 L3", [1, 2, 3]),
        ("Theme Sub-theme Code", [1, 2, 3]),
        ("CATEGORY Subcategory code subcode", [1, 2, 3, 4]),
        ("Code Subcode", [3, 4]),
        ("high low", [None, None]),
        ("1 2 x", [1, 2, None]),
        ("Category Theme Code", [1, None, 3]),
        ("1000 2000", [None, None]),
        ("1 2 3 3 3 2.5", [1, 2, 3, 3, 3, None]),  # one cell makes no outline of depths
        ("1 2 3 2.5", [1, 2, 3, None]),
        ("1 2 2 3 2 1.2", [1, 2, 2, 3, 2, None]),
        ("1 2 3 4 1.1", [1, 1, 1, 1, 2]),
        ("1 1.2 2 2.2", [1, 2, 1, 2]),
        ("1 1.1 1.3 2 3 4", [1, 2, 2, 1, 1, 1]),  # a code that went leaves a gap
        ("1 2 2.2 2.4 3 4 5", [1, 1, 2, 2, 1, 1, 1]),
        ("1. 1.2. 1.2.3. 2. 3. 4.", [1, 2, 3, 1, 1, 1]),
        ("1 2 2.5 3", [1, 2, None, 3]),
        ("1 2 3 2.5 3.5", [1, 2, 3, None, None]),
        ("1 2 2 3 2.5 3.5", [1, 2, 2, 3, None, None]),
        ("1.1 1.1 2 2.1 x", [2, 2, 1, 2, None]),
        ("1. 2. 3 4", [1, 1, 1, 1]),
        ("L1 L2 L2 1", [1, 2, 2, None]),
        ("L1 1 L2 1 L3 1 1", [None, 1, None, 1, None, 1, 1]),  # rows count, not in how many ways they are written
        ("individual group organisation", [None, None, None]),
        ("individual family family family community", [None] * 5),
        ("individual group code", [None, 1, 3]),
        ("policy topic code x y", [None] * 5),
        ("Theme Sub-theme Subtheme Sub_themes themes Codes code", [1, 2, 2, 2, 1, 3, 3]),
        ("Topic Code Code", [1, 3, 3]),
        ("Code Code", [3, 3]),
        ("", []),
    ],
)
def test_the_form_that_most_have_tells(cells, told):
    found = depths(cells.split(), plain, RANKS)
    ranks = [found.get(cell) for cell in cells.split()]
    lowest = min((rank for rank in ranks if rank is not None), default=0) - min(
        (n for n in told if n is not None), default=0
    )
    assert [None if rank is None else rank - lowest for rank in ranks] == told
