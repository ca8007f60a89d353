"""Saturation after Guest, Namey and Chen: base, run, threshold, and the order of interviews."""

from __future__ import annotations

import pandas as pd
import pytest
from multicase.saturation import saturation

CODES = ["abcd", "ae", "ab", "a", "f", "a", "b"]


def table(codes=CODES, **more):
    ids = [f"x-i{n:02d}" for n in range(len(codes))]
    sources = pd.DataFrame(
        {
            "source_id": [*ids, "x-d01"],
            "kind": ["interview"] * len(ids) + ["document"],
            "date": [f"20{n + 14}" for n in range(len(ids))] + ["2013"],
            "consent": "",
        }
    )
    evidence = pd.DataFrame(
        [(i, c) for i, given in zip([*ids, "x-d01"], [*codes, "z"], strict=True) for c in given],
        columns=["source_id", "code"],
    )
    settings = {"base": 3, "run": 2, "threshold": 0.0, "permutations": 50, "seed": 1} | more
    return saturation(sources, evidence, **settings)


def test_new_codes_ratios_and_the_run_that_reaches_the_threshold():
    rows, new = table()
    assert list(rows["new_codes"]) == [4, 1, 0, 0, 1, 0, 0]
    assert list(rows["ratio"]) == ["", "", "", "", "0.200", "0.200", "0.000"]
    assert list(rows["reached"]) == ["no"] * 6 + ["yes"]
    assert list(new[new["source_id"] == "x-i01"]["code"]) == ["e"]


def test_documents_do_not_count_and_the_seed_fixes_the_band():
    rows, _ = table()
    assert "x-d01" not in set(rows["source"])
    assert rows.equals(table()[0]) and not rows.equals(table(seed=2)[0])
    assert (rows["band_low"] <= rows["band_high"]).all()


@pytest.mark.parametrize(("of", "first", "last_but_one"), [(20, (0, 1), (1, 2)), (50, (0, 0), (2, 2))])
def test_the_band_holds_the_middle_90_percent_of_the_orders(of, first, last_but_one):
    """Two of the interviews have a code of their own, the others none. One of the two stands first in 2 of so many
    orders, and last in as many: with 20 that is 10%, more than the 5% that the band leaves out at either side; with 50
    it is 4%.
    """
    rows, _ = table(["a", "b", *[""] * (of - 2)], permutations=4000)
    bands = list(zip(rows["band_low"].astype(int), rows["band_high"].astype(int), strict=True))
    assert (bands[0], bands[-2], bands[-1]) == (first, last_but_one, (2, 2))
