"""List the hash of every file of the closed zone."""

from pathlib import Path

from multicase.audit import reproduction
from multicase.journal import journal

with journal(snakemake, closed=True):
    reproduction.write_manifest(
        list(snakemake.input), root=Path(snakemake.output[0]).parents[1], path=snakemake.output[0]
    )
