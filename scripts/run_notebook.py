"""Run a notebook and show it as a page."""

from multicase.journal import journal
from multicase.pages import notebook

with journal(snakemake):
    notebook.run(
        snakemake.input.notebook,
        snakemake.input.results,
        snakemake.params.results,
        snakemake.output[0],
    )
