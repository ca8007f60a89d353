"""The study's manifest, targets, wildcard constraints and input functions: with `run.smk` the only place with functions.

Reads   the study's tables (never its texts), config.yaml
Sets    STUDY, RESULTS, BATCHES, CASES, TABLES, FIGURES, SETTINGS and what the rules' inputs and parameters need
"""

import os
import sys
from functools import cache
from pathlib import Path

from snakemake import __version__ as snakemake_version
from snakemake.exceptions import WorkflowError

from multicase import digest, doubtful
from multicase.anonymise import locale
from multicase.audit import declared, environment, listing
from multicase.closed import whereabouts
from multicase.comparing import original, outcome
from multicase.digest import files_digest, row_digest
from multicase.figures import catalogue as figures
from multicase.pages import order, view
from multicase.site import used
from multicase.study import (
    about,
    consent,
    disclosure,
    frozen,
    instrument,
    originals,
    programs,
    replication,
    settings,
    study,
    unmet,
)
from multicase.study.files import mapping
from multicase.study.problems import StudyError
from multicase.tables import catalogue as tables

# From here, so that a project that was moved has nothing to rebuild.
HOME = Path(os.path.relpath(workflow.basedir))
try:
    config["study"] = settings.named_study(config.get("study"), sys.argv)
    STUDY = study.load(settings.found_from(config["study"], HOME))
    RESULTS = f"results/{STUDY.name}"
    whereabouts.refuse_another_s(Path(RESULTS), STUDY.root)
    merged, SETTINGS = settings.merged(
        mapping([str(HOME / "config.yaml")]),
        STUDY.settings,
        GIVEN | {"study": config["study"]},
    )
    config |= merged | {"study": str(STUDY.root)}
    programs.records(STUDY.root, config["anonymise"]["programs"])
    LOCALE = files_digest(locale.paths(config["anonymise"]["locale"]))
    ORIGINAL = STUDY.replication and original.results_of(
        STUDY.replication.original.root, Path()
    )
except StudyError as error:
    raise WorkflowError(str(error)) from None

PUBLISHED = f"results/published/{STUDY.name}"
BATCHES = STUDY.batches(config["batches_per_case"])
SOURCES = {}
for row in STUDY.open_sources:
    SOURCES.setdefault(row["case_id"], []).append(row["source_id"])
CASES = sorted(SOURCES)
TABLES = tables.of_study(STUDY.tables, ORIGINAL is not None)
FIGURES = figures.of_study(STUDY.tables, ORIGINAL is not None)
DECLARED_FIGURES = [name for name, entry in FIGURES.items() if entry.declaration]
NOTEBOOKS = sorted(path.stem for path in (HOME / "notebooks").glob("*.py"))
NOTEBOOK = str(HOME / "notebooks/{notebook}.py")
# What trained models and other programs see is no part of detection: it adds to what was found.
MODELLED = ("model", "train", "programs")
DETECTION = {k: v for k, v in config["anonymise"].items() if k not in MODELLED}
FOUND = (
    "<results>/private/suggested/{batch}.parquet"
    if any(config["anonymise"][name] for name in MODELLED)
    else "<results>/private/found/{batch}.parquet"
)
# What programs of the user's own coded, and the rules that only a study with such records runs.
RECORDS = [str(path) for path in STUDY.record_paths()]
PROGRAM_RULES = ("anchor_programs", "compare_programs")
SHOWN_K = disclosure.shown_k(config)
LACKING = [name for name in study.TABLES | study.DOCUMENTS if STUDY.path(name) is None]
SCHOOL = (STUDY.study or {}).get("school", "")
EMPTY_TABLES = tables.empty(TABLES, LACKING, SCHOOL)
# Parameters of tables that are no settings of their own.
DERIVED = {
    "shown_k": SHOWN_K,
    "school": SCHOOL,
    "frozen": frozen.told(STUDY),
    "empty": EMPTY_TABLES + figures.empty(FIGURES, EMPTY_TABLES),
}
ATTRIBUTES = about.attributes(STUDY)
# The rules whose files the manifest lists, and those whose files are hashed inside the closed zone.
LISTED_RULES = (
    "replace_identifiers",
    "measure_rereading",
    "carry_codings",
    "segment_turns",
    "apply_dictionary",
    "anchor_codings",
    "suggest_codes",
    "measure_agreement",
    "gather_evidence",
    "judge_claims",
    "record_settings",
    "write_instrument",
    "build_table",
    "draw_figure",
    "list_evidence",
    "write_recount",
    "export_study",
    "export_database",
    "export_tables",
    "write_index",
    "write_findings",
    "run_notebook",
    "write_table_page",
    "write_code_pages",
    "write_case_pages",
    "write_participant_pages",
    "write_claim_pages",
    "write_account_pages",
    "write_site",
    "write_figure_page",
    "write_source_pages",
    *(PROGRAM_RULES if RECORDS else ()),
)
CLOSED_RULES = (
    "ingest_sources",
    "settle_speakers",
    "build_lexicon",
    "find_identifiers",
    "replace_identifiers",
    "measure_rereading",
    "carry_codings",
    "propose_decisions",
    *(["suggest_names"] if any(config["anonymise"][n] for n in MODELLED) else []),
    *(["report_programs"] if config["anonymise"]["programs"] else []),
)
# All rules of the closed zone that leave a record.
RECORDED_RULES = (
    *CLOSED_RULES,
    *(["train_names"] if config["anonymise"]["train"] else []),
    "hash_closed",
)
# Made from the manifest, or told of the machine: no results to compare with the published ones.
UNLISTED_RULES = (
    "record_environment",
    "write_provenance",
    "write_audits",
    "write_crate",
)
# The manifest lists itself nowhere, and what comes after it.
WILDCARDS = {
    "batch": list(BATCHES),
    "case": CASES,
    "table": [table for table in TABLES if table != "T27"],
    "figure": list(FIGURES),
    "notebook": NOTEBOOKS,
}

