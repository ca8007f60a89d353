"""What of Snakemake's words a person wants to read: not what it says of each batch of jobs, and a problem once.

When a job fails, the job itself says what is wrong and what to do (`multicase.journal`). What Snakemake adds, that a
command returned a status, and where in the rules, helps only who mends the workflow: `make ARGS=-v` shows it.
"""

from __future__ import annotations

import re

CHATTER = (
    "Building DAG of jobs",
    "Select jobs to execute",
    "Execute ",
    "Using workflow specific profile",
    "Assuming unrestricted shared filesystem",
    "Conda environments: ignored",
    "Using shell:",
    "Config file config.yaml is extended",
    "Adding ",
    "Loading script code for rule",
)
WRAPPING = re.compile(
    r"""
    RuleException(\ in\ rule\ \w+)?(\ in\ file\ .*)?:$
    | WorkflowError(\ in\ file\ .*)?:$
    | (CalledProcessError|SpawnedJobError)\b
    | Command\ '.*$
    | \ \ File\ ".*",\ line\ \d+,\ in\ .*$
    | Exiting\ because\ a\ job\ execution\ failed
    | At\ least\ one\ job\ did\ not\ complete\ successfully
    | Complete\ log\(s\):
    | Shutting\ down,\ this\ might\ take\ some\ time
    | Removing\ output\ files\ of\ failed\ job\b
    | Trying\ to\ restart\ job
    """,
    re.VERBOSE,
)
REMOVING = "Removing output files of failed job"
PROBLEM = re.compile(r"  \S.*: found .*; expected ")
COUNT = re.compile(r"\d+ problems?:$")


class Console:
    """Says of one line after the other whether it is shown."""

    def __init__(self, is_verbose: bool = False):
        self.is_verbose = is_verbose
        self._told: set[str] = set()
        self._lists_removed = False  # whether the next line names output files that Snakemake removes

    def shows(self, line: str) -> bool:
        """Whether a line is shown: everything, if so asked; else no wrapping, and no problem a second time.

        The count of a job's problems is left out: each problem says for itself where it is.
        """
        text = line.rstrip("\n")
        if self.is_verbose:
            return True
        removed, self._lists_removed = self._lists_removed, text.startswith(REMOVING)
        if removed or text.startswith(CHATTER) or WRAPPING.match(text) or COUNT.fullmatch(text):
            return False
        if PROBLEM.match(text):
            if text in self._told:
                return False
            self._told.add(text)
        return True
