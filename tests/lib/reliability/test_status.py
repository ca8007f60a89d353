"""What an alpha is said to be: what the lower end of its interval bears out, with the estimate beside it."""

from __future__ import annotations

import pytest
from multicase.reliability import status


@pytest.mark.parametrize(
    ("alpha", "low", "told"),
    [
        (0.9, 0.8, "good"),
        (0.9, 0.799, "tentative: estimate good, interval reaches below 0.800"),
        (0.7, 0.667, "tentative"),
        (0.9, 0.666, "not established: estimate good, interval reaches below 0.667"),
        (0.7, 0.1, "not established: estimate tentative, interval reaches below 0.667"),
        (0.799, 0.8, "tentative"),
        (0.8, 0.667, "tentative: estimate good, interval reaches below 0.800"),
        (0.9, None, "not established: estimate good, interval undefined"),
        (0.667, None, "not established: estimate tentative, interval undefined"),
        (0.666, 0.9, "low"),
        (-0.1, None, "low"),
    ],
)
def test_status_follows_krippendorffs_limits(alpha, low, told):
    assert status.of(alpha, low) == told
    assert status.kind(status.of(alpha, low)) == told.partition(":")[0]


@pytest.mark.parametrize(
    ("units", "share", "told"),
    [
        (0, 0.0, "undefined: no unit was read by two coders"),
        (5, 0.0, "undefined: nobody gave it"),
        (5, 1.0, "undefined: every unit has the same value"),
    ],
)
def test_an_undefined_alpha_says_why(units, share, told):
    assert status.undefined(units, share) == told and status.kind(told) == "undefined"
