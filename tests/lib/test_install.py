"""What is missing for the environment is said in a few lines, with what to do."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys

import install
import pytest
from small_study import REPOSITORY


def failing(words):
    """What is said where a program says some words and fails."""
    with pytest.raises(install.Missing) as caught:
        install.run(sys.executable, "-c", f"import sys; sys.exit({words!r})")
    return str(caught.value)


@pytest.mark.parametrize(
    "words",
    [
        "error: Failed to fetch: `http://127.0.0.1:9/simple/x/`\n  cause: tcp connect error",
        "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: none found (from versions: none)",
    ],
)
def test_an_index_that_is_not_reached_is_told_from_other_failures(words):
    told = failing(words)
    assert "Is there a network?" in told and "HTTPS_PROXY" in told and "WARNING" not in told
    assert f"  {words.splitlines()[-1]}" in told


def test_what_else_fails_is_told_in_the_program_s_own_last_words():
    told = failing("\n".join(f"line {n}" for n in range(40)))
    assert "line 39\nMend that" in told and "line 1\n" not in told and "network" not in told


def test_a_python_without_its_modules_for_environments_says_how_to_get_them(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(install.Missing, match=r"apt install python3\.\d+-venv"):
        install.create()


def test_an_environment_that_can_not_be_made_is_not_left_half(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", "false")
    (tmp_path / ".venv").mkdir()
    with pytest.raises(install.Missing):
        install.create()
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("python", "told"), [("/nonexistent", "/nonexistent is not there."), ("old", "old is Python 3.10.2.")]
)
def test_make_says_which_python_it_needs(tmp_path, python, told):
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    old = tmp_path / "old"
    asked = f'{sys.executable} -c "import sys; sys.version_info = (3, 10, 2); exec(sys.argv[1])" "$2"'
    old.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo Python 3.10.2 || {asked}\n')
    old.chmod(0o755)
    done = subprocess.run(
        ["make", "texts", f"PYTHON={tmp_path / python}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode and f"Python 3.11 or newer is needed; {tmp_path / told}" in done.stderr
    assert "make PYTHON=" in done.stderr
