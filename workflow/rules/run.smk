"""How a run begins and ends: the jobs' surroundings, the lock, the server of jobs, and what is removed or forced beforehand.

Reads   the names and functions of common.smk
Sets    the prefix of every job's command
"""

import threading

from multicase import doubtful, held, prefork
from multicase.leaks import open_zone

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

# What the study's files held when these results were last made, and which of their jobs have to be done again.
RECORD = Path(f".snakemake/multicase/studies/{STUDY.name}.json")


def doubts():
    """What Snakemake can't see of the results, said on stderr; None where a run is at work: who began it has looked."""
    if held.is_at_work(HELD):
        return None
    found = doubtful.seen(Path(RESULTS), doubtful.read(RECORD), STUDY.locked)
    if problems := doubtful.problems(found, sys.argv):
        print(StudyError(problems), file=sys.stderr)
    for line in doubtful.told(found):
        print(line, file=sys.stderr)
    return found


DOUBTS = doubts()
AGAIN = doubtful.read(RECORD).again if DOUBTS is None else DOUBTS.again


def begin_run():
    """Refuse what is doubtful; hold the directory, warn that nothing is scanned yet, and remove what an earlier run made
    and none makes now.
    """
    try:
        if DOUBTS and (problems := doubtful.problems(DOUBTS, sys.argv)):
            raise StudyError(problems)
        held.enter(HELD)
        if DOUBTS and DOUBTS.unrecorded:
            doubtful.outdate(Path(RESULTS), STUDY.locked)
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
    files = doubtful.held_by(given_files(), doubtful.read(RECORD).files)
    doubtful.write(RECORD, doubtful.Record(files, AGAIN))
    begin_jobs()


def begin_jobs():
    """From now on this run's own jobs share one start of Python; those that it hands to other machines do not."""
    global JOB_SERVER
    find, files = "multicase.anonymise.find", "multicase.study.files"
    documents = [STUDY.path(name) for name in study.DOCUMENTS]
    steps = [
        "sys>snakemake.script",
        f"{find}>{find}:ready:{config['anonymise']['locale']}",
        "multicase.code.dictionary>multicase.code.tokens:pipeline",
        "multicase.site>multicase.site:ready",
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
        from multicase.closed import still  # a plan is spared what it imports

        texts = Path(RESULTS) / "private/texts"
        try:
            still.refuse_changed(
                {texts / f"{batch}.parquet": rows for batch, rows in BATCHES.items()},
                STUDY.root,
            )
        except StudyError as error:
            raise WorkflowError(str(error)) from None
