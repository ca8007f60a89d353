"""The version of record: what is published, whether a build is the same, and whether it is still what it was."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

import pytest
from multicase import altered
from multicase.audit import reproduction
from multicase.audit.reproduction import MANIFEST, PUBLISHED
from multicase.study.problems import StudyError


def files(root, **given):
    """Files below a root, by their paths; a double underscore stands for a slash, and `_csv` for the ending."""
    for name, text in given.items():
        write(root / name.replace("__", "/").replace("_csv", ".csv"), text)
    return root


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def manifest(root, name=MANIFEST, **hashes):
    lines = [f"{artefact.replace('_', '/')}.csv,rule,inputs,{told}" for artefact, told in hashes.items()]
    write(root / name, "\n".join(["artefact,rule,inputs,sha256", *lines]) + "\n")
    return root


def rows(**status):
    return [{"artefact": name, "status": told} for name, told in status.items()]


# Comparing


@pytest.mark.parametrize(
    ("ours", "theirs", "status"),
    [({"a": "1"}, {"a": "1"}, "identical"), ({"a": "1"}, {"a": "2"}, "differs"), ({}, {"a": "1"}, "missing"), ({"a": "1", "b": "1"}, {"b": "1"}, "new")],
)  # fmt: skip
def test_an_artefact_is_identical_differs_is_missing_or_new(tmp_path, ours, theirs, status):
    found = reproduction.compare(manifest(tmp_path / "ours", **ours), manifest(tmp_path / "theirs", **theirs))
    assert {row["artefact"]: row["status"] for row in found}["a.csv"] == status


def test_every_artefact_of_either_manifest_is_compared_in_the_order_of_their_names(tmp_path):
    ours = manifest(tmp_path / "ours", z="1", b="1", a="1")
    theirs = manifest(tmp_path / "theirs", c="1", b="2", z="1")
    assert reproduction.compare(ours, theirs) == [
        {"artefact": "a.csv", "status": "new"}, {"artefact": "b.csv", "status": "differs"},
        {"artefact": "c.csv", "status": "missing"}, {"artefact": "z.csv", "status": "identical"},
    ]  # fmt: skip


def test_nothing_is_compared_where_nothing_is_published(tmp_path):
    ours = manifest(tmp_path / "ours", a="1")
    assert reproduction.compare(ours, tmp_path / "none") == []
    (tmp_path / "empty").mkdir()
    assert reproduction.compare(ours, tmp_path / "empty") == []


def test_published_results_whose_manifest_lists_nothing_or_is_gone_are_not_taken_for_none(tmp_path):
    ours, theirs = manifest(tmp_path / "ours", a="1"), manifest(tmp_path / "theirs")
    assert reproduction.compare(ours, theirs) == [{"artefact": "a.csv", "status": "new"}]
    (theirs / MANIFEST).rename(theirs / "tables/other.csv")
    with pytest.raises(StudyError, match="found no manifest"):
        reproduction.compare(ours, theirs)


@pytest.mark.parametrize(
    "text", ["", "artefact,rule,inp", "artefact;rule;inputs;sha256\ntables/T01.csv;t;x;abc\n", "\0\0\0"]
)
def test_a_manifest_that_is_none_any_more_is_refused_with_what_it_begins_with(tmp_path, text):
    write(tmp_path / MANIFEST, text)
    with pytest.raises(StudyError, match=r"T27\.csv, line 1: found the columns"):
        reproduction.manifest(tmp_path)


def test_a_mark_before_the_first_column_is_no_part_of_its_name(tmp_path):
    write(tmp_path / MANIFEST, "\ufeffartefact,sha256\na.csv,1\n")
    assert reproduction.manifest(tmp_path) == {"a.csv": "1"}


def test_a_build_without_a_manifest_lacks_all_that_is_published(tmp_path):
    assert reproduction.compare(tmp_path / "none", manifest(tmp_path / "theirs", a="1")) == [
        {"artefact": "a.csv", "status": "missing"}
    ]


def test_a_manifest_is_read_by_the_names_of_its_columns(tmp_path):
    write(tmp_path / MANIFEST, 'sha256,inputs,artefact\n1,"x; y, z",a.csv\n')
    assert reproduction.manifest(tmp_path) == {"a.csv": "1"}
    assert reproduction.manifest(tmp_path / "none") == {}


# What is no longer what the build made


def build(root):
    files(root, tables__T01_csv="one", private__names_csv="closed")
    manifest(root, tables_T01=sha256("one"))
    return manifest(root, reproduction.CLOSED_MANIFEST, private_names=sha256("closed"))


def test_a_build_that_nobody_touched_is_what_it_was(tmp_path):
    assert reproduction.no_longer(build(tmp_path)) == []


@pytest.mark.parametrize("name", ["tables/T01.csv", "private/names.csv"])
def test_a_file_that_was_changed_or_deleted_is_found_in_either_zone(tmp_path, name):
    root = build(tmp_path)
    (root / name).write_text("ONE")
    assert reproduction.no_longer(root) == [(name, "differs")]
    (root / name).unlink()
    assert reproduction.no_longer(root) == [(name, "missing")]


def test_a_folder_in_the_place_of_a_file_is_no_such_file(tmp_path):
    root = build(tmp_path)
    (root / "tables/T01.csv").unlink()
    (root / "tables/T01.csv").mkdir()
    assert reproduction.no_longer(root) == [("tables/T01.csv", "missing")]


def test_of_a_build_without_sums_a_file_beside_those_of_the_manifest_is_nobody_s_business(tmp_path):
    write(build(tmp_path) / "tables/notes.csv", "x")
    assert reproduction.no_longer(tmp_path) == []


def test_with_the_closed_zone_locked_away_nothing_is_missing(tmp_path):
    shutil.rmtree(build(tmp_path) / "private")
    assert reproduction.no_longer(tmp_path) == []


def test_without_a_manifest_nothing_is_altered(tmp_path):
    assert reproduction.no_longer(tmp_path) == []
    assert reproduction.no_longer_published(tmp_path / "none") == []


# In a sentence


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([], "nothing is published yet to compare with (multicase publish)"),
        (rows(a="identical", b="identical"), "reproduces the published results: 2 of 2 artefacts identical"),
        (
            rows(a="identical", b="differs"),
            "does not reproduce the published results: 1 of 2 artefacts identical, 1 differ",
        ),
        (rows(a="missing"), "does not reproduce the published results: 0 of 1 artefacts identical, 1 missing"),
        (rows(a="identical", b="new"), "does not reproduce the published results: 1 of 2 artefacts identical, 1 new"),
        (
            rows(a="new", b="missing", c="differs", d="identical", e="new"),
            "does not reproduce the published results: 1 of 5 artefacts identical, 1 differ, 1 missing, 2 new",
        ),
    ],
)
def test_a_comparison_is_said_in_a_sentence(found, told):
    assert reproduction.sentence(found) == told


# Publishing


@pytest.fixture
def source(tmp_path):
    """A finished build, with what is published of it and what isn't."""
    root = files(
        tmp_path / "results", tables__T01_csv="T01", figures__F01_csv="F01", findings__a__b_csv="deep", exports__x_csv="x",
        codings__manual_csv="words", private__names_csv="closed", segments__s_csv="s", notebooks__n_csv="n", model__m_csv="m",
    )  # fmt: skip
    write(root / "index.html", "<p>")
    for name in ("leaks.json", "reproduction.csv", "provenance/.snakemake_timestamp"):
        write(root / "audit" / name, "of one run")
    write(root / "audit/provenance/index.html", "site")
    return manifest(root, tables_T01=sha256("T01"))


