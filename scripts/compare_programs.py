"""Measure how far programs that coded agree with people, and with themselves."""

from multicase import frames
from multicase.code import standing
from multicase.journal import journal
from multicase.reliability import agreement, programs
from multicase.study import codebook, files
from multicase.themes import chosen

with journal(snakemake):
    book = codebook.read(snakemake.input.codebook[0])
    codes = codebook.code_ids(book)
    segments = frames.read(snakemake.input.segments, "segments")
    people = agreement.ratings(
        frames.read(snakemake.input.manual, "codings"),
        segments,
        codes,
        files.frame(snakemake.input.readings, "readings"),
        snakemake.params.units,
        codebook.exclusive(book),
        files.frame(snakemake.input.participants, "participants"),
        least=1,
    )
    removed = chosen.removed(files.rows(snakemake.input.adjudication, "adjudication") or [])
    read = standing.sources(standing.read(snakemake.input.standing))
    ratings = programs.ratings(
        programs.together(people, removed), frames.read(snakemake.input.program, "codings"), read, segments, codes
    )
    table = programs.table(ratings, codes, replicates=snakemake.params.replicates, seed=snakemake.params.seed)
    ratings.to_csv(snakemake.output.ratings, index=False, lineterminator="\n")
    table.to_csv(snakemake.output.agreement, index=False, lineterminator="\n")
