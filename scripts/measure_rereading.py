"""Count what people found left when they read anonymised passages again."""

from multicase import frames
from multicase.anonymise import rereading
from multicase.journal import journal
from multicase.study import files

with journal(snakemake, closed=True):
    counts = rereading.estimate(
        files.rows(snakemake.input.rereading, "rereading") or [],
        current=rereading.hashes(frames.read(snakemake.input.texts, "texts")),
    )
    frames.write(counts, snakemake.output[0], "rereading")
