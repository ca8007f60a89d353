"""The package can be built without the network, and what is installed has all that it reads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
import small_study as small

NEEDED = ("pyproject.toml", "README.md", "LICENSE")
PACKAGE = "workflow/lib/multicase"


@dataclass(frozen=True)
class Installed:
    """wheel: the file. source: what it was built from. library: where it is installed, and nothing else is."""

    wheel: Path
    source: Path
    library: Path

    def python(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(
            [sys.executable, "-c", code, *arguments],
            cwd=self.library.parent,
            env=os.environ | {"PYTHONPATH": str(self.library), "PYTHONDONTWRITEBYTECODE": "1"},
        )


def run(command: list[str], **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, **options)


def pip(*words: str, cwd: Path) -> None:
    offline = os.environ | {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = run([sys.executable, "-m", "pip", *words], cwd=cwd, env=offline)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Installed:
    """The wheel of a copy of the project, installed into a directory of its own."""
    root = tmp_path_factory.mktemp("wheel")
    project, library = root / "project", root / "library"
    project.mkdir()
    for name in NEEDED:
        shutil.copy2(small.REPOSITORY / name, project / name)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(small.REPOSITORY / PACKAGE, project / PACKAGE, ignore=ignored)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(root), ".", cwd=project)
    (wheel,) = root.glob("*.whl")
    pip("install", "--no-deps", "--target", str(library), str(wheel), cwd=root)
    return Installed(wheel, project / PACKAGE, library)


def test_the_wheel_holds_every_file_of_the_package_and_no_other(installed):
    with ZipFile(installed.wheel) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    paths = [path for path in installed.source.rglob("*") if path.is_file()]
    assert names == {f"multicase/{path.relative_to(installed.source).as_posix()}" for path in paths}


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        ("study/schemas/*.yaml", 15),
        ("anonymise/locales/*.yaml", 3),
        ("pages/*.j2", 5),
        ("pages/*.css", 1),
        ("tables/catalogue.yaml", 1),
        ("tables/reporting.yaml", 1),
        ("figures/catalogue.yaml", 1),
    ],
)
def test_schemas_locales_templates_and_catalogues_are_installed(installed, pattern, least):
    assert len(list((installed.library / "multicase").glob(pattern))) >= least


def test_the_wheel_says_which_command_it_brings(installed):
    with ZipFile(installed.wheel) as wheel:
        (entries,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
        assert "multicase = multicase.cli:main" in wheel.read(entries).decode()


def test_what_is_installed_is_what_is_imported(installed):
    done = installed.python("import multicase; print(multicase.__file__)")
    assert done.stdout.strip() == str(installed.library / "multicase/__init__.py"), done.stderr


CHECK = "import sys; from multicase.cli import main; sys.argv[0] = 'multicase'; main()"


def test_the_installed_command_checks_a_study(installed, small_study):
    done = installed.python(CHECK, "check", str(small_study))
    assert done.returncode == 0 and done.stdout.endswith(f"{small_study}: no problems\n"), done.stdout + done.stderr


def test_the_installed_command_refuses_a_study_with_its_mistakes(installed, small_study):
    (small_study / "codebook.yaml").unlink()
    done = installed.python(CHECK, "check", str(small_study))
    assert done.returncode == 1 and "codebook.yaml: found no such file" in done.stderr
    assert "Traceback" not in done.stderr


READS = """
from multicase.anonymise import locale
from multicase.figures import catalogue as figures
from multicase.study import files
from multicase.tables import catalogue as tables
assert all(files.schema(path.stem) for path in files.SCHEMAS.glob("*.yaml"))
assert locale.load("en_GB") and locale.load("en_IE")
print(len(tables.of_study(None)), len(figures.of_study(None)))
"""


def test_what_is_installed_reads_its_schemas_locales_and_catalogues(installed):
    done = installed.python(READS)
    assert done.returncode == 0, done.stderr
    tables, figures = map(int, done.stdout.split())
    assert tables > 20 and figures > 5
