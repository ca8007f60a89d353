"""How a run begins and ends: the jobs' surroundings, the lock, the server of jobs, and what is removed or forced beforehand.

Reads   the names and functions of common.smk
Sets    the prefix of every job's command
"""

import threading

from snakemake.dag import DAG

from multicase import doubtful, held, prefork
from multicase.leaks import open_zone
from multicase.wording import counted

# Whatever a job could take from its surroundings, fixed: for the jobs alone, on whatever machine they run. Snakemake itself
# would give the libraries of linear algebra as many threads as the job has cores, and sums hang on how many add them up.
SURROUNDINGS = {
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
    "MPLBACKEND": "Agg",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
SURROUNDED = (
    f"export {' '.join(f'{name}={value}' for name, value in SURROUNDINGS.items())};"
    # without compiled files beside it, every job would compile the library anew
    " unset PYTHONDONTWRITEBYTECODE; "
)
shell.prefix(SURROUNDED)

HELD = Path(".snakemake/held.json")
JOBS, JOB_SERVER = Path(".snakemake/jobs.sock"), None
# What a module that jobs import needs later, and imports only then, since most do without.
IMPORTED_LATER = {
    "multicase.frames": ("pyarrow.dataset",),
    "multicase.figures.draw": (
        "matplotlib.backends.backend_pdf",
        "matplotlib.backends.backend_svg",
    ),
    "multicase.code.model": ("sklearn.linear_model",),
}

MARKED, DIGESTS = DAG.incomplete_files, Path(".snakemake/multicase/files.json")


async def doubtful_files(dag):
    """The outputs that are made again though they are there: those that a killed run left; those of which .snakemake
    doesn't say how they were made, which Snakemake itself takes for up to date; those that were altered since; and
    those of which an input was replaced, whatever its date.
    """
    marked, records = await MARKED(dag), dag.workflow.persistence
    jobs, digests = list(dag.jobs), doubtful.Digests(DIGESTS)
    unrecorded = [job for job in jobs if not records.has_metadata(job)]
    unknown = [file for job in unrecorded for file in job.output if await file.exists()]
    if count := len({*unknown} - {*marked}):
        print(
            f"{RESULTS}: of {counted(count, 'file')} .snakemake doesn't say (any more) with which settings they were "
            "made: they are made again",
            file=sys.stderr,
        )
    try:
        spoilt, places = doubtful.of_altered(jobs, Path(RESULTS))
    except StudyError as error:
        raise WorkflowError(str(error)) from None
    for place in places:
        print(
            f"{place} was altered since it was made: it is made again", file=sys.stderr
        )
    replaced = doubtful.of_replaced(jobs, records.input_checksums, digests)
    digests.keep()
    return [*marked, *unknown, *spoilt, *replaced]


DAG.incomplete_files = doubtful_files


def begin_run():
    """Hold the directory, warn that nothing is scanned yet, and remove what an earlier run made and none makes now."""
    try:
        held.enter(HELD)
    except StudyError as error:
        raise WorkflowError(str(error)) from None
    manifest = [pattern.format(table="T27") for pattern in patterns_of(["build_table"])]
    known = [*files_of(LISTED_RULES), *manifest, *after_manifest()]
    patterns = patterns_of([*LISTED_RULES, *UNLISTED_RULES, *PROGRAM_RULES])
    if STUDY.locked:
        open_zone.begin(Path(RESULTS), known, [])
    else:
        logging = {*LISTED_RULES, *RECORDED_RULES, *UNLISTED_RULES}
        logging |= {"scan_leaks", "compare_published"}
        form = patterns_of(sorted(logging), "log")
        of_tables = patterns_of(["build_table", "write_table_page"], "log")
        own = [path.format(table="T27") for path in of_tables]
        logs = [*files_of(sorted(logging), "log"), *own]
        open_zone.begin(Path(RESULTS), known, patterns, logs, form)
        open_zone.close(Path(RESULTS))
        whereabouts.record(Path(RESULTS), STUDY.root)
    digest.keep(MODULES)
    begin_jobs()


def begin_jobs():
    """From now on this run's own jobs share one start of Python; those that it hands to other machines do not."""
    global JOB_SERVER
    find, files = "multicase.anonymise.find", "multicase.study.files"
    documents = [STUDY.path(name) for name in study.DOCUMENTS]
    steps = [
        "sys>snakemake.script",
        f"{find}>{find}:ready:{config['anonymise']['locale']}",
        *(f"{files}>{files}:known:{path}" for path in documents if path),
        *(
            f"{module}>{name}"
            for module in IMPORTED_LATER
            for name in IMPORTED_LATER[module]
        ),
    ]
    surroundings = os.environ | SURROUNDINGS
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    JOB_SERVER = prefork.start(JOBS, steps, surroundings)
    if JOB_SERVER:
        client = prefork.command(JOBS).replace("{", "{{").replace("}", "}}")
        shell.prefix(f"{SURROUNDED}{client} ")


def end_run(is_success):
    """Hold the directory no longer; after a success refuse raw files that were changed meanwhile."""
    prefork.stop(JOB_SERVER, JOBS)
    held.free(HELD)
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.cancel()  # Snakemake would look once more for jobs, up to a minute from now, and end only then
    if not is_success:
        return
    open_zone.settle(Path(RESULTS))
    if not STUDY.locked:
        from multicase.ingest import still  # a plan is spared what it imports

        texts = Path(RESULTS) / "private/texts"
        try:
            still.refuse_changed(
                {texts / f"{batch}.parquet": rows for batch, rows in BATCHES.items()},
                STUDY.root,
            )
        except StudyError as error:
            raise WorkflowError(str(error)) from None