# Which of them, or of these, each notebook sees.
SEEN_BESIDE = ("evidence", "segments", "audit")
try:
    READ_BY = view.of_all(
        [NOTEBOOK.format(notebook=name) for name in NOTEBOOKS],
        [*WILDCARDS["table"], *FIGURES, *SEEN_BESIDE],
    )
except StudyError as error:
    raise WorkflowError(str(error)) from None


wildcard_constraints:
    batch="|".join(BATCHES),
    case="|".join(CASES),
    table="|".join(TABLES),
    figure="|".join(FIGURES),
    notebook="|".join(NOTEBOOKS),


# One may call another, so an upgrade of any makes everything anew.
PACKAGES = environment.installed(HOME / "requirements.lock")
LIBRARIES = row_digest(PACKAGES)
# What earlier runs found in the library's modules, by what is in them.
MODULES = Path(".snakemake/multicase/modules.json")
digest.recall(MODULES)


def digest_of(rule, *modules):
    """A digest of a rule's script and of all that this imports."""
    return digest.source_digest(HOME / f"scripts/{rule}.py", *modules)


def code_of(rule, *modules, files=()):
    """What a job's result hangs on beside its inputs and parameters: its code, the versions of libraries, files of the
    workflow that it shows, since an upgrade may bring them with an older date, and how often its own files were altered.
    """
    code = digest_of(rule, *modules)
    if files:
        code = digest.text_sha256(code + files_digest(files))[:16]

    def of_job(wildcards):
        altered = AGAIN.get("/".join([rule, *wildcards]), ())
        return doubtful.code_of_job(code, [LIBRARIES, *altered])

    return of_job


def study_file(name):
    """The path of a file of the study as a rule's input: a list, empty where the study hasn't got the file."""
    path = STUDY.path(name)
    return [str(path)] if path else []


def program_records():
    """What the user's own programs found, as far as they were asked."""
    return [
        str(path)
        for path in programs.paths(STUDY.root, config["anonymise"]["programs"])
    ]


def closed_codings():
    """What people coded before anonymisation."""
    return [str(path) for path in STUDY.closed_coding_paths()]


def raw_files(wildcards):
    return [str(STUDY.root / row["path"]) for row in BATCHES[wildcards.batch]]


def source_rows(wildcards):
    """What ingestion must know of a batch's sources: not their dates and participants, so that those can change."""
    columns = ("source_id", "case_id", "kind", "path", "format")
    return [
        {column: row[column] for column in columns} for row in BATCHES[wildcards.batch]
    ]


def sources_of_case(wildcards):
    """source_id -> case_id of the sources of a batch's case."""
    case = case_of_batch(wildcards.batch)
    return dict.fromkeys(SOURCES[case], case)


def sources_of_batch(wildcards):
    return [row["source_id"] for row in BATCHES[wildcards.batch]]


@cache
def rows_of_sources(name):
    """source_id -> its rows of a file of the study; `*` has those for all."""
    found = {}
    for row in getattr(STUDY, name) or []:
        found.setdefault(row["source_id"], []).append(row)
    return found


def rows_digest_of(name, sources=sources_of_batch):
    """Changes when a file's rows for one of some sources do; the rows themselves may hold names."""

    @cache
    def digest_of(ids):
        found = rows_of_sources(name)
        return row_digest(row for source in ids for row in found.get(source, []))

    def digest(wildcards):
        return digest_of(("*", *sources(wildcards)))

    return digest


