"""One run at a time: a run of another host or container is never taken for dead, a dead one of this host is."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, replace

import pytest
from multicase import held
from multicase.study.problems import StudyError


@pytest.fixture
def lock(tmp_path):
    return tmp_path / ".snakemake/held.json"


@pytest.fixture
def other():
    """Another process of this host, at work."""
    process = subprocess.Popen([sys.executable, "-c", "import time; print(flush=True); time.sleep(600)"], stdout=subprocess.PIPE)  # fmt: skip
    process.stdout.readline()
    yield process, held.this(process.pid)
    process.kill()
    process.wait()


def write(lock, holder):
    lock.parent.mkdir(exist_ok=True)
    lock.write_text(json.dumps(asdict(holder)))


def refusal(lock):
    before = lock.read_bytes()
    with pytest.raises(StudyError) as caught:
        held.take(lock)
    assert lock.read_bytes() == before and [path.name for path in lock.parent.iterdir()] == [lock.name]
    return str(caught.value)


def test_a_free_directory_is_held_by_a_file_that_names_host_and_process_and_freed_again(lock):
    assert held.take(lock) is None
    told = json.loads(lock.read_text())
    assert told["host"] == held.socket.gethostname() and told["process"] == held.os.getpid()
    held.free(lock)
    assert list(lock.parent.iterdir()) == []


def test_a_run_at_work_on_this_host_is_told_with_its_process(lock, other):
    _, holder = other
    write(lock, holder)
    told = refusal(lock)
    assert f"host {holder.host}, process {holder.process}" in told and "Wait until it has ended" in told


@pytest.mark.skipif(not held.BOOT.is_file(), reason="the system tells no time from its start")
def test_a_clock_that_is_set_meanwhile_makes_no_run_look_dead(lock, other, monkeypatch):
    _, holder = other
    write(lock, holder)
    monkeypatch.setattr(held.psutil.Process, "create_time", lambda process: 0.0)  # reckoned from the clock
    assert "Wait until it has ended" in refusal(lock)


@pytest.mark.parametrize("told", [held.psutil.NoSuchProcess, held.psutil.AccessDenied])
def test_a_run_of_another_person_is_not_dead_where_the_host_hides_it(told, lock, other, monkeypatch):
    process, holder = other
    write(lock, holder)
    here = held.this()

    def hidden(number=None):
        raise told(number)

    def somebody_elses(number, signal):
        raise PermissionError

    monkeypatch.setattr(held.psutil, "Process", hidden)
    monkeypatch.setattr(held.os, "kill", somebody_elses)
    assert not held.is_dead(holder, here)
    monkeypatch.undo()
    process.kill()
    process.wait()
    assert held.is_dead(holder, here)


@pytest.mark.parametrize("name", ["a) 1 b", "x y"])
def test_when_a_process_began_is_read_whatever_it_is_called(name, tmp_path, monkeypatch):
    process = held.psutil.Process()
    told = (held.PROCESSES / f"{process.pid}/stat").read_text()
    (tmp_path / str(process.pid)).mkdir()
    (tmp_path / f"{process.pid}/stat").write_text(told.partition("(")[0] + f"({name})" + told.rpartition(")")[2])
    expected = held.this().began
    monkeypatch.setattr(held, "PROCESSES", tmp_path)
    assert held.this().began == expected > 0


def test_a_dead_run_of_this_host_is_told_and_its_place_taken(lock, other):
    process, holder = other
    write(lock, holder)
    process.kill()
    process.wait()
    assert held.take(lock) == holder
    assert held.read(lock) == held.this()


def test_a_run_that_ended_and_that_nobody_has_asked_for_is_dead(lock, other):
    process, holder = other
    process.kill()
    while held.psutil.Process(process.pid).status() != held.psutil.STATUS_ZOMBIE:
        pass
    assert held.is_dead(holder, held.this())


def test_a_process_that_has_the_number_of_a_dead_run_is_none(lock, other):
    _, holder = other
    assert held.is_dead(replace(holder, began=holder.began - 60), held.this())
    assert not held.is_dead(holder, held.this())


def test_a_run_from_before_the_host_was_started_anew_is_dead(other):
    _, holder = other
    here = replace(held.this(), machine="m")
    assert held.is_dead(replace(holder, boot="earlier", machine="m"), here)


def test_without_the_machine_s_id_nobody_knows_that_it_was_this_host_that_was_started_anew(
    other, monkeypatch, tmp_path
):
    _, holder = other
    monkeypatch.setattr(held, "MACHINE", tmp_path / "machine-id")
    here = held.this()
    assert here.machine == "" and not held.is_dead(replace(holder, boot="earlier", machine=""), here)
    (tmp_path / "machine-id").write_text("uninitialized\n")
    assert held.this().machine == ""
    (tmp_path / "machine-id").write_text("0123456789abcdef\n")
    assert held.this().machine and held.this().machine not in "0123456789abcdef"


@pytest.mark.parametrize(
    ("elsewhere", "told"),
    [
        ({"host": "elsewhere"}, "on another host"),
        ({"host": "elsewhere", "boot": "another"}, "on another host"),
        ({"machine": "another", "boot": "another"}, "in another container"),
        ({"machine": "another"}, "in another container"),
        ({"namespace": "pid:[1]", "boot": "another"}, "in another container"),
        ({"namespace": "pid:[1]"}, "in another container"),
    ],
)
def test_a_run_of_another_host_or_container_is_never_taken_for_dead(lock, elsewhere, told):
    write(lock, replace(held.this(), process=2**22 + 1, began=0.0, **elsewhere))
    message = refusal(lock)
    assert told in message and f"remove {lock}" in message


def test_a_file_that_names_no_run_is_told_and_kept(lock):
    lock.parent.mkdir()
    for content in ("", "{", "[]", '{"host": "x"}'):
        lock.write_text(content)
        assert "names no run" in refusal(lock)


def test_of_two_that_come_at_once_one_holds_the_directory(lock, other, monkeypatch):
    _, holder = other
    real = held.os.link

    def link(source, target):
        write(lock, holder)
        real(source, target)

    monkeypatch.setattr(held.os, "link", link)
    with pytest.raises(StudyError, match=f"process {holder.process}"):
        held.take(lock)
    assert held.read(lock) == holder and [path.name for path in lock.parent.iterdir()] == [lock.name]


def test_what_another_run_holds_is_not_freed(lock, other):
    _, holder = other
    write(lock, holder)
    held.free(lock)
    assert held.read(lock) == holder


def test_what_this_process_holds_can_be_given_to_another_that_is_found_at_work(lock, other):
    _, holder = other
    held.take(lock)
    held.give(lock, holder.process)
    held.free(lock)
    assert held.read(lock) == holder
    refusal(lock)


@pytest.mark.parametrize("caller", [True, False])
def test_a_process_that_the_holder_started_may_enter(lock, other, caller):
    _, holder = other
    mine = held.this(held.os.getppid()) if caller else holder
    write(lock, mine)
    if caller:
        held.enter(lock)
        assert held.read(lock) == mine
    else:
        with pytest.raises(StudyError):
            held.enter(lock)


def test_whether_a_run_is_at_work_is_said_for_one_that_lives_or_may_live(lock, other):
    process, holder = other
    assert not held.is_at_work(lock)
    for at_work in (holder, held.this(), replace(holder, host="elsewhere", process=1)):
        write(lock, at_work)
        assert held.is_at_work(lock)
    lock.write_text("{")
    assert held.is_at_work(lock)
    process.kill()
    process.wait()
    write(lock, holder)
    assert not held.is_at_work(lock)
