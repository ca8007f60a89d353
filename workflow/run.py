"""Run the workflow and say where the results lie; recover first from a run that was killed.

One run is at work in this directory at a time: `held` says who. A killed run leaves its lock, and maybe jobs that go on
writing: these are ended, the lock is removed, and what was altered since it was made goes, to be made again.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import yaml
from console import Console
from multicase import altered, held
from multicase.audit import reproduction
from multicase.study.problems import StudyError

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
STATE = Path(".snakemake")
HELD = STATE / "held.json"
STOPPED = 130  # the exit code of a program that Ctrl-C ended


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--study", help="a study's directory, instead of the one in config.yaml")
    parser.add_argument("--cores", type=int, default=2, help="how many jobs run at once")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell everything of what fails")
    options, rest = parser.parse_known_args()
    os.chdir(ROOT)
    study = options.study or yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8"))["study"]
    try:
        return _run(options, rest, Path("results") / Path(study).resolve().name)
    except StudyError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"The run can't go on: {error}", file=sys.stderr)
    return 1


def _run(options: argparse.Namespace, rest: list[str], results: Path) -> int:
    dead = held.take(HELD)
    try:
        if running := [process.pid for process in others() if is_run(process)]:
            held.give(HELD, running[0])  # started without this front end, or left by one that was killed
            held.refuse(HELD, held.read(HELD))
        if dead or any(STATE.glob("locks/*")):
            unlock(dead)
        altered.remove(results)
        command = [str(BIN / "snakemake"), "--cores", str(options.cores), *rest]
        if options.study:
            command += ["--config", f"study={options.study}"]
        code = told(command, options.verbose)
    finally:
        held.free(HELD)
    if code == 0:
        summary(results)
    return code


def told(command: list[str], is_verbose: bool) -> int:
    """Run Snakemake and pass on what it says that a person wants to know. Ctrl-C reaches it, too: wait for its end."""
    console = Console(is_verbose)
    stopped: list[int] = []
    before = signal.signal(signal.SIGINT, lambda *_: stopped.append(STOPPED))
    surroundings = os.environ | ({"MULTICASE_VERBOSE": "1"} if is_verbose else {})
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace", env=surroundings) as running:
        for line in running.stderr:
            if not stopped and console.shows(line):
                print(line, end="", file=sys.stderr, flush=True)
    signal.signal(signal.SIGINT, before)
    if stopped:
        print("Stopped. What was finished stays; run make to go on.", file=sys.stderr)
        return STOPPED
    return running.returncode


def others() -> list[psutil.Process]:
    """The processes at work in this directory for Snakemake, this one and its callers apart."""
    mine = {os.getpid(), *(process.pid for process in psutil.Process().parents())}
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if process.pid in mine or not any("snakemake" in word for word in words):
            continue
        try:
            if Path(process.cwd()) == ROOT:
                found.append(process)
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return found


def is_run(process: psutil.Process) -> bool:
    """Whether a process is a run of Snakemake rather than a job that it started."""
    try:
        return any(Path(word).name == "snakemake" for word in process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def unlock(dead: held.Holder | None) -> None:
    """End the jobs of a run that was killed, and remove its lock."""
    orphans = others()
    for process in orphans:
        process.terminate()
    for process in psutil.wait_procs(orphans, timeout=10)[1]:
        process.kill()
    for lock in STATE.glob("locks/*"):
        lock.unlink()
    which = f" (process {dead.process})" if dead else ""
    ended = f"; ended {len(orphans)} of its jobs" if orphans else ""
    print(f"A run that was killed{which} left its lock: removed it{ended}. What it had not finished is made again.")


def summary(results: Path) -> None:
    """Where the tables, the figures and the report of what was anonymised lie."""
    tables, figures = (
        sorted((results / kind).glob(ending)) for kind, ending in (("tables", "T*.csv"), ("figures", "F*.svg"))
    )
    if not (results / "private/queue.csv").is_file():
        print(f"  everything  {results}/index.html")
        print("  The closed zone is locked: nothing before anonymisation was built, and no leak was looked for.")
        return
    if not (results / "audit/leaks.json").is_file():
        print(f"  texts       {results}/anonymised")  # only some files were asked for
        return
    leaks = json.loads((results / "audit/leaks.json").read_text(encoding="utf-8"))
    queue = reproduction.waiting(results)
    unmatched = sum(1 for _ in (results / "private/unmatched.csv").open(encoding="utf-8")) - 1
    waits = "string waits" if queue == 1 else "strings wait"
    match = "decision matches" if unmatched == 1 else "decisions match"
    idle = f"; {unmatched} {match} nothing ({results}/private/unmatched.csv)" if unmatched else ""
    searched = f"{leaks['artefacts']} open files searched for {leaks['terms']:,} identifiers: none found"
    if not leaks["terms"]:
        searched = "nothing to search for: the study has no register and no decisions, and no name was found"
    elif queue:
        searched += "; of the strings that wait only the surer ones are among them"
    if leaks["residual_places"]:
        unseen = (
            f"nobody has looked at {leaks['unseen_places']:,} of them" if leaks["unseen_places"] else "all looked at"
        )
        searched += (
            f"; {leaks['residual_places']:,} places of {leaks['residual_terms']:,} names that are words, short or told "
            f"by a capital alone can't be judged: {unseen} "
            f"({results}/private/residual.csv; multicase review --residual)"
        )
    rows = {
        "everything": f"{results}/index.html",
        "tables": f"{results}/tables ({len(tables)})",
        "figures": f"{results}/figures ({len(figures)})",
        "anonymised": f"{results}/tables/T25.html",
        "decisions": f"{queue} {waits} for one in {results}/private/queue.csv{idle}",
        "leak scan": searched,
        "published": reproduction.sentence(reproduction.read(results / "audit/reproduction.csv")),
    }
    print("\n".join(f"  {name:<11} {told}" for name, told in rows.items()))


if __name__ == "__main__":
    sys.exit(main())
