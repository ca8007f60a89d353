"""One start of Python for all jobs: each finds what a start of its own would give it, and ends as it would have."""

from __future__ import annotations

import os
import shlex
import signal
import stat
import subprocess
import sys
import textwrap
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from multicase import prefork
from multicase.prefork.server import imported_by

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is a server on Linux alone")
ADDRESS = Path("jobs.sock")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@contextmanager
def served(*steps):
    server = prefork.start(ADDRESS, steps, os.environ)
    try:
        yield server
    finally:
        prefork.stop(server, ADDRESS)


def script(folder, text):
    path = folder / "job.py"
    path.write_text(text, encoding="utf-8")
    return [*shlex.split(prefork.command(ADDRESS)), sys.executable, str(path)]


def run(folder, text, **more):
    return subprocess.run(script(folder, text), capture_output=True, text=True, timeout=60, **more)


def wait_for(is_so):
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


PARENT = "import os; print(os.getppid())"


def test_a_job_is_a_child_of_the_server(here):
    with served() as server:
        assert int(run(here, PARENT).stdout) == server.pid


def test_without_a_server_a_job_starts_a_python_of_its_own(here):
    assert int(run(here, PARENT).stdout) == os.getpid()


def test_the_command_of_another_interpreter_is_left_alone(here):
    with served():
        words = [*shlex.split(prefork.command(ADDRESS)), "echo", "another"]
        assert subprocess.run(words, capture_output=True, text=True, timeout=60).stdout == "another\n"


def test_surroundings_streams_and_mask_go_with_a_job_to_the_server(here):
    told = (
        "import os, sys, time\n"
        "print(os.getppid(), os.environ['OWN'], 'PATH' in os.environ, time.tzname[0], os.getcwd(), sys.argv, sys.path[0])\n"
        "print(sys.stdin.read(), oct(os.umask(0)), __name__, file=sys.stderr)\n"
    )
    with served() as server:
        surroundings = {"OWN": "mine", "TZ": "XYZ-3"}
        done = run(here, told, env=surroundings, input="given", preexec_fn=lambda: os.umask(0o037))
    assert done.stdout == f"{server.pid} mine False XYZ {here} ['{here / 'job.py'}'] {here}\n"
    assert done.stderr == "given 0o37 __main__\n"


@pytest.mark.parametrize(
    ("text", "status", "complaint"),
    [
        ("pass", 0, ""),
        ("import sys; sys.exit(7)", 7, ""),
        ("import sys; sys.exit('no such thing')", 1, "no such thing\n"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL, ""),
        ("import os; os._exit(3)", 3, ""),
    ],
)
def test_a_client_ends_as_its_job_ends(here, text, status, complaint):
    with served():
        done = run(here, text)
    assert (done.returncode, done.stderr) == (status, complaint)


def test_a_failure_is_told_with_its_traceback_and_nothing_of_how_the_job_came_to_be(here, monkeypatch):
    monkeypatch.setenv("SECRET", "of-mine")
    with served():
        done = run(here, "1 / 0")
    assert done.returncode == 1
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")
    assert "of-mine" not in done.stderr and "During handling" not in done.stderr


def test_what_is_to_be_done_at_the_end_is_done(here):
    text = "import atexit, sys; atexit.register(print, 'last'); sys.stdout.write('first ')"
    with served():
        assert run(here, text).stdout == "first last\n"


@pytest.fixture
def counted(here):
    """A module that writes down when it is imported and called, and a server's surroundings in which it is found."""
    text = """
        from pathlib import Path
        def call(word):
            with Path("told").open("a") as file:
                file.write(f"{word} ")
        call("imported")
    """
    (here / "counted.py").write_text(textwrap.dedent(text), encoding="utf-8")
    (here / "broken.py").write_text("1 / 0", encoding="utf-8")
    return os.environ | {"PYTHONPATH": str(here)}


def told(folder, env, steps, *texts):
    """What the module wrote down of some jobs, which end well."""
    server = prefork.start(ADDRESS, steps, env)
    try:
        assert [run(folder, text, env=env).returncode for text in texts] == [0] * len(texts)
    finally:
        prefork.stop(server, ADDRESS)
    return (folder / "told").read_text().split() if (folder / "told").exists() else []


def test_what_scripts_name_at_their_top_is_imported_once_for_all_jobs(here, counted):
    assert told(here, counted, [], "import counted", "from counted import call", "import counted as c") == ["imported"]


def test_what_no_script_names_is_not_imported(here, counted):
    assert told(here, counted, ["csv>counted"], "import json", "import sys\ndef late():\n    import counted") == []


def test_what_follows_from_a_module_is_done_once_when_a_script_names_it(here, counted):
    steps = ["counted>counted:call:first", "csv>counted:call:second", "none>counted:call:third"]
    assert told(here, counted, steps, "pass", "import counted", "import csv", "import csv, counted") == [
        "imported", "first", "second",
    ]  # fmt: skip


