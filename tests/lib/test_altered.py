"""What was altered since a job made it is found by the sums that the job left; to look for it changes nothing."""

from __future__ import annotations

import os

import pytest
from multicase import altered

FILES = ("tables/T11.csv", "tables/T11.json", "private/texts/a.parquet", "audit/pages/x.html", "audit/pages/y.html")
LOGS = ("logs/make/T11.log", "logs/make/T11.json")


@pytest.fixture
def root(tmp_path):
    """Results of one job, whose two files of a directory lie beside others."""
    for name in (*FILES, *LOGS, "audit/pages/.snakemake_timestamp"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    outputs = [
        tmp_path / name for name in ("tables/T11.csv", "tables/T11.json", "private/texts/a.parquet", "audit/pages")
    ]
    altered.record(tmp_path / LOGS[0], [*outputs, *(tmp_path / name for name in LOGS)], tmp_path)
    return tmp_path


def later(path, content):
    """Write a file, as if some time after its job."""
    path.write_bytes(content)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 60))


def everything(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_nobody_touched_is_as_it_was(root):
    assert altered.of_build(root, {}) == [] and altered.changed(root) == {}


@pytest.mark.parametrize("name", [*FILES, *LOGS])
@pytest.mark.parametrize("spoil", ["cut", "emptied", "zeroed", "deleted"])
def test_each_file_that_was_spoilt_is_found_logs_and_audit_files_too(root, name, spoil):
    path = root / name
    content = path.read_bytes()
    if spoil == "deleted":
        path.unlink()
    else:
        path.write_bytes({"cut": content[:-1], "emptied": b"", "zeroed": bytes(len(content))}[spoil])
    assert altered.of_build(root, {}) == [(name, "missing" if spoil == "deleted" else "differs")]


@pytest.mark.parametrize("name", ["tables/T12.csv", "notes.txt", "logs/make/T12.log", "audit/pages/z.html"])
def test_a_file_that_no_job_made_is_found_in_the_open_zone(root, name):
    (root / name).write_text("x")
    assert altered.of_build(root, {}) == [(name, "added")]


def test_what_people_leave_in_the_closed_zone_and_the_warning_are_no_additions(root):
    (root / "private/notes.txt").write_text("mine")
    (root / "DO_NOT_SHARE.txt").write_text("not yet")
    assert altered.of_build(root, {}) == []


@pytest.mark.parametrize("spoil", [b"", bytes(100), b"\xff\xfe junk"])
def test_spoilt_sums_vouch_for_nothing(root, spoil):
    (root / "logs/make/T11.sums").write_bytes(spoil)
    names = {name for name, status in altered.of_build(root, {}) if status == "added"}
    assert names == {name for name in (*FILES, *LOGS) if not name.startswith("private")}


def test_with_the_closed_zone_away_what_the_sums_of_the_open_one_say_still_holds(root):
    for path in (root / "private/texts/a.parquet", root / "private/logs/make/T11.sums"):
        path.unlink()
    assert altered.of_build(root, {}) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", bytes(8), b"mine"])
def test_before_a_run_an_altered_file_is_told_and_everything_stays(root, capsys, name, content):
    later(root / name, content)
    before = everything(root)
    assert altered.changed(root) == {name: "make/T11"}
    assert everything(root) == before and capsys.readouterr() == ("", "")


def test_a_file_that_was_only_touched_an_altered_log_and_a_deleted_file_are_none(root):
    later(root / "tables/T11.csv", b"tables/T11.csv")
    later(root / LOGS[0], b"x")
    (root / "tables/T11.json").unlink()
    assert altered.changed(root) == {}


@pytest.mark.parametrize(
    "log", ["logs/make/T11.log", "private/logs/make/T11.log", "logs/make.log", "private/logs/make.log"]
)
def test_the_job_of_sums_is_its_rule_and_what_it_was_for(root, log):
    altered.record(root / log, [root / "tables/T11.csv", root / "private/texts/a.parquet"], root)
    job = "make/T11" if "T11" in log else "make"
    assert [altered.job_of(path, root) for path in altered.sums_path(root / log, root)] == [job] * 2


def test_before_a_job_its_earlier_sums_go(root):
    altered.forget(root / LOGS[0], root)
    assert not list(root.rglob("*.sums"))


def test_a_job_of_the_closed_zone_leaves_the_sums_of_its_open_files_in_the_open_zone(root):
    log = root / "private/logs/replace/a.log"
    altered.record(log, [root / "tables/T11.csv", root / "private/texts/a.parquet"], root)
    assert [*altered.read(root / "logs/replace/a.sums")] == ["tables/T11.csv"]
    assert [*altered.read(root / "private/logs/replace/a.sums")] == ["private/texts/a.parquet"]