def inside(root):
    return sorted(path.relative_to(root).as_posix() for path in Path(root).rglob("*") if path.is_file())


OPEN = ["audit/provenance/index.html", "exports/x.csv", "figures/F01.csv", "findings/a/b.csv", "index.html", "model/m.csv", "notebooks/n.csv", "tables/T01.csv", MANIFEST]  # fmt: skip


def test_what_people_read_is_published_and_nothing_else(source, tmp_path):
    target = tmp_path / "published/small"
    assert reproduction.publish(source, target) == len(OPEN)
    assert inside(target) == sorted([*OPEN, "SHA256SUMS"])
    assert (target / "audit/provenance/index.html").read_text() == "site"
    assert (target / "findings/a/b.csv").read_text() == "deep" and (target / "index.html").read_text() == "<p>"


def test_what_is_published_bears_the_date_of_its_publication(source, tmp_path):
    for path in source.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    began = time.time() - 10
    reproduction.publish(source, tmp_path / "published/small")
    assert all(path.stat().st_mtime > began for path in (tmp_path / "published/small").rglob("*") if path.is_file())


def test_nothing_of_the_closed_zone_is_among_what_is_published():
    assert not {"private", "raw", "logs", "anonymised", "codings", "segments", "themes"} & set(PUBLISHED)


