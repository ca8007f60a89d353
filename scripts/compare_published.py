"""Compare the build with the version of record."""

from multicase.audit import reproduction
from multicase.journal import journal

with journal(snakemake):
    reproduction.write(
        reproduction.compare(results=snakemake.params.results, published=snakemake.params.published),
        path=snakemake.output[0],
    )
