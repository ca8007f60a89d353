"""The front door: what it hands on to Snakemake, whose results it looks at, and what it says of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import psutil
import pytest
import run
from multicase import altered, doubtful
from small_study import REPOSITORY


@pytest.fixture
def door(tmp_path, monkeypatch):
    """The front door of an empty repository, and what it would have Snakemake do: its options and the study's name."""
    (tmp_path / "config.yaml").write_text("study: data/small\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    handed_on = []

    def told(options, cores, is_verbose, study):
        handed_on.append((options, study))
        return 1

    monkeypatch.setattr(run, "told", told)
    return handed_on


@pytest.mark.parametrize(
    ("words", "config", "study", "rest"),
    [
        ([], [], "small", []),
        (["--study", "x/two", "texts"], ["study=x/two"], "two", ["texts"]),
        (["--config", "seed=7", "disclosure={k: 3}", "--study", "x/two"], ["seed=7", "disclosure={k: 3}", "study=x/two"], "two", []),
        (["--study", "x/two", "-C", "seed=7", "-n"], ["seed=7", "study=x/two"], "two", ["-n"]),
        (["--config", "seed=7", "--config=seed=8", "--study=x/two"], ["seed=7", "seed=8", "study=x/two"], "two", []),
        (["--config", "seed=7", "-n", "texts"], ["seed=7"], "small", ["-n", "texts"]),
        (["--config", "study=x/two"], ["study=x/two"], "two", []),
        (["--config", "study=x/2024_01"], ["study=x/2024_01"], "2024_01", []),
        (["--config", "study=x/two", "--study", "x/three"], ["study=x/two", "study=x/three"], "three", []),
        (["--configfile", "more.yaml", "--study", "x/two"], ["study=x/two"], "two", ["--configfile", "more.yaml"]),
    ],
)  # fmt: skip
def test_all_settings_of_the_command_line_reach_snakemake_in_one_option(door, words, config, study, rest):
    assert run.main(["--cores", "3", *words]) == 1
    ((options, name),) = door
    assert options == [*(["--config", *config] if config else []), "--cores", "3", *rest] and name == study


BASE = "# ours\nstudy: data/small\nsegment:\n  unit: turn\n"
CONFIGURATIONS = {
    "a comment in Latin-1": (BASE.replace("ours", "Müller").encode("latin-1"), "config.yaml"),
    "UTF-16": (BASE.encode("utf-16"), "config.yaml"),
    "a tab": (BASE.replace("  unit", "\tunit").encode(), "config.yaml, line 4"),
    "a number": (BASE.replace("data/small", "2024").encode(), "config.yaml, study: found '2024'"),
    "an empty study": (BASE.replace("data/small", "").encode(), "config.yaml, study: found 'None'"),
    "no study": (b"seed: 7\n", "config.yaml, study: found 'None'"),
    "a list": (b"- study: data/small\n", "config.yaml"),
    "text": (b"data/small\n", "config.yaml"),
    "an empty file": (b"", "config.yaml, study: found 'None'"),
    "a key twice": (BASE.encode() + b"study: data/other\n", "config.yaml, line 5"),
}


@pytest.mark.parametrize("what", CONFIGURATIONS)
def test_a_configuration_that_cannot_be_read_is_told_with_its_place_and_a_remedy(door, tmp_path, capsys, what):
    content, place = CONFIGURATIONS[what]
    (tmp_path / "config.yaml").write_bytes(content)
    assert run.main([]) == 1 and door == []
    told = capsys.readouterr().err
    assert place in told and "found " in told and "expected " in told and told.rstrip().endswith(".")


def test_a_configuration_with_a_signature_is_read_and_one_that_is_missing_told(door, tmp_path, capsys):
    (tmp_path / "config.yaml").write_bytes(b"\xef\xbb\xbf" + BASE.encode())
    assert run.main([]) == 1 and [study for _, study in door] == ["small"]
    (tmp_path / "config.yaml").unlink()
    assert run.main([]) == 1 and "config.yaml" in capsys.readouterr().err and len(door) == 1


@pytest.mark.parametrize(
    ("words", "is_looking"),
    [
        ([], False), (["texts"], False), (["--forcerun", "segment_turns"], False), (["--keep-going", "-p"], False),
        (["--notemp"], False), (["--config", "study=data/n"], False), (["--report", "n.html"], False),
        (["-n"], True), (["texts", "-np"], True), (["-nq"], True), (["-nj2"], True), (["-Rn"], False), (["-qn"], False), (["--dry-run"], True), (["--rulegraph=dot"], True), (["--list-rules"], True),
    ],
)  # fmt: skip
def test_who_only_looks_changes_nothing_and_is_told_of_no_build(door, tmp_path, monkeypatch, capsys, words, is_looking):
    monkeypatch.setattr(run, "told", lambda *_: 0)
    lock, result = tmp_path / ".snakemake/locks/0.input.lock", tmp_path / "results/small/tables/T05.csv"
    for path in (lock, result):
        path.parent.mkdir(parents=True)
        path.write_text("x")
    assert run.main(words) == 0
    assert lock.exists() == is_looking and result.read_text() == "x"
    assert (capsys.readouterr().out == "") == is_looking


@pytest.mark.parametrize("is_looking", [False, True])
def test_what_snakemake_cannot_see_is_shown_to_it_and_told_before_it_is_called(door, tmp_path, capsys, is_looking):
    book, result = tmp_path / "data/small/codebook.yaml", tmp_path / "results/small/tables/T05.csv"
    for path in (book, result):
        path.parent.mkdir(parents=True)
        path.write_text("as it was")
    altered.record(tmp_path / "results/small/logs/build_table/T05.log", [result], tmp_path / "results/small")
    record = run.RECORDS / "small.json"
    doubtful.write(record, doubtful.Record(doubtful.held_by([book.relative_to(tmp_path)])))
    book.write_text("as it is")
    os.utime(book, (1, 1))
    later = result.stat().st_mtime + 60
    result.write_text("by hand")
    os.utime(result, (later, later))
    assert run.main(["-n"] * is_looking) == 1 and len(door) == 1
    told = [line.split(" ")[0] for line in capsys.readouterr().err.splitlines()]
    if is_looking:
        assert told == [] and book.stat().st_mtime == 1 and doubtful.read(record).again == {}
    else:
        assert told == ["data/small/codebook.yaml", "results/small/tables/T05.csv"]
        assert book.stat().st_mtime > 1 and [*doubtful.read(record).again] == ["build_table/T05"]


def test_an_altered_file_that_cannot_be_made_again_is_refused_before_snakemake_is_called(door, tmp_path, capsys):
    results, study = tmp_path / "results/small", tmp_path / "data/small"
    text = results / "anonymised/east-0.parquet"
    for path in (text, study / "closed.age", results / "logs/replace/east-0.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    altered.record(results / "private/logs/replace/east-0.log", [text], results)
    later = text.stat().st_mtime + 60
    text.write_text("by hand")
    os.utime(text, (later, later))
    assert run.main([]) == 1 and door == []
    assert "anonymised/east-0.parquet: found a file that was altered" in capsys.readouterr().err
    assert not (tmp_path / run.HELD).exists()


PYTHON = "/srv/env/bin/python3.11"
OF_A_RUN = {
    "the front end's Snakemake": [PYTHON, "-P", "-m", "snakemake", "--cores", "2"],
    "Snakemake by itself": [PYTHON, "/srv/env/bin/snakemake", "-n"],
    "a job": [PYTHON, "/srv/project/.snakemake/scripts/tmpx3_abcde.build_table.py"],
    "the server of jobs": [
        PYTHON,
        "/srv/project/workflow/lib/multicase/prefork/server.py",
        "4",
        "sys>snakemake.script",
    ],
    "a job's client": [PYTHON, "-I", "-S", "lib/multicase/prefork/client.py", ".snakemake/jobs.sock", "python", "x.py"],
    "one with warnings": ["Python", "-W", "ignore", "-m", "snakemake"],
}
OF_OTHERS = {
    "an editor": ["vim", ".snakemake/log/2026-11-27T192800.snakemake.log"],
    "an editor of a job's script": ["emacs", ".snakemake/scripts/tmpx3_abcde.build_table.py"],
    "notes": ["vim", "snakemake"],
    "a shell": ["bash", "-c", "snakemake --cores 2"],
    "a script of one's own": [PYTHON, "ask_snakemake.py", ".snakemake/metadata"],
    "a line of Python": [PYTHON, "-c", "import snakemake", "snakemake"],
    "a server of pages": [PYTHON, "-m", "http.server", "--directory", ".snakemake"],
    "Python alone": [PYTHON],
    "a process that tells nothing": [],
}


@pytest.mark.parametrize("which", OF_A_RUN)
def test_what_a_run_starts_is_known_by_the_program(which):
    assert run.is_of_a_run(run.program(OF_A_RUN[which]))


@pytest.mark.parametrize("which", OF_OTHERS)
def test_a_program_that_was_given_files_of_snakemake_is_none_of_a_run(which):
    assert not run.is_of_a_run(run.program(OF_OTHERS[which]))


def test_of_the_processes_in_the_directory_only_those_of_a_run_are_ended(door, tmp_path):
    job = tmp_path / ".snakemake/scripts/tmpx3.build_table.py"
    job.parent.mkdir(parents=True)
    job.write_text("import time\ntime.sleep(60)\n")
    words = ([str(job)], ["-c", job.read_text(), str(job), "snakemake"])
    ours, theirs = (subprocess.Popen([sys.executable, *each], cwd=tmp_path) for each in words)
    try:
        assert [process.pid for process in run.others()] == [ours.pid]
        run.unlock(None)
        assert not psutil.pid_exists(ours.pid) and theirs.poll() is None
    finally:
        for process in (ours, theirs):
            process.kill()
            process.wait()


@pytest.fixture
def results(tmp_path):
    """Results as a whole build leaves them, which reproduces what was published."""
    leaks = {"artefacts": 310, "terms": 24, "hits": 0, "residual_places": 0}
    contents = {
        "audit/leaks.json": json.dumps(leaks),
        "audit/reproduction.csv": "artefact,status\ntables/T05.csv,identical\n",
        "private/queue.csv": "text\n",
        "private/unmatched.csv": "text\n",
        "anonymised/east-0/east-i01.txt": "I: Well?\n",
    }
    for name, content in contents.items():
        (tmp_path / "results" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "results" / name).write_text(content)
    return tmp_path / "results"


def summed_up(results, capsys, is_locked=False):
    run.summary(results, is_locked)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("places", "names", "words"),
    [(1, 1, "; 1 place of a name that is a word, short"), (5, 1, "; 5 places of a name that is"), (5, 2, "; 5 places of 2 names that are words")],
)  # fmt: skip
def test_places_that_the_scan_cannot_judge_are_counted_in_words(results, places, names, words):
    leaks = {"artefacts": 9, "terms": 2, "residual_places": places, "residual_terms": names, "unseen_places": 0}
    assert words in run.searched(results, leaks, 0)


def test_of_a_whole_build_it_is_told_what_was_searched_and_compared(results, capsys):
    told = summed_up(results, capsys)
    assert "310 open files searched for 24 identifiers: none found" in told and "reproduces the published" in told


@pytest.mark.parametrize("missing", ["", "audit/leaks.json", "private/queue.csv", "anonymised"])
def test_of_what_was_made_since_the_scan_no_scan_and_no_comparison_are_told(results, capsys, missing):
    (results / "DO_NOT_SHARE.txt").write_text("not searched")
    if missing:
        (shutil.rmtree if missing == "anonymised" else os.unlink)(results / missing)
    told = summed_up(results, capsys)
    assert "none found" not in told and "reproduces" not in told and "is locked" not in told
    assert "leak scan   not since these results were last made" in told
    assert ("/anonymised" in told) == (missing != "anonymised")


def test_a_comparison_from_before_the_scan_is_none_of_what_is_there(results, capsys):
    os.utime(results / "audit/reproduction.csv", (1, 1))
    told = summed_up(results, capsys)
    assert "none found" in told and "reproduces" not in told and "not compared since" in told


def test_of_a_locked_study_it_is_said_that_it_is_locked(results, capsys):
    assert "The closed zone is locked" in summed_up(results, capsys, is_locked=True)


@pytest.mark.parametrize(
    "study", ["pilot", "zoo", "gp data", "backup of results", "small (copy)", "a 'b' \"c\"", "published2", ".hidden"]
)
def test_make_clean_leaves_nothing_but_what_was_published(tmp_path, study):
    shutil.copy(REPOSITORY / "Makefile", tmp_path)
    for folder in ("results/published", f"results/{study}", "data/study", "results of mine"):
        (tmp_path / folder / "tables").mkdir(parents=True)
    for _ in range(2):  # and where nothing is left
        subprocess.run(["make", "clean"], cwd=tmp_path, check=True)
        assert [path.name for path in (tmp_path / "results").iterdir()] == ["published"]
        assert (tmp_path / "data/study/tables").is_dir() and (tmp_path / "results of mine/tables").is_dir()
        shutil.rmtree(tmp_path / "results" / study, ignore_errors=True)
