"""Write the study, its runs and its claims as a Workflow Run RO-Crate."""

from pathlib import Path

from multicase.audit import built, crate
from multicase.journal import journal

with journal(snakemake):
    crate.write(
        built.read(
            results=Path(snakemake.params.results),
            records=snakemake.input.records,
            manifest=snakemake.input.manifest,
            settings=snakemake.input.settings,
            claims=snakemake.input.claims,
            study=snakemake.config["study"],
            supplied=snakemake.input.supplied,
        ),
        crate.About(study=snakemake.params.study, rules=snakemake.params.rules, engine=snakemake.params.engine),
        snakefile=snakemake.input.snakefile,
        path=snakemake.output.crate,
    )
