"""Write the study's front page."""

from multicase.journal import journal
from multicase.pages import index

with journal(snakemake):
    index.write(
        tables=snakemake.input.tables,
        figures=snakemake.input.figures,
        study=snakemake.params.study,
        name=snakemake.params.name,
        notebooks=snakemake.params.notebooks,
        path=snakemake.output[0],
    )
