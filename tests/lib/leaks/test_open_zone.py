"""The open zone holds what this run makes, says until the leak scan that nothing is scanned, and keeps strangers' files."""

from __future__ import annotations

import os

import pytest
from multicase.leaks import open_zone
from multicase.study.problems import StudyError

PATTERNS = (
    "anonymised/{batch}.parquet",
    "anonymised/{batch}.log.parquet",
    "tables/{table}.csv",
    "tables/{table}.html",
    "figures/{figure}.svg",
    "notebooks/{notebook}.html",
    "claims/verdicts.parquet",
    "exports/texts",
    "model/suggestions.csv",
)
KNOWN = (
    "anonymised/east-0.parquet",
    "anonymised/east-0.log.parquet",
    "tables/T11.csv",
    "exports/texts",
    "claims/verdicts.parquet",
)


@pytest.fixture
def results(tmp_path, monkeypatch):
    """A results directory, called from where the workflow runs, as the workflow calls it."""
    monkeypatch.chdir(tmp_path)
    return open_zone.Path("results/small")


def put(results, *names, time=None):
    for name in names:
        path = results / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
        if time is not None:
            os.utime(path, ns=(time, time))


def held(results):
    return {path.relative_to(results).as_posix() for path in results.rglob("*") if path.is_file()}


def begin(results, known=KNOWN, patterns=PATTERNS):
    under = f"{results}/"
    open_zone.begin(results, [under + name for name in known], [under + pattern for pattern in patterns])


def test_a_run_begins_with_a_warning_even_where_there_is_no_folder_yet(results):
    begin(results)
    assert held(results) == {"DO_NOT_SHARE.txt"}
    told = (results / "DO_NOT_SHARE.txt").read_text(encoding="utf-8")
    assert "not been searched for leaks" in told and "Share nothing" in told


def test_what_this_run_makes_stays(results):
    put(results, *KNOWN[:3], "exports/texts/east-i01.txt", "claims/verdicts.parquet")
    before = held(results)
    begin(results)
    assert held(results) == before | {"DO_NOT_SHARE.txt"}


@pytest.mark.parametrize(
    "name",
    [
        "anonymised/east-1.parquet",
        "anonymised/east-1.log.parquet",
        "anonymised/north_2-0.parquet",
        "tables/T40.csv",
        "tables/T40.html",
        "figures/F07.svg",
        "notebooks/old-one.html",
        "model/suggestions.csv",
    ],
)
def test_what_an_earlier_run_made_under_other_settings_is_removed_and_told(results, capsys, name):
    put(results, *KNOWN[:3], name)
    begin(results)
    assert held(results) == {*KNOWN[:3], "DO_NOT_SHARE.txt"}
    assert capsys.readouterr().err == f"removed {results}/{name}: an earlier run made it, and none makes it now\n"


def test_a_folder_that_an_earlier_run_made_goes_with_all_that_lies_in_it(results):
    put(results, "exports/texts/a.txt", "exports/texts/b.txt")
    begin(results, known=())
    assert held(results) == {"DO_NOT_SHARE.txt"} and not (results / "exports/texts").exists()


def test_a_folder_is_removed_only_once_it_is_empty(results):
    put(results, "figures/F07.svg", "model/suggestions.csv", "model/notes.txt")
    begin(results)
    assert not (results / "figures").exists()
    assert held(results) == {"model/notes.txt", "DO_NOT_SHARE.txt"}


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "tables/mine.csv",
        "tables/T11.xlsx",
        "tables/T11.final.csv",
        "tables/drafts/T40.csv",
        "anonymised/east.parquet",
        "anonymised/East-1.parquet",
        "figures/F7.svg",
        "letters/to anna.docx",
        "logs/build_table/T40.log",
        "audit/anything.csv",
    ],
)
def test_a_strangers_file_is_kept(results, capsys, name):
    put(results, name)
    begin(results)
    assert held(results) == {name, "DO_NOT_SHARE.txt"}
    assert capsys.readouterr().err == ""


def test_the_closed_zone_is_never_touched(results):
    closed = (
        "private/texts/east-1.parquet",
        "private/queue.csv",
        "private/logs/x.log",
        "private/anonymised/east-1.parquet",
    )
    put(results, *closed)
    begin(results, known=(), patterns=(*PATTERNS, "private/texts/{batch}.parquet", "private/queue.csv"))
    assert held(results) == {*closed, "DO_NOT_SHARE.txt"}


def test_without_patterns_as_for_a_locked_study_nothing_is_removed(results):
    put(results, "anonymised/east-1.parquet", "tables/T40.csv")
    begin(results, known=(), patterns=())
    assert held(results) == {"anonymised/east-1.parquet", "tables/T40.csv", "DO_NOT_SHARE.txt"}


def test_another_studys_results_are_left_alone(results):
    other = results.parent / "other"
    put(other, "tables/T40.csv")
    begin(results)
    assert held(other) == {"tables/T40.csv"}


def test_the_open_zone_is_all_but_the_closed_zone_what_follows_the_scan_and_the_warning(results):
    put(results, "audit/settings.csv")
    put(results, "private/a.csv", "audit/leaks.json", "DO_NOT_SHARE.txt", "tables/T11.csv", "logs/x.log", "index.html")
    named = [path.relative_to(results).as_posix() for path in open_zone.files(results)]
    assert named == ["audit/settings.csv", "index.html", "logs/x.log", "tables/T11.csv"]


