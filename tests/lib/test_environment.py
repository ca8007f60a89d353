"""The environment is described three times, for three kinds of users, and is the same each time."""

from __future__ import annotations

import re
import tomllib

import yaml
from small_study import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]


def test_conda_users_get_what_pyproject_says():
    environment = yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    assert [entry for entry in pip if not entry.startswith("--")] == WANTED
    assert f"python{PROJECT['project']['requires-python']}" in environment["dependencies"]


def test_the_lock_file_pins_every_dependency_with_hashes_and_names_no_address():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==", lock, re.M))
    assert {re.split(r"[><=\[]", name)[0] for name in WANTED} <= pinned
    entries = re.split(r"^(?=[\w.-]+==)", lock, flags=re.M)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock
