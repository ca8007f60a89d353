"""What several tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_study as small
from hypothesis import settings

# The first example of a worker opens dictionaries and locales: how long one takes says nothing about the library.
settings.register_profile("multicase", deadline=None)
settings.load_profile("multicase")


@pytest.fixture
def small_study(tmp_path) -> Path:
    """A study of two cases and three sources, with every file that a study needs and a register."""
    return small.write(tmp_path / "small")
