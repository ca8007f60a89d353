"""Find what people coded in the anonymised text, and lay it over the segments."""

from multicase import codebook, frames, study
from multicase.code import manual
from multicase.journal import journal

with journal(snakemake.log[0]):
    codings = manual.code(
        codings=manual.read(snakemake.input.codings),
        texts=manual.texts_below(snakemake.input.texts),
        segments=frames.read(snakemake.input.segments, "segments"),
        codes=study.code_ids(codebook.read(snakemake.input.codebook[0])),
    )
    frames.write(codings, snakemake.output[0], "codings")
