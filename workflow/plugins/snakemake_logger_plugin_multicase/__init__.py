"""What happens in a run, told to the front end: one JSON object a line, to the file descriptor that it names.

A logger plugin of Snakemake, which loads it by the name of its package from the Python path. It takes the place of
Snakemake's own handler, since Snakemake says that a job has finished only where it may also write so. To stderr it
writes what the default profile lets through: nothing of each job. Of what jobs read the events tell nothing: a raw
file's name may be a person's.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from logging import LogRecord
from typing import Any

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

DESCRIPTOR = "MULTICASE_EVENTS"  # the variable that holds the number of the file descriptor
OF_EACH_JOB = {
    LogEvent.RUN_INFO,
    LogEvent.RESOURCES_INFO,
    LogEvent.JOB_INFO,
    LogEvent.GROUP_INFO,
    LogEvent.JOB_STARTED,
    LogEvent.JOB_FINISHED,
    LogEvent.PROGRESS,
    LogEvent.JOB_ERROR,
    LogEvent.GROUP_ERROR,
}


class LogHandler(LogHandlerBase):
    """Tells events to the front end, and writes the rest as Snakemake's own handler does."""

    def __post_init__(self) -> None:
        self._descriptor = int(os.environ.pop(DESCRIPTOR))  # no job is to have it
        self._stream = sys.stdout if self.common_settings.stdout else sys.stderr

    def emit(self, record: LogRecord) -> None:
        event = told(record)
        with suppress(OSError):  # the front end is gone: the run goes on without it
            if event:
                os.write(self._descriptor, json.dumps(event).encode() + b"\n")
            if getattr(record, "event", None) not in OF_EACH_JOB and (text := self.format(record)):
                print(text, file=self._stream, flush=True)

    @property
    def writes_to_stream(self) -> bool:
        return True

    @property
    def writes_to_file(self) -> bool:
        return False

    @property
    def has_filter(self) -> bool:
        return False

    @property
    def has_formatter(self) -> bool:
        return False

    @property
    def needs_rulegraph(self) -> bool:
        return False


def told(record: LogRecord) -> dict[str, Any] | None:
    """An event as the front end reads it (`workflow/progress.py`); None for what it needs nothing of.

    planned: how many jobs each rule has (`rules`). run: jobs begin; a dry run has no such event. begun, finished and
    failed: `job`, its number; begun also its rule, the values of its wildcards, and its logs.
    """
    match getattr(record, "event", None):
        case LogEvent.RUN_INFO:
            return {"event": "planned", "rules": {rule: n for rule, n in record.stats.items() if rule != "total"}}
        case LogEvent.JOB_STARTED:
            return {"event": "run"}
        case LogEvent.JOB_INFO:
            about = {"rule": record.rule_name, "of": list(record.wildcards.values()), "logs": list(record.log)}
            return {"event": "begun", "job": record.jobid} | about
        case LogEvent.JOB_FINISHED:
            return {"event": "finished", "job": record.job_id}
        case LogEvent.JOB_ERROR:
            return {"event": "failed", "job": record.jobid}
    return None
