"""Set up the environment in .venv from requirements.lock; say what takes its time, and what is missing.

It runs before anything is installed, so it needs the standard library alone, as `home` does.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from home import surroundings

VENV = Path(".venv")
PYTHON, UV = VENV / "bin/python", VENV / "bin/uv"
LOCK = Path("requirements.lock")
SHOWN = 12  # lines of what a program says that failed
UNREACHABLE = re.compile(
    r"failed to fetch|error sending request|connection|resol(ve|ution)|timed? ?out|unreachable|from versions: none",
    re.IGNORECASE,
)
NO_VENV = """\
This Python ({python}) can't make environments: its modules venv and ensurepip are missing.
Install them (Debian, Ubuntu: apt install python{version}-venv), or name another Python (make PYTHON=python3.12).
Then run make again."""
NO_NETWORK = """\
The packages can't be downloaded, since their index isn't reached. {program} said:
{said}
Is there a network? Behind a proxy, set HTTPS_PROXY; with an index of your own, PIP_INDEX_URL and UV_DEFAULT_INDEX.
Then run make again: what was downloaded is kept."""
FAILED = """\
The environment isn't ready. {program} said:
{said}
Mend that, and run make again: it goes on. To begin anew, remove .venv first."""


class Missing(Exception):
    """What an installation lacks, with the remedy."""


def main() -> int:
    try:
        install()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; run make to go on.", file=sys.stderr)
        return 130
    return 0


def install() -> None:
    """Make what is not there yet; every download of the lock's is checked against its hash."""
    packages = len(re.findall(r"^[\w.-]+==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    doing = "Bringing the environment in .venv up to date" if PYTHON.exists() else "Creating the environment in .venv"
    print(f"{doing}: about {packages} packages, which takes a minute or two where they must be downloaded.", flush=True)
    if not PYTHON.exists():
        create()
    python = ["--python", str(PYTHON)]
    if not UV.exists():
        run(str(PYTHON), "-m", "pip", "install", "--quiet", "uv")
    sync = ["sync", "--quiet", "--require-hashes", "--build-constraints", str(LOCK), "--compile-bytecode"]
    run(str(UV), "pip", *sync, *python, str(LOCK))
    run(str(UV), "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", *python, "--editable", ".")


def create() -> None:
    """Make the bare environment, or leave none."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        version = ".".join(map(str, sys.version_info[:2]))
        raise Missing(NO_VENV.format(python=sys.executable, version=version))
    try:
        run(sys.executable, "-m", "venv", str(VENV))
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def run(program: str, *options: str) -> None:
    """Run a program, which is heard only if it fails. Raises Missing then."""
    try:
        done = subprocess.run(
            [program, *options], capture_output=True, text=True, errors="replace", env=surroundings(), check=False
        )
    except OSError as error:
        raise Missing(FAILED.format(program=program, said=f"  {error}")) from None
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        said = [f"  {line}" for line in lines if not line.startswith("WARNING: ")][-SHOWN:]
        told = NO_NETWORK if UNREACHABLE.search(done.stderr) else FAILED
        name = options[1] if options[0] == "-m" else Path(program).name
        raise Missing(told.format(program=name, said="\n".join(said)))


if __name__ == "__main__":
    sys.exit(main())
