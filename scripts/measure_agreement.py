"""Measure the agreement of coders."""

from multicase import frames
from multicase.code.manual import texts_below
from multicase.journal import journal
from multicase.reliability import agreement, sets
from multicase.study import codebook, files

with journal(snakemake):
    codings = frames.read(snakemake.input.manual, "codings")
    book = codebook.read(snakemake.input.codebook[0])
    codes, exclusive = codebook.code_ids(book), codebook.exclusive(book)
    ratings = agreement.ratings(
        codings,
        frames.read(snakemake.input.segments, "segments"),
        codes,
        files.frame(snakemake.input.readings, "readings"),
        snakemake.params.units,
        exclusive,
        files.frame(snakemake.input.participants, "participants"),
    )
    together = sets.table(ratings, agreement.coders_of(ratings), exclusive)
    lengths = {source: len(text) for source, text in texts_below(snakemake.input.texts).items()}
    table = agreement.table(
        ratings,
        codings,
        lengths,
        codes,
        snakemake.params.rounds,
        exclusive=exclusive,
        replicates=snakemake.params.replicates,
        seed=snakemake.params.seed,
    )
    differing = agreement.disagreements(ratings, files.rows(snakemake.input.adjudication, "adjudication"))
    made = {"ratings": ratings, "sets": together, "agreement": table, "disagreements": differing}
    for path, frame in made.items():
        frame.to_csv(snakemake.output[path], index=False, lineterminator="\n")
