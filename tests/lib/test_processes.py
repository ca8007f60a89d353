"""Work is shared out among processes: what comes of it is the same for any number of them."""

from __future__ import annotations

import os

import pytest
from multicase.processes import shared_out


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_results_stand_in_the_order_of_their_items(processes):
    assert shared_out(lambda item: item * 2, range(9), processes) == [2 * item for item in range(9)]
    assert shared_out(str, [], processes) == []


def test_one_process_is_this_one_and_several_are_others():
    mine = os.getpid()
    assert set(shared_out(lambda _: os.getpid(), range(3), 1)) == {mine}
    others = set(shared_out(lambda _: os.getpid(), range(6), 2))
    assert mine not in others and 1 <= len(others) <= 2


def test_what_fails_in_a_process_is_told():
    with pytest.raises(ZeroDivisionError):
        shared_out(lambda item: 1 / item, [1, 0], 2)
