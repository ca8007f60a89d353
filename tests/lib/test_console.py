"""On the console a problem stands once, and nothing of what Snakemake wraps around it unless it is asked for."""

from __future__ import annotations

import importlib.util

import pytest
from small_study import REPOSITORY

spec = importlib.util.spec_from_file_location("console", REPOSITORY / "workflow/console.py")
console = importlib.util.module_from_spec(spec)
spec.loader.exec_module(console)

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


def shown(is_verbose):
    told = console.Console(is_verbose)
    return [line for line in SAID if told.shows(line)]


def test_a_problem_stands_once_and_what_wraps_it_not_at_all():
    assert shown(is_verbose=False) == [PROBLEM, *SAID[8:10]]


def test_everything_is_shown_where_it_is_asked_for():
    assert shown(is_verbose=True) == SAID


@pytest.mark.parametrize("line", ["removed results/x: an earlier run made it\n", "MissingInputException in rule a:\n"])
def test_what_is_not_known_is_shown_each_time(line):
    told = console.Console()
    assert told.shows(line) and told.shows(line)
