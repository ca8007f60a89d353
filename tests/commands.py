"""The command as a shell runs it, in this process: an interpreter of its own would import all anew each time.

That the one which is installed runs is told by tests/lib/test_wheel.py.
"""

from __future__ import annotations

import gc
import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest import mock

import pytest
from multicase.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object, given: str = "") -> Done:
    """Run `multicase` with these arguments. given: what is piped into it."""
    out, told, threshold = io.StringIO(), io.StringIO(), gc.get_threshold()
    try:
        with (
            mock.patch.object(sys, "argv", ["multicase", *map(str, arguments)]),
            mock.patch.object(sys, "stdin", io.StringIO(given)),
            redirect_stdout(out),
            redirect_stderr(told),
            pytest.raises(SystemExit) as ended,
        ):
            main()
    finally:
        gc.set_threshold(*threshold)
    return Done(ended.value.code or 0, out.getvalue(), told.getvalue())