def test_what_the_build_no_longer_has_goes_from_the_version_of_record(source, tmp_path):
    target = tmp_path / "published"
    files(target, tables__T99_csv="old", figures__F01_csv="old", gone__x_csv="old")
    reproduction.publish(source, target)
    assert inside(target) == sorted([*OPEN, "SHA256SUMS"]) and (target / "figures/F01.csv").read_text() == "F01"


def test_a_build_that_lacks_a_part_is_published_without_it(tmp_path):
    root = manifest(files(tmp_path / "results", tables__T01_csv="1"), tables_T01=sha256("1"))
    assert reproduction.publish(root, tmp_path / "published") == 2
    assert inside(tmp_path / "published") == ["SHA256SUMS", "tables/T01.csv", MANIFEST]


@pytest.mark.parametrize("empty", [True, False])
def test_without_a_manifest_nothing_is_published_and_what_was_stays(source, tmp_path, empty):
    target = files(tmp_path / "published", tables__T01_csv="of record")
    (source / MANIFEST).unlink()
    if empty:
        manifest(source)
    with pytest.raises(FileNotFoundError, match=r"tables/T27\.csv: no finished build to publish"):
        reproduction.publish(source, target)
    assert inside(target) == ["tables/T01.csv"] and (target / "tables/T01.csv").read_text() == "of record"


def test_what_was_just_published_is_reproduced_by_its_build(source, tmp_path):
    reproduction.publish(source, tmp_path / "published")
    assert {row["status"] for row in reproduction.compare(source, tmp_path / "published")} == {"identical"}


@pytest.mark.parametrize("step", range(1, len(OPEN) + 1))
def test_publishing_that_is_interrupted_leaves_the_earlier_version_of_record_whole(source, tmp_path, monkeypatch, step):
    target = tmp_path / "published/small"
    reproduction.publish(source, target)
    write(target / "index.html", "of record")
    before, steps = inside(target), []

    def copied(path, to, **options):
        steps.append(path)
        if len(steps) == step:
            raise KeyboardInterrupt
        return copy(path, to, **options)

    copy = shutil.copyfile
    monkeypatch.setattr(reproduction.shutil, "copyfile", copied)
    with pytest.raises(KeyboardInterrupt):
        reproduction.publish(source, target)
    assert inside(target) == before and (target / "index.html").read_text() == "of record"
    assert [path.name for path in target.parent.iterdir()] == ["small"]


@pytest.mark.parametrize("name", ["DO_NOT_SHARE.txt", "tables/T01.csv", "private/names.csv"])
def test_what_was_not_searched_or_is_not_what_the_build_made_is_not_published_and_what_was_stays(
    source, tmp_path, name
):
    manifest(source, reproduction.CLOSED_MANIFEST, private_names=sha256("closed"))
    target = files(tmp_path / "published", tables__T01_csv="of record")
    write(source / name, "other")
    with pytest.raises(StudyError) as caught:
        reproduction.publish(source, target)
    assert [problem.file for problem in caught.value.problems] == [str(source / name)]
    assert inside(target) == ["tables/T01.csv"]


def test_published_files_are_held_against_the_manifest_too_whatever_the_sums_beside_them_say(source, tmp_path):
    target = tmp_path / "published"
    reproduction.publish(source, target)
    write(target / "tables/T01.csv", "other")
    names = [name for name in inside(target) if name != altered.ALL]
    write(target / altered.ALL, altered.listed(target, names))
    assert reproduction.no_longer_published(target) == [("tables/T01.csv", "differs")]


