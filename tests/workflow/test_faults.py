"""A run that is killed or stopped is gone on with and ends in the same files; what goes wrong is told once, with a remedy."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace

import psutil
from multicase import held
from workspace import RESULTS

REPORT, LAST = "audit/leaks.json", "audit/reproduction.csv"
# How far a run gets before it dies: the first file of each stage, in the order in which they come.
MOMENTS = (
    (f"{RESULTS}/private/texts/east-0.parquet", signal.SIGKILL),
    (f"{RESULTS}/anonymised/east-0.parquet", signal.SIGINT),
    (f"{RESULTS}/themes/evidence.parquet", signal.SIGKILL),
    (f"{RESULTS}/tables/T27.csv", signal.SIGKILL),
)


def start(workspace, *targets):
    command = [sys.executable, "workflow/run.py", "--cores", "2", *targets]
    return subprocess.Popen(command, cwd=workspace.root, env=workspace.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)  # fmt: skip


def wait_for(path, running, seconds=240):
    deadline = time.monotonic() + seconds
    while not path.exists():
        assert running.poll() is None, running.communicate()[0]
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


def end(running, how):
    """Kill the front end and Snakemake, whose jobs live on as they do where the system kills; or press Ctrl-C."""
    if how == signal.SIGINT:
        os.killpg(running.pid, signal.SIGINT)
    else:
        for child in psutil.Process(running.pid).children():
            child.kill()
        running.kill()
    return running.communicate(timeout=120)[0]


def files(workspace):
    """All of the results but what tells of the machine, time or run."""
    root = workspace.root / RESULTS
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    apart = re.compile(r"(.*/)?\..*|private/\.of|(private/)?logs/.*\.(sums|json)|audit/environment.*")
    return {name: path.read_bytes() for name, path in found.items() if not apart.fullmatch(name)}


def test_a_run_that_dies_at_any_stage_is_gone_on_with_and_ends_in_the_same_files(fresh, shown):
    for place, how in MOMENTS:
        if (fresh.root / place).exists():
            continue  # the machine was quick
        running = start(fresh)
        wait_for(fresh.root / place, running)
        told = end(running, how)
        assert "Traceback" not in told
        is_killed = not (fresh.root / RESULTS / LAST).exists()
        if not is_killed:
            continue  # it had done all before it could be stopped
        if how == signal.SIGINT:
            assert running.returncode == 130 and told.rstrip().endswith("run make to go on.")
            assert not (fresh.root / ".snakemake/held.json").exists()
        else:
            assert (fresh.root / ".snakemake/held.json").exists()
    told = fresh.run("python", "workflow/run.py").stdout
    assert not is_killed or re.search(r"A run that was killed \(process \d+\) left its lock: removed it", told)
    ours, theirs = files(fresh), files(shown)
    assert {name for name in ours | theirs if ours.get(name) != theirs.get(name)} == set()
    assert ours[REPORT] == theirs[REPORT]
    assert fresh.run("multicase", "verify", "data/small").stderr == ""


def test_a_live_run_is_respected_and_so_is_one_of_another_host(fresh):
    running = start(fresh, f"{RESULTS}/private/texts/east-0.parquet")
    wait_for(fresh.root / ".snakemake/held.json", running)
    done = fresh.run("python", "workflow/run.py", check=False)
    assert done.returncode == 1 and f"process {running.pid}" in done.stderr and "Wait until it has ended" in done.stderr
    assert running.wait(timeout=240) == 0
    elsewhere = replace(held.this(), host="elsewhere", process=1)
    (fresh.root / ".snakemake/held.json").write_text(json.dumps(asdict(elsewhere)))
    for command in (["python", "workflow/run.py"], ["snakemake", "--cores", "1"]):
        done = fresh.run(*command, check=False)
        assert done.returncode == 1 and "host elsewhere, process 1, on another host" in done.stderr
    assert (fresh.root / ".snakemake/held.json").exists()


def test_intermediate_files_that_were_spoilt_are_told_and_made_again(built):
    before = built.manifest()
    spoilt = {
        "segments/east-0.parquet": b"PAR1",
        "private/texts/east-0.parquet": bytes(400),
        "audit/evidence.csv": b"",
        "codings/manual.parquet": b"",
    }
    for name, content in spoilt.items():
        (built.root / RESULTS / name).write_bytes(content)
    told = "was altered since it was made: a run that comes to it makes it again"
    done = built.run("python", "workflow/run.py", "-n")
    assert done.stderr.count(told) == len(spoilt) and "leak scan" not in done.stdout
    assert {name: (built.root / RESULTS / name).read_bytes() for name in spoilt} == spoilt
    texts = built.planned(
        "--", "texts"
    )  # of these jobs alone, not of others of their rules, nor of what nobody asked for
    assert {"ingest_sources east-0", "segment_turns east-0"} <= {*texts}
    assert not {"ingest_sources west-0", "segment_turns west-0", "list_evidence", "anchor_codings"} & {*texts}
    done = built.run("python", "workflow/run.py")
    assert done.stderr.count(told) == len(spoilt)
    assert built.manifest() == before and built.planned() == []
    assert built.run("multicase", "verify", "data/small").returncode == 0


def test_verify_names_each_spoilt_deleted_and_added_file_of_a_build_and_of_what_was_published(built):
    built.run("multicase", "publish", "data/small")
    results, published = built.root / RESULTS, built.root / "results/published/small"
    spoilt = {
        results / "segments/east-0.parquet": b"corrupt",
        results / "logs/build_table/T06.json": b"",
        results / "audit/leaks.json": bytes(60),
        results / "private/texts/east-0.parquet": b"",
        results / "notes.txt": b"mine",
        published / "tables/T06.csv": b"",
        published / "audit/mine.csv": b"x",
    }
    for path, content in spoilt.items():
        path.write_bytes(content)
    (results / "codings/manual.parquet").unlink()
    done = built.run("multicase", "verify", "data/small", check=False)
    assert done.returncode == 1
    named = {line.partition(": ")[0] for line in done.stderr.splitlines() if line.startswith("results/")}
    assert named == {str(path.relative_to(built.root)) for path in (*spoilt, results / "codings/manual.parquet")}


def test_a_locked_study_is_still_what_was_built_before_and_after_a_run(built, tmp_path):
    built.run("multicase", "publish", "data/small")
    public = built.run("multicase", "keygen", str(tmp_path / "key.txt")).stdout.split()[-1]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    built.run("multicase", "lock", str(built.root / "data/small"), "--recipient", public, cwd=elsewhere)
    assert not (built.root / RESULTS / "private").exists()
    for _ in range(2):
        done = built.run("multicase", "verify", "data/small")
        assert done.stderr == "" and "reproduces the published results" in done.stdout
        built.run("python", "workflow/run.py")
    shutil.rmtree(elsewhere)


def test_a_raw_file_that_is_changed_during_a_run_is_told_and_read_anew_by_the_next(built):
    raw = built.root / "data/small/raw/west/i01.txt"
    before = raw.stat()
    text = raw.read_text()
    target = f"{RESULTS}/tables/T01.csv"
    raw.write_text(text.replace("which was not slow", "which was very slow"))
    os.utime(raw, ns=(before.st_atime_ns, before.st_mtime_ns))  # so that no run takes it for newer
    (built.root / target).unlink()
    done = built.run("python", "workflow/run.py", target, check=False)
    assert done.returncode == 1 and "west-i01: found a raw file that was changed after it had been read" in done.stderr
    assert "ingest_sources west-0" in built.planned()
