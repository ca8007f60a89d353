"""The environment: what the lock file pins for any machine, as it is installed."""

from __future__ import annotations

import re
import sys
from importlib import metadata

from multicase.audit import environment
from small_study import REPOSITORY

LOCK = """\
pandas==2.0 \\
    --hash=sha256:00
    # via multicase
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:00
jinja2==1 ; python_full_version < '3.12' \\
    --hash=sha256:00
jinja2==2 ; python_full_version >= '3.12' \\
    --hash=sha256:00
pytest==1 ; implementation_name == 'pypy' \\
    --hash=sha256:00
nobody-has-this==1 \\
    --hash=sha256:00
"""


def test_what_is_installed_is_told_once_and_nothing_that_only_some_platforms_need(tmp_path):
    (tmp_path / "lock").write_text(LOCK)
    rows = environment.installed(tmp_path / "lock")
    assert [row["package"] for row in rows] == ["python", "jinja2", "pandas"]
    assert rows[0]["version"] == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert rows[2]["version"] == metadata.version("pandas")


def test_the_lock_file_of_the_repository_is_read_whole():
    lock = REPOSITORY / "requirements.lock"
    anywhere = set(re.findall(r"^([\w.-]+)==[^;\n]+\\$", lock.read_text(encoding="utf-8"), re.M))
    told = {row["package"] for row in environment.installed(lock)}
    assert len(told & anywhere) > 150 and {"pandas", "numpy", "snakemake"} <= told
    assert not {"appnope", "colorama", "pexpect"} & told


def test_without_a_lock_file_the_version_of_python_is_told(tmp_path):
    assert [row["package"] for row in environment.installed(tmp_path / "none")] == ["python"]


def test_what_is_written_is_read_again(tmp_path):
    rows = [{"package": "python", "version": "3.11"}, {"package": "a", "version": "1"}]
    environment.write(rows, tmp_path / "e.csv")
    assert environment.read(tmp_path / "e.csv") == rows
    assert (tmp_path / "e.csv").read_bytes() == b"package,version\npython,3.11\na,1\n"
