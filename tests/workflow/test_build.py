"""The real workflow on a small study: what it builds, what it refuses, and what the closed zone gives away."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import spacy
from multicase.code import manual
from multicase.figures import catalogue as figures
from multicase.site import addresses
from multicase.study import originals
from multicase.tables import catalogue as tables
from workspace import RESULTS

TABLES, FIGURES = tables.core(), figures.core()
CLOSED = {
    "ingest_sources",
    "settle_speakers",
    "build_lexicon",
    "find_identifiers",
    "train_names",
    "report_programs",
    "suggest_names",
    "replace_identifiers",
    "measure_rereading",
    "carry_codings",
    "propose_decisions",
    "hash_closed",
}


def test_everything_is_built_and_a_second_run_has_nothing_to_do(built):
    results = built.root / RESULTS
    for table in TABLES:
        assert all((results / f"tables/{table}{ending}").is_file() for ending in (".csv", ".evidence.parquet", ".json"))
        assert (results / f"audit/tables/{table}.html").is_file()
    assert all((results / f"exports/tables.{ending}").is_file() for ending in ("xlsx", "docx"))
    for figure in FIGURES:
        assert (results / f"figures/{figure}.pdf").read_bytes().startswith(b"%PDF")
        about = json.loads((results / f"figures/{figure}.json").read_text())
        assert about["alt"] and about["caption"] and "synthetic" in about["note"]
    assert json.loads((results / "audit/leaks.json").read_text())["hits"] == 0
    assert "Nothing to be done" in built.snakemake().stderr


def test_the_published_results_hold_the_instrument_and_nothing_closed(built):
    built.run("multicase", "publish", "data/small")
    published = originals.read(built.root / "results/published/small")
    study = originals.read(built.root / "data/small")
    assert published.from_results and (published.items, published.declared) == (study.items, study.declared)
    assert {path.name for path in (built.root / "results/published/small/instrument").iterdir()} == {
        "codebook.yaml",
        "instrument.yaml",
    }


def test_nothing_is_built_while_a_question_is_open_and_an_answer_lets_it_go_on(fresh):
    fresh.edit("data/small/raw/east/i01.txt", "\nDr Holt:", "\nEve Lamb: No, not at all.\n\nDr Holt:")
    done = fresh.snakemake(check=False)
    told = done.stdout + done.stderr
    assert done.returncode != 0 and "east-i01, line" in told and "an open question about who speaks" in told
    assert "Lamb" not in told  # a label may be a name
    asked = fresh.run("multicase", "check", "data/small", check=False)
    assert "east-i01,Eve Lamb,,not a label" in asked.stdout + asked.stderr
    results = fresh.root / RESULTS
    hanging = ("private/found", "private/lexicon", "anonymised", "segments", "codings", "themes", "findings")
    there = {path.relative_to(results) for name in hanging for path in (results / name).rglob("*.*")}
    there -= {Path("anonymised/rereading.parquet")}  # counts alone: no text is read for it
    west = {path for path in there if path.stem.startswith("west")}  # of the other case, which asks nothing
    assert {path for path in there - west if "west-0" not in path.parts} == set()
    with (fresh.root / "data/small/private/speakers.csv").open("a", encoding="utf-8") as file:
        file.write("east-i01,Eve Lamb,,interviewer\n")
    fresh.snakemake("texts")
    assert (results / "segments/east-0.parquet").is_file()


def test_the_anonymised_text_holds_no_registered_name(shown):
    text = "".join(path.read_text() for path in sorted((shown.root / RESULTS / "anonymised").rglob("*.txt")))
    assert "[practice A]" in text and "[GP chair A]" in text and "[east-p01]: You have to take people" in text
    assert not re.search(r"holt|quarry", text, re.I)


def test_captions_say_what_was_analysed_and_that_the_material_is_synthetic(shown):
    caption = json.loads((shown.root / RESULTS / "tables/T06.json").read_text())["note"]
    assert "Analysed: 4 dictionary codings." in caption and "synthetic" in caption


def test_nothing_after_anonymisation_reads_the_closed_zone_save_the_leak_scan(fresh):
    fresh.edit("config.yaml", "train: false", "train: true")
    fresh.edit("config.yaml", "programs: []", 'programs: [{name: eyes, command: "eyes"}]')
    told = fresh.snakemake("--dry-run", "--quiet", "host").stdout
    edges = re.findall(r"^rule (\w+):\n    input: (.*)$", told, re.M)
    assert {rule for rule, _ in edges} > CLOSED
    reading = {rule for rule, inputs in edges if rule != "all" and re.search(r"(^|[ /])(private|raw)/", inputs)}
    assert reading == CLOSED | {"scan_leaks"}


def test_of_every_file_that_the_manifest_lists_the_provenance_pages_have_the_hash_at_its_anchor(shown):
    folder = shown.root / RESULTS / "audit/provenance"
    pages = {path.stem: path.read_text() for path in folder.glob("*.html")}
    listed = pd.read_csv(shown.root / RESULTS / "tables/T27.csv")
    for path, rule, sha256 in listed[["artefact", "rule", "sha256"]].itertuples(index=False):
        place = addresses.provenance_file(rule, path)
        assert place == f"provenance/{rule}.html#{path}"
        assert re.search(rf'<tr id="?{re.escape(path)}"?><td>[^<]+<td>{sha256}<', pages[rule]), path
    assert 'href="../provenance/ingest_sources.html"' in pages["index"] and "i01.txt</" not in pages["ingest_sources"]


def test_every_job_leaves_a_record_without_a_raw_file_s_name_and_closed_ones_without_parameters(shown):
    records = [json.loads(path.read_text()) for path in sorted((shown.root / RESULTS / "logs").rglob("*.json"))]
    after = {"scan_leaks", "compare_published", "write_provenance", "write_audits", "write_crate"}
    ran = {path.stem for path in (shown.root / "scripts").glob("*.py")} - {
        "train_names",
        "suggest_names",
        "report_programs",
        "anchor_programs",
        "compare_programs",
    }
    assert {record["rule"] for record in records} == ran - after
    assert {record["rule"] for record in records if "params" not in record} == CLOSED & ran
    named = {name for record in records for name in record["inputs"] + record["outputs"]}
    assert "study:raw" in named and not [name for name in named if "raw/" in name]
    assert str(shown.root) not in json.dumps(records)


def test_what_people_found_on_rereading_is_counted_openly_without_a_word_and_masked_by_the_next_build(built):
    note = json.loads((built.root / RESULTS / "tables/T25.json").read_text())["note"]
    assert note.startswith("Nobody has reread the texts")
    answers = "\n\n\n\n".replace("\n", "job: everybody\n\n", 3)  # refused where it doesn't stand
    command = [sys.executable, "-c", "import sys; from multicase.cli import main; sys.argv[0] = 'multicase'; main()"]
    done = subprocess.run([*command, "reread", "data/small", "--reader", "annalee"], cwd=built.root, env=built.env, input=answers, capture_output=True, text=True, check=True)  # fmt: skip
    assert "3 passages read, 1 found missed, 0 left." in done.stdout
    jobs = built.planned()
    assert {"measure_rereading", "build_table T25", "find_identifiers east-0"} <= set(jobs)
    assert not [job for job in jobs if job.startswith(("ingest_sources", "build_lexicon"))]
    counts, text = "anonymised/rereading.parquet", "anonymised/east-0/east-i01.txt"
    built.snakemake(*(f"{RESULTS}/{name}" for name in ("tables/T25.json", counts, "anonymised/east-0")))
    note = json.loads((built.root / RESULTS / "tables/T25.json").read_text())["note"]
    assert "Reread by 1 reader: 83 words in 3 passages." in note and "all 120.5 (3.1 to 671.3; 1 found)" in note
    assert "I rang [job] up" in (built.root / RESULTS / text).read_text()
    held = (built.root / RESULTS / counts).read_bytes()
    assert b"everybody" not in held and b"annalee" not in held
    assert counts in built.manifest()


def test_the_number_of_batches_changes_no_table(built):
    before = {table: (built.root / RESULTS / f"tables/{table}.csv").read_bytes() for table in TABLES if table != "T27"}
    built.edit("config.yaml", "batches_per_case: 1", "batches_per_case: 9")
    built.snakemake(*(f"{RESULTS}/tables/{table}.csv" for table in before))
    batches = {path.stem for path in (built.root / RESULTS / "segments").glob("east-*.parquet")}
    assert batches == {"east-2", "east-8"}  # what the build with one batch made is gone
    assert {table: (built.root / RESULTS / f"tables/{table}.csv").read_bytes() for table in before} == before


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("data/small/sources.csv", "wave", "wav", "unknown column 'wav'"),
        ("data/small/sources.csv", "raw/east/i01.txt", "raw/east/i02.txt", "no file lies, for east-i01"),
        ("config.yaml", "batches_per_case: 1", "batches_per_case: 0", "batches_per_case"),
        ("config.yaml", "seed: 2018", "sed: 2018", "unknown key 'sed'"),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(fresh, name, old, new, told):
    fresh.edit(name, old, new)
    done = fresh.snakemake(check=False)
    assert done.returncode != 0 and told in done.stderr
    assert not (fresh.root / "results").exists()


def test_an_unknown_speaker_label_fails_with_its_place_and_the_nearest_label(fresh):
    fresh.edit("data/small/raw/west/i01.txt", "Interviewer:", "Interviwer:")
    done = fresh.snakemake("texts", check=False)
    assert done.returncode != 0
    assert "west-i01, line 1: found an open question about who speaks" in done.stderr
    asked = fresh.run("multicase", "check", "data/small", check=False)
    assert "nearest listed: 'Interviewer'" in asked.stdout + asked.stderr
    assert not list((fresh.root / RESULTS / "anonymised").rglob("west*.txt"))


def test_a_quote_that_is_not_in_the_text_waits_without_its_words_and_manual_codings_are_analysed(built):
    path = built.root / "data/small/codings/coder_1.csv"
    path.parent.mkdir()
    head = "source_id,start,end,exact,prefix,suffix,code,memo\n"
    path.write_text(head + "east-i01,,,take people with you,,,collaborative,\neast-i01,,,Sarah said this,,,slow,\n")
    done = built.snakemake(f"{RESULTS}/tables/T06.json", f"{RESULTS}/tables/T31.csv")
    waiting = (built.root / RESULTS / "codings/waiting.csv").read_text()
    assert waiting.splitlines()[1:] == [f"coder_1,coder_1.csv,3,east-i01,slow,{manual.LOST}"]
    assert "Sarah" not in waiting + done.stdout + done.stderr
    assert f"codings,{manual.LOST},codings,1" in (built.root / RESULTS / "tables/T31.csv").read_text()
    caption = json.loads((built.root / RESULTS / "tables/T06.json").read_text())["note"]
    assert (
        "Analysed: 1 manual coding by coder_1; not analysed: 1 whose words are not in the text (T31); nobody" in caption
    )


def test_a_name_in_any_open_file_or_its_name_fails_the_run(built):
    names = {
        "figures/stray.svg": "<text>Sarah Holt</text>",
        "logs/x.log": "Quarry Lane Surgery",
        "tables/dr_holt.csv": "-",
    }
    for name, content in names.items():
        (built.root / RESULTS / name).write_text(content)
    done = built.snakemake("--forcerun", "scan_leaks", check=False)
    assert done.returncode != 0 and "an original identifier (kind organisation; number 1 in" in done.stderr
    assert not re.search("holt|quarry", (done.stdout + done.stderr).lower())
    found = pd.read_csv(built.root / RESULTS / "private/leaks.csv")
    assert {"figures/stray.svg", "logs/x.log", "tables"} == set(found["file"])  # a name of a file isn't told


def test_with_the_closed_zone_locked_what_comes_after_anonymisation_still_builds(built):
    results, study = built.root / RESULTS, built.root / "data/small"
    key = built.root / "key.txt"
    public = built.run("multicase", "keygen", str(key)).stdout.split()[-1]
    built.run("multicase", "lock", "data/small", "--recipient", public)
    assert not (study / "raw").exists() and not (study / "private").exists() and not (results / "private").exists()
    shutil.rmtree(results / "audit/provenance")
    built.snakemake(f"{RESULTS}/audit/provenance")
    assert "sha256 of its raw file" in (results / "audit/provenance/ingest_sources.html").read_text()
    built.edit("data/small/codebook.yaml", "label: Slow", "label: Slow and steady")
    built.edit("data/small/cases.csv", "Case 1", "Case One")
    assert {"build_table T06", "write_findings", "write_index"} <= set(built.planned())
    built.snakemake(*(f"{RESULTS}/{name}" for name in ("tables/T06.csv", "exports/study.qdpx")))
    assert "Case One" in (results / "tables/T06.csv").read_text()
    built.run("multicase", "unlock", "data/small", "--key", str(key))
    assert (study / "private/register.csv").stat().st_mode & 0o777 == 0o600
    assert "Holt" in (study / "raw/east/i01.txt").read_text()


def test_what_only_a_model_sees_waits_for_people_and_changes_no_text(built, tmp_path):
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler", name="ner").add_patterns([{"label": "GPE", "pattern": "the town"}])
    pipeline.to_disk(tmp_path / "pipeline")
    before = (built.root / RESULTS / "anonymised/east-0/east-d01.txt").read_bytes()
    built.edit("config.yaml", 'model: "" ', f'model: "{tmp_path / "pipeline"}" ')
    built.snakemake(f"{RESULTS}/private/queue.csv", f"{RESULTS}/anonymised/east-0.parquet")
    queue = pd.read_csv(built.root / RESULTS / "private/queue.csv")
    assert ("the town", "place", "generalise") in set(
        queue[["text", "kind", "proposed_action"]].itertuples(index=False, name=None)
    )
    assert (built.root / RESULTS / "anonymised/east-0/east-d01.txt").read_bytes() == before


def test_what_a_program_saw_waits_for_people_and_changes_no_text(built):
    """And a build asks no program: this one can't even be started until it is consulted."""
    results, folder = built.root / RESULTS, built.root / "data/small/private/programs"
    before = (results / "anonymised/east-0/east-i01.txt").read_bytes()
    built.edit("config.yaml", "programs: []", 'programs: [{name: eyes, command: "python eyes.py {people}"}]')
    wanted = [f"{RESULTS}/private/{name}" for name in ("queue.csv", "programs.csv", "manifest.csv")]
    built.snakemake(*wanted)
    log = results / "private/logs/suggest_names/east-0.log"
    assert "eyes has not read 2 of 2 texts as they are now: multicase consult data/small" in log.read_text()
    assert pd.read_csv(results / "private/queue.csv").empty
    folder.mkdir()
    (folder / "eyes.py").write_text(
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    text, word = json.loads(line), sys.argv[1].strip('{}')\n"
        "    if (start := text['text'].find(word)) >= 0:\n"
        "        print(json.dumps({'id': text['id'], 'start': start, 'end': start + len(word), 'kind': 'ORG'}))\n"
    )
    assert "2 finds recorded" in built.run("multicase", "consult").stdout
    built.snakemake(*wanted)
    queue = pd.read_csv(results / "private/queue.csv")
    assert queue[["text", "kind", "n"]].to_numpy().tolist() == [["people", "organisation", 2]]
    assert (results / "anonymised/east-0/east-i01.txt").read_bytes() == before and log.read_text() == ""
    told = pd.read_csv(results / "private/programs.csv").set_index("kind").loc["all"]
    assert told["program"] == "eyes" and told[["finds", "by_rules", "undecided"]].tolist() == [2, 0, 2]
    assert "suggested/east-0.parquet" in (results / "private/manifest.csv").read_text()


def test_a_model_can_not_be_trained_on_hardly_any_decisions(built):
    built.edit("config.yaml", "train: false", "train: true")
    done = built.snakemake(f"{RESULTS}/private/queue.csv", check=False)
    assert done.returncode != 0
    assert re.search(r"anonymise\.train: found \d decided names to learn from; expected at least 100", done.stderr)
