"""Read a batch's raw files into canonical text and turns."""

from pathlib import Path

from multicase import frames, ingest, schemas
from multicase.journal import journal

with journal(snakemake.log[0], closed=True):
    texts, turns = ingest.ingest(
        sources=snakemake.params.sources,
        speakers=schemas.rows(snakemake.input.speakers),
        root=Path(snakemake.params.root),
    )
    frames.write(texts, snakemake.output.texts, "texts")
    frames.write(turns, snakemake.output.turns, "turns")
