"""What several tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_study as small


@pytest.fixture
def small_study(tmp_path) -> Path:
    """A study of two cases and three sources, with every file that a study needs and a register."""
    return small.write(tmp_path / "small")
