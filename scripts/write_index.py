"""Write the page that shows every table and figure."""

from multicase.journal import journal
from multicase.pages import index

with journal(snakemake):
    index.write(
        tables=snakemake.input.tables,
        figures=snakemake.input.figures,
        study=snakemake.params.study,
        name=snakemake.params.name,
        notebooks=snakemake.params.notebooks,
        manifest=snakemake.params.manifest,
        path=snakemake.output[0],
    )
