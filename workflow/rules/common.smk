"""The study's manifest, targets, wildcard constraints and input functions: the only place with functions.

Reads   the study's tables (never its texts), config.yaml
Sets    STUDY, RESULTS, BATCHES, CASES, TABLES, FIGURES, DETECTION, FOUND, SHOWN_K and what the rules' inputs need
"""

import os
import sys
from functools import cache
from pathlib import Path

from multicase import figures, tables
from multicase.study import files, study
from multicase.digest import row_digest, source_digest
from multicase.study.problems import StudyError

# Whatever a job could take from its surroundings, fixed.
os.environ |= {
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
    "MPLBACKEND": "Agg",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}

# Without compiled files beside it, every job would compile the library anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

try:
    files.check_config(config)
    STUDY = study.load(config["study"])
except StudyError as error:
    sys.exit(f"multicase: {error}")

RESULTS = f"results/{STUDY.name}"
PUBLISHED = f"results/published/{STUDY.name}"
BATCHES = STUDY.batches(config["batches_per_case"])
CASES = sorted({row["case_id"] for row in STUDY.open_sources})
TABLES = tables.CATALOGUE
FIGURES = figures.CATALOGUE
# The layer of a trained model is no part of detection: it adds to what was found.
MODELLED = ("model", "train")
DETECTION = {k: v for k, v in config["anonymise"].items() if k not in MODELLED}
FOUND = (
    "<results>/private/suggested/{batch}.parquet"
    if any(config["anonymise"][name] for name in MODELLED)
    else "<results>/private/found/{batch}.parquet"
)
# How many participants must share what evidence and counts tell of them; within the team, nothing is held back.
SHOWN_K = (
    1 if config["anonymise"]["profile"] == "internal" else config["disclosure"]["k"]
)
NOTEBOOKS = sorted(path.stem for path in Path("notebooks").glob("*.py"))


wildcard_constraints:
    batch="|".join(BATCHES),
    case="|".join(CASES),
    table="|".join(TABLES),
    figure="|".join(FIGURES),
    notebook="|".join(NOTEBOOKS),


def study_file(name):
    """The path of a file of the study as a rule's input: a list, empty where the study hasn't got the file."""
    path = STUDY.path(name)
    return [str(path)] if path else []


def raw_files(wildcards):
    return [str(STUDY.root / row["path"]) for row in BATCHES[wildcards.batch]]


def source_rows(wildcards):
    """What ingestion must know of a batch's sources: not their dates and participants, so that those can change."""
    columns = ("source_id", "case_id", "kind", "path", "format")
    return [
        {column: row[column] for column in columns} for row in BATCHES[wildcards.batch]
    ]


def speaker_rows_digest(wildcards):
    """Changes when the labels of one of the batch's sources do; the labels themselves may be names."""
    ids = {"*", *(row["source_id"] for row in BATCHES[wildcards.batch])}
    return row_digest(row for row in STUDY.speakers or [] if row["source_id"] in ids)


def batches_of_case(case):
    return [batch for batch, rows in BATCHES.items() if rows[0]["case_id"] == case]


def case_of_batch(batch):
    return BATCHES[batch][0]["case_id"]


def per_batch(pattern):
    return [pattern.format(batch=batch) for batch in BATCHES]


def table_inputs(wildcards):
    """What a table needs, by name: files of the study (empty lists where there are none) and files of the workflow."""
    if wildcards.table == "T27":
        return {
            "artefacts": [entry["path"] for entry in lineage() if not is_closed(entry)],
            "study": study_file("study"),
        }
    made = {
        "evidence": "<results>/themes/evidence.parquet",
        "analysed": "<results>/themes/analysed.json",
        "segments": per_batch("<results>/segments/{batch}.parquet"),
        "log": per_batch("<results>/anonymised/{batch}.log.parquet"),
        "agreement": "<results>/reliability/agreement.csv",
        "ratings": "<results>/reliability/ratings.csv",
        "disagreements": "<results>/reliability/disagreements.csv",
    }
    needs = TABLES[wildcards.table].needs
    return {
        need: made[need] if need in made else study_file(need) for need in needs
    } | {"study": study_file("study")}


def audits():
    """The last gates, which need the closed zone."""
    names = ("audit/leaks.json", "audit/reproduction.csv", "private/manifest.csv")
    return [] if STUDY.locked else [f"<results>/{name}" for name in names]


def findings_tables():
    return ["T02", "T03", "T08", "T18", "T19", "T21", "T22", "T23", "T24"]


def findings_figures():
    return ["F13", "F04", "F08", "F14"]


def figure_inputs(wildcards):
    return {
        need: study_file("study") if need == "study" else f"<results>/tables/{need}.csv"
        for need in FIGURES[wildcards.figure].needs
    }


def table_options(wildcards):
    """The parameters of one table, so that a change of one reruns that table alone."""
    if wildcards.table == "T16":
        return config["cooccurrence"]
    if wildcards.table == "T18":
        return config["saturation"] | {"seed": config["seed"]}
    if wildcards.table == "T03":
        return config["disclosure"] | {"profile": config["anonymise"]["profile"]}
    if wildcards.table == "T07":
        return {"k": SHOWN_K}
    if wildcards.table == "T21":
        return config["disclosure"]
    if wildcards.table == "T27":
        return {
            "lineage": [entry for entry in lineage() if not is_closed(entry)],
            "root": RESULTS,
        }
    return {}


def published_files(wildcards):
    """The version of record, where there is one."""
    return sorted(str(path) for path in Path(PUBLISHED).rglob("*") if path.is_file())


@cache
def lineage():
    """Every file that the workflow writes before its manifest: path, rule, inputs. Asked of the rules themselves.

    A raw file is called by its source's id, since its path may name somebody.
    """
    raw = {
        str(STUDY.root / row["path"]): f"raw:{row['source_id']}"
        for row in STUDY.sources
    }
    study_files = {f"{STUDY.root}/": "study:", f"{RESULTS}/": ""}
    todo = [f"{RESULTS}/index.html"]
    todo += [] if STUDY.locked else [f"{RESULTS}/private/queue.csv"]
    todo += [f"{RESULTS}/findings/findings.html", f"{RESULTS}/exports/study.qdpx"]
    todo += [f"{RESULTS}/model/evaluation.csv"]
    todo += [f"{RESULTS}/notebooks/{notebook}.html" for notebook in NOTEBOOKS]
    todo += [f"{RESULTS}/tables/{table}.csv" for table in TABLES if table != "T27"]
    found = {}
    while todo:
        target = todo.pop()
        producers = [
            producer for producer in workflow.rules if producer.is_producer(target)
        ]
        if target in found or not producers:
            continue
        producer = producers[0]
        wildcards = producer.get_wildcards(target)
        inputs = sorted({str(path) for path in producer.expand_input(wildcards)[0]})
        for path in producer.expand_output(wildcards)[0]:
            shown = [raw.get(name) or shorten(name, study_files) for name in inputs]
            found[str(path)] = {
                "path": str(path),
                "rule": producer.name,
                "inputs": shown,
            }
        todo += inputs
    return [found[path] for path in sorted(found)]


def is_closed(entry):
    return entry["path"].startswith(f"{RESULTS}/private/")


def closed_artefacts(wildcards):
    return [entry["path"] for entry in lineage() if is_closed(entry)]


def shorten(path, prefixes):
    return next(
        (
            new + path.removeprefix(old)
            for old, new in prefixes.items()
            if path.startswith(old)
        ),
        path,
    )
