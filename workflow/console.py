"""What of Snakemake's words a person wants to read: not what it says of each batch of jobs, and a problem once.

When a job fails, the job itself says what is wrong and what to do (`multicase.journal`). What Snakemake adds, that a
command returned a status, and where in the rules, helps only who mends the workflow: `make ARGS=-v` shows it.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from multicase.journal import NOTE

CHATTER = (
    "Building DAG of jobs",
    "Select jobs to execute",
    "Execute ",
    "Using workflow specific profile",
    "Assuming unrestricted shared filesystem",
    "Conda environments: ignored",
    "Using shell:",
    "Adding ",
    "Loading script code for rule",
    "Elapsed time: ",
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
    | Config\ file\ .*\ is\ (extended|replaced)\ by\ additional\ config\b
    """,
    re.VERBOSE,
)
REMOVING = "Removing output files of failed job"
PROBLEM = re.compile(r"  \S.*: found .*; expected ")
COUNT = re.compile(r"\d+ problems?:$")
KILLED = re.compile(r"Command '.*' (died with <Signals\.SIGKILL|returned non-zero exit status 137\b)")
TRACEBACK = "Traceback (most recent call last):"
COPIED = re.compile(r"tmp.{8}\.(.+)")  # a script that Snakemake copied to run it
FRAME = re.compile(r'  File "(.*)", line (\d+), in .*')


class Console:
    """Says of one line after the other what of it is shown."""

    def __init__(self, is_verbose: bool = False):
        self.is_verbose = is_verbose
        self.saw_problem = False  # whether the study's files are at fault
        self.saw_kill = False  # whether something from outside ended a job
        self._told: set[str] = set()
        self._lists_removed = False  # whether the next line names output files that Snakemake removes
        self._frame: str | None = None  # where the last line of a traceback was, while one comes

    def said(self, line: str) -> str | None:
        """What of a line is shown: everything, if so asked; else no wrapping, and no problem a second time.

        The count of a job's problems is left out: each problem says for itself where it is. Of a traceback stand the
        place where it ended, and the exception.
        """
        text = line.rstrip("\n")
        self.saw_kill |= bool(KILLED.match(text))
        if self.is_verbose:
            return text
        removed, self._lists_removed = self._lists_removed, text.startswith(REMOVING)
        if self._frame is not None or text == TRACEBACK:
            return self._of_traceback(text)
        if removed or text.startswith(CHATTER) or WRAPPING.match(text) or COUNT.fullmatch(text):
            return None
        if text.startswith(NOTE):
            return self._once(text)  # jobs of many batches say it
        if not PROBLEM.match(text):
            return text
        self.saw_problem = True
        return self._once(text)

    def _of_traceback(self, text: str) -> str | None:
        if text == TRACEBACK:
            self._frame = ""
            return None
        if place := FRAME.match(text):
            name = PurePath(place[1]).name
            copied = COPIED.match(name)  # whose lines are not those of the script
            self._frame = f"{copied[1]}: " if copied else f"{name}, line {place[2]}: "
        if not text or text.startswith(" "):
            return None
        frame, self._frame = self._frame, None
        return self._once(f"  {frame}{text}")

    def _once(self, text: str) -> str | None:
        if text in self._told:
            return None
        self._told.add(text)
        return text
