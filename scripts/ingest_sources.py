"""Read a batch's raw files into canonical text and turns, and account for every word of theirs."""

from pathlib import Path

from multicase import frames, ingest
from multicase.journal import journal
from multicase.study import files

with journal(snakemake, closed=True):
    batch = ingest.ingest(
        sources=snakemake.params.sources,
        speakers=files.rows(snakemake.input.speakers, "speakers"),
        columns=files.rows(snakemake.input.columns, "columns"),
        root=Path(snakemake.params.root),
        limits=ingest.Limits(**snakemake.params.limits),
    )
    for contract in ("texts", "turns", "left_out", "questions"):
        frames.write(getattr(batch, contract), snakemake.output[contract], contract)
