"""Write the audit's first page, its style sheet, its script, and the words that this searches."""

from pathlib import Path

from multicase import site
from multicase.audit.results import Results
from multicase.journal import journal
from multicase.site import front
from multicase.site.context import Context

with journal(snakemake):
    made = front.files(
        Context(Results(snakemake.params.results), snakemake.params.per_case),
        study=snakemake.params.study,
        tables=snakemake.input.tables,
        figures=snakemake.input.figures,
        manifest=snakemake.params.manifest,
    )
    site.write(made, Path(snakemake.output.page).parent)
