"""Who is at work in a directory: a file that names the host and the process of the run that holds it.

Whether a process still lives can be asked on its own host alone, and from a container only of those inside it. So the
run of another host or container is never taken for dead; that of this host is dead when its process is gone, when
another process has its number by now, or when the host was started anew since. Two hosts may have one name, and so
may containers: what tells them apart is the id of the machine, which most containers have none of.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from multicase.digest import text_sha256
from multicase.study.problems import Problem, StudyError

MACHINE = Path("/etc/machine-id")
NO_ID = ("", "uninitialized")  # as images have it
BOOT = Path("/proc/sys/kernel/random/boot_id")
NAMESPACE = Path("/proc/self/ns/pid")
PROCESSES = Path("/proc")
BEGAN = 19  # of what stands in a process's `stat` behind its name: the clock ticks from the start of the host
GONE = (psutil.NoSuchProcess, psutil.ZombieProcess, FileNotFoundError, ProcessLookupError)


@dataclass(frozen=True)
class Holder:
    """A run: its host, since when the host runs and among which processes (empty where the system tells neither),
    the number of its process, when that began (seconds, see `_began`), and a digest of the machine's id (empty without
    one).
    """

    host: str
    boot: str
    namespace: str
    process: int
    began: float
    machine: str = ""


def this(process: int | None = None) -> Holder:
    """The process that asks, or another one of this host."""
    boot = BOOT.read_text(encoding="ascii").strip() if BOOT.is_file() else ""
    namespace = str(NAMESPACE.readlink()) if NAMESPACE.is_symlink() else ""
    asked = psutil.Process(process)
    return Holder(socket.gethostname(), boot, namespace, asked.pid, _began(asked), _machine())


def _began(process: psutil.Process) -> float:
    """When a process began: seconds from the start of the host where it tells them, since no clock that is set moves
    these.
    """
    told = PROCESSES / f"{process.pid}/stat"
    if not told.is_file():
        return process.create_time()
    behind_name = told.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    return int(behind_name[BEGAN]) / os.sysconf("SC_CLK_TCK")


def _machine() -> str:
    told = MACHINE.read_text(encoding="ascii").strip() if MACHINE.is_file() else ""
    return "" if told in NO_ID else text_sha256(told)[:16]  # the id itself is nobody else's business


def read(path: Path) -> Holder | None:
    """The run that a file names; None where there is no file. Raises StudyError for a file that names none."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        raise StudyError([_problem(path, "a file that names no run")]) from None


def is_at_work(path: Path) -> bool:
    """Whether a run holds a directory that lives, or may live; a file that names none may be such a run's."""
    try:
        holder = read(path)
    except StudyError:
        return True
    return holder is not None and not is_dead(holder, this())


def take(path: Path) -> Holder | None:
    """Hold a directory by its file `path`; returns the dead run whose place this one takes, None where there was none.

    Raises StudyError where a run holds it that lives, or may live.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    before = read(path)
    if before is not None:
        refuse(path, before)
        path.unlink(missing_ok=True)
    content = json.dumps(asdict(this())) + "\n"
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_text(content, encoding="utf-8")
    try:
        os.link(part, path)  # whole from the start, and for one of two that come at once
    except FileExistsError:
        refuse(path, read(path))
        raise StudyError([_problem(path, "another run that began at this moment")]) from None
    finally:
        part.unlink(missing_ok=True)
    return before


def enter(path: Path) -> None:
    """Hold a directory, unless the process that started this one does. Raises StudyError as `take` does."""
    holder, here = read(path), this()
    callers = {process.pid for process in psutil.Process().parents()}
    if not (holder and _is_near(holder, here) and holder.process in callers):
        take(path)


def give(path: Path, process: int) -> None:
    """Name another process of this host as the one that holds what this one does."""
    if read(path) == this():
        path.write_text(json.dumps(asdict(this(process))) + "\n", encoding="utf-8")


def free(path: Path) -> None:
    """Hold a directory no longer, if it is this process that holds it."""
    if read(path) == this():
        path.unlink(missing_ok=True)


def refuse(path: Path, holder: Holder | None) -> None:
    """Raises StudyError for a run that lives or may live."""
    here = this()
    if holder is None or is_dead(holder, here):
        return
    told = f"a run at work here (host {holder.host}, process {holder.process})"
    if _is_near(holder, here):
        todo = "Wait until it has ended, or stop it; then run make again."
    else:
        alike = "in another container, or on another host of this name"
        where = alike if holder.host == here.host else "on another host"
        told = f"{told[:-1]}, {where})"
        todo = f"Whether it still runs can't be seen from here. If you know that it has ended, remove {path}."
    raise StudyError([Problem(str(path.parent.parent.resolve()), "", told, "no other run", todo)])


def is_dead(holder: Holder, here: Holder) -> bool:
    """Whether a run is surely dead, as it is seen from `here`."""
    if here.machine and _is_alike(holder, here) and holder.boot != here.boot:
        return True
    if not _is_near(holder, here):
        return False
    try:
        process = psutil.Process(holder.process)
        return process.status() == psutil.STATUS_ZOMBIE or abs(_began(process) - holder.began) > 1
    except GONE:
        return not _is_anothers(holder.process)
    except (psutil.AccessDenied, PermissionError):
        return False


def _is_anothers(process: int) -> bool:
    """Whether there is a process that belongs to somebody else: many hosts of several people hide these."""
    try:
        os.kill(process, 0)
    except OSError as error:
        return isinstance(error, PermissionError)
    return False


def _is_near(holder: Holder, here: Holder) -> bool:
    return _is_alike(holder, here) and holder.boot == here.boot


def _is_alike(holder: Holder, here: Holder) -> bool:
    return (holder.host, holder.machine, holder.namespace) == (here.host, here.machine, here.namespace)


def _problem(path: Path, found: str) -> Problem:
    todo = f"Wait until no run is at work here; then remove {path}, if it is still there, and run make again."
    return Problem(str(path), "", found, "one run at a time", todo)
