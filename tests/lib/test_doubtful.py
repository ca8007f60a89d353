"""What Snakemake can't see to be out of date is found by what files hold, said, and shown to it by dates and marks."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from multicase import altered, doubtful
from multicase.leaks.open_zone import TIMESTAMP
from multicase.study.problems import StudyError
from small_study import REPOSITORY

SECOND = 10**9  # nanoseconds
OLD = (1_000_000_000, 1_000_000_000)
RECORD, RESULTS = Path(".snakemake/multicase/studies/s.json"), Path("results/s")
STUDY = ("codebook.yaml", "private/register.csv", "raw/i01.txt")
# A job: what it reads, what it writes, and whether it is of the closed zone.
JOBS = {
    "replace/east-0": (
        ["study:raw"],
        ["anonymised/east-0", "anonymised/east-0.parquet", "private/found.parquet"],
        True,
    ),
    "segment": (["anonymised/east-0.parquet"], ["segments/a.parquet", "segments/b.parquet"], False),
    "build_table/T05": (["segments/a.parquet"], ["tables/T05.csv"], False),
    "record_settings": ([], ["audit/settings.csv"], False),
}
FILES = {
    "replace/east-0": ["anonymised/east-0/i01.txt", "anonymised/east-0.parquet", "private/found.parquet"],
} | {job: JOBS[job][1] for job in ("segment", "build_table/T05", "record_settings")}  # fmt: skip


def put(path, text="as it was"):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A study and what was built from it, an hour ago, with a record of what the study's files held."""
    monkeypatch.chdir(tmp_path)
    for name in STUDY:
        os.utime(put(f"s/{name}"), OLD)
    for job, (inputs, outputs, is_closed) in JOBS.items():
        for name in FILES[job]:
            put(RESULTS / name, name)
        log = RESULTS / ("private/logs" if is_closed else "logs") / f"{job}.log"
        record = {"inputs": inputs, "outputs": outputs} | ({} if is_closed else {"params": {}})
        logs = [put(log, ""), put(RESULTS / f"logs/{job}.json", json.dumps(record))]
        put(RESULTS / "anonymised/east-0" / TIMESTAMP, "")
        altered.record(log, [*(RESULTS / name for name in outputs), *logs], RESULTS)
    hour = 3600 * SECOND
    for path in RESULTS.rglob("*"):
        then = path.stat().st_mtime_ns - hour
        os.utime(path, ns=(then, then))
    note()
    return tmp_path


def note(again=None):
    """What a run does when it begins."""
    before = doubtful.read(RECORD)
    files = doubtful.held_by(doubtful.below(Path("s")), before.files)
    doubtful.write(RECORD, doubtful.Record(files, before.again if again is None else again))


def seen(is_locked=False):
    return doubtful.seen(RESULTS, doubtful.read(RECORD), is_locked)


def mended(is_locked=False):
    return doubtful.mend(RESULTS, RECORD, is_locked)


def made():
    """When the last job of the build ended."""
    return max(path.stat().st_mtime_ns for path in altered.sums(RESULTS))


def everything():
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in Path().rglob("*") if path.is_file()}


def test_nothing_is_doubtful_where_nobody_touched_anything_or_nothing_was_built(here):
    before = everything()
    assert seen() == doubtful.Doubts((), {}, (), None, {}) and mended() == [] and everything() == before
    assert doubtful.problems(seen()) == doubtful.told(seen()) == []
    assert doubtful.mend(Path("results/none"), Path("none.json")) == [] and everything() == before


@pytest.mark.parametrize("name", STUDY)
@pytest.mark.parametrize(("date", "is_hidden"), [("older", True), ("as the results", True), ("newer", False)])
def test_a_file_is_replaced_if_it_holds_something_else_under_a_date_that_hides_it(here, name, date, is_hidden):
    path = put(f"s/{name}", "as it is!")
    when = {"older": OLD[0] * SECOND, "as the results": made(), "newer": made() + SECOND}[date]
    os.utime(path, ns=(when, when))
    assert seen().replaced == ((path,) if is_hidden else ())
    before = path.stat().st_mtime
    assert bool(doubtful.problems(seen())) == is_hidden
    assert [line.partition(" ")[0] for line in mended()] == [str(path)] * is_hidden
    assert (path.stat().st_mtime_ns > made()) and (path.stat().st_mtime == before) != is_hidden
    assert path.read_text() == "as it is!" and seen().replaced == () and mended() == []
    note()
    assert seen().replaced == ()


