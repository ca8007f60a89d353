"""Run the workflow and say where the results lie; recover first from a run that was killed.

One run is at work in this directory at a time: `held` says who. A killed run leaves its lock, and maybe jobs that go on
writing: these are ended, and the lock is removed. What is out of date and Snakemake can't see is shown to it
(`doubtful`). Who only looks at what would be done (`-n`) changes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import durations
import psutil
from console import PROBLEM, Console
from display import PLANNING, counted, fitting, spent
from following import Followed, called
from home import surroundings
from multicase import doubtful, held, wording
from multicase.altered import WARNING
from multicase.audit import reproduction
from multicase.leaks import open_zone
from multicase.study import files, settings
from multicase.study.problems import StudyError
from progress import Job, Progress

ROOT = Path(__file__).parents[1]
STATE = Path(".snakemake")
HELD = STATE / "held.json"
RECORDS = STATE / "multicase/studies"
DURATIONS = STATE / "multicase/durations.json"
STOPPED = 130  # the exit code of a program that Ctrl-C ended
GO_ON = "What was finished stays; run make to go on"
LISTED = 10  # failed jobs that are named
# Options of Snakemake with which it makes nothing.
LOOKING = frozenset({
    "--dry-run", "--dryrun", "--list-rules", "--list", "-l", "--list-target-rules", "--lt", "--dag", "--rulegraph",
    "--filegraph", "--d3dag", "--summary", "-S", "--detailed-summary", "-D", "--list-changes", "--lc", "--lint",
    "--list-input-changes", "--li", "--list-params-changes", "--lp", "--list-untracked", "--lu", "--print-compilation",
    "--list-conda-envs", "--version",
})  # fmt: skip
DRY = re.compile(r"-[Ffkprt]*n\w*")  # `-n`, behind other letters that take no value, and whatever follows it


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--study", help="a study's directory, instead of the one in config.yaml")
    # Snakemake would take the last of several: they are gathered, with the study, into one
    parser.add_argument("--config", "-C", nargs="*", action="extend", default=[], help="settings for this run")
    parser.add_argument("--cores", type=int, default=2, help="how many jobs run at once")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell everything of what fails")
    options, rest = parser.parse_known_args(words)
    options.config += [f"study={options.study}"] if options.study else []
    os.chdir(ROOT)
    try:
        study = settings.named_study(files.mapping(["config.yaml"]).get("study"), options.config)
        return _run(options, rest, settings.found_from(study, Path()))
    except StudyError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"The run can't go on: {error}", file=sys.stderr)
    return 1


def _run(options: argparse.Namespace, rest: list[str], study: Path) -> int:
    results = Path("results") / study.resolve().name
    config = ["--config", *options.config] if options.config else []
    words = [*config, "--cores", str(options.cores), *rest]
    if only_looks(rest):
        return told(words, options.cores, options.verbose, results.name)
    dead = held.take(HELD)
    try:
        if running := [process.pid for process in others() if is_run(process)]:
            held.give(HELD, running[0])  # started without this front end, or left by one that was killed
            held.refuse(HELD, held.read(HELD))
        if dead or any(STATE.glob("locks/*")):
            unlock(dead)
        from multicase.study.study import is_locked  # what it imports takes time, and others need it not

        for line in doubtful.mend(results, RECORDS / f"{results.name}.json", is_locked(study)):
            print(line, file=sys.stderr)
        code = told(words, options.cores, options.verbose, results.name)
    finally:
        held.free(HELD)
    if code == 0:
        summary(results, is_locked(study))
    return code


def only_looks(words: Sequence[str]) -> bool:
    """Whether options ask Snakemake only what it would do, or what there is."""
    return any(word.partition("=")[0] in LOOKING or DRY.fullmatch(word) for word in words)


def told(options: list[str], cores: int, is_verbose: bool, study: str) -> int:
    """Run Snakemake, show how far it is, and pass on what it says that a person wants to know.

    Ctrl-C reaches it, too: wait for its end.
    """
    console, display = Console(is_verbose), fitting(time.monotonic)
    progress = Progress(durations.read(DURATIONS, study), cores, time.monotonic())

    def stop(*_: object) -> None:
        progress.is_stopping = True

    before = signal.signal(signal.SIGINT, stop)
    around = surroundings() | ({"MULTICASE_VERBOSE": "1"} if is_verbose else {})
    display.say(PLANNING)
    with called() as snakemake:
        running = Followed(snakemake, options, around)
        for came in running:
            if isinstance(came, dict):
                progress.take(came, time.monotonic())
            elif came and not progress.is_stopping and (line := console.said(came)) is not None:
                display.say(line)
            display.show(progress)
    display.end()
    signal.signal(signal.SIGINT, before)
    durations.write(DURATIONS, study, progress.means())
    if progress.is_stopping:
        display.say(f"Stopped. {GO_ON}.")
        return STOPPED
    for line in closing(progress, console, running.returncode):
        display.say(line)
    return running.returncode


def closing(progress: Progress, console: Console, code: int) -> list[str]:
    """How a run ended: how long it took, or what failed, where it says why, and what to do."""
    more = "" if console.is_verbose or console.saw_problem else " (make ARGS=-v tells all)"
    if code and not progress.is_running:
        return [f"Nothing was made. Mend it, and run make again{more}."]
    if not progress.is_running:
        return []
    if code == 0:
        return [f"  {counted(progress.total)} done in {spent(time.monotonic() - progress.start)}."]
    told = ["A job was ended from outside: is the memory full? Fewer jobs at once need less (make CORES=1)."]
    told = told if console.saw_kill else []
    told += [line for job in progress.failed.values() for line in untold(job, console)]
    told += [f"Failed: {job.name}{log_of(job)}" for job in list(progress.failed.values())[:LISTED]]
    told += [f"... and {len(progress.failed) - LISTED} more"] if len(progress.failed) > LISTED else []
    counts = f"{len(progress.failed)} failed, {progress.waiting} not begun."
    told += [f"{progress.done} of {counted(progress.total)} done, {counts}"]
    return [*told, f"{GO_ON} once it is mended{more}."]


def untold(job: Job, console: Console) -> list[str]:
    """The problems in a failed job's log that were not told: on another machine a job says them to nobody."""
    lines = [line for log in job.logs[:1] if Path(log).is_file() for line in Path(log).read_text("utf-8").splitlines()]
    return [line for line in lines if PROBLEM.match(line) and console.said(line) is not None]


