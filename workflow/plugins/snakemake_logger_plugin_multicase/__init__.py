"""What happens in a run, told to the front end: one JSON object a line, to the file descriptor that it names.

A logger plugin of Snakemake, which loads it by the name of its package from the Python path. Snakemake's own words on
stderr stay as they are. Nothing is told of what jobs read: a raw file's name may be a person's.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from logging import LogRecord
from typing import Any

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

DESCRIPTOR = "MULTICASE_EVENTS"  # the variable that holds the number of the file descriptor


class LogHandler(LogHandlerBase):
    """Writes what `told` makes of Snakemake's events."""

    def __post_init__(self) -> None:
        self._descriptor = int(os.environ.pop(DESCRIPTOR))  # no job is to have it

    def emit(self, record: LogRecord) -> None:
        if event := told(record):
            with suppress(OSError):  # the front end is gone: the run goes on without it
                os.write(self._descriptor, json.dumps(event).encode() + b"\n")

    @property
    def writes_to_stream(self) -> bool:
        return False

    @property
    def writes_to_file(self) -> bool:
        return False

    @property
    def has_filter(self) -> bool:
        return True  # none: of what is kept quiet, too, something is told

    @property
    def has_formatter(self) -> bool:
        return True

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
