"""Workspaces in which the real workflow runs."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable

import pytest
import workspace
from workspace import Workspace


@pytest.fixture
def fresh(tmp_path) -> Workspace:
    """A workspace in which nothing has been built yet."""
    (tmp_path / "w").mkdir()
    return workspace.make(tmp_path / "w")


@pytest.fixture(scope="session")
def once(tmp_path_factory) -> Callable[[str, Callable[[Workspace], object]], Workspace]:
    """A workspace for all workers of a test run: the first that needs it does to it what is to be done, the others wait."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def made(name: str, work: Callable[[Workspace], object]) -> Workspace:
        root, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(root, ignore_errors=True)
                root.mkdir()
                work(workspace.make(root))
                done.touch()
        return Workspace(root)

    return made


@pytest.fixture(scope="session")
def shown(once) -> Workspace:
    """The workspace with a finished build that all tests share: to be read, and never to be changed."""
    return once("built", Workspace.snakemake)


@pytest.fixture
def built(shown, tmp_path) -> Workspace:
    """A workspace with a finished build, one's own to change."""
    (tmp_path / "built").mkdir()
    workspace.copy(shown.root, tmp_path / "built")
    return Workspace(tmp_path / "built")