@pytest.mark.parametrize("change", ["put back", "touched", "deleted", "added", "hidden", "locked away"])
def test_what_snakemake_sees_by_itself_and_what_is_no_change_is_no_replaced_file(here, change):
    path = Path("s/codebook.yaml")
    if change == "put back":
        os.utime(put(path, "else"), OLD)
        assert seen().replaced == (path,)
        os.utime(put(path), OLD)
    elif change == "touched":
        os.utime(path, ns=(made(), made()))
    elif change == "deleted":
        path.unlink()
    else:
        new = {"added": "s/codings/c.csv", "hidden": "s/.git/HEAD", "locked away": "s/closed.age"}[change]
        os.utime(put(new, "new"), OLD)
    assert seen().replaced == () and mended() == []


def test_a_file_that_comes_back_as_another_is_replaced_though_a_run_went_without_it(here):
    path = Path("s/codebook.yaml")
    path.unlink()
    note()
    os.utime(put(path), OLD)
    assert seen().replaced == ()
    os.utime(put(path, "else"), OLD)
    assert seen().replaced == (path,)


def test_a_file_that_is_changed_during_a_run_is_told_before_the_next(here):
    path = put("s/codebook.yaml", "else")
    os.utime(path, ns=(made() - SECOND, made() - SECOND))
    assert seen().replaced == (path,)


def test_files_that_have_kept_size_and_times_are_read_once(here, monkeypatch):
    monkeypatch.setattr(doubtful, "file_sha256", lambda path: pytest.fail(f"{path} was read"))
    assert seen().replaced == ()
    note()


def test_what_cannot_be_read_is_left_to_the_job_that_needs_it(here, monkeypatch):
    def no(path):
        raise PermissionError(path)

    os.utime(put("s/codebook.yaml", "else"), OLD)
    monkeypatch.setattr(doubtful, "file_sha256", no)
    assert seen().replaced == ()
    note()


def test_a_file_whose_date_cannot_be_set_is_refused_with_what_to_do(here, monkeypatch):
    def no(*_):
        raise PermissionError

    os.utime(put("s/codebook.yaml", "else"), OLD)
    monkeypatch.setattr(doubtful.os, "utime", no)
    with pytest.raises(StudyError, match=r"s/codebook.yaml: found .* Make it writable.* touch s/codebook.yaml"):
        mended()


@pytest.mark.parametrize(
    ("name", "job"),
    [
        ("segments/a.parquet", "segment"),
        ("anonymised/east-0/i01.txt", "replace/east-0"),  # in a directory that a job makes
        ("private/found.parquet", "replace/east-0"),
        ("audit/settings.csv", "record_settings"),
    ],
)
def test_an_altered_result_is_told_and_its_job_alone_gets_another_parameter_that_stays(here, name, job):
    put(RESULTS / name, "else")
    found = seen()
    assert found.altered == {RESULTS / name: job} and doubtful.problems(found) == [] and [*found.again] == [job]
    assert mended() == doubtful.told(found) == [f"{RESULTS / name} {TOLD}"] == mended()
    assert doubtful.read(RECORD).again == found.again == seen().again
    marked = doubtful.code_of_job("c0de", found.again[job])
    assert marked.startswith("c0de+") and doubtful.code_of_job("c0de") == "c0de"
    for path in altered.sums(RESULTS):  # as if it were made again
        os.utime(path)
    (RESULTS / name).write_text(name)
    note()
    assert mended() == [] and doubtful.code_of_job("c0de", seen().again[job]) == marked
    later = made() + SECOND
    os.utime(put(RESULTS / name, "else"), ns=(later, later))  # once more, the same
    assert doubtful.code_of_job("c0de", seen().again[job]) != marked


TOLD = "was altered since it was made: a run that comes to it makes it again"


@pytest.mark.parametrize("name", ["logs/segment.json", "logs/segment.log", "private/logs/replace/east-0.log"])
def test_an_altered_log_is_no_result(here, name):
    put(RESULTS / name, "else")
    assert seen().altered == {} and mended() == []


@pytest.mark.parametrize(
    "content", [None, "", "{", "[]", "null", '{"files": 3, "again": {}}', '{"files": {"a": 1}}', "\udcff"]
)
def test_results_without_a_record_that_can_be_read_are_dated_before_all_else_and_stay_so(here, content):
    RECORD.unlink()
    if content is not None:
        RECORD.write_bytes(content.encode(errors="surrogateescape"))
    assert seen().unrecorded == RESULTS and len(doubtful.problems(seen())) == 1
    assert len(mended()) == 1 and mended() != []  # until a run begins
    dated = {name for names in FILES.values() for name in names} - {"audit/settings.csv"}
    for name in (*dated, f"anonymised/east-0/{TIMESTAMP}"):
        assert (RESULTS / name).stat().st_mtime < min(Path("s", name).stat().st_mtime for name in STUDY)
    assert not (RESULTS / "audit/settings.csv").exists()  # made from nothing: no date would tell of it
    assert not [path for path in RESULTS.rglob("logs/**/*.*") if path.is_file() and path.stat().st_mtime < 1e9]
    note()
    assert seen() == doubtful.Doubts((), {}, (), None, {}) and mended() == []


