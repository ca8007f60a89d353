"""What a job tells: a record without a path of this machine, people's mistakes in full, and of the closed zone nothing."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
from multicase import doubtful, journal
from multicase.digest import text_sha256
from multicase.study.problems import Problem, StudyError

OPEN, CLOSED = "results/small/logs/build_table/T11", "results/small/private/logs/find_identifiers/east-0"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = os.umask(0o022)
    yield tmp_path
    os.umask(before)


def job(inputs=(), outputs=(), log=OPEN, study="/home/anna/studies/small", logs=(".log", ".json"), **params):
    named = [f"{log}{ending}" for ending in logs]
    given = {"params": params, "config": {"study": study}}
    return SimpleNamespace(rule="build_table", input=inputs, output=outputs, log=named, **given)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("results/small/themes/evidence.parquet", "themes/evidence.parquet"),
        ("results/small/private/texts/east-0.parquet", "private/texts/east-0.parquet"),
        ("/home/anna/studies/small/cases.csv", "study:cases.csv"),
        ("/home/anna/studies/small/raw/east/i01.txt", "study:raw"),
        ("/home/anna/studies/small/raw", "study:raw"),
        ("/home/anna/studies/small/rawdata.csv", "study:rawdata.csv"),
        ("/home/anna/studies/small", "study:."),
        ("/home/anna/multicase/workflow/lib/multicase/tables/t11.py", "workflow:tables/t11.py"),
        ("notebooks/report.py", "workflow:notebooks/report.py"),
        ("/home/anna/studies/smaller/cases.csv", "workflow:smaller/cases.csv"),
        ("results/smaller/tables/T11.csv", "results:smaller/tables/T11.csv"),
        ("results/published/smaller/tables/T11.csv", "results:published/smaller/tables/T11.csv"),
    ],
)
def test_the_record_shows_no_path_of_this_machine(path, shown):
    record = journal.record(job(inputs=[path], outputs=[path]))
    assert record == {"rule": "build_table", "code": "", "params": {}, "inputs": [shown], "outputs": [shown]}


@pytest.mark.parametrize("study", ["data/small", "../studies/small"])
def test_a_study_that_is_named_from_here_is_shown_as_the_study(study):
    assert journal.record(job(inputs=[f"{study}/cases.csv"], study=study))["inputs"] == ["study:cases.csv"]


def test_the_record_is_in_order_and_names_each_file_once():
    paths = ["results/small/b.csv", "results/small/a.csv", "results/small/b.csv"]
    assert journal.record(job(inputs=paths))["inputs"] == ["a.csv", "b.csv"]


def test_the_names_of_raw_files_stand_in_no_record():
    paths = ["/home/anna/studies/small/raw/Sarah Holt.txt", "/home/anna/studies/small/raw/../raw/Eve Lamb.txt"]
    for closed in (True, False):
        assert journal.record(job(inputs=paths), closed)["inputs"] == ["study:raw"]


def test_the_record_holds_the_code_and_the_parameters_as_plain_values_in_order():
    record = journal.record(job(code="c0de", unit="turn", k=5, entry={"b": (1, 2), "a": None}))
    assert record["code"] == "c0de"
    marked = doubtful.code_of_job("c0de", ["a mark"])
    assert journal.record(job(code=marked))["code"] == "c0de" != marked  # what was altered is nothing of the code
    assert list(record["params"].items()) == [("entry", {"a": None, "b": [1, 2]}), ("k", 5), ("unit", "turn")]
    assert list(record["params"]["entry"]) == ["a", "b"]


def test_a_long_parameter_is_told_by_its_hash_and_length():
    long, short = "x" * (journal.LONGEST - 1), "x" * (journal.LONGEST - 2)
    params = journal.record(job(long=long, short=short))["params"]
    assert params["short"] == short
    assert params["long"] == {"sha256": text_sha256(f'"{long}"'), "length": journal.LONGEST + 1}


def test_sources_that_may_appear_nowhere_are_told_by_their_number():
    assert journal.record(job(closed=["north-i03", "south-g02"]))["params"] == {"closed": {"not shown": 2}}
    assert journal.record(job(closed=[]))["params"] == {"closed": []}


def test_a_parameter_without_an_order_is_refused():
    with pytest.raises(TypeError):
        journal.record(job(origins={"manual", "model"}))


def test_the_record_of_a_closed_job_holds_no_parameter():
    with journal.journal(job(log=CLOSED, code="c0de", names=["Sarah Holt"]), closed=True):
        pass
    record = json.loads(Path(f"{CLOSED}.json").read_text())
    assert record == {"rule": "build_table", "code": "c0de", "inputs": [], "outputs": []}


@pytest.mark.parametrize("log", [OPEN, CLOSED])
def test_results_lie_above_the_logs_of_either_zone(log):
    assert journal.results_of(f"{log}.log") == Path("results/small")
    assert journal.results_of(f"/srv/{log}.log") == Path("/srv/results/small")


def test_a_job_that_succeeds_leaves_an_empty_log_and_its_record():
    done = job(inputs=["/home/anna/studies/small/cases.csv"], outputs=["results/small/tables/T11.csv"])
    with journal.journal(done):
        pass
    assert Path(f"{OPEN}.log").read_text() == ""
    text = Path(f"{OPEN}.json").read_text()
    told = {"inputs": ["study:cases.csv"], "outputs": ["tables/T11.csv"]}
    assert json.loads(text) == {"rule": "build_table", "code": "", "params": {}} | told
    assert "anna" not in text


def test_notes_of_a_job_stand_in_its_log_and_on_the_console_where_they_are_said_aloud(capsys):
    for aloud in (False, True):
        one = job()
        with journal.journal(one):
            journal.note(one, ["this does nothing", "nor that"], aloud)
        assert Path(f"{OPEN}.log").read_text() == "note: this does nothing\nnote: nor that\n"
        assert capsys.readouterr().err.count("note: ") == 2 * aloud


def test_a_job_with_one_log_keeps_no_record():
    with journal.journal(job(logs=(".log",))):
        pass
    assert {path.name for path in Path(OPEN).parent.iterdir()} == {"T11.log", "T11.sums"}


@pytest.mark.parametrize(("log", "closed"), [(OPEN, False), (CLOSED, True)])
def test_a_job_leaves_the_sums_of_what_it_wrote_each_in_its_zone(log, closed):
    made = [Path("results/small/tables/T11.csv"), Path("results/small/private/texts.csv")]
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    with journal.journal(job(outputs=[str(path) for path in made], log=log), closed=closed):
        pass
    name = log.removeprefix("results/small/").removeprefix("private/")
    told = Path(f"results/small/{name}.sums").read_text()
    assert "tables/T11.csv" in told and "private" not in told and (closed or f"{name}.json" in told)
    kept = Path(f"results/small/private/{name}.sums").read_text()
    assert "private/texts.csv" in kept and "tables" not in kept


def test_nobody_vouches_any_more_for_what_a_job_that_fails_had_written(capsys):
    with journal.journal(job()):
        pass
    fail(StudyError(MISTAKES), False, capsys)
    assert not Path(f"{OPEN}.sums").exists()


def test_what_the_machine_lacks_is_a_problem_with_a_remedy(capsys):
    told = fail(OSError(errno.ENOSPC, "No space left", "results/small/Sarah Holt.txt"), True, capsys)
    assert "found a full disk" in told and "run make again" in told and "Holt" not in told
    assert "full disk" in fail(sqlite3.OperationalError("database or disk is full"), False, capsys)


def test_a_disk_too_full_for_the_log_is_told_on_the_console(capsys, monkeypatch):
    def write(*_, **__):
        raise OSError(errno.ENOSPC, "No space left")

    monkeypatch.setattr(Path, "write_text", write)
    with pytest.raises(SystemExit), journal.journal(job()):
        raise AssertionError("not begun")
    assert "found a full disk" in capsys.readouterr().err


def test_a_job_that_is_stopped_ends_without_a_word(capsys):
    with pytest.raises(SystemExit) as ended, journal.journal(job()):
        raise KeyboardInterrupt
    assert ended.value.code == journal.STOPPED
    assert capsys.readouterr().err == "" and not Path(f"{OPEN}.sums").exists()


def fail(error, closed, capsys, log=OPEN):
    """What a job that fails writes to its log; on the console the same, or an unexpected failure in two lines."""
    with pytest.raises(SystemExit) as ended, journal.journal(job(log=log), closed=closed):
        raise error
    assert ended.value.code == 1
    assert not Path(f"{log}.json").exists()
    told = Path(f"{log}.log").read_text(encoding="utf-8")
    shown = capsys.readouterr().err
    if shown != told:
        assert len(shown.splitlines()) == 2 and f"{log}.log holds the rest" in shown and "Traceback" not in shown
        assert "Holt" not in shown and ("Traceback" in told or "withheld" in told)
    return told


MISTAKES = [
    Problem("cases.csv", "line 2", "x", "y", "Mend it."),
    Problem("sources.csv", "line 3", "v", "w", "Mend it too."),
]


@pytest.mark.parametrize("closed", [False, True])
def test_peoples_mistakes_are_told_in_full(capsys, closed):
    told = fail(StudyError(MISTAKES), closed, capsys)
    assert told.startswith("2 problems:") and all(str(problem) in told for problem in MISTAKES)
    assert "Traceback" not in told


def test_all_of_a_failure_is_shown_where_it_is_asked_for(capsys, monkeypatch):
    monkeypatch.setenv(journal.VERBOSE, "1")
    with pytest.raises(SystemExit), journal.journal(job()):
        raise ValueError("no column level")
    assert "Traceback" in capsys.readouterr().err


def test_an_open_jobs_exception_is_told_with_its_message_and_traceback(capsys):
    told = fail(ValueError("no column level"), False, capsys)
    assert "Traceback" in told and "ValueError: no column level" in told


@pytest.mark.parametrize(
    "error",
    [
        ValueError("Sarah Holt"),
        KeyError("Sarah Holt"),
        UnicodeDecodeError("utf-8", b"Sarah Holt", 0, 1, "Sarah Holt"),
        FileNotFoundError(2, "Sarah Holt", "raw/Sarah Holt.txt"),
    ],
)
def test_a_closed_jobs_unexpected_exception_is_told_by_type_and_place_alone(capsys, error):
    told = fail(error, True, capsys, log=CLOSED)
    assert "Sarah" not in told and "Holt" not in told
    assert type(error).__name__ in told and "withheld" in told
    assert Path(__file__).name in told and "in fail" in told and str(Path(__file__).parent) not in told


def test_what_an_exception_of_a_closed_job_came_from_is_withheld_too(capsys):
    try:
        try:
            raise KeyError("Sarah Holt")
        except KeyError as cause:
            raise RuntimeError("of Dr Holt") from cause
    except RuntimeError as caught:
        caught.add_note("about Sarah Holt")
        error = caught
    told = fail(error, True, capsys, log=CLOSED)
    assert "Holt" not in told and "RuntimeError" in told


def test_a_failing_job_leaves_its_output_to_others_and_its_old_log_behind(capsys):
    Path(OPEN).parent.mkdir(parents=True)
    Path(f"{OPEN}.log").write_text("what an earlier run told\n")
    assert "earlier" not in fail(ValueError("new"), False, capsys)


@pytest.mark.parametrize(("closed", "mode"), [(True, 0o600), (False, 0o644)])
def test_what_a_closed_job_writes_is_its_owners_alone(closed, mode):
    with journal.journal(job(log=CLOSED), closed=closed):
        Path("made.csv").write_text("x")
    for path in (Path("made.csv"), Path(f"{CLOSED}.log"), Path(f"{CLOSED}.json")):
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_failing_job_leaves_no_record_of_the_run_before(capsys):
    with journal.journal(job()):
        pass
    fail(ValueError("new"), False, capsys)