def batches_of_case(case):
    return [batch for batch, rows in BATCHES.items() if rows[0]["case_id"] == case]


def case_of_batch(batch):
    return BATCHES[batch][0]["case_id"]


def per_batch(pattern):
    return [pattern.format(batch=batch) for batch in BATCHES]


def of_programs(**files):
    """Inputs that only a study has in which programs of the user's own coded."""
    return files if RECORDS else {}


# What the audit's pages are made from beside tables and figures.
LAID_OPEN = [
    *(f"<results>/audit/{name}.csv" for name in listing.FILES),
    "<results>/audit/claims.json",
]


def tables_of_pages(*kinds):
    """The files of the tables that pages of some kinds show: codes, cases and so on."""
    tables_of = sorted({name for kind in kinds for name in used.TABLES[kind]})
    endings = (".csv", ".json", ".evidence.parquet")
    return [f"<results>/tables/{name}{end}" for name in tables_of for end in endings]


# What tables and figures are made from that isn't a file of the study.
MADE = {
    "instrument": study_file("codebook"),  # as it is written; `codebook` is its codes
    "evidence": "<results>/themes/evidence.parquet",
    "analysed": "<results>/themes/analysed.json",
    "read_sources": "<results>/themes/sources.parquet",
    "omissions": "<results>/themes/omissions.parquet",
    "verdicts": "<results>/claims/verdicts.parquet",
    "segments": per_batch("<results>/segments/{batch}.parquet"),
    "log": per_batch("<results>/anonymised/{batch}.log.parquet"),
    "rereading": "<results>/anonymised/rereading.parquet",
    "agreement": "<results>/reliability/agreement.csv",
    "ratings": "<results>/reliability/ratings.csv",
    "disagreements": "<results>/reliability/disagreements.csv",
    "program_coders": [],
    "program_agreement": [],
    "original": outcome.paths(ORIGINAL) if ORIGINAL else [],
    "replication": [f"<results>/{name}" for name in outcome.READ],
} | of_programs(
    program_coders="<results>/codings/programs.json",
    program_agreement="<results>/reliability/programs.csv",
)


def listed_records():
    """The records of the jobs whose files the manifest lists; with the closed zone locked, also those left of before."""
    left = left_records([name for name in LISTED_RULES if name in CLOSED_RULES])
    return sorted({*files_of(LISTED_RULES, "log", ".json"), *left})


def left_records(names):
    """The records that lie there of jobs which this run hasn't got, since the closed zone is locked; else none."""
    if not STUDY.locked:
        return []
    logs = Path(RESULTS) / "logs"
    return [
        str(path)
        for name in names
        for path in (logs / f"{name}.json", *sorted((logs / name).glob("*.json")))
        if path.is_file()
    ]


def table_inputs(wildcards):
    """What a table needs, by name: files of the study (empty lists where there are none) and files of the workflow."""
    if wildcards.table == "T27":
        records = listed_records()
        open_files = [path for path in files_of(LISTED_RULES) if not is_closed(path)]
        return {"artefacts": open_files, "records": records}
    needs = [need for need in TABLES[wildcards.table].needs if need != "attributes"]
    return {need: MADE[need] if need in MADE else study_file(need) for need in needs}


def table_study(wildcards):
    """What study.yaml says that a table hangs on."""
    return about.of_table(STUDY, wildcards.table, TABLES[wildcards.table].needs)


def described_rules(wildcards):
    """What each rule that leaves a record does, in its own words, and the digest of its code."""
    there = [
        name for name in LISTED_RULES if not (STUDY.locked and name in CLOSED_RULES)
    ]
    return {
        name: {
            "does": getattr(rules, name).rule.docstring.strip(),
            "code": digest_of(name),
        }
        for name in there
    }


def table_files():
    """Every table but the manifest, and what stands around each."""
    return expand(
        "<results>/tables/{table}.{ending}",
        table=WILDCARDS["table"],
        ending=["json", "csv"],
    )


def figure_inputs(wildcards):
    needs = FIGURES[wildcards.figure].needs
    files = {need: f"<results>/tables/{need}.csv" for need in needs if need[0] == "T"}
    other = [need for need in needs if need not in files]
    # What stands around and behind a table may change where its rows don't.
    return (
        files
        | {need: MADE[need] if need in MADE else study_file(need) for need in other}
        | {"around": figure_tables(wildcards)}
    )


def figure_tables(wildcards):
    """The tables that a figure is drawn from, with what stands around them and their evidence."""
    return [
        f"<results>/tables/{need}.{ending}"
        for need in FIGURES[wildcards.figure].needs
        if need[0] == "T"
        for ending in ("csv", "json", "evidence.parquet")
    ]


