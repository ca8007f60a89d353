"""Programs find a home that they can write, and somebody's name, whatever the account lacks."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

import home
import pytest


def raising(error):
    def ask(*_):
        raise error

    return ask


def test_surroundings_stay_as_they_are_where_there_is_a_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home.surroundings() == dict(os.environ) and not list(tmp_path.iterdir())


@pytest.mark.parametrize("ask", [raising(RuntimeError("no home")), lambda: Path("/nonexistent")])
def test_without_a_home_there_is_one_below_snakemake_s_own_folder(monkeypatch, tmp_path, ask):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "home", ask)
    assert home.surroundings()["HOME"] == str(tmp_path / ".snakemake/home")
    assert (tmp_path / ".snakemake/home").is_dir()


@pytest.mark.parametrize("error", [KeyError("no such user"), OSError("no such user")])
def test_an_account_without_a_name_gets_one(monkeypatch, error):
    monkeypatch.setattr(getpass, "getuser", raising(error))
    assert home.surroundings()["USER"] == "nobody"
