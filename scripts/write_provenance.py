"""Write the provenance graph as pages: which rule made which file from which."""

from pathlib import Path

from multicase import frames
from multicase.audit import environment, provenance
from multicase.journal import journal
from multicase.site import provenance as pages

with journal(snakemake):
    segments = frames.read(snakemake.input.segments, "segments")
    made = pages.pages(
        provenance.read(
            snakemake.input.records,
            snakemake.input.manifest,
            study=Path(snakemake.params.study),
            workflow=snakemake.input.notebooks,
        ),
        declared=snakemake.params.rules,
        raw=provenance.raw_hashes(segments),
        environment=environment.read(snakemake.input.environment),
        is_locked=snakemake.params.locked,
    )
    pages.write(made, Path(snakemake.output[0]))
