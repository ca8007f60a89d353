"""The bootstrap over sources draws as many as there are, alike with the same seed, and tells no interval of too little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multicase import bootstrap
from scipy.stats import beta


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 99))
def test_each_replicate_draws_as_many_sources_as_there_are(n, replicates, seed):
    drawn = bootstrap.draws(n, replicates, seed)
    assert drawn.shape == (replicates, n) and (drawn.sum(axis=1) == n).all()
    assert (drawn == bootstrap.draws(n, replicates, seed)).all()


def test_the_interval_holds_the_middle_ninety_five_percent():
    assert bootstrap.interval(np.arange(1001.0)) == pytest.approx((25, 975))


@pytest.mark.parametrize(("undefined", "there"), [(5, True), (6, False)])
def test_where_more_than_one_replicate_in_twenty_is_undefined_there_is_none(undefined, there):
    values = np.array([np.nan] * undefined + [*range(100 - undefined)])
    assert (bootstrap.interval(values) is not None) == there


@pytest.mark.parametrize("values", [[0.3] * 9, [0.1 + 0.2, 0.3], [1.0] * 40 + [np.nan], [np.nan] * 9])
def test_where_all_replicates_are_alike_there_is_none(values):
    assert bootstrap.interval(np.array(values)) is None


@pytest.mark.parametrize(("n", "least"), [(1, 0.025), (2, 0.1581), (5, 0.4782), (50, 0.9289)])
def test_the_exact_interval_of_all_of_n_is_that_of_clopper_and_pearson(n, least):
    assert bootstrap.least_of_all(n) == pytest.approx(least, abs=5e-5) == beta.ppf(0.025, n, 1)
