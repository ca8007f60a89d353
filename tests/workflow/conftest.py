"""Workspaces in which the real workflow runs."""

from __future__ import annotations

import shutil

import pytest
import workspace
from workspace import Workspace


@pytest.fixture
def fresh(tmp_path) -> Workspace:
    """A workspace in which nothing has been built yet."""
    (tmp_path / "w").mkdir()
    return workspace.make(tmp_path / "w")


@pytest.fixture(scope="session")
def _built(tmp_path_factory) -> Workspace:
    made = workspace.make(tmp_path_factory.mktemp("workflow"))
    made.snakemake()
    return made


@pytest.fixture
def built(_built, tmp_path) -> Workspace:
    """A workspace with a finished build, one's own to change."""
    shutil.copytree(_built.root, tmp_path / "built", copy_function=shutil.copy2)
    return Workspace(tmp_path / "built")
