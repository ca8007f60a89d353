"""The small study through a SLURM of one node: the same results, byte for byte, and a problem told at the front."""

from __future__ import annotations

from importlib.util import find_spec

import one_node_slurm
import pytest
from workspace import RESULTS, Workspace

MISSING = one_node_slurm.lacking()
EXECUTOR = "snakemake_executor_plugin_slurm"
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"SLURM is not installed here: no {', '.join(MISSING)}"),
    pytest.mark.skipif(find_spec(EXECUTOR) is None, reason="Snakemake's executor for SLURM is not installed here"),
]
# What a node without accounting needs, beside the profile; and a node whose disk needs no waiting for.
HERE = (
    "--slurm-no-account", "--slurm-status-command", "squeue", "--slurm-init-seconds-before-status-checks", "2",
    "--latency-wait", "5",
)  # fmt: skip


@pytest.fixture(scope="module")
def _surroundings(tmp_path_factory):
    with one_node_slurm.running(tmp_path_factory.mktemp("slurm")) as surroundings:
        yield surroundings


@pytest.fixture
def remote(fresh, _surroundings, monkeypatch) -> Workspace:
    """A workspace in which nothing is built yet, whose commands find the node."""
    for name in ("SLURM_CONF", "PATH"):
        monkeypatch.setenv(name, _surroundings[name])
    return fresh


def through_slurm(workspace: Workspace, *more: str, check: bool = True, timeout: float = 3600):
    """A run by the profile, and what it says on both its outputs."""
    options = ("--profile", "profiles/default", "--workflow-profile", "profiles/slurm", *HERE, *more)
    done = workspace.run("snakemake", "--cores", "2", *options, check=check, timeout=timeout)
    return done.stdout + done.stderr


def test_a_build_through_slurm_is_the_local_one_byte_for_byte(remote, shown):
    told = through_slurm(remote)
    manifest = f"{RESULTS}/tables/T27.csv"
    assert (remote.root / manifest).read_bytes() == (shown.root / manifest).read_bytes()
    assert not (remote.root / RESULTS / "DO_NOT_SHARE.txt").exists()
    assert told.count("has been submitted with SLURM jobid") <= 8  # for more than a hundred jobs
    assert "Nothing to be done" in remote.snakemake().stderr


def test_problems_that_jobs_find_on_a_node_are_all_told_at_the_front(remote):
    for name in ("east/d01.md", "west/i01.txt"):
        (remote.root / "data/small/raw" / name).write_bytes(b"\xff\xfe\x00\xd8 broken")
    told = through_slurm(remote, "--retries", "0", "--", f"{RESULTS}/private/questions.csv", check=False)
    assert "east-d01: found a byte" in told and "west-i01: found a byte" in told, told[-3000:]
