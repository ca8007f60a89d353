"""The study, rebuilt from raw files to findings: this page lists the stages, the rules hold them."""

from copy import deepcopy

from snakemake.utils import min_version

min_version("9.14")


GIVEN = deepcopy(config)  # by the command line: it goes before what a study sets


configfile: f"{workflow.basedir}/config.yaml"


report: "workflow/report/workflow.rst"


include: "workflow/rules/common.smk"
include: "workflow/rules/run.smk"


# They take no time, or tell of the machine at the front: on a cluster they are done where the run was started.
localrules:
    all,
    texts,
    settle_speakers,
    record_settings,
    record_environment,
    write_recount,
    hash_closed,
    compare_published,


pathvars:
    study=str(STUDY.root),
    results=RESULTS,


# With the closed zone locked, all that comes after anonymisation can still be built, and nothing before.
if not STUDY.locked:

    include: "workflow/rules/ingest.smk"
    include: "workflow/rules/anonymise.smk"
    include: "workflow/rules/audit.smk"


include: "workflow/rules/segment.smk"
include: "workflow/rules/code.smk"
include: "workflow/rules/reliability.smk"
include: "workflow/rules/themes.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/tables.smk"
include: "workflow/rules/figures.smk"
include: "workflow/rules/export.smk"
include: "workflow/rules/pages.smk"
include: "workflow/rules/findings.smk"
include: "workflow/rules/site.smk"
include: "workflow/rules/crate.smk"


rule all:
    """Every table and figure, the manifest, the leak scan and the comparison with the published results."""
    default_target: True
    input:
        final_targets(),


rule texts:
    """The anonymised texts and their segments: all that coders need."""
    input:
        per_batch("<results>/segments/{batch}.parquet"),
        per_batch("<results>/anonymised/{batch}"),
        "<results>/private/queue.csv" if not STUDY.locked else [],
        "<results>/private/questions.csv" if not STUDY.locked else [],


onstart:
    begin_run()


onsuccess:
    end_run(is_success=True)


onerror:
    end_run(is_success=False)
