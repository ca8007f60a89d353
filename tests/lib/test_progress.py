"""How far a run is and how much longer it takes, from invented events; and what of it a log and a terminal show."""

from __future__ import annotations

import io

import display
import durations
import pytest
from display import Lines, at_work, drawn, spent, to_come
from progress import Progress
from rich.console import Console
from rich.constrain import Constrain


def planned(rules, before=None, cores=2):
    progress = Progress(before or {}, cores, 0.0)
    progress.take({"event": "planned", "rules": rules}, 0.0)
    progress.take({"event": "run"}, 0.0)
    return progress


def begin(progress, job, rule, now, *of):
    progress.take({"event": "begun", "job": job, "rule": rule, "of": list(of), "logs": [f"{rule}.log"]}, now)


def finish(progress, job, now):
    progress.take({"event": "finished", "job": job}, now)


def test_jobs_are_counted_and_named_in_words_while_they_run():
    progress = planned({"build_table": 3, "all": 1})
    begin(progress, 1, "build_table", 1.0, "T06")
    begin(progress, 2, "build_table", 1.0, "T07")
    assert at_work(progress) == "build table T06, build table T07"
    finish(progress, 1, 2.0)
    progress.take({"event": "failed", "job": 2}, 2.0)
    assert (progress.done, progress.total, progress.waiting, progress.running) == (1, 4, 2, {})
    assert [(job.name, job.logs) for job in progress.failed.values()] == [("build table T07", ("build_table.log",))]
    begin(progress, 2, "build_table", 3.0, "T07")  # tried again
    finish(progress, 2, 4.0)
    assert (progress.done, progress.failed) == (2, {}) and at_work(progress) == "between two jobs"
    for job in (3, 4):
        begin(progress, job, "build_table", 4.0, f"T{job}")
        finish(progress, job, 5.0)
    assert at_work(progress) == "finishing"


def test_a_first_build_tells_no_time_before_it_knows_half_of_what_is_to_come():
    progress = planned({"quick": 2, "slow": 3}, cores=1)
    begin(progress, 1, "quick", 0.0)
    assert progress.seconds_left(1.0) is None
    finish(progress, 1, 1.0)
    assert progress.seconds_left(1.0) is None  # one quick job to come is known, three slow ones aren't
    begin(progress, 2, "slow", 1.0)
    finish(progress, 2, 11.0)
    assert progress.seconds_left(11.0) == pytest.approx(1 + 2 * 10)


def test_earlier_builds_are_believed_at_once_and_less_as_this_one_goes_on():
    progress = planned({"build_table": 10}, {"build_table": 4.0})
    assert progress.seconds_left(0.0) == 10 * 4 / 2
    begin(progress, 1, "build_table", 0.0)
    finish(progress, 1, 8.0)
    assert progress.means() == {"build_table": (3 * 4 + 8) / 4}
    assert progress.seconds_left(8.0) == 9 * 5  # one job at once, so far


def test_what_a_running_job_has_done_is_not_to_come_and_one_that_failed_neither():
    progress = planned({"build_table": 3}, {"build_table": 10.0}, cores=1)
    begin(progress, 1, "build_table", 0.0)
    assert progress.seconds_left(6.0) == 4 + 2 * 10
    assert progress.seconds_left(60.0) == 2 * 10  # it takes longer than it should: no time is below nothing
    progress.take({"event": "failed", "job": 1}, 60.0)
    assert progress.seconds_left(60.0) == 2 * 10


def test_durations_are_kept_by_study_and_a_broken_file_tells_none(tmp_path):
    path = tmp_path / "multicase/durations.json"
    assert durations.read(path, "small") == {}
    durations.write(path, "small", {"build_table": 1.2345})
    durations.write(path, "other", {"build_table": 9.0})
    assert durations.read(path, "small") == {"build_table": 1.23}
    for broken in ("", "[]", '{"small": 3}', '{"small": {"build_table": null}}', '{"small": {"build_table": "x"}}'):
        path.write_text(broken)
        assert durations.read(path, "small") == {}


@pytest.mark.parametrize(("seconds", "told"), [(0, "0:00"), (61.9, "1:01"), (3661, "1:01:01")])
def test_time_gone(seconds, told):
    assert spent(seconds) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (59, "less than a minute left"),
        (100, "about 2 min left"),
        (3599, "about 1 h left"),
        (4800, "about 1 h 20 min left"),
    ],
)
def test_time_to_come(seconds, told):
    assert to_come(seconds) == told


def test_a_log_gets_a_line_for_each_tenth_not_too_close_and_one_after_a_silent_minute(capsys):
    progress, now = planned({"build_table": 40}), 0.0
    lines = Lines(lambda: now)
    lines.show(progress)
    for job in range(20):
        begin(progress, job, "build_table", now, f"T{job}")
        lines.show(progress)
        now += 1.0 if job < 8 else 4.0
        finish(progress, job, now)
        lines.show(progress)
    begin(progress, 20, "build_table", now, "T20")
    for _ in range(90):
        now += 1.0
        lines.show(progress)
    told = capsys.readouterr().err
    assert "\r" not in told and "\x1b" not in told
    done = [line.split()[0] for line in told.splitlines()]
    assert told.splitlines()[0] == "  40 jobs to do." and done[1:] == ["9", "12", "16", "20", "20"]
    assert told.splitlines()[2] == (
        "  12 of 40 jobs done (30 %) after 0:24, less than a minute left; now build table T12."
    )


def test_a_log_says_nothing_while_a_run_is_planned_or_stops(capsys):
    progress = Progress({}, 2, 0.0)
    lines = Lines(lambda: 0.0)
    progress.take({"event": "planned", "rules": {"all": 1}}, 0.0)  # as in a dry run
    lines.show(progress)
    progress.take({"event": "run"}, 0.0)
    progress.is_stopping = True
    lines.show(progress)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("width", [40, 80, 120])
def test_in_a_terminal_two_lines_fit_whatever_runs(width):
    progress = planned({"write_participant_pages": 12_000}, {"write_participant_pages": 3.0})
    for job in range(5):
        begin(progress, job, "write_participant_pages", 0.0, f"a-place-with-a-long-name-{job}")
    finish(progress, 0, 1.0)
    progress.take({"event": "failed", "job": 1}, 1.0)
    console = Console(file=io.StringIO(), width=width)
    console.print(Constrain(drawn(progress, 3700.0), width - display.ECHO))
    lines = console.file.getvalue().rstrip("\n").split("\n")
    assert len(lines) == 2 and max(map(len, lines)) <= width - display.ECHO
    if width >= 80:
        assert "1 of 12000 jobs  1 failed  1:01:40  about " in lines[0] and lines[1].startswith("  now write partic")


def test_what_is_said_in_a_terminal_breaks_between_words(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    display.Terminal(lambda: 0.0).say("  cases.csv, line 2: found a [b]long[/b] word; expected another")
    assert capsys.readouterr().err.splitlines() == [
        "  cases.csv, line 2: found a [b]long[/b]",
        "word; expected another",
    ]
