"""Build one table, and its evidence."""

from multicase.journal import journal
from multicase.tables import build

with journal(snakemake):
    table, about = build.build(
        snakemake.params.entry,
        inputs=dict(snakemake.input.items()),
        options=snakemake.params.options,
        study=snakemake.params.study,
    )
    build.write(
        table,
        about,
        csv=snakemake.output.csv,
        evidence=snakemake.output.evidence,
        about_path=snakemake.output.about,
    )