def test_what_can_not_be_prepared_is_left_to_the_job_that_names_it(here, counted):
    assert told(here, counted, ["sys>no_such_module", "sys>counted:no_such_function:1"], "import sys") == ["imported"]
    server = prefork.start(ADDRESS, [], counted)
    try:
        for text, end in (("import broken", "ZeroDivisionError: division by zero"), ("import none", "named 'none'")):
            assert run(here, text, env=counted).stderr.rstrip().endswith(end)
        assert "SyntaxError" in run(here, "this is no Python", env=counted).stderr
    finally:
        prefork.stop(server, ADDRESS)


def test_garbage_is_collected_in_a_job_as_without_a_server(here):
    asked = "import gc; print(gc.isenabled(), gc.get_threshold())"
    alone = run(here, asked).stdout
    with served():
        assert run(here, asked).stdout == alone and alone.startswith("True (")


def test_what_a_job_does_to_a_module_stays_its_own(here):
    text = "import json; print(hasattr(json, 'mine')); json.mine = 1"
    with served():
        assert [run(here, text).stdout for _ in range(2)] == ["False\n"] * 2


SLEEPER = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(300)"


def sleeping(folder):
    """A client, and its job, which has said its number."""
    client = subprocess.Popen(script(folder, SLEEPER), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: (folder / "pid").is_file() and (folder / "pid").read_text())
    return client, int((folder / "pid").read_text())


def test_a_job_ends_when_its_client_is_killed(here):
    with served():
        client, job = sleeping(here)
        client.kill()
        client.wait()
        wait_for(lambda: not psutil.pid_exists(job))


def test_the_server_goes_on_when_a_client_and_its_job_end_at_once(here):
    with served() as server:
        client, job = sleeping(here)
        server.send_signal(signal.SIGSTOP)
        os.kill(job, signal.SIGKILL)
        time.sleep(0.1)  # so that the job's end is the first that the server hears of
        client.kill()
        client.wait()
        server.send_signal(signal.SIGCONT)
        assert run(here, PARENT).stdout == f"{server.pid}\n"


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_no_job_outlives_its_server(here, how):
    server = prefork.start(ADDRESS, [], os.environ)
    client, job = sleeping(here)
    if how == "kill":
        server.kill()
    prefork.stop(server, ADDRESS)
    assert client.wait(timeout=30) != 0
    wait_for(lambda: not psutil.pid_exists(job) or psutil.Process(job).status() == psutil.STATUS_ZOMBIE)
    assert not ADDRESS.exists()


def test_the_server_ends_with_the_run_that_started_it(here):
    text = (
        "import os, signal; from pathlib import Path; from multicase import prefork\n"
        "server = prefork.start(Path('jobs.sock'), [], os.environ); print(server.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    server = int(subprocess.run([sys.executable, "-c", text], capture_output=True, text=True).stdout)
    wait_for(lambda: not psutil.pid_exists(server) or psutil.Process(server).status() == psutil.STATUS_ZOMBIE)


def test_an_interrupt_is_the_jobs_to_answer(here):
    text = (
        "import sys, time\nopen('pid', 'w').write('1')\n"
        "try:\n    time.sleep(300)\nexcept KeyboardInterrupt:\n    sys.exit(130)\n"
    )
    with served() as server:
        client = subprocess.Popen(script(here, text))
        wait_for(lambda: (here / "pid").is_file() and (here / "pid").read_text())
        for process in psutil.Process(server.pid).children():  # a terminal tells all of them
            process.send_signal(signal.SIGINT)
        server.send_signal(signal.SIGINT)
        client.send_signal(signal.SIGINT)
        assert client.wait(timeout=30) == 130
        assert run(here, PARENT).stdout == f"{server.pid}\n"  # the server goes on


def test_nobody_else_may_have_a_job_run(here):
    with served():
        assert not stat.S_IMODE(ADDRESS.stat().st_mode) & 0o077


def test_where_no_socket_can_lie_there_is_no_server(here, monkeypatch):
    assert prefork.start(Path("no/such/folder/jobs.sock"), [], os.environ) is None
    monkeypatch.setattr(sys, "platform", "darwin")
    assert prefork.start(ADDRESS, [], os.environ) is None
    prefork.stop(None, ADDRESS)


def test_the_modules_that_a_script_imports_are_read_off_it(here):
    path = here / "a.py"
    path.write_text(
        "import csv\nfrom os import path, sep\nfrom . import near\nimport csv as c\ndef late():\n    import json\n"
    )
    assert imported_by(path) == ["csv", "os", "os.path", "os.sep"]
    path.write_text("this is no Python")
    assert imported_by(path) == imported_by(here / "none.py") == []
