"""From anywhere: another directory, a path with blanks and quotes, a name that looks like a number, a person's own style."""

from __future__ import annotations

import os
import shutil

import small_study
from multicase.closed import whereabouts
from workspace import RESULTS

TARGETS = ("tables/T01.csv", "figures/F01.svg", "segments/east-0.parquet")


def test_the_workflow_runs_in_another_directory_on_a_study_anywhere(fresh, tmp_path):
    study = small_study.write(tmp_path / "a study's place" / "mine")
    there = tmp_path / 'in "here"'
    there.mkdir()
    wanted = [f"results/mine/{name}" for name in TARGETS]
    snakefile = str(fresh.root / "Snakefile")
    fresh.run(
        "snakemake", "-s", snakefile, "--directory", str(there), "--config", f"study={study}", "--cores", "2", *wanted
    )
    assert all((there / name).is_file() for name in wanted)
    assert not (fresh.root / "results").exists()
    for record in (there / "results/mine/logs").rglob("*.json"):
        assert str(tmp_path) not in record.read_text() and "in \\" not in record.read_text(), record


def test_a_study_whose_name_looks_like_a_number_is_built_under_its_name(fresh):
    name = "2024_01"  # one is enough to see that what was typed arrives; `named_study` is tried with others
    shutil.move(fresh.root / "data/small", fresh.root / name)
    fresh.snakemake("--config", f"study={name}", "--", f"results/{name}/tables/T01.csv")
    assert (fresh.root / f"results/{name}/tables/T01.csv").is_file()


def test_a_persons_matplotlibrc_changes_no_byte(built, monkeypatch):
    before = {name: (built.root / RESULTS / name).read_bytes() for name in ("figures/F02.svg", "figures/F02.png")}
    (built.root / "matplotlibrc").write_text("font.size: 20\naxes.grid: True\nsavefig.dpi: 30\nlines.linewidth: 5\n")
    for name in before:
        (built.root / RESULTS / name).unlink()
    built.snakemake(*(f"{RESULTS}/{name}" for name in before))
    assert {name: (built.root / RESULTS / name).read_bytes() for name in before} == before


def test_commands_find_the_study_and_its_results_from_below_and_from_elsewhere(built, tmp_path):
    below = built.root / "scripts"
    done = built.run("multicase", "explain", "T06", "--row", "1", cwd=below)
    assert "Theme by case" in done.stdout and "(study small)" in done.stdout
    (tmp_path / "elsewhere").mkdir()
    done = built.run("multicase", "verify", str(built.root / "data/small"), cwd=tmp_path / "elsewhere")
    assert "nothing is published yet" in done.stdout


def test_a_failed_job_leaves_no_results_without_the_scan_s_word(built):
    warning, page = built.root / RESULTS / "DO_NOT_SHARE.txt", built.root / RESULTS / "audit/figures/F01.html"
    page.unlink()
    built.edit("scripts/write_recount.py", "with journal(snakemake):", "with journal(snakemake):\n    raise OSError")
    done = built.snakemake(check=False)
    assert done.returncode != 0 and "not been searched for leaks" in warning.read_text()
    assert page.is_file()  # what doesn't hang on it is made all the same
    built.edit("scripts/write_recount.py", "\n    raise OSError", "")
    built.snakemake()
    assert not warning.exists()
    os.utime(built.root / "data/small/private/register.csv")
    built.snakemake(f"{RESULTS}/private/queue.csv")
    assert not warning.exists() or "not been searched" in warning.read_text()


def test_what_another_run_made_under_other_settings_does_not_stay_and_a_stranger_is_named(built):
    """As where there were more batches a case, and a further table was declared."""
    results = built.root / RESULTS
    stray = results / "tables/my notes.txt"
    left = [results / "segments/east-8.parquet", results / "tables/T64.csv"]
    for path in (stray, *left):
        path.write_text("mine")
    done = built.snakemake("--forcerun", "scan_leaks", check=False)
    assert done.returncode != 0 and "my notes.txt: found a file that no rule makes" in done.stderr
    assert stray.is_file() and (results / "DO_NOT_SHARE.txt").is_file()
    for path in left:
        assert f"removed {path.relative_to(built.root)}" in done.stderr and not path.exists()
    stray.unlink()
    built.snakemake()
    assert not (built.root / RESULTS / "DO_NOT_SHARE.txt").exists()


def test_results_of_another_study_of_the_same_name_are_not_built_over(fresh):
    other = small_study.write(fresh.root / "elsewhere/small")
    whereabouts.record(fresh.root / RESULTS, other)
    before = (fresh.root / RESULTS / whereabouts.OF).read_text()
    done = fresh.snakemake("texts", check=False)
    assert done.returncode != 0 and f"the results of {other}; expected those of" in done.stderr
    assert [path.name for path in (fresh.root / RESULTS).rglob("*") if path.is_file()] == [".of"]
    assert (fresh.root / RESULTS / whereabouts.OF).read_text() == before
