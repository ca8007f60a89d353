"""Snakemake at work: what it and its jobs say on stderr, and what happens, in the order in which it comes."""

from __future__ import annotations

import json
import os
import queue
import shlex
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

PLUGINS = Path(__file__).parent / "plugins"
TOLD = ("--logger", "multicase", "--quiet", "host")  # of jobs the plugin keeps quiet itself
DESCRIPTOR = "MULTICASE_EVENTS"
BEAT = 0.5  # seconds


@contextmanager
def called() -> Iterator[list[str]]:
    """The words that call Snakemake, by a link where its path has blanks: it gives that to a shell as it is."""
    python = Path(sys.executable)
    with tempfile.TemporaryDirectory() as place:
        if shlex.quote(str(python)) != str(python):
            link = Path(place) / "environment"
            link.symlink_to(python.parent.parent)
            python = link / python.parent.name / python.name
        yield [str(python), "-P", "-m", "snakemake"]


class Followed:
    """A run of Snakemake, begun when it is made. returncode: how it ended, once all was read."""

    def __init__(self, snakemake: list[str], options: list[str], surroundings: dict[str, str]):
        reading, writing = os.pipe()
        path = os.pathsep.join(filter(None, [str(PLUGINS), surroundings.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [*snakemake, *TOLD, *options],
            stderr=subprocess.PIPE, text=True, errors="replace", pass_fds=[writing],
            env=surroundings | {"PYTHONPATH": path, DESCRIPTOR: str(writing)},
        )  # fmt: skip
        os.close(writing)
        self._came: queue.Queue[Any] = queue.Queue()
        self._open = 2
        self._read(self._process.stderr, str)
        self._read(os.fdopen(reading, encoding="utf-8"), json.loads)

    def __iter__(self) -> Iterator[str | dict[str, Any] | None]:
        """Lines of stderr, events (as the plugin tells them), and None where nothing came for a beat."""
        while self._open:
            try:
                came = self._came.get(timeout=BEAT)
            except queue.Empty:
                yield None
                continue
            if came is EOFError:
                self._open -= 1
            else:
                yield came
        self._process.wait()

    @property
    def returncode(self) -> int:
        return self._process.returncode

    def _read(self, stream: TextIO, parse: Callable[[str], Any]) -> None:
        def read() -> None:
            with stream:
                for line in stream:
                    self._came.put(parse(line))
            self._came.put(EOFError)

        threading.Thread(target=read, daemon=True).start()
