"""The bootstrap over sources draws as many as there are, alike with the same seed, and tells no interval of too little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import bootstrap


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 99))
def test_each_replicate_draws_as_many_sources_as_there_are(n, replicates, seed):
    drawn = bootstrap.draws(n, replicates, seed)
    assert drawn.shape == (replicates, n) and (drawn.sum(axis=1) == n).all()
    assert (drawn == bootstrap.draws(n, replicates, seed)).all()


def test_the_interval_holds_the_middle_ninety_five_percent():
    assert bootstrap.interval(np.arange(1001.0)) == pytest.approx((25, 975))


@pytest.mark.parametrize(("undefined", "there"), [(5, True), (6, False)])
def test_where_more_than_one_replicate_in_twenty_is_undefined_there_is_none(undefined, there):
    values = np.array([np.nan] * undefined + [1.0] * (100 - undefined))
    assert (bootstrap.interval(values) is not None) == there
