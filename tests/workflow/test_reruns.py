"""A change reruns what depends on it and nothing else; growth changes no id; a killed run is taken up again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from workspace import RESULTS

NOTEBOOKS = ["run_notebook across_cases", "run_notebook audit_one_finding", "run_notebook corpus"]
LAST = ["compare_published", "scan_leaks", "write_index", *NOTEBOOKS]


def test_touching_nothing_does_nothing(built):
    assert built.planned() == []


def test_an_edited_function_reruns_exactly_the_jobs_that_depend_on_it(built):
    built.edit("workflow/lib/multicase/tables/t06.py", '"label": "case"', '"label": "case", "nothing": "x"')
    assert built.planned() == sorted(["build_table T06", "build_table T27", "draw_figure F04", "write_findings", *LAST])


def test_an_edited_function_of_a_stage_reruns_the_stage_and_what_follows(built):
    built.edit("workflow/lib/multicase/segment.py", "    part = 0\n", "    part = 1\n")
    jobs = built.planned()
    assert {"segment_turns east-0", "segment_turns west-0", "gather_evidence", "build_table T06"} <= set(jobs)
    assert not {job.split()[0] for job in jobs} & {"ingest_sources", "find_identifiers", "replace_identifiers"}
    assert "build_table T01" not in jobs and "build_table T25" not in jobs


@pytest.mark.parametrize(
    ("old", "new"), [("COLUMNS = (", "# a comment\nCOLUMNS = ("), ('"""T06, theme by case', '"""T06: theme by case')]
)
def test_an_edited_comment_or_docstring_reruns_nothing(built, old, new):
    built.edit("workflow/lib/multicase/tables/t06.py", old, new)
    assert built.planned() == []


def test_an_edited_template_reruns_what_is_rendered_with_it(built):
    built.edit("workflow/lib/multicase/pages/style.css", "--ink", "--inc")
    jobs = built.planned()
    assert "build_table T01" in jobs and "write_index" in jobs and "gather_evidence" not in jobs


def test_a_parameter_reruns_only_what_depends_on_it(built):
    built.edit("config.yaml", "min_segments: 2", "min_segments: 1")
    assert built.planned() == sorted(
        ["build_table T16", "build_table T27", "draw_figure F10", "record_settings", *LAST]
    )


def test_an_added_source_changes_no_id_and_reruns_its_batch_and_what_hangs_on_it(built):
    def ids(name, column):
        frame = pd.read_parquet(built.root / RESULTS / name)
        return dict(zip(frame[column], frame["text"], strict=True))

    before = {batch: ids(f"segments/{batch}.parquet", "segment_id") for batch in ("east-0", "west-0")}
    study = built.root / "data/small"
    (study / "raw/east/i02.txt").write_text("Interviewer: So?\n\nDr Prewett: It was very slow, said Sarah Holt.\n")
    with (study / "sources.csv").open("a") as file:
        file.write("east-i02,east,interview,raw/east/i02.txt,txt,2016-01-01,east-p02,3,quote\n")
    with (study / "participants.csv").open("a") as file:
        file.write("east-p02,east,GP,gp,clinician,no,general_practice,frontline\n")
    with (study / "private/speakers.csv").open("a") as file:
        file.write("east-i02,Dr Prewett,east-p02,participant\n")
    jobs = built.planned()
    assert "ingest_sources east-0" in jobs and not [job for job in jobs if job.endswith("west-0")]
    built.snakemake(*(f"{RESULTS}/segments/{batch}.parquet" for batch in before))
    for batch, old in before.items():
        new = ids(f"segments/{batch}.parquet", "segment_id")
        assert {segment: new[segment] for segment in old} == old
    assert (
        "[east-p02]: It was very slow, said [GP chair A]."
        in (built.root / RESULTS / "anonymised/east-0/east-i02.txt").read_text()
    )


def test_a_deleted_or_corrupted_intermediate_is_noticed(built):
    assert "nothing is published yet" in built.run("multicase", "verify", "data/small").stdout
    (built.root / RESULTS / "segments/east-0.parquet").write_bytes(b"corrupt")
    (built.root / RESULTS / "codings/manual.parquet").unlink()
    done = built.run("multicase", "verify", "data/small", check=False)
    assert done.returncode == 1
    assert "segments/east-0.parquet: differs" in done.stderr and "codings/manual.parquet: missing" in done.stderr


def test_a_published_build_is_reproduced_and_a_change_shows(built):
    built.run("multicase", "publish", "data/small")
    assert "reproduces the published results" in built.run("python", "workflow/run.py").stdout
    built.edit("data/small/cases.csv", "Case 1", "Case I")
    told = built.run("python", "workflow/run.py").stdout
    assert "does not reproduce the published results" in told
    assert "tables/T01.csv,differs" in (built.root / RESULTS / "audit/reproduction.csv").read_text()
    assert built.run("multicase", "verify", "data/small", check=False).returncode == 1


def test_a_changed_coding_reruns_what_rests_on_it_and_publishing_shows_only_the_cells_it_moves(built):
    codings = built.root / "data/small/codings/coder_1.csv"
    codings.parent.mkdir()
    head = "source_id,start,end,exact,prefix,suffix,code,memo\n"
    first = "east-i01,,,You have to take people with you,,,collaborative,\n"
    codings.write_text(head + first + "west-i01,,,somebody has to decide,,,directive,\n")
    built.snakemake()
    built.run("multicase", "publish", "data/small")
    published = built.root / "results/published/small"
    before = {path.name: path.read_text().split("\n") for path in sorted(published.glob("tables/*.csv"))}
    codings.write_text(head + first + "west-i01,,,somebody has to decide,,,collaborative,\n")
    jobs = built.planned()
    rules = {job.split()[0] for job in jobs}
    assert not rules & {
        "ingest_sources",
        "find_identifiers",
        "replace_identifiers",
        "segment_turns",
        "apply_dictionary",
    }
    assert {"anchor_codings", "gather_evidence", "build_table T06"} <= {*rules, *jobs}
    assert not {f"build_table {table}" for table in ("T01", "T02", "T03", "T04", "T25", "T26")} & set(jobs)
    built.snakemake()
    built.run("multicase", "publish", "data/small")
    after = {path.name: path.read_text().split("\n") for path in sorted(published.glob("tables/*.csv"))}
    moved = {name: set(after[name]) ^ set(before[name]) for name in before if after[name] != before[name]}
    assert {"T05.csv", "T06.csv", "T27.csv"} <= set(moved)
    assert not {"T01.csv", "T02.csv", "T03.csv", "T04.csv", "T07.csv", "T25.csv", "T26.csv"} & set(moved)
    assert moved["T06.csv"] == {
        "style,Case 2,supports,0,0,0,0", "style,Case 2,contradicts,1,1,1,1",
        "style,Case 2,supports,1,1,1,1", "style,Case 2,contradicts,0,0,0,0",
    }  # fmt: skip


def start(workspace, *targets):
    command = [sys.executable, "workflow/run.py", "--cores", "2", *targets]
    return subprocess.Popen(command, cwd=workspace.root, env=workspace.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)  # fmt: skip


def wait_for(path, seconds=60):
    deadline = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


def test_a_killed_run_is_taken_up_again_and_ends_in_the_same_manifest(fresh, built):
    running = start(fresh)
    wait_for(fresh.root / RESULTS / "private/texts/east-0.parquet")
    for child in _snakemakes(running.pid):
        os.kill(child, signal.SIGKILL)
    running.kill()
    running.wait()
    assert any((fresh.root / ".snakemake/locks").iterdir())
    told = fresh.run("python", "workflow/run.py")
    assert "left its lock: removed it" in told.stdout
    assert fresh.manifest() == built.manifest()


def _snakemakes(pid):
    import psutil

    return [child.pid for child in psutil.Process(pid).children() if "snakemake" in " ".join(child.cmdline())]


def test_a_lock_that_a_live_run_holds_is_respected(fresh):
    running = start(fresh, f"{RESULTS}/segments/east-0.parquet")
    wait_for(fresh.root / ".snakemake/locks")
    done = fresh.run("python", "workflow/run.py", check=False)
    assert done.returncode == 1 and "Another run of this workflow is at work here" in done.stderr
    assert running.wait(timeout=120) == 0