@pytest.mark.parametrize("spoil", ["cut", "emptied", "deleted", "added"])
def test_published_results_that_were_spoilt_are_told_file_by_file(source, tmp_path, spoil):
    target = tmp_path / "published/small"
    reproduction.publish(source, target)
    assert reproduction.no_longer_published(target) == []
    path = target / "findings/a/b.csv"
    if spoil == "added":
        path = write(target / "findings/a/c.csv", "x")
    elif spoil == "deleted":
        path.unlink()
    else:
        path.write_bytes(b"de" if spoil == "cut" else bytes(4))
    status = {"deleted": "missing", "added": "added"}.get(spoil, "differs")
    assert reproduction.no_longer_published(target) == [(path.relative_to(target).as_posix(), status)]


def test_published_results_without_their_sums_are_told_as_that_and_held_against_the_manifest(source, tmp_path):
    target = tmp_path / "published"
    assert reproduction.no_longer_published(target) == []  # nothing is published
    reproduction.publish(source, target)
    (target / "SHA256SUMS").unlink()
    gone = ("SHA256SUMS", "missing")
    assert reproduction.no_longer_published(target) == [gone]
    (target / "tables/T01.csv").write_text("other")
    assert reproduction.no_longer_published(target) == [gone, ("tables/T01.csv", "differs")]
    (target / "tables/T01.csv").unlink()
    assert reproduction.no_longer_published(target) == [gone, ("tables/T01.csv", "missing")]


def test_a_whole_folder_that_is_gone_from_what_is_published_is_missing(source, tmp_path):
    manifest(source, tables_T01=sha256("T01"), figures_F01=sha256("F01"))
    target = tmp_path / "published"
    reproduction.publish(source, target)
    for path in (target / "SHA256SUMS", target / "figures/F01.csv"):
        path.unlink()
    (target / "figures").rmdir()
    assert ("figures/F01.csv", "missing") in reproduction.no_longer_published(target)


def test_the_sums_of_what_is_published_are_those_of_sha256sum(source, tmp_path):
    reproduction.publish(source, tmp_path / "published")
    lines = (tmp_path / "published/SHA256SUMS").read_text().splitlines()
    assert f"{sha256('<p>')}  index.html" in lines and len(lines) == len(OPEN)


# Consent that was taken back


def consents(*given):
    return [{"source_id": name, "consent": value} for name, value in given]


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ([("a", "quote"), ("b", ""), ("c", "aggregate"), ("d", "aggregate")], []),
        (
            [("a", "closed"), ("b", "closed"), ("c", "quote"), ("d", "quote")],
            ["2 sources of consent 'quote' that are 'closed' now (a and b)"],
        ),
        (
            [("a", "aggregate"), ("b", "quote"), ("c", "closed"), ("d", "aggregate")],
            [
                "1 source of consent 'aggregate' that is 'closed' now (c)",
                "1 source of consent 'quote' that is 'aggregate' now (a)",
            ],
        ),
        (
            [("a", "quote"), ("b", "quote"), ("c", "aggregate")],
            ["1 source of consent 'aggregate' that is gone now (d)"],
        ),
    ],
)
def test_published_results_made_with_what_people_no_longer_agree_to_are_told(tmp_path, now, told):
    published = tmp_path / "published"
    assert reproduction.withdrawn(published, consents(*now)) == []
    write(published / "audit/sources.csv", "source_id,consent\na,quote\nb,\nc,aggregate\nd,aggregate\n")
    found = reproduction.withdrawn(published, consents(*now))
    assert [sentence.partition(" was made with ")[2].partition(":")[0] for sentence in found] == told


# Files


@pytest.mark.parametrize(
    "found", [[], rows(**{"tables/T01.csv": "identical", "odd, name; x.csv": "new", "übersicht.csv": "differs"})]
)
def test_a_comparison_is_read_as_it_was_written(tmp_path, found):
    reproduction.write(found, tmp_path / "c.csv")
    assert reproduction.read(tmp_path / "c.csv") == found


