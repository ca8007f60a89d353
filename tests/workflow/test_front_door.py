"""What a person sees of a run that `make` starts: plain lines in a log, a display in a terminal, and how it ended."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

SEGMENTING = ("workflow/run.py", "texts", "--forcerun", "segment_turns")


def test_a_log_gets_plain_lines_and_the_durations_stay_beside_snakemake_s_own_files(built):
    told = built.run("python", *SEGMENTING)
    lines = told.stderr.splitlines()
    assert lines[:2] == ["  Looking what is to be made.", "  3 jobs to do."] and "\r" not in told.stderr
    assert lines[-1].startswith("  3 jobs done in 0:") and "\x1b" not in told.stderr and len(lines) <= 5
    kept = json.loads((built.root / ".snakemake/multicase/durations.json").read_text())
    assert set(kept["small"]) == {"segment_turns", "texts"}
    assert "less than a minute left." in built.run("python", *SEGMENTING).stderr.splitlines()[1]
    assert built.run("python", "workflow/run.py", "texts").stderr.splitlines()[1:] == [
        "Nothing to be done (all requested files are present and up to date)."
    ]


def test_a_failure_stands_once_with_its_log_and_says_what_was_not_made(built):
    library = "workflow/lib/multicase/segment.py"
    built.edit(library, "    pieces = {", "    raise RuntimeError('broken')\n    pieces = {")
    line = (built.root / library).read_text().split("raise RuntimeError")[0].count("\n") + 1
    done = built.run("python", "workflow/run.py", "--cores", "1", "texts", check=False)  # one writes after the other
    logs = [f"results/small/logs/segment_turns/{batch}.log" for batch in ("east-0", "west-0")]
    assert done.returncode == 1 and sorted(done.stderr.splitlines()[2:]) == sorted(
        [
            *(f"segment_turns failed, in segment.py, line {line}: RuntimeError: broken" for _ in logs),
            *(
                f"  That is no fault of the study's files that multicase knows of; {log} holds the rest."
                for log in logs
            ),
            *(f"Failed: segment turns {Path(log).stem} ({log})" for log in logs),
            "0 of 3 jobs done, 2 failed, 1 not begun.",
            "What was finished stays; run make to go on once it is mended (make ARGS=-v tells all).",
        ]
    )


def test_what_a_study_lacks_is_told_without_a_word_around_it(built):
    built.edit("data/small/sources.csv", "wave", "wav")
    done = built.run("python", "workflow/run.py", check=False)
    assert [line.split(": found")[0] for line in done.stderr.splitlines()] == [
        "  Looking what is to be made.",
        "  data/small/sources.csv, line 1",
        "Nothing was made. Mend it, and run make again.",
    ]


def test_ctrl_c_in_a_terminal_leaves_a_cursor_and_nothing_of_the_display(built):
    master, slave = pty.openpty()
    surroundings = built.env | {"TERM": "xterm", "COLUMNS": "80"}
    run = subprocess.Popen(
        [sys.executable, *SEGMENTING], cwd=built.root, env=surroundings, stderr=slave, stdout=slave, start_new_session=True
    )  # fmt: skip
    os.close(slave)
    told = b""
    while part := read(master):
        was_begun, told = b"now segment turns" in told, told + part
        if not was_begun and b"now segment turns" in told:
            os.killpg(run.pid, signal.SIGINT)  # as a terminal does
    assert run.wait() == 130
    shown = told.decode()
    assert "0 of 3 jobs" in shown and shown.endswith("Stopped. What was finished stays; run make to go on.\r\n")
    assert shown.count("\x1b[?25h") >= shown.count("\x1b[?25l") == 1  # the cursor was hidden once, and is back
    assert shown[: shown.rindex("Stopped")].endswith("\r\x1b[1A\x1b[2K\x1b[1A\x1b[2K")  # both lines are gone


def read(master: int) -> bytes:
    try:
        return os.read(master, 4096)
    except OSError:  # how Linux tells the end
        return b""
