"""Measure the agreement of coders."""

from multicase import frames
from multicase.code.manual import texts_below
from multicase.journal import journal
from multicase.reliability import agreement
from multicase.study import codebook, files

with journal(snakemake):
    codings = frames.read(snakemake.input.manual, "codings")
    codes = list(codebook.codes(codebook.read(snakemake.input.codebook[0]))["code"])
    ratings = agreement.ratings(codings, frames.read(snakemake.input.segments, "segments"), codes)
    lengths = {source: len(text) for source, text in texts_below(snakemake.input.texts).items()}
    table = agreement.table(
        ratings,
        codings,
        lengths,
        codes,
        snakemake.params.rounds,
        replicates=snakemake.params.replicates,
        seed=snakemake.params.seed,
    )
    differing = agreement.disagreements(ratings, files.rows(snakemake.input.adjudication, "adjudication"))
    for frame, path in ((ratings, "ratings"), (table, "agreement"), (differing, "disagreements")):
        frame.to_csv(snakemake.output[path], index=False, lineterminator="\n")
