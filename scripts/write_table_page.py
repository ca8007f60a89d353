"""Write the page of a table and the pages of its evidence."""

from pathlib import Path

from multicase import site
from multicase.audit.results import Results
from multicase.journal import journal
from multicase.site import tables
from multicase.site.context import Context

with journal(snakemake):
    folder = Path(snakemake.output.evidence)
    folder.mkdir(parents=True, exist_ok=True)  # also where nothing of the table is evidence
    results = Results(snakemake.params.results)
    context = Context(results, snakemake.params.per_case)
    made = tables.pages(context, results.table(snakemake.wildcards.table), snakemake.params.figures)
    site.write(made, folder.parents[1])