def test_a_comparison_is_written_as_csv_with_plain_line_ends(tmp_path):
    reproduction.write(rows(a="new"), tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_bytes() == b"artefact,status\na,new\n"


def test_a_manifest_is_written_by_name_in_order_and_read_again(tmp_path):
    root = files(tmp_path, private__b_csv="B", private__a_csv="A")
    reproduction.write_manifest([str(root / "private/b.csv"), str(root / "private/a.csv")], root, root / "m.csv")
    assert (root / "m.csv").read_text() == (
        f"artefact,sha256\nprivate/a.csv,{sha256('A')}\nprivate/b.csv,{sha256('B')}\n"
    )
    assert reproduction.manifest(root, "m.csv") == {"private/a.csv": sha256("A"), "private/b.csv": sha256("B")}


@pytest.mark.parametrize(
    ("queue", "n"),
    [("text,kind\n", 0), ("text,kind\na,person\n", 1), ('text,kind\n"a\nb",person\nc,place\n', 2), (None, 0)],
)
def test_as_many_strings_wait_as_the_queue_has_rows(tmp_path, queue, n):
    if queue is not None:
        write(tmp_path / "private/queue.csv", queue)
    assert reproduction.waiting(tmp_path) == n


@pytest.mark.parametrize("name", ["a, b.csv", 'the "old" one.csv', "plain.csv"])
def test_a_manifest_is_read_as_it_was_written_whatever_the_names_of_files_hold(tmp_path, name):
    path = write(tmp_path / "private" / name, "text")
    reproduction.write_manifest([str(path)], tmp_path, tmp_path / "m.csv")
    assert reproduction.manifest(tmp_path, "m.csv") == {f"private/{name}": sha256("text")}


@pytest.mark.parametrize("name", ["tables/Thumbs.db", "tables/~$T01.xlsx", "logs/slurm-1.out", ".ipynb_checkpoints/a"])
def test_what_is_never_published_keeps_no_build_from_it_and_stays_behind(source, tmp_path, name):
    write(source / name, "other")
    reproduction.publish(source, tmp_path / "published")
    assert not (tmp_path / "published" / name).exists() and (tmp_path / "published/tables/T01.csv").is_file()


def test_a_version_of_record_that_is_a_link_is_replaced_where_it_lies(source, tmp_path):
    real = files(tmp_path / "elsewhere", tables__T01_csv="of record")
    (tmp_path / "published").symlink_to(real, target_is_directory=True)
    reproduction.publish(source, tmp_path / "published")
    assert (tmp_path / "published").is_symlink() and (real / "tables/T01.csv").read_text() != "of record"
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


@pytest.mark.parametrize("left", [".DS_Store", ".gitkeep", "Thumbs.db", "desktop.ini", "~$notes.docx", ""])
def test_what_systems_leave_in_an_empty_folder_is_nothing_published(tmp_path, left):
    (tmp_path / "published").mkdir()
    if left:
        (tmp_path / "published" / left).write_text("x")
    assert reproduction.compare(tmp_path / "results", tmp_path / "published") == []
    assert reproduction.no_longer_published(tmp_path / "published") == []
    (tmp_path / "published/index.html").write_text("x")  # all else is something
    with pytest.raises(StudyError, match="no manifest"):
        reproduction.compare(tmp_path / "results", tmp_path / "published")
    assert reproduction.no_longer_published(tmp_path / "published") == [("SHA256SUMS", "missing")]


@pytest.mark.parametrize("left", [".git/config", "tables/.ipynb_checkpoints/T01.csv", "tables/Thumbs.db"])
def test_what_systems_leave_in_a_folder_of_published_results_is_not_added(source, tmp_path, left):
    target = tmp_path / "published/small"
    reproduction.publish(source, target)
    write(target / left, "x")
    assert reproduction.no_longer_published(target) == []
    write(target / "tables/T77.csv", "x")
    assert reproduction.no_longer_published(target) == [("tables/T77.csv", "added")]


def test_a_consent_that_nobody_knows_allows_nothing_now_and_all_where_it_is_published(tmp_path):
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit/sources.csv").write_text("source_id,consent\ns01,Quote\ns02,aggregate\n")
    rows = [{"source_id": "s01", "consent": "quote"}, {"source_id": "s02", "consent": "yes"}]
    told = reproduction.withdrawn(tmp_path, rows)
    assert ["'Quote'" in told[0], "'aggregate'" in told[1], len(told)] == [True, True, 2]
