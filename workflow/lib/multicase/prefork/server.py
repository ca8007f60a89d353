"""Import what jobs import, and fork a process for each client: `server.py SOCKET STEP...`.

To a client it tells the number of the job's process, and how that ended, as Popen.returncode has it; to one whose
command is none for this interpreter it hangs up. What a client's script imports at its top is imported before its
process is forked, once for all jobs; a run of few jobs waits for nothing that others would need. Steps are what else
is prepared, each once its module is there: see `multicase.prefork.start`. The server ends, and its jobs with it, when
its standard input is closed.
"""

from __future__ import annotations

import ast
import atexit
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 10  # seconds for a client to say what it wants
STREAMS = 3


class Forked(BaseException):
    """Raised in a forked process, up to where nothing of the server is left."""

    def __init__(self, asked: dict[str, Any], streams: list[int]) -> None:
        self.asked, self.streams = asked, streams


@dataclass
class Job:
    """A process and the client that waits for it."""

    process: int
    client: socket.socket
    handle: int  # readable once the process has ended


def main(listening: socket.socket, steps: list[str]) -> None:
    """Serve; in a forked process, be the job."""
    gc.disable()  # what is imported stays, and to look through it again and again takes a third of the time
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the jobs get it too; the run that started the server ends it
    server, job = Server(listening, Preparation(steps)), None
    try:
        while not server.is_over:
            server.serve()
    except Forked as forked:
        job = forked
    if job:  # out here, so that no traceback of the job's tells how it came to be
        become(job.asked, job.streams)


class Preparation:
    """What is done once for all jobs: what their scripts import, and the steps that follow from that."""

    def __init__(self, steps: list[str]) -> None:
        self.steps = [step.split(">") for step in steps]  # the module that must be there, and what is then done
        self.done = set[str]()

    def of(self, script: Path) -> None:
        """Prepare for a script. What can't be done, its job will tell."""
        named = imported_by(script)
        while todo := [what for what in (*named, *self._due()) if what not in self.done]:
            for what in todo:
                self.done.add(what)
                with suppress(Exception):
                    do(what)

    def _due(self) -> list[str]:
        return [what for module, what in self.steps if module in sys.modules]


def imported_by(script: Path) -> list[str]:
    """The modules, and names that may be modules, that a Python file imports at its top, in their order."""
    found = []
    with suppress(OSError, SyntaxError, ValueError):  # its job will say so
        for node in ast.parse(script.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                found += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return list(dict.fromkeys(found))


def do(what: str) -> None:
    """Import a module, or call a function of one: `module:function:argument`."""
    module, *call = what.split(":")
    imported = importlib.import_module(module)
    if call:
        getattr(imported, call[0])(*call[1:])


class Server:
    """The clients that wait, and the processes that they wait for."""

    def __init__(self, listening: socket.socket, preparation: Preparation) -> None:
        self.listening, self.preparation = listening, preparation
        self.jobs, self.is_over = set[int](), False
        self.selector = selectors.DefaultSelector()
        self.selector.register(0, selectors.EVENT_READ)
        self.selector.register(listening, selectors.EVENT_READ)

    def serve(self) -> None:
        """Wait until there is something to do, and do it. Raises Forked in each process of a job."""
        for key, _ in self.selector.select():
            if key.fileobj == 0:
                self._end()
            elif key.fileobj == self.listening:
                self._accept()
            elif key.data.process not in self.jobs:
                continue  # it ended in this very round
            elif key.fileobj == key.data.handle:
                self._settle(key.data)
            else:  # the client is gone, since it never says a second thing
                self.selector.unregister(key.data.client)
                signal.pidfd_send_signal(key.data.handle, signal.SIGTERM)

    def _accept(self) -> None:
        client, _ = self.listening.accept()
        client.settimeout(PATIENCE)
        try:
            asked, streams = received(client)
        except (OSError, ValueError):
            return client.close()
        if not is_ours(asked["words"]):
            for stream in streams:
                os.close(stream)
            return client.close()
        self.preparation.of(Path(asked["folder"], asked["words"][1]))
        gc.freeze()  # a job's collector leaves alone, and so shared, what was there before
        process = os.fork()
        if not process:
            self._leave(client)
            raise Forked(asked, streams)
        for stream in streams:
            os.close(stream)
        job = Job(process, client, os.pidfd_open(process))
        self.jobs.add(process)
        self.selector.register(client, selectors.EVENT_READ, job)
        self.selector.register(job.handle, selectors.EVENT_READ, job)
        self._tell(job, process)
        return None

    def _settle(self, job: Job) -> None:
        _, status = os.waitpid(job.process, 0)
        self.jobs.discard(job.process)
        self._tell(job, os.waitstatus_to_exitcode(status))
        self.selector.unregister(job.handle)
        os.close(job.handle)
        with suppress(KeyError):
            self.selector.unregister(job.client)
        job.client.close()

    def _tell(self, job: Job, number: int) -> None:
        with suppress(OSError):
            job.client.sendall(b"%d\n" % number)

    def _end(self) -> None:
        self.is_over = True
        for process in sorted(self.jobs):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)

    def _leave(self, client: socket.socket) -> None:
        """In a forked process, let go what is the server's, which goes on watching it."""
        kept = list(self.selector.get_map().values())
        self.selector.close()
        for key in kept:
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
            elif key.fileobj:
                os.close(key.fileobj)
        client.close()


def received(client: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """What a client asks for, and its standard streams. Raises OSError or ValueError for one that asks for nothing."""
    told, streams, _, _ = socket.recv_fds(client, 1, STREAMS)
    if not told or len(streams) != STREAMS:
        raise ValueError("no streams")
    with client.makefile("rb") as lines:
        return json.loads(lines.readline()), streams


def is_ours(words: list[str]) -> bool:
    """Whether a command is a script for this interpreter."""
    return len(words) >= 2 and words[0] == sys.executable and not words[1].startswith("-")


def become(asked: dict[str, Any], streams: list[int]) -> None:
    """Be the process that the client's command would have been."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    gc.enable()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(asked["folder"])
    os.umask(asked["umask"])
    os.environ.clear()
    os.environ.update(asked["env"])
    time.tzset()
    sys.argv[:] = asked["words"][1:]
    sys.path[0] = str(Path(sys.argv[0]).parent)
    status = ended(sys.argv[0])
    # An interpreter that takes itself down touches, and so copies, all that it shares with the others.
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)


def ended(script: str) -> int:
    """Run a script to its end; the status that an interpreter would exit with."""
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])
    os._exit(0)  # the run waits for it, and to take down all that was imported takes a second
