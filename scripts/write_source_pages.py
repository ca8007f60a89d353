"""Write the page of each source of a batch."""

from pathlib import Path

from multicase import site
from multicase.audit.results import Results
from multicase.journal import journal
from multicase.site import sources
from multicase.site.context import Context

with journal(snakemake):
    context = Context(Results(snakemake.params.results), snakemake.params.per_case)
    made = sources.pages(context, snakemake.wildcards.batch, snakemake.params.tables)
    site.write(made, Path(snakemake.output[0]).parents[1])