def log_of(job: Job) -> str:
    """The log of a failed job, if it says anything."""
    logs = [log for log in job.logs[:1] if Path(log).is_file() and Path(log).stat().st_size]
    return "".join(f" ({log})" for log in logs)


def others() -> list[psutil.Process]:
    """The processes at work in this directory for Snakemake, this one and its callers apart."""
    mine = {os.getpid(), *(process.pid for process in psutil.Process().parents())}
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if process.pid in mine or not is_of_a_run(program(process.info["cmdline"] or [])):
            continue
        try:
            if Path(process.cwd()) == ROOT:
                found.append(process)
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return found


def program(words: Sequence[str]) -> str:
    """The script or module that a Python with these words runs; nothing of other programs, whatever they were given."""
    if not words or not Path(words[0]).name.lower().startswith("python"):
        return ""
    following = iter(words[1:])
    for word in following:
        if word == "-m":
            return next(following, "")
        if not word.startswith("-"):
            return word
        if word == "-c":
            return ""
        if word in {"-W", "-X"}:
            next(following, "")
    return ""


def is_of_a_run(program: str) -> bool:
    """Whether a script or module is Snakemake, a job's script, or what starts jobs."""
    path = Path(program)
    jobs = ((".snakemake", "scripts"), ("multicase", "prefork"))
    return path.name == "snakemake" or path.parent.parts[-2:] in jobs


def is_run(process: psutil.Process) -> bool:
    """Whether a process is a run of Snakemake rather than a job that it started."""
    try:
        return Path(program(process.cmdline())).name == "snakemake"
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


def summary(results: Path, is_locked: bool) -> None:
    """Where the tables, the figures and the report of what was anonymised lie; what was searched and compared."""
    if is_locked:
        print(f"  everything  {results}/index.html")
        print("  The closed zone is locked: nothing before anonymisation was built, and no leak was looked for.")
        print("  What is made there is as an earlier build left it, with the versions of libraries that it had then.")
        return
    report, comparison = results / open_zone.REPORT, results / "audit/reproduction.csv"
    if (results / WARNING).is_file() or not report.is_file():  # only some files were asked for
        if (results / "anonymised").is_dir():
            print(f"  texts       {results}/anonymised")
        print("  leak scan   not since these results were last made: share nothing of them until make has done it")
        return
    tables, figures = (
        sorted((results / kind).glob(ending)) for kind, ending in (("tables", "T*.csv"), ("figures", "F*.svg"))
    )
    queue = reproduction.waiting(results)
    unmatched = sum(1 for _ in (results / "private/unmatched.csv").open(encoding="utf-8")) - 1
    waits = "string waits" if queue == 1 else "strings wait"
    match = "decision matches" if unmatched == 1 else "decisions match"
    idle = f"; {unmatched} {match} nothing ({results}/private/unmatched.csv)" if unmatched else ""
    is_compared = comparison.is_file() and comparison.stat().st_mtime_ns >= report.stat().st_mtime_ns
    compared = reproduction.sentence(reproduction.read(comparison)) if is_compared else ""
    rows = {
        "everything": f"{results}/index.html",
        "tables": f"{results}/tables ({len(tables)})",
        "figures": f"{results}/figures ({len(figures)})",
        "anonymised": f"{results}/tables/T25.html",
        "decisions": f"{queue} {waits} for one in {results}/private/queue.csv{idle}",
        "leak scan": searched(results, json.loads(report.read_text(encoding="utf-8")), queue),
        "published": compared or "not compared since these results were last made",
    }
    print("\n".join(f"  {name:<11} {told}" for name, told in rows.items()))


def searched(results: Path, leaks: Mapping[str, int], queue: int) -> str:
    """What the leak scan looked for, and what it can't judge. leaks: its report. queue: how many strings wait."""
    files_read, terms = wording.counted(leaks["artefacts"], "open file"), wording.counted(leaks["terms"], "identifier")
    told = f"{files_read} searched for {terms}: none found"
    if not leaks["terms"]:
        told = "nothing to search for: the study has no register and no decisions, and no name was found"
    elif queue:
        told += "; of the strings that wait only the surer ones are among them"
    if not leaks["residual_places"]:
        return told
    unseen = f"nobody has looked at {leaks['unseen_places']:,} of them" if leaks["unseen_places"] else "all looked at"
    places = wording.counted(leaks["residual_places"], "place")
    names = (
        "a name that is a word" if leaks["residual_terms"] == 1 else f"{leaks['residual_terms']:,} names that are words"
    )
    return (
        f"{told}; {places} of {names}, short or told by a capital alone can't be judged: "
        f"{unseen} ({results}/private/residual.csv; multicase review --residual)"
    )


if __name__ == "__main__":
    sys.exit(main())