def timeline(wildcards):
    drawn = FIGURES[wildcards.figure].declaration.get("events")
    return (STUDY.study or {}).get("timeline", []) if drawn else []


def notebook_results(wildcards):
    """The files of the results that a notebook sees."""
    endings = ("csv", "json", "evidence.parquet")
    files = {
        table: [f"<results>/tables/{table}.{end}" for end in endings]
        for table in WILDCARDS["table"]
    }
    files |= {figure: [f"<results>/figures/{figure}.png"] for figure in FIGURES}
    files |= {"evidence": [MADE["evidence"]], "segments": MADE["segments"]}
    files["audit"] = LAID_OPEN
    return [file for name in READ_BY[wildcards.notebook] for file in files[name]]


def notebook_path(wildcards):
    return NOTEBOOK.format(notebook=wildcards.notebook)


def table_group(wildcards):
    """Under which heading Snakemake's report shows a table: that of the index."""
    return no_wildcards(TABLES[wildcards.table].group)


def figure_group(wildcards):
    """The same for a figure: the group of the table whose note holds for it."""
    return no_wildcards(TABLES[FIGURES[wildcards.figure].about].group)


def table_labels(form):
    """What Snakemake's report calls a table, shown in one of its two forms: a switch there leads to the other."""
    return lambda wildcards: labels("Table", TABLES[wildcards.table], form)


def figure_labels(form):
    """The same for a figure."""
    return lambda wildcards: labels("Figure", FIGURES[wildcards.figure], form)


def labels(kind, entry, form):
    return {kind: entry.id, "Title": no_wildcards(entry.title), "Form": form}


def no_wildcards(text):
    """A text in which Snakemake takes no word in braces for a wildcard: a character that can't be seen stands before it."""
    return text.replace("{", "{\u2060")


def results_folder(wildcards):
    """Where the results lie: for jobs that read them as an auditor has them."""
    return RESULTS


def is_closed(path):
    return path.startswith(f"{RESULTS}/private/")


def files_of(names, what="output", ending=""):
    """The outputs, or logs, of rules for all values of their wildcards."""
    return sorted(
        path
        for pattern in patterns_of(names, what)
        if pattern.endswith(ending)
        for path in expand(
            pattern,
            **{name: of for name, of in WILDCARDS.items() if f"{{{name}}}" in pattern},
        )
    )


def patterns_of(names, what="output"):
    """The same with their wildcards; of rules that this run hasn't got, none."""
    there = [name for name in names if not (STUDY.locked and name in CLOSED_RULES)]
    return [str(path) for name in there for path in getattr(getattr(rules, name), what)]


def provenance_records():
    """The records of all jobs before the provenance pages; with the closed zone locked, those that lie there."""
    manifest = [
        path.format(table="T27")
        for path in patterns_of(["build_table"], "log")
        if path.endswith(".json")
    ]
    names = ("record_environment", *LISTED_RULES)
    left = left_records(RECORDED_RULES)
    if not STUDY.locked:
        left = files_of(RECORDED_RULES, "log", ".json")
    return sorted({*files_of(names, "log", ".json"), *left, *manifest})


def open_study_files():
    """The files of the study outside its closed zone."""
    paths = (STUDY.path(name) for name in study.TABLES | study.DOCUMENTS)
    found = [*(path for path in paths if path is not None), *STUDY.coding_paths()]
    closed = STUDY.root / "private"
    return sorted(str(path) for path in found if not path.is_relative_to(closed))


def given_files():
    """What results are made from and no job makes: the study's files, what was published, and the original's results."""
    others = outcome.paths(ORIGINAL) if ORIGINAL else []
    published = doubtful.below(Path(PUBLISHED))
    return [*doubtful.below(STUDY.root), *map(Path, others), *published]


def after_manifest():
    """What the manifest doesn't list, since it is made from it: beside the rest, its own page."""
    own = [f"{RESULTS}/audit/tables/T27.html", f"{RESULTS}/audit/evidence/T27"]
    return [*files_of(UNLISTED_RULES), *own]


def final_targets():
    """All that a whole run makes, also what lies between: Snakemake makes no file again that nobody asks for."""
    closed = [] if STUDY.locked else RECORDED_RULES
    gates = [] if STUDY.locked else ["audit/leaks.json", "audit/reproduction.csv"]
    made = [*files_of([*LISTED_RULES, *closed]), *after_manifest()]
    return sorted({*made, *(f"{RESULTS}/{name}" for name in gates)})


def published_files(wildcards):
    """The version of record, where there is one."""
    return sorted(str(path) for path in Path(PUBLISHED).rglob("*") if path.is_file())
