"""A lock or an unlock that dies at any of its file operations loses nothing, and the next one goes on."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from multicase.closed import locking
from multicase.closed.keys import decrypt, identities
from multicase.closed.sealed import unpack
from multicase.study.study import is_locked

FILES = {
    "raw/north/i1.txt": "Dr Holt: Well.\n",
    "raw/i2.txt": "x",
    "private/register.csv": "entity,kind,name\n",
    "results/private/queue.csv": "text\n",
}
OPERATIONS = {"open", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.scandir", "os.fsync"}


class Death(BaseException):
    """The process is dead: this operation isn't done, and none after it."""


class Operations:
    """What a process does to files below a folder: counted, and the nth and all after it not done any more."""

    def __init__(self):
        self.folder, self.left, self.seen = "", None, 0
        sys.addaudithook(self._hook)

    def _hook(self, event, arguments):
        if not (self.folder and event in OPERATIONS and self._is_inside(arguments[0])):
            return
        self.seen += 1
        if self.left is not None and self.seen > self.left:
            raise Death

    def _is_inside(self, path):
        return isinstance(path, str | bytes | os.PathLike) and os.fsdecode(path).startswith(self.folder)

    def of(self, folder, work, left=None):
        """Do some work that dies after `left` operations; whether it died, and how many it began."""
        self.folder, self.left, self.seen = str(folder), left, 0
        try:
            work()
        except Death:
            return True, self.seen
        finally:
            self.folder = ""
        return False, self.seen


OPERATING = Operations()  # a hook of the interpreter can't be taken away again: there is one, mostly at rest


@pytest.fixture
def counting(monkeypatch):
    real, opened = os.fsync, os.open

    def fsync(handle):
        sys.audit("os.fsync", f"{OPERATING.folder}/")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    assert os.open is opened
    return OPERATING


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "key.txt"
    return path, locking.keygen(path)


def write(root: Path, files=FILES) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def standing(root: Path) -> dict[str, str]:
    """The files of the closed zone that stand in the study and its results, without what a dead process left."""
    found = [path for name in ("raw", "private", "results/private") for path in (root / name).rglob("*")]
    names = {path.relative_to(root).as_posix(): path for path in found if path.is_file()}
    return {name: path.read_text() for name, path in names.items() if Path(name).suffix not in {".part", ""}}


def locked(root: Path, identity: Path) -> dict[str, str]:
    """The files that `closed.age` holds, as they are called in the study."""
    target = root / "closed.age"
    if not target.is_file():
        return {}
    box = unpack(decrypt(target.read_bytes(), "f", identities(identity)), "f")
    names = {name: name.replace("results/", "results/private/", 1) for name in box.files}
    return {names[name]: content.decode() for name, content in box.files.items()}


def lock(root, recipient):
    return lambda: locking.lock(root, [recipient], root / "results")


def unlock(root, identity, remove=False):
    return lambda: locking.unlock(root, identity, root / "results", remove=remove)


def deaths(counting, tmp_path, prepare, work):
    """A study for each operation of some work, in which the work died at it."""
    prepare(tmp_path / "whole")
    died, count = counting.of(tmp_path / "whole", work(tmp_path / "whole"))
    assert not died and count > 20
    for left in range(count):
        root = tmp_path / f"died{left}"
        prepare(root)
        died, _ = counting.of(root, work(root), left)
        assert died, left
        yield root


def goes_on_with_a_lock(root, key, files):
    identity, recipient = key
    if not is_locked(root):
        lock(root, recipient)()
    assert standing(root) == {} and is_locked(root) and not (root / "results/private").exists()
    assert not list(root.rglob("*.part"))
    unlock(root, identity)()
    assert standing(root) == files


@pytest.mark.parametrize("goes_on", ["lock", "unlock"])
def test_a_lock_that_dies_at_any_operation_loses_nothing_and_the_next_command_goes_on(counting, tmp_path, key, goes_on):
    identity, recipient = key
    for root in deaths(counting, tmp_path, write, lambda root: lock(root, recipient)):
        assert standing(root) | locked(root, identity) == FILES
        if goes_on == "unlock" and (root / "closed.age").is_file():
            unlock(root, identity)()
            assert standing(root) == FILES
        goes_on_with_a_lock(root, key, FILES)


@pytest.mark.parametrize("goes_on", ["lock", "unlock"])
def test_so_does_a_lock_of_a_zone_that_was_open_and_has_changed(counting, tmp_path, key, goes_on):
    identity, recipient = key
    changed = FILES | {"raw/i2.txt": "y", "raw/i3.txt": "z"}

    def prepare(root):
        write(root)
        lock(root, recipient)()
        unlock(root, identity)()
        write(root, changed)

    for root in deaths(counting, tmp_path, prepare, lambda root: lock(root, recipient)):
        assert locked(root, identity) | standing(root) == changed
        if goes_on == "unlock" and locked(root, identity) == changed:
            unlock(root, identity)()
            assert standing(root) == changed
        goes_on_with_a_lock(root, key, changed)


@pytest.mark.parametrize("remove", [False, True])
def test_an_unlock_that_dies_at_any_operation_loses_nothing_and_the_next_one_goes_on(counting, tmp_path, key, remove):
    identity, recipient = key

    def prepare(root):
        write(root)
        lock(root, recipient)()

    for root in deaths(counting, tmp_path, prepare, lambda root: unlock(root, identity, remove)):
        assert standing(root) | locked(root, identity) == FILES
        if (root / "closed.age").is_file():
            unlock(root, identity, remove)()
        assert standing(root) == FILES and not list(root.rglob("*.part"))
        goes_on_with_a_lock(root, key, FILES)
        shutil.rmtree(root)
