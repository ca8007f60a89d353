"""What several tests share."""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import small_study as small
from hypothesis import settings

# The first example of a worker opens dictionaries and locales: how long one takes says nothing about the library.
settings.register_profile("multicase", deadline=None)
settings.load_profile("multicase")


def pytest_collection_finish() -> None:
    """Spare the collector what stays to the end, thousands of tests and their modules, and call it seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


_sum = builtins.sum


def checked_sum(values: Iterable[Any], /, start: Any = 0) -> Any:
    """What `sum` gives; the library adds no floats by it, since from Python 3.12 on their last digit may be another."""
    total = _sum(values, start)
    by_library = sys._getframe(1).f_globals.get("__name__", "").partition(".")[0] == "multicase"
    assert not (by_library and isinstance(total, float)), "floats are added by math.fsum"
    return total


builtins.sum = checked_sum


@pytest.fixture
def small_study(tmp_path) -> Path:
    """A study of two cases and three sources, with every file that a study needs and a register."""
    return small.write(tmp_path / "small")
