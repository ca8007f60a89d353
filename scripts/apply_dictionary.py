"""Give segments the codes whose indicators they match."""

from multicase import frames
from multicase.code import dictionary, indicators
from multicase.journal import journal, note
from multicase.study import codebook

with journal(snakemake):
    book = codebook.read(snakemake.input.codebook[0])
    codings = dictionary.code(
        segments=frames.read(snakemake.input.segments, "segments"),
        anonymised=frames.read(snakemake.input.anonymised, "anonymised"),
        codebook=book,
        locale=snakemake.params.locale,
    )
    note(snakemake, indicators.notes(book, "codebook.yaml"), aloud=True)
    frames.write(codings, snakemake.output[0], "codings")
