"""A SLURM of one node, this host: its three daemons, started by hand with a configuration of their own.

They run as whoever asks, need no systemd, no accounting and no control groups, and end with the block that started them.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path

import psutil

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scancel", "sinfo")
PLACES = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"  # where Debian has daemons, and not every user looks
STARTING = 60  # seconds
CONFIGURATION = """\
ClusterName=one
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={root}/munge.socket
CredType=cred/munge
SlurmctldPort={controller}
SlurmdPort={worker}
StateSaveLocation={root}/state
SlurmdSpoolDir={root}/spool
SlurmctldPidFile={root}/slurmctld.pid
SlurmdPidFile={root}/slurmd.pid
SlurmctldLogFile={root}/slurmctld.log
SlurmdLogFile={root}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
MpiDefault=none
ReturnToService=2
MinJobAge=300
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def lacking() -> list[str]:
    """The programs that are not installed."""
    return [name for name in PROGRAMS if shutil.which(name, path=PLACES) is None]


@contextmanager
def running(root: Path) -> Iterator[dict[str, str]]:
    """Start the daemons with all their files in an empty directory; give what a user's surroundings need for them.

    Raises RuntimeError where the node doesn't get ready, with what the daemons said.
    """
    surroundings = _configure(root)
    commands = {
        "munged": [
            "--foreground", "--force", f"--key-file={root}/munge.key", f"--socket={root}/munge.socket",
            f"--pid-file={root}/munge.pid", f"--log-file={root}/munged.log", f"--seed-file={root}/munge.seed",
        ],
        "slurmctld": ["-D", "-f", f"{root}/slurm.conf"],
        "slurmd": ["-D", "-f", f"{root}/slurm.conf"],
    }  # fmt: skip
    daemons = []
    try:
        for name, options in commands.items():
            program = str(shutil.which(name, path=PLACES))
            with (root / f"{name}.out").open("w") as said:
                daemons.append(subprocess.Popen([program, *options], stdout=said, stderr=said, env=surroundings))
        _await(root, surroundings)
        yield surroundings
    finally:
        subprocess.run(["scancel", f"--user={getuser()}"], env=surroundings, capture_output=True, check=False)
        for daemon in reversed(daemons):
            daemon.terminate()
            try:
                daemon.wait(timeout=20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()


def _configure(root: Path) -> dict[str, str]:
    for folder in ("state", "spool", "bin"):
        (root / folder).mkdir(parents=True)
    root.chmod(0o755)  # munged refuses a place that others could write in
    key = root / "munge.key"
    key.write_bytes(secrets.token_bytes(128))
    key.chmod(0o600)
    ports = _free_ports()
    content = CONFIGURATION.format(
        root=root, host=socket.gethostname(), user=getuser(), controller=ports[0], worker=ports[1],
        cpus=os.cpu_count(), memory=psutil.virtual_memory().total // 2**20,
    )  # fmt: skip
    (root / "slurm.conf").write_text(content, encoding="utf-8")
    # The executor takes all SLURM_ variables from a job step's surroundings, and with them where the configuration lies.
    step = root / "bin/srun"
    step.write_text(f'#!/bin/sh\nSLURM_CONF={root}/slurm.conf exec {shutil.which("srun", path=PLACES)} "$@"\n')
    step.chmod(0o755)
    return os.environ | {"SLURM_CONF": f"{root}/slurm.conf", "PATH": f"{root}/bin:{PLACES}"}


def _free_ports() -> list[int]:
    sockets = [socket.socket() for _ in range(2)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _await(root: Path, surroundings: dict[str, str]) -> None:
    until = time.monotonic() + STARTING
    command = ["sinfo", "--noheader", "--format=%T"]
    while time.monotonic() < until:
        told = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        if told.stdout.strip() == "idle":
            return
        time.sleep(0.5)
    said = "\n".join(f"{path.name}:\n{path.read_text(errors='replace')[-2000:]}" for path in sorted(root.glob("*.log")))
    raise RuntimeError(f"the node is not ready ({told.stdout.strip() or told.stderr.strip()})\n{said}")
