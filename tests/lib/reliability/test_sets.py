"""One value a unit and coder: of a set of codes that exclude each other, and of all codes together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase.reliability import sets
from nltk.metrics.distance import masi_distance

ROWS = pd.DataFrame(
    [
        ("s", "s:1.1", "yes", 1, 0, -1), ("s", "s:1.1", "no", 0, 0, -1), ("s", "s:1.1", "loud", 1, 1, -1),
        ("s", "s:2.1", "yes", 1, 1, -1), ("s", "s:2.1", "no", 1, 0, -1), ("s", "s:2.1", "loud", 0, 0, -1),
    ],
    columns=["source_id", "segment_id", "code", "a", "b", "c"],
)  # fmt: skip
STANCE = {"set": "stance", "codes": ["yes", "no"]}
TOLD = sets.table(ROWS, ["a", "b", "c"], [STANCE])


def of(name):
    return TOLD.loc[TOLD["set"] == name, ["a", "b", "c"]]


def test_a_row_is_a_unit_and_a_column_a_coder():
    assert list(TOLD.columns) == ["set", "source_id", "segment_id", "a", "b", "c"]
    assert of("stance").values.tolist() == [["yes", "(none)", ""], ["yes;no", "yes", ""]]
    assert of(sets.ALL).values.tolist() == [["yes;loud", "loud", ""], ["yes;no", "yes", ""]]


def test_two_codes_of_a_set_are_missing_and_counted_and_what_nobody_read_is_missing_and_not():
    values, categories, doubled = sets.one_of(of("stance"), STANCE["codes"])
    assert values.tolist() == [[1, 0, -1], [-1, 1, -1]] and (categories, doubled) == (3, 1)


def test_nothing_read_is_no_row():
    assert sets.table(ROWS[:0], ["a", "b", "c"], [STANCE]).empty


def test_whole_sets_have_the_distances_of_masi():
    values, apart = sets.whole(of(sets.ALL))
    assert values.tolist() == [[3, 1, -1], [4, 2, -1]]  # (none), loud, yes, yes;loud, yes;no
    assert apart[3, 1] == pytest.approx(2 / 3) and apart[3, 4] == pytest.approx(8 / 9) and apart[1, 2] == 1
    assert (apart == apart.T).all() and not np.diag(apart).any()


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("ab", "ab", 0),
        ("a", "ab", 1 - 1 / 2 * 2 / 3),
        ("abc", "a", 1 - 1 / 3 * 2 / 3),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),
        ("a", "b", 1),
        ("", "a", 1),
        ("", "", 0),
    ],
)
def test_masi_by_hand(a, b, distance):
    assert sets.masi(frozenset(a), frozenset(b)) == pytest.approx(distance)


@given(st.frozensets(st.sampled_from("abcd")), st.frozensets(st.sampled_from("abcd")))
def test_masi_is_that_of_nltk_which_writes_two_thirds_as_67_hundredths(a, b):
    if a or b:
        assert sets.masi(a, b) == pytest.approx(masi_distance(a, b), abs=0.0034)
