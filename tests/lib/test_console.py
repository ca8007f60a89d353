"""On the console a problem stands once, and nothing of what Snakemake wraps around it unless it is asked for."""

from __future__ import annotations

import pytest
import run
from console import Console
from progress import Job

PROBLEM = "  cases.csv, line 2: found an 'x' here; expected a y. Mend it.\n"
SAID = [
    "Building DAG of jobs...\n",
    "2 problems:\n",
    PROBLEM,
    "1 problem:\n",
    PROBLEM,
    "RuleException:\n",
    'CalledProcessError in file "/home/anna/workflow/rules/ingest.smk", line 55:\n',
    "Command 'set -euo pipefail;  python /home/anna/x.py' returned non-zero exit status 1.\n",
    "build_table failed, in t06.py, line 4: KeyError: 'x'\n",
    "  That is no fault of the study's files that multicase knows of; results/logs/x.log holds the rest.\n",
    "Exiting because a job execution failed. Look above for error messages\n",
    'WorkflowError in file "/home/anna/workflow/rules/common.smk", line 55:\n',
    '  File "/home/anna/workflow/rules/common.smk", line 55, in <module>\n',
    "Removing output files of failed job ingest_sources since they might be corrupted:\n",
    "results/small/private/texts/east-0.parquet, results/small/private/turns/east-0.parquet\n",
    "WorkflowError:\n",
    "At least one job did not complete successfully.\n",
]


TRACEBACK = [
    "Traceback (most recent call last):\n",
    '  File "/home/anna/.snakemake/scripts/tmpx3_abcde.build_table.py", line 23, in <module>\n',
    "    tables.build()\n",
    '  File "/home/anna/workflow/lib/multicase/tables/build.py", line 7, in build\n',
    "    raise RuntimeError('x')\n",
    "RuntimeError: x\n",
]


def said(lines, is_verbose=False):
    console = Console(is_verbose)
    return [told + "\n" for line in lines if (told := console.said(line)) is not None]


def test_a_problem_stands_once_and_what_wraps_it_not_at_all():
    assert said(SAID) == [PROBLEM, *SAID[8:10]]


@pytest.mark.parametrize("path", ["config.yaml", "../m/config.yaml", "/home/anna b/config.yaml"])
def test_that_a_configuration_is_extended_is_not_said(path):
    line = f"Config file {path} is extended by additional config specified via the command line.\n"
    assert Console().said(line) is None and Console(is_verbose=True).said(line)


def test_a_note_that_several_jobs_say_stands_once_and_is_no_problem():
    one, other = "note: codebook.yaml: found 'wait ing'; expected one token. Write two.\n", "note: another\n"
    assert said([one, other, one]) == [one, other]
    console = Console()
    console.said(one)
    assert not console.saw_problem


def test_everything_is_shown_where_it_is_asked_for():
    assert said(SAID + TRACEBACK, is_verbose=True) == SAID + TRACEBACK


@pytest.mark.parametrize("line", ["removed results/x: an earlier run made it\n", "MissingInputException in rule a:\n"])
def test_what_is_not_known_is_shown_each_time(line):
    assert said([line, line]) == [line, line]


def test_of_a_traceback_stand_the_exception_and_its_place_once():
    assert said([*TRACEBACK, *TRACEBACK, SAID[8]]) == ["  build.py, line 7: RuntimeError: x\n", SAID[8]]
    assert said([*TRACEBACK[:3], *TRACEBACK[-1:]]) == ["  build_table.py: RuntimeError: x\n"]  # a copy has other lines


@pytest.mark.parametrize(
    ("end", "is_killed"),
    [
        ("died with <Signals.SIGKILL: 9>.\n", True),
        ("returned non-zero exit status 137.\n", True),
        ("returned non-zero exit status 1.\n", False),
    ],
)
def test_that_a_job_was_killed_is_noticed(end, is_killed):
    console = Console()
    assert console.said(f"Command 'python x.py' {end}") is None and console.saw_kill is is_killed


def test_whether_the_study_s_files_are_at_fault_is_noticed():
    console = Console()
    console.said(SAID[8])
    assert not console.saw_problem
    console.said(PROBLEM)
    assert console.saw_problem


def test_a_problem_that_a_job_told_on_another_machine_alone_is_told_at_the_end_and_none_twice(tmp_path):
    here, there = ("  a.csv: found x; expected y. Mend it.", "  b.csv: found x; expected y. Mend it.")
    log = tmp_path / "job.log"
    log.write_text(f"Traceback\n{here}\n{there}\n1 problem:\n", encoding="utf-8")
    console = Console()
    assert console.said(f"{here}\n") == here
    job = Job("build_table", "build table T06", (str(log), "other.json"), 0.0)
    assert run.untold(job, console) == [there] and run.untold(job, console) == []
    assert run.untold(Job("build_table", "", (str(tmp_path / "none.log"),), 0.0), console) == []
