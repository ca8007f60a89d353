"""Record the versions of what the build runs with."""

from multicase.audit import environment
from multicase.journal import journal

with journal(snakemake):
    environment.write(snakemake.params.packages, snakemake.output[0])
