"""The environment is described three times, for three kinds of users, and is the same each time."""

from __future__ import annotations

import re
import tomllib

import yaml
from small_study import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED, DEVELOPING = PROJECT["project"]["dependencies"], PROJECT["dependency-groups"]["dev"]


def test_conda_users_get_what_the_workflow_needs_and_nothing_that_lies_in_a_place():
    environment = yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    assert pip == NEEDED
    assert f"python{PROJECT['project']['requires-python']}" in environment["dependencies"]


def test_no_tool_for_tests_and_checks_is_among_what_the_workflow_needs():
    names = {re.split(r"[><=\[]", entry)[0] for entry in NEEDED}
    assert names.isdisjoint({"pytest", "ruff", "snakefmt", "hypothesis", "hatchling"})
    imported = re.compile(r"^\s*(?:import|from) (?:pytest|hypothesis)\b", re.M)
    code = [*(REPOSITORY / "workflow").rglob("*.py"), *(REPOSITORY / "scripts").glob("*.py")]
    assert [path.name for path in code if imported.search(path.read_text(encoding="utf-8"))] == []


def test_the_lock_file_pins_every_dependency_with_hashes_and_names_no_address():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==", lock, re.M))
    assert {re.split(r"[><=\[]", name)[0] for name in (*NEEDED, *DEVELOPING)} <= pinned
    entries = re.split(r"^(?=[\w.-]+==)", lock, flags=re.M)[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock


COPIED = set(re.findall(r"^!(.+)$", (REPOSITORY / ".dockerignore").read_text(encoding="utf-8"), re.M))


def test_both_images_hold_the_same_and_install_it_by_the_same_commands_from_the_lock_file():
    docker, apptainer = ((REPOSITORY / name).read_text(encoding="utf-8") for name in ("Dockerfile", "apptainer.def"))
    assert set(re.findall(r"^    (\S+) /opt/multicase/$", apptainer, re.M)) == COPIED
    assert re.search(r"^FROM (\S+)", docker, re.M)[1] == re.search(r"^From: (\S+)", apptainer, re.M)[1]
    run = re.search(r"^RUN (.*?)^#", docker, re.M | re.S)[1]
    commands = [command.strip() for command in run.replace("\\\n", "").split("&&")]
    post = re.search(r"%post\n(.*?)\n\n", apptainer, re.S)[1]
    assert [line.strip() for line in post.splitlines()][1:] == commands
    assert "--constraint requirements.lock --build-constraints requirements.lock" in run
    assert "://" not in docker + apptainer


def test_an_image_holds_the_workflow_and_nothing_of_a_study():
    ignored = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored and not COPIED & {"data", "results", ".snakemake", ".git"}
    read = set(
        re.findall(r"(?:scripts|workflow|notebooks)(?=/)", (REPOSITORY / "Snakefile").read_text(encoding="utf-8"))
    )
    assert {"Snakefile", "config.yaml", "profiles", "scripts", "notebooks", *read} <= COPIED
    assert all((REPOSITORY / name).exists() for name in COPIED)
