"""A copy of the workflow, in a directory of its own, with a small study."""

from __future__ import annotations

import atexit
import compileall
import csv
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import small_study
from multicase import digest, prefork

COPIED = (
    "Snakefile",
    "config.yaml",
    "environment.yml",
    "requirements.lock",
    "notebooks/corpus.py",  # one is enough to see that they are run
    "profiles",
    "scripts",
    "workflow",
)
# What most commands import of other people's.
IMPORTED = (
    "jsonschema",
    "nbformat",
    "pandas",
    "smart_open",
    "typer",
    "snakemake.cli",
    "snakemake.report",
    *(
        f"snakemake_interface_{kind}_plugins.registry"
        for kind in ("executor", "logger", "report", "scheduler", "storage")
    ),
)
RESULTS = "results/small"
MODULES = ".snakemake/multicase/modules.json"


@dataclass(frozen=True)
class Workspace:
    """A directory like the repository, with a study in data/small; commands run in it and on its own library."""

    root: Path

    @property
    def env(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": str(self.root / "workflow/lib"), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(
        self, *command: str, check: bool = True, cwd: Path | None = None, timeout: float = 900
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*_warm(command[0]), str(Path(sys.executable).parent / command[0]), *command[1:]],
            cwd=cwd or self.root, env=self.env, capture_output=True, text=True, check=False, timeout=timeout,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def snakemake(self, *options: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run("snakemake", "--cores", "2", *options, check=check)

    def planned(self, *options: str) -> list[str]:
        """The jobs that a run would do, as `rule wildcards`, sorted."""
        told = self.snakemake("--dry-run", "--quiet", "host", *options).stdout
        jobs, rule = [], ""
        for line in told.split("\n"):
            if line.startswith("rule ") and line.endswith(":"):
                rule = line[5:-1]
                jobs.append(rule)
            elif line.startswith("    wildcards: "):
                jobs[-1] = f"{rule} {line.split('=')[-1]}"
        return sorted(job for job in jobs if job != "all")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def manifest(self) -> dict[str, str]:
        with (self.root / RESULTS / "tables/T27.csv").open(encoding="utf-8") as file:
            return {row["artefact"]: row["sha256"] for row in csv.DictReader(file)}


def _warm(command: str) -> list[str]:
    """What stands before a command of the environment for it to start with its imports done; nothing before Python."""
    return [] if command == "python" else [*_client(), sys.executable, str(small_study.REPOSITORY / "tests/warm.py")]


@cache
def _client() -> list[str]:
    """A client of a server for all commands of this process, with which it ends."""
    folder = tempfile.mkdtemp()
    address = Path(folder, "commands")
    steps = [f"sys>{name}" for name in IMPORTED]
    server = prefork.start(address, steps, {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    atexit.register(shutil.rmtree, folder)
    atexit.register(prefork.stop, server, address)
    return shlex.split(prefork.command(address))


def copy(source: Path, target: Path) -> None:
    """Copy what a directory holds into another that is there, with its dates, quicker than Python would."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


def make(root: Path) -> Workspace:
    """A workspace in a directory that is there and empty."""
    copy(_template(), root)
    small_study.write(root / "data/small")
    workspace = Workspace(root)
    workspace.edit("config.yaml", "study: data/gp-leadership", "study: data/small")
    return workspace


@cache
def _template() -> Path:
    """What all workspaces of this process are copied from: with the library compiled, and with what a plan would find in
    its modules, by their texts.
    """
    root = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, root)
    for name in COPIED:
        source = small_study.REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
        else:
            (root / name).parent.mkdir(exist_ok=True)
            shutil.copy2(source, root / name)
    library = root / "workflow/lib"
    compileall.compile_dir(library, quiet=1)
    modules = [path.relative_to(library).with_suffix("").parts for path in library.rglob("*.py")]
    digest.recall(small_study.REPOSITORY / MODULES)  # of a build here
    for script in [*(root / "scripts").glob("*.py"), *(root / "notebooks").glob("*.py")]:
        digest.source_digest(script, *(".".join(parts).removesuffix(".__init__") for parts in modules))
    digest.keep(root / MODULES)
    return root