@pytest.mark.parametrize(
    ("words", "is_forced"),
    [(["-F"], True), (["--cores", "2", "--forceall"], True), (["-nF"], True), (["-Fn"], True),
     (["-f"], False), (["-R", "segment"], False), (["--forcerun"], False), (["s/F"], False), ([], False)],
)  # fmt: skip
def test_who_asks_for_everything_anew_needs_no_record(here, words, is_forced):
    os.utime(put("s/codebook.yaml", "else"), OLD)
    assert [problem.file for problem in doubtful.problems(seen(), words)] == ["s/codebook.yaml"]
    RECORD.unlink()
    assert [problem.file for problem in doubtful.problems(seen(), words)] == [str(RESULTS)] * (not is_forced)


def test_with_the_closed_zone_locked_what_was_made_before_stays_as_it_is(here):
    RECORD.unlink()
    kept = [RESULTS / name for name in FILES["replace/east-0"]]
    before = [path.stat().st_mtime_ns for path in kept]
    assert len(mended(is_locked=True)) == 1
    assert [path.stat().st_mtime_ns for path in kept] == before
    assert (RESULTS / "segments/a.parquet").stat().st_mtime < OLD[0]


@pytest.mark.parametrize("name", ["anonymised/east-0.parquet", "anonymised/east-0/i01.txt"])
@pytest.mark.parametrize("record", [None, "", "[]"])
def test_with_the_closed_zone_locked_an_altered_file_from_before_is_refused_and_another_made_again(here, name, record):
    if record is not None:
        put(RESULTS / "logs/replace/east-0.json", record)
    put(RESULTS / "segments/a.parquet", "else")
    assert mended(is_locked=True) == [f"{RESULTS}/segments/a.parquet {TOLD}"]
    put(RESULTS / name, "else")
    before = everything()
    with pytest.raises(StudyError, match=rf"{name}: found a file that was altered .* unlock the study first"):
        mended(is_locked=True)
    assert everything() == before
    assert [problem.file for problem in doubtful.problems(seen(is_locked=True))] == [f"{RESULTS}/{name}"]
    assert doubtful.told(seen(is_locked=True)) == [f"{RESULTS}/segments/a.parquet {TOLD}"]


@pytest.mark.parametrize(
    ("words", "make"),
    [
        (["snakemake", "--cores", "2"], "make"),
        (["snakemake", "--config", "seed=7", "study=data/mine"], "make STUDY=data/mine"),
        (["snakemake", "-C", "study=my study"], "make 'STUDY=my study'"),
    ],
)
def test_what_is_to_be_done_is_told_for_the_study_that_was_named(here, words, make):
    os.utime(put("s/codebook.yaml", "else"), OLD)
    assert [problem.todo for problem in doubtful.problems(seen(), words)] == [
        f"Run {make}, which reads it anew, or do: touch s/codebook.yaml"
    ]
    RECORD.unlink()
    assert [problem.todo for problem in doubtful.problems(seen(), words)] == [
        f"Run {make}, or snakemake --forceall: either makes them again."
    ]


RULE = re.compile(r"^ *rule (\w+):(.*?)(?=^ *rule |\Z)", re.M | re.S)
LOG = re.compile(r"<results>/(?:private/)?logs/(\w+)(?:/\{\w+\})?\.log\"")


def test_each_rule_has_the_parameter_that_marks_its_jobs_under_the_name_that_its_log_has():
    texts = [path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "workflow/rules").glob("*.smk"))]
    rules = {name: text for told in texts for name, text in RULE.findall(told)}
    assert len(rules) > 40
    for name, text in rules.items():
        assert re.findall(r"code_of\(\s*\"(\w+)\"", text) == LOG.findall(text) == [name], name


def test_a_record_is_written_whole_or_not_at_all_and_for_its_owner_alone(here, monkeypatch):
    before = RECORD.read_bytes()
    monkeypatch.setattr(Path, "replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        note({"segment": ["x"]})
    assert RECORD.read_bytes() == before
    assert RECORD.parent.stat().st_mode & 0o077 == 0
