"""Write the findings in words."""

from multicase.journal import journal
from multicase.pages import findings

with journal(snakemake):
    findings.write(
        tables=snakemake.input.tables,
        figures=snakemake.input.figures,
        study=snakemake.params.study,
        read_sources=snakemake.input.read_sources,
        html=snakemake.output.html,
        markdown=snakemake.output.markdown,
    )
