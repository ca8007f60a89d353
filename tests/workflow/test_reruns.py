"""A change reruns what depends on it and nothing else; growth changes no id."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import small_study
from multicase import doubtful
from multicase.figures import catalogue as figures
from multicase.pages import order, view
from multicase.site import cases, claims, codes, decisions, left_out, participants
from multicase.tables import catalogue as tables
from workspace import MODULES, RESULTS, Workspace, copy


@pytest.fixture(scope="module")
def undone(shown, tmp_path_factory):
    """Plan the jobs after an edit, which is then undone: a plan changes nothing."""
    root = tmp_path_factory.mktemp("undone")
    copy(shown.root, root)
    work = Workspace(root)

    def undone(name: str, old: str, new: str) -> list[str]:
        path = root / name
        before, dates = path.read_bytes(), path.stat()
        work.edit(name, old, new)
        try:
            return work.planned()
        finally:
            path.write_bytes(before)
            os.utime(path, ns=(dates.st_atime_ns, dates.st_mtime_ns))

    return undone


def test_touching_nothing_does_nothing(shown):
    assert shown.planned() == []


LIB = "workflow/lib/multicase"
TABLES, FIGURES = sorted(tables.core()), sorted(figures.core())
FINDINGS = ["write_findings"]
ALL_TABLES = [f"build_table {table}" for table in TABLES]


NEEDS = {name: entry.needs for name, entry in figures.core().items()}
KINDS = {"code": codes.USED, "case": cases.USED, "participant": participants.USED, "claim": claims.USED}
ACCOUNTS = {*left_out.USED, *decisions.USED}
NOTEBOOK = small_study.REPOSITORY / "notebooks/corpus.py"
SEEN = {*view.named(NOTEBOOK, [*TABLES, *FIGURES, "segments"])}
AFTER = [
    "build_table T27", "write_table_page T27", "write_audits", "write_crate", "write_provenance", "scan_leaks", "compare_published",
]  # fmt: skip


def of(*named: str) -> list[str]:
    """Jobs of tables and figures by their ids with those of the pages that show them, the manifest and what follows each
    build; other jobs as they are.
    """
    ids = {name for name in named if re.fullmatch(r"[TF]\d\d", name)}
    shown = {name for name in ids if name[0] == "T"}
    drawn = {name for name in ids if name[0] == "F"}
    jobs = {*named} - ids | {f"build_table {name}" for name in shown} | {f"draw_figure {name}" for name in drawn}
    jobs |= {f"write_table_page {name}" for name in shown}
    jobs |= {f"write_figure_page {name}" for name in FIGURES if name in drawn or shown & {*NEEDS[name]}}
    if shown:
        jobs |= {"export_tables", "write_site", "write_source_pages east-0", "write_source_pages west-0"}
    if drawn:
        jobs |= {"write_index", "write_site"}
    if shown & {*order.FRONT}:
        jobs |= {"write_index"}
    jobs |= {f"write_{kind}_pages" for kind, used in KINDS.items() if shown & {*used}}
    if ids & SEEN:
        jobs |= {"run_notebook corpus"}
    if "F18" in drawn:
        jobs |= {"write_case_pages"}
    if shown & ACCOUNTS or "record_settings" in named:
        jobs |= {"write_account_pages"}
    return sorted({*jobs, *AFTER})


# An edit, and exactly the jobs that it reruns.
EDITS = {
    "a table's function": (
        f"{LIB}/tables/t06.py", '"label": "case"', '"label": "case", "nothing": "x"',
        of("T06", "F04", *FINDINGS),
    ),
    "a table's caption": (
        f"{LIB}/tables/catalogue.yaml", "How each theme stands in each case", "How every theme stands in each case",
        of("T06", "F04", *FINDINGS),
    ),
    "a figure's caption": (
        f"{LIB}/figures/catalogue.yaml", "From raw material to findings", "From the raw material to findings",
        of("F01"),
    ),
    "a figure's function": (
        f"{LIB}/figures/f02.py", "1.3 + 0.42", "1.4 + 0.42", of("F02"),
    ),
    "the template of the findings": (f"{LIB}/pages/findings.html.j2", "<h1>Findings</h1>", "<h1>All findings</h1>", of(*FINDINGS)),
    "the template of a table": (
        f"{LIB}/site/table_page.html.j2", "No rows.", "No row.",
        of(*(f"write_table_page {table}" for table in TABLES)),
    ),
    "the reporting items": (
        f"{LIB}/tables/reporting.yaml", "COREQ:", "COREQ: # the items\n", of("T26", *FINDINGS),
    ),
    "a locale that the study doesn't use": (f"{LIB}/anonymise/locales/en_IE.yaml", "Garda", "Gardaí", []),
    "a comment": (f"{LIB}/tables/t06.py", "COLUMNS = (", "# a comment\nCOLUMNS = (", []),
    "a docstring": (f"{LIB}/tables/t06.py", '"""T06, theme by case', '"""T06: theme by case', []),
    "a setting of one table": (
        "config.yaml", "min_segments: 2", "min_segments: 1",
        of("T16", "F10", "record_settings", "write_instrument"),
    ),
    "what people answer of the reporting items": (
        "data/small/study.yaml", "synthetic: true", "synthetic: true\nreporting: {COREQ-1: nobody}",
        of("T26", *FINDINGS),
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_reruns_exactly_the_jobs_that_hang_on_it(undone, edit):
    name, old, new, jobs = EDITS[edit]
    assert undone(name, old, new) == sorted(jobs)


def test_an_upgrade_of_a_library_makes_everything_anew(built):
    built.edit("requirements.lock", "\npandas==", "\nno-such-package==")
    assert built.planned() == built.planned("--forceall")


# An edit at the beginning of the chain: the first jobs that it reruns, and some that it must not.
CHAINS = {
    "a reader": (f"{LIB}/ingest/readers/word.py", "def read(", "LIMIT = 1\n\n\ndef read(", "ingest_sources", "none"),
    "a locale": (
        f"{LIB}/anonymise/locales/en.yaml",
        "Detective",
        "Detectives",
        "find_identifiers",
        "ingest_sources",
    ),
    "a stage": (f"{LIB}/segment.py", "    part = 0\n", "    part = 1\n", "segment_turns", "replace_identifiers"),
    "a stub": (
        "scripts/segment_turns.py",
        "with journal",
        "UNIT = 1\nwith journal",
        "segment_turns",
        "replace_identifiers",
    ),
    "whose words are analysed": (
        "config.yaml",
        "speakers: participants",
        "speakers: all",
        "segment_turns",
        "ingest_sources",
    ),
}


@pytest.mark.parametrize("edit", CHAINS)
def test_an_edit_of_a_stage_reruns_it_and_what_follows_and_nothing_before(undone, edit):
    name, old, new, first, not_rerun = CHAINS[edit]
    rules = {job.split()[0] for job in undone(name, old, new)}
    assert {first, "gather_evidence", "scan_leaks"} <= rules and not_rerun not in rules


def test_a_change_in_one_case_hides_no_other_change_in_another(built):
    built.edit("data/small/raw/east/i01.txt", "I rang everybody up", "I called everybody up")
    built.edit("data/small/codebook.yaml", "phrase: very slow", "phrase: never heard")
    built.edit("data/small/private/register.csv", "Quarry Lane Surgery", "Quarry Road Surgery")
    jobs = built.planned()
    assert {"ingest_sources east-0", "settle_speakers", "find_identifiers west-0", "apply_dictionary west-0"} <= {*jobs}
    assert not {"ingest_sources west-0", "build_lexicon west"} & {*jobs}


def test_nothing_that_a_job_makes_is_ancient_for_another():
    """Snakemake takes all that follows a job that runs for derived from it, and looks for no reason of its own there;
    what follows over an ancient file alone would then not run at all.
    """
    for path in (small_study.REPOSITORY / "workflow/rules").glob("*.smk"):
        assert re.findall(r"ancient\((?!study_file)", path.read_text(encoding="utf-8")) == [], path.name


def test_what_a_notebook_imports_and_what_it_names_count_for_it(built):
    mine, page = built.root / "notebooks/mine.py", f"{RESULTS}/notebooks/mine.html"
    head = "# ---\n# jupyter:\n#   multicase: {reads: [T01]}\n# ---\n# %%\n"
    mine.write_text(f"{head}from multicase import saturation\n")
    built.snakemake("--", page)
    assert built.planned("--", page) == []
    built.edit(f"{LIB}/tables/t02.py", "COLUMNS = (", "X = 1\nCOLUMNS = (")
    assert built.planned("--", page) == []
    built.edit(f"{LIB}/saturation.py", "\ndef ", "\nX = 1\n\n\ndef ")
    assert built.planned("--", page) == ["run_notebook mine"]
    mine.write_text(head.replace("T01", "T01, T99"))
    done = built.snakemake("-n", "--", page, check=False)
    told = done.stdout + done.stderr
    assert "notebooks/mine.py, jupyter.multicase.reads: found 'T99'" in told and "Traceback" not in told


def test_what_only_lies_about_reruns_nothing(built):
    for name in (f"{LIB}/pages/.style.css.swp", f"{LIB}/anonymise/locales/en_XX.yaml", f"{LIB}/notes.txt"):
        (built.root / name).write_text("nothing")
    for script in (built.root / "scripts").glob("*.py"):
        script.touch()
    assert built.planned() == []


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
    pages = "write_source_pages west-0"  # they say in which rows of all tables a segment counts
    assert "ingest_sources east-0" in jobs and [job for job in jobs if job.endswith("west-0")] == [pages]
    built.snakemake(*(f"{RESULTS}/segments/{batch}.parquet" for batch in before))
    for batch, old in before.items():
        new = ids(f"segments/{batch}.parquet", "segment_id")
        assert {segment: new[segment] for segment in old} == old
    assert (
        "[east-p02]: It was very slow, said [GP chair A]."
        in (built.root / RESULTS / "anonymised/east-0/east-i02.txt").read_text()
    )


def test_a_speaker_of_one_case_is_nobody_in_another_in_whatever_order_it_is_built(fresh):
    west = f"{RESULTS}/anonymised/west-0"
    fresh.edit("data/small/raw/west/i01.txt", "and it was", "and Anna, our chair here, said so, and it was")
    fresh.edit("data/small/raw/east/i01.txt", "Dr Holt: You", "Anna Kowalska: Yes.\n\nDr Holt: You")
    fresh.edit("data/small/private/speakers.csv", "east-i01,", "east-i01,Anna Kowalska,east-p01,participant\neast-i01,")
    fresh.snakemake(west)
    assert "and [person], our chair here, said so" in (fresh.root / west / "west-i01.txt").read_text()
    fresh.edit("data/small/private/speakers.csv", "Anna Kowalska", "Ann Kowalska")
    assert not [job for job in fresh.planned("--", west) if job.endswith("west-0")]


def test_what_no_record_tells_of_is_refused_by_snakemake_alone_and_made_again_by_make(built):
    target, modules = f"{RESULTS}/segments/east-0.parquet", built.root / MODULES
    held = modules.read_bytes()  # says nothing of results, and to find it anew takes long

    def forget():
        shutil.rmtree(built.root / ".snakemake")
        modules.parent.mkdir(parents=True)
        modules.write_bytes(held)

    shutil.rmtree(built.root / ".snakemake")
    told = f"{RESULTS}: found results of which .snakemake doesn't say (any more) how they were made"
    assert told in built.snakemake("--dry-run").stderr
    forget()
    done = built.snakemake("--forcerun", "segment_turns", "--", target, check=False)
    assert done.returncode == 1 and told in done.stderr and "Run make, or snakemake --forceall" in done.stderr
    assert built.snakemake("--forceall", "--", f"{RESULTS}/audit/settings.csv").returncode == 0
    jobs = built.planned()
    assert {"ingest_sources east-0", "record_environment", "build_table T05"} <= {
        *jobs
    } and "record_settings" not in jobs
    forget()
    built.run("python", "workflow/run.py", target)
    assert built.planned("--", target) == []
    jobs = built.planned()  # and what that run didn't come to, is still to be made
    assert "segment_turns east-0" not in jobs
    assert {"segment_turns west-0", "record_settings", "build_table T05"} <= {*jobs}


OLD = (1_000_000_000, 1_000_000_000)
# A file of the study, what is changed in it, and a job that then has to run.
REPLACED = {
    "codebook.yaml": ("phrase: very slow", "phrase: never heard", "write_instrument"),
    "raw/east/i01.txt": ("I rang everybody up", "I called everybody up", "ingest_sources east-0"),
    "private/register.csv": ("Quarry Lane Surgery", "Quarry Road Surgery", "find_identifiers west-0"),
}


def test_files_of_the_study_that_are_replaced_by_older_ones_are_told_and_read_once_they_are_shown(built):
    record = built.root / f".snakemake/multicase/studies/{Path(RESULTS).name}.json"
    before = {built.root / "data/small" / name: (built.root / "data/small" / name).read_bytes() for name in REPLACED}
    for name, (old, new, _) in REPLACED.items():
        built.edit(f"data/small/{name}", old, new)
        os.utime(built.root / "data/small" / name, OLD)
    told = built.snakemake("--dry-run").stderr
    assert all(f"touch data/small/{name}" in told for name in REPLACED)
    done = built.snakemake("--forcerun", "record_settings", check=False)
    assert done.returncode == 1 and "data/small/codebook.yaml: found something else" in done.stderr
    assert {path.stat().st_mtime for path in before} == {OLD[0]}
    with contextlib.chdir(built.root):
        doubtful.mend(Path(RESULTS), record)  # as the front door does
    jobs = built.planned()
    assert {job for _, _, job in REPLACED.values()} <= {*jobs} and "ingest_sources west-0" not in jobs
    for path, content in before.items():
        path.write_bytes(content)
        os.utime(path, OLD)
    done = built.snakemake("--dry-run")
    assert "Nothing to be done" in done.stdout + done.stderr and "found" not in done.stderr


def test_a_replaced_file_is_read_by_make_and_what_does_not_hang_on_the_change_is_the_same_again(built):
    targets = [f"{RESULTS}/{name}" for name in ("instrument", "codings/dictionary/east-0.parquet")]
    coded = built.root / targets[1]
    before, path = coded.read_bytes(), built.root / "data/small/codebook.yaml"
    path.write_text(path.read_text() + "# a word to ourselves\n")
    os.utime(path, OLD)
    told = built.run("python", "workflow/run.py", *targets).stderr
    assert "data/small/codebook.yaml holds something else than when the results were made: it is read anew" in told
    assert coded.read_bytes() == before and coded.stat().st_mtime > path.stat().st_mtime
    assert "a word to ourselves" in (built.root / targets[0] / "codebook.yaml").read_text()
    assert built.planned("--", *targets) == []


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
    built.edit("config.yaml", "min_segments: 2", "min_segments: 1")
    told = built.run("python", "workflow/run.py").stdout
    assert "does not reproduce the published results" in told
    assert "audit/settings.csv,differs" in (built.root / RESULTS / "audit/reproduction.csv").read_text()
    assert built.run("multicase", "verify", "data/small", check=False).returncode == 1
    built.run("multicase", "publish", "data/small")
    told = built.snakemake("-n")
    assert "compare_published" in told.stdout + told.stderr and "newer date" not in told.stdout + told.stderr


def test_a_changed_coding_reruns_what_rests_on_it_and_only_the_cells_move_that_it_moves(built):
    codings = built.root / "data/small/codings/coder_1.csv"
    codings.parent.mkdir()
    head = "source_id,start,end,exact,prefix,suffix,code,memo\n"
    first = "east-i01,,,You have to take people with you,,,collaborative,\n"
    codings.write_text(head + first + "west-i01,,,somebody has to decide,,,directive,\n")
    wanted = [f"{RESULTS}/tables/{table}.csv" for table in TABLES if table != "T27"]
    built.snakemake(*wanted)
    before = {name: (built.root / name).read_text().split("\n") for name in wanted}
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
    built.snakemake(*wanted)
    after = {name: (built.root / name).read_text().split("\n") for name in wanted}
    moved = {name[-7:-4]: set(after[name]) ^ set(before[name]) for name in wanted if after[name] != before[name]}
    assert {"T05", "T06"} <= set(moved)
    assert not {"T01", "T02", "T03", "T04", "T07", "T25", "T26"} & set(moved)
    assert moved["T06"] == {
        "style,Case 2,supports,0,0,0,0,21,0.000", "style,Case 2,contradicts,1,1,1,1,21,47.619",
        "style,Case 2,supports,1,1,1,1,21,47.619", "style,Case 2,contradicts,0,0,0,0,21,0.000",
    }  # fmt: skip
