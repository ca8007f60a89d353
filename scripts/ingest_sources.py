"""Read a batch's raw files into canonical text and turns."""

from pathlib import Path

from multicase import frames, ingest
from multicase.journal import journal
from multicase.study import files

with journal(snakemake, closed=True):
    texts, turns = ingest.ingest(
        sources=snakemake.params.sources,
        speakers=files.rows(snakemake.input.speakers, "speakers"),
        root=Path(snakemake.params.root),
    )
    frames.write(texts, snakemake.output.texts, "texts")
    frames.write(turns, snakemake.output.turns, "turns")
