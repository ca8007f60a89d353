"""Build one table, its evidence and its page."""

from multicase.journal import journal
from multicase.tables import build

with journal(snakemake.log[0]):
    table, about = build.build(snakemake.wildcards.table, dict(snakemake.input.items()), snakemake.params.options)
    build.write(
        table,
        about,
        csv=snakemake.output.csv,
        evidence=snakemake.output.evidence,
        about_path=snakemake.output.about,
        page=snakemake.output.page,
    )