@pytest.fixture
def manifest(results):
    put(results, "tables/T11.csv", "tables/T27.csv", "tables/T27.json", "index.html", "logs/build_table/T11.log")
    put(results, "private/queue.csv", "audit/settings.csv", "DO_NOT_SHARE.txt", ".snakemake_timestamp")
    path = results / "tables/T27.csv"
    path.write_text("artefact,sha256\ntables/T11.csv,0\nindex.html,0\naudit/settings.csv,0\n", encoding="utf-8")
    return path


def test_what_the_manifest_lists_its_own_files_and_logs_are_no_strangers(results, manifest):
    open_zone.refuse_strangers(results, manifest)


def test_what_is_made_after_the_manifest_is_no_stranger_and_what_lies_beside_it_is(results, manifest):
    put(results, "audit/provenance/index.html", "audit/environment.csv")
    after = [f"{results}/audit/provenance", f"{results}/audit/environment.csv"]
    open_zone.refuse_strangers(results, manifest, after)
    put(results, "audit/provenances.html")
    with pytest.raises(StudyError) as caught:
        open_zone.refuse_strangers(results, manifest, after)
    assert [problem.file for problem in caught.value.problems] == ["results/small/audit/provenances.html"]
    with pytest.raises(StudyError):
        open_zone.refuse_strangers(results, manifest)


def test_every_stranger_is_named_at_once_with_what_to_do(results, manifest):
    put(results, "tables/mine.csv", "letters/to anna.docx", "notes.txt")
    with pytest.raises(StudyError) as caught:
        open_zone.refuse_strangers(results, manifest)
    assert [problem.file for problem in caught.value.problems] == [
        "results/small/letters/to anna.docx",
        "results/small/notes.txt",
        "results/small/tables/mine.csv",
    ]
    assert {problem.found for problem in caught.value.problems} == {"a file that no rule makes"}
    assert all("Move it out" in problem.todo for problem in caught.value.problems)


@pytest.mark.parametrize("name", ["T27.docx", "letters/T27.txt", "letters/.snakemake.txt"])
def test_a_stranger_that_is_called_like_the_manifest_is_named_too(results, manifest, name):
    put(results, name)
    with pytest.raises(StudyError):
        open_zone.refuse_strangers(results, manifest)


def test_leaks_leave_a_warning_that_says_how_many_and_none_takes_it_away(results):
    begin(results)
    open_zone.mark(results, 3)
    assert "found 3 places" in (results / "DO_NOT_SHARE.txt").read_text(encoding="utf-8")
    open_zone.mark(results, 0)
    assert held(results) == set()
    open_zone.mark(results, 0)


def test_one_leak_is_one_place(results):
    begin(results)
    open_zone.mark(results, 1)
    assert "found 1 place with" in (results / "DO_NOT_SHARE.txt").read_text(encoding="utf-8")


BEFORE, SCANNED, AFTER = 1_000, 2_000, 3_000


@pytest.fixture
def scanned(results):
    """Results that a scan has seen, and a run since that has made nothing."""
    put(results, "tables/T11.csv", "index.html", time=BEFORE)
    put(results, "audit/leaks.json", time=SCANNED)
    begin(results)
    return results


def test_the_warning_goes_where_the_last_scan_has_seen_everything(scanned):
    open_zone.settle(scanned)
    assert "DO_NOT_SHARE.txt" not in held(scanned)


def test_a_file_as_old_as_the_report_was_seen(scanned):
    put(scanned, "tables/T12.csv", time=SCANNED)
    open_zone.settle(scanned)
    assert "DO_NOT_SHARE.txt" not in held(scanned)


@pytest.mark.parametrize("name", ["tables/T12.csv", "index.html", "notes.txt", "anonymised/east-0.parquet"])
def test_the_warning_stays_where_anything_open_is_newer_than_the_report(scanned, name):
    put(scanned, name, time=AFTER)
    open_zone.settle(scanned)
    assert "DO_NOT_SHARE.txt" in held(scanned)


@pytest.mark.parametrize("name", ["logs/build_table/T11.log", "private/queue.csv", "audit/reproduction.csv"])
def test_newer_logs_audits_and_closed_files_keep_no_warning(scanned, name):
    put(scanned, name, time=AFTER)
    open_zone.settle(scanned)
    assert "DO_NOT_SHARE.txt" not in held(scanned)


def test_the_warning_stays_where_nothing_was_ever_scanned(results):
    put(results, "tables/T11.csv", time=BEFORE)
    begin(results)
    open_zone.settle(results)
    assert "DO_NOT_SHARE.txt" in held(results)


def test_logs_of_what_this_run_doesn_t_make_go_with_their_sums(results):
    old = [f"logs/build_table/T40{ending}" for ending in (".log", ".json", ".sums")]
    new = [f"logs/build_table/T11{ending}" for ending in (".log", ".json", ".sums")]
    kept = (*new, "private/logs/build_table/T40.log", "logs/stray.log", "logs/build_table/mine.log")
    put(results, *old, *kept)
    under = f"{results}/"
    patterns = [f"{under}logs/build_table/{{table}}{ending}" for ending in (".log", ".json")]
    open_zone.begin(results, [], [], [under + name for name in new[:2]], patterns)
    assert held(results) == {*kept, "DO_NOT_SHARE.txt"}


def test_the_report_is_the_same_whatever_logs_and_time_stamps_lie_about(results):
    put(results, "tables/T11.csv", "audit/leaks.json")
    told = []
    for more in ((), ("logs/build_table/T11.log", "audit/pages/.snakemake_timestamp")):
        put(results, *more)
        open_zone.write_report(open_zone.files(results), ["holt"], {}, results / "audit/leaks.json")
        told.append((results / "audit/leaks.json").read_text())
    assert told[0] == told[1] and '"artefacts": 1' in told[0]
