"""One start of Python for all jobs of a run: a server that has imported what jobs import forks a process for each.

To start Python and to import pandas takes longer than most jobs do. The server imports once and runs no job itself, so
that a job finds what it would have found had it imported all that, and leaves nothing to the next. Before a job's
command stands that of a small client, which hands the command, its surroundings and streams to the server and ends as
the job ends. Where there is no server (another host, another interpreter than the server's, a system other than Linux,
a folder that can hold no socket) the client becomes the command: nothing but time hangs on the server.
"""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

FOLDER = Path(__file__).parent
WAITING = 128  # clients that may wait until the server has imported all


def start(address: Path, steps: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes] | None:
    """Start a server at an address, a path from the current directory; None where there can be none.

    steps: what is prepared beside the modules that the jobs' scripts name, each once a module is there that needs it:
    `module>what`, where `what` is a module that it imports later, or a function whose result its module keeps
    (`module:function`, `module:function:argument`). What can't be done is left for the job to fail on. env: the jobs'
    surroundings, of which Python and libraries read some when they start. The server ends with this process, however
    that ends, or by `stop`.
    """
    if not (sys.platform.startswith("linux") and hasattr(os, "pidfd_open")):
        return None
    with socket.socket(socket.AF_UNIX) as listening:
        before = os.umask(0o077)  # who may connect may run commands as this person
        try:
            address.unlink(missing_ok=True)
            listening.bind(str(address))
            listening.listen(WAITING)
        except OSError:
            return None
        finally:
            os.umask(before)
        return subprocess.Popen(
            [sys.executable, str(FOLDER / "server.py"), str(listening.fileno()), *steps],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(env),
            pass_fds=[listening.fileno()],
        )


def stop(server: subprocess.Popen[bytes] | None, address: Path) -> None:
    """End a server, if there is one; a job that it still runs is ended too."""
    if server is None:
        return
    with suppress(OSError):
        server.stdin.close()
    server.wait()
    address.unlink(missing_ok=True)


def command(address: Path) -> str:
    """What stands before a job's command, in a shell, for the server of an address to run it."""
    return shlex.join([sys.executable, "-I", "-S", str(FOLDER / "client.py"), str(address)])
