"""Write the page of a figure, each of its marks a link, and the evidence of those that are sums."""

from pathlib import Path

from multicase import site
from multicase.audit.results import Results
from multicase.journal import journal
from multicase.site import figures
from multicase.site.context import Context

with journal(snakemake):
    context = Context(Results(snakemake.params.results), snakemake.params.per_case)
    made = figures.pages(context, snakemake.wildcards.figure)
    Path(snakemake.output.evidence).mkdir(exist_ok=True)  # also where no mark is a sum
    site.write(made, Path(snakemake.output.page).parents[1])
