"""Write the page that shows every table and figure."""

from multicase.journal import journal
from multicase.pages import index

with journal(snakemake.log[0]):
    index.write(
        tables=snakemake.input.tables,
        figures=snakemake.input.figures,
        study=list(snakemake.input.study),
        name=snakemake.params.name,
        notebooks=snakemake.params.notebooks,
        path=snakemake.output[0],
    )
